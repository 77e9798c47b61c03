"""`--since` and `--until` are read as days, months and times ago, and refused in a sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.cli.window_options import read_days

TODAY = dt.date(2025, 8, 11)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-08-11", "2025-08-11", "2025-08-11"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("7 days", "2025-08-04", "2025-08-04"),
        ("1d", "2025-08-10", "2025-08-10"),
        (" 2 Weeks ", "2025-07-28", "2025-07-28"),
        ("0d", "2025-08-11", "2025-08-11"),
    ],
)
def test_days_are_read(text, first, last):
    span = read_days(text, TODAY)
    assert span is not None
    assert (str(span.first), str(span.last)) == (first, last)


@pytest.mark.parametrize("text", ["", "soon", "2025-13", "2025-02-30", "7", "7 years", "-3d", "0000-01", "９d"])
def test_nonsense_is_none(text):
    assert read_days(text, TODAY) is None


def test_nonsense_is_refused_in_one_sentence(archiver):
    called = archiver("crawl", "https://lac.example/", "--since", "soon")
    assert called.code == 2
    assert "'soon' is no day (expected as in 2025-08-11, 2025-08, 7 days or 2w)" in called.err


@pytest.mark.parametrize("command", [("crawl", "https://lac.example/"), ("update",)])
def test_a_beginning_after_the_end_is_refused(archiver, command):
    called = archiver(*command, "--since", "2025-08-11", "--until", "2025-07")
    assert called.code == 2
    assert "--since 2025-08-11 is later than --until 2025-07-31" in called.err


def test_a_crawl_asks_for_its_days_alone(archiver, folder, server):
    called = archiver("crawl", server.url("/"), "--allow-private", "--delay", "0", "--until", "2025-08-10", "--json")
    assert called.code == 0
    assert "/2025/08/10/the-ferry-runs-again/" in {asked.path for asked in server.log}
    assert not any(asked.path.startswith("/2025/08/11/") for asked in server.log)
