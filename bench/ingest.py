#!/usr/bin/env python3
"""Takes a WARC file in, beside what its parts cost alone and a loop that keeps nothing: pages a second, and memory.

    python bench/ingest.py                      # 20,000 invented pages; takes some twenty minutes
    python bench/ingest.py --pages 5000         # as `make bench` does
    python bench/ingest.py --warc FILE          # a file of one's own (CC-NEWS)
    PEERS=/path/to/python python bench/ingest.py  # the Python that has fastwarc and trafilatura

Everything runs on two cores. A command counts whole, from its start to the last byte on disk, with WARC records, full
text and all; what runs alone is counted without its start. Dask takes longer to start and to stop, the same for any
number of pages: how much longer is told by a file of one page, and it is compared with processes with that and without.
Where others use the cores as well, what the processors do says more than the clock.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from crawl import Watched, use_two_cores, watched_run
from invented_warc import write_warc

from archiver.fetch.warc_captures import CAPTURED_TYPES, capture_of_entry
from archiver.fetch.warc_stream import Entry, iter_entries
from archiver.model import Capture
from archiver.pipelines.reading import read_content

HERE = Path(__file__).resolve().parent
PAGES = 20_000
#: of the file, its beginning: for what runs alone
ALONE_PAGES = 4000
#: and for what memory is compared with
FEW_PAGES = 1000
MOST_BLOCK_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A figure beside what it should be."""

    name: str
    found: float | None
    wanted: float

    def line(self) -> str:
        """For a person."""
        found = "not measured" if self.found is None else f"{self.found:.2f}"
        return f"{self.name:62} {found:>12}   wanted {self.wanted:g}"


@dataclass(frozen=True, slots=True)
class Alone:
    """What inflating and parsing come to, and nothing else."""

    #: pages a second, of all processes
    rate: float
    #: of a processor, a page
    cpu_s: float


@dataclass(slots=True)
class Rates:
    """Pages a second; ``None`` for what was left out."""

    alone_one: Alone
    alone_two: Alone
    peer: float | None
    #: by engine and workers
    taken_in: dict[tuple[str, int], float]
    #: the same in seconds of the processors a page, whoever else uses them
    cpu_s: dict[tuple[str, int], float]
    #: the same of Dask without what it takes longer to start and to stop
    dask_begun: float | None = None


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES, help="of the invented file")
    parser.add_argument("--warc", type=Path, help="a file to read; where there is none, the invented one is kept there")
    parser.add_argument("--no-peer", action="store_true", help="leave the loop that keeps nothing out")
    parser.add_argument("--no-dask", action="store_true", help="leave the other engine out")
    options = parser.parse_args()
    use_two_cores()
    with tempfile.TemporaryDirectory() as folder:
        measure(options.warc or Path(folder) / "pages.warc.gz", Path(folder), options)
    return 0


def measure(warc: Path, folder: Path, options: argparse.Namespace) -> None:
    """Each part alone, each engine, the peer; then what they come to."""
    if not warc.exists():
        print(f"writing {options.pages:,} pages", file=sys.stderr)
        write_warc(warc, options.pages)
    starts = page_starts(warc)
    print(f"{len(starts):,} pages, {warc.stat().st_size / 1e6:,.0f} MB compressed", flush=True)
    ends = [*starts, warc.stat().st_size]
    some = ends[: ALONE_PAGES + 1]
    rates = Rates(
        alone_one=alone(warc, some, 1),
        alone_two=alone(warc, some, 2),
        peer=None if options.no_peer else peer(warc, some),
        taken_in={},
        cpu_s={},
    )
    engines = [("process", 1), ("process", 2), *([] if options.no_dask else [("dask", 2)])]
    few = beginning(warc, ends, FEW_PAGES, folder / "few.warc.gz")
    memory: dict[tuple[str, int], tuple[float, float]] = {}
    for engine, workers in engines:
        _, little = take_in(few, folder / f"few-{engine}-{workers}", engine, workers)
        pages, much = take_in(warc, folder / f"all-{engine}-{workers}", engine, workers)
        rates.taken_in[engine, workers] = pages / much.seconds
        rates.cpu_s[engine, workers] = sum(much.cpu_s.values()) / pages
        memory[engine, workers] = little.most_of_a_worker_mb, much.most_of_a_worker_mb
        report(f"ingest --engine {engine} --workers {workers}", pages, much)
        if engine == "dask":
            longer = start_of_dask(beginning(warc, ends, 1, folder / "one.warc.gz"), folder)
            rates.dask_begun = pages / (much.seconds - longer)
            print(f"Dask's start and stop, beside a run without workers: {longer:.1f} s", flush=True)
    for (engine, workers), (little_mb, much_mb) in memory.items():
        print(f"memory of a worker, {engine} {workers}: {little_mb:.0f} MB at {FEW_PAGES:,}, {much_mb:.0f} MB at all")
    print(*(wanted.line() for wanted in ratios(rates)), sep="\n")


def ratios(rates: Rates) -> Iterator[Wanted]:
    """What the figures come to, beside what they should."""
    one, two = rates.taken_in["process", 1], rates.taken_in["process", 2]
    dask = rates.taken_in.get(("dask", 2))
    yield Wanted(name="two processes, beside one", found=two / one, wanted=1.8)
    yield Wanted(name="... beside inflating and parsing alone", found=two / rates.alone_two.rate, wanted=0.8)
    of_cpu = rates.cpu_s["process", 2]
    yield Wanted(name="... by what the processors do", found=rates.alone_two.cpu_s / of_cpu, wanted=0.8)
    beside_peer = None if rates.peer is None else two / rates.peer
    yield Wanted(name="... beside fastwarc and trafilatura, which keep nothing", found=beside_peer, wanted=3.0)
    begun = rates.dask_begun
    yield Wanted(name="Dask, beside processes", found=None if dask is None else dask / two, wanted=0.9)
    yield Wanted(name="... its start and stop left out", found=None if begun is None else begun / two, wanted=0.9)
    cpu_of_dask = rates.cpu_s.get(("dask", 2))
    found = None if cpu_of_dask is None else of_cpu / cpu_of_dask
    yield Wanted(name="... by what the processors do, with its start and stop", found=found, wanted=0.9)


