#!/usr/bin/env python3
"""Says what `archiver report` costs over a large archive, beside what it takes to read its articles once.

    python bench/reporting.py                    # 100,000 invented articles
    python bench/reporting.py --articles 5000
    python bench/reporting.py --archive big.db   # one that is there, such as bench/big_archive.py writes
    python bench/reporting.py --json report.json # the figures for a program

Times are this process's own: what others do meanwhile does not count, nor does a cold disk. Memory is the most that the
process has had in use at the end, Python and its modules included.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from big_archive import write_archive
from invented_pages import Size

import archiver
from archiver.report.page import Report, report_html

T = TypeVar("T")

#: to the last column of each row
FLOOR = "SELECT count(record_digest), sum(length(evidence)) FROM articles"
#: of what is measured, the best counts
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a step took."""

    step: str
    ms: float
    #: the time over one look at all articles
    ratio: float

    @property
    def line(self) -> str:
        """For a person."""
        return f"{self.step:24} {self.ms:9.1f} ms {self.ratio:7.2f} x"


def main() -> int:
    """Prints a line for each step, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=Size().articles, help="how many are invented (%(default)s)")
    parser.add_argument("--archive", type=Path, help="ask this one instead")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.archive or Path(folder) / "archive.db"
        if options.archive is None:
            write_archive(path, Size(articles=options.articles))
        costs = list(costs_of(path))
    print(*(cost.line for cost in costs), sep="\n")
    print(f"{'memory':24} {memory_mib():9.0f} MiB")
    if options.json:
        options.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n", encoding="utf-8")
    return 0


def costs_of(path: Path) -> Iterator[Cost]:
    """The articles read once, the figures, the page."""
    with closing(sqlite3.connect(path)) as conn:
        floor, _ = best(lambda: conn.execute(FLOOR).fetchall())
    yield Cost(step="all articles read once", ms=1000 * floor, ratio=1)
    with archiver.open(path) as archive:
        took, figures = best(archive.figures)
        yield Cost(step="the figures", ms=1000 * took, ratio=took / floor)
        report = Report(name=path.name, figures=figures, generated_at=archive.now())
    took, _ = best(lambda: report_html(report))
    yield Cost(step="the page", ms=1000 * took, ratio=took / floor)


def best(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of work, of a few rounds the shortest, and what came of it."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def memory_mib() -> float:
    """The most that this process has had in use."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    sys.exit(main())
