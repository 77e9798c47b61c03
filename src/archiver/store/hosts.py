"""Hosts: robots.txt, delays and parking times, which outlive a run."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable

from archiver.model import HostState
from archiver.store.texts import storable
from archiver.timestamps import parse_utc, utc_text

_SAVE = """
    INSERT INTO hosts (host, robots_status, robots_text, robots_fetched_at, delay_s, not_before, failures)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET
        robots_status = excluded.robots_status, robots_text = excluded.robots_text,
        robots_fetched_at = excluded.robots_fetched_at, delay_s = excluded.delay_s,
        not_before = excluded.not_before, failures = excluded.failures
    WHERE (robots_status, robots_text, robots_fetched_at, delay_s, not_before, failures) IS NOT
        (excluded.robots_status, excluded.robots_text, excluded.robots_fetched_at, excluded.delay_s,
         excluded.not_before, excluded.failures)
"""


def load_host_states(conn: sqlite3.Connection) -> tuple[HostState, ...]:
    """What is known of all hosts, by name."""
    rows = conn.execute(
        "SELECT host, robots_status, robots_text, robots_fetched_at, delay_s, not_before, failures"
        " FROM hosts ORDER BY host"
    )
    return tuple(
        HostState(
            host=host,
            robots_status=status,
            robots_text=text,
            robots_fetched_at=_moment(fetched_at),
            delay_s=delay_s,
            not_before=_moment(not_before),
            failures=failures,
        )
        for host, status, text, fetched_at, delay_s, not_before, failures in rows
    )


def save_host_states(conn: sqlite3.Connection, states: Iterable[HostState]) -> None:
    """Records what was learnt of hosts; nothing is written for those that have not changed."""
    conn.executemany(
        _SAVE,
        (
            (
                state.host,
                state.robots_status,
                None if state.robots_text is None else storable(state.robots_text),
                _text(state.robots_fetched_at),
                state.delay_s,
                _text(state.not_before),
                state.failures,
            )
            for state in states
        ),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else parse_utc(text)


def _text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else utc_text(moment)
