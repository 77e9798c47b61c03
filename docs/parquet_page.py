"""docs/reference/parquet.md: the folder that an export as parquet writes, its tables, columns and types."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_table import table

from archiver.pipelines.exports.parquet_files import PARTITIONS, TYPES
from archiver.pipelines.lake_views import WORKED_OUT
from archiver.store.column_kinds import Kind, columns_of
from archiver.store.extract_parts import PLACED
from archiver.store.extracts import TABLES
from archiver.store.schema import SCHEMA_VERSION, Description, descriptions

#: what ``manifest.json`` says, by key
MANIFEST = {
    "made_by": "`archiver`: what else has a manifest is not taken for a lake",
    "version": "of the package that wrote it",
    "format": "`parquet`",
    "schema_version": f"of the archive's schema: {SCHEMA_VERSION} today",
    "selection": "which part of the archive was chosen, for a person",
    "articles": "how many",
    "tables": "by name: `rows`, `columns` (by name their types in DuckDB's words, in order), `partitioned_by`",
    "warc_dir": "the folder of the WARC files that captures name, from this one; left out where all lie elsewhere",
    "in_place": "the files elsewhere that captures point to and that may be read for them, as `in-place.txt` has them",
    "holds": "every file, by its path from the folder: what is not named here does not belong to it",
}


def parquet_page() -> Iterator[str]:
    """The lines of the page."""
    yield from ("# Parquet", "", *_INTRODUCTION, "", "## The folder", "", *_FOLDER, "")
    yield from ("## Versions", "", *_VERSIONS, "", "## The manifest", "", *_MANIFEST, "")
    yield from table(("key", "says"), ((f"`{key}`", said) for key, said in MANIFEST.items()))
    yield from ("", "## Types", "", *_TYPES, "")
    yield from table(("in SQLite", "in Parquet"), _types())
    yield from ("", "## Tables", "", *_tables_there(), "")
    described = _described()
    for name in TABLES:
        yield from _table(name, described[name])


def _described() -> dict[str, list[Description]]:
    found: dict[str, list[Description]] = {}
    for row in descriptions():
        found.setdefault(row.object, []).append(row)
    return found


def _types() -> Iterator[tuple[str, str]]:
    return ((_IN_SQLITE[kind], _type(kind)) for kind in _IN_SQLITE)


def _type(kind: Kind) -> str:
    return "TIMESTAMP WITH TIME ZONE" if kind is Kind.MOMENT else TYPES[kind]


def _tables_there() -> tuple[str, ...]:
    views = sorted(
        {row.object for row in descriptions() if row.column is None} - {*TABLES, *WORKED_OUT, *_NOT_THERE, "meta"}
    )
    names = ", ".join(f"[{name}](tables.md#{name})" for name in views if name != "schema_docs")
    worked_out = ", ".join(f"[{name}](tables.md#{name})" for name in WORKED_OUT)
    return (
        "What `archiver query --parquet` and `archiver.open_lake` show beside these is worked out when asked for:",
        f"{names}; of the tables, {worked_out}.",
    )


def _table(name: str, rows: list[Description]) -> Iterator[str]:
    about = next(row.description for row in rows if row.column is None)
    parted = f" In folders by {' and '.join(f'`{one}`' for one in PARTITIONS)}." if name in PLACED else ""
    yield from (f"### {name}", "", f"{about[:1].upper()}{about[1:]}.{parted}", "")
    meanings = {row.column: row.description for row in rows if row.column is not None}
    kinds = (column.kind or Kind.TEXT for column in columns_of(name, meanings))
    shown = zip(meanings.items(), kinds, strict=True)
    yield from table(("column", "type", "meaning"), ((f"`{one}`", _type(kind), said) for (one, said), kind in shown))
    yield ""


#: of an archive, what a lake has no table or view for
_NOT_THERE = frozenset({"_sqlite_migrations", "article_evidence", "articles_fts", "evidence_kinds", "teasers_fts"})
_IN_SQLITE = {
    Kind.TEXT: "text",
    Kind.INTEGER: "integer",
    Kind.REAL: "real",
    Kind.MOMENT: "a moment in UTC (`…_at`, `first_seen`, …)",
    Kind.DAY: "a day (`…_day`)",
    Kind.FLAG: "0 and 1 (`is_…`, …)",
}
_INTRODUCTION = (
    "What [`archiver export --format parquet`](../how-to/export.md#parquet) writes: an archive as a folder of Parquet",
    "files, for DuckDB, polars, Spark and whatever else reads them. [How to ask it](../how-to/duckdb.md). Tables and",
    "columns have the names, the order and the meaning that they have [in SQLite](tables.md).",
)
_FOLDER = (
    "Each table is a folder of its name, with one file at least, also where it has no row. Files are compressed with",
    "zstd; which file holds which row is not promised, nor how many files there are.",
    "",
    f"`{'` and `'.join(PLACED)}` are divided, hive style, by `source` (name or host, as in the views) and `month`",
    "(of the article's publication, by the publisher's day: `2025-08`): `articles/source=…/month=…/`. Neither is a",
    "column in the files. Where that would be more than 500 folders with fewer than 200 articles each on average,",
    "folders are by `month` alone, and `source` is the files' last column: `partitioned_by` in the manifest says which",
    "it is, and who reads with hive partitioning has both columns either way. What is not known is `unknown`; what a",
    "path cannot hold is escaped as in an address.",
)
_VERSIONS = (
    "A lake has the version of the archive's schema, in its manifest and in each file's metadata",
    "(`archiver_schema_version`, beside `archiver_table`). A newer one than the program knows is refused; in an older",
    "one the tables and views that it lacks are missing. A change of a table, column or type raises the version, as it",
    "does in SQLite, and is told in the changelog.",
)
_MANIFEST = ("`manifest.json` is written last, so that a folder which has one is whole.",)
_TYPES = (
    "The files hold what SQLite has no types for. `published` and `modified` stay text: a moment would lose the",
    "publisher's own offset. Every column may be NULL as far as the files say; which never are, [the",
    "tables](tables.md) tell.",
)
