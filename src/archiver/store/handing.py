"""Sources handed out to be crawled elsewhere, with all that a crawl of them needs, and taken back when they were.

What is handed out is an archive like any other, with the rows of these sources (``subset``): their pages with
validators and moments, hosts with robots files and parking times, articles to compare with, cards that stand on pages.
Its rows keep their numbers. Records stay where they are; whoever hands out makes them found in the new archive's own
folder, to which the crawl writes.

Taken back, it is merged like any other archive, which brings whatever was fetched. That merge is between equals. What
steers a crawl is not: only one of the two has gone on, and what it says holds (``take_back``). An article that has got
another address meanwhile gets it here first, so that it is not taken for a second one (``follow_moves``). What was done
elsewhere is a matter of its runs, for most looks leave no row: one run here counts them, once (``count``).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from archiver.drafts import draft_of
from archiver.model import RunCounts
from archiver.store import meta, runs
from archiver.store.connection import Connection
from archiver.store.extracts import open_extract
from archiver.store.merging_files import attached
from archiver.store.moving import fold_into
from archiver.store.resolving import claim_cards
from archiver.store.schema import schema_sql, statements
from archiver.store.selecting import Selection
from archiver.store.subset import iter_copied, remove_with_logs
from archiver.store.texts import url_day
from archiver.timestamps import utc_text

#: the highest number of an article that was handed out: those up to it are the same article here and there
_HANDED = "handed_articles"
#: ... and of a run: what is done elsewhere is that of later ones
_HANDED_RUNS = "handed_runs"
#: in front of the name of an archive that is counted already: by which run
_COUNTED = "counted:"
_DONE = """
    SELECT coalesce(sum(pages_fetched), 0), coalesce(sum(pages_failed), 0), coalesce(sum(articles_new), 0),
           coalesce(sum(articles_changed), 0), coalesce(sum(bytes_received), 0)
    FROM {schema}.runs WHERE id > CAST((SELECT value FROM {schema}.meta WHERE key = ?) AS INTEGER)
"""
#: without those of the full text: nobody searches in a part, and where it is merged its texts are indexed
_EVIDENCE_TRIGGER = "CREATE TRIGGER articles_evidence_"
_FORGOTTEN = ("warc_file", "warc_end", "selected", "selected_from")
_DUE = """
    SELECT p.source_id, count(*) FROM frontier AS f JOIN pages AS p ON p.id = f.page_id
    WHERE f.due_at <= ? AND p.source_id IS NOT NULL GROUP BY p.source_id
"""
_MOVED = """
    SELECT m.id, o.url FROM other.articles AS o JOIN main.articles AS m ON m.id = o.id AND m.first_seen = o.first_seen
    WHERE o.id <= :handed AND m.url <> o.url
"""
#: it was found to be one that had moved, and is not there any more
_FOLDED = """
    SELECT m.id FROM main.articles AS m
    WHERE m.url = :url AND m.id <> :id
      AND NOT EXISTS (SELECT 1 FROM other.articles AS o WHERE o.id = m.id AND o.first_seen = m.first_seen)
"""
_PAGE_FACTS = ("kind", "state", "reason", "cards_version", "last_fetched_at", "part")
_FRONTIER_FACTS = (
    *("priority", "due_at", "etag", "last_modified", "payload_digest", "failures", "checks", "changes", "watched"),
    *("yielded", "alarms", "chain", "told_from", "told_to"),
)
_HOST_FACTS = (
    *("robots_status", "robots_text", "robots_fetched_at", "delay_s", "crawl_delay_s", "response_s", "slow_down_s"),
    "failures",
)
#: a page that was looked at here since then has gone on here
_IS_NEWEST = "coalesce({there}.last_fetched_at, '') >= coalesce({here}.last_fetched_at, '')"


def _row(facts: tuple[str, ...], table: str) -> str:
    return f"({', '.join(f'{table}.{fact}' for fact in facts)})"


_SHOWN = """
    coalesce(
        (SELECT a.id FROM other.articles AS b JOIN main.articles AS a ON a.url = b.url WHERE b.id = o.article_id),
        m.article_id
    )
"""
_PAGES = f"""
    UPDATE main.pages AS m SET ({", ".join(_PAGE_FACTS)}, article_id) = ({_row(_PAGE_FACTS, "o")[1:-1]}, {_SHOWN})
    FROM other.pages AS o
    WHERE o.url = m.url AND {_IS_NEWEST.format(there="o", here="m")}
      AND ({_row(_PAGE_FACTS, "m")} IS NOT {_row(_PAGE_FACTS, "o")} OR m.article_id IS NOT {_SHOWN})
"""
_FRONTIER = f"""
    UPDATE main.frontier AS f SET ({", ".join(_FRONTIER_FACTS)}) = {_row(_FRONTIER_FACTS, "g")}
    FROM other.frontier AS g JOIN other.pages AS o ON o.id = g.page_id JOIN main.pages AS m ON m.url = o.url
    WHERE f.page_id = m.id AND {_IS_NEWEST.format(there="o", here="m")}
      AND {_row(_FRONTIER_FACTS, "f")} IS NOT {_row(_FRONTIER_FACTS, "g")}
