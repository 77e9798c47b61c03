"""The lesser fields: language, canonical address, site name, section, tags, paywall: as the page declares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from archiver.model import Evidence
from archiver.parser import zones as z
from archiver.parser.blocks import Link, Page, Role, Segment
from archiver.parser.language import settle_language
from archiver.parser.metadata import Metadata, texts_of, types_of
from archiver.text import fold, squeeze
from archiver.urls import resolve

_MAX_TAGS = 50
_MAX_TAG_CHARS = 100
#: text that the language is told by
_MIN_BLOCK_CHARS = 60
_MIN_TEASER_CHARS = 25
_LITTLE_CHARS = 300
_ENOUGH_CHARS = 900
#: what publishers call texts that only readers who pay can see
_LOCKED = frozenset({"locked", "paid", "premium", "subscriber", "subscription", "payant", "abo", "plus"})
_FREE = frozenset({"free", "public", "gratuit", "open"})
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
    site_name: str | None
    section: str | None
    tags: tuple[str, ...]
    is_paywalled: bool | None
    evidence: tuple[Evidence, ...]


def read_details(metadata: Metadata, page: Page, headline: Segment | None = None) -> Details:
    """The lesser fields of a page; ``None`` where it does not say. ``headline`` is the block that shows it."""
    related = tuple(_related(page, headline))
    canonical = _first("canonical_url", _canonical(metadata, page))
    site = _first("site_name", _site_names(metadata))
    section = _first("section", _sections(metadata, related, headline))
    paywall = _first("is_paywalled", _access(metadata))
    return Details(
        language=read_language(metadata, page),
        canonical_url=canonical.value if canonical else None,
        site_name=site.value if site else None,
        section=section.value if section else None,
        tags=tuple(_tags(metadata, related)),
        is_paywalled=paywall.value == "true" if paywall else None,
        evidence=tuple(evidence for evidence in (canonical, site, section, paywall) if evidence),
    )


def read_language(metadata: Metadata, page: Page) -> str | None:
    """The primary subtag of the page's language: as declared, unless its text is clearly in another one."""
    declared = (
        metadata.language,
        *metadata.article_texts("inLanguage"),
        metadata.meta("og:locale"),
        metadata.meta("content-language"),
        metadata.meta("language", "dc.language", "dcterms.language"),
    )
    return settle_language(declared, _sample(page))


def _sample(page: Page) -> str:
    """The beginning of the article's text, or, where there is next to none, of whatever the page shows."""
    text = _beginning(page, _TEXT, _MIN_BLOCK_CHARS)
    return text if len(text) >= _LITTLE_CHARS else text + _beginning(page, _ANY_TEXT, _MIN_TEASER_CHARS)


def _beginning(page: Page, roles: frozenset[Role], shortest: int) -> str:
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


def _first(field: str, answers: _Answers) -> Evidence | None:
    found = next(answers, None)
    if found is None:
        return None
    raw, value, source = found
    return Evidence(field=field, value=value, raw=raw, source=source, rule="first declared")


def _named(metadata: Metadata, *names: str) -> _Answers:
    for name in names:
        for content in metadata.metas.get(name, ()):
            yield content, content, f"meta {name}"


def _canonical(metadata: Metadata, page: Page) -> _Answers:
    declared = (("link canonical", metadata.link("canonical")), ("meta og:url", metadata.meta("og:url")))
    for source, href in declared:
        if href and (url := resolve(page.document.base_url, href)):
            yield href, url, source


def _site_names(metadata: Metadata) -> _Answers:
    return (answer for answer in _declared_names(metadata) if not _ADDRESS.match(answer[1]))


def _declared_names(metadata: Metadata) -> _Answers:
    yield from _named(metadata, "og:site_name")
    for text in metadata.article_texts("publisher"):
        yield text, text, "json-ld publisher"
    for thing in metadata.things:
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
    for thing in metadata.things:
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


def _access(metadata: Metadata) -> _Answers:
    flag = (metadata.article or {}).get("isAccessibleForFree")
    known = {"true": "false", "false": "true"}.get(str(flag).rsplit("/", 1)[-1].lower())
    if known:
        yield str(flag), known, "json-ld isAccessibleForFree"
    for content, _, source in _named(metadata, "article:content_tier", "og:article:content_tier", "content_tier"):
        tier = content.lower()
        if tier in _LOCKED or tier in _FREE:
            yield content, "true" if tier in _LOCKED else "false", source


# --- tags ------------------------------------------------------------------------

#: identifiers of content systems: ``98be933f-38cf-…``, ``_Prio_3``
_CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}|_.*|\d+")
_BETWEEN_TAGS = re.compile(r"\s*[,;|、，]\s*")


def _tags(metadata: Metadata, related: _Related) -> Iterator[str]:
    """Each once, in the page's order; the search engine's ``keywords`` only where there are no others."""
    seen: set[str] = set()
    lists = (
        _split(metadata.metas.get("article:tag", ())),
        _split(metadata.article_texts("keywords")),
        _split(metadata.metas.get("news_keywords", ())),
        tuple(text for relations, text in related if "category" not in relations),
        _split(metadata.metas.get("keywords", ())),
    )
    for tag in chain.from_iterable(lists[:-1] if any(lists[:-1]) else lists[-1:]):
        key = fold(tag)
        if key in seen or len(tag) > _MAX_TAG_CHARS or _CODE.fullmatch(key) or len(seen) >= _MAX_TAGS:
            continue
        seen.add(key)
        yield tag


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(tag for text in texts for tag in _BETWEEN_TAGS.split(text) if tag)