def report(name: str, pages: int, watched: Watched) -> None:
    """One line for a person."""
    cpu = sum(watched.cpu_s.values())
    each = " + ".join(f"{share:.1f}" for share in sorted(watched.cpu_s.values(), reverse=True) if share > cpu / 50)
    print(
        f"{name:40} {pages / watched.seconds:7.1f} pages/s   {pages} pages in {watched.seconds:.1f} s,"
        f" CPU {cpu:.1f} s ({each}), {1000 * cpu / pages:.1f} ms a page",
        flush=True,
    )


def told(name: str, rate: float) -> float:
    """The rate, printed."""
    print(f"{name:40} {rate:7.1f} pages/s", flush=True)
    return rate


# --- the file ------------------------------------------------------------------------------------------------


def page_starts(warc: Path) -> list[int]:
    """Where the responses begin."""
    with warc.open("rb") as stream:
        found = iter_entries(stream, types=(), max_block_bytes=MOST_BLOCK_BYTES)
        return [entry.offset for entry in found if isinstance(entry, Entry) and entry.type == "response"]


def beginning(warc: Path, ends: Sequence[int], pages: int, path: Path) -> Path:
    """A file with so many first pages of another one."""
    with warc.open("rb") as source, path.open("wb") as target:
        target.write(source.read(ends[min(pages, len(ends) - 1)]))
    return path


# --- who reads it --------------------------------------------------------------------------------------------


def take_in(warc: Path, folder: Path, engine: str, workers: int) -> tuple[int, Watched]:
    """The command, as one would call it: how many pages came, and what it took."""
    folder.mkdir()
    archive = folder / "archive.db"
    command = [sys.executable, "-m", "archiver.cli", "ingest", str(warc), "--db", str(archive), "--quiet"]
    watched = watched_run([[*command, "--engine", engine, "--workers", str(workers)]])
    with closing(sqlite3.connect(archive)) as conn:
        (pages,) = conn.execute("SELECT count(*) FROM pages WHERE state = 'ok'").fetchone()
    return pages, watched


def start_of_dask(one_page: Path, folder: Path) -> float:
    """How many seconds longer Dask takes for next to nothing than a process does."""
    runs = [take_in(one_page, folder / f"one-{engine}", engine, 2)[1] for engine in ("dask", "process")]
    return runs[0].seconds - runs[1].seconds


def alone(warc: Path, ends: Sequence[int], processes: int) -> Alone:
    """What processes come to that inflate and parse, each a part of the file, and keep nothing."""
    with ProcessPoolExecutor(processes) as pool:
        each = list(pool.map(partial(parsed, warc), *zip(*parts(ends, processes), strict=True)))
    found = Alone(sum(one.rate for one in each), sum(one.cpu_s for one in each) / len(each))
    told(f"inflated and parsed, {processes} {'process' if processes == 1 else 'processes'}", found.rate)
    print(f"{'':40} {1000 * found.cpu_s:7.1f} ms of a processor a page", flush=True)
    return found


def parts(ends: Sequence[int], processes: int) -> list[tuple[int, int]]:
    """Bytes from which on and before which each of them reads, as many pages for each."""
    cuts = [ends[(len(ends) - 1) * number // processes] for number in range(processes + 1)]
    return list(pairwise(cuts))


def parsed(warc: Path, start: int, end: int) -> Alone:
    """The same of one process."""
    with warc.open("rb") as stream:
        read_content(next(captures(stream, start, end)))  # what is loaded once a process is not counted
        began, cpu_began = time.perf_counter(), time.process_time()
        pages = sum(read_content(capture, with_links=False).failure is None for capture in captures(stream, start, end))
        return Alone(pages / (time.perf_counter() - began), (time.process_time() - cpu_began) / pages)


def captures(stream: BinaryIO, start: int, end: int) -> Iterator[Capture]:
    """The pages of a part."""
    found = iter_entries(stream, start=start, end=end, types=CAPTURED_TYPES, max_block_bytes=MOST_BLOCK_BYTES)
    for entry in found:
        if isinstance(entry, Entry) and isinstance(capture := capture_of_entry(entry), Capture):
            yield capture


def peer(warc: Path, ends: Sequence[int]) -> float | None:
    """Pages a second of two processes with fastwarc and trafilatura; ``None`` where they are not installed."""
    python = os.environ.get("PEERS") or sys.executable
    if subprocess.run([python, "-c", "import fastwarc, trafilatura"], check=False, capture_output=True).returncode:
        print("fastwarc and trafilatura are not installed here: left out (PEERS names a Python that has them)")
        return None
    script = str(HERE / "warc_peer.py")
    commands = [[python, script, str(warc), str(start), str(end)] for start, end in parts(ends, 2)]
    lines = watched_run(commands).output.split("\n")
    rates = [int(pages) / float(took) for pages, took in (line.split() for line in lines if line)]
    return told("fastwarc + trafilatura, 2 processes", sum(rates))


if __name__ == "__main__":
    sys.exit(main())
