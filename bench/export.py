#!/usr/bin/env python3
"""Exports an invented archive in every format: articles a second and peak memory, beside a floor.

    python bench/export.py                      # 5,000 articles
    python bench/export.py --articles 100000
    python bench/export.py --db big.db          # of an archive that is there (bench/big_archive.py)
    python bench/export.py --json export.json   # the figures for a program

The floor is what no export can do without: a plain loop over the same articles that writes their columns as JSON, with
nothing that belongs to them. Each export is a process of its own, so that its peak is its own. Memory is flat where it
is the same for ten times as many articles.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from big_archive import write_archive
from invented_pages import Size

#: by what a person types: the format, and the path that is written
FORMATS = {
    "csv": "articles.csv",
    "csv, all tables": "tables/",
    "jsonl": "articles.jsonl",
    "parquet": "lake",
    "markdown": "notes",
    "archive": "small.db",
    "rss": "feed.xml",
}
FLOOR = "floor"
_ARCHIVER = str(Path(sys.executable).with_name("archiver"))
_PLAIN_LOOP = """
import json, sqlite3, sys
conn = sqlite3.connect(sys.argv[1])
conn.row_factory = sqlite3.Row
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for row in conn.execute("SELECT * FROM articles"):
        out.write(json.dumps(dict(row), ensure_ascii=False) + "\\n")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an export took."""

    name: str
    seconds: float
    articles_a_second: float
    #: the time over the floor's
    ratio: float
    peak_mb: float

    @property
    def line(self) -> str:
        """For a person."""
        return (
            f"{self.name:16} {self.seconds:8.2f} s {self.articles_a_second:9,.0f} articles/s"
            f" {self.ratio:6.1f} x the floor {self.peak_mb:7.0f} MB"
        )


def main() -> int:
    """Prints a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000, help="how many are invented (%(default)s)")
    parser.add_argument("--db", type=Path, help="export this archive instead")
    parser.add_argument("--formats", nargs="*", choices=tuple(FORMATS), default=tuple(FORMATS), help="only these")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = options.db or invented(Path(folder) / "archive.db", options.articles)
        figures = measure(db, Path(folder), options.formats)
    for one in figures:
        print(one.line)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in figures], indent=2), encoding="utf-8")
    return 0


def invented(path: Path, articles: int) -> Path:
    """An archive with so many articles."""
    write_archive(path, Size(articles=articles))
    return path


def measure(db: Path, folder: Path, names: Iterable[str]) -> list[Figures]:
    """The floor, and these formats, each once."""
    commands = {FLOOR: [sys.executable, "-c", _PLAIN_LOOP, str(db), str(folder / "floor.jsonl")]}
    for name in names:
        kind = name.partition(",")[0]
        target = str(folder / FORMATS[name]) + ("/" if FORMATS[name].endswith("/") else "")
        commands[name] = [_ARCHIVER, "export", "--db", str(db), "--format", kind, target, "--quiet"]
    taken = {name: _run(command) for name, command in commands.items()}
    articles = _count(folder / "floor.jsonl")
    floor = taken[FLOOR][0]
    return [
        Figures(
            name=name,
            seconds=seconds,
            articles_a_second=articles / seconds,
            ratio=seconds / floor,
            peak_mb=peak_mb,
        )
        for name, (seconds, peak_mb) in taken.items()
    ]


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak memory in MB of a process and of all that it starts."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - start, usage.ru_maxrss * unit / 1e6


def _count(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


if __name__ == "__main__":
    sys.exit(main())
