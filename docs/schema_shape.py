"""The shape of the archive's tables as SQLite itself tells it: columns, keys, what refers to what, and indexes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from archiver.store.schema import schema_sql

#: what each table is about, in the order of the reference
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Content": (
        *(
            "articles",
            "revision_log",
            "past_texts",
            "revision_diffs",
            "similar_articles",
            "cluster_members",
            "article_sketches",
            "authors",
            "article_authors",
            "tags",
            "article_tags",
            "images",
            "alternates",
            "article_evidence",
            "evidence_kinds",
        ),
        *("article_keys", "sources"),
    ),
    "Promotion": ("cards", "placements"),
    "Crawl": ("pages", "frontier", "hosts", "address_shapes", "refused_addresses", "runs"),
    "Files": ("captures", "ingested_chunks", "meta", "schema_docs"),
}
#: name and meaning, from the line above an index
_INDEX = re.compile(r"^-- (\w+): (.+)\nCREATE (?:UNIQUE )?INDEX \1 ", re.MULTILINE)
#: where a table stands that nobody has grouped yet
UNGROUPED = "Other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    is_nullable: bool
    #: a part of the primary key
    is_key: bool
    #: ``articles.id``; ``None`` for a column that refers to nothing
    refers_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One index that has a name of ours."""

    name: str
    #: in brackets, with its condition: ``(page_id) WHERE is_rendered``
    columns: str
    #: what is quickly found by it; ``None`` where nobody said
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table with what hangs on it."""

    name: str
    group: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]

    @property
    def references(self) -> tuple[tuple[str, str], ...]:
        """Column and table of each foreign key."""
        return tuple((one.name, one.refers_to.partition(".")[0]) for one in self.columns if one.refers_to)


@cache
def tables() -> tuple[Table, ...]:
    """Every table of a new archive, grouped; neither views nor full-text indexes."""
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.executescript(schema_sql())
        listed = conn.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
        names = {name for (name,) in listed if not name.startswith("sqlite_")}
        return tuple(_table(conn, name, group) for name, group in _grouped(names))


def _grouped(names: set[str]) -> list[tuple[str, str]]:
    known = [(name, group) for group, own in GROUPS.items() for name in own if name in names]
    return known + [(name, UNGROUPED) for name in sorted(names - {name for name, _ in known})]


def _table(conn: sqlite3.Connection, name: str, group: str) -> Table:
    targets = {row[3]: f"{row[2]}.{row[4] or 'id'}" for row in conn.execute(f"PRAGMA foreign_key_list({name})")}
    columns = tuple(
        Column(name=own, type=kind, is_nullable=not needed and not key, is_key=key > 0, refers_to=targets.get(own))
        for _, own, kind, needed, _, key in conn.execute(f"PRAGMA table_info({name})")
    )
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY rowid"
    about = dict(_INDEX.findall(schema_sql()))
    indexes = tuple(
        Index(name=index, columns=text.partition(f" ON {name} ")[2], about=about.get(index))
        for index, text in conn.execute(sql, (name,))
    )
    return Table(name=name, group=group, columns=columns, indexes=indexes)
