#!/usr/bin/env python3
"""Asks a lake of a million invented articles every question of the cookbook, and says how long each answer takes.

    python bench/lake.py                          # writes the lake first: some minutes, under 4 GB
    python bench/lake.py --articles 50000
    python bench/lake.py --lake big --keep        # writes it there and leaves it; asks one that is there already
    python bench/lake.py --json lake.json         # the figures for a program

The lake is written out of an archive of 10,000 invented articles and then copied by DuckDB, as often as it takes: each
copy has numbers, addresses and digests of its own, and its letters are others, so that texts are as long and as hard to
compress as those of a real archive. Lists, outlets, authors and runs are the same for all copies, so that a home page
has shown what a home page of so many articles has. Times are those of all rows, the first time and the best of three;
the third one is the work of all processors divided by how many there are: what a machine takes that has nothing else
to do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any

import duckdb
from big_archive import write_archive
from invented_pages import Size

from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.parquet_files import PARTITIONS, export_parquet
from archiver.pipelines.lakes import Lake, open_lake
from archiver.store.archive import open_archive
from archiver.store.selecting import Selection

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "docs"))
import examples

QUESTIONS = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "questions.md"
#: what a question may take before it is marked
LIMIT_S = 5.0
#: of an archive that is written as such; more is copied
AT_FIRST = 10_000
#: between the numbers of a copy and those of the next one
STEP = 10_000_000
#: tables of which one copy is enough: all copies name the same rows
SHARED = frozenset(
    {"sources", "authors", "tags", "runs", "hosts", "address_shapes", "refused_addresses", "ingested_chunks"}
)
#: columns with a number that each copy has its own of
NUMBERS = frozenset(
    {"id", "article_id", "other_id", "cluster_id", "capture_id", "first_capture_id", "last_capture_id", "revisit_of"}
    | {"card_id"}
)
#: ... but for the pages of lists
PAGES = frozenset({"page_id", "found_on_page_id"})
TEXTS = frozenset({"title", "headline", "lead", "body", "excerpt", "old_words", "new_words", "raw", "value"})
QUOTE = "'"
DIGESTS = frozenset({"digest", "text_digest", "payload_digest", "record_digest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question took."""

    question: str
    rows: int
    first_s: float
    best_s: float
    #: of the first time: all processors' work, shared out evenly
    worked_s: float

    @property
    def line(self) -> str:
        """For a person."""
        mark = "  !" * (self.first_s > LIMIT_S)
        times = " ".join(f"{seconds:7.2f} s" for seconds in (self.first_s, self.best_s, self.worked_s))
        return f"{self.question:66} {self.rows:7,} rows {times}{mark}"


