"""docs/reference/tables.md: every view, table and full-text index, by what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_table import table
from schema_shape import GROUPS, Column, Table, tables

from archiver.store.schema import Description, descriptions, schema_sql

PICTURE = "schema.svg"


def tables_page() -> Iterator[str]:
    """The lines of the page."""
    described = _described()
    yield from ("# Tables and views", "", *_INTRODUCTION, "", "## Views", "", *_ABOUT_VIEWS, "")
    for name in re.findall(r"^CREATE VIEW (\w+)", schema_sql(), re.MULTILINE):
        yield from _view(name, described[name])
    for group in _groups():
        yield from (f"## Tables: {group.lower()}", "", *_ABOUT_GROUPS.get(group, ()), "")
        for one in tables():
            if one.group == group and not one.name.startswith("_"):
                yield from _table(one, described)
    yield from ("## Full-text indexes", "", *_ABOUT_FULL_TEXT, "")
    for name in re.findall(r"^CREATE VIRTUAL TABLE (\w+)", schema_sql(), re.MULTILINE):
        yield from _view(name, described[name])


def _groups() -> tuple[str, ...]:
    found = {one.group for one in tables() if not one.name.startswith("_")}
    return (*GROUPS, *sorted(found - GROUPS.keys()))


def _described() -> dict[str, list[Description]]:
    found: dict[str, list[Description]] = {}
    for row in descriptions():
        found.setdefault(row.object, []).append(row)
    return found


def _view(name: str, rows: list[Description]) -> Iterator[str]:
    yield from _heading(name, rows)
    yield from table(("column", "meaning"), ((f"`{row.column}`", row.description) for row in rows if row.column))
    yield ""


def _table(one: Table, described: dict[str, list[Description]]) -> Iterator[str]:
    rows = described[one.name]
    known = {row.column: row.description for row in rows}
    yield from _heading(one.name, rows)
    yield from table(
        ("column", "type", "meaning"), ((f"`{c.name}`", _type(c), _meaning(c, known[c.name])) for c in one.columns)
    )
    yield ""
    yield from _indexes(one)


def _heading(name: str, rows: list[Description]) -> Iterator[str]:
    about = next(row.description for row in rows if row.column is None)
    yield from (f"### {name}", "", f"{about[:1].upper()}{about[1:]}.", "")


def _type(column: Column) -> str:
    """``INTEGER, key``; ``TEXT or NULL``."""
    return f"{column.type}{', key' if column.is_key else ''}{' or NULL' if column.is_nullable else ''}"


def _meaning(column: Column, description: str) -> str:
    if column.refers_to is None:
        return description
    name = column.refers_to.partition(".")[0]
    return f"{description} → [{column.refers_to}](#{name})"


def _indexes(one: Table) -> Iterator[str]:
    """What is quickly found in the table, beside what its key finds."""
    for index in one.indexes:
        yield f"- index `{index.name}` `{index.columns}`{f': {index.about}' if index.about else ''}"
    if one.indexes:
        yield ""


_INTRODUCTION = (
    "The archive describes itself: this page is its table `schema_docs`, so that what stands here travels with the",
    "file: `SELECT column, description FROM schema_docs WHERE object = 'articles'`.",
    "",
    "Times of ours are UTC as text (`2025-08-11T12:05:00Z`), which sorts and compares as it is; days are `2025-08-11`;",
    "flags are 0 and 1; what is not known is `NULL`, never an empty text. Analysts begin with the views; the tables",
    "beneath them are for questions that no view answers. [Questions in SQL](../how-to/questions.md) has one for each.",
    "",
    f"![The tables of an archive, and which column refers to which table]({PICTURE})",
    "",
    "## What may be relied on",
    "",
    "- **Names stay.** A table, view or column that stands here is not renamed and does not come to mean something",
    "  else within one major version of the program. New ones may come at any time, so name the columns that you want",
    "  instead of counting on their order or on `SELECT *`.",
    "- **Numbers stay** within one file: an `id` is given once and means the same row as long as that is there.",
    "  They differ between two archives, and `archiver merge` gives new ones: across files, join by `url`.",
    "- **Words stay**: what may stand in a column of states, kinds, reasons is listed in",
    "  [States and failures](failures.md). New reasons may come.",
    "- **Free to change** are what the crawler keeps for itself (`frontier`, `hosts`, `address_shapes`), the keys and",
    "  digests by which it compares (`match_key`, `title_key`, `record_digest`, `cards.digest`), the names of rules in",
    "  `evidence.rule`, and indexes.",
    "- An archive of an older version is brought up to date by the first command that opens it while nobody",
    "  holds it and it can be written; else it is read as it is. `meta.schema_version` says which one a file has.",
    "  Views, triggers and indexes of your own stay as they are; one that cannot is quoted on stderr.",
)
_ABOUT_VIEWS = ("Made for reading: sources by name, times worked out, one row for each thing that is counted.",)
_ABOUT_GROUPS = {
    "Content": ("Articles, and what belongs to each of them.",),
    "Promotion": ("What pages show of other articles. The view `teasers` has both tables in one.",),
    "Crawl": (
        "What is known of addresses, hosts and rounds. Only `pages` and `runs` are about more than the crawler.",
    ),
    "Files": ("Where each answer is kept, and what this file says of itself.",),
}
_ABOUT_FULL_TEXT = (
    "SQLite's FTS5, without case and accents: `theatre` finds `Théâtre`. They hold no text of their own, and follow",
    "their table by triggers: join their `rowid` with the table's `id`.",
    "",
    "| asked with `MATCH` | finds |",
    "| --- | --- |",
    "| `umbrella library` | both words, anywhere |",
    '| `"county library"` | the phrase |',
    "| `umbrell*` | words that begin so |",
    "| `title: umbrella` | the word in that column |",
    "| `umbrella OR boots`, `umbrella NOT boots` | either; one without the other |",
    "| `NEAR(umbrella boots, 10)` | at most ten words apart |",
    "",
    "`bm25(articles_fts)` tells how well a row fits, smaller is better;",
    "`snippet(articles_fts, 2, '[', ']', '…', 12)` shows the place in the third column.",
    "[`archiver search`](command-line.md#archiver-search) does all this for you.",
)