"""
#: a host stays parked for the longest that anybody was asked for
_HOSTS = f"""
    INSERT INTO main.hosts (host, not_before, {", ".join(_HOST_FACTS)})
    SELECT host, not_before, {", ".join(_HOST_FACTS)} FROM other.hosts WHERE true
    ON CONFLICT (host) DO UPDATE SET
        ({", ".join(_HOST_FACTS)}) = {_row(_HOST_FACTS, "excluded")},
        not_before = nullif(max(coalesce(hosts.not_before, ''), coalesce(excluded.not_before, '')), '')
    WHERE coalesce(excluded.robots_fetched_at, '') >= coalesce(hosts.robots_fetched_at, '')
"""
_OF_SOURCE = "JOIN other.sources AS t ON t.id = o.source_id JOIN main.sources AS s ON s.home_url = t.home_url"
_SHAPES = f"""
    INSERT OR REPLACE INTO main.address_shapes (source_id, shape, articles, others, barren, example)
    SELECT s.id, o.shape, o.articles, o.others, o.barren, o.example FROM other.address_shapes AS o {_OF_SOURCE}
"""
_REFUSED = f"""
    INSERT OR REPLACE INTO main.refused_addresses (source_id, reason, kept, further, last_example)
    SELECT s.id, o.reason, o.kept, o.further, o.last_example FROM other.refused_addresses AS o {_OF_SOURCE}
"""


class Handing:
    """Hands out sources of an archive, and takes them back."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def due(self, moment: dt.datetime) -> dict[int, int]:
        """By source, how many pages are due by then; sources with none are not there."""
        with self._db.reading() as conn:
            return dict(conn.execute(_DUE, [utc_text(moment)]).fetchall())

    def hand_out(self, source_ids: Collection[int], path: Path) -> None:
        """Writes these sources into an archive of their own, at a path where nothing is: whole, or not at all."""
        draft = draft_of(path)
        try:
            with open_extract(self._db, Selection(source_ids=tuple(sorted(source_ids)))) as extract:
                for _ in iter_copied(extract, draft, path, self._db.now(), has_triggers=False):
                    pass
            _make_its_own(draft, path)
            draft.replace(path)
        finally:
            remove_with_logs(draft)

    def done(self) -> RunCounts:
        """Of an archive that was handed out: what was done there since."""
        with self._db.reading() as conn:
            return _done(conn, "main")

    def count(self, path: Path, run_id: int) -> tuple[int, RunCounts]:
        """Has a run count what was done elsewhere; which one it is, and how much this has added to it.

        It is the one that is given, unless another was given for the same archive before, and ended before all of it
        was taken back.
        """
        with attached(self._db, path), self._db.writing() as conn:
            counted_by = meta.load(conn, _COUNTED + path.name)
            if counted_by is not None:
                return int(counted_by), RunCounts()
            counts = _done(conn, "other")
            runs.add_counts(conn, run_id, counts)
            meta.save(conn, _COUNTED + path.name, str(run_id))
            return run_id, counts

    def forget(self, path: Path) -> None:
        """To be called when an archive that was counted is gone, and cannot be taken back a second time."""
        with self._db.writing() as conn:
            conn.execute("DELETE FROM meta WHERE key = ?", [_COUNTED + path.name])

    def follow_moves(self, path: Path) -> None:
        """Gives articles the addresses that they have got elsewhere; to be done before the archive is merged."""
        with attached(self._db, path), self._db.writing() as conn:
            bound = {"handed": int(_handed(conn))}
            for article_id, url in conn.execute(_MOVED, bound).fetchall():
                for (other_id,) in conn.execute(_FOLDED, {"url": url, "id": article_id}).fetchall():
                    claim_cards(conn, fold_into(conn, other_id, article_id))
                conn.execute(
                    "UPDATE OR IGNORE articles SET url = ?, url_day = ? WHERE id = ?", (url, url_day(url), article_id)
                )

    def take_back(self, path: Path) -> None:
        """Takes over what steers the crawl of sources that were handed out; after the archive was merged."""
        with attached(self._db, path), self._db.writing() as conn:
            for statement in (_PAGES, _FRONTIER, _HOSTS, _SHAPES, _REFUSED):
                conn.execute(statement)


def _make_its_own(draft: Path, path: Path) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as conn:
        for statement in statements(schema_sql()):
            if statement.startswith(_EVIDENCE_TRIGGER):
                conn.execute(statement)
        (highest,) = conn.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
        conn.executemany("DELETE FROM meta WHERE key = ?", [(key,) for key in _FORGOTTEN])
        meta.save(conn, "warc_dir", meta.default_warc_dir(path))
        meta.save(conn, _HANDED, str(highest))
        (highest,) = conn.execute("SELECT coalesce(max(id), 0) FROM runs").fetchone()
        meta.save(conn, _HANDED_RUNS, str(highest))


def _done(conn: sqlite3.Connection, schema: str) -> RunCounts:
    fetched, failed, new, changed, received = conn.execute(_DONE.format(schema=schema), [_HANDED_RUNS]).fetchone()
    return RunCounts(
        pages_fetched=fetched, pages_failed=failed, articles_new=new, articles_changed=changed, bytes_received=received
    )


def _handed(conn: sqlite3.Connection) -> str:
    row = conn.execute("SELECT value FROM other.meta WHERE key = ?", [_HANDED]).fetchone()
    return "0" if row is None else str(row[0])
