"""A smaller archive: the rows of a selection with all that they point to, in a file of its own.

It is filled within SQLite, from the one moment that the extract sees. What rows point to is taken along as far as it
says where a text came from (captures, their pages, the runs that fetched them); what would lead to another article (a
card that promotes it, a page that shows it by now) is NULL, as it is where an article was never archived.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archiver.errors import ExportError, UsageError
from archiver.store import meta
from archiver.store.connection import transaction
from archiver.store.extracts import Extract
from archiver.store.similar import put_clusters_together

#: articles that are copied between two looks at how far it is
_STEP = 500
#: which captures and pages are needed; those of pages that show chosen articles come first
_CLOSURE = (
    "CREATE TEMP TABLE kept_captures (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE kept_pages (id INTEGER PRIMARY KEY)",
    """
    INSERT INTO kept_captures
    SELECT c.id FROM chosen_pages AS k CROSS JOIN captures AS c ON c.page_id = k.page_id
    UNION
    SELECT r.capture_id FROM chosen AS k CROSS JOIN revisions AS r ON r.article_id = k.article_id
    WHERE r.capture_id IS NOT NULL
    UNION
    SELECT a.capture_id FROM chosen AS k CROSS JOIN articles AS a ON a.id = k.article_id WHERE a.capture_id IS NOT NULL
    UNION
    SELECT p.first_capture_id FROM chosen_pages AS k CROSS JOIN placements AS p ON p.page_id = k.page_id
    WHERE p.first_capture_id IS NOT NULL
    UNION
    SELECT p.last_capture_id FROM chosen_pages AS k CROSS JOIN placements AS p ON p.page_id = k.page_id
    WHERE p.last_capture_id IS NOT NULL
    UNION
    SELECT id FROM captures WHERE page_id IS NULL AND :is_all
    """,
    """
    INSERT OR IGNORE INTO kept_captures
    SELECT c.revisit_of FROM kept_captures AS k CROSS JOIN captures AS c ON c.id = k.id WHERE c.revisit_of IS NOT NULL
    """,
    """
    INSERT INTO kept_pages
    SELECT page_id FROM chosen_pages
    UNION
    SELECT a.page_id FROM chosen AS k CROSS JOIN articles AS a ON a.id = k.article_id WHERE a.page_id IS NOT NULL
    UNION
    SELECT c.page_id FROM kept_captures AS k CROSS JOIN captures AS c ON c.id = k.id WHERE c.page_id IS NOT NULL
    """,
)
_OF_ARTICLE = "article_id IN (SELECT article_id FROM chosen)"
#: the rows of a table that belong to it, in the order in which tables are filled; those of tables that are not named
#: here belong to an article
_ROWS = {
    "articles": "id IN (SELECT article_id FROM chosen WHERE article_id > :after ORDER BY article_id LIMIT :step)",
    "pages": "id IN (SELECT id FROM kept_pages)",
    "captures": "id IN (SELECT id FROM kept_captures)",
    "frontier": "page_id IN (SELECT id FROM kept_pages)",
    "placements": "page_id IN (SELECT page_id FROM chosen_pages)",
    "cards": "id IN (SELECT card_id FROM copy.placements)",
    "runs": ":is_all OR id IN (SELECT run_id FROM copy.captures)",
    "sources": ":is_all OR id IN (SELECT source_id FROM copy.articles UNION SELECT source_id FROM copy.pages)",
    # what was left out must not count as taken in
    "ingested_chunks": ":is_all",
    "hosts": ":is_all OR host IN (SELECT host FROM copy.frontier)",
    "address_shapes": "source_id IN (SELECT id FROM copy.sources)",
    "refused_addresses": "source_id IN (SELECT id FROM copy.sources)",
    # "+": else SQLite looks up each article with each other one
    "similar_articles": f"{_OF_ARTICLE} AND +other_id IN (SELECT article_id FROM chosen)",
    "cluster_members": "article_id IN ("
    "SELECT article_id FROM copy.similar_articles UNION SELECT other_id FROM copy.similar_articles)",
}
#: after the tables that name them
_NAMED = {
    "authors": "id IN (SELECT author_id FROM copy.article_authors)",
    "tags": "id IN (SELECT tag_id FROM copy.article_tags)",
}
#: tables that a new archive has its own of
_OWN = frozenset({"meta", "schema_docs", "_sqlite_migrations"})
#: ... and that its triggers fill with the articles, where it has them
_TRIGGERED = {
    "article_evidence": _OF_ARTICLE,
    "evidence_kinds": "id IN (SELECT kind_id FROM copy.article_evidence)",
}
#: looks into every text that is copied
_OF_SEARCHES = "articles_unspaced"
_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_ORDINARY = """
    SELECT name FROM pragma_table_list WHERE schema = 'copy' AND type = 'table' AND substr(name, 1, 7) <> 'sqlite_'
