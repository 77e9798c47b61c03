"""A lasting, queryable archive of news articles: fetch, parse, keep, query.

    import archiver

    article = archiver.parse(html, url="https://example.org/story")
    with archiver.open("archive.db") as archive:
        archive.add(article)

The names are loaded when they are first used, so that ``archiver --help`` need not wait for lxml and SQLite.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # spares the first moments of a start, in which signals are not heeded yet, what typing loads
if TYPE_CHECKING:
    from typing import Any

    from archiver.errors import ArchiverError, DocumentError
    from archiver.model import Article, Author, Block, Evidence, Image, Paging, Teaser
    from archiver.parser.article import parse
    from archiver.parser.joining import join_pages
    from archiver.parser.plaintext import parse_text
    from archiver.pipelines.lakes import Lake, open_lake
    from archiver.pipelines.site_rules import load_rules
    from archiver.store.archive import Archive
    from archiver.store.archive import open_archive as open  # noqa: A004 - archiver.open reads like the built-in

__version__ = "0.1.0"

__all__ = [
    "Archive",
    "ArchiverError",
    "Article",
    "Author",
    "Block",
    "DocumentError",
    "Evidence",
    "Image",
    "Lake",
    "Paging",
    "Teaser",
    "__version__",
    "join_pages",
    "load_rules",
    "open",
    "open_lake",
    "parse",
    "parse_text",
]

_HOMES = {
    "Archive": ("archiver.store.archive", "Archive"),
    "ArchiverError": ("archiver.errors", "ArchiverError"),
    "Article": ("archiver.model", "Article"),
    "Author": ("archiver.model", "Author"),
    "Block": ("archiver.model", "Block"),
    "DocumentError": ("archiver.errors", "DocumentError"),
    "Evidence": ("archiver.model", "Evidence"),
    "Image": ("archiver.model", "Image"),
    "Lake": ("archiver.pipelines.lakes", "Lake"),
    "Paging": ("archiver.model", "Paging"),
    "Teaser": ("archiver.model", "Teaser"),
    "join_pages": ("archiver.parser.joining", "join_pages"),
    "load_rules": ("archiver.pipelines.site_rules", "load_rules"),
    "open": ("archiver.store.archive", "open_archive"),
    "open_lake": ("archiver.pipelines.lakes", "open_lake"),
    "parse": ("archiver.parser.article", "parse"),
    "parse_text": ("archiver.parser.plaintext", "parse_text"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = globals()[name] = getattr(import_module(module), attribute)
    return value
