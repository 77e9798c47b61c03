"""An archive of one invented site, and results as a pipeline would hand them to it.

    desk.save(desk.read("/une", article(title="Le bac rouvre")))
    desk.clock.pass_hours(1)
    desk.save(desk.unchanged("/une"))

Every result is of a page that was queued, and of a capture at the moment that the clock shows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Any

from archiver.model import (
    Article,
    Capture,
    FailureReason,
    FrontierEntry,
    PageResult,
    Reparsed,
    RunCounts,
    Source,
    Teaser,
    Validators,
    WarcLocation,
)
from archiver.store.archive import Archive

START = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
SITE = "https://www.courrier-du-lac.example"
VERSION = 7
#: after an article's only text was written over by hand, as another parser would have read it
NOTE_TEXTS = """
    UPDATE revision_log SET (text_digest, parser_version) =
        (SELECT text_digest, parser_version FROM articles WHERE id = article_id)
"""


@dataclass
class Clock:
    """Shows the moment that it was set to."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_hours(self, hours: float) -> None:
        self.now += dt.timedelta(hours=hours)


def article(**fields: Any) -> Article:
    """An article with whatever the test does not care about."""
    plain = {"kind": "article", "title": "Le bac rouvre lundi", "lead": "Après six mois.", "body": "Le bac reprend."}
    return Article(**(plain | fields))


def teaser(title: str | None = "Le marché déménage", **fields: Any) -> Teaser:
    """A card in the side column."""
    return Teaser(**({"position": 0, "region": "aside", "block": 1, "title": title} | fields))


def listing(*teasers: Teaser) -> Article:
    """A page of cards, in this order."""
    return Article(kind="listing", teasers=teasers)


def cards(*titles: str) -> tuple[Teaser, ...]:
    """Cards one below the other, each linking to an address made from its title."""
    return tuple(
        teaser(title, position=position, region="listing", url=address_of(title))
        for position, title in enumerate(titles)
    )


def address_of(title: str) -> str:
    return f"{SITE}/{title.replace(' ', '-')}"


@dataclass
class Desk:
    """One source of an archive, seen from a pipeline."""

    archive: Archive
    clock: Clock
    source: Source
    #: bytes into an imagined WARC file
    warc_end: int = 0

    def page_id(self, url: str) -> int:
        """The number of the page, which is queued if it is not known."""
        entry = FrontierEntry(
            url=self.absolute(url), source_id=self.source.id, priority=10, due_at=self.clock.now, found_by="link"
        )
        self.archive.queue([entry])
        (page,) = self.archive.pages([self.absolute(url)])
        return page.page_id

    def absolute(self, url: str) -> str:
        return url if "://" in url else SITE + url

    def capture(self, url: str, content: str = "", **fields: Any) -> Capture:
        """An answer of the server, in a record of its own."""
        location = WarcLocation(file="0001.warc.gz", offset=self.warc_end, length=100)
        self.warc_end += 100
        plain: dict[str, Any] = {
            "url": self.absolute(url),
            "final_url": self.absolute(url),
            "fetched_at": self.clock.now,
            "status": 200,
            "media_type": "text/html",
            "payload_digest": f"sha256:{hashlib.sha256(content.encode()).hexdigest()}",
            "size_bytes": len(content),
            "elapsed_s": 0.25,
            "validators": Validators(etag='"1"'),
            "warc": location,
        }
        return Capture(**(plain | fields))

    def read(self, url: str, article: Article, *, final_url: str | None = None, **fields: Any) -> PageResult:
        """A page that came and was read."""
        capture = self.capture(url, repr(article), final_url=self.absolute(final_url or url))
        plain: dict[str, Any] = {
            "page_id": self.page_id(url),
            "source_id": self.source.id,
            "capture": capture,
            "kind": article.kind,
            "state": "ok",
            "article": article,
            "article_url": capture.final_url,
            "due_at": self.clock.now + dt.timedelta(hours=1),
            "parser_version": VERSION,
        }
        return PageResult(**(plain | fields))

    def unchanged(self, url: str) -> PageResult:
        """A page that is as it was: a 304 of which no record was kept."""
        capture = self.capture(url, status=304, payload_digest=None, validators=Validators(), warc=None)
        return PageResult(
            page_id=self.page_id(url),
            source_id=self.source.id,
            capture=capture,
            kind=None,
            state="ok",
            is_unchanged=True,
            due_at=self.clock.now + dt.timedelta(hours=1),
        )

    def failed(self, url: str, failure: FailureReason = FailureReason.TIMEOUT, state: str = "failed") -> PageResult:
        """A page that did not come."""
        capture = self.capture(url, status=None, failure=failure, payload_digest=None, warc=None)
        return PageResult(
            page_id=self.page_id(url),
            source_id=self.source.id,
            capture=capture,
            kind=None,
            state=state,
            reason=str(failure),
            failures=1,
        )

    def gone(self, url: str) -> PageResult:
        """A page that is no longer there."""
        return self.failed(url, FailureReason.GONE, "gone")

    def reparsed(self, url: str, article: Article, **fields: Any) -> Reparsed:
        """The newest capture of a page, read again by a newer parser."""
        page_id = self.page_id(url)
        (capture_id,) = self.row("SELECT max(id) FROM captures WHERE page_id = ?", page_id)
        plain: dict[str, Any] = {
            "page_id": page_id,
            "capture_id": capture_id,
            "kind": article.kind,
            "article": article,
            "article_url": self.absolute(url),
            "parser_version": VERSION + 1,
        }
        return Reparsed(**(plain | fields))

    def save(self, *results: PageResult) -> RunCounts:
        return self.archive.save(results)

    def look(self, url: str, *titles: str) -> None:
        """Saves a listing that shows these cards now."""
        self.save(self.read(url, listing(*cards(*titles))))

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return list(self.archive.query(sql, parameters).rows)

    def row(self, sql: str, *parameters: Any) -> tuple[Any, ...]:
        """The only row."""
        (row,) = self.rows(sql, *parameters)
        return row

    def column(self, sql: str, *parameters: Any) -> list[Any]:
        return [row[0] for row in self.rows(sql, *parameters)]

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the file, table by table, the full-text indexes included."""
        tables = self.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {table: self.rows(f'SELECT * FROM "{table}"') for table in tables}


def foreign_rows(path: Any, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """What another program reads in the file, or does to it."""
    conn = sqlite3.connect(path, isolation_level=None)
    try:
        return conn.execute(sql, parameters).fetchall()
    finally:
        conn.close()
