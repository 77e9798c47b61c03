"""What is said of an archive of an older version: while it is brought up to date, and where it is read as it is."""

from __future__ import annotations

import re
import sqlite3
from functools import cache

from archiver.store.schema import SCHEMA_VERSION, descriptions, schema_sql

_MISSING = re.compile(r"no such (?:table|column|index): (?:\w+\.)*(\w+)$")
_INDEX = re.compile(r"^CREATE (?:UNIQUE )?INDEX (\w+)", re.MULTILINE)
#: why an older file is still one, and what to do
_REMEDY = "another program holds it, or it cannot be written; once it can, 'archiver stats' brings it up to date"
_REMEDY_OF_SAMPLE = "it is the sample, which is only built anew"
CANNOT_BE = "could not be brought up to date from an older version"
STAYS_OLD = f"%s: {CANNOT_BE}, and is read as it is (%s)"
#: so many take longer to bring up to date than anybody waits without a word
MANY_ARTICLES = 2_000
TAKES_A_WHILE = (
    "%s: brought up to date from an older version, which takes about two minutes for 100,000 articles (it has %s) and"
    " as much room on the disk as it has now; killed midway, it is as it was"
)
HELD = "another writer holds the archive"
HELD_WHILE_OLD = f"{HELD}, and may be bringing it up to date from an older version: try again in some minutes"


def missing_name(error: Exception) -> str | None:
    """The table, view, column or index that SQLite did not find; ``None`` for any other error."""
    missing = _MISSING.match(str(error))
    return None if missing is None else missing[1]


def is_of_today(name: str) -> bool:
    """Whether today's schema has a table, a view, a column or an index of this name."""
    return name in _names_of_today()


def lack(version: int, name: str | None, *, is_sample: bool) -> str:
    """That a file of this version has no such thing, or is older at all, and what to do."""
    what = "an archive" if name is None else f"no {name} in an archive"
    remedy = _REMEDY_OF_SAMPLE if is_sample else _REMEDY
    return f"{what} of an older schema ({version}, today {SCHEMA_VERSION}): {remedy}"


@cache
def _names_of_today() -> frozenset[str | None]:
    described = {name for row in descriptions() for name in row[:2]}
    return frozenset(described | set(_INDEX.findall(schema_sql())))


def count_articles(conn: sqlite3.Connection) -> int:
    """How many articles an older file has."""
    return int(conn.execute("SELECT count(*) FROM articles").fetchone()[0])
