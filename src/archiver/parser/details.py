"""The lesser fields: language, canonical address, site name, section, tags, paywall: as the page declares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from archiver.model import Alternate, Evidence
from archiver.parser import zones as z
from archiver.parser.alternates import find_alternates
from archiver.parser.blocks import Link, Page, Role, Segment
from archiver.parser.canonical import find_canonical
from archiver.parser.evidence import ranked
from archiver.parser.language import primary_tag, settle_language
from archiver.parser.metadata import Metadata, texts_of, types_of
from archiver.parser.paywall import access_answers
from archiver.text import fold, squeeze

_MAX_TAGS = 50
_MAX_TAG_CHARS = 100
#: text that the language is told by
_MIN_BLOCK_CHARS = 60
_MIN_TEASER_CHARS = 25
_LITTLE_CHARS = 300
_ENOUGH_CHARS = 900
_ADDRESS = re.compile(r"https?://|www\.")
_TEXT = frozenset({Role.BODY, Role.LEAD})
#: what tells the language of a page without an article
_ANY_TEXT = frozenset({Role.UNKNOWN, Role.TEASER})
#: links in these are not about the article
_ELSEWHERE = z.ASIDE | z.FOOTER | z.RELATED | z.COMMENTS
#: more words than this are a title
_MAX_SECTION_WORDS = 5
#: blocks above the headline in which its section may stand
_ABOVE = 15
_SITE_TYPES = frozenset({"WebSite", "NewsMediaOrganization"})


@dataclass(frozen=True, slots=True)
class Details:
    """What ``read_details`` found."""

    language: str | None
    canonical_url: str | None
    alternates: tuple[Alternate, ...]
    site_name: str | None
    section: str | None
    tags: tuple[str, ...]
    is_paywalled: bool | None
    evidence: tuple[Evidence, ...]


def read_details(metadata: Metadata, page: Page, headline: Segment | None = None, *, explain: bool = False) -> Details:
    """The lesser fields of a page; ``None`` where it does not say. ``headline`` is the block that shows it."""
    related = tuple(_related(page, headline))
    language = _language(metadata, page, explain=explain)
    shown = headline.text if headline else metadata.title
    canonical = find_canonical(metadata, page.document, shown, explain=explain)
    site = _settled("site_name", _site_names(metadata), explain=explain)
    section = _settled("section", _sections(metadata, related, headline), explain=explain)
    paywall = _settled("is_paywalled", access_answers(metadata, page), explain=explain)
    tags, tag_evidence = _find_tags(metadata, related, explain=explain)
    return Details(
        language=_value(language),
        canonical_url=_value(canonical),
        alternates=find_alternates(metadata, page.document, _value(canonical)),
        site_name=_value(site),
        section=_value(section),
        tags=tags,
        is_paywalled=_value(paywall) == "true" if paywall else None,
        evidence=(*canonical, *language, *section, *tag_evidence, *site, *paywall),
    )


def _value(evidence: tuple[Evidence, ...]) -> str | None:
    """The winner's; a field may have losers only."""
    return evidence[0].value if evidence and not evidence[0].rank else None


# --- language --------------------------------------------------------------------

_LANGUAGE_METAS = ("og:locale", "content-language", "language", "dc.language", "dcterms.language")


def _language(metadata: Metadata, page: Page, *, explain: bool) -> tuple[Evidence, ...]:
    """The primary subtag of the page's language: as declared, unless its text is clearly in another one."""
    found = ((source, raw) for source, raw in _declared_languages(metadata) if primary_tag(raw))
    declared = list(found if explain else islice(found, 1))
    language = settle_language((raw for _, raw in declared), _sample(page))
    if language is None:
        return ()
    rule = "the text's own words" if not declared or language != primary_tag(declared[0][1]) else "first declared"
    source, raw = ("text", None) if rule != "first declared" else declared[0]
    winner = Evidence(field="language", value=language, raw=raw, source=source, rule=rule)
    if not explain:
        return (winner,)
    others = declared if source == "text" else declared[1:]
    losers = (
        Evidence(field="language", value=primary_tag(raw), raw=raw, source=s, rule="declared") for s, raw in others
    )
    return (winner, *_lost(losers, language))


def _declared_languages(metadata: Metadata) -> Iterator[tuple[str, str]]:
    if metadata.language:
        yield "html lang", metadata.language
    for text in metadata.article_texts("inLanguage"):
        yield "json-ld inLanguage", text
    for content, _, source in _named(metadata, *_LANGUAGE_METAS):
        yield source, content


def _sample(page: Page) -> str:
    """The beginning of the article's text, or, where there is next to none, of whatever the page shows."""
    text = _beginning(page, _TEXT, _MIN_BLOCK_CHARS)
    return text if len(text) >= _LITTLE_CHARS else text + _beginning(page, _ANY_TEXT, _MIN_TEASER_CHARS)


def _beginning(page: Page, roles: frozenset[str], shortest: int) -> str:
    parts: list[str] = []
    length = 0
    for item in page.segments:
        if item.role in roles and len(item.text) >= shortest:
            parts.append(item.text)
            length += len(item.text)
        if length >= _ENOUGH_CHARS:
            break
    return "\n".join(parts)


# --- one field, one generator of (raw, value, source), the first of which counts ----

_Answers = Iterator[tuple[str, str, str]]
_Related = tuple[tuple[str, str], ...]


def _settled(field: str, answers: _Answers, *, explain: bool) -> tuple[Evidence, ...]:
    """Evidence of the first answer, and with ``explain`` of the others."""
    every = (
        Evidence(field=field, value=value, raw=raw, source=source, rule="first declared")
        for raw, value, source in answers
    )
    winner = next(every, None)
    if winner is None:
        return ()
    return (winner, *_lost(every, winner.value)) if explain else (winner,)


