"""A selection of an archive at one moment, read as it is asked for: what every export is made from.

An extract is one read transaction on a connection of its own. What others write meanwhile is not seen, and does not
wait; only the log of a crawl that runs meanwhile is cut back after the extract is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.errors import DamagedArchiveError
from archiver.jsontext import decode_json, encode_json
from archiver.store import article_parts, meta
from archiver.store.connection import Connection, translated
from archiver.store.extract_parts import Column, Rows, settle
from archiver.store.selecting import SelectedCapture, Selection, choose, iter_records

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["TABLES", "UNKNOWN", "Column", "Extract", "SourceName", "open_extract", "settle"]

#: of chosen articles and pages
_SOURCES = """(
            SELECT a.source_id FROM chosen AS k CROSS JOIN articles AS a ON a.id = k.article_id
            UNION SELECT p.source_id FROM chosen_pages AS k CROSS JOIN pages AS p ON p.id = k.page_id
        )"""
#: the tables that a selection has, and which of their rows belong to it; ``t`` is the table or view itself
TABLES = {
    "sources": f"sources AS t WHERE :is_all OR t.id IN {_SOURCES}",
    "articles": "chosen AS k CROSS JOIN articles AS t ON t.id = k.article_id",
    "revisions": "chosen AS k CROSS JOIN revisions AS t ON t.article_id = k.article_id",
    "revision_diffs": "chosen AS k CROSS JOIN revision_diffs AS t ON t.article_id = k.article_id",
    "authors": """
        authors AS t WHERE :is_all OR t.id IN (
            SELECT x.author_id FROM chosen AS k CROSS JOIN article_authors AS x ON x.article_id = k.article_id
        )""",
    "article_authors": "chosen AS k CROSS JOIN article_authors AS t ON t.article_id = k.article_id",
    "tags": """
        tags AS t WHERE :is_all OR t.id IN (
            SELECT x.tag_id FROM chosen AS k CROSS JOIN article_tags AS x ON x.article_id = k.article_id
        )""",
    "article_tags": "chosen AS k CROSS JOIN article_tags AS t ON t.article_id = k.article_id",
    "alternates": "chosen AS k CROSS JOIN alternates AS t ON t.article_id = k.article_id",
    "images": "chosen AS k CROSS JOIN images AS t ON t.article_id = k.article_id",
    "evidence": "chosen AS k CROSS JOIN evidence AS t ON t.article_id = k.article_id",
    "teasers": "chosen_pages AS k CROSS JOIN teasers AS t ON t.page_id = k.page_id",
    "pages": "chosen_pages AS k CROSS JOIN pages AS t ON t.id = k.page_id",
    # of a whole archive those without a page too, such as robots.txt
    "captures": """(
            SELECT c.* FROM chosen_pages AS k CROSS JOIN captures AS c ON c.page_id = k.page_id
            UNION ALL SELECT * FROM captures WHERE page_id IS NULL AND :is_all
        ) AS t""",
    "cards": """
        cards AS t WHERE t.id IN (
            SELECT x.card_id FROM chosen_pages AS k CROSS JOIN placements AS x ON x.page_id = k.page_id
        )""",
    "placements": "chosen_pages AS k CROSS JOIN placements AS t ON t.page_id = k.page_id",
    "frontier": "chosen_pages AS k CROSS JOIN frontier AS t ON t.page_id = k.page_id",
    "runs": """
        runs AS t WHERE :is_all OR t.id IN (
            SELECT c.run_id FROM chosen_pages AS k CROSS JOIN captures AS c ON c.page_id = k.page_id
        )""",
    "revision_log": "chosen AS k CROSS JOIN revision_log AS t ON t.article_id = k.article_id",
    # "+": else SQLite looks up each article with each other one
    "similar_articles": """
        chosen AS k CROSS JOIN similar_articles AS t ON t.article_id = k.article_id
        WHERE +t.other_id IN (SELECT article_id FROM chosen)""",
    "cluster_members": "chosen AS k CROSS JOIN cluster_members AS t ON t.article_id = k.article_id",
    "article_keys": "chosen AS k CROSS JOIN article_keys AS t ON t.article_id = k.article_id",
    "article_sketches": "article_sketches AS t WHERE t.article_id IN (SELECT article_id FROM chosen)",
    "hosts": """
        hosts AS t WHERE :is_all OR t.host IN (
            SELECT f.host FROM chosen_pages AS k CROSS JOIN frontier AS f ON f.page_id = k.page_id
        )""",
    "address_shapes": f"address_shapes AS t WHERE t.source_id IN {_SOURCES}",
    "refused_addresses": f"refused_addresses AS t WHERE t.source_id IN {_SOURCES}",
    "ingested_chunks": "ingested_chunks AS t WHERE :is_all",
}
#: what every answer that is taken in changes, and every part of a file
_STATE = (
    "SELECT count(*), max(id) FROM captures",
    "SELECT count(*), max(id), max(last_fetched_at), count(article_id) FROM pages",
    "SELECT count(*), max(id) FROM revisions",
    "SELECT count(*), max(id), max(last_seen) FROM articles",
    "SELECT count(*), max(id) FROM sources",
    "SELECT count(*), max(last_seen) FROM placements",
    "SELECT address, start, stop, wanted, reached, ended_at FROM ingested_chunks",
    "SELECT key, value FROM meta",
)
#: where a thing is not known by which files are put apart
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceName:
    """What files of a source can be put under."""

    id: int
    #: in views: its name, or its host
    label: str
    host: str
    home_url: str


@contextmanager
def open_extract(db: Connection, selection: Selection) -> Iterator[Extract]:
    """What is chosen, until the block ends. Raises ``QueryError`` for a condition that SQLite refuses."""
    with translated(db.path):
        conn = db.another_reader()
        try:
            conn.execute("BEGIN")
            yield Extract(db, conn, selection)
        except sqlite3.OperationalError as error:
            if (older := db.older_error(error)) is not None:
                raise older from error
            if str(error).startswith("Could not decode"):  # what somebody else's program has written
                raise DamagedArchiveError(f"{db.path}: a text is not UTF-8 ({error})", path=str(db.path)) from error
            raise
        finally:
            conn.close()


class Extract:
    """A selection at one moment."""

    def __init__(self, db: Connection, conn: sqlite3.Connection, selection: Selection) -> None:
        self._conn = conn
        self._archive = db
        self.selection = selection
        self._bound = {"is_all": selection.is_all}
        #: how many are chosen
        self.articles = choose(db, conn, selection)

    @property
    def schema_version(self) -> int:
        """Of the archive that it is made from."""
        return meta.load_version(self._conn)

    @property
    def path(self) -> Path:
        """Of the archive that it is made from."""
        return self._archive.path

    @property
    def connection(self) -> sqlite3.Connection:
        """For copies within SQLite."""
        return self._conn

    @property
    def state(self) -> str:
        """The same as long as nothing was taken into the archive; what runs there were does not count."""
        told = [self._conn.execute(statement).fetchall() for statement in _STATE]
        return sha256(encode_json(told).encode()).hexdigest()

    @property
    def in_parts(self) -> Rows:
        """The same, to be read part by part."""
        return Rows(self._conn, TABLES, is_all=self.selection.is_all)

    def columns(self, table: str) -> tuple[Column, ...]:
        """Of a table or view, in its order."""
        return self.in_parts.columns(table)

    def count(self, table: str) -> int:
        """How many rows of a table there are."""
        (rows,) = self._conn.execute(f"SELECT count(*) FROM {TABLES[table]}", self._bound).fetchone()
        return int(rows)

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Of one of ``TABLES``, with its columns, each article's or page's rows together."""
        return self._conn.execute(f"SELECT t.* FROM {TABLES[table]}", self._bound)

    def warc_files(self) -> list[str]:
        """The names of the WARC files that its captures point to."""
        held = f"SELECT DISTINCT t.warc_file FROM {TABLES['captures']} WHERE t.warc_file IS NOT NULL ORDER BY 1"
        return [name for (name,) in self._conn.execute(held, self._bound)]

    def place(self, labels: dict[int, str]) -> int:
        """How many pairs of a source, by the label of each, and a month of publication the articles belong to."""
        conn = self._conn
        conn.execute("CREATE TEMP TABLE labels (source_id INTEGER PRIMARY KEY, label TEXT)")
        conn.executemany("INSERT INTO labels VALUES (?, ?)", labels.items())
        conn.execute(
            "CREATE TEMP TABLE places AS"
            " SELECT a.id AS article_id, coalesce(l.label, :unknown) AS source,"
            " coalesce(substr(a.published_day, 1, 7), :unknown) AS month"
            " FROM chosen AS k CROSS JOIN articles AS a ON a.id = k.article_id"
            " LEFT JOIN labels AS l ON l.source_id = a.source_id",
            {"unknown": UNKNOWN},
        )
        (pairs,) = conn.execute("SELECT count(*) FROM (SELECT DISTINCT source, month FROM places)").fetchone()
        return int(pairs)

    def put_in_order(self, *, by_month: bool) -> None:
        """Notes where each article comes, by source and month, or ``by_month`` first; ``place`` was asked before."""
        order = "month, source" if by_month else "source, month"
        self._conn.execute(
            "CREATE TEMP TABLE placed"
            " (position INTEGER PRIMARY KEY, article_id INTEGER NOT NULL, source TEXT, month TEXT)"
        )
        self._conn.execute(
            "INSERT INTO placed (article_id, source, month)"
            f" SELECT article_id, source, month FROM places ORDER BY {order}, article_id"
        )

    def sources(self) -> tuple[SourceName, ...]:
        """All that the archive has."""
        found = self._conn.execute("SELECT id, coalesce(name, host), host, home_url FROM sources ORDER BY id")
        return tuple(SourceName(id=a, label=b, host=c, home_url=d) for a, b, c, d in found)

    def records(self) -> Iterator[SelectedCapture]:
        """The kept captures, by number, what revisits stand for among them."""
        return iter_records(self._conn, self.selection)

    def entries(self, parts: Collection[str] = article_parts.NAMES) -> Iterator[dict[str, Any]]:
        """Articles by number, in plain JSON types, with these parts (authors, tags, …), each a list.

        Keys are those of ``Article.to_dict`` where they are the same facts.
        """
        cursor = self._conn.execute(article_parts.ARTICLES)
        names = [column[0] for column in cursor.description]
        wanted = [(name, article_parts.merged(self._conn, name)) for name in article_parts.NAMES if name in parts]
        for row in cursor:
            entry = dict(zip(names, row, strict=True))
            entry["is_paywalled"] = None if entry["is_paywalled"] is None else bool(entry["is_paywalled"])
            for name, part in wanted:
                entry[name] = part(entry["id"])
            winners = entry.pop("evidence")
            if len(wanted) == len(article_parts.NAMES):
                entry["evidence"] = decode_json(winners)
            yield entry
