#!/usr/bin/env python3
"""Measures what `archiver update` costs when there is nothing to do, or nothing new, and whether it keeps its manners.

    python bench/update.py                    # all three
    python bench/update.py --only idle        # idle, unchanged, manners
    python bench/update.py --json update.json # the figures for a program

`idle` starts `archiver update` on an archive that knows 100,000 pages, none of them due: CPU time over
`python -c pass`, connections, what is written. `unchanged` crawls a site of 2,000 pages and updates it while it is as
it was: requests, how many of them were conditional, by how much the files grow. `manners` crawls 50 hosts that fail,
redirect and ask for more time, kills the crawl in the middle, lets it go on, updates twice: the hosts' own log says
whether any of them was asked too soon.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wary_server import WaryServer

import archiver

ROUNDS = 7
DELAY_S = 0.2
#: in the frontier, of what is known
PLACES = (10, 20, 30, 40, 60, 100)
NOT_MODIFIED, OK = 304, 200
#: `archiver`, and how many connections it opened, as the last line on stderr
COUNTED = """
import sys
opened = []
sys.addaudithook(lambda event, _: opened.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from archiver.cli.main import main
try:
    code = main()
except SystemExit as end:
    code = end.code
print(len(opened), file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure."""

    name: str
    value: float
    unit: str
    #: what it is to be, in words
    reach: str
    is_reached: bool

    @property
    def line(self) -> str:
        """For a person."""
        value = f"{self.value:,.3f}".rstrip("0").rstrip(".")
        return f"{self.name:44} {value:>12} {self.unit:10} {self.reach:34} {'yes' if self.is_reached else 'NO'}"


def main() -> int:
    """Prints the figures; 1 when one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(PARTS), help="one of them")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    figures: list[Figure] = []
    for name, measure in PARTS.items():
        if options.only in {None, name}:
            with tempfile.TemporaryDirectory() as folder:
                for figure in measure(Path(folder)):
                    print(figure.line, flush=True)
                    figures.append(figure)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0 if all(figure.is_reached for figure in figures) else 1


# --- idle ----------------------------------------------------------------------------------------------------


def measure_idle(folder: Path, pages: int = 100_000, rounds: int = ROUNDS) -> list[Figure]:
    """Rounds with nothing due."""
    path = folder / "archive.db"
    fill(path, pages)
    command = [sys.executable, "-m", "archiver.cli", "update", "--db", str(path)]
    run(command)  # the first one writes the row that the others share
    before, sizes = content(path), files_of(folder)
    connections = int(run([sys.executable, "-c", COUNTED, "update", "--db", str(path)]).stderr.split()[-1])
    floor, idle = turns(rounds, [sys.executable, "-c", "pass"], command)
    after = content(path)
    changed = sum(after[name] != before[name] for name in before if name != "runs")
    ((rows, counted),) = query(path, "SELECT count(*), sum(rounds) FROM runs WHERE command = 'update'")
    return [
        _least("idle: CPU over `python -c pass`", idle - floor, "s", 0.6),
        _exactly("idle: connections", connections, 0),
        _exactly("idle: tables changed but runs", changed, 0),
        _exactly(f"idle: rows in runs for {counted} rounds", rows, 1),
        _exactly("idle: bytes grown", sum(files_of(folder).values()) - sum(sizes.values()), 0),
    ]


def fill(path: Path, pages: int, hosts: int = 50) -> None:
    """An archive that knows so many pages, in six places of the frontier, due from tomorrow on."""
    with archiver.open(path) as archive:
        for number in range(hosts):
            archive.add_source(f"https://outlet-{number}.example/")
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(
            "INSERT INTO pages (id, source_id, url, kind, state, first_seen, last_fetched_at)"
            " VALUES (?, ?, ?, 'article', 'ok', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
            (
                (number + 1, 1 + number % hosts, f"https://outlet-{number % hosts}.example/2025/story-{number}/")
                for number in range(pages)
            ),
        )
        database.executemany(
            "INSERT INTO frontier (page_id, host, priority, due_at, found_by) VALUES (?, ?, ?, ?, 'link')",
            (
                (
                    number + 1,
                    f"outlet-{number % hosts}.example",
                    (10, 20, 30, 40, 60, 100)[number % 6],
                    "2999-01-01T00:00:00Z",
                )
                for number in range(pages)
            ),
        )


# --- unchanged -----------------------------------------------------------------------------------------------


def measure_unchanged(folder: Path, pages: int = 2000) -> list[Figure]:
    """A round over a site that is as it was, right after the crawl: everything is due once more."""
    path = folder / "archive.db"
    with WaryServer(hosts=1, articles=pages - 2, is_calm=True) as server:
        crawl(path, server, delay_s=0.0)
        known = {asked.path for asked in server.log if asked.status == 200} - {"/robots.txt"}
        before = files_of(folder)
        server.log.clear()
        run(_command("update", path, delay_s=0.0))
        asked = [one for one in server.log if one.path != "/robots.txt"]
        after = files_of(folder)
        server.log.clear()
        run(_command("update", path, delay_s=0.0))
        again = len(server.log)
    grown = after["archive.db"] / before["archive.db"] - 1
    warc = sum(size for name, size in after.items() if "warc" in name)
    warc_before = sum(size for name, size in before.items() if "warc" in name)
    return [
        _exactly("unchanged: requests for pages that were there", len(asked), len(known)),
        _exactly("unchanged: not conditional", sum(not one.is_conditional for one in asked), 0),
        _exactly("unchanged: answered by anything but 304", sum(one.status != NOT_MODIFIED for one in asked), 0),
        _least("unchanged: archive.db grown", 100 * grown, "%", 1.0),
        _least("unchanged: WARC grown a page", (warc - warc_before) / len(known), "bytes", 3000),
        _least("unchanged: requests of the next round", again, "", 10),
    ]


# --- manners -------------------------------------------------------------------------------------------------


def measure_manners(folder: Path, hosts: int = 50, killed_after_s: float = 6.0) -> list[Figure]:
    """A crawl that is killed, one that goes on, and two updates, each right after the other."""
    path = folder / "archive.db"
    with WaryServer(hosts=hosts) as server:
        killed = subprocess.Popen(_command("crawl", path, *server.homes), stderr=subprocess.DEVNULL)
        time.sleep(killed_after_s)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        crawl(path, server)
        for _ in range(2):
            run(_command("update", path))
        broken = server.violations(DELAY_S)
        requests = len(server.log)
        statuses = {one.status for one in server.log}
    for violation in broken[:10]:
        print(violation, file=sys.stderr)
    missing = {0, 200, 302, 304, 429, 500, 503} - statuses
    return [
        _exactly(f"manners: violations in {requests:,} requests to {hosts} hosts", len(broken), 0),
        _exactly("manners: kinds of answers that did not occur", len(missing), 0),
    ]


def crawl(path: Path, server: WaryServer, delay_s: float = DELAY_S) -> None:
    """What a person would type."""
    run(_command("crawl", path, *server.homes, delay_s=delay_s))


def _command(name: str, path: Path, *urls: str, delay_s: float = DELAY_S) -> list[str]:
    options = ["--db", str(path), "--delay", str(delay_s), "--allow-private", "--quiet"]
    return [sys.executable, "-m", "archiver.cli", name, *options, *urls]


# --- how -----------------------------------------------------------------------------------------------------


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """What became of it. Raises for any exit code but 0 and 4 (work is left)."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode not in {0, 4}:
        raise SystemExit(f"{' '.join(command[:6])} …: exit code {done.returncode}: {done.stderr}")
    return done


def turns(rounds: int, *commands: Sequence[str]) -> list[float]:
    """CPU seconds of each command, the best of some runs in which they take turns."""
    best = [float("inf")] * len(commands)
    for _ in range(rounds):
        for place, command in enumerate(commands):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run(command)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best[place] = min(best[place], spent)
    return best


def content(path: Path) -> dict[str, int]:
    """By table, a number that is another one when anything in it is."""
    tables = [
        name for (name,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'table'") if "fts" not in name
    ]
    return {name: hash(tuple(query(path, f'SELECT * FROM "{name}"'))) for name in tables}


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


def files_of(folder: Path) -> dict[str, int]:
    """By name, the size of each file; locks left out."""
    return {
        str(file.relative_to(folder)): file.stat().st_size
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".lock"
    }


def _least(name: str, value: float, unit: str, most: float) -> Figure:
    return Figure(
        name=name, value=value, unit=unit, reach=f"at most {most:g} {unit}".rstrip(), is_reached=value <= most
    )


def _exactly(name: str, value: int, wanted: int) -> Figure:
    return Figure(name=name, value=value, unit="", reach=f"{wanted:,}", is_reached=value == wanted)


PARTS: dict[str, Callable[[Path], list[Figure]]] = {
    "idle": measure_idle,
    "unchanged": measure_unchanged,
    "manners": measure_manners,
}

if __name__ == "__main__":
    raise SystemExit(main())
