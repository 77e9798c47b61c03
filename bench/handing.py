#!/usr/bin/env python3
"""Measures what it takes to hand sources out, as a crawl does that is shared out, and to take them back unchanged.

    python bench/handing.py                      # 20,000 invented articles of 40 outlets
    python bench/handing.py --articles 100000
    python bench/handing.py --archive big.db     # one that bench/big_archive.py has written

CPU time of the one process, articles a second; what is handed out is all of it, a quarter at a time.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from big_archive import write_archive
from invented_pages import Size

import archiver
from archiver.store.archive import Archive

PARTS = 4


def main() -> None:
    """Prints two figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--archive", type=Path, help="an archive to copy, in place of an invented one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        if options.archive is None:
            write_archive(path, Size(articles=options.articles))
        else:
            shutil.copy(options.archive, path)
        with archiver.open(path) as archive:
            measure(archive, Path(folder))


def measure(archive: Archive, folder: Path) -> None:
    """Hands out all sources in parts, and takes them back."""
    articles = archive.stats().articles
    numbers = [source.id for source in archive.sources()]
    parts = {folder / f"part-{part}.db": numbers[part::PARTS] for part in range(PARTS)}
    archive.claim()
    out_s = sum(cpu_s(archive.handing.hand_out, own, path) for path, own in parts.items())
    back_s = sum(cpu_s(take_back, archive, path) for path in parts)
    assert archive.stats().articles == articles, "nothing is new"
    print(f"handed out: {articles / out_s:,.0f} articles a second of CPU")
    print(f"taken back: {articles / back_s:,.0f} articles a second of CPU")


def take_back(archive: Archive, path: Path) -> None:
    """As at the end of a crawl in which nothing has changed."""
    archive.handing.follow_moves(path)
    archive.merge(path)
    archive.handing.take_back(path)


def cpu_s(work: Callable[..., None], *arguments: object) -> float:
    """Seconds of this process."""
    began = time.process_time()
    work(*arguments)
    return time.process_time() - began


if __name__ == "__main__":
    main()
