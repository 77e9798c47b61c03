"""The title: what the page shows as its headline, settled against what it declares.

Each source speaks for its own text, once the outlet's name and the kicker are off; texts that say the same add up, and
the heaviest text wins. So a search engine's or a social network's headline loses to the one that the page shows, and
``JSON-LD`` wins over the page only where somebody else confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from archiver.model import Evidence
from archiver.parser import zones as z
from archiver.parser.blocks import Segment
from archiver.parser.metadata import Metadata
from archiver.parser.outlet import Outlet, without_outlet
from archiver.text import fold, squeeze, words


class TitleSource(NamedTuple):
    """A place that names the title, and how much it is believed."""

    name: str
    weight: float


#: shown and JSON-LD each outweigh what search engines and networks are told, and lose to the other one confirmed by it
SHOWN = TitleSource("headline", 1.4)
JSON_LD = TitleSource("json-ld headline", 1.5)
OPEN_GRAPH = TitleSource("meta og:title", 0.8)
TITLE = TitleSource("title", 0.3)
#: declared elsewhere: too often the same as another one to count for much
META_SOURCES = (
    TitleSource("meta twitter:title", 0.05),
    TitleSource("meta dc.title", 0.3),
    TitleSource("meta headline", 0.3),
    TitleSource("meta citation_title", 0.3),
)
#: a title is not longer than this
_MAX_CHARS = 400
_MAX_KICKER_CHARS = 80
#: zones that a kicker's element inside the heading may be named as
_KICKERS = z.KICKER | z.LEAD | z.TAGS | z.DATE | z.META
#: signs between a kicker and the headline
_TRIMMED = " :|–—-"
_AFTER_KICKER = r"\s*(?:[:|–—-]\s*)*"
#: class names of what only screen readers get: a colon there is not part of what the page shows
_HIDDEN = re.compile(r"hidden|sr-only|screen-?reader|aural|invisible", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """What ``find_title`` found."""

    title: str | None
    #: the heading as the page shows it
    headline: str | None
    evidence: tuple[Evidence, ...]


class _Candidate(NamedTuple):
    source: TitleSource
    raw: str
    text: str


def declared_titles(metadata: Metadata) -> tuple[str, ...]:
    """The titles that the metadata declares, as they stand there, each once."""
    return tuple(dict.fromkeys(raw for _, raw in _declared(metadata)))


def find_title(metadata: Metadata, outlet: Outlet, headline: Segment | None, *, explain: bool = False) -> Title:
    """The title and the headline; ``headline`` is the block that shows it.

    With ``explain`` the evidence also holds the texts that lost, and why.
    """
    if headline is not None and outlet.is_exactly(headline.text):
        headline = None  # a logo
    candidates = _candidates(metadata, outlet, headline)
    if not candidates:
        return Title(None, None, ())
    weights: dict[str, float] = {}
    for candidate in candidates:
        key = _key(candidate.text)
        weights[key] = weights.get(key, 0.0) + candidate.source.weight
    best = max(candidates, key=lambda candidate: (weights[_key(candidate.text)], candidate.source.weight))
    losers = _losers(candidates, best, weights) if explain else ()
    return Title(best.text, headline.text if headline else best.text, (*_evidence(best, headline), *losers))


def _candidates(metadata: Metadata, outlet: Outlet, headline: Segment | None) -> list[_Candidate]:
    found = [(source, raw) for source, raw in _declared(metadata) if len(raw) <= _MAX_CHARS]
    known = [raw for source, raw in found if source is not TITLE]
    if headline is not None:
        found.append((SHOWN, headline.text))
        known.append(headline.text)
    candidates = [
        _Candidate(source, raw, without_outlet(raw, outlet, () if source is SHOWN else known)) for source, raw in found
    ]
    texts = [candidate.text for candidate in candidates]
    if headline is not None and (kicker := _kicker(headline.element, texts)):
        candidates = [c._replace(text=_without_kicker(c.text, kicker)) for c in candidates]
    return [c for c in candidates if not outlet.is_exactly(c.text)] or candidates


def _declared(metadata: Metadata) -> Iterator[tuple[TitleSource, str]]:
    for text in metadata.article_texts("headline")[:1] or metadata.article_texts("name")[:1]:
        yield JSON_LD, text
    for source in (OPEN_GRAPH, *META_SOURCES):
        if content := metadata.meta(source.name.removeprefix("meta ")):
            yield source, content
    if metadata.title:
        yield TITLE, metadata.title


def _key(text: str) -> str:
    return " ".join(words(fold(text))) or fold(text)


# --- kickers ---------------------------------------------------------------------


def _kicker(element: etree._Element, titles: list[str]) -> str | None:
    """The kicker inside a heading: its first part, where that is named as one or set off by a colon elsewhere."""
    first = _first_part(element)
    if first is None:
        return None
    text = squeeze("".join(map(str, first.itertext())))
    rest = squeeze("".join(map(str, element.itertext()))).removeprefix(text).strip(_TRIMMED)
    if not text or not rest or len(text) > _MAX_KICKER_CHARS or _is_own_words(text, first):
        return None
    is_named = first.tag == "small" or bool(_zones_inside(first) & _KICKERS)
    return text.strip(_TRIMMED) or None if is_named or _is_set_off(fold(text), fold(rest), titles) else None


def _is_own_words(text: str, element: etree._Element) -> bool:
    """Whether the part ends in a colon that the page shows: then it belongs to the sentence."""
    names = " ".join(inner.get("class") or "" for inner in element.iter(etree.Element))
    return text.endswith(":") and not _HIDDEN.search(names)


def _is_set_off(kicker: str, rest: str, titles: list[str]) -> bool:
    """Whether another title has the rest alone, or the kicker before it with a sign between."""
    with_sign = re.compile(re.escape(kicker) + r"\s*[:|-]\s*" + re.escape(rest))
    return any(fold(title) == rest or with_sign.fullmatch(fold(title)) for title in titles)


def _first_part(element: etree._Element) -> etree._Element | None:
    """The first element in a heading that holds text and is not all of it."""
    while True:
        if element.text and not element.text.isspace():
            return None
        holding = [child for child in element if _has_text(child) or (child.tail and not child.tail.isspace())]
        if not holding:
            return None
        first = holding[0]
        if len(holding) > 1 or (first.tail and not first.tail.isspace()):
            return first
        element = first


def _has_text(element: etree._Element) -> bool:
    return any(not str(text).isspace() for text in element.itertext())


def _zones_inside(element: etree._Element) -> int:
    zones = 0
    for inner in element.iter(etree.Element):
        zones |= z.named_zones(inner.get("class") or "")
    return zones


def _without_kicker(text: str, kicker: str) -> str:
    match = re.match(re.escape(kicker) + _AFTER_KICKER, text, re.IGNORECASE)
    return text[match.end() :] or text if match else text


# --- evidence --------------------------------------------------------------------


def _evidence(best: _Candidate, headline: Segment | None) -> Iterator[Evidence]:
    yield _title_evidence(best)
    if headline is not None:
        source = f"text <{headline.tag}>"
        yield Evidence(field="headline", value=headline.text, raw=headline.text, source=source, rule="heading")


def _losers(candidates: list[_Candidate], best: _Candidate, weights: Mapping[str, float]) -> Iterator[Evidence]:
    """The other texts, the heaviest first."""
    others = [candidate for candidate in candidates if candidate is not best]
    others.sort(key=lambda candidate: -weights[_key(candidate.text)])
    most = weights[_key(best.text)]
    for rank, other in enumerate(others, start=1):
        weight = weights[_key(other.text)]
        reason = (
            "says the same as the winner"
            if _key(other.text) == _key(best.text)
            else f"what says so weighs {weight:.2g}, what says the winner {most:.2g}"
        )
        yield replace(_title_evidence(other), rank=rank, reason=reason)


def _title_evidence(candidate: _Candidate) -> Evidence:
    rule = "as it stands" if candidate.text == candidate.raw else "without outlet and kicker"
    return Evidence(field="title", value=candidate.text, raw=candidate.raw, source=candidate.source.name, rule=rule)
