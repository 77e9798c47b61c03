"""What is only in the other archive, copied within SQLite, table by table.

A row is copied when what it belongs to is new here: an author by itself, a picture with its article, a placement with
its page. Columns that point to rows are put right by the maps (``merging_maps``); all others are copied as they are,
whatever columns a table has.

What triggers do row by row is done at once for all that came, which takes a third of the time. They are taken out and
put back within the transaction: whatever happens to it, they are there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from archiver.store.merging_maps import first_new


class _Copied(NamedTuple):
    """A table, and which of its rows are copied."""

    #: the column that says what a row belongs to, and the map that says whether that is new
    column: str
    belongs_to: str
    #: other columns that point to rows, by the map that puts them right
    references: Mapping[str, str] = {}
    #: the row must point to a new one with this column, too
    also: str | None = None
    #: a column that may point to rows that come later, and its map: filled in when they are there, as SQLite would
    #: look through a whole table for each row that might be the one that is missed
    later: tuple[str, str] | None = None


def _named(table: str, **references: str) -> _Copied:
    return _Copied("id", table, references)


def _of_article(**references: str) -> _Copied:
    return _Copied("article_id", "articles", references)


#: in the order in which they are filled: first what texts are compared by
_OF_TEXTS = {
    "sources": _named("sources"),
    "runs": _named("runs"),
    "pages": _named("pages", source_id="sources")._replace(later=("article_id", "articles")),
    "captures": _named("captures", page_id="pages", run_id="runs")._replace(later=("revisit_of", "captures")),
    "articles": _named("articles", source_id="sources", page_id="pages", capture_id="captures"),
    "article_sketches": _of_article(),
    "similar_articles": _of_article(other_id="articles")._replace(also="other_id"),
    "cluster_members": _of_article(cluster_id="articles")._replace(also="cluster_id"),
}
_OTHERS = {
    "authors": _named("authors"),
    "tags": _named("tags"),
    "cards": _named("cards", article_id="articles"),
    "evidence_kinds": _named("evidence_kinds"),
    "frontier": _Copied("page_id", "pages", {"found_on_page_id": "pages"}),
    "placements": _Copied(
        "page_id", "pages", {"card_id": "cards", "first_capture_id": "captures", "last_capture_id": "captures"}
    ),
    "revision_log": _of_article(capture_id="captures"),
    "past_texts": _of_article(),
    "revision_diffs": _of_article(),
    "article_keys": _of_article(),
    "article_authors": _of_article(author_id="authors"),
    "article_tags": _of_article(tag_id="tags"),
    "alternates": _of_article(),
    "images": _of_article(),
    "article_evidence": _of_article(kind_id="evidence_kinds"),
}
#: of articles of a scratch archive, whose triggers have noted nothing
_EVIDENCE = (
    """
    INSERT INTO main.evidence_kinds (field, source, rule)
    SELECT e.value ->> 'field', e.value ->> 'source', e.value ->> 'rule'
    FROM main.articles AS a CROSS JOIN json_each(a.evidence) AS e WHERE a.id >= :first
    GROUP BY 1, 2, 3 ORDER BY min(a.id * 1000 + e.key) ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO main.article_evidence (kind_id, article_id, position)
    SELECT k.id, a.id, e.key FROM main.articles AS a CROSS JOIN json_each(a.evidence) AS e
    CROSS JOIN main.evidence_kinds AS k ON k.field = e.value ->> 'field' AND k.source = e.value ->> 'source'
        AND k.rule = e.value ->> 'rule'
    WHERE a.id >= :first ORDER BY k.id, a.id
    """,
)
#: of one part of a file, what came further: in the file, in what begins at that byte, or in a file that has grown
_TAKEN_IN = """
    INSERT INTO main.ingested_chunks ({0}) SELECT {0} FROM other.ingested_chunks WHERE true
    ON CONFLICT (address, wanted, start) DO UPDATE SET ({1}) = ({2})
    WHERE (
        excluded.ended_at IS NOT NULL, excluded.reached, coalesce(excluded.reached_within, 0),
        coalesce(excluded.file_size, 0), excluded.stop IS NULL, coalesce(excluded.stop, 0)
    ) > (
        ended_at IS NOT NULL, reached, coalesce(reached_within, 0),
        coalesce(file_size, 0), stop IS NULL, coalesce(stop, 0)
    )
"""
_TAKEN_IN_KEY = ("address", "wanted", "start")
#: what others number by themselves, if their rows are not pointed to
_NUMBERED = frozenset({"placements", "revision_log", "images"})
_RENAMED = "coalesce((SELECT w.here FROM temp.of_warc_files AS w WHERE w.name = o.warc_file), o.warc_file)"
#: of an article that has moved where it would not have here (``merging_moves``)
_KEPT = """
    iif(
        o.id IN (SELECT b.id FROM temp.held_back AS b), (SELECT b.{0} FROM temp.held_back AS b WHERE b.id = o.id), o.{0}
    )
