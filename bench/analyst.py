#!/usr/bin/env python3
"""Asks an archive of 100,000 articles what analysts and readers ask, and says how long each answer takes.

    python bench/analyst.py                          # writes the invented archive first: some minutes
    python bench/analyst.py --archive big.db         # asks one that is there (bench/big_archive.py writes it)
    python bench/analyst.py --archive big.db --plans # with SQLite's plan for each question
    python bench/analyst.py --json analyst.json      # the figures for a program

Each view is asked for its first rows, for all that belongs to one article or one source, and for all that it has,
every column of every row; some also as analysts group them. Each search is asked for its best hits, for the newest, for
how many there are, and for its facets. Times are this process's own, the best of a few rounds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from big_archive import write_archive
from invented_pages import Size

from archiver.store.facets import facets_sql
from archiver.store.search import NEWEST, Statement, Wanted, count_sql, search_sql
from archiver.store.search_filters import Filters

#: of each question, the best counts; one that takes longer than this is asked once
ROUNDS, PATIENCE_S = 3, 1.0
#: what a question may take before it is marked: one of a search, one of a view
SEARCH_MS, VIEW_MS = 100, 1000
#: columns by which a view is asked for a part of it, the first that it has
KEYS = {
    "article_id": "(SELECT max(id) / 2 FROM articles)",
    "source_article_id": "(SELECT max(id) / 2 FROM articles)",
    "source": "(SELECT name FROM sources WHERE id = 3)",
    "page_id": "(SELECT max(id) / 2 FROM articles)",
}
#: words of the invented languages: some in nearly every text, some in few
WORDS = (
    *("de", "a", "the", "de la", '"de la"', "de OR the OR der", "de -la", "title:de", "-the"),
    *("prébae", "prébae -de", '"prébae de"', "pré*", "prébae OR bafo*", "東京", "nowhere"),
)
#: what narrows a search for a word that is everywhere
NARROWED = {
    "of a source": Filters(source="www.outlet-3.example"),
    "since a day": Filters(since=dt.date(2023, 9, 1)),
    "in a language and section": Filters(language="fr", section="Sport"),
    "of an author": Filters(author="AFP"),
}

#: what is counted over all placements, as one would type it into Datasette
GROUPED = {
    "teaser_placements: by article": "SELECT article_id, article_title, count(*), count(DISTINCT page_url),"
    " sum(hours_shown) FROM teaser_placements WHERE article_id IS NOT NULL GROUP BY 1 ORDER BY 3 DESC LIMIT 20",
    "teaser_placements: by source and region": "SELECT source, region, count(*), sum(is_current) FROM teaser_placements"
    " GROUP BY source, region",
    "placeholder_images: by source": "SELECT source, slot, image_status, count(*) FROM placeholder_images"
    " GROUP BY source, slot, image_status",
    "promotions: by target": "SELECT target_article_id, target_title, count(*), sum(placements) FROM promotions"
    " GROUP BY target_article_id ORDER BY 3 DESC LIMIT 20",
    "promotions: by outlets": "SELECT source, target_source, count(*), sum(placements) FROM promotions GROUP BY 1, 2",
    "evidence: by field and source": "SELECT field, source, count(*) FROM evidence GROUP BY field, source",
}
#: what asks for one article or page
PARTS = {
    "teaser_placements: of a page": "SELECT * FROM teaser_placements"
    " WHERE page_url = (SELECT home_url FROM sources WHERE id = 3)",
    "promotions: to an article": "SELECT * FROM promotions WHERE target_article_id = 57",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question took."""

    question: str
    rows: int
    ms: float
    limit_ms: int
    plan: tuple[str, ...]

    @property
    def line(self) -> str:
        """For a person."""
        return f"{self.question:58} {self.rows:7,} rows {self.ms:8.1f} ms{'  !' * (self.ms > self.limit_ms)}"


