"""The same page in other languages: what its ``<link rel="alternate" hreflang=…>`` declare (HTML, RFC 8288)."""

from __future__ import annotations

from archiver.document import Document
from archiver.model import Alternate
from archiver.parser.metadata import Metadata
from archiver.urls import resolve

#: sites of thirty languages and as many countries declare some hundred
MAX_ALTERNATES = 200
#: the page for readers whose language has none
_DEFAULT = "x-default"


def find_alternates(metadata: Metadata, document: Document, canonical_url: str | None) -> tuple[Alternate, ...]:
    """Each other address once for each language, in the page's order; not the page itself.

    ``x-default`` is left out where its address is the page's own, or stands for a language.
    """
    if not metadata.alternates:
        return ()
    own = {resolve(None, url) for url in (document.url, canonical_url) if url}
    found: dict[tuple[str, str], Alternate] = {}
    for language, href in metadata.alternates[:MAX_ALTERNATES]:
        url = resolve(document.base_url, href)
        if url is not None and url not in own:
            found.setdefault((language, url), Alternate(language=language, url=url))
    named = {alternate.url for alternate in found.values() if alternate.language != _DEFAULT}
    return tuple(other for other in found.values() if other.language != _DEFAULT or other.url not in named)
