"""The schema as data: the statements of ``schema.sql``, and what its comments say of every table, column and view.

The comments are the one place where a column is described; new archives get them in the table ``schema_docs``, too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

#: of ``schema.sql``; goes up by one with each migration
SCHEMA_VERSION = 7
#: "news" in the file's header: what makes ``file`` and us know an archive from any other SQLite database
APPLICATION_ID = 0x6E657773

_CREATE = re.compile(r"CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)")
_HEADER = re.compile(r"-- (?:(\w+): )?(.*)")
_COLUMN = re.compile(r"\s+([a-z]\w*)\b.*?--\s*(.*)")
_CONTINUED = re.compile(r"\s+--\s*(.*)")
_INDEXED = re.compile(r"\s+(\w+(?:, \w+)*),\n\s+content='(\w+)'")


class Description(NamedTuple):
    """What a table or view is (``column`` is ``None``), or what stands in one of its columns."""

    object: str
    column: str | None
    description: str


#: the one table that is not ours
_OF_SQLITE_UTILS = (
    Description("_sqlite_migrations", None, "which changes of the schema this file has had, kept by sqlite-utils"),
    Description("_sqlite_migrations", "id", "number of the row"),
    Description("_sqlite_migrations", "migration_set", "archiver"),
    Description("_sqlite_migrations", "name", "the change, numbered"),
    Description("_sqlite_migrations", "applied_at", "UTC, when this file had it"),
)


@cache
def schema_sql() -> str:
    """The text of ``schema.sql``."""
    from importlib.resources import files  # noqa: PLC0415 - spares readers what only a new archive needs

    return files("archiver.store").joinpath("schema.sql").read_text(encoding="utf-8")


def statements(sql: str) -> Iterator[str]:
    """The statements of a script, in order; each ends at the end of a line."""
    lines: list[str] = []
    for line in sql.splitlines():
        if not lines and (not line.strip() or line.startswith("--")):
            continue
        lines.append(line)
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement := "\n".join(lines)):
            yield statement
            lines = []


@cache
def descriptions() -> tuple[Description, ...]:
    """What every table, column and view is, in the order of ``schema.sql``."""
    found = list(_OF_SQLITE_UTILS)
    for block in schema_sql().split("\n\n"):
        if (created := _CREATE.search(block)) is not None:
            found.append(Description(created[1], None, _header(block[: created.start()])))
            found += _columns(created[1], block[created.end() :].splitlines())
            found += _indexed_columns(created[1], block, found)
    return tuple(found)


def _header(comment: str) -> str:
    lines = [match[2] for match in map(_HEADER.match, comment.splitlines()) if match is not None]
    return _sentence(lines)


def _columns(name: str, lines: Iterable[str]) -> Iterator[Description]:
    column: str | None = None
    texts: list[str] = []
    for line in lines:
        if line.startswith(")"):
            break
        if (continued := _CONTINUED.fullmatch(line)) is not None:
            texts.append(continued[1])
        elif (described := _COLUMN.fullmatch(line)) is not None:
            if column is not None:
                yield Description(name, column, _sentence(texts))
            column, texts = described[1], [described[2]]
    if column is not None:
        yield Description(name, column, _sentence(texts))


def _indexed_columns(name: str, block: str, found: list[Description]) -> list[Description]:
    """Of a full-text table: its columns, with the descriptions of the table that it indexes."""
    if (indexed := _INDEXED.search(block)) is None:
        return []
    known = {row.column: row.description for row in found if row.object == indexed[2]}
    return [Description(name, column, known[column]) for column in indexed[1].split(", ")]


def _sentence(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())
