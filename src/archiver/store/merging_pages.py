"""Pages that both archives know, and what is known beside them: what was seen last is what is.

For each page in both, ``temp.both_pages`` says who tried it last, who saw it last and who knew it first. It is made
before anything is copied, as captures of both are of the same pages afterwards; all else is a statement a table.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archiver.store.merging_rows import columns_of_table
from archiver.store.shapes import add_counts, count_page, verdict_of

_CREATE = """
    CREATE TEMP TABLE both_pages (
        id INTEGER PRIMARY KEY,      -- here
        other_id INTEGER NOT NULL,   -- over there
        is_tried INTEGER NOT NULL,   -- the other archive asked for it last, or has put it aside
        is_seen INTEGER NOT NULL,    -- … has seen it, or that it is gone, last
        is_earlier INTEGER NOT NULL, -- … knew it first
        is_finder INTEGER NOT NULL,  -- … says how it was found
        is_asking INTEGER NOT NULL,  -- … says when it is due
        is_kind INTEGER NOT NULL,    -- … has said last what kind of page it is
        is_untried INTEGER NOT NULL, -- neither ever asked for it
        has_news INTEGER NOT NULL,   -- the other one has answers of it that are not here
        is_unheard_of INTEGER NOT NULL,  -- nothing here tells of the look that the other one had last
        look_here TEXT,              -- when what stands on it was seen last (looks.newest_look)
        look_there TEXT,
        version_here INTEGER NOT NULL,  -- of the parser that read it; 0 when not known
        version_there INTEGER NOT NULL
    )
"""
_STATE = """
    SELECT
        p.id, p.first_seen, p.state <> 'queued' AS is_aside, coalesce(p.last_fetched_at, '') AS seen,
        max(coalesce(p.last_fetched_at, ''), coalesce(
            (SELECT max(c.fetched_at) FROM {0}.captures AS c WHERE c.page_id = p.id), ''
        )) AS tried,
        max(
            coalesce((
                SELECT max(c.fetched_at) FROM {0}.captures AS c LEFT JOIN {0}.runs AS r ON r.id = c.run_id
                WHERE c.page_id = p.id AND r.command IS NOT 'ingest'
            ), ''),
            iif(EXISTS (
                SELECT 1 FROM {0}.captures AS c CROSS JOIN {0}.runs AS r ON r.id = c.run_id
                WHERE c.page_id = p.id AND r.command = 'ingest' AND c.fetched_at = p.last_fetched_at
            ), '', coalesce(p.last_fetched_at, ''))
        ) AS asked,
        (
            SELECT max(moment) FROM (
                SELECT max(c.fetched_at) AS moment FROM {0}.captures AS c WHERE c.page_id = p.id AND c.tells_cards
                UNION ALL SELECT p.last_fetched_at WHERE coalesce(p.kind, '') NOT IN ('error', 'login', 'consent')
            )
        ) AS look,
        CASE p.state WHEN 'ok' THEN p.last_fetched_at ELSE coalesce((
            SELECT max(c.fetched_at) FROM {0}.captures AS c
            WHERE c.page_id = p.id AND (c.error IS NULL OR p.kind = 'error')
        ), '') END AS told,
        coalesce(f.payload_digest, '') AS content, coalesce(p.cards_version, 0) AS version,
        p.state || ' ' || coalesce(p.kind, '') || ' ' || coalesce(p.reason, '') AS words,
        coalesce(f.found_by, 'ingest') = 'ingest' AS is_given,
        coalesce(f.found_by, 'ingest') = 'ingest' AND f.due_at IS NULL AS is_unasked,
        coalesce(f.found_by || ' ' || coalesce(f.rule, '') || ' ' || coalesce(f.chain, '') || ' ' || coalesce(
            (SELECT w.url FROM {0}.pages AS w WHERE w.id = f.found_on_page_id), ''
        ), '') AS found,
        f.checks, f.watched, coalesce(f.due_at, '') AS due, f.priority, f.failures, f.changes, f.yielded, f.alarms
    FROM {0}.pages AS p LEFT JOIN {0}.frontier AS f ON f.page_id = p.id
    WHERE p.id IN (SELECT {1} FROM temp.of_pages WHERE NOT is_new)
