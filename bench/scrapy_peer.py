#!/usr/bin/env python3
"""The same crawl with Scrapy, trafilatura and SQLite: what one would put together instead.

    python bench/scrapy_peer.py ARCHIVE.db HOME...    # one process; prints how many pages it has kept

Run by bench/crawl.py with a Python that has them. Robots are obeyed, nothing waits, links are followed on their own
host, and each page's title, text, date and author go into one table with full-text search.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any
from urllib.parse import urlsplit

import scrapy
import trafilatura
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

BATCH_PAGES = 50
SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
}
SCHEMA = """
    PRAGMA journal_mode = wal;
    CREATE TABLE articles (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, text TEXT, date TEXT, author TEXT);
    CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, content='articles', content_rowid='id');
    CREATE TRIGGER added AFTER INSERT ON articles BEGIN
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
    END;
"""
INSERT = "INSERT OR IGNORE INTO articles (url, title, text, date, author) VALUES (?, ?, ?, ?, ?)"


class News(scrapy.Spider):
    """Follows links, keeps pages."""

    name = "news"

    def __init__(self, database: sqlite3.Connection, homes: list[str]) -> None:
        super().__init__()
        self.start_urls = homes
        self.allowed_domains = [str(urlsplit(home).hostname) for home in homes]
        self._database = database
        self._links = LinkExtractor(allow_domains=[urlsplit(home).netloc for home in homes])
        self._rows: list[tuple[object, ...]] = []

    def parse(self, response: Any) -> Any:
        """One page, and where it leads."""
        read = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True, include_comments=False)
        if read is not None:
            self._rows.append((response.url, read.title, read.text, read.date, read.author))
        if len(self._rows) >= BATCH_PAGES:
            self.save()
        for link in self._links.extract_links(response):
            yield response.follow(link, self.parse)

    def save(self) -> None:
        """One transaction."""
        with self._database:
            self._database.executemany(INSERT, self._rows)
        self._rows = []

    def closed(self, _reason: str) -> None:
        """What is left."""
        self.save()


def main() -> None:
    """Crawls."""
    path, *homes = sys.argv[1:]
    database = sqlite3.connect(path)
    database.executescript(SCHEMA)
    process = CrawlerProcess(SETTINGS)
    process.crawl(News, database=database, homes=homes)
    process.start()
    print(database.execute("SELECT count(*) FROM articles").fetchone()[0])


if __name__ == "__main__":
    main()
