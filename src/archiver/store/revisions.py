"""Revisions of articles, read back as values and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archiver.model import RevisionCause
from archiver.store.arguments import one_of, whole_number
from archiver.store.captures import CHUNK
from archiver.store.choosing import OF_SOURCE, Where, count, where
from archiver.store.column_kinds import columns_of
from archiver.store.connection import Connection
from archiver.store.frames import QueryResult, Selected
from archiver.store.query import Statement, query
from archiver.store.records import Revision
from archiver.store.search_filters import Filters, check_names
from archiver.timestamps import parse_utc

_COLUMNS = "article_id, number, cause, seen_at, title, lead, body, text_digest, parser_version, capture_id"
_NAMES = ", ".join(f"r.{name}" for name in _COLUMNS.split(", "))
_FROM = "FROM revisions AS r JOIN articles AS a ON a.id = r.article_id LEFT JOIN sources AS s ON s.id = a.source_id"
_ORDER = "ORDER BY r.article_id, r.number"
_NEXT = f"SELECT {_NAMES} {_FROM} WHERE (r.article_id, r.number) > (:article, :number) AND %s {_ORDER} LIMIT {CHUNK}"
#: with what a value leaves to its article
_TABLE = f"SELECT coalesce(s.name, s.host) AS source, a.url, {_NAMES} {_FROM} WHERE %s {_ORDER}"
_CONDITIONS = {"article_id": "r.article_id = :article_id", "source": OF_SOURCE, "cause": "r.cause = :cause"}


def select_revisions(db: Connection, given: Mapping[str, Any]) -> Selected[Revision]:
    """Revisions by article and number, of the article, the source and the cause that are given.

    Raises ``UsageError`` for a source or a cause that there is none of.
    """
    article_id, cause = given["article_id"], given["cause"]
    checked = {
        "article_id": None if article_id is None else whole_number("article_id", article_id),
        "cause": None if cause is None else one_of("cause", cause, RevisionCause),
    }
    with db.reading() as conn:
        check_names(conn, Filters(source=given["source"]))
    wanted = where(_CONDITIONS, {**given, **checked})
    return Selected(lambda: _values(db, wanted), lambda: _rows(db, wanted), lambda: count(db, _FROM, wanted))


def _values(db: Connection, wanted: Where) -> Iterator[Revision]:
    place = {"article": 0, "number": 0}
    while True:
        with db.reading() as conn:
            found = [_revision(row) for row in conn.execute(_NEXT % wanted.condition, wanted.values | place)]
        yield from found
        if len(found) < CHUNK:
            return
        place = {"article": found[-1].article_id, "number": found[-1].number}


def _revision(row: tuple[Any, ...]) -> Revision:
    fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Revision(**fields | {"seen_at": parse_utc(fields["seen_at"])})


def _rows(db: Connection, wanted: Where) -> QueryResult:
    answer = query(db, Statement(_TABLE % wanted.condition, wanted.values, None))
    return QueryResult(answer.columns, answer.rows, columns_of("revisions", answer.columns))