def main() -> int:
    """Prints a line for each question, and what took longest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many are invented (%(default)s)")
    parser.add_argument("--lake", type=Path, help="where the lake is, or is written")
    parser.add_argument("--keep", action="store_true", help="leave the lake that --lake names")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archiver-lake-") as folder:
        lake = options.lake or Path(folder) / "lake"
        if not lake.exists():
            begun = time.perf_counter()
            write_big_lake(lake, options.articles, Path(folder))
            print(f"{lake}: written in {time.perf_counter() - begun:.0f} s, {size_text(lake)}", flush=True)
        answers = ask_all(lake)
        if options.lake and not options.keep:
            shutil.rmtree(lake)
    if options.json:
        options.json.write_text(json.dumps([asdict(answer) for answer in answers], indent=1) + "\n", encoding="utf-8")
    slowest = max(answers, key=lambda answer: answer.first_s)
    print(f"slowest: {slowest.question}, {slowest.first_s:.2f} s (expected under {LIMIT_S:g})")
    hardest = max(answers, key=lambda answer: answer.worked_s)
    print(f"hardest: {hardest.question}, {hardest.worked_s:.2f} s of work on each of {os.cpu_count()} processors")
    return 0


def size_text(lake: Path) -> str:
    """How many files it has, and how large they are."""
    sizes = [path.stat().st_size for path in lake.rglob("*.parquet")]
    return f"{len(sizes):,} files, {sum(sizes) / 1e9:.2f} GB"


# --- asking ------------------------------------------------------------------------------------------------------


def questions() -> Iterator[tuple[str, str]]:
    """Each of the cookbook by its heading, as it is asked on Parquet."""
    text = QUESTIONS.read_text(encoding="utf-8")
    headings = re.findall(r"^### (.+)$", text, re.MULTILINE)
    for heading, part in zip(headings, re.split(r"^### .+$", text, flags=re.MULTILINE)[1:], strict=True):
        forms = {one.language: one.text for one in examples.examples_in(part)}
        yield heading, forms.get("sql lake", forms["sql"])


def ask_all(folder: Path) -> list[Answer]:
    """The questions one by one, on one connection, as a person would ask."""
    answers = []
    begun = time.perf_counter()
    with open_lake(folder) as lake:
        print(f"{'opened':66} {time.perf_counter() - begun:20.2f} s", flush=True)
        for heading, sql in questions():
            answers.append(ask(lake, heading, sql))
            print(answers[-1].line, flush=True)
    return answers


def ask(lake: Lake, question: str, sql: str) -> Answer:
    """One answer, all its rows read; what takes long is asked once."""
    times: list[float] = []
    worked: list[float] = []
    while not times or (len(times) < 3 and times[0] < LIMIT_S / 2):
        begun, idle = time.perf_counter(), time.process_time()
        rows = sum(1 for _ in lake.query(sql).rows)
        times.append(time.perf_counter() - begun)
        worked.append((time.process_time() - idle) / (os.cpu_count() or 1))
    return Answer(question=question, rows=rows, first_s=times[0], best_s=min(times), worked_s=worked[0])


# --- writing -----------------------------------------------------------------------------------------------------


def write_big_lake(lake: Path, articles: int, folder: Path, at_first: int = AT_FIRST) -> None:
    """A lake of about so many articles."""
    at_first = min(articles, at_first)
    small = lake if articles == at_first else folder / "small"
    write_archive(folder / "small.db", Size(articles=at_first))
    with open_archive(folder / "small.db", create=False) as archive:
        for _ in export_parquet(Order(archive=archive, selection=Selection(), path=small)):
            pass
    if small != lake:
        copy_lake(small, lake, articles // at_first, folder / "spill")


def copy_lake(small: Path, lake: Path, copies: int, spill: Path) -> None:
    """The same lake many times in one."""
    manifest = json.loads((small / "manifest.json").read_text(encoding="utf-8"))
    config: dict[str, Any] = {"memory_limit": "6GB", "temp_directory": str(spill), "preserve_insertion_order": "false"}
    with closing(duckdb.connect(config=config)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE TABLE copies (copy BIGINT, letters VARCHAR)")
        connection.executemany("INSERT INTO copies VALUES (?, ?)", list(enumerate(map(letters_of, range(copies)))))
        connection.execute(f"CREATE TABLE lists AS SELECT id FROM '{small}/pages/*.parquet' WHERE kind = 'listing'")
        for table, facts in manifest["tables"].items():
            (lake / table).mkdir(parents=True)
            copy_table(connection, small, lake, table, facts)
            files = [str(path) for path in (lake / table).rglob("*.parquet")]
            counted = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [files])
            ((facts["rows"],),) = counted.fetchall()
    manifest["articles"] *= copies
    manifest["holds"] = sorted(str(path.relative_to(lake)) for path in lake.rglob("*.parquet"))
    (lake / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def letters_of(copy: int) -> str:
    """Another alphabet for each copy; the first one keeps its own."""
    letters = list(ascii_lowercase)
    if copy:
        Random(copy).shuffle(letters)
    return "".join(letters)


def copy_table(
    connection: duckdb.DuckDBPyConnection, small: Path, lake: Path, table: str, facts: dict[str, Any]
) -> None:
    """All copies of a table's rows; in folders of source and month, as so many have, where there are any folders."""
    if not facts["partitioned_by"]:
        rows = copied(table, facts["columns"], f"'{small}/{table}/*.parquet'")
        connection.execute(f"COPY ({rows}) TO '{lake}/{table}/part-000001.parquet' (FORMAT parquet, COMPRESSION zstd)")
        return
    facts["partitioned_by"] = list(PARTITIONS)
    options = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (source, month), OVERWRITE_OR_IGNORE"
    files = f"read_parquet('{small}/{table}/**/*.parquet', hive_partitioning = true)"
    for (source,) in connection.execute(f"SELECT DISTINCT source FROM {files} ORDER BY source").fetchall():
        of_source = f"(FROM {files} WHERE source = '{source.replace(QUOTE, 2 * QUOTE)}')"
        rows = copied(table, {**facts["columns"], "source": "", "month": ""}, of_source)
        connection.execute(f"COPY ({rows}) TO '{lake}/{table}' ({options})")


def copied(table: str, columns: dict[str, str], files: str) -> str:
    """The statement of all copies' rows."""
    if table in SHARED:
        return f"SELECT * FROM {files}"
    values = ", ".join(f'{value_of(table, name)} AS "{name}"' for name in columns)
    page = {"pages": "r.id", "frontier": "r.page_id"}.get(table)
    once = f" WHERE copy = 0 OR {page} NOT IN (FROM lists)" if page else ""
    return f"SELECT {values} FROM copies, {files} AS r{once}"


def value_of(table: str, column: str) -> str:
    """What a copy holds where the first one holds the column."""
    name = f'r."{column}"'
    if column in PAGES or (table, column) == ("pages", "id"):
        return f"CASE WHEN {name} IN (FROM lists) THEN {name} ELSE {name} + copy * {STEP} END"
    if column in NUMBERS:
        return f"{name} + copy * {STEP}"
    if column in {"url", "final_url", "canonical_url", "match_key"}:
        return f"CASE WHEN copy = 0 OR {name} LIKE '%/' THEN {name} ELSE {name} || '-' || copy END"
    if column in TEXTS:
        return f"CASE WHEN copy = 0 THEN {name} ELSE translate({name}, '{ascii_lowercase}', letters) END"
    if column in DIGESTS:
        return f"CASE WHEN copy = 0 THEN {name} ELSE 'sha256:' || sha256({name} || copy) END"
    return name


if __name__ == "__main__":
    sys.exit(main())
