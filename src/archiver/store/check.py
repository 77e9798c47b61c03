"""Whether everything is there and fits together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from archiver.store import meta
from archiver.store.captures import CHUNK, location_of
from archiver.store.check_texts import altered_texts, broken_changes, misfiled_texts
from archiver.store.records import CheckReport, RecordClaim, RecordProblem
from archiver.store.room import room_bytes
from archiver.timestamps import parse_utc

#: of one kind, so that a damaged file does not tell the same thing a million times
MAX_TOLD = 20
#: that SQLite is asked for: of a file that is damaged all over, it would not stop
_MOST_OF_SQLITE = 10_000
#: less than this is soon filled
_ROOM_TOLD_BYTES = 20_000_000

#: each finds rows that must not be: what to say of one, with its columns put in; an article's page may show another
#: one, or be a part of one, since
_RULES = (
    (
        "page {} ({}) is 'ok', and was never fetched",
        "SELECT id, url FROM pages WHERE state = 'ok' AND last_fetched_at IS NULL",
    ),
    (
        "page {} ({}) has no row in the frontier",
        "SELECT p.id, p.url FROM pages AS p LEFT JOIN frontier AS f ON f.page_id = p.id WHERE f.page_id IS NULL",
    ),
    (
        "article {} ({}) has no page",
        """SELECT id, url FROM articles AS a WHERE NOT EXISTS (SELECT 1 FROM pages WHERE article_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM pages WHERE id = a.page_id AND (part IS NOT NULL OR article_id IS NOT NULL))""",
    ),
    (
        "article {} ({}) differs from its newest revision",
        """
        SELECT a.id, a.url FROM articles AS a LEFT JOIN revision_log AS r ON r.article_id = a.id
            AND r.number = (SELECT max(number) FROM revision_log WHERE article_id = a.id)
        WHERE r.text_digest IS NOT a.text_digest
        """,
    ),
    (
        "revision {1} of article {0} has the text of the one before it",
        """
        SELECT r.article_id, r.number FROM revision_log AS r
        JOIN revision_log AS b ON b.article_id = r.article_id AND b.number = r.number - 1
        WHERE b.text_digest = r.text_digest
        """,
    ),
    (
        "revision {1} of article {0} has lost its text",
        """
        SELECT r.article_id, r.number FROM revision_log AS r JOIN articles AS a ON a.id = r.article_id
        WHERE r.text_digest <> a.text_digest AND NOT EXISTS (
            SELECT 1 FROM past_texts AS t WHERE t.article_id = r.article_id AND t.text_digest = r.text_digest
        )
        """,
    ),
    (
        "article {} holds its text twice",
        """
        SELECT a.id FROM past_texts AS t JOIN articles AS a ON a.id = t.article_id AND a.text_digest = t.text_digest
        """,
    ),
    (
        "a past text of article {} is of no revision",
        """
        SELECT t.article_id FROM past_texts AS t WHERE NOT EXISTS (
            SELECT 1 FROM revision_log AS r WHERE r.article_id = t.article_id AND r.text_digest = t.text_digest
        )
        """,
    ),
    (
        "the evidence of article {} is not what article_evidence says of it",
        """
        SELECT a.id FROM articles AS a
        WHERE (SELECT count(*) FROM article_evidence AS w WHERE w.article_id = a.id) <> json_array_length(a.evidence)
            OR EXISTS (
                SELECT 1 FROM json_each(a.evidence) AS e
                LEFT JOIN article_evidence AS w ON w.article_id = a.id AND w.position = e.key
                LEFT JOIN evidence_kinds AS k ON k.id = w.kind_id
                WHERE k.field IS NOT e.value ->> 'field' OR k.source IS NOT e.value ->> 'source'
                    OR k.rule IS NOT e.value ->> 'rule'
            )
        """,
    ),
    (
        "article {} is not found by its simhash",
        """
        SELECT a.id FROM articles AS a WHERE a.simhash IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM temp.sketched AS s WHERE s.article_id = a.id AND s.simhash = a.simhash
        )
        """,
    ),
    (
        "article {0} is found by simhash {1}, which it has not",
        """
        SELECT s.article_id, s.simhash FROM temp.sketched AS s LEFT JOIN articles AS a ON a.id = s.article_id
        WHERE a.simhash IS NOT s.simhash
        """,
    ),
    (
        "articles {} and {} are near-identical, and in no cluster together",
        """
        SELECT p.article_id, p.other_id FROM similar_articles AS p
        LEFT JOIN cluster_members AS m ON m.article_id = p.article_id
        LEFT JOIN cluster_members AS n ON n.article_id = p.other_id
        WHERE m.cluster_id IS NULL OR m.cluster_id IS NOT n.cluster_id
        """,
    ),
    (
        "article {} is in a cluster, and near-identical to nothing",
        """
        SELECT m.article_id FROM cluster_members AS m
        WHERE NOT EXISTS (SELECT 1 FROM similar_articles WHERE article_id = m.article_id)
            AND NOT EXISTS (SELECT 1 FROM similar_articles WHERE other_id = m.article_id)
        """,
    ),
    (
        "card {} stands nowhere",
        "SELECT id FROM cards AS c WHERE NOT EXISTS (SELECT 1 FROM placements WHERE card_id = c.id)",
    ),
    (
        "placement {} is open on a page that is {}",
        """
        SELECT pl.id, p.state FROM placements AS pl JOIN pages AS p ON p.id = pl.page_id
        WHERE pl.ended_at IS NULL AND p.state IN ('gone', 'excluded', 'queued')
        """,
    ),
    (
        "page {} shows two cards at position {} at the same time",
        """
        SELECT page_id, position FROM placements WHERE ended_at IS NULL
        GROUP BY page_id, position HAVING count(*) > 1
        """,
    ),
    (
        "capture {} stands for capture {}, whose record holds no content",
        """
        SELECT c.id, o.id FROM captures AS c JOIN captures AS o ON o.id = c.revisit_of
        WHERE o.warc_file IS NULL OR o.revisit_of IS NOT NULL
        """,
    ),
)

#: sketches by article, which no index tells
_SKETCHED = (
    "CREATE TEMP TABLE sketched (article_id INTEGER, simhash INTEGER, PRIMARY KEY (article_id, simhash)) WITHOUT ROWID",
    "INSERT OR IGNORE INTO sketched SELECT article_id, simhash FROM article_sketches",
)


class _Index(NamedTuple):
    """A full-text index and what it indexes."""

    name: str
    table: str
    columns: str
    #: as in ``schema.sql``
    tokenizer: str = "unicode61 remove_diacritics 2"


_INDEXES = (
    _Index("articles_fts", "articles", "title, lead, body, byline"),
    _Index("teasers_fts", "cards", "title, kicker, excerpt, byline"),
)
_REMAKE = (
    "CREATE VIRTUAL TABLE temp.again_{name} USING fts5({columns}, content='', tokenize='{tokenizer}')",
    "INSERT INTO temp.again_{name} (rowid, {columns}) SELECT id, {columns} FROM {table}",
    "CREATE VIRTUAL TABLE temp.words_{name} USING fts5vocab(main, {name}, row)",
    "CREATE VIRTUAL TABLE temp.words_again_{name} USING fts5vocab(temp, again_{name}, row)",
)
#: words that stand in another number of rows or places, and rows with another number of words
_DIFFERENCES = """
    SELECT
        (SELECT count(*) FROM (SELECT * FROM words_{name} EXCEPT SELECT * FROM words_again_{name})) +
        (SELECT count(*) FROM (SELECT * FROM words_again_{name} EXCEPT SELECT * FROM words_{name})) +
        (SELECT count(*) FROM (SELECT * FROM main.{name}_docsize EXCEPT SELECT * FROM temp.again_{name}_docsize)) +
        (SELECT count(*) FROM (SELECT * FROM temp.again_{name}_docsize EXCEPT SELECT * FROM main.{name}_docsize))