"""
#: what tells two schedules apart where all else is equal
_HISTORY = ("checks", "watched", "due", "priority", "failures", "changes", "yielded", "alarms")
_HISTORY_THERE, _HISTORY_HERE = (", ".join(f"{row}.{name}" for name in _HISTORY) for row in "om")
#: of a page that nobody asked for, who knew it first has said whether it is left out; an ingest, which asks nobody,
#: has no say in what a crawl asks for; and nothing depends on whose archive comes first
_FILL = f"""
    INSERT INTO temp.both_pages
    SELECT
        m.id, o.id,
        CASE WHEN m.tried = '' AND o.tried = ''
            THEN (o.first_seen, o.is_aside, o.words) < (m.first_seen, m.is_aside, m.words)
            ELSE (o.tried, o.seen, o.content, o.version, o.words)
                > (m.tried, m.seen, m.content, m.version, m.words)
        END,
        (o.seen, o.content, o.version, o.words) > (m.seen, m.content, m.version, m.words),
        (o.first_seen, o.words) < (m.first_seen, m.words),
        (o.is_given, o.first_seen, o.found) < (m.is_given, m.first_seen, m.found),
        CASE
            WHEN o.is_unasked <> m.is_unasked THEN m.is_unasked
            WHEN m.tried = '' AND o.tried = ''
                THEN (o.first_seen, o.is_aside, {_HISTORY_THERE}) < (m.first_seen, m.is_aside, {_HISTORY_HERE})
            ELSE (o.asked, o.tried, o.seen, o.version, o.words, {_HISTORY_THERE})
                > (m.asked, m.tried, m.seen, m.version, m.words, {_HISTORY_HERE})
        END,
        (o.told, o.first_seen, o.version, o.words) > (m.told, m.first_seen, m.version, m.words),
        m.tried = '' AND o.tried = '',
        EXISTS (
            SELECT 1 FROM other.captures AS c CROSS JOIN temp.of_captures AS n ON n.id = c.id
            WHERE c.page_id = o.id AND n.is_new
        ),
        o.look IS NOT NULL AND o.look IS NOT m.look AND NOT EXISTS (
            SELECT 1 FROM main.captures AS c WHERE c.page_id = m.id AND c.fetched_at = o.look AND c.tells_cards
        ),
        m.look, o.look, m.version, o.version
    FROM temp.of_pages AS k CROSS JOIN temp.state_there AS o ON o.id = k.id
    CROSS JOIN temp.state_here AS m ON m.id = k.here
    WHERE NOT k.is_new
