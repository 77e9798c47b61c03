#!/usr/bin/env python3
"""Measures what takes time, each beside a floor that is taken in the same run.

    python bench/bench.py                    # all five
    python bench/bench.py --only parse       # parse, store, lists, crawl, start
    python bench/bench.py --json bench.json  # the figures for a program
    python bench/bench.py --steps            # what each step of a parse takes, as a Markdown table

Machines differ and are busy with other things; the ratios hold all the same. `parse` is an Article with everything over
one lxml parse of the same page; `store` is an archived page (capture, revision, authors, full text) over a bare insert
of its text into a table with full-text search; `lists` is a page of a hundred cards, one of them new and all others
moved, or the same cards in other bytes, over a bare insert of a hundred rows; `crawl` is a page crawled into an archive
over a bare request for it; `start` is a command from its start to its end over Python by itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import lxml.html
import requests
import start
import steps
from search_path import ROOT
from sites import page_cases, site_names

import archiver
from archiver.config import CrawlSettings, FetchSettings
from archiver.model import Article, Capture, FrontierEntry, PageResult, Teaser
from archiver.pipelines.crawl import crawl
from archiver.pipelines.tools import open_fetcher, open_tools

T = TypeVar("T")
PARSE_ROUNDS = 5
STORED_PAGES = 1000
BATCH_PAGES = 50
LIST_ROUNDS = 200
LIST_CARDS = 100
BODY_WORDS = 600
NOW = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
BARE_TABLE = """
    PRAGMA journal_mode = wal;
    CREATE TABLE texts (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, lead TEXT, body TEXT);
    CREATE VIRTUAL TABLE texts_fts USING fts5(
        title, lead, body, content='texts', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER texts_insert AFTER INSERT ON texts BEGIN
        INSERT INTO texts_fts (rowid, title, lead, body) VALUES (new.id, new.title, new.lead, new.body);
    END;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one page costs, beside what it would cost at the least."""

    name: str
    pages: int
    ms_a_page: float
    #: what the floor is
    over: str
    floor_ms_a_page: float
    ratio: float
    #: of single pages: the ratio that half of them stay under, that 99 % stay under, and the slowest page
    p50: float | None = None
    p99: float | None = None
    slowest_ms: float | None = None

    @property
    def line(self) -> str:
        """For a person."""
        speed = f"{1000 / self.ms_a_page:7.0f} pages/s" if self.ms_a_page else ""
        spread = (
            "" if self.p50 is None else f" (p50 {self.p50:.1f}, p99 {self.p99:.1f}, slowest {self.slowest_ms:.0f} ms)"
        )
        return f"{self.name:16} {self.ms_a_page:7.2f} ms a page {speed}   {self.ratio:5.2f} x {self.over}{spread}"


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(PARTS), help="one of them")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--steps", action="store_true", help="what each step of a parse takes, instead")
    options = parser.parse_args()
    if options.steps:
        print("\n".join(steps.table()))
        return 0
    figures = []
    for name, measure in PARTS.items():
        if options.only in {None, name}:
            for figure in measure():
                print(figure.line, flush=True)
                figures.append(figure)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0


# --- parse ---------------------------------------------------------------------------------------------------


def measure_parse() -> Iterator[Figure]:
    """Every fixture page, its best of a few rounds; both parsers take turns on each page."""
    pages = [(case.content, case.url) for case in page_cases()]
    best = [best_of_both(content, url) for content, url in pages]
    whole, floor = zip(*best, strict=True)
    ratios = sorted(ours / theirs for ours, theirs in best)
    yield replace(
        figure("parse", len(pages), sum(whole), "one lxml parse", sum(floor)),
        p50=ratios[len(ratios) // 2],
        p99=ratios[int(0.99 * len(ratios))],
        slowest_ms=1000 * max(whole),
    )


def best_of_both(content: bytes, url: str | None) -> tuple[float, float]:
    """Seconds for everything that a page says, in plain types, and for one lxml parse of it."""
    whole, floor = [], []
    for _ in range(PARSE_ROUNDS):
        floor.append(seconds(partial(lxml.html.document_fromstring, content)))
        whole.append(seconds(lambda: archiver.parse(content, url=url).to_dict()))
    return min(whole), min(floor)


# --- store ---------------------------------------------------------------------------------------------------


def measure_store() -> Iterator[Figure]:
    """Invented articles, in batches as a crawl writes them: new ones, then the same again."""
    articles = [invented_article(number) for number in range(STORED_PAGES)]
    with tempfile.TemporaryDirectory() as folder:
        bare = seconds(lambda: insert_bare(Path(folder) / "bare.db", articles))
        with archiver.open(Path(folder) / "archive.db") as archive:
            results = queued_results(archive, articles)
            new = seconds(lambda: save_all(archive, results))
            again = seconds(lambda: save_all(archive, results))
    yield figure("store, new", STORED_PAGES, new, "a bare insert", bare)
    yield figure("store, known", STORED_PAGES, again, "a bare insert", bare)


def insert_bare(path: Path, articles: Sequence[Article]) -> None:
    """The texts alone, with full-text search."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(BARE_TABLE)
        for batch in batches(articles):
            database.execute("BEGIN IMMEDIATE")
            rows = [(article.url, article.title, article.lead, article.body) for article in batch]
            database.executemany("INSERT INTO texts (url, title, lead, body) VALUES (?, ?, ?, ?)", rows)
            database.execute("COMMIT")


def queued_results(archive: archiver.Archive, articles: Sequence[Article]) -> list[PageResult]:
    """The articles as a crawl hands them over; their pages are known to the archive."""
    source = archive.add_source("https://www.example.org/")
    urls = [str(article.url) for article in articles]
    archive.queue(FrontierEntry(url=url, source_id=source.id, priority=5, due_at=NOW, found_by="link") for url in urls)
    page_ids = {page.url: page.page_id for page in archive.pages(urls)}
    return [
        PageResult(
            page_id=page_ids[str(article.url)],
            source_id=source.id,
            capture=invented_capture(article),
            kind="article",
            state="ok",
            article=article,
            article_url=article.url,
        )
        for article in articles
    ]


def save_all(archive: archiver.Archive, results: Sequence[PageResult]) -> None:
    """In transactions of the usual size."""
    for batch in batches(results):
        archive.save(batch)


def invented_article(number: int) -> Article:
    """Of some 4 KB, unlike all others."""
    words = " ".join(f"{WORDS[(number * 7 + place * place) % len(WORDS)]}{place % 97}" for place in range(BODY_WORDS))
    return Article(
        kind="article",
        url=f"https://www.example.org/{number}/",
        title=f"Story number {number}",
        lead=f"What happened on day {number}.",
        body=words,
        published=NOW - dt.timedelta(hours=number),
        authors=(archiver.Author(name=f"Author {number % 40}"),),
    )


def invented_capture(article: Article) -> Capture:
    """An answer that brought this article."""
    content = str(article.body).encode()
    return Capture(
        url=str(article.url),
        final_url=str(article.url),
        fetched_at=NOW,
        status=200,
        media_type="text/html",
        payload_digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
        size_bytes=len(content),
    )


# --- lists ---------------------------------------------------------------------------------------------------


def measure_lists() -> Iterator[Figure]:
    """A home page over many rounds."""
    rounds = [invented_list(number) for number in range(LIST_ROUNDS)]
    with tempfile.TemporaryDirectory() as folder:
        with closing(sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode = wal; CREATE TABLE rows (title, url, position)")
            bare = seconds(lambda: insert_lists(database, rounds))
        with archiver.open(Path(folder) / "archive.db") as archive:
            moved = seconds(lambda: save_looks(archive, rounds))
            same = seconds(lambda: save_looks(archive, [rounds[-1]] * LIST_ROUNDS, start=LIST_ROUNDS))
    yield figure("lists, moved", LIST_ROUNDS, moved, "a hundred bare rows", bare)
    yield figure("lists, same", LIST_ROUNDS, same, "a hundred bare rows", bare)


def invented_list(number: int) -> Article:
    """The newest story stands first, and ninety-nine that came before it below."""
    cards = (
        Teaser(
            position=place,
            region="listing",
            block=1,
            title=f"Story number {number - place}",
            url=f"https://www.example.org/{number - place}/",
            excerpt=f"What happened on day {number - place}.",
        )
        for place in range(LIST_CARDS)
    )
    return Article(kind="listing", teasers=tuple(cards))


def insert_lists(database: sqlite3.Connection, rounds: Sequence[Article]) -> None:
    """What the cards say, each list in a transaction of its own."""
    for page in rounds:
        database.execute("BEGIN IMMEDIATE")
        rows = [(card.title, card.url, card.position) for card in page.teasers]
        database.executemany("INSERT INTO rows VALUES (?, ?, ?)", rows)
        database.execute("COMMIT")


def save_looks(archive: archiver.Archive, rounds: Sequence[Article], start: int = 0) -> None:
    """An hour between two looks."""
    home = "https://www.example.org/"
    source = archive.add_source(home)
    archive.queue([FrontierEntry(url=home, source_id=source.id, priority=1, due_at=NOW, found_by="seed")])
    (page,) = archive.pages([home])
    for number, article in enumerate(rounds, start):
        capture = Capture(
            url=home, final_url=home, fetched_at=NOW + dt.timedelta(hours=number), status=200, media_type="text/html"
        )
        archive.save(
            [
                PageResult(
                    page_id=page.page_id,
                    source_id=source.id,
                    capture=replace(capture, payload_digest=f"sha256:{number}"),
                    kind="listing",
                    state="ok",
                    article=article,
                )
            ]
        )


# --- crawl ---------------------------------------------------------------------------------------------------


def measure_crawl() -> Iterator[Figure]:
    """The fixture sites on loopback, without delay, served by another process."""
    with served_homes() as homes, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        crawl_into(Path(folder) / "first.db", homes)  # what is loaded once a process is not counted
        whole = seconds(lambda: crawl_into(path, homes))
        with archiver.open(path) as archive:
            rows = archive.query("SELECT url FROM pages WHERE last_fetched_at IS NOT NULL").rows
            urls = [str(url) for (url,) in rows]
        bare = seconds(lambda: request_all(urls))
    yield figure("crawl", len(urls), whole, "a bare request", bare)


def crawl_into(path: Path, homes: Sequence[str]) -> None:
    """What `archiver crawl` does."""
    settings = FetchSettings(delay_s=0.0, allow_private=True)
    with open_tools(path, CrawlSettings(), create=True) as tools, open_fetcher(settings) as fetcher:
        for _ in crawl(tools, fetcher, homes):
            pass


def request_all(urls: Sequence[str]) -> None:
    """One after the other, on one connection a host; nothing is kept."""
    with requests.Session() as session:
        session.trust_env = False
        for url in urls:
            session.get(url, timeout=10)


@contextmanager
def served_homes() -> Iterator[list[str]]:
    """Home pages of the fixture sites."""
    command = [sys.executable, str(ROOT / "fixtures" / "server.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield [server.stdout.readline().split("\t")[1].strip() for _ in site_names()]
        finally:
            server.terminate()


# --- start ---------------------------------------------------------------------------------------------------


def measure_start() -> Iterator[Figure]:
    """What is paid before anything is done; a "page" is a call."""
    spent = start.start_seconds()
    floor = spent.pop(start.FLOOR)
    for name, whole in spent.items():
        yield figure(name, 1, whole, start.FLOOR, floor)


# --- measuring -----------------------------------------------------------------------------------------------


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def figure(name: str, pages: int, whole_s: float, over: str, floor_s: float) -> Figure:
    """Both times for one page, and their ratio."""
    return Figure(
        name=name,
        pages=pages,
        ms_a_page=1000 * whole_s / pages,
        over=over,
        floor_ms_a_page=1000 * floor_s / pages,
        ratio=whole_s / floor_s,
    )


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Of the size of a crawl's transactions."""
    return (items[start : start + BATCH_PAGES] for start in range(0, len(items), BATCH_PAGES))


WORDS = ("harbour", "théâtre", "council", "Brücke", "salt", "vanille", "ferry", "budget", "Straße", "library", "forêt")
PARTS = {
    "parse": measure_parse,
    "store": measure_store,
    "lists": measure_lists,
    "crawl": measure_crawl,
    "start": measure_start,
}

if __name__ == "__main__":
    sys.exit(main())
