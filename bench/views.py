#!/usr/bin/env python3
"""Asks a large archive what an analyst would ask, and says how long each answer takes.

    python bench/views.py                    # 100,000 placements of 20,000 cards on 5,000 pages, 10,000 articles
    python bench/views.py --placements 10000
    python bench/views.py --plans            # with SQLite's plan for each question
    python bench/views.py --json views.json  # the figures for a program
    python bench/views.py --keep large.db    # leaves the archive there, to be asked by hand

The archive is invented, and the same each time. Times are this process's own: what others do meanwhile does not count,
nor does a cold disk. Beside each stands what it takes to read all placements once
(`SELECT count(last_capture_id) FROM placements`): machines differ, the ratio holds all the same.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import archiver

T = TypeVar("T")

#: of each question, the best counts
ROUNDS = 3
FLOOR = "SELECT count(last_capture_id) FROM placements"
OUTLETS = 40
REGIONS = ("listing", "aside", "after", "inline", "nav", "before")
HEADINGS = ("Most read", "Read also", "More on this", None)
STATUSES = ("present",) * 17 + ("placeholder", "missing", "none")
MOMENTS = tuple(f"2025-08-{day:02}T{hour:02}:00:00Z" for day in range(1, 29) for hour in (6, 12, 18))
WORDS = ("harbour", "théâtre", "council", "Brücke", "salt", "vanille", "ferry", "budget", "Straße", "library", "forêt")

#: what is asked, by a name for the table; all of it as one would type it into Datasette
QUESTIONS = {
    "teaser_placements: first rows": "SELECT * FROM teaser_placements LIMIT 100",
    "teaser_placements: all": "SELECT count(article_title), sum(hours_shown) FROM teaser_placements",
    "teaser_placements: of a source": "SELECT * FROM teaser_placements WHERE source = 'outlet-17.example'",
    "teaser_placements: of a page": "SELECT * FROM teaser_placements"
    " WHERE page_url = 'https://outlet-17.example/story-57/'",
    "teaser_placements: of an article": "SELECT * FROM teaser_placements WHERE article_id = 57",
    "teaser_placements: by article": "SELECT article_id, article_title, count(*), count(DISTINCT page_url),"
    " sum(hours_shown) FROM teaser_placements WHERE article_id IS NOT NULL GROUP BY 1 ORDER BY 3 DESC LIMIT 20",
    "teaser_placements: by source and region": "SELECT source, region, count(*), sum(is_current) FROM teaser_placements"
    " GROUP BY source, region",
    "placeholder_images: first rows": "SELECT * FROM placeholder_images LIMIT 100",
    "placeholder_images: of a source": "SELECT * FROM placeholder_images WHERE source = 'outlet-17.example'",
    "placeholder_images: of an article": "SELECT * FROM placeholder_images WHERE article_id = 57",
    "placeholder_images: by source": "SELECT source, slot, image_status, count(*) FROM placeholder_images"
    " GROUP BY source, slot, image_status",
    "promotions: first rows": "SELECT * FROM promotions LIMIT 100",
    "promotions: all": "SELECT count(target_title), sum(placements) FROM promotions",
    "promotions: of a source": "SELECT * FROM promotions WHERE source = 'outlet-17.example'",
    "promotions: from an article": "SELECT * FROM promotions WHERE source_article_id = 57",
    "promotions: to an article": "SELECT * FROM promotions WHERE target_article_id = 57",
    "promotions: by target": "SELECT target_article_id, target_title, count(*), sum(placements) FROM promotions"
    " GROUP BY target_article_id ORDER BY 3 DESC LIMIT 20",
    "promotions: by outlets": "SELECT source, target_source, count(*), sum(placements) FROM promotions GROUP BY 1, 2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is invented."""

    placements: int = 100_000

    @property
    def cards(self) -> int:
        """Distinct ones."""
        return self.placements // 5

    @property
    def pages(self) -> int:
        """That show cards; a tenth of them are lists, the others articles."""
        return self.placements // 20

    @property
    def articles(self) -> int:
        """Half of which are on no page that shows cards."""
        return self.placements // 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question took."""

    question: str
    rows: int
    ms: float
    #: the time over one look at all placements
    ratio: float
    plan: tuple[str, ...]

    @property
    def line(self) -> str:
        """For a person."""
        return f"{self.question:42} {self.rows:7,} rows {self.ms:8.1f} ms {self.ratio:8.1f} x"


