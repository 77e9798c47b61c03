"""The modules that answer the archive's questions, by name, each loaded when it is first asked something.

A search needs one of them, a round with nothing to do a few; all of them take longer to load than Python itself.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

__all__ = [
    "adding",
    "articles",
    "backup",
    "captures",
    "check",
    "extracts",
    "facets",
    "figures",
    "frontier",
    "handing",
    "hosts",
    "ingested",
    "lists",
    "merging",
    "meta",
    "query",
    "registry",
    "reparsing",
    "revisions",
    "runs",
    "saving",
    "search",
    "search_filters",
    "sources",
    "stats",
    "teaser_stats",
    "teasers",
    "warc_records",
]

if TYPE_CHECKING:
    from archiver.store import (
        adding,
        articles,
        backup,
        captures,
        check,
        extracts,
        facets,
        figures,
        frontier,
        handing,
        hosts,
        ingested,
        lists,
        merging,
        meta,
        query,
        registry,
        reparsing,
        revisions,
        runs,
        saving,
        search,
        search_filters,
        sources,
        stats,
        teaser_stats,
        teasers,
        warc_records,
    )


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = globals()[name] = import_module(f"archiver.store.{name}")
    return module
