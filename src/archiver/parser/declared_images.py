"""The pictures that a page's metadata declare, and which of them are no picture of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.parser.metadata import Metadata, texts_of
from archiver.parser.picture_address import Worth, address_in, is_icon_address, worth_of
from archiver.urls import host_of, resolve

_NAMES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
#: so many pictures of one article are looked at
_MOST = 20


@dataclass(frozen=True, slots=True)
class DeclaredImage:
    """A picture in the metadata."""

    url: str
    #: ``meta og:image``
    source: str
    #: the outlet's logo, a portrait or a stand-in, which many sites declare for articles without a picture
    is_generic: bool


def declared_images(metadata: Metadata, base_url: str | None) -> Iterator[DeclaredImage]:
    """In the order in which they are believed."""
    logos = set(_logos(metadata, base_url))
    for source, address in _named(metadata):
        url = resolve(base_url, address) if address_in(address) else None
        if url is not None:
            yield DeclaredImage(url, source, url in logos or _is_generic(address, base_url))


def _named(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for name in _NAMES:
        yield from ((f"meta {name}", address) for address in metadata.metas.get(name, ()))
    if metadata.article is not None:
        yield from (("json-ld image", address) for address in _addresses(metadata, metadata.article.get("image")))


def _addresses(metadata: Metadata, value: object) -> Iterator[str]:
    """Of a picture that JSON-LD gives as an address, as an object, as a reference to one, or as a list of these."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:_MOST]:
            yield from _addresses(metadata, one) if not isinstance(one, list) else ()
    elif isinstance(value, dict):
        thing = metadata.resolved(value)
        yield from (text for name in ("url", "contentUrl") for text in texts_of(thing, name))


def _logos(metadata: Metadata, base_url: str | None) -> Iterator[str]:
    """Addresses of the publisher's logo."""
    for publisher in metadata.article_things("publisher"):
        for address in _addresses(metadata, publisher.get("logo")):
            url = resolve(base_url, address)
            if url is not None:
                yield url


def _is_generic(address: str, base_url: str | None) -> bool:
    outlet = host_of(base_url) if base_url else ""
    return worth_of(address, outlet) <= Worth.PLACEHOLDER or is_icon_address(address)