"""


class _Both(NamedTuple):
    """What becomes of the rows of a table that both archives have."""

    table: str
    #: columns that are the key, and those that may change
    key: str
    columns: str
    #: the rows as they are to be, key first
    after: str


_PAGES = _Both(
    "pages",
    "id",
    "source_id, kind, state, reason, article_id, cards_version, first_seen, last_fetched_at, part",
    """
    SELECT
        b.id,
        iif(b.is_earlier, coalesce(s.here, m.source_id), coalesce(m.source_id, s.here)),
        iif(b.is_kind, coalesce(o.kind, m.kind), coalesce(m.kind, o.kind)),
        iif(b.is_tried, o.state, m.state),
        iif(iif(o.state = m.state, b.is_asking, b.is_tried), o.reason, m.reason),
        iif(b.is_seen, coalesce(a.here, m.article_id), coalesce(m.article_id, a.here)),
        CASE
            WHEN coalesce(b.look_there, '') > coalesce(b.look_here, '') THEN o.cards_version
            WHEN coalesce(b.look_there, '') < coalesce(b.look_here, '') THEN m.cards_version
            ELSE max(coalesce(o.cards_version, m.cards_version), coalesce(m.cards_version, o.cards_version))
        END,
        min(o.first_seen, m.first_seen),
        max(coalesce(o.last_fetched_at, m.last_fetched_at), coalesce(m.last_fetched_at, o.last_fetched_at)),
        CASE
            WHEN b.is_seen THEN iif(o.state = 'ok', o.part, coalesce(o.part, m.part))
            ELSE iif(m.state = 'ok', m.part, coalesce(m.part, o.part))
        END
    FROM temp.both_pages AS b CROSS JOIN other.pages AS o ON o.id = b.other_id CROSS JOIN main.pages AS m ON m.id = b.id
    LEFT JOIN temp.of_sources AS s ON s.id = o.source_id LEFT JOIN temp.of_articles AS a ON a.id = o.article_id
    """,
)
#: when it is due says the crawl that tried it last, what is sent along who saw it last, how it was found the crawl that
#: knew it first
_FRONTIER = _Both(
    "frontier",
    "page_id",
    "due_at, priority, failures, checks, changes, watched, yielded, alarms, etag, last_modified, payload_digest,"
    " found_on_page_id, found_by, rule, chain, told_from, told_to",
    """
    SELECT
        b.id,
        CASE
            WHEN b.is_untried AND op.state = mp.state
                THEN min(coalesce(o.due_at, m.due_at), coalesce(m.due_at, o.due_at))
            WHEN b.is_asking THEN o.due_at
            ELSE m.due_at
        END,
        CASE WHEN b.is_untried THEN min(o.priority, m.priority) ELSE iif(b.is_asking, o.priority, m.priority) END,
        iif(b.is_asking, o.failures, m.failures), iif(b.is_asking, o.checks, m.checks),
        iif(b.is_asking, o.changes, m.changes), iif(b.is_asking, o.watched, m.watched),
        iif(b.is_asking, o.yielded, m.yielded), iif(b.is_asking, o.alarms, m.alarms),
        iif(b.is_seen, o.etag, m.etag), iif(b.is_seen, o.last_modified, m.last_modified),
        iif(b.is_seen, o.payload_digest, m.payload_digest),
        iif(b.is_finder, f.here, m.found_on_page_id), iif(b.is_finder, o.found_by, m.found_by),
        iif(b.is_finder, o.rule, m.rule), iif(b.is_finder, o.chain, m.chain),
        iif(b.is_finder, coalesce(o.told_from, m.told_from), coalesce(m.told_from, o.told_from)),
        iif(b.is_finder, coalesce(o.told_to, m.told_to), coalesce(m.told_to, o.told_to))
    FROM temp.both_pages AS b
    CROSS JOIN other.frontier AS o ON o.page_id = b.other_id CROSS JOIN main.frontier AS m ON m.page_id = b.id
    CROSS JOIN other.pages AS op ON op.id = b.other_id CROSS JOIN main.pages AS mp ON mp.id = b.id
    LEFT JOIN temp.of_pages AS f ON f.id = o.found_on_page_id
    """,
)


def _earlier(column: str) -> str:
    """Whether the other archive says it of a source: the one in which that was registered first, else the lesser."""
    o, m = (f"({row}.added_at, {row}.home_url, coalesce({row}.{column}, ''))" for row in "om")
    return f"{o} < {m}"


_SOURCES = _Both(
    "sources",
    "id",
    "name, language, state, added_at, scope",
    f"""
    SELECT
        m.id, iif({_earlier("name")}, coalesce(o.name, m.name), coalesce(m.name, o.name)),
        iif({_earlier("language")}, coalesce(o.language, m.language), coalesce(m.language, o.language)),
        iif({_earlier("state")}, o.state, m.state), min(o.added_at, m.added_at),
        iif({_earlier("scope")}, o.scope, m.scope)
    FROM temp.of_sources AS k CROSS JOIN other.sources AS o ON o.id = k.id CROSS JOIN main.sources AS m ON m.id = k.here
    WHERE NOT k.is_new
    """,
)
#: when a host was asked last, by pages that are asked for again; before anything is copied
_ASKED = """
    SELECT max(max(coalesce(p.last_fetched_at, ''), coalesce(
        (SELECT max(c.fetched_at) FROM {0}.captures AS c WHERE c.page_id = p.id), ''
    ))) FROM {0}.frontier AS f CROSS JOIN {0}.pages AS p ON p.id = f.page_id
    WHERE f.host = m.host AND f.due_at IS NOT NULL
"""
_COMPARE_HOSTS = f"""
    CREATE TEMP TABLE both_hosts AS
    SELECT m.host, coalesce(({_ASKED.format("other")}), '') AS asked_there,
        coalesce(({_ASKED.format("main")}), '') AS asked_here
    FROM other.hosts AS o CROSS JOIN main.hosts AS m ON m.host = o.host
    WHERE (o.failures, o.response_s, o.slow_down_s) IS NOT (m.failures, m.response_s, m.slow_down_s)
