#!/usr/bin/env python3
"""Crawls an invented web of 2,000 pages on loopback, beside Scrapy on the same server and the parser by itself.

    python bench/crawl.py                      # pages a second, ratios, CPU time
    PEERS=/path/to/python python bench/crawl.py  # the Python that has scrapy and trafilatura
    python bench/crawl.py --memory             # parent and workers together, after 2,000 and after 20,000 pages
    python bench/crawl.py --workers 1 --no-peer

Everything runs on two cores, the server too: 50 hosts, 300 KB a page, gzip on the wire, no delay. `archiver crawl`
parses in full and keeps teasers, full-text search and WARC records. Scrapy runs in two processes, each with half of the
hosts; the parser runs in two, over pages that lie in memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from loopback import Size, article_pages, host_name, write_web

from archiver.model import Capture
from archiver.pipelines.crawl import LIMIT_EXIT_CODE
from archiver.pipelines.reading import read_content

HERE = Path(__file__).resolve().parent
CORES = 2
#: that one process of the parser holds in memory
PARSED_PAGES = 400
SAMPLE_PAUSE_S = 0.2
#: pages of the long crawl are smaller, of the same mix
LONG = Size(pages=20_000, hosts=50, kb=90)
SHORT_PAGES = 2000


@dataclass(slots=True)
class Watched:
    """What a command and its children took."""

    seconds: float = 0.0
    #: by process
    cpu_s: dict[int, float] = field(default_factory=dict)
    #: most of all together, PSS
    peak_mb: float = 0.0
    #: most that each has had, by process; the first one is the command
    most_mb: dict[int, float] = field(default_factory=dict)
    output: str = ""

    @property
    def most_of_a_worker_mb(self) -> float:
        """What the largest of its children has needed, or the command itself where it has none."""
        _, *children = self.most_mb.values()
        return max(children or self.most_mb.values())


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--memory", action="store_true", help="measure memory instead")
    parser.add_argument("--pages", type=int, default=Size().pages)
    parser.add_argument("--workers", help="of archiver (by default as many as cores)")
    parser.add_argument("--no-peer", action="store_true", help="leave Scrapy and the parser out")
    parser.add_argument("--web", type=Path, help="a folder where the pages are kept for the next time")
    options = parser.parse_args()
    use_two_cores()
    with tempfile.TemporaryDirectory() as folder:
        if options.memory:
            measure_memory(Path(folder), options.workers)
        else:
            size = Size(pages=options.pages)
            measure_speed(web_in(options.web or Path(folder) / "web", size), Path(folder), options)
    return 0


def measure_speed(web: Path, folder: Path, options: argparse.Namespace) -> None:
    """Ours, the peer's, the parser's."""
    size = Size(pages=options.pages)
    with served(web) as port:
        homes = homes_of(size, port)
        ours = crawl_with_archiver(folder, homes, options.workers)
        own_pages = kept_pages(folder / "archive.db")
        report("archiver", own_pages, ours)
        if options.no_peer:
            return
        peer_python = os.environ.get("PEERS") or sys.executable
        if has_peer(peer_python):
            pages, theirs = crawl_with_scrapy(folder, homes, peer_python)
            report("Scrapy + trafilatura", pages, theirs)
            print(f"{own_pages / ours.seconds / (pages / theirs.seconds):.2f} x Scrapy's pages a second")
        else:
            print("Scrapy and trafilatura are not installed here: left out (PEERS names a Python that has them)")
    alone = parser_alone(web)
    print(f"{'parser alone':22} {alone:7.1f} pages/s in {CORES} processes")
    print(f"{own_pages / ours.seconds / alone:.0%} of what the parser does alone")


def report(name: str, pages: int, watched: Watched) -> None:
    """One line for a person; processes that did nearly nothing are left out."""
    shares = sorted(watched.cpu_s.values(), reverse=True)
    cpu = sum(shares)
    each = " + ".join(f"{share:.1f}" for share in shares if share > cpu / 50)
    print(
        f"{name:22} {pages / watched.seconds:7.1f} pages/s   {pages} pages in {watched.seconds:.1f} s,"
        f" CPU {cpu:.1f} s ({each}), {1000 * cpu / pages:.1f} ms a page",
        flush=True,
    )


# --- who crawls ----------------------------------------------------------------------------------------------


def crawl_with_archiver(
    folder: Path, homes: Sequence[str], workers: str | None, *more: str, with_memory: bool = False
) -> Watched:
    """The command, as one would call it; ``more`` are options of it."""
    command = [sys.executable, "-m", "archiver.cli", "crawl", *homes, "--allow-private", "--delay", "0", "--quiet"]
    command += ["--db", str(folder / "archive.db"), *(["--workers", workers] if workers else [])]
    return watched_run([[*command, *more]], with_memory=with_memory)


def kept_pages(path: Path) -> int:
    """How many pages came, articles and home pages."""
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("SELECT count(*) FROM pages WHERE state = 'ok'").fetchone()[0])


def has_peer(python: str) -> bool:
    """Whether that Python has what the peer needs."""
    return (
        subprocess.run([python, "-c", "import scrapy, trafilatura"], check=False, capture_output=True).returncode == 0
    )


def crawl_with_scrapy(folder: Path, homes: Sequence[str], python: str) -> tuple[int, Watched]:
    """Two processes, each with half of the hosts."""
    script = str(HERE / "scrapy_peer.py")
    commands = [[python, script, str(folder / f"peer{number}.db"), *homes[number::CORES]] for number in range(CORES)]
    watched = watched_run(commands)
    return sum(map(int, watched.output.split())), watched


def parser_alone(web: Path) -> float:
    """Pages a second of read and parse in as many processes as cores, the pages in memory."""
    with ProcessPoolExecutor(CORES) as pool:
        return sum(pool.map(partial(parse_some, web), range(CORES)))


def parse_some(web: Path, number: int) -> float:
    """Pages a second of one process."""
    pages = list(islice(article_pages(web), number * PARSED_PAGES, (number + 1) * PARSED_PAGES))
    now = dt.datetime.now(dt.UTC)
    captures = [
        Capture(url=url, final_url=url, fetched_at=now, status=200, media_type="text/html", content=content)
        for url, content in pages
    ]
    for capture in captures[:20]:
        read_content(capture)
    start = time.perf_counter()
    for capture in captures:
        read_content(capture)
    return len(captures) / (time.perf_counter() - start)


# --- memory --------------------------------------------------------------------------------------------------


def measure_memory(folder: Path, workers: str | None) -> None:
    """A crawl that is stopped early, and one to the end, of the same sites."""
    web = web_in(folder / "web", LONG)
    for name, *limit in (("short", "--max-pages", str(SHORT_PAGES)), ("long",)):
        place = folder / name
        place.mkdir()
        with served(web) as port:
            watched = crawl_with_archiver(place, homes_of(LONG, port), workers, *limit, with_memory=True)
        pages = kept_pages(place / "archive.db")
        report("archiver", pages, watched)
        print(f"{'peak memory':22} {watched.peak_mb:7.0f} MB at {pages} pages (PSS, parent and workers)", flush=True)


# --- watching ------------------------------------------------------------------------------------------------


def watched_run(commands: Sequence[Sequence[str]], *, with_memory: bool = False) -> Watched:
    """Runs commands side by side to their end, and says what they and their children took."""
    watched = Watched()
    start = time.perf_counter()
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=([p.pid for p in processes], watched, ended, with_memory))
    watcher.start()
    watched.output = "\n".join(process.communicate()[0] for process in processes)
    watched.seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    failed = [process.returncode for process in processes if process.returncode not in {0, LIMIT_EXIT_CODE}]
    if failed:
        raise SystemExit(f"{' '.join(commands[0][:4])} … ended with {failed}")
    return watched


def _watch(roots: Sequence[int], watched: Watched, ended: threading.Event, with_memory: bool) -> None:
    while not ended.wait(SAMPLE_PAUSE_S):
        family = [pid for root in roots for pid in family_of(root)]
        for pid in family:
            with suppress(OSError):
                watched.cpu_s[pid] = cpu_seconds(pid)
                watched.most_mb[pid] = max(watched.most_mb.get(pid, 0.0), most_mb(pid))  # none of one that has ended
        if with_memory:
            watched.peak_mb = max(watched.peak_mb, sum(map(pss_mb, family)))


def family_of(pid: int) -> Iterator[int]:
    """A process and its children's children."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family_of(int(child))


def cpu_seconds(pid: int) -> float:
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def most_mb(pid: int) -> float:
    """The most memory that a process has had, what it shares with others included."""
    found = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def pss_mb(pid: int) -> float:
    """Memory of a process, what it shares with others in parts."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def use_two_cores() -> None:
    """For this process and all that it starts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def web_in(folder: Path, size: Size) -> Path:
    """The folder with the web of that size, written when it is not there."""
    if not (folder / "index.json").is_file():
        print(f"writing {size.pages} pages of {size.kb} KB", file=sys.stderr)
        write_web(folder, size)
    return folder


def homes_of(size: Size, port: int) -> list[str]:
    """Where to begin."""
    return [f"http://{host_name(number)}:{port}/" for number in range(size.hosts)]


@contextmanager
def served(web: Path, *options: str) -> Iterator[int]:
    """The port of a server that shows it."""
    command = [sys.executable, str(HERE / "loopback.py"), str(web), "--serve", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            if not line:
                raise SystemExit("the server did not start")
            yield int(line)
        finally:
            server.stdin.close()


if __name__ == "__main__":
    sys.exit(main())