def main() -> int:
    """Prints a line for each question, and what took longest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, help="of an invented archive that is there")
    parser.add_argument("--articles", type=int, default=Size().articles, help="else how many are invented")
    parser.add_argument("--plans", action="store_true", help="print SQLite's plans, too")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.archive or Path(folder) / "archive.db"
        if options.archive is None:
            write_archive(path, Size(articles=options.articles))
        answers = []
        for answer in ask_all(path):
            print(answer.line, *(f"    {step}" for step in answer.plan if options.plans), sep="\n", flush=True)
            answers.append(answer)
    if options.json:
        options.json.write_text(json.dumps([asdict(answer) for answer in answers], indent=1) + "\n", encoding="utf-8")
    for kind, limit in (("search", SEARCH_MS), ("view", VIEW_MS)):
        slowest = max((answer for answer in answers if answer.limit_ms == limit), key=lambda answer: answer.ms)
        print(f"slowest {kind}: {slowest.question}, {slowest.ms:.0f} ms (expected at most {limit})")
    return 0


def ask_all(path: Path) -> Iterator[Answer]:
    """The questions one by one, on one connection, as a person would ask."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        for question, statement in searches():
            yield ask(conn, f"search: {question}", statement, SEARCH_MS)
        for question, statement in list(views(conn)):
            yield ask(conn, question, statement, VIEW_MS)


def searches() -> Iterator[tuple[str, Statement]]:
    """What is searched for, in each way."""
    wanted = {words: Wanted(words=words) for words in WORDS}
    wanted |= {f"de, {what}": Wanted(words="de", filters=filters) for what, filters in NARROWED.items()}
    wanted |= {f"everything {what}": Wanted(filters=filters) for what, filters in NARROWED.items()}
    wanted |= {"de, 10,000 further on": Wanted(words="de", offset=10_000)}
    wanted |= {f"{words}, among cards": Wanted(words=words, among="teasers") for words in ("de", "baf*")}
    for question, one in wanted.items():
        yield f"{question}: best", search_sql(one)
        yield f"{question}: count", count_sql(one)
        if one.among == "articles":
            by_date = Wanted(words=one.words, filters=one.filters, offset=one.offset, order="date")
            yield f"{question}: newest", search_sql(by_date)
            yield f"{question}: facets of the newest {NEWEST:,}", facets_sql(one, newest=NEWEST)


def views(conn: sqlite3.Connection) -> Iterator[tuple[str, Statement]]:
    """Each view, its first rows, a part and all of it."""
    for (view,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name").fetchall():
        columns = [name for (name,) in conn.execute("SELECT name FROM pragma_table_info(?)", (view,))]
        yield f"{view}: first rows", Statement(f"SELECT * FROM {view} LIMIT 100", {})
        key = next((key for key in KEYS if key in columns), None)
        if key is not None:
            yield f"{view}: of one {key}", Statement(f"SELECT * FROM {view} WHERE {key} = {KEYS[key]}", {})
        counted = ", ".join(f"count({name})" for name in columns)
        yield f"{view}: all", Statement(f"SELECT {counted} FROM {view}", {})
    for question, sql in (GROUPED | PARTS).items():
        yield question, Statement(sql, {})


def ask(conn: sqlite3.Connection, question: str, statement: Statement, limit_ms: int) -> Answer:
    """How long it takes, and how SQLite goes about it."""
    took, rows = best(conn, statement)
    plan = plan_of(conn, *statement)
    return Answer(question=question, rows=rows, ms=1000 * took, limit_ms=limit_ms, plan=plan)


def plan_of(conn: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] = {}) -> tuple[str, ...]:
    """SQLite's plan, a line a step, inner steps further in."""
    depth = {0: -1}
    lines = []
    for step, parent, _, words in conn.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
        depth[step] = depth[parent] + 1
        lines.append("  " * depth[step] + words)
    return tuple(lines)


def best(conn: sqlite3.Connection, statement: Statement) -> tuple[float, int]:
    """Seconds of work, of a few rounds the shortest, and how many rows came."""
    shortest, rows = float("inf"), list[Any]()
    for _ in range(ROUNDS):
        start = time.process_time()
        rows = conn.execute(*statement).fetchall()
        shortest = min(shortest, time.process_time() - start)
        if shortest > PATIENCE_S:
            break
    return shortest, len(rows)


if __name__ == "__main__":
    sys.exit(main())
