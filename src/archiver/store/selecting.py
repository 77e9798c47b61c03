"""Which kept captures a selection of the archive holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archiver.jsontext import encode_json
from archiver.model import WarcLocation
from archiver.store.connection import Connection
from archiver.store.query import Statement, query

#: of whole sources: everything that was kept of their pages, robots files too where all sources are meant
_OF_SOURCES = """
    SELECT c.id, c.revisit_of FROM captures AS c LEFT JOIN pages AS p ON p.id = c.page_id
    WHERE c.warc_file IS NOT NULL
      AND (:sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources)))
"""
#: of articles: everything that was kept of the pages that show them; a condition stands on lines of its own, so that a
#: comment in it ends there
_OF_ARTICLES = """
    SELECT c.id, c.revisit_of FROM pages AS p JOIN captures AS c ON c.page_id = p.id
    WHERE c.warc_file IS NOT NULL AND p.article_id IN (
        SELECT article_id FROM (
            SELECT a.*, l.article_id, l.source, l.authors
            FROM articles AS a JOIN article_list AS l ON l.article_id = a.id
        )
        WHERE (:sources IS NULL OR source_id IN (SELECT value FROM json_each(:sources)))
          AND (:since IS NULL OR published_day >= :since)
          AND (
{where}
          )
    )
"""
#: what revisits stand for is selected with them, and comes before them, as it has the lower number
_CAPTURES = """
    WITH chosen (id, revisit_of) AS ({chosen})
    SELECT id, url, warc_file, warc_offset, warc_length, warc_start FROM captures
    WHERE id IN (SELECT id FROM chosen UNION SELECT revisit_of FROM chosen WHERE revisit_of IS NOT NULL)
    ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of the archive is meant; by default all of it."""

    #: an SQL condition on the columns of ``articles`` and ``article_list``
    where: str | None = None
    #: articles that were published on this day or later
    since: dt.date | None = None
    #: numbers of sources; ``None`` for all
    source_ids: tuple[int, ...] | None = None

    @property
    def is_of_articles(self) -> bool:
        """Whether articles are chosen; else whole sources are, with their lists and feeds."""
        return self.where is not None or self.since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedCapture:
    """A capture that lies in a WARC file."""

    capture_id: int
    url: str
    warc: WarcLocation


def iter_selected(db: Connection, selection: Selection) -> Iterator[SelectedCapture]:
    """The kept captures of a selection, by number, read as they are asked for. Raises ``QueryError``."""
    chosen = _OF_ARTICLES.format(where=selection.where or "1") if selection.is_of_articles else _OF_SOURCES
    wanted: dict[str, Any] = {
        "sources": None if selection.source_ids is None else encode_json(list(selection.source_ids))
    }
    if selection.is_of_articles:
        wanted["since"] = None if selection.since is None else selection.since.isoformat()
    result = query(db, Statement(_CAPTURES.format(chosen=chosen), wanted, None))
    return map(_selected, result.rows)


def _selected(row: tuple[Any, ...]) -> SelectedCapture:
    capture_id, url, file, offset, length, start = row
    location = WarcLocation(file=file, offset=offset, length=length, start=start)
    return SelectedCapture(capture_id=capture_id, url=url, warc=location)
