"""A web in memory, and rounds over it with the real pipelines: no socket, no waiting, a clock that is set by hand.

web = MemoryWeb()
web.put("https://lac.example/", page("Home", links=["/a"]))
desk = Desk(tmp_path / "archive.db", web)
ended = desk.crawl("https://lac.example/")
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

from archiver.config import CrawlSettings, FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.pace import Pace
from archiver.fetch.warc import WarcWriter
from archiver.fetch.wire import WireRequest, WireResponse
from archiver.model import ALWAYS, Exchange, FailureReason, SourceScope, Span
from archiver.pipelines.crawl import crawl
from archiver.pipelines.events import Event, PageDone, RunEnded
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.tools import Tools
from archiver.pipelines.update import update
from archiver.site_rules import NO_RULES, SiteRules
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.store.archive import Archive, open_archive
from support.archives import Clock

TEXT = (
    "The ferry across the lake will run again from Monday, the council said after a long evening. "
    "For six months the people of the far shore had to take the road around the mountain. Nobody said a word against "
    "it, apart from the mayor, who had wanted a bridge and still does. The two boats were painted in the meantime."
)

OF_ARTICLES = '<meta property="og:type" content="article">'


def page(title: str, text: str = TEXT, *, links: Iterable[str] = (), head: str = "") -> str:
    """An article page with a headline, two paragraphs and links in a menu."""
    menu = "".join(f'<li><a href="{escape(link)}">{escape(link)}</a></li>' for link in links)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{escape(title)}</title>{OF_ARTICLES}{head}</head><body>'
        f"<article><h1>{escape(title)}</h1><p>{text}</p><p>{text} Tickets cost as before.</p>"
        f"</article><nav><ul>{menu}</ul></nav></body></html>"
    )


def front(*titles: str) -> str:
    """A home page with cards."""
    shown = "".join(
        f'<article><h2><a href="/2025/08/{title.lower().replace(" ", "-")}">{title}</a></h2><p>{TEXT[:90]}</p></article>'
        for title in titles
    )
    return f"<!DOCTYPE html><html lang='en'><head><title>Lake Courier</title></head><body><main>{shown}</main></body>"


def as_if_an_older_parser_had_read_the_cards(path: Path) -> None:
    """All cards of an archive stand in another region than today's parser says."""
    with closing(sqlite3.connect(path)) as older, older:
        older.execute("UPDATE placements SET region = 'nav'")
        older.execute("UPDATE pages SET cards_version = 0")


@dataclass(frozen=True)
class Served:
    """What one address answers."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    failure: FailureReason | None = None


@dataclass
class MemoryWeb:
    """Answers from memory, with entity tags, and notes who asked for what."""

    clock: Clock = field(default_factory=Clock)
    served: dict[str, Served] = field(default_factory=dict)
    #: (address, whether the request was conditional, status)
    log: list[tuple[str, bool, int]] = field(default_factory=list)
    #: every answer is a whole page
    forgets_tags: bool = False

    def put(self, url: str, body: str | bytes = b"", *, media_type: str | None = None, **more: Any) -> None:
        """Serve this body there; ``status``, ``headers`` (added) or ``failure`` where it is no plain page."""
        content = body.encode() if isinstance(body, str) else body
        headers = (("Content-Type", media_type or "text/html; charset=utf-8"), *more.pop("headers", ()))
        self.served[url] = Served(body=content, headers=headers, **more)

    def asked(self) -> list[str]:
        """Addresses in the order in which they were asked for, robots.txt left out."""
        return [url for url, _, _ in self.log if not url.endswith("/robots.txt")]

    def send(self, request: WireRequest) -> WireResponse:
        answer = self.served.get(request.url, Served(b"not here", status=404))
        if answer.failure is not None:
            self.log.append((request.url, False, 0))
            return WireResponse(failure=answer.failure, detail="says the test")
        tag = f'"{sha256(answer.body).hexdigest()[:16]}"'
        sent = dict(request.headers)
        is_same = sent.get("If-None-Match") == tag and answer.status == HTTPStatus.OK and not self.forgets_tags
        status = HTTPStatus.NOT_MODIFIED if is_same else answer.status
        headers = (*answer.headers, ("ETag", tag))
        self.log.append((request.url, "If-None-Match" in sent, int(status)))
        exchange = Exchange(
            url=request.url,
            started_at=self.clock(),
            elapsed_s=0.01,
            request_head=b"GET / HTTP/1.1\r\n\r\n",
            response_head=_head(int(status), headers),
            body=b"" if is_same else answer.body,
        )
        return WireResponse(exchange=exchange, status=int(status), headers=headers)

    def interrupt(self) -> None:
        """Nothing ever takes long."""


def _head(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode()


@dataclass
class Desk:
    """Somebody who crawls, updates and asks."""

    path: Path
    web: MemoryWeb

    @contextmanager
    def tools(
        self, *, rules: SiteRules = NO_RULES, sources: SourceTable = NO_SOURCES, **settings: Any
    ) -> Iterator[Tools]:
        chosen = CrawlSettings(**settings)
        with (
            open_archive(self.path, clock=self.web.clock) as archive,
            WarcWriter(archive.warc_folder, resume=archive.warc_records.position(), clock=self.web.clock) as writer,
        ):
            yield Tools(
                archive=archive,
                writer=writer if chosen.warc else None,
                settings=chosen,
                rules=rules,
                sources=sources,
                interrupts=Interrupts(),
                clock=self.web.clock,
            )

    def fetcher(self, archive: Archive) -> Fetcher:
        steps = count()
        return Fetcher(
            self.web,
            FetchSettings(concurrency=1, delay_s=0.0, max_attempts=1),
            host_states=archive.host_states(),
            clock=self.web.clock,
            pace=Pace(monotonic=lambda: float(next(steps)), sleep=lambda _seconds: None),
        )

    def crawl(self, *seeds: str, scope: SourceScope | None = None, window: Span = ALWAYS, **settings: Any) -> RunEnded:
        with self.tools(**settings) as tools:
            self.events = list(crawl(tools, self.fetcher(tools.archive), seeds, scope, window))
        return self._ended()

    def update(self, *names: str, window: Span = ALWAYS, **settings: Any) -> RunEnded:
        with self.tools(**settings) as tools:
            self.events = list(update(tools, self.fetcher(tools.archive), names, window))
        return self._ended()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with open_archive(self.path, create=False) as archive:
            return list(archive.query(sql).rows)

    def page(self, url: str) -> tuple[str | None, str, str | None]:
        """Kind, state and reason."""
        ((kind, state, reason),) = self.rows(f"SELECT kind, state, reason FROM pages WHERE url = '{url}'")
        return kind, state, reason

    def wait(self, hours: float) -> None:
        self.web.clock.now += dt.timedelta(hours=hours)

    events: list[Event] = field(default_factory=list)

    def done(self) -> list[PageDone]:
        return [event for event in self.events if isinstance(event, PageDone)]

    def _ended(self) -> RunEnded:
        last = self.events[-1]
        assert isinstance(last, RunEnded)
        return last
