"""How long a command takes to start, over Python itself: what cron and a shell pay before anything is done.

The processes take turns, and of each the quickest run counts: on a busy machine it is the least disturbed one.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 20
#: what is started; the first is the floor
FLOOR = "python -c pass"
#: by what a person types: the arguments of this Python
_ARCHIVER = (str(Path(sys.executable).with_name("archiver")),)
COMMANDS: Mapping[str, tuple[str, ...]] = {
    FLOOR: (sys.executable, "-c", "pass"),
    "archiver --help": (*_ARCHIVER, "--help"),
    "archiver search": (*_ARCHIVER, "search", "--db", str(ROOT / "archive.db"), "climat"),
}


def start_seconds(rounds: int = ROUNDS) -> dict[str, float]:
    """By command, the wall time of its quickest run from start to end, in seconds."""
    quickest = dict.fromkeys(COMMANDS, float("inf"))
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            quickest[name] = min(quickest[name], _seconds(command))
    return quickest


def _seconds(command: tuple[str, ...]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start
