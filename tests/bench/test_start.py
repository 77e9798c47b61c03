"""What starting costs is measured on the real commands."""

from __future__ import annotations

import start


def test_each_command_runs_and_takes_its_time():
    spent = start.start_seconds(rounds=1)
    assert spent.keys() == {"python -c pass", "archiver --help", "archiver search"}
    assert all(0 < seconds < float("inf") for seconds in spent.values())