def main() -> int:
    """Prints a line for each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--placements", type=int, default=Size().placements, help="how many are invented")
    parser.add_argument("--plans", action="store_true", help="print SQLite's plans, too")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--keep", type=Path, help="leave the archive at this path")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "archive.db"
        write_archive(path, Size(placements=options.placements))
        answers = []
        for answer in ask_all(path):
            print(answer.line, *(f"    {step}" for step in answer.plan if options.plans), sep="\n", flush=True)
            answers.append(answer)
    if options.json:
        options.json.write_text(json.dumps([asdict(answer) for answer in answers], indent=1) + "\n", encoding="utf-8")
    return 0


# --- asking --------------------------------------------------------------------------------------------------


def ask_all(path: Path) -> Iterator[Answer]:
    """The questions one by one, each on a connection of its own, as a person would ask."""
    with closing(sqlite3.connect(path)) as conn:
        floor, _ = best(conn, FLOOR)
        for question, sql in QUESTIONS.items():
            took, rows = best(conn, sql)
            yield Answer(question=question, rows=rows, ms=1000 * took, ratio=took / floor, plan=plan_of(conn, sql))


def plan_of(conn: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] = {}) -> tuple[str, ...]:
    """SQLite's plan, a line a step, inner steps further in."""
    depth = {0: -1}
    lines = []
    for step, parent, _, words in conn.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
        depth[step] = depth[parent] + 1
        lines.append("  " * depth[step] + words)
    return tuple(lines)


def best(conn: sqlite3.Connection, sql: str) -> tuple[float, int]:
    """Seconds of work, of a few rounds the shortest, and how many rows came."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        rows = len(conn.execute(sql).fetchall())
        times.append(time.process_time() - start)
    return min(times), rows


# --- an archive to ask ---------------------------------------------------------------------------------------


def write_archive(path: Path, size: Size) -> None:
    """An archive as years of rounds would leave it; by SQL, as the pipelines would take minutes."""
    with archiver.open(path) as archive:
        for number in range(OUTLETS):
            archive.add_source(f"https://outlet-{number}.example/")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.executemany(
            "INSERT INTO articles (id, source_id, url, kind, title, lead, body, published_day, word_count, text_digest,"
            " first_seen, last_seen, evidence, page_id, record_digest)"
            " VALUES (?, ?, ?, 'article', ?, ?, ?, ?, 300, '', ?, ?, '[]', ?, '')",
            map(_article, range(1, size.articles + 1)),
        )
        conn.executemany(
            "INSERT INTO pages (id, source_id, url, kind, state, article_id, first_seen, last_fetched_at)"
            " VALUES (?, ?, ?, ?, 'ok', ?, ?, ?)",
            (_page(number, size) for number in range(1, size.articles + size.pages // 10 + 1)),
        )
        conn.executemany(
            "INSERT INTO images (article_id, position, url, role, status) VALUES (?, 0, ?, 'main', ?)",
            (
                (number, f"https://i.example/{number}.jpg", _pick(STATUSES, number))
                for number in range(1, size.articles)
            ),
        )
        conn.executemany(
            "INSERT INTO cards (id, digest, title, url, excerpt, image_status, article_id, match_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (_card(number, size) for number in range(1, size.cards + 1)),
        )
        conn.executemany(
            "INSERT INTO placements (card_id, page_id, region, block, block_heading, position, first_seen, ended_at,"
            " last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_placement(number, size) for number in range(size.placements)),
        )


def _article(number: int) -> tuple[object, ...]:
    outlet = number % OUTLETS
    moment = _pick(MOMENTS, number)
    text = " ".join(f"{_pick(WORDS, number + place * place)}{place}" for place in range(60))
    url = f"https://outlet-{outlet}.example/story-{number}/"
    return (number, outlet + 1, url, _title(number), text[:200], text, moment[:10], moment, moment, number)


def _page(number: int, size: Size) -> tuple[object, ...]:
    """An article's page, and behind those the lists."""
    outlet = number % OUTLETS
    is_list = number > size.articles
    url = f"https://outlet-{outlet}.example/{'list' if is_list else 'story'}-{number}/"
    article_id = None if is_list else number
    return (number, outlet + 1, url, "listing" if is_list else "article", article_id, MOMENTS[0], MOMENTS[-1])


def _card(number: int, size: Size) -> tuple[object, ...]:
    """Each story has two cards, one of them with an excerpt; every tenth card leads to what is not archived."""
    story = number % size.articles + 1
    url = f"https://outlet-{story % OUTLETS}.example/story-{story}/"
    article_id = None if number % 10 == 0 else story
    excerpt = f"What became of it, {number}" if number % 2 else None
    return (number, str(number), _title(story), url, excerpt, _pick(STATUSES, number), article_id, url[8:-1])


def _placement(number: int, size: Size) -> tuple[object, ...]:
    """Of a few cards often, of most now and then; a quarter of them stand."""
    place = number // size.pages
    card = (number * 7919 + place * place * 31) % size.cards if number % 3 else (number * 13) % (size.cards // 50)
    page = number % size.pages
    page_id = size.articles + 1 + page // 10 if page % 10 == 0 else page + 1
    first, last = sorted((number % len(MOMENTS), number * 5 % len(MOMENTS)))
    ended = (None, None) if number % 4 == 0 else (MOMENTS[min(last + 1, len(MOMENTS) - 1)], MOMENTS[last])
    block = place % 4
    return (card + 1, page_id, _pick(REGIONS, block), block + 1, _pick(HEADINGS, block), place, MOMENTS[first], *ended)


def _title(number: int) -> str:
    return " ".join(_pick(WORDS, number * step + step) for step in (1, 3, 5, 7)) + f" {number}"


def _pick(among: Sequence[T], number: int) -> T:
    return among[number % len(among)]


if __name__ == "__main__":
    sys.exit(main())
