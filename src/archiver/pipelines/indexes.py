"""How far indexes of sitemaps are followed: so many of their parts in one round, and so deep.

Both limits say so in ``pages.reason`` of the index. What was left is named again when the index is read again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from archiver.model import DuePage, FrontierEntry, ListNote, PageResult
from archiver.store.archive import Archive

#: indexes above a sitemap; real ones have one, rarely two
MAX_DEPTH = 3
#: new parts of one source in one round, the newest first: a part for each month of a century and a half
MAX_NEW_PARTS = 2000


class Indexes:
    """How many parts the sources of a round have named so far."""

    def __init__(self, archive: Archive, max_new_parts: int = MAX_NEW_PARTS) -> None:
        self._archive = archive
        self._max_new_parts = max_new_parts
        self._taken: Counter[int | None] = Counter()

    def limited(self, page: DuePage, result: PageResult) -> PageResult:
        """The result of an index with the parts that may be asked for, marked when it names more."""
        parts = [entry for entry in result.found if entry.expected == "sitemap" and entry.found_by == "sitemap"]
        if not parts:
            return result
        if self._archive.lists.sitemap_depth(page.page_id, MAX_DEPTH + 1) >= MAX_DEPTH:
            return _without(result, parts, ListNote.TOO_DEEP_INDEX)
        unknown = self._archive.lists.unknown([entry.url for entry in parts])
        new = sorted((entry for entry in parts if entry.url in unknown), key=_newest_first)
        room = max(0, self._max_new_parts - self._taken[page.source_id])
        self._taken[page.source_id] += min(room, len(new))
        return _without(result, new[room:], ListNote.TOO_MANY_PARTS) if len(new) > room else result


def _without(result: PageResult, left: list[FrontierEntry], note: ListNote) -> PageResult:
    urls = {entry.url for entry in left}
    found = tuple(entry for entry in result.found if entry.url not in urls)
    return replace(result, found=found, reason=result.reason or note)


def _newest_first(entry: FrontierEntry) -> int:
    return -(entry.told.last or dt.date.max).toordinal()
