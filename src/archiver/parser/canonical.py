"""The canonical address: the first that the page declares and against which nothing speaks.

Templates and misconfigured caches declare the home page, the section, or the article that was rendered before. Such an
address is left out, and the next one that is declared takes its place. An address on another site is kept when it may
be the same article's: that is how agencies' and partners' texts name their original. Whether an archive files
the article under it is not the parser's matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.document import Document
from archiver.model import Evidence
from archiver.parser.metadata import Metadata, Thing
from archiver.slugs import doubt_about
from archiver.urls import resolve

_RULE = "the first declared address that may be the article's"


def find_canonical(
    metadata: Metadata, document: Document, title: str | None, *, explain: bool = False
) -> tuple[Evidence, ...]:
    """The winner, if there is one; with ``explain`` what lost, too. ``title`` is the page's headline."""
    found: list[Evidence] = []
    own = resolve(None, document.url) if document.url else None
    for source, raw in _declared(metadata):
        url = resolve(document.base_url, raw)
        if url is None:
            continue
        doubt = doubt_about(url, own, title)
        if doubt is None and (not found or found[0].rank):
            found.insert(0, Evidence(field="canonical_url", value=url, raw=raw, source=source, rule=_RULE))
        elif explain:
            found.append(_loser(url, raw, source, doubt, found))
        if found and not found[0].rank and not explain:
            break
    return tuple(found)


def _loser(url: str, raw: str, source: str, doubt: str | None, found: list[Evidence]) -> Evidence:
    is_same = bool(found) and not found[0].rank and found[0].value == url
    reason = doubt or ("says the same as a stronger source" if is_same else "a stronger source names another address")
    rank = 1 + sum(evidence.rank > 0 for evidence in found)
    return Evidence(field="canonical_url", value=url, raw=raw, source=source, rule=_RULE, rank=rank, reason=reason)


def _declared(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """(source, address as written), the most explicit first."""
    for href in metadata.links.get("canonical", ()):
        yield "link canonical", href
    if (url := metadata.meta("og:url")) is not None:
        yield "meta og:url", url
    if metadata.article is not None:
        yield from _in_json_ld(metadata.article)


def _in_json_ld(article: Thing) -> Iterator[tuple[str, str]]:
    for name in ("mainEntityOfPage", "url"):
        value = article.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.partition("#")[0]:
            yield f"json-ld {name}", value.strip()
