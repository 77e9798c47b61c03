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

from archiver.model import Evidence
from archiver.parser.blocks import Segment
from archiver.parser.heading_parts import has_kicker, read_heading, without_kicker
from archiver.parser.headline import title_words
from archiver.parser.metadata import Metadata, clean
from archiver.parser.outlet import Outlet, without_bars, without_outlet
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
#: a logo that is no link to the home page has at most so many words
_MAX_LOGO_WORDS = 3
#: a title is not longer than this
_MAX_CHARS = 400
#: the share of its weight that a text has which names the outlet, too: it was written for search engines
_SEARCH_SHARE = 0.3
#: and that a lower heading has of whose words no other source has one: it may head a part
_UNCONFIRMED_SHARE = 0.5
#: search engines refuse headlines of more characters, so some pages cut theirs off
_CUT_AT = range(105, 111)
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:abbr|a|big|b|em|i|mark|q|small|span|strong|sub|sup|s|u|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
#: soft hyphens, spaces without width, marks of order and direction at a byte's or a line's begin
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


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
    weight: float


def declared_titles(metadata: Metadata) -> tuple[str, ...]:
    """The titles that the metadata declares, as they stand there, each once."""
    return tuple(dict.fromkeys(raw for _, raw in _declared(metadata)))


def find_title(metadata: Metadata, outlet: Outlet, headline: Segment | None, *, explain: bool = False) -> Title:
    """The title and the headline; ``headline`` is the block that shows it.

    With ``explain`` the evidence also holds the texts that lost, and why.
    """
    if headline is not None and _is_logo(headline, metadata, outlet):
        headline = None
    candidates = _candidates(metadata, outlet, headline)
    if not candidates:
        return Title(None, None, ())
    keys = {candidate.text: _key(candidate.text) for candidate in candidates}
    weights = dict.fromkeys(keys.values(), 0.0)
    for candidate in candidates:
        weights[keys[candidate.text]] += candidate.weight
    best = max(candidates, key=lambda c: (weights[keys[c.text]], not c.text.isupper(), c.source.weight))
    losers = _losers(candidates, best, weights) if explain else ()
    return Title(best.text, headline.text if headline else best.text, (*_evidence(best, headline), *losers))


def _is_logo(headline: Segment, metadata: Metadata, outlet: Outlet) -> bool:
    """Whether a heading names the outlet: as that is called, or a name of which the titles that agree have no word."""
    if outlet.is_exactly(headline.text):
        return True
    spelled = headline.text.split()
    if len(spelled) > _MAX_LOGO_WORDS or not all(word[0].isupper() for word in spelled):
        return False
    declared = list(_declared(metadata))
    keys = {_key(text) for _, text in declared}
    return len(declared) > 1 and len(keys) == 1 and not _is_confirmed(headline.text, [declared[0][1]])


def _candidates(metadata: Metadata, outlet: Outlet, headline: Segment | None) -> list[_Candidate]:
    found = [(source, raw) for source, raw in _declared(metadata) if len(raw) <= _MAX_CHARS]
    known = [raw for source, raw in found if source is not TITLE]
    if headline is not None:
        known.append(headline.text)
    distinct = dict.fromkeys(raw for _, raw in found)
    cleaned = {raw: _cleaned(raw) for raw in distinct}
    texts = {raw: without_outlet(text, outlet, known) for raw, text in cleaned.items()}
    if metadata.title in texts and metadata.title not in known:
        texts[metadata.title] = without_bars(texts[metadata.title])
    candidates = [_declared_candidate(source, raw, texts[raw], cleaned[raw]) for source, raw in found]
    if headline is not None:
        candidates = _with_headline(candidates, headline, outlet)
    candidates = [c for c in candidates if not outlet.is_exactly(c.text)] or candidates
    all_texts = [candidate.text for candidate in candidates]
    wholes = [_whole(text, all_texts) for text in all_texts]
    return [c if c.text == whole else c._replace(text=whole) for c, whole in zip(candidates, wholes, strict=True)]


def _declared_candidate(source: TitleSource, raw: str, text: str, cleaned: str) -> _Candidate:
    share = 1.0 if text == cleaned or source is TITLE else _SEARCH_SHARE
    return _Candidate(source, raw, text, source.weight * share)


def _whole(text: str, texts: list[str]) -> str:
    """Of a text that was cut off, the one of the others that goes on; else the text itself."""
    beginning = text.rstrip("….")
    if len(text) not in _CUT_AT and (beginning == text or not text.endswith(("…", "..."))):
        return text
    key = fold(beginning)
    return next((other for other in texts if len(other) > len(text) and fold(other).startswith(key)), text)


def _with_headline(candidates: list[_Candidate], headline: Segment, outlet: Outlet) -> list[_Candidate]:
    """The candidates and what the page shows, kicker and subtitle left out of all of them."""
    declared = [candidate.text for candidate in candidates]
    shown = without_outlet(_cleaned(headline.text), outlet)
    kicker, subtitle = read_heading(headline.element, [*declared, shown])
    if subtitle and shown.endswith(subtitle):
        shown = shown.removesuffix(subtitle).strip() or shown
    if kicker and not _keeps_kicker(candidates, kicker):
        candidates = [c._replace(text=without_kicker(c.text, kicker)) for c in candidates]
        shown = without_kicker(shown, kicker)
    is_believed = headline.tag == "h1" or not declared or _is_confirmed(shown, declared)
    weight = SHOWN.weight * (1.0 if is_believed else _UNCONFIRMED_SHARE)
    return [*candidates, _Candidate(SHOWN, headline.text, shown, weight)]


def _is_confirmed(shown: str, declared: list[str]) -> bool:
    mine = title_words(shown)
    return any(mine & title_words(text) for text in declared)


def _keeps_kicker(candidates: list[_Candidate], kicker: str) -> bool:
    """Whether the kicker is part of the title: ``JSON-LD`` says so, and nobody has the rest alone."""
    with_it = [candidate for candidate in candidates if has_kicker(candidate.text, kicker)]
    texts = {_key(candidate.text) for candidate in candidates}
    is_alone = any(_key(without_kicker(candidate.text, kicker)) in texts for candidate in with_it)
    return any(candidate.source is JSON_LD for candidate in with_it) and not is_alone


def _cleaned(text: str) -> str:
    """A title without entities that were encoded twice, without tags, and without signs that nobody sees."""
    text = clean(text) or text
    if "<" in text:
        text = squeeze(_TAGS.sub("", _BREAKS.sub(" ", text))) or text
    return text if text.isascii() else _UNSEEN.sub("", text)


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


# --- evidence --------------------------------------------------------------------


def _evidence(best: _Candidate, headline: Segment | None) -> Iterator[Evidence]:
    yield _title_evidence(best)
    if headline is not None:
        source = f"text <{headline.tag}>"
        yield Evidence(field="headline", value=headline.text, raw=headline.text, source=source, rule="heading")
    else:
        yield replace(_title_evidence(best), field="headline", rule="the title, for the page shows no heading")


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
