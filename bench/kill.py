#!/usr/bin/env python3
"""Kills a crawl at random moments, lets it go on, and looks at what the archive holds in the end.

    python bench/kill.py                # 200 times
    python bench/kill.py --kills 20 --seed 7

Every other time the command alone is killed (SIGKILL), else the command with its workers. The pages of the invented web
are answered late, so that a kill falls now on a request, now on the reading, now on a commit. In the end every page is
there, once; every capture is there, once; `archiver check` finds nothing; warcio reads all files from end to end.
The crawl is that of the command, but for workers that begin with the first page, so that kills meet them.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from crawl import homes_of, served
from loopback import Size, write_web
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archiver.config import CrawlSettings, FetchSettings
from archiver.pipelines.crawl import crawl
from archiver.pipelines.tools import Staff, open_fetcher, open_tools

SIZE = Size(pages=6000, hosts=20, kb=120)
#: moments from the start of the command: while it loads, while it fetches, while it writes
FIRST_S = 0.3
LAST_S = 2.7


def main() -> int:
    """Says what was lost; 0 when nothing was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=SIZE.pages)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--crawl", nargs="+", metavar=("DB", "HOME"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.crawl:
        crawl_into(Path(options.crawl[0]), options.crawl[1:])
        return 0
    size = Size(pages=options.pages, hosts=SIZE.hosts, kb=SIZE.kb)
    with tempfile.TemporaryDirectory() as folder:
        write_web(Path(folder) / "web", size)
        db = Path(folder) / "archive.db"
        with served(Path(folder) / "web", "--late") as port:
            homes = homes_of(size, port)
            kills = kill_again_and_again(db, homes, options.kills, random.Random(options.seed))
            started = time.perf_counter()
            subprocess.run(crawl_command(db, homes), check=True)
        print(f"killed {kills} times, then went on to the end in {time.perf_counter() - started:.1f} s")
        problems = problems_of(db, size)
    print("\n".join(problems) or f"all {size.pages} pages are there, each once; check and warcio find nothing wrong")
    return 1 if problems else 0


def crawl_command(db: Path, homes: Sequence[str]) -> list[str]:
    """What is killed."""
    return [sys.executable, __file__, "--crawl", str(db), *homes]


def crawl_into(db: Path, homes: Sequence[str]) -> None:
    """What is done there: two workers from the start."""
    settings = FetchSettings(delay_s=0.0, allow_private=True)
    with open_tools(db, CrawlSettings(), create=True) as opened, open_fetcher(settings) as fetcher:
        tools = replace(opened, staff=Staff(workers=2, after_s=0.0))
        for _ in crawl(tools, fetcher, homes):
            pass


def kill_again_and_again(db: Path, homes: Sequence[str], kills: int, chance: random.Random) -> int:
    """Begins the crawl and kills it; how often it was still at work when it was killed."""
    at_work = 0
    for number in range(kills):
        process = subprocess.Popen(crawl_command(db, homes), start_new_session=True)
        try:
            process.wait(chance.uniform(FIRST_S, LAST_S))
        except subprocess.TimeoutExpired:
            at_work += 1
        with suppress(ProcessLookupError):
            (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {kills}, {known_pages(db)} pages kept", end="", file=sys.stderr)
    return at_work


def known_pages(db: Path) -> int:
    """How many pages were kept so far."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as conn:
        return int(conn.execute("SELECT count(*) FROM pages WHERE state = 'ok'").fetchone()[0])
    return 0


def problems_of(db: Path, size: Size) -> list[str]:
    """What is not as it should be, in sentences."""
    with closing(sqlite3.connect(db)) as conn:
        states = dict(conn.execute("SELECT state, count(*) FROM pages GROUP BY state").fetchall())
        articles = conn.execute(
            "SELECT count(*), count(DISTINCT url), count(DISTINCT page_id) FROM articles"
        ).fetchone()
        captures = [
            url for (url,) in conn.execute("SELECT url FROM captures WHERE status = 200 AND page_id IS NOT NULL")
        ]
    wanted = size.pages - size.hosts
    twice = [url for url, count in Counter(captures).items() if count > 1]
    called = subprocess.run(
        [sys.executable, "-m", "archiver.cli", "check", "--db", str(db)], check=False, capture_output=True, text=True
    )
    broken, records = unread_by_warcio(db.with_suffix(".warc"))
    claims = {
        f"{size.pages} pages are to be had, and kept are {states}": states.get("ok") == size.pages,
        f"{wanted} articles are to be had, and kept are {articles}": articles == (wanted, wanted, wanted),
        f"{len(twice)} pages were kept twice: {twice[:3]}": not twice,
        f"check ends with {called.returncode}: {called.stdout}{called.stderr}": called.returncode == 0,
        f"warcio cannot read {broken}": not broken,
        f"only {records} responses are in the WARC files": records >= size.pages,
    }
    return [claim for claim, holds in claims.items() if not holds]


def unread_by_warcio(folder: Path) -> tuple[list[str], int]:
    """Files that warcio cannot read to their end, and how many responses there are in all."""
    broken, records = [], 0
    for path in sorted(folder.iterdir()):
        try:
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream, check_digests="raise"):
                    record.content_stream().read()
                    records += record.rec_type == "response"
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error) as error:
            broken.append(f"{path.name}: {error}")
    return broken, records


if __name__ == "__main__":
    sys.exit(main())
