#!/usr/bin/env python3
"""Kills the workers of a bulk run at random moments, the scheduler once, the command itself, and looks what is lost.

    python bench/scale_kills.py                     # both engines, ten workers each, the scheduler of Dask once
    python bench/scale_kills.py --engine process --kills 3 --pages 600 --seed 7

An invented WARC file is taken in undisturbed by one process, and then by each engine while workers are killed
(SIGKILL). Then the command is killed three times, and run again. In the end there has to be every page, capture,
article and card once, as in the undisturbed archive, and `archiver check` finds nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from loopback import Size, host_name, host_responses

from archiver.fetch.warc_record import Record, new_record_id, record_to_bytes

#: moments between two kills: shorter and longer than a part takes
SHORTEST_S, LONGEST_S = 0.2, 2.0
COMMAND_KILLS = 3
#: for a worker of Dask to begin, on a busy machine
START_S = 8
#: what has to be the same, by what it says and not by its number
QUESTIONS = (
    "SELECT url, kind, state, last_fetched_at FROM pages ORDER BY url",
    "SELECT url, title, text_digest, first_seen, last_seen, word_count FROM articles ORDER BY url",
    (
        "SELECT p.url, c.fetched_at, c.payload_digest, c.size_bytes FROM captures AS c"
        " JOIN pages AS p ON p.id = c.page_id ORDER BY 1, 2, 3"
    ),
    (
        "SELECT a.url, r.number, r.cause, r.seen_at FROM revision_log AS r JOIN articles AS a ON a.id = r.article_id"
        " ORDER BY 1, 2"
    ),
    (
        "SELECT p.url, t.region, t.block, t.position, t.title, t.url, t.first_seen FROM teasers AS t"
        " JOIN pages AS p ON p.id = t.page_id ORDER BY 1, 2, 3, 4, 5"
    ),
)


def main() -> int:
    """Says what was lost; 0 when nothing was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["process", "dask", "both"], default="both")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warc = write_warc(folder / "invented.warc.gz", options.pages)
        print(f"{options.pages:,} pages, {warc.stat().st_size / 1e6:.0f} MB")
        call("--workers", "1", "--db", folder / "whole.db", warc).wait()
        whole = told(folder / "whole.db")
        lost = 0
        if options.engine != "dask":
            lost += disturbed_processes(folder, warc, options.kills, rng, whole)
        if options.engine != "process":
            lost += disturbed_dask(folder, warc, options.kills, rng, whole)
        lost += disturbed_command(folder, warc, rng, whole)
    return 1 if lost else 0


# --- what is disturbed -------------------------------------------------------------


def disturbed_processes(folder: Path, warc: Path, kills: int, rng: random.Random, whole: list[str]) -> int:
    """How many differences there are after so many workers were killed."""
    command = call("--workers", "2", "--db", folder / "processes.db", warc)
    killed = kill_workers(command, lambda: descendants(command.pid), kills, rng)
    return verdict("process", killed, command.wait(), folder / "processes.db", whole)


