"""The rows of pages, of what came when they were asked for, and of the commands that asked."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlsplit

from invented import DAYS, FIRST_DAY, Outlet, outlets

from archiver.jsontext import encode_json
from archiver.timestamps import utc_text

#: columns and values
Row = dict[str, Any]

#: pages of each outlet that show lists of cards
LISTS = ("", *(f"section-{number}/" for number in range(1, 6)))
FAILURES = ("timeout: no answer in time", "http-error: HTTP 503", "connection: refused", "dns: no such host")
#: what becomes of pages that show no article, of a hundred each; and why
FATES: tuple[tuple[str, str | None, int], ...] = (
    ("excluded", "not-article", 45),
    ("excluded", "robots", 15),
    ("queued", None, 20),
    ("gone", "gone", 8),
    ("failed", "timeout", 8),
    ("failed", "http-error", 4),
)
FIRST = dt.datetime.combine(FIRST_DAY, dt.time(6), dt.UTC)
#: when all pages that are looked at again and again last were
END = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=DAYS), dt.time(12), dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is invented."""

    articles: int = 100_000
    seed: int = 1

    @property
    def cards(self) -> int:
        """Distinct ones."""
        return self.articles * 6 // 10

    @property
    def pages_with_cards(self) -> int:
        """Of articles: each shows ten."""
        return self.articles // 10

    @property
    def other_pages(self) -> int:
        """That show neither an article nor a list."""
        return self.articles // 10


@dataclass(slots=True)
class Numbers:
    """What is numbered across the tables, and what stands."""

    captures: Iterator[int] = field(default_factory=lambda: count(1))
    #: of the capture of a list at a moment
    looks: dict[tuple[int, dt.datetime], int] = field(default_factory=dict)
    #: page and position of the open placements
    standing: set[tuple[int, int]] = field(default_factory=set)


def run_rows() -> Iterator[tuple[str, Row]]:
    """A crawl of each outlet's archive, then a round each day; a few were interrupted."""
    random = Random("runs")
    for day in range(DAYS + 1):
        started = FIRST + dt.timedelta(days=day)
        fetched, is_cut = random.randrange(80, 400), random.random() < 0.01
        yield (
            "runs",
            {
                "id": day + 1,
                "command": "update" if day else "crawl",
                "arguments": encode_json([] if day else [f"https://{outlet.host}/" for outlet in outlets(1)]),
                "started_at": utc_text(started),
                "ended_at": None if is_cut else utc_text(started + dt.timedelta(minutes=random.randrange(2, 50))),
                "outcome": "interrupted" if is_cut else "done",
                "exit_code": None if is_cut else 0,
                "pages_fetched": fetched,
                "pages_failed": fetched // 50,
                "articles_new": fetched // 3,
                "articles_changed": fetched // 40,
                "bytes_received": fetched * 60_000,
            },
        )


def page_rows(url: str, article: Row) -> Iterator[tuple[str, Row]]:
    """An article's page; the numbers of pages are those of their articles, as far as these go."""
    yield from _page(
        id=article["id"],
        source_id=article["source_id"],
        url=url,
        kind=article["kind"],
        state="ok",
        article_id=article["id"],
        cards_version=article["parser_version"],
        first_seen=article["first_seen"],
        last_fetched_at=article["last_seen"],
        found_by="feed" if article["id"] % 3 else "link",
    )


def list_id(outlet: Outlet, which: int, size: Size) -> int:
    """The number of the page that shows an outlet's list."""
    return size.articles + (outlet.id - 1) * len(LISTS) + which + 1


def rows_of_lists(size: Size) -> Iterator[tuple[str, Row]]:
    """The front page and the sections of each outlet, and what is known of its host."""
    for outlet in outlets(size.seed):
        for which, path in enumerate(LISTS):
            yield from _page(
                id=list_id(outlet, which, size),
                source_id=outlet.id,
                url=f"https://{outlet.host}/{path}",
                kind="listing",
                state="ok",
                cards_version=4,
                first_seen=utc_text(FIRST),
                last_fetched_at=utc_text(END),
                found_by="link" if which else "seed",
            )
        yield (
            "hosts",
            {"host": outlet.host, "robots_status": 404, "robots_fetched_at": utc_text(END), "response_s": 0.2},
        )
        yield (
            "address_shapes",
            {
                "source_id": outlet.id,
                "shape": "/{year}/{month}/{day}/{slug}-{id}",
                "articles": size.articles // len(outlets(size.seed)),
                "example": f"https://{outlet.host}/{FIRST_DAY:%Y/%m/%d}/a-1",
            },
        )


def rows_of_other_pages(size: Size, numbers: Numbers) -> Iterator[tuple[str, Row]]:
    """Pages that were left out, failed, are gone, or wait; failures have their captures."""
    random = Random(f"others {size.seed}")
    for number in range(size.other_pages):
        page_id = size.articles + len(outlets(size.seed)) * len(LISTS) + number + 1
        outlet = random.choice(outlets(size.seed))
        ((state, reason, _),) = random.choices(FATES, [weight for *_, weight in FATES])
        url, moment = (
            f"https://{outlet.host}/page-{number}",
            FIRST + dt.timedelta(minutes=random.randrange(DAYS * 1440)),
        )
        is_seen = state == "gone" or reason == "not-article"
        yield from _page(
            id=page_id,
            source_id=outlet.id,
            url=url,
            kind="other" if reason == "not-article" else None,
            state=state,
            reason=reason,
            first_seen=utc_text(moment),
            last_fetched_at=utc_text(moment) if is_seen else None,
            found_by="link",
        )
        if state in {"gone", "failed"} or is_seen:
            error = {"gone": "gone: HTTP 404", "failed": random.choice(FAILURES)}.get(state)
            yield "captures", capture(next(numbers.captures), page_id, url, moment, error=error)


def capture(number: int, page_id: int, url: str, moment: dt.datetime, *, error: str | None = None) -> Row:
    """One answer, or why none came."""
    is_silent = error is not None and "HTTP" not in error
    return {
        "id": number,
        "page_id": page_id,
        "run_id": min(max((moment - FIRST).days, 0), DAYS) + 1,
        "fetched_at": utc_text(moment),
        "url": url,
        "final_url": url,
        "status": None if is_silent else int(error[-3:]) if error else 200,
        "error": error,
        "media_type": None if is_silent else "text/html",
        "payload_digest": None if error else digest(url, number),
        "size_bytes": 0 if is_silent else 20_000 + number * 7919 % 60_000,
        "elapsed_s": 0.1 + number % 40 / 20,
        "is_truncated": 0,
        "tells_cards": int(error is None),
    }


def digest(*parts: object) -> str:
    """``sha256:`` and a digest that is another one for other parts."""
    return f"sha256:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def _page(*, found_by: str, **columns: Any) -> Iterator[tuple[str, Row]]:
    """A page and its row in the frontier."""
    yield "pages", {"kind": None, "reason": None, "article_id": None, "cards_version": None, **columns}
    is_again = columns["state"] in {"queued", "failed"} or columns["kind"] == "listing"
    yield (
        "frontier",
        {
            "page_id": columns["id"],
            "host": urlsplit(columns["url"]).netloc,
            "priority": 50,
            "due_at": utc_text(END) if is_again else None,
            "found_by": found_by,
        },
    )
