"""Articles that two archives keep under other addresses, as a page has moved or declared another one in between.

As in ``moving``: the page that the text was read from is the same, and one text is an edit of the other.

An article that has moved to an address where the other archive had another one by then would not have moved in one
archive. It goes back, and is another article than that one.

Of an archive that comes again, articles may have moved since with what others brought. Each is known by its texts, and
nothing is done with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from archiver.store import meta
from archiver.store.moving import MOVED, Arrival, forget_move, go_back, is_same_story, note_moved
from archiver.store.texts import url_day

#: an article as ``_Kept`` has it
_KEPT = """
    {row}.id, {row}.page_id, {row}.url, {row}.title, {row}.lead, {row}.body, {row}.text_digest, {row}.first_seen,
    coalesce(
        (SELECT min(c.fetched_at) FROM {schema}.captures AS c
         WHERE c.page_id = {row}.page_id AND c.fetched_at >= {row}.first_seen AND c.error IS NULL),
        {row}.first_seen
    ),
    EXISTS (
        SELECT 1 FROM {schema}.revision_log AS r CROSS JOIN {schema}.captures AS c ON c.id = r.capture_id
        WHERE r.article_id = {row}.id AND r.number = 1 AND c.page_id <> {row}.page_id
    ),
    (SELECT r.seen_at FROM {schema}.revision_log AS r WHERE r.article_id = {row}.id AND r.number = 2)
"""
#: of one page, what is kept there and what is kept here under another address, each the text of that page
_PAIRS = f"""
    SELECT {_KEPT.format(row="o", schema="other")}, {_KEPT.format(row="m", schema="main")}
    FROM temp.of_articles AS k CROSS JOIN other.articles AS o ON o.id = k.id
    CROSS JOIN temp.of_pages AS p ON p.id = o.page_id AND NOT p.is_new
    CROSS JOIN main.articles AS m ON m.id = (SELECT x.article_id FROM main.pages AS x WHERE x.id = p.here)
    WHERE k.here IS NULL AND m.page_id = p.here
        AND (SELECT x.article_id FROM other.pages AS x WHERE x.id = o.page_id) = o.id
        AND NOT EXISTS (SELECT 1 FROM other.articles AS x WHERE x.url = m.url)
    ORDER BY o.id
"""
#: of the articles of one archive (x) that have moved, those that would have found one of the other (y) there, seen by
#: another page, no repetition of theirs and not one with them: with the address that they had before, where nothing is
#: kept now
_HELD_BACK = """
    SELECT min(x.id), x.url, x.before
    FROM (
        SELECT a.*, substr(w.value, 1, instr(w.value, ' ') - 1) AS moved_at,
            substr(w.value, instr(w.value, ' ') + 1) AS before
        FROM {moved}.meta AS w CROSS JOIN {moved}.articles AS a ON a.url = substr(w.key, length(:moved) + 1)
        WHERE substr(w.key, 1, length(:moved)) = :moved
    ) AS x CROSS JOIN {met}.articles AS y ON y.url = x.url
    LEFT JOIN {met}.meta AS v ON v.key = :moved || y.url
    LEFT JOIN temp.of_pages AS p ON p.id = {there}.page_id
    WHERE coalesce(substr(v.value, 1, instr(v.value, ' ') - 1), y.first_seen) < x.moved_at
        AND x.first_seen < x.moved_at AND p.here IS NOT {here}.page_id
        AND NOT (
            y.text_digest = x.text_digest AND y.first_seen >= x.first_seen
            AND (SELECT count(*) FROM {met}.revision_log AS r WHERE r.article_id = y.id) = 1
        )
        AND NOT EXISTS (SELECT 1 FROM {moved}.articles AS z WHERE z.url = x.before)
        AND {there}.id NOT IN (SELECT b.id FROM temp.come_before AS b)
        AND NOT EXISTS (
            SELECT 1 FROM {moved}.revision_log AS q CROSS JOIN {met}.revision_log AS r
            ON r.article_id = y.id AND r.seen_at = q.seen_at AND r.text_digest = q.text_digest
            WHERE q.article_id = x.id AND q.number = 1
        )
    GROUP BY x.before ORDER BY 1
