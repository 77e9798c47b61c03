#!/usr/bin/env python3
"""Cuts an invented archive into ten by its outlets, merges them, and compares what comes out with what was cut.

    python bench/merge.py                        # 5,000 articles
    python bench/merge.py --articles 100000      # ten archives of 10,000
    python bench/merge.py --db big.db            # of an archive that is there (bench/big_archive.py); it is copied
    python bench/merge.py --json merge.json      # the figures for a program

What is compared are all tables, row by row, without the numbers of rows, which depend on the order. Cards that promote
an article of another archive, and texts that are near-identical to one there, have lost that when they were cut, and
have to have it again. Then all ten are merged once more, which must leave the file as it is but for the time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from big_archive import write_archive
from invented_pages import Size

import archiver
from archiver.store.selecting import Selection
from archiver.store.subset import iter_copied

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from support.merged import statements

PARTS = 10
PAIRS = "similar_articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What merging took."""

    archives: int
    articles: int
    articles_a_second: float
    #: of the processor's time: what a busy machine does not change
    articles_a_cpu_second: float
    #: of merging them all again
    seconds_again: float
    #: tables that are not as they were before the archive was cut
    differing: tuple[str, ...]
    #: the part of the near-identical pairs of either that both have: of a text with many copies, those are told that
    #: came next to each other, and they come in another order now
    pairs_in_both: float
    #: what ``archiver check`` says of the result
    problems: int


def main() -> int:
    """Prints the figures; 1 where the merged archive is not the one that was cut."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000, help="how many (%(default)s)")
    parser.add_argument("--db", type=Path, help="an archive that is there, instead of a new one")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.db"
        if options.db is None:
            write_archive(whole, Size(articles=options.articles))
        else:
            shutil.copy(options.db, whole)
        figures = measure(whole)
    print(
        f"merge {figures.archives} archives: {figures.articles:,} articles, {figures.articles_a_second:,.0f} a second"
        f" ({figures.articles_a_cpu_second:,.0f} a second of the processor);"
        f" again: {figures.seconds_again:.1f} s; tables that differ: {', '.join(figures.differing) or 'none'};"
        f" near-identical pairs in both: {figures.pairs_in_both:.1%};"
        f" problems: {figures.problems}"
    )
    if options.json:
        options.json.write_text(json.dumps(asdict(figures), indent=1) + "\n", encoding="utf-8")
    return int(bool(figures.differing or figures.problems))


def measure(whole: Path) -> Figures:
    """Of an archive, which is cut and merged."""
    parts = list(_cut(whole))
    target = whole.with_name("merged.db")
    with archiver.open(target) as archive:
        took = [_merge(archive, part) for part in parts]
        again = [_merge(archive, part) for part in parts]
        problems = archive.check().problems
        articles = archive.stats().articles
    found, wanted = _digests(target), _digests(whole)
    return Figures(
        archives=len(parts),
        articles=articles,
        articles_a_second=articles / sum(seconds for seconds, _ in took),
        articles_a_cpu_second=articles / sum(cpu for _, cpu in took),
        seconds_again=sum(seconds for seconds, _ in again),
        differing=tuple(table for table, digest in wanted.items() if found[table] != digest),
        pairs_in_both=_pairs_in_both(target, whole),
        problems=len(problems),
    )


def _cut(whole: Path) -> Iterator[Path]:
    """The archives that it is cut into, each with every tenth source."""
    with archiver.open(whole) as archive:
        archive.claim()  # of an older schema, it is brought up to date
        sources = [source.id for source in archive.sources()]
        for number in range(PARTS):
            path = whole.with_name(f"part{number}.db")
            selection = Selection(source_ids=tuple(sources[number::PARTS]))
            with archive.extract(selection) as extract:
                for _ in iter_copied(extract, path, path, archive.now()):
                    pass
            yield path


def _merge(archive: archiver.Archive, part: Path) -> tuple[float, float]:
    """How many seconds it took, and how many of the processor's."""
    started, busy = time.perf_counter(), time.process_time()
    archive.merge(part)
    return time.perf_counter() - started, time.process_time() - busy


def _digests(path: Path) -> dict[str, tuple[int, int]]:
    """By table, how many rows it has, and a sum over all of them, in whatever order they come."""
    with archiver.open(path) as archive:
        asked = statements(archive)
    with closing(sqlite3.connect(path)) as conn:
        return {table: _digest(conn.execute(sql)) for table, sql in asked.items() if table != PAIRS}


def _pairs_in_both(*paths: Path) -> float:
    pairs: list[set[object]] = []
    for path in paths:
        with archiver.open(path) as archive:
            pairs.append(set(archive.query(statements(archive)[PAIRS]).rows))
    one, other = pairs
    return len(one & other) / max(len(one | other), 1)


def _digest(rows: Iterable[tuple[object, ...]]) -> tuple[int, int]:
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(blake2b(repr(row).encode(), digest_size=16).digest(), "big")
    return count, total % 2**128


if __name__ == "__main__":
    sys.exit(main())
