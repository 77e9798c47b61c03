"""The tables and views of a lake, as DuckDB's SQL: the names, columns and values that the archive has in SQLite.

The files hold true types, the views what SQLite would: moments and days as text, booleans as 0 and 1. So a question
that was written for the archive is one for the lake, too, and its answer is printed alike. Whoever wants the types asks
the views ``files.…``, which give the files as they are.

A view of the archive is taken from ``schema.sql``, but for what DuckDB spells otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from archiver.pipelines.exports.parquet_files import quoted
from archiver.store.column_kinds import Kind, columns_of
from archiver.store.schema import descriptions, schema_sql, statements

#: where the files are found as they are
FILES = "files"
#: what SQLite holds of a column of such a type; others are as they are. ``make_timestamp`` spares strftime the time
#: zone, and half of its time
_AS_IN_SQLITE = {
    "TIMESTAMP WITH TIME ZONE": "system.main.strftime(make_timestamp(epoch_us({0})), '%Y-%m-%dT%H:%M:%SZ')",
    "DATE": "CAST({0} AS VARCHAR)",
    "BOOLEAN": "CAST({0} AS BIGINT)",
}
#: functions of SQLite's that DuckDB lacks or understands otherwise. ``earlier_of`` is for a view alone: what SQLite
#: writes min(x, y) is another thing there; and date(x, '+1 day') DuckDB cannot parse
MACROS = (
    "_moment(x) AS CASE WHEN x = 'now' THEN make_timestamp(epoch_us(now())) ELSE CAST(x AS TIMESTAMP) END",
    "_later(x, step) AS _moment(x) + CAST(ltrim(step, '+') AS INTERVAL)",
    """
    strftime(form, x) AS system.main.strftime(_moment(x), form),
        (form, x, step) AS system.main.strftime(_later(x, step), form)""",
    "julianday(x) AS julian(_moment(x)) - 0.5",
    "unixepoch(x) AS CAST(epoch(_moment(x)) AS BIGINT)",
    "iif(condition, yes, no) AS CASE WHEN condition THEN yes ELSE no END",
    "total(x) AS CAST(coalesce(sum(x), 0) AS DOUBLE)",
    "earlier_of(x, y) AS CASE WHEN x <= y THEN x WHEN y < x THEN y END",
)
#: what views have in SQLite's SQL, and DuckDB's word for it
DIALECT = (
    ("min(a.published_at, a.first_seen)", "earlier_of(a.published_at, a.first_seen)"),
    ("max(at)", 'max("at")'),
    ("GROUP BY a.source_id, a.published_day", "GROUP BY a.source_id, a.published_day, s.name, s.host"),
    ("group_concat(DISTINCT pl.region)", "string_agg(DISTINCT pl.region, ',' ORDER BY pl.region)"),
)
#: what is asked in another way. SQLite keeps the order of a subquery and looks up a row for each row; DuckDB does
#: neither, and joins: the gaps of a million articles are found in a second, not in hours
OTHERWISE = {
    "coverage_gaps": """
        WITH days AS MATERIALIZED (
            SELECT DISTINCT source_id, CAST(published_day AS DATE) AS day FROM articles WHERE published_day IS NOT NULL
        ),
        looks AS MATERIALIZED (
            SELECT source_id, CAST(substr(max(last_fetched_at), 1, 10) AS DATE) AS day
            FROM pages WHERE state = 'ok' GROUP BY source_id
        ),
        pauses AS (
            SELECT
                d.source_id, d.day, l.day AS look,
                lead(d.day) OVER (PARTITION BY d.source_id ORDER BY d.day) AS next_day
            FROM days AS d LEFT JOIN looks AS l ON l.source_id = d.source_id
            WHERE l.day IS NULL OR d.day <= l.day + 1
        ),
        weekdays AS (
            SELECT g.source_id, g.day, g.next_day IS NULL AS is_open,
                date_diff('day', g.day, coalesce(g.next_day, g.look)) - 1 AS days, w.ahead
            FROM pauses AS g
            JOIN range(1, 8) AS w (ahead) ON g.day + CAST(w.ahead AS INTEGER) < coalesce(g.next_day, g.look)
        ),
        usual AS (
            SELECT w.source_id, w.day, w.ahead
            FROM weekdays AS w
            JOIN range(1, 5) AS b (weeks) ON true
            JOIN days AS d ON d.source_id = w.source_id AND d.day = w.day + CAST(w.ahead - 7 * b.weeks AS INTEGER)
            GROUP BY ALL HAVING count(*) >= 3
        )
        SELECT coalesce(s.name, s.host), CAST(w.day + 1 AS VARCHAR), CAST(w.day + CAST(w.days AS INTEGER) AS VARCHAR),
            w.days, sum((w.days - w.ahead) // 7 + 1), w.is_open
        FROM weekdays AS w
        JOIN usual AS u ON u.source_id = w.source_id AND u.day = w.day AND u.ahead = w.ahead
        JOIN sources AS s ON s.id = w.source_id
        GROUP BY w.source_id, w.day, w.days, w.is_open, s.name, s.host""",
    "article_list": """
        SELECT a.id, coalesce(s.name, s.host), a.url, a.title, n.names, a.published_day, a.published, a.language,
            a.section, a.word_count, a.first_seen
        FROM articles AS a
        LEFT JOIN sources AS s ON s.id = a.source_id
        LEFT JOIN (
            SELECT aa.article_id, string_agg(au.name, ', ' ORDER BY aa.position) AS names
            FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id GROUP BY aa.article_id
        ) AS n ON n.article_id = a.id""",
    "date_conflicts": """
        SELECT a.id, coalesce(s.name, s.host), a.url, a.title, a.published_day, a.url_day,
            date_diff('day', CAST(a.url_day AS DATE), CAST(a.published_day AS DATE)), e.source
        FROM articles AS a
        LEFT JOIN sources AS s ON s.id = a.source_id
        LEFT JOIN evidence AS e ON e.article_id = a.id AND e.field = 'published'
        WHERE a.url_day <> a.published_day""",
}
#: tables of the archive that a lake has no files of, by what they are worked out from
WORKED_OUT = {
    "past_texts": """
        SELECT DISTINCT r.article_id, r.text_digest, r.title, r.lead, r.body
        FROM revisions AS r JOIN articles AS a ON a.id = r.article_id WHERE r.text_digest <> a.text_digest""",
}
_VIEW = re.compile(r"CREATE VIEW (?P<name>\w+) \(.*?\n\) AS\n(?P<select>.*);", re.DOTALL)
_NAME = re.compile(r"(?:FROM|JOIN) (\w+)")
_GLOBBED = re.compile(r"[*?\[]")


def files_view(table: str, paths: Sequence[Path]) -> str:
    """The statement that makes a table's files one view, as they are, but for the names of their folders."""
    files = ", ".join(quoted(pattern_of(path)) for path in paths)
    return f"CREATE VIEW {FILES}.{named(table)} AS SELECT * FROM read_parquet([{files}], hive_partitioning = false)"  # noqa: S608 - quoted


def table_view(table: str, types: Mapping[str, str]) -> str:
    """The statement that makes them the archive's table; ``types`` are those of its columns in the files."""
    columns = ", ".join(
        _AS_IN_SQLITE.get(kind, "{0}").format(named(name)) + f" AS {named(name)}" for name, kind in types.items()
    )
    return f"CREATE VIEW {named(table)} AS SELECT {columns} FROM {FILES}.{named(table)}"  # noqa: S608 - quoted


def views(tables: Mapping[str, Mapping[str, str]], paths: Mapping[str, Sequence[Path]]) -> Iterator[str]:
    """The statements that make an archive of these tables, by name their columns and their files."""
    yield f"CREATE SCHEMA {FILES}"
    yield from (f"CREATE MACRO {macro}" for macro in MACROS)
    for table, types in tables.items():
        yield files_view(table, paths[table])
        yield table_view(table, types)
    for name, (needed, statement) in _all_views().items():
        if name not in tables and needed <= tables.keys() | _all_views().keys():
            yield statement


@cache
def _all_views() -> dict[str, tuple[frozenset[str], str]]:
    """By name, what is no table of a lake: the tables and views that it needs, and the statement."""
    found = {name: (_needed(select), f"CREATE VIEW {name} AS {select}") for name, select in WORKED_OUT.items()}
    for name, (columns, select) in _archive_views().items():
        theirs = OTHERWISE.get(name) or in_duckdb(select)
        asked = f"({theirs}) AS asked ({', '.join(columns)})"
        found[name] = _needed(theirs), f"CREATE VIEW {name} AS SELECT {_with_numbers(name, columns)} FROM {asked}"  # noqa: S608 - ours
    return found


def _needed(select: str) -> frozenset[str]:
    objects = {row.object for row in descriptions()}
    return frozenset(objects.intersection(_NAME.findall(select)))


def in_duckdb(select: str) -> str:
    """A view's statement in DuckDB's words."""
    for ours, theirs in DIALECT:
        select = select.replace(ours, theirs)
    return select


def _with_numbers(view: str, columns: Sequence[str]) -> str:
    """What is true or false in DuckDB is 1 or 0."""
    kinds = zip(columns, columns_of(view, columns), strict=True)
    return ", ".join(
        f"CAST({name} AS BIGINT) AS {name}" if column.kind is Kind.FLAG else name for name, column in kinds
    )


@cache
def _archive_views() -> dict[str, tuple[tuple[str, ...], str]]:
    """By name, the columns and the statement of each view, in an order in which each finds the others."""
    found = filter(None, map(_VIEW.fullmatch, statements(schema_sql())))
    return {view["name"]: (_columns_of(view["name"]), view["select"]) for view in found}


def _columns_of(view: str) -> tuple[str, ...]:
    return tuple(row.column for row in descriptions() if row.object == view and row.column is not None)


def pattern_of(path: Path) -> str:
    """The pattern of names that this one alone fits."""
    return _GLOBBED.sub(lambda one: f"[{one[0]}]", str(path))


def named(name: str) -> str:
    """As a name in a statement."""
    return '"' + name.replace('"', '""') + '"'