def _lost(losers: Iterator[Evidence], winner: str | None) -> tuple[Evidence, ...]:
    """Ranked, each with why it lost; a value that is the winner's lost by its place alone."""
    reasons = {True: "says the same as a stronger source", False: "a stronger source says otherwise"}
    return ranked(replace(one, rule="declared", reason=reasons[one.value == winner]) for one in losers)


def _named(metadata: Metadata, *names: str) -> _Answers:
    for name in names:
        for content in metadata.metas.get(name, ()):
            yield content, content, f"meta {name}"


def _site_names(metadata: Metadata) -> _Answers:
    return (answer for answer in _declared_names(metadata) if not _ADDRESS.match(answer[1]))


def _declared_names(metadata: Metadata) -> _Answers:
    yield from _named(metadata, "og:site_name")
    for text in metadata.article_texts("publisher"):
        yield text, text, "json-ld publisher"
    for thing in metadata.things if _SITE_TYPES & metadata.types else ():
        if _SITE_TYPES & set(types_of(thing)):
            for text in texts_of(thing, "name"):
                yield text, text, "json-ld WebSite"
    yield from _named(metadata, "application-name", "apple-mobile-web-app-title", "dc.publisher")


def _sections(metadata: Metadata, related: _Related, headline: Segment | None) -> _Answers:
    for text in metadata.article_texts("articleSection"):
        yield text, text, "json-ld articleSection"
    yield from _named(metadata, "article:section", "og:article:section", "parsely-section", "section")
    for relations, text in related:
        if "category" in relations:
            yield text, text, "rel category"
    for text in _crumbs(metadata, headline):
        yield text, text, "json-ld BreadcrumbList"


def _crumbs(metadata: Metadata, headline: Segment | None) -> Iterator[str]:
    """The inner stations of the way from the home page to this one, the nearest first."""
    title = fold(headline.text) if headline is not None else ""
    for thing in metadata.things if "BreadcrumbList" in metadata.types else ():
        if "BreadcrumbList" in types_of(thing):
            items = thing.get("itemListElement")
            names = [_crumb(item) for item in items] if isinstance(items, list) else []
            for name in reversed(names[1:]):
                if name and fold(name) != title and len(name.split()) <= _MAX_SECTION_WORDS:
                    yield name


def _crumb(item: object) -> str | None:
    if not isinstance(item, dict):
        return None
    return next(iter((*texts_of(item, "name"), *texts_of(item, "item"))), None)


def _related(page: Page, headline: Segment | None) -> Iterator[tuple[str, str]]:
    """The article's own links to its categories and tags: their ``rel``, and their text."""
    start = max(0, headline.index - _ABOVE) if headline is not None else 0
    for link in page.links:
        if link.node.start < start:
            continue
        relations = link.element.get("rel")
        if relations and ("tag" in relations or "category" in relations) and _is_own(link, page):
            yield relations, squeeze(link.text)


def _is_own(link: Link, page: Page) -> bool:
    role = page.segments[link.node.start].role if link.node.start < len(page.segments) else Role.UNKNOWN
    return role is not Role.TEASER and not link.node.zones & _ELSEWHERE and bool(squeeze(link.text))


# --- tags ------------------------------------------------------------------------

#: identifiers of content systems: ``98be933f-38cf-…``, ``_Prio_3``
_CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}|_.*|\d+")
_BETWEEN_TAGS = re.compile(r"\s*[,;|、，]\s*")


def _find_tags(metadata: Metadata, related: _Related, *, explain: bool) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Each once, in the page's order; the search engine's ``keywords`` only where there are no others."""
    lists = [(source, texts) for source, texts in _tag_lists(metadata, related) if texts]
    used = lists[:-1] if len(lists) > 1 and lists[-1][0] == _KEYWORDS else lists
    tags = tuple(_cleaned(chain.from_iterable(texts for _, texts in used)))
    winner = (
        _tag_evidence(" + ".join(source for source, _ in used), tags, "each once, codes left out") if tags else None
    )
    losers = ranked(_lost_tags(lists[len(used) :] if tags else lists, tags)) if explain else ()
    return tags, (*((winner,) if winner else ()), *losers)


_KEYWORDS = "meta keywords"


def _tag_lists(metadata: Metadata, related: _Related) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "meta article:tag", _split(metadata.metas.get("article:tag", ()))
    yield "json-ld keywords", _split(metadata.article_texts("keywords"))
    yield "meta news_keywords", _split(metadata.metas.get("news_keywords", ()))
    yield "rel tag", tuple(text for relations, text in related if "category" not in relations)
    yield _KEYWORDS, _split(metadata.metas.get("keywords", ()))


def _tag_evidence(source: str, tags: tuple[str, ...], rule: str) -> Evidence:
    text = ", ".join(tags)
    return Evidence(field="tags", value=text, raw=text, source=source, rule=rule)


def _lost_tags(lists: list[tuple[str, tuple[str, ...]]], tags: tuple[str, ...]) -> Iterator[Evidence]:
    for source, texts in lists:
        reason = "written for search engines, and the page has tags of its own" if tags else "no words, but codes"
        yield replace(_tag_evidence(source, texts, "declared"), reason=reason)


def _cleaned(texts: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for tag in texts:
        key = fold(tag)
        if key in seen or len(tag) > _MAX_TAG_CHARS or _CODE.fullmatch(key) or len(seen) >= _MAX_TAGS:
            continue
        seen.add(key)
        yield tag


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(tag for text in texts for tag in _BETWEEN_TAGS.split(text) if tag)