"""
#: of a table: what it points to, by which column, and whether there is no row without that
_KEYS = """
    SELECT k."table", k."from", coalesce(k."to", 'id'), c."notnull"
    FROM pragma_foreign_key_list(?1, 'copy') AS k JOIN pragma_table_info(?1, 'copy') AS c ON c.name = k."from"
"""


def iter_copied(
    extract: Extract, draft: Path, path: Path, now: dt.datetime, *, has_triggers: bool = True
) -> Iterator[int]:
    """Writes the archive and yields how many articles it has so far. Raises ``ExportError``.

    It is the draft, which the caller puts in its place, or removes. Without triggers there is no full text in it, which
    takes most of the time.
    """
    _refuse_in_use(path)
    draft.touch(exist_ok=False)
    with _explained(path):
        _create(draft, now, has_triggers=has_triggers)
        yield from _fill(extract, draft, path, {} if has_triggers else _TRIGGERED)
        _settle(draft)


def _create(draft: Path, now: dt.datetime, *, has_triggers: bool) -> None:
    from archiver.store.migrations import bring_up_to_date  # noqa: PLC0415 - spares others 0.2 s

    with closing(sqlite3.connect(draft, isolation_level=None)) as conn, transaction(conn):
        bring_up_to_date(conn, meta.default_warc_dir(draft), now)
        if not has_triggers:
            for (name,) in conn.execute(_TRIGGERS).fetchall():
                conn.execute(f"DROP TRIGGER {name}")
            conn.execute(f"DROP INDEX {_OF_SEARCHES}")


def _fill(extract: Extract, draft: Path, path: Path, more: dict[str, str]) -> Iterator[int]:
    conn, bound = extract.connection, {"is_all": extract.selection.is_all}
    conn.execute("ATTACH ? AS copy", [f"{draft.absolute().as_uri()}?mode=rw"])
    conn.execute("PRAGMA copy.journal_mode = OFF")  # what is cut short is thrown away
    for statement in _CLOSURE:
        conn.execute(statement, bound)
    yield from _copy_articles(conn)
    for table, rows in (_ROWS | _of_articles(conn) | _NAMED | more).items():
        if table != "articles":
            conn.execute(_copying(conn, table, rows), bound)
            yield extract.articles
    _forget_the_rest(conn)
    _name(extract, path)
    conn.execute("COMMIT")


def _copy_articles(conn: sqlite3.Connection) -> Iterator[int]:
    statement = _copying(conn, "articles", _ROWS["articles"])
    after = done = 0
    while copied := conn.execute(statement, {"after": after, "step": _STEP}).rowcount:
        (after,) = conn.execute("SELECT max(id) FROM copy.articles").fetchone()
        done += copied
        yield done


def _of_articles(conn: sqlite3.Connection) -> dict[str, str]:
    tables = {name for (name,) in conn.execute(_ORDINARY)} - _OWN - set(_TRIGGERED) - set(_ROWS) - set(_NAMED)
    return {name: _OF_ARTICLE for name in sorted(tables) if not name.startswith(("articles_fts", "teasers_fts"))}


def _copying(conn: sqlite3.Connection, table: str, rows: str) -> str:
    columns = ", ".join(name for (name,) in conn.execute("SELECT name FROM pragma_table_info(?, 'copy')", [table]))
    return f"INSERT INTO copy.{table} ({columns}) SELECT {columns} FROM main.{table} WHERE {rows}"


def _forget_the_rest(conn: sqlite3.Connection) -> None:
    """What points to rows that are not there is NULL; a row that says nothing else (half a pair) is left out."""
    for (table,) in conn.execute(_ORDINARY).fetchall():
        for parent, column, key, is_needed in conn.execute(_KEYS, [table]).fetchall():
            what = f"DELETE FROM copy.{table}" if is_needed else f"UPDATE copy.{table} SET {column} = NULL"
            conn.execute(f"{what} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM copy.{parent})")


def _settle(draft: Path) -> None:
    """Works out anew what follows from all articles together."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as conn, transaction(conn):
        put_clusters_together(conn)


def _name(extract: Extract, path: Path) -> None:
    """What the archive says of itself: where its records lie, and what it is a part of."""
    conn, selection = extract.connection, extract.selection
    folder = meta.warc_folder(conn, extract.path).resolve()
    facts = {
        "warc_dir": os.path.relpath(folder, path.resolve().parent),
        "selected": selection.words,
        "selected_from": extract.path.name,
    }
    for key in ("warc_file", "warc_end"):
        if (value := meta.load(conn, key)) is not None:
            facts[key] = value
    for key, value in facts.items():
        conn.execute("INSERT OR REPLACE INTO copy.meta (key, value) VALUES (?, ?)", [key, value])


def _refuse_in_use(path: Path) -> None:
    """A log beside what is overwritten would be taken for the new file's."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise UsageError(f"{path}: in use, {log.name} holds its newest changes (expected another file)")


def remove_with_logs(draft: Path) -> None:
    """What is left of it goes, with what SQLite keeps beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        draft.with_name(f"{draft.name}{end}").unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
            raise
        raise ExportError(f"{path}: no room to write ({error}); nothing was left there") from error