"""
#: which text an article here had when the other archive got one
_STOOD = """(
    SELECT y.text_digest FROM main.revision_log AS y WHERE y.article_id = {0}.id AND y.seen_at <= {1}.seen_at
    ORDER BY y.seen_at DESC, y.number DESC LIMIT 1
)"""
#: of the other archive, articles of which nothing is new: all their texts are those of one article here, which has come
#: to another address since, with what other archives knew
_COME_BEFORE = f"""
    INSERT INTO temp.come_before
    SELECT o.id, min(m.id), o.url
    FROM other.revision_log AS r CROSS JOIN temp.of_captures AS c ON c.id = r.capture_id AND NOT c.is_new
    CROSS JOIN other.articles AS o ON o.id = r.article_id
    CROSS JOIN other.article_keys AS k ON k.article_id = o.id AND k.match_key NOT LIKE 'title:%'
    CROSS JOIN main.article_keys AS l ON l.match_key = k.match_key
    CROSS JOIN main.articles AS m ON m.id = l.article_id AND m.url <> o.url
    CROSS JOIN temp.of_pages AS p ON p.id = o.page_id
    WHERE r.number = 1
        AND o.parser_version IS m.parser_version
        AND NOT EXISTS (
            SELECT 1 FROM other.revision_log AS x
            WHERE x.article_id = o.id AND x.text_digest IS NOT {_STOOD.format("m", "x")}
        )
        AND NOT EXISTS (
            SELECT 1 FROM main.articles AS x WHERE x.url = o.url AND r.text_digest IS {_STOOD.format("x", "r")}
        )
        AND NOT EXISTS (
            SELECT 1 FROM other.captures AS x CROSS JOIN temp.of_captures AS y ON y.id = x.id
            WHERE x.page_id = o.page_id AND y.is_new
        )
        AND (SELECT x.last_fetched_at FROM other.pages AS x WHERE x.id = p.id)
            <= (SELECT x.last_fetched_at FROM main.pages AS x WHERE x.id = p.here)
    GROUP BY o.id
"""
_CREATE = (
    "CREATE TEMP TABLE held_back (id INTEGER PRIMARY KEY, url TEXT, url_day TEXT, moved_to TEXT)",
    "CREATE TEMP TABLE moves (url TEXT PRIMARY KEY, value TEXT)",
    "CREATE TEMP TABLE joined (here INTEGER, url TEXT, since TEXT, other_url TEXT, other_since TEXT)",
)
_CREATE_COME_BEFORE = "CREATE TEMP TABLE come_before (id INTEGER PRIMARY KEY, here INTEGER, url TEXT)"
_MATCH = (
    """
    UPDATE temp.of_articles SET here = (SELECT m.id FROM main.articles AS m WHERE m.url = b.url)
    FROM temp.held_back AS b WHERE b.id = of_articles.id
    """,
    "UPDATE temp.of_articles SET here = b.here FROM temp.come_before AS b WHERE b.id = of_articles.id",
)
_HELD = "SELECT k.here, b.moved_to, b.url FROM temp.held_back AS b CROSS JOIN temp.of_articles AS k ON k.id = b.id"
#: the moves of one archive that stand, each at the first moment at which either had the article there
_MOVES = """
    INSERT INTO temp.moves (url, value)
    SELECT x.url, min(x.moved_at, coalesce(substr(v.value, 1, instr(v.value, ' ') - 1), y.first_seen, x.moved_at))
        || ' ' || x.before
    FROM (
        SELECT a.url, substr(w.value, 1, instr(w.value, ' ') - 1) AS moved_at,
            substr(w.value, instr(w.value, ' ') + 1) AS before
        FROM {moved}.meta AS w CROSS JOIN {moved}.articles AS a ON a.url = substr(w.key, length(:moved) + 1)
        WHERE substr(w.key, 1, length(:moved)) = :moved
    ) AS x LEFT JOIN {met}.articles AS y ON y.url = x.url LEFT JOIN {met}.meta AS v ON v.key = :moved || y.url
    WHERE x.url NOT IN (SELECT b.moved_to FROM temp.held_back AS b UNION ALL SELECT b.url FROM temp.come_before AS b)
    ON CONFLICT (url) DO UPDATE SET value = min(value, excluded.value)
"""
_NOTE_MOVES = """
    INSERT INTO main.meta (key, value) SELECT :moved || url, value FROM temp.moves WHERE true
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE excluded.value < value
"""
_JOIN = """
    INSERT INTO temp.joined
    SELECT m.id, m.url, coalesce(substr(w.value, 1, instr(w.value, ' ') - 1), m.first_seen), coalesce(b.url, o.url),
        coalesce(substr(v.value, 1, instr(v.value, ' ') - 1), o.first_seen)
    FROM other.articles AS o CROSS JOIN main.articles AS m LEFT JOIN temp.held_back AS b ON b.id = o.id
    LEFT JOIN main.meta AS w ON w.key = :moved || m.url LEFT JOIN other.meta AS v ON v.key = :moved || o.url
    WHERE o.id = :there AND m.id = :here