"""
#: columns that say something else here
_PUT_RIGHT = {
    ("captures", "warc_file"): _RENAMED,
    ("articles", "url"): _KEPT.format("url"),
    ("articles", "url_day"): _KEPT.format("url_day"),
}
_TRIGGERS = "('articles_fts_insert', 'articles_evidence_insert', 'teasers_fts_insert')"
#: full text, of rows from a number on; more of it is put together in memory than is by default, and so written once
_INDEXES = {
    "articles_fts": ("articles", "title, lead, body, byline"),
    "teasers_fts": ("cards", "title, kicker, excerpt, byline"),
}
HASH_BYTES = 64 * 1024 * 1024
_USUAL_HASH_BYTES = 1024 * 1024
_ROWS_AT_ONCE = 1000


def copy_texts(conn: sqlite3.Connection) -> None:
    """Copies what texts are compared by of all that the other archive alone has, and what that belongs to."""
    with _without_triggers(conn):
        for table, copied in _OF_TEXTS.items():
            conn.execute(_copying(conn, table, copied))


def iter_others_copied(conn: sqlite3.Connection, *, is_scratch: bool) -> Iterator[None]:
    """Copies the rest, but for the full text of articles, step by step. All have to be taken."""
    # put together before another thread is at it, which small statements would wait for
    copying = [_copying(conn, table, copied) for table, copied in _OTHERS.items()]
    return _iter_copied(conn, copying, is_scratch=is_scratch)


def _iter_copied(conn: sqlite3.Connection, copying: list[str], *, is_scratch: bool) -> Iterator[None]:
    with _without_triggers(conn):
        for statement in copying:
            conn.execute(statement)
            yield
        for table, copied in {**_OF_TEXTS, **_OTHERS}.items():
            if copied.later is not None:
                for statement in _LATER:
                    conn.execute(statement.format(table, *copied.later))
                yield
        if is_scratch:
            _note_evidence(conn)
        for _ in iter_indexed(conn, "teasers_fts"):
            yield
    _copy_taken_in(conn)


def _note_evidence(conn: sqlite3.Connection) -> None:
    if (first := first_new(conn, "articles")) is not None:
        for statement in _EVIDENCE:
            conn.execute(statement, {"first": first})


def _copy_taken_in(conn: sqlite3.Connection) -> None:
    names = columns_of_table(conn, "ingested_chunks")
    told = [name for name in names if name not in _TAKEN_IN_KEY]
    conn.execute(_TAKEN_IN.format(", ".join(names), ", ".join(told), ", ".join(f"excluded.{name}" for name in told)))


def columns_of_table(conn: sqlite3.Connection, table: str) -> list[str]:
    """What a table holds, in its order."""
    return [name for (name,) in conn.execute("SELECT name FROM pragma_table_info(?, 'main')", [table])]


def _copying(conn: sqlite3.Connection, table: str, copied: _Copied) -> str:
    names = columns_of_table(conn, table)
    columns = [
        name for name in names if (name != "id" or table not in _NUMBERED) and name != (copied.later or [None])[0]
    ]
    values = (_value(table, copied, column) for column in columns)
    also = "" if copied.also is None else _ALSO.format(copied.belongs_to, copied.also)
    order = "ORDER BY o.id" if "id" in names else ""
    return f"""
        INSERT INTO main.{table} ({", ".join(columns)}) SELECT {", ".join(values)}
        FROM other.{table} AS o CROSS JOIN temp.of_{copied.belongs_to} AS own ON own.id = o.{copied.column}
        WHERE own.is_new {also} {order}
    """


_LATER = (
    "CREATE TEMP TABLE later (id INTEGER PRIMARY KEY, points_to INTEGER)",
    """
    INSERT INTO temp.later
    SELECT own.here, r.here FROM other.{0} AS o CROSS JOIN temp.of_{0} AS own ON own.id = o.id
    CROSS JOIN temp.of_{2} AS r ON r.id = o.{1} WHERE own.is_new
    """,
    """
    UPDATE main.{0} SET {1} = (SELECT l.points_to FROM temp.later AS l WHERE l.id = {0}.id)
    WHERE id IN (SELECT l.id FROM temp.later AS l)
    """,
    "DROP TABLE temp.later",
)
_ALSO = "AND (SELECT also.is_new FROM temp.of_{0} AS also WHERE also.id = o.{1})"


def _value(table: str, copied: _Copied, column: str) -> str:
    if column == copied.column:
        return "own.here"
    if column in copied.references:
        return f"(SELECT r.here FROM temp.of_{copied.references[column]} AS r WHERE r.id = o.{column})"
    return _PUT_RIGHT.get((table, column), f"o.{column}")


@contextmanager
def _without_triggers(conn: sqlite3.Connection) -> Iterator[None]:
    triggers = conn.execute(f"SELECT name, sql FROM main.sqlite_master WHERE name IN {_TRIGGERS}").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER main.{name}")
    yield
    for _, sql in triggers:
        conn.execute(sql)


def iter_indexed(conn: sqlite3.Connection, index: str) -> Iterator[None]:
    """Adds what came to a full-text index, many rows at a time. All steps have to be taken."""
    table, columns = _INDEXES[index]
    if (first := first_new(conn, table)) is None:
        return
    (last,) = conn.execute(f"SELECT max(id) FROM main.{table}").fetchone()
    conn.execute(f"INSERT INTO main.{index} ({index}, rank) VALUES ('hashsize', {HASH_BYTES})")
    for start in range(first, last + 1, _ROWS_AT_ONCE):
        conn.execute(
            f"INSERT INTO main.{index} (rowid, {columns}) SELECT id, {columns} FROM main.{table}"
            " WHERE id >= ? AND id < ?",
            [start, start + _ROWS_AT_ONCE],
        )
        yield
    conn.execute(f"INSERT INTO main.{index} ({index}, rank) VALUES ('hashsize', {_USUAL_HASH_BYTES})")