def disturbed_dask(folder: Path, warc: Path, kills: int, rng: random.Random, whole: list[str]) -> int:
    """The same on a scheduler with two workers, which is killed once, too."""
    port = free_port()
    with ExitStack() as stack:
        scheduler = stack.enter_context(started("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"))
        nannies = [stack.enter_context(worker(port, folder)) for _ in range(2)]
        db = folder / "dask.db"
        address = f"tcp://127.0.0.1:{port}"
        command = call("--engine", "dask", "--scheduler", address, "--work-dir", folder, "--db", db, warc)

        def victims() -> list[int]:
            """Workers that work: a nanny whose worker is killed before that gives up, as Dask has it."""
            return [pid for nanny in nannies for pid in descendants(nanny.pid) if age_s(pid) >= START_S]

        killed = kill_workers(command, victims, kills // 2, rng)
        scheduler.kill()
        scheduler.wait()
        stack.enter_context(started("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"))
        nannies += [stack.enter_context(worker(port, folder)) for _ in range(2)]
        killed += kill_workers(command, victims, kills - kills // 2, rng)
        return verdict("dask, scheduler restarted", killed, command.wait(), db, whole)


def disturbed_command(folder: Path, warc: Path, rng: random.Random, whole: list[str]) -> int:
    """The same after the command itself was killed, and called again."""
    db = folder / "command.db"
    for _ in range(COMMAND_KILLS):
        command = call("--workers", "2", "--db", db, warc)
        time.sleep(rng.uniform(1.0, 4.0))
        command.kill()
        command.wait()
    code = call("--workers", "2", "--db", db, warc).wait()
    return verdict("command killed and called again", COMMAND_KILLS, code, db, whole)


def kill_workers(
    command: subprocess.Popen[bytes], victims: Callable[[], Sequence[int]], kills: int, rng: random.Random
) -> int:
    """How many were killed while the command ran."""
    killed = 0
    while killed < kills and command.poll() is None:
        time.sleep(rng.uniform(SHORTEST_S, LONGEST_S))
        pids = victims()
        if pids and command.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(pids), signal.SIGKILL)
                killed += 1
    return killed


def verdict(name: str, kills: int, code: int, db: Path, whole: list[str]) -> int:
    """How many differences there are, told in a line."""
    found = told(db)
    missing, doubled = set(whole) - set(found), len(found) - len(set(found))
    surplus = set(found) - set(whole)
    checked = subprocess.run([sys.executable, "-m", "archiver.cli", "check", "--db", db, "--quiet"], check=False)
    wrong = len(missing) + len(surplus) + doubled + (code != 0) + (checked.returncode != 0)
    print(
        f"{name}: {kills} killed, exit code {code}; of {len(whole):,} rows {len(missing)} missing, {len(surplus)}"
        f" different, {doubled} doubled; check {'finds nothing' if not checked.returncode else 'finds something'}"
    )
    return wrong


# --- what it takes ------------------------------------------------------------------


def write_warc(path: Path, pages: int) -> Path:
    """A file of invented pages, a record each."""
    hosts = 8
    size = Size(pages=pages, hosts=hosts, kb=200)
    moment = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    with path.open("wb") as stream:
        for number in range(hosts):
            for place, response in host_responses(size, number).items():
                moment += dt.timedelta(seconds=1)
                stream.write(
                    record_to_bytes(
                        Record(
                            type="response",
                            id=new_record_id(),
                            date=moment,
                            media_type="application/http; msgtype=response",
                            headers=(("WARC-Target-URI", f"http://{host_name(number)}{place}"),),
                            block=response,
                            is_packed=True,
                        )
                    )
                )
    return path


def call(*words: object) -> subprocess.Popen[bytes]:
    """The command, begun."""
    return subprocess.Popen([sys.executable, "-m", "archiver.cli", "ingest", "--quiet", *map(str, words)])


@contextmanager
def started(*words: object) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask's, which ends with the block, its children too."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def worker(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with its nanny."""
    words = ("worker", f"tcp://127.0.0.1:{port}", "--nthreads", 1, "--no-dashboard", "--local-directory", folder)
    with started(*words) as process:
        yield process


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def descendants(pid: int) -> list[int]:
    """The processes that it has started, those that only keep track of others left out."""
    listed = subprocess.run(["pgrep", "-P", str(pid), "-f", "map_worker|spawn_main"], capture_output=True, check=False)
    return [int(child) for child in listed.stdout.split()]


def age_s(pid: int) -> int:
    """For how many seconds a process has been there; 0 for one that is gone."""
    listed = subprocess.run(["ps", "-o", "etimes=", "-p", str(pid)], capture_output=True, check=False)
    return int(listed.stdout or 0)


def told(db: Path) -> list[str]:
    """What the archive says, a line for each row."""
    with closing(sqlite3.connect(db)) as conn:
        return [f"{number}: {row!r}" for number, sql in enumerate(QUESTIONS) for row in conn.execute(sql)]


if __name__ == "__main__":
    sys.exit(main())