"""
_JOINED = "SELECT here, url, since, other_url, other_since FROM temp.joined ORDER BY here"


class _Kept(NamedTuple):
    """An article, with since when it is known, and its page has shown it."""

    id: int
    page_id: int
    url: str
    title: str | None
    lead: str | None
    body: str | None
    text_digest: str
    since: str
    page_since: str
    #: which was the first to show it
    is_of_another_page: bool
    #: when it got its second text
    revised_at: str | None

    @property
    def arrival(self) -> Arrival:
        """Its text, and where it is kept."""
        return Arrival(self.page_id, self.url, self.title, self.lead, self.body, self.text_digest)


def send_back(conn: sqlite3.Connection) -> None:
    """Gives articles here the addresses again that they would have kept; those over there are noted to do the same."""
    conn.execute(_CREATE_COME_BEFORE)
    conn.execute(_COME_BEFORE)
    here = _HELD_BACK.format(moved="main", met="other", here="x", there="y")
    there = _HELD_BACK.format(moved="other", met="main", here="y", there="x")
    ours, theirs = (conn.execute(sql, {"moved": MOVED}).fetchall() for sql in (here, there))
    for row in ours:
        go_back(conn, *row)
    for statement in _CREATE:
        conn.execute(statement)
    conn.executemany(
        "INSERT OR IGNORE INTO temp.held_back VALUES (?, ?, ?, ?)",
        [(number, before, url_day(before), url) for number, url, before in theirs],
    )
    for moved, met in (("main", "other"), ("other", "main")):
        conn.execute(_MOVES.format(moved=moved, met=met), {"moved": MOVED})


def match_held_back(conn: sqlite3.Connection) -> None:
    """Puts the map of articles right for those over there, and for those that have come before."""
    for statement in _MATCH:
        conn.execute(statement)


def forget_moves(conn: sqlite3.Connection) -> None:
    """Takes from those what they were known by where they had moved; notes the other moves of the other archive."""
    for row in conn.execute(_HELD).fetchall():
        forget_move(conn, *row)
    conn.execute(_NOTE_MOVES, {"moved": MOVED})
    for article_id, *addresses in conn.execute(_JOINED).fetchall():
        _note_joined(conn, article_id, *zip(addresses[::2], addresses[1::2], strict=True))


def _note_joined(conn: sqlite3.Connection, article_id: int, *known: tuple[str, str]) -> None:
    """Notes that an article, which two archives kept under other addresses since then, has moved to the one it has."""
    (now,) = conn.execute("SELECT url FROM main.articles WHERE id = ?", (article_id,)).fetchone()
    for before, until in known:
        if before != now:
            meta.forget(conn, MOVED + before)
            for since in (moment for url, moment in known if url == now and moment > until):
                note_moved(conn, now, since, before)


def match_moved(conn: sqlite3.Connection) -> None:
    """Notes in the map of articles those that have moved, before the others are numbered."""
    moved = {there.id: here.id for there, here in _pairs(conn) if _is_one(there, here)}
    conn.executemany(
        "UPDATE temp.of_articles SET here = ? WHERE id = ?", [(here, there) for there, here in moved.items()]
    )
    conn.executemany(_JOIN, ({"moved": MOVED, "there": there, "here": here} for there, here in moved.items()))


def _pairs(conn: sqlite3.Connection) -> Iterator[tuple[_Kept, _Kept]]:
    """What is kept there of a page, and what is kept here."""
    width = len(_Kept._fields)
    for row in conn.execute(_PAIRS).fetchall():
        yield _Kept._make(row[:width]), _Kept._make(row[width:])


def _is_one(there: _Kept, here: _Kept) -> bool:
    """Whether two articles of one page are one that has moved."""
    earlier, later = sorted((there, here), key=lambda kept: kept.page_since)
    is_free = not later.is_of_another_page or _is_repetition(earlier, later)
    return is_free and is_same_story(there.arrival, here.arrival)


def _is_repetition(earlier: _Kept, later: _Kept) -> bool:
    """Whether what the page came to was a text that had not been revised, and the article has been known longer."""
    is_as_it_came = later.revised_at is None or later.page_since < later.revised_at
    return is_as_it_came and earlier.since <= later.since
