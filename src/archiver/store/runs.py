"""Runs: which commands wrote to the archive, when, and how they ended."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archiver.jsontext import encode_json
from archiver.model import DuePage, RunCounts
from archiver.store.connection import Connection
from archiver.store.frontier import excuse
from archiver.store.texts import storable
from archiver.timestamps import parse_utc, utc_text

#: a run in which nobody was asked for anything
_IDLE = """
    outcome = 'done' AND exit_code = 0 AND pages_fetched = 0 AND pages_failed = 0 AND bytes_received = 0
"""
#: into the newest one of its kind: several commands take turns, and nothing but such rounds came after it
_FOLD = f"""
    UPDATE runs SET rounds = rounds + 1, last_started_at = :now, ended_at = :now
    WHERE id = (
        SELECT max(id) FROM runs WHERE command = :command AND arguments = :arguments
        AND id > coalesce((SELECT max(id) FROM runs WHERE coalesce(NOT ({_IDLE}), 1)), 0)
    )
"""
_HAS_LEFT_ANYTHING = """
    SELECT EXISTS (SELECT 1 FROM pages) OR EXISTS (SELECT 1 FROM sources)
        OR EXISTS (SELECT 1 FROM runs WHERE outcome = 'done')
"""
_IDLE_ROUND = """
    INSERT INTO runs (command, arguments, started_at, ended_at, outcome, exit_code)
    VALUES (:command, :arguments, :now, :now, 'done', 0)
"""


#: what came after these numbers, and is there still; of captures those of pages that came
_SINCE = """
    SELECT (SELECT count(*) FROM articles WHERE id > ?), (
        SELECT count(*) FROM captures WHERE id > ? AND page_id IS NOT NULL AND (error IS NULL OR error LIKE 'gone%')
    )
"""
_NEWEST = "SELECT (SELECT coalesce(max(id), 0) FROM articles), (SELECT coalesce(max(id), 0) FROM captures)"


class Newest(NamedTuple):
    """How far the rows of an archive go, by their numbers."""

    article_id: int
    capture_id: int


class NewRows(NamedTuple):
    """What has come since, as far as it is there still."""

    articles: int
    #: of pages that came, changed or new
    captures: int


class Rounds:
    """What one round has to know of those before it, and what it leaves for the next."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def note_idle(self, command: str, arguments: Sequence[str] = ()) -> None:
        """Records a round that had nothing to do; of many in a row, one row in ``runs`` a command counts them."""
        with self._db.writing() as conn:
            _note_idle_round(conn, command, arguments, self._db.now())

    def forget(self, run_id: int) -> None:
        """Takes a run's row out."""
        with self._db.writing() as conn:
            conn.execute("DELETE FROM runs WHERE id = ?", [run_id])

    def has_left_anything(self) -> bool:
        """Whether any page or source is there, or a run has come to a good end."""
        with self._db.reading() as conn:
            return bool(conn.execute(_HAS_LEFT_ANYTHING).fetchone()[0])

    def newest(self) -> Newest:
        """The newest rows, before a run adds to them."""
        with self._db.reading() as conn:
            return Newest._make(conn.execute(_NEWEST).fetchone())

    def since(self, before: Newest) -> NewRows:
        """How many rows there are that were not there then."""
        with self._db.reading() as conn:
            return NewRows._make(conn.execute(_SINCE, before).fetchone())

    def excuse(self, pages: Iterable[DuePage], due_at: dt.datetime) -> None:
        """Takes back that these pages have failed, as their host was away: as they were, they are due by then."""
        with self._db.writing() as conn:
            excuse(conn, pages, due_at)

    def asked_until(self) -> dt.datetime | None:
        """Until when an earlier run may have asked sites for pages, to the second above; ``None`` before the first.

        Now, if it was killed: nobody knows. To be asked before a run begins.
        """
        with self._db.reading() as conn:
            return _load_asked_until(conn, self._db.now())


class RunEnd(NamedTuple):
    """How a run ended."""

    ended_at: dt.datetime
    outcome: str
    exit_code: int
    #: ``None`` keeps what was summed up along the way
    counts: RunCounts | None


def begin_run(conn: sqlite3.Connection, command: str, arguments: Sequence[str], now: dt.datetime) -> int:
    """The number of a new run."""
    cursor = conn.execute(
        "INSERT INTO runs (command, arguments, started_at) VALUES (?, ?, ?)",
        [command, _arguments_json(arguments), utc_text(now)],
    )
    return int(cursor.lastrowid or 0)


def add_counts(conn: sqlite3.Connection, run_id: int, counts: RunCounts) -> None:
    """Adds to a run's figures, so that a run that is killed has those of what it had saved."""
    conn.execute(
        "UPDATE runs SET pages_fetched = pages_fetched + ?, pages_failed = pages_failed + ?,"
        " articles_new = articles_new + ?, articles_changed = articles_changed + ?,"
        " bytes_received = bytes_received + ? WHERE id = ?",
        [*_figures(counts), run_id],
    )


def end_run(conn: sqlite3.Connection, run_id: int, end: RunEnd) -> None:
    """Records how a run ended."""
    conn.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, exit_code = ? WHERE id = ?",
        [utc_text(end.ended_at), end.outcome, end.exit_code, run_id],
    )
    if end.counts is not None:
        conn.execute(
            "UPDATE runs SET pages_fetched = ?, pages_failed = ?, articles_new = ?, articles_changed = ?,"
            " bytes_received = ? WHERE id = ?",
            [*_figures(end.counts), run_id],
        )


def _note_idle_round(conn: sqlite3.Connection, command: str, arguments: Sequence[str], now: dt.datetime) -> None:
    values = {"command": command, "arguments": _arguments_json(arguments), "now": utc_text(now)}
    if not conn.execute(_FOLD, values).rowcount:
        conn.execute(_IDLE_ROUND, values)


def _load_asked_until(conn: sqlite3.Connection, now: dt.datetime) -> dt.datetime | None:
    row = conn.execute(
        f"SELECT ended_at FROM runs WHERE coalesce(NOT ({_IDLE}), 1) ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return now if row[0] is None else parse_utc(row[0]) + dt.timedelta(seconds=1)


def _arguments_json(arguments: Sequence[str]) -> str:
    return encode_json([storable(argument) for argument in arguments])


def _figures(counts: RunCounts) -> tuple[int, ...]:
    return (
        counts.pages_fetched,
        counts.pages_failed,
        counts.articles_new,
        counts.articles_changed,
        counts.bytes_received,
    )