"""
_RECORDS = f"""
    SELECT c.id, c.url, c.final_url, c.fetched_at, c.status, c.error, c.payload_digest, c.is_truncated,
           c.warc_file, c.warc_offset, c.warc_length, o.warc_file, o.warc_offset, o.warc_length, c.is_rendered,
           c.warc_start
    FROM captures AS c LEFT JOIN captures AS o ON o.id = c.revisit_of
    WHERE c.id > ? AND c.warc_file IS NOT NULL ORDER BY c.id LIMIT {CHUNK}
"""


def check(conn: sqlite3.Connection, record_problem: RecordProblem | None) -> CheckReport:
    """What is wrong, what is worth knowing, and how many WARC records were looked at."""
    with _snapshot(conn):
        problems, count = _told(chain(_database_problems(conn), [[*_full_text_problems(conn)]], _row_problems(conn)))
    checked = 0
    if record_problem is not None:
        broken: list[str] = []
        for claim in _iter_claims(conn):
            checked += 1
            problem = record_problem(claim)
            if problem is not None:
                place = f"{claim.warc.file} at {claim.warc.offset}"
                broken.append(f"capture {claim.capture_id} ({claim.url}): {place}: {problem}")
        problems += _first(broken)
        count += len(broken)
    return CheckReport(
        problems=tuple(problems), problem_count=count, notes=tuple(_notes(conn)), records_checked=checked
    )


def _told(kinds: Iterable[list[str]]) -> tuple[list[str], int]:
    """What to say of all problems, some of each kind, and how many there are."""
    told: list[str] = []
    count = 0
    for kind in kinds:
        told += _first(kind)
        count += len(kind)
    return told, count


@contextmanager
def _snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """One state of the archive, whatever others write meanwhile; temporary tables may be made, and are gone after."""
    (was_read_only,) = conn.execute("PRAGMA query_only").fetchone()
    (was_temp_store,) = conn.execute("PRAGMA temp_store").fetchone()
    conn.execute("PRAGMA query_only = OFF")
    conn.execute("PRAGMA temp_store = FILE")  # the tables that are made are as large as the archive's
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")
        conn.execute(f"PRAGMA temp_store = {was_temp_store}")
        conn.execute(f"PRAGMA query_only = {was_read_only}")


def _database_problems(conn: sqlite3.Connection) -> Iterator[list[str]]:
    messages = conn.execute(f"PRAGMA integrity_check({_MOST_OF_SQLITE})")
    yield [f"SQLite: {message}" for (message,) in messages if message != "ok"]
    yield [_loose_end(*row) for row in conn.execute("PRAGMA foreign_key_check")]


def _loose_end(table: str, rowid: int | None, parent: str, _: int) -> str:
    row = f"a row of {table}" if rowid is None else f"{table} row {rowid}"
    return f"{row} points to a row of {parent} that is not there"


def _full_text_problems(conn: sqlite3.Connection) -> Iterator[str]:
    """Whether the indexes say what their tables hold: each is made anew, in temporary tables, and compared.

    FTS5 has a check of its own, but in the form of an INSERT: it would keep writers out for as long as it takes.
    """
    for index in _INDEXES:
        try:
            for statement in _REMAKE:
                conn.execute(statement.format(**index._asdict()))
            differences = conn.execute(_DIFFERENCES.format(**index._asdict())).fetchone()[0]
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            yield f"{index.name} is damaged"
            continue
        if differences:
            yield f"{index.name} does not agree with its table ({differences} words or rows)"


def _row_problems(conn: sqlite3.Connection) -> Iterator[list[str]]:
    for statement in _SKETCHED:
        conn.execute(statement)
    for words, sql in _RULES:
        yield [words.format(*row) for row in conn.execute(sql)]
    if not meta.load(conn, "without_texts"):
        yield [*altered_texts(conn)]
        yield [*misfiled_texts(conn)]
        yield [*broken_changes(conn)]


def _notes(conn: sqlite3.Connection) -> Iterator[str]:
    (interrupted,) = conn.execute("SELECT count(*) FROM runs WHERE outcome IS NULL").fetchone()
    if interrupted:
        yield f"runs without an end: {interrupted} (under way, or killed)"
    if meta.load(conn, "without_texts"):
        yield "texts of articles were taken out (meta.without_texts): they are not compared with their digests"
    if (room := room_bytes(conn)) >= _ROOM_TOLD_BYTES:
        yield (
            f"room in the file for what comes: {room // 1_000_000} MB"
            " (to have it back: sqlite3 FILE VACUUM, which writes the rest anew)"
        )


def _iter_claims(conn: sqlite3.Connection) -> Iterator[RecordClaim]:
    after = 0
    while rows := conn.execute(_RECORDS, (after,)).fetchall():
        yield from map(_claim, rows)
        after = rows[-1][0]


def _claim(row: tuple[Any, ...]) -> RecordClaim:
    capture_id, url, final_url, fetched_at, status, error, payload_digest, is_truncated, *places = row
    return RecordClaim(
        capture_id=capture_id,
        url=url,
        final_url=final_url,
        fetched_at=parse_utc(fetched_at),
        status=status,
        error=error,
        payload_digest=payload_digest,
        is_truncated=bool(is_truncated),
        warc=replace(location_of(places[:3]), start=places[7]),
        original=None if places[3] is None else location_of(places[3:6]),
        is_rendered=bool(places[6]),
    )


def _first(problems: list[str]) -> list[str]:
    if len(problems) <= MAX_TOLD:
        return problems
    return [*problems[:MAX_TOLD], f"… and {len(problems) - MAX_TOLD} more like the last"]
