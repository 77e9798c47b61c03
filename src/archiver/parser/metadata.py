"""What a page declares about itself: meta tags, links, the title, and JSON-LD, read in one pass.

Declared is not believed: the modules that read a field weigh these values against what the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from lxml import etree

from archiver.document import Document, text_in
from archiver.jsontext import JsonError, decode_page_json
from archiver.text import squeeze

#: an object of JSON-LD, narrowed by ``texts_of`` and ``things_of``
Thing: TypeAlias = Mapping[str, Any]

#: schema.org's types of articles end so; the others that carry one
_ARTICLE_ENDINGS = ("Article", "Posting")
_ARTICLE_TYPES = frozenset(
    {"Report", "Review", "CriticReview", "ClaimReview", "Recipe", "Interview", "Blog", "CreativeWork"}
)
#: types that stand for the article where no better one is there
_PAGE_TYPES = frozenset(
    {"WebPage", "ItemPage", "VideoObject", "ImageGallery", "MediaGallery", "AudioObject", "PodcastEpisode"}
)
#: what one of those has to have
_TELLING = frozenset({"headline", "datePublished", "author", "articleBody"})
#: properties whose value is an object of the page's own, not of another page's
_OWN = ("@graph", "mainEntity", "mainEntityOfPage", "about", "video", "subjectOf")
#: how deep objects may nest, and how many of them a page may have
_MAX_DEPTH = 6
_MAX_THINGS = 400
#: JSON-LD beyond this is a catalogue, not an article
_MAX_JSON_CHARS = 3_000_000
#: what is fetched to draw the page says nothing of it
_LOADED = frozenset(
    (
        *("stylesheet", "preload", "prefetch", "dns-prefetch", "preconnect", "modulepreload", "manifest"),
        *("icon", "shortcut icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"),
    )
)
_SCHEMES = re.compile(r"^(?:https?:)?//(?:www\.)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The declarations of one page; texts have their entities decoded and white space squeezed, and none is empty."""

    #: the ``<title>``
    title: str | None = None
    #: the ``lang`` of the ``html`` element
    language: str | None = None
    #: contents by lower-case ``name``, ``property``, ``itemprop`` or ``http-equiv``, in the page's order
    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: addresses by lower-case ``rel``, but for those of styles, scripts, icons, and hosts to be fetched from
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: (language, address) of the same page in other languages, as they stand there, the language in lower case
    alternates: tuple[tuple[str, str], ...] = ()
    #: the JSON-LD object that is this page's article
    article: Thing | None = None
    #: all JSON-LD objects, those inside ``@graph`` too
    things: tuple[Thing, ...] = ()
    #: the schema.org types of all of them
    types: frozenset[str] = frozenset()

    def meta(self, *names: str) -> str | None:
        """The first content of the first of these names that has one."""
        return next((self.metas[name][0] for name in names if name in self.metas), None)

    def link(self, rel: str) -> str | None:
        """The first address with that relation."""
        return self.links[rel][0] if rel in self.links else None

    def article_texts(self, name: str) -> tuple[str, ...]:
        """The texts of a property of the JSON-LD article."""
        return texts_of(self.article, name)

    def article_things(self, name: str) -> tuple[Thing, ...]:
        """The objects of a property of the JSON-LD article, references inside the page resolved."""
        return tuple(self.resolved(thing) for thing in things_of(self.article, name))

    def resolved(self, thing: Thing) -> Thing:
        """The object itself where this is only a reference to it by ``@id``."""
        if texts_of(thing, "name") or not (key := thing.get("@id")):
            return thing
        return next((other for other in self.things if other.get("@id") == key and len(other) > len(thing)), thing)


def read_metadata(document: Document) -> Metadata:
    """What the page declares. Broken JSON-LD is as good as none."""
    title: str | None = None
    metas: dict[str, dict[str, None]] = {}
    links: dict[str, list[str]] = {}
    scripts: list[str] = []
    alternates: list[tuple[str, str]] = []
    for element in document.root.iter("meta", "link", "title", "script"):
        tag = element.tag
        if tag == "meta":
            _add_meta(metas, element)
        elif tag == "link":
            _add_link(links, element)
            if element.get("hreflang") is not None:
                alternates += _alternate(element)
        elif tag == "title":
            title = title or _title_text(element)
        elif "ld+json" in element.get("type", "") and element.text:
            scripts.append(element.text)
    things = tuple(_things_in(scripts)) if scripts else ()
    types = [types_of(thing) for thing in things]
    frozen = {name: tuple(values) for name, values in metas.items()}
    addresses = {rel: tuple(values) for rel, values in links.items()}
    return Metadata(
        title=title,
        language=clean(document.root.get("lang") or document.root.get("xml:lang")),
        metas=frozen,
        links=addresses,
        alternates=tuple(alternates),
        things=things,
        types=frozenset(chain.from_iterable(types)),
        article=_main_article(things, types, _own_addresses(document.url, frozen, addresses), _titles(title, frozen)),
    )


def clean(text: object) -> str | None:
    """A text out of metadata: entities decoded, even twice encoded ones; ``None`` when nothing is left."""
    if not isinstance(text, str):
        return None
    if "&" in text:
        text = unescape(unescape(text))
    return squeeze(text) or None


def texts_of(thing: Thing | None, name: str) -> tuple[str, ...]:
    """The texts of a property: of a list each, of an object its ``@value`` or ``name``."""
    value = None if thing is None else thing.get(name)
    if thing is None or value is None:
        return ()
    if isinstance(value, str):
        text = clean(value)
        return (text,) if text else ()
    texts = map(_text_of, _values(thing, name))
    return tuple(text for text in texts if text)