"""
_OF_ROBOTS = ("robots_fetched_at", "robots_status", "robots_text", "delay_s", "crawl_delay_s")
_OF_ANSWERS = ("failures", "response_s", "slow_down_s")


def _of(row: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"coalesce({row}.{name}, '')" for name in names)


#: whose robots.txt is newer knows its rules, who asked last how it answers; a host that wants to be left alone is
_HAS_RULES = f"({_of('o', _OF_ROBOTS)}) > ({_of('m', _OF_ROBOTS)})"
_HAS_ASKED = f"(k.asked_there, {_of('o', _OF_ANSWERS)}) > (k.asked_here, {_of('m', _OF_ANSWERS)})"
_HOSTS = _Both(
    "hosts",
    "host",
    f"{', '.join((*_OF_ROBOTS, *_OF_ANSWERS))}, not_before",
    f"""
    SELECT
        m.host, {", ".join(f"iif({_HAS_RULES}, o.{name}, m.{name})" for name in _OF_ROBOTS)},
        {", ".join(f"iif({_HAS_ASKED}, o.{name}, m.{name})" for name in _OF_ANSWERS)},
        max(coalesce(o.not_before, m.not_before), coalesce(m.not_before, o.not_before))
    FROM other.hosts AS o CROSS JOIN main.hosts AS m ON m.host = o.host
    LEFT JOIN temp.both_hosts AS k ON k.host = m.host
    """,
)
_RUN_FACTS = (
    "ended_at, outcome, exit_code, rounds, last_started_at, pages_fetched, pages_failed, articles_new,"
    " articles_changed, bytes_received"
)
_RUN_RANK = (
    "({0}.ended_at IS NOT NULL, coalesce({0}.ended_at, ''), {0}.rounds, {0}.pages_fetched + {0}.pages_failed,"
    " {0}.articles_new, {0}.articles_changed, {0}.bytes_received, coalesce({0}.outcome, ''))"
)
#: one that was going on when it came has ended since, or has come further
_RUNS = _Both(
    "runs",
    "id",
    _RUN_FACTS,
    f"""
    SELECT id, {_RUN_FACTS} FROM (
        SELECT m.id, {", ".join(f"o.{name}" for name in _RUN_FACTS.split(", "))},
            row_number() OVER (PARTITION BY m.id ORDER BY o.ended_at DESC, o.rounds DESC, o.id DESC) AS place
        FROM temp.of_runs AS k CROSS JOIN other.runs AS o ON o.id = k.id CROSS JOIN main.runs AS m ON m.id = k.here
        WHERE NOT k.is_new AND (o.command, o.arguments, o.started_at) = (m.command, m.arguments, m.started_at)
            AND {_RUN_RANK.format("o")} > {_RUN_RANK.format("m")}
    ) WHERE place = 1
    """,
)
#: a record that was not kept here
_CAPTURES = _Both(
    "captures",
    "id",
    "warc_file, warc_offset, warc_length, warc_start",
    """
    SELECT m.id, coalesce(w.here, o.warc_file), o.warc_offset, o.warc_length, o.warc_start
    FROM temp.of_captures AS k CROSS JOIN main.captures AS m ON m.id = k.here
    CROSS JOIN other.captures AS o ON o.id = k.id LEFT JOIN temp.of_warc_files AS w ON w.name = o.warc_file
    WHERE NOT k.is_new AND m.warc_file IS NULL AND m.revisit_of IS NULL AND o.warc_file IS NOT NULL
        AND o.revisit_of IS NULL AND (m.fetched_at, m.url, m.status) IS (o.fetched_at, o.url, o.status)
    """,
)
_NEW_HOSTS = "INSERT OR IGNORE INTO main.hosts ({0}) SELECT {0} FROM other.hosts"
#: how often a page named one that is left out cannot be told apart: at least as often as either says
_REFUSED = """
    INSERT INTO main.refused_addresses (source_id, reason, kept, further, last_example)
    SELECT k.here, o.reason, o.kept, o.further, o.last_example
    FROM other.refused_addresses AS o CROSS JOIN temp.of_sources AS k ON k.id = o.source_id WHERE true
    ON CONFLICT (source_id, reason) DO UPDATE SET
        kept = max(kept, excluded.kept), further = max(further, excluded.further),
        last_example = max(last_example, excluded.last_example)
    WHERE excluded.kept > kept OR excluded.further > further OR excluded.last_example > last_example
