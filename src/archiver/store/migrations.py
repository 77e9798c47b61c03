"""Brings an archive's schema up to date, through the migrations of sqlite-utils.

``schema.sql`` is always the schema of today. The first migration makes a new file from it whole and notes the version;
each later one has a number and does nothing for a file that is already that far. So a change of the schema is: edit
``schema.sql``, raise ``SCHEMA_VERSION``, and add below

    @MIGRATIONS()
    @to_version(3)
    def m0003_what_changes(db: Database) -> None:
        db.conn.execute("ALTER TABLE …")

Views, triggers and descriptions hold nothing of their own: ours are made anew from ``schema.sql`` after a migration,
those of others as they were. All pending migrations run in one transaction; references are checked before it ends, not
while it runs (a row that pointed nowhere before is no reason to stop).
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from sqlite_utils import Database, Migrations

from archiver.store import meta
from archiver.store.founding import create_schema, name_it
from archiver.store.remaking import migrate_beneath
from archiver.store.resolving import claim_all, know_article
from archiver.store.revising import Text, note_changes
from archiver.store.schema import descriptions
from archiver.store.shapes import count_all
from archiver.store.similar import compare_anew
from archiver.store.texts import has_unspaced, url_day
from archiver.text import word_count

_log = logging.getLogger(__name__)

#: a step from one version to the next
Step = Callable[[Database], None]

MIGRATIONS = Migrations("archiver")

#: of the pages that show an article, and where they redirected to (a further page's are not the article's own)
_ADDRESSES = """
    SELECT url FROM pages WHERE article_id = ?1
    UNION
    SELECT c.final_url FROM pages AS p JOIN captures AS c ON c.page_id = p.id
    WHERE p.article_id = ?1 AND p.part IS NULL AND c.error IS NULL
"""
#: one by one, and not all at once, for they may be half of the file
_EDITS = """
    SELECT new.article_id, new.number, old.title, old.lead, old.body, old.text_digest,
           new.title, new.lead, new.body, new.text_digest
    FROM revisions AS new JOIN revisions AS old ON old.article_id = new.article_id AND old.number = new.number - 1
