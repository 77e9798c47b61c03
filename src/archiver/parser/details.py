"""The lesser fields: language, canonical address, site name, section, tags, paywall: as the page declares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from archiver.model import Evidence
from archiver.parser.language import settle_language
from archiver.parser.metadata import Metadata, texts_of, types_of
from archiver.parser.segments import Page, Role
from archiver.text import fold
from archiver.urls import resolve

_MAX_TAGS = 50
_MAX_TAG_CHARS = 100
#: text that the language is told by
_MIN_BLOCK_CHARS = 60
_ENOUGH_CHARS = 1200
#: what publishers call texts that only readers who pay can see
_LOCKED = frozenset({"locked", "paid", "premium", "subscriber", "subscription", "payant", "abo", "plus"})
_FREE = frozenset({"free", "public", "gratuit", "open"})
_ADDRESS = re.compile(r"https?://|www\.")
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


def read_details(metadata: Metadata, page: Page) -> Details:
    """The lesser fields of a page; ``None`` where it does not say."""
    canonical = _first("canonical_url", _canonical(metadata, page))
    site = _first("site_name", _site_names(metadata))
    section = _first("section", _sections(metadata))
    paywall = _first("is_paywalled", _access(metadata))
    return Details(
        language=read_language(metadata, page),
        canonical_url=canonical.value if canonical else None,
        site_name=site.value if site else None,
        section=section.value if section else None,
        tags=tuple(_tags(metadata)),
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
    parts: list[str] = []
    length = 0
    for item in page.segments:
        if item.role in {Role.BODY, Role.LEAD} and len(item.text) >= _MIN_BLOCK_CHARS:
            parts.append(item.text)
            length += len(item.text)
        if length >= _ENOUGH_CHARS:
            break
    return "\n".join(parts)


# --- one field, one generator of (raw, value, source), the first of which counts ----

_Answers = Iterator[tuple[str, str, str]]


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


def _sections(metadata: Metadata) -> _Answers:
    for text in metadata.article_texts("articleSection"):
        yield text, text, "json-ld articleSection"
    yield from _named(metadata, "article:section", "og:article:section", "parsely-section", "section")


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


def _tags(metadata: Metadata) -> Iterator[str]:
    """Each once, in the order declared; the search engine's ``keywords`` only where there are no others."""
    seen: set[str] = set()
    lists = (
        _split(metadata.metas.get("article:tag", ())),
        _split(metadata.article_texts("keywords")),
        _split(metadata.metas.get("news_keywords", ())),
        _split(metadata.metas.get("keywords", ())),
    )
    for tag in chain.from_iterable(lists[:3] if any(lists[:3]) else lists[3:]):
        key = fold(tag)
        if key in seen or len(tag) > _MAX_TAG_CHARS or _CODE.fullmatch(key) or len(seen) >= _MAX_TAGS:
            continue
        seen.add(key)
        yield tag


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(tag for text in texts for tag in _BETWEEN_TAGS.split(text) if tag)
