"""Runs: which commands wrote to the archive, when, and how they ended."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from archiver.jsontext import encode_json
from archiver.model import RunCounts
from archiver.store.texts import storable
from archiver.timestamps import utc_text


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
        [command, encode_json([storable(argument) for argument in arguments]), utc_text(now)],
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


def _figures(counts: RunCounts) -> tuple[int, ...]:
    return (
        counts.pages_fetched,
        counts.pages_failed,
        counts.articles_new,
        counts.articles_changed,
        counts.bytes_received,
    )