"""
_TEXTS_ONCE = (
    """
    CREATE TABLE revision_log (
        id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles (id), number INTEGER NOT NULL,
        capture_id INTEGER REFERENCES captures (id),
        cause TEXT NOT NULL CHECK (cause IN ('first', 'publisher', 'parser')), seen_at TEXT NOT NULL,
        text_digest TEXT NOT NULL, parser_version INTEGER, word_count INTEGER NOT NULL, paragraphs_added INTEGER,
        paragraphs_removed INTEGER, UNIQUE (article_id, number)
    ) STRICT
    """,
    """
    CREATE TABLE past_texts (
        article_id INTEGER NOT NULL REFERENCES articles (id), text_digest TEXT NOT NULL, title TEXT, lead TEXT,
        body TEXT, PRIMARY KEY (article_id, text_digest)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE revision_diffs (
        article_id INTEGER NOT NULL REFERENCES articles (id), number INTEGER NOT NULL,
        field TEXT NOT NULL, position INTEGER NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('insert', 'delete', 'replace')), old_start INTEGER NOT NULL,
        new_start INTEGER NOT NULL, old_words TEXT NOT NULL, new_words TEXT NOT NULL,
        PRIMARY KEY (article_id, number, field, position)
    ) STRICT, WITHOUT ROWID
    """,
)
_SIMILAR = (
    "ALTER TABLE articles ADD COLUMN simhash INTEGER",
    """
    CREATE TABLE article_sketches (
        sketch INTEGER NOT NULL, article_id INTEGER NOT NULL, simhash INTEGER NOT NULL,
        PRIMARY KEY (sketch, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE similar_articles (
        article_id INTEGER NOT NULL REFERENCES articles (id), other_id INTEGER NOT NULL REFERENCES articles (id),
        distance INTEGER NOT NULL, PRIMARY KEY (article_id, other_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX similar_articles_by_other ON similar_articles (other_id)",
    """
    CREATE TABLE cluster_members (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id), cluster_id INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX cluster_members_by_cluster ON cluster_members (cluster_id)",
)
#: what a search is answered by: the facts of an article by its number, the newest articles, those in scripts without
#: spaces, and the beginnings of words
_SEARCHED = (
    "CREATE INDEX articles_by_published ON articles (published_day, published_at)",
    "CREATE INDEX articles_facts ON articles (id, published_day, language, section, source_id)",
    (
        "CREATE INDEX articles_unspaced ON articles (id) WHERE coalesce(title, '') || coalesce(lead, '') ||"
        " coalesce(body, '') GLOB '*[ก-๛ກ-ໟက-႟ក-៹ぁ-ヿ㐀-䶿一-鿿豈-龎𠀀-𲎯]*'"
    ),
    "DROP TABLE articles_fts",
    (
        "CREATE VIRTUAL TABLE articles_fts USING fts5(title, lead, body, byline, content='articles',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3')"
    ),
    "INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')",
)
#: where each field of an article came from, beside the JSON that says it; descriptions need no index any more
_WAYS = (
    """
    CREATE TABLE evidence_kinds (
        id INTEGER PRIMARY KEY, field TEXT NOT NULL, source TEXT NOT NULL, rule TEXT NOT NULL,
        UNIQUE (field, source, rule)
    ) STRICT
    """,
    """
    CREATE TABLE article_evidence (
        kind_id INTEGER NOT NULL REFERENCES evidence_kinds (id), article_id INTEGER NOT NULL REFERENCES articles (id),
        position INTEGER NOT NULL, PRIMARY KEY (kind_id, article_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO evidence_kinds (field, source, rule)
    SELECT DISTINCT e.value ->> 'field', e.value ->> 'source', e.value ->> 'rule'
    FROM articles AS a, json_each(a.evidence) AS e
    """,
    """
    INSERT INTO article_evidence (kind_id, article_id, position)
    SELECT k.id, a.id, e.key FROM articles AS a, json_each(a.evidence) AS e
    CROSS JOIN evidence_kinds AS k ON k.field = e.value ->> 'field' AND k.source = e.value ->> 'source'
        AND k.rule = e.value ->> 'rule'
    ORDER BY k.id, a.id
    """,
    "CREATE UNIQUE INDEX article_evidence_by_article ON article_evidence (article_id, position)",
    "DROP INDEX IF EXISTS schema_docs_once",
)
#: what bulk work needs
_BULK = (
    """
    CREATE TABLE ingested_chunks (
        address TEXT NOT NULL, wanted TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER, reached INTEGER NOT NULL,
        reached_within INTEGER, file_size INTEGER, head_digest TEXT, records INTEGER NOT NULL, pages INTEGER NOT NULL,
        passed TEXT NOT NULL, ended_at TEXT, PRIMARY KEY (address, wanted, start)
    ) STRICT, WITHOUT ROWID
    """,
    "DROP INDEX articles_unspaced",
    "ALTER TABLE articles ADD COLUMN has_unspaced INTEGER NOT NULL DEFAULT 0 CHECK (has_unspaced IN (0, 1))",
    "UPDATE articles SET has_unspaced = 1 WHERE is_unspaced(title, lead, body)",
    "CREATE INDEX articles_unspaced ON articles (id) WHERE has_unspaced",
)
#: what is known of how a page changes
_HISTORY = {"checks": "INTEGER", "changes": "REAL", "watched": "REAL", "yielded": "REAL", "alarms": "INTEGER"}


def to_version(number: int) -> Callable[[Step], Step]:
    """Makes a step do nothing for files of this version or later, and note the version in all others."""

    def wrap(step: Step) -> Step:
        @functools.wraps(step)
        def run(db: Database) -> None:
            if meta.load_version(db.conn) < number:
                step(db)
                meta.save(db.conn, "schema_version", str(number))

        return run

    return wrap


@MIGRATIONS()
def m0001_schema(db: Database) -> None:
    """The whole schema of today, in an empty file."""
    create_schema(db.conn)


@MIGRATIONS()
@to_version(2)
def m0002_further_pages(db: Database) -> None:
    """Articles that are spread over several pages."""
    db.conn.execute("ALTER TABLE pages ADD COLUMN part INTEGER")


@MIGRATIONS()
@to_version(3)
def m0003_article_keys(db: Database) -> None:
    """What articles are known by; every card is resolved anew."""
    db.conn.execute("DROP INDEX articles_by_title")
    db.conn.execute(
        "CREATE TABLE article_keys (match_key TEXT NOT NULL, article_id INTEGER NOT NULL REFERENCES articles (id),"
        " PRIMARY KEY (match_key, article_id)) STRICT, WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX article_keys_by_article ON article_keys (article_id)")
    for article_id, urls, titles in _names_of_articles(db.conn):
        know_article(db.conn, article_id, urls, titles)
    claim_all(db.conn)


@MIGRATIONS()
@to_version(4)
def m0004_looks(db: Database) -> None:
    """Which captures tell what stands on their page, and who has read it."""
    db.conn.execute("ALTER TABLE pages ADD COLUMN cards_version INTEGER")
    db.conn.execute(
        "ALTER TABLE captures ADD COLUMN tells_cards INTEGER NOT NULL DEFAULT 0 CHECK (tells_cards IN (0, 1))"
    )
    # walls cannot be told from pages any more
    db.conn.execute(
        "UPDATE captures SET tells_cards = 1"
        " WHERE page_id IS NOT NULL AND (error IS NULL OR error = 'gone' OR error LIKE 'gone: %')"
    )
    db.conn.execute("CREATE INDEX captures_by_look ON captures (page_id, fetched_at) WHERE tells_cards")


@MIGRATIONS()
@to_version(5)
def m0005_crawling(db: Database) -> None:
    """What a crawl that goes on for years keeps of itself."""
    db.conn.execute("ALTER TABLE runs ADD COLUMN rounds INTEGER NOT NULL DEFAULT 1")
    db.conn.execute("ALTER TABLE runs ADD COLUMN last_started_at TEXT")
    for column in ("crawl_delay_s", "response_s", "slow_down_s"):
        db.conn.execute(f"ALTER TABLE hosts ADD COLUMN {column} REAL")
    for column, kind in _HISTORY.items():
        db.conn.execute(f"ALTER TABLE frontier ADD COLUMN {column} {kind} NOT NULL DEFAULT 0")
    db.conn.execute("UPDATE hosts SET crawl_delay_s = delay_s")
    db.conn.execute("CREATE INDEX runs_open ON runs (id) WHERE outcome IS NULL")
    db.conn.execute("ALTER TABLE sources ADD COLUMN scope TEXT")
    db.conn.execute("ALTER TABLE captures ADD COLUMN warc_start INTEGER")
    db.conn.execute("ALTER TABLE captures ADD COLUMN revisit_of INTEGER REFERENCES captures (id)")
    db.conn.execute(
        "ALTER TABLE captures ADD COLUMN is_rendered INTEGER NOT NULL DEFAULT 0 CHECK (is_rendered IN (0, 1))"
    )
    db.conn.execute("CREATE INDEX captures_rendered ON captures (page_id) WHERE is_rendered")
    for column in ("chain", "told_from", "told_to"):
        db.conn.execute(f"ALTER TABLE frontier ADD COLUMN {column} TEXT")
    db.conn.execute("CREATE INDEX frontier_chain ON frontier (chain) WHERE chain IS NOT NULL")
    db.conn.execute("ALTER TABLE frontier ADD COLUMN rule TEXT")
    db.conn.execute(
        "CREATE TABLE alternates (article_id INTEGER NOT NULL REFERENCES articles (id), position INTEGER NOT NULL,"
        " language TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (article_id, position)) STRICT, WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX alternates_by_url ON alternates (url)")
    db.conn.execute(
        "CREATE TABLE address_shapes (source_id INTEGER NOT NULL REFERENCES sources (id), shape TEXT NOT NULL,"
        " articles INTEGER NOT NULL DEFAULT 0, others INTEGER NOT NULL DEFAULT 0, barren INTEGER NOT NULL DEFAULT 0,"
        " example TEXT NOT NULL, PRIMARY KEY (source_id, shape)) STRICT, WITHOUT ROWID"
    )
    count_all(db.conn)
    db.conn.execute(
        "CREATE TABLE refused_addresses (source_id INTEGER NOT NULL REFERENCES sources (id), reason TEXT NOT NULL,"
        " kept INTEGER NOT NULL, further INTEGER NOT NULL, last_example TEXT NOT NULL,"
        " PRIMARY KEY (source_id, reason)) STRICT, WITHOUT ROWID"
    )


@MIGRATIONS()
@to_version(6)
def m0006_texts(db: Database) -> None:
    """Each text of an article is kept once, with what it changed, and what it is near-identical to."""
    for statement in (*_TEXTS_ONCE, *_SEARCHED, *_WAYS):
        db.conn.execute(statement)
    db.conn.create_function("count_words", 1, lambda body: word_count(body or ""), deterministic=True)
    db.conn.execute(
        "INSERT INTO revision_log (id, article_id, number, capture_id, cause, seen_at, text_digest, parser_version,"
        " word_count) SELECT r.id, r.article_id, r.number, r.capture_id, r.cause, r.seen_at, r.text_digest,"
        " r.parser_version, iif(r.text_digest = a.text_digest, a.word_count, count_words(r.body))"
        " FROM revisions AS r LEFT JOIN articles AS a ON a.id = r.article_id"
    )
    db.conn.execute(
        "INSERT OR IGNORE INTO past_texts SELECT r.article_id, r.text_digest, r.title, r.lead, r.body"
        " FROM revisions AS r LEFT JOIN articles AS a ON a.id = r.article_id"
        " WHERE r.text_digest IS NOT a.text_digest"
    )
    for article_id, number, *texts in db.conn.execute(_EDITS):
        note_changes(db.conn, article_id, number, Text._make(texts[:4]), Text._make(texts[4:]))
    db.conn.execute("DROP TABLE revisions")
    db.conn.execute("ALTER TABLE articles ADD COLUMN url_day TEXT")
    db.conn.create_function("day_in_url", 1, url_day, deterministic=True)
    db.conn.execute("UPDATE articles SET url_day = day_in_url(url)")
    for statement in _SIMILAR:
        db.conn.execute(statement)
    for (article_id,) in db.conn.execute("SELECT id FROM articles ORDER BY id").fetchall():
        compare_anew(db.conn, article_id)


@MIGRATIONS()
@to_version(7)
def m0007_bulk(db: Database) -> None:
    """Which parts of which files have been taken in; an index that takes less to write."""
    db.conn.create_function("is_unspaced", 3, has_unspaced, deterministic=True)
    for statement in _BULK:
        db.conn.execute(statement)


def _names_of_articles(conn: sqlite3.Connection) -> Iterator[tuple[int, list[str], list[str]]]:
    """By number: the addresses and the titles that each article has had, as far as they were kept."""
    for article_id, url, headline in conn.execute("SELECT id, url, headline FROM articles").fetchall():
        pages = conn.execute(_ADDRESSES, (article_id,)).fetchall()
        titles = conn.execute("SELECT title FROM revisions WHERE article_id = ?", (article_id,)).fetchall()
        yield article_id, [url, *(address for (address,) in pages)], [headline, *(title for (title,) in titles)]


def bring_up_to_date(conn: sqlite3.Connection, warc_dir: str, now: dt.datetime) -> None:
    """Creates what is missing in an empty file, or in one of an older version, within the open transaction."""
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    is_new = not db.table("meta").exists()
    was_whole = is_new or not _broken_references(conn)
    if is_new:
        MIGRATIONS.apply(db)
        name_it(conn, warc_dir, now)
    else:
        migrate_beneath(conn, lambda: MIGRATIONS.apply(db))
    db.table("schema_docs").delete_where()
    db.table("schema_docs").insert_all(row._asdict() for row in descriptions())
    if broken := _broken_references(conn):
        _tell_or_refuse(broken, was_whole=was_whole)


def _tell_or_refuse(broken: list[tuple[Any, ...]], *, was_whole: bool) -> None:
    """What was broken before is no reason to keep the file old: it comes through as it is."""
    if was_whole:
        raise sqlite3.IntegrityError(f"{len(broken)} rows point nowhere after the migration, first {broken[0]}")
    _log.warning("rows that point to what is not there: %s ('archiver check' names them)", len(broken))


def _broken_references(conn: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return conn.execute("PRAGMA foreign_key_check").fetchall()