def things_of(thing: Thing | None, name: str) -> tuple[Thing, ...]:
    """The objects of a property; a bare text becomes one with that ``name``."""
    if thing is None or thing.get(name) is None:
        return ()
    values = (value if isinstance(value, dict) else {"name": value} for value in _values(thing, name))
    return tuple(value for value in values if value.get("@id") or texts_of(value, "name"))


def types_of(thing: Thing) -> tuple[str, ...]:
    """Its schema.org types without their address: ``NewsArticle``."""
    return tuple(text.rsplit("/", 1)[-1].removeprefix("schema:") for text in texts_of(thing, "@type"))


def _values(thing: Thing, name: str) -> list[Any]:
    value = thing.get(name)
    values = value if isinstance(value, list) else [value]
    return [inner for value in values for inner in (value if isinstance(value, list) else [value])]


def _text_of(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
        value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return clean(value)


# --- tags ------------------------------------------------------------------------


def _add_meta(metas: dict[str, dict[str, None]], element: etree._Element) -> None:
    """Each content once, in the page's order: a dict is the set that keeps it."""
    content = clean(element.get("content"))
    if content is None:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name:
            if attribute == "itemprop" and not _is_in_head(element):
                return  # microdata of the page's text: a card's as likely as the article's
            metas.setdefault(name.strip().lower(), {})[content] = None
            return


def _is_in_head(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "head"


def _add_link(links: dict[str, list[str]], element: etree._Element) -> None:
    relations = element.get("rel")
    if relations and relations not in _LOADED and (href := squeeze(element.get("href"))):
        for rel in relations.lower().split():
            links.setdefault(rel, []).append(href)


def _alternate(element: etree._Element) -> list[tuple[str, str]]:
    language, href = clean(element.get("hreflang")), squeeze(element.get("href"))
    is_alternate = "alternate" in (element.get("rel") or "").lower().split()
    return [(language.lower(), href)] if is_alternate and language and href else []


def _title_text(element: etree._Element) -> str | None:
    parent = element.getparent()
    if parent is not None and parent.tag == "svg":
        return None
    return clean(text_in(element))


# --- JSON-LD ---------------------------------------------------------------------


def _things_in(scripts: Iterable[str]) -> Iterator[Thing]:
    count = 0
    for script in scripts:
        if len(script) > _MAX_JSON_CHARS:
            continue
        for value in _decoded(script):
            for thing in _flattened(value, 0):
                count += 1
                if count > _MAX_THINGS:
                    return
                yield thing


def _decoded(script: str) -> tuple[Any, ...]:
    """The script's values: one, or several objects one behind the other, as some pages write them."""
    try:
        return (decode_page_json(script),)
    except JsonError:
        pass
    try:
        return (decode_page_json("[" + _BETWEEN_OBJECTS.sub("},{", script) + "]"),)
    except JsonError:
        return ()


_BETWEEN_OBJECTS = re.compile(r"\}\s*;?\s*\{")


def _flattened(value: object, depth: int) -> Iterator[Thing]:
    """The objects that speak of this page, outer ones first. Lists of other pages (``itemListElement``) stay closed."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flattened(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _OWN:
            if isinstance(inner := value.get(name), dict | list):
                yield from _flattened(inner, depth + 1)


def _main_article(
    things: tuple[Thing, ...], types: list[tuple[str, ...]], addresses: frozenset[str], titles: frozenset[str]
) -> Thing | None:
    """The object that is this page's article: by type, then address, then headline, then order."""
    kinds = list(map(_kind_score, things, types))
    most = max(kinds, default=0)
    best = [thing for thing, kind in zip(things, kinds, strict=True) if most and kind == most]
    if len(best) > 1:
        best.sort(key=lambda thing: -_likeness(thing, addresses, titles))
    return best[0] if best else None


def _likeness(thing: Thing, addresses: frozenset[str], titles: frozenset[str]) -> int:
    """How much an object has in common with the page."""
    own = {_address_key(text) for name in ("url", "@id", "mainEntityOfPage") for text in _addresses_of(thing.get(name))}
    headlines = {text.casefold() for name in ("headline", "name") for text in texts_of(thing, name)}
    return (4 if own & addresses else 0) + (3 if headlines & titles else 0)


def _kind_score(thing: Thing, types: tuple[str, ...]) -> int:
    """How much its types speak for an article, 0 to 3."""
    if any(name.endswith(_ARTICLE_ENDINGS) for name in types):
        return 3
    if not _ARTICLE_TYPES.isdisjoint(types):
        return 2
    return 0 if _PAGE_TYPES.isdisjoint(types) or _TELLING.isdisjoint(thing) else 1


def _addresses_of(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return (value,) if isinstance(value, str) else ()


def _own_addresses(
    url: str | None, metas: Mapping[str, tuple[str, ...]], links: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    known = (url or "", *metas.get("og:url", ())[:1], *links.get("canonical", ())[:1])
    return frozenset(_address_key(address) for address in known if address)


def _address_key(address: str) -> str:
    """What two spellings of one address share: no scheme, no ``www``, no query, no fragment."""
    parts = _SCHEMES.sub("", address.strip()).partition("#")[0].partition("?")[0]
    return unquote(parts).rstrip("/").casefold()


def _titles(title: str | None, metas: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    known = (title, *metas.get("og:title", ()), *metas.get("twitter:title", ()))
    return frozenset(text.casefold() for text in known if text)


def host_words(url: str | None) -> str:
    """The host of an address without ``www``: ``news.example.org``."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
