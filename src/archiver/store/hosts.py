"""Hosts: robots.txt, delays and parking times, which outlive a run."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from typing import Any

from archiver.model import HostState
from archiver.store.texts import storable
from archiver.timestamps import parse_utc, utc_text

#: in the order of ``_row``
_FACTS = (
    "robots_status, robots_text, robots_fetched_at, delay_s, crawl_delay_s, response_s, slow_down_s, not_before,"
    " failures"
)
_GIVEN = ", ".join(f"excluded.{column}" for column in _FACTS.split(", "))
_SAVE = f"""
    INSERT INTO hosts (host, {_FACTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET ({_FACTS}) = ({_GIVEN}) WHERE ({_FACTS}) IS NOT ({_GIVEN})
"""


def load_host_states(conn: sqlite3.Connection) -> tuple[HostState, ...]:
    """What is known of all hosts, by name."""
    return tuple(map(_state, conn.execute(f"SELECT host, {_FACTS} FROM hosts ORDER BY host")))


def save_host_states(conn: sqlite3.Connection, states: Iterable[HostState]) -> None:
    """Records what was learnt of hosts; nothing is written for those that have not changed."""
    conn.executemany(_SAVE, map(_row, states))


def _state(row: tuple[Any, ...]) -> HostState:
    host, status, text, fetched_at, delay_s, crawl_delay_s, response_s, slow_down_s, not_before, failures = row
    return HostState(
        host=host,
        robots_status=status,
        robots_text=text,
        robots_fetched_at=_moment(fetched_at),
        delay_s=delay_s,
        crawl_delay_s=crawl_delay_s,
        response_s=response_s,
        slow_down_s=slow_down_s,
        not_before=_moment(not_before),
        failures=failures,
    )


def _row(state: HostState) -> tuple[Any, ...]:
    return (
        state.host,
        state.robots_status,
        None if state.robots_text is None else storable(state.robots_text),
        _text(state.robots_fetched_at),
        state.delay_s,
        state.crawl_delay_s,
        state.response_s,
        state.slow_down_s,
        _text(state.not_before),
        state.failures,
    )


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else parse_utc(text)


def _text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else utc_text(moment)