"""
#: of sources of which both know pages, those of new pages are counted
_SHARED_SOURCES = "SELECT DISTINCT m.source_id FROM temp.both_pages AS b CROSS JOIN main.pages AS m ON m.id = b.id"
_SHAPES = f"""
    INSERT INTO main.address_shapes (source_id, shape, articles, others, barren, example)
    SELECT k.here, o.shape, iif(s.source_id IS NULL, o.articles, 0), iif(s.source_id IS NULL, o.others, 0), o.barren,
        o.example
    FROM other.address_shapes AS o CROSS JOIN temp.of_sources AS k ON k.id = o.source_id
    LEFT JOIN ({_SHARED_SOURCES}) AS s ON s.source_id = k.here WHERE true
    ON CONFLICT (source_id, shape) DO UPDATE SET
        articles = articles + excluded.articles, others = others + excluded.others,
        barren = min(barren, excluded.barren), example = min(example, excluded.example)
    WHERE excluded.articles + excluded.others > 0 OR excluded.barren < barren OR excluded.example < example
"""
_NEW_PAGES = f"""
    SELECT p.source_id, p.url, p.kind FROM temp.of_pages AS k CROSS JOIN main.pages AS p ON p.id = k.here
    WHERE k.is_new AND p.kind IS NOT NULL AND p.source_id IN ({_SHARED_SOURCES})
"""
_NO_SHAPES = "DELETE FROM main.address_shapes WHERE articles = 0 AND others = 0"
_KINDS = "SELECT m.id, m.kind FROM temp.both_pages AS b CROSS JOIN main.pages AS m ON m.id = b.id"


def compare_pages(conn: sqlite3.Connection) -> None:
    """Says of the pages in both what each archive knows of them, before anything is copied."""
    for name, schema, number in (("there", "other", "id"), ("here", "main", "here")):
        conn.execute(f"CREATE TEMP TABLE state_{name} AS {_STATE.format(schema, number)}")
        conn.execute(f"CREATE UNIQUE INDEX temp.state_{name}_by_id ON state_{name} (id)")
    conn.execute(_CREATE)
    conn.execute(_COMPARE_HOSTS)
    conn.execute(_FILL)
    for name in ("there", "here"):
        conn.execute(f"DROP TABLE temp.state_{name}")


def merge_pages(conn: sqlite3.Connection) -> None:
    """Makes the pages in both, and what is known beside them, what the later look says, after all is copied."""
    before = dict(conn.execute(_KINDS).fetchall())
    for both in (_SOURCES, _RUNS, _FRONTIER, _PAGES, _HOSTS, _CAPTURES):
        _put(conn, both)
    conn.execute(_NEW_HOSTS.format(", ".join(columns_of_table(conn, "hosts"))))
    conn.execute(_REFUSED)
    _count_shapes(conn, before)


def _put(conn: sqlite3.Connection, both: _Both) -> None:
    """Writes the rows that differ from what they are to be."""
    told, there = (", ".join(f"{table}.{name}" for name in both.columns.split(", ")) for table in ("a", "m"))
    conn.execute(f"CREATE TEMP TABLE after ({both.key}, {both.columns}, PRIMARY KEY ({both.key}))")
    conn.execute(f"INSERT INTO temp.after ({both.key}, {both.columns}) {both.after}")
    conn.execute(f"""
        DELETE FROM temp.after AS a WHERE EXISTS (
            SELECT 1 FROM main.{both.table} AS m WHERE m.{both.key} = a.{both.key} AND ({there}) IS ({told})
        )
    """)
    conn.execute(f"""
        UPDATE main.{both.table} SET ({both.columns}) = (
            SELECT {both.columns} FROM temp.after AS a WHERE a.{both.key} = {both.table}.{both.key}
        ) WHERE {both.key} IN (SELECT {both.key} FROM temp.after)
    """)
    conn.execute("DROP TABLE temp.after")


def _count_shapes(conn: sqlite3.Connection, before: dict[int, str | None]) -> None:
    """What addresses have turned out to be: each page counts once."""
    conn.execute(_SHAPES)
    add_counts(conn, conn.execute(_NEW_PAGES).fetchall())
    for page_id, kind in conn.execute(_KINDS).fetchall():
        if verdict_of(kind) != verdict_of(before[page_id]):
            count_page(conn, page_id, before[page_id], kind)
    conn.execute(_NO_SHAPES)
