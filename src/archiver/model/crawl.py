"""What a crawl knows about addresses: found, due, fetched, and what was decided about each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from archiver.model.article import Article, Moment, Teaser
from archiver.model.capture import Capture, Validators
from archiver.model.listing import ALWAYS, Alternate, Span
from archiver.model.scope import SourceScope

#: ``pages.kind``: an ``Article`` kind, or a document that only lists addresses; ``None`` until fetched
PageKind = Literal[
    "article",
    "liveblog",
    "gallery",
    "listing",
    "error",
    "login",
    "consent",
    "other",
    "feed",
    "sitemap",
    "file",
]
PageState = Literal["queued", "ok", "excluded", "failed", "gone"]
#: how an address came to be known
FoundBy = Literal[
    "seed", "robots", "guess", "feed", "sitemap", "news-sitemap", "link", "teaser", "redirect", "canonical", "ingest"
]
#: lists that are made to tell when a page was published: what they say of an address counts when it is known, too
TELLING_LISTS: frozenset[FoundBy] = frozenset({"feed", "sitemap", "news-sitemap"})
#: why a revision exists: the publisher's first text, the publisher's change, or a better parser
RevisionCause = Literal["first", "publisher", "parser"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """An address that a page, feed or sitemap names, normalised."""

    url: str
    found_by: FoundBy
    #: what the source says of it: the feed's or news sitemap's title
    title: str | None = None
    #: when the source says that it was published; ``None`` when it does not
    published: dt.datetime | dt.date | None = None
    #: when the source says that it last changed: a sitemap's lastmod, a feed's updated
    modified: dt.datetime | dt.date | None = None
    #: what it is expected to be: ``feed`` and ``sitemap`` are read as such, all else as a page
    expected: Literal["page", "feed", "sitemap"] = "page"
    #: it is the next page of the list that names it
    is_next: bool = False
    #: in which the source says that it is written
    language: str | None = None
    #: the same in other languages, as the source declares them
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierEntry:
    """An address on its way into the frontier."""

    url: str
    #: ``None`` for an ingested page without a web address
    source_id: int | None
    #: lower is fetched earlier
    priority: int
    #: UTC; not asked for before
    due_at: dt.datetime
    found_by: FoundBy
    found_on_page_id: int | None = None
    expected: Literal["page", "feed", "sitemap"] = "page"
    #: why it is left out; ``None`` for one that is asked for
    refusal: str | None = None
    #: which rule says whether it is an article's; ``None`` where nobody had to
    rule: str | None = None
    #: it may be an article's: the page that names it, if it is new, has brought something
    is_promising: bool = False
    #: the list that it goes on with: an address with a star for what counts its pages; ``None`` for all others
    chain: str | None = None
    #: between which days it was published, as far as it is told before it is asked for
    told: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class AddressShape:
    """What a source's addresses of one shape have turned out to be, as ``address_shapes`` keeps it."""

    source_id: int
    shape: str
    #: pages that are one
    articles: int
    #: pages that list others, or are none of both
    others: int
    #: pages in a row that brought nothing
    barren: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How a page was seen to change; numbers that fade, so that newer looks count more."""

    #: looks at the page after the first one
    checks: int = 0
    #: of them, those that found it changed; fading
    changes: float = 0.0
    #: how long it was watched: in hours for a list, in doublings of its age for an article; fading
    watched: float = 0.0
    #: new addresses that it named, in a look; a mean that follows the newest ones
    yielded: float = 0.0
    #: times that a list called it changed since it last was
    alarms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """A known address whose time has come, out of the frontier."""

    page_id: int
    source_id: int | None
    url: str
    #: what it was last time, or is expected to be; ``None`` when never fetched
    kind: PageKind | None
    priority: int
    due_at: dt.datetime
    found_by: FoundBy
    #: in a row
    failures: int = 0
    validators: Validators = Validators()
    #: digest of what was last kept, so that an unchanged body is known at once
    payload_digest: str | None = None
    article_id: int | None = None
    last_fetched_at: dt.datetime | None = None
    #: of the archived article that the page shows, as its publisher says
    published: Moment | None = None
    #: 2, 3, …: a further page of that article
    part: int | None = None
    #: of the parser that read the cards that stand on it; ``None`` when not known
    cards_version: int | None = None
    #: as in ``FrontierEntry``
    chain: str | None = None
    told: Span = ALWAYS
    #: it shows its content in a browser alone, as was seen the last time
    is_rendered: bool = False
    #: of the text of that article, as archived
    text_digest: str | None = None
    history: History = History()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking for a page; without ``page`` it is an exchange of the fetcher's own (robots.txt)."""

    capture: Capture
    page: DuePage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """The cards of a kept capture, as today's parser reads them."""

    capture_id: int
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What follows from an article's lead and body alone: worked out by whoever reads the page, as it takes a while."""

    #: what it follows from
    lead: str | None
    body: str | None
    #: words of the body
    word_count: int
    #: what near-identical texts are found by (``archiver.fingerprints``); ``None`` for a text that is too short
    simhash: int | None
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """One fetched page with everything that was decided about it: what the store writes."""

    page_id: int
    source_id: int | None
    capture: Capture
    kind: PageKind | None
    state: PageState
    #: a ``FailureReason``, or a rule's word for why the page is excluded
    reason: str | None = None
    #: ``None`` when there was nothing to parse, or nothing changed
    article: Article | None = None
    #: of that article's text; ``None`` leaves it to the store to work them out
    facts: TextFacts | None = None
    #: under which the article is kept: a believed canonical, else the final address
    article_url: str | None = None
    #: the same bytes as last time (a 304, or an equal digest): only ``last_fetched_at`` moves
    is_unchanged: bool = False
    #: when to ask again; ``None`` never
    due_at: dt.datetime | None = None
    #: where it stands in the frontier from now on; ``None`` where it stood
    priority: int | None = None
    #: in a row, this one included
    failures: int = 0
    #: this look included; ``None`` for the one that it had
    history: History | None = None
    #: addresses that it names
    found: tuple[FrontierEntry, ...] = ()
    #: of the parser that read ``article``; ``None`` when not known
    parser_version: int | None = None
    #: the archived article's kept capture, read again with this parser because another version read it then
    previous: Article | None = None
    #: what stood on the page at its newest look, likewise
    previous_cards: ReadAgain | None = None
    #: of an article that is spread over several pages: the addresses of those after the first, in their order.
    #: ``article`` is then all of it, with the cards of the first page; ``None`` where its pages are as they were
    parts: tuple[str, ...] | None = None
    #: this is a further page: ``article`` is what it shows alone, of which its cards are kept
    is_part: bool = False
    #: the article has grown by a page that had not come before; whatever is new in it, its publisher has not changed it
    is_completed: bool = False
    #: it belongs where its moment says among the looks that there are; else what comes last is the article's text
    is_by_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparsed:
    """One kept capture, parsed again: what differs is the parser's doing, never the publisher's."""

    page_id: int
    #: the one that was parsed
    capture_id: int
    kind: PageKind
    article: Article
    #: as in ``PageResult``
    article_url: str | None
    parser_version: int | None
    #: as in ``PageResult``
    parts: tuple[str, ...] | None = None
    #: as in ``PageResult``
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A registered site."""

    #: its number in ``sources``
    id: int
    #: of its home page, with the port where it is not the usual one
    host: str
    home_url: str
    #: for people; ``None`` for one that is called by its host
    name: str | None = None
    #: BCP 47 primary subtag; ``None`` where nobody said
    language: str | None = None
    #: paused: ``update`` leaves it out
    state: Literal["active", "paused"] = "active"
    #: how far it reaches
    scope: SourceScope = SourceScope()


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is known of a host across runs."""

    host: str
    #: HTTP status of robots.txt; ``None`` when there was no answer
    robots_status: int | None = None
    robots_text: str | None = None
    #: UTC
    robots_fetched_at: dt.datetime | None = None
    #: beyond the default, as of the last look: from ``Crawl-delay`` or learnt; ``None`` for the default
    delay_s: float | None = None
    #: what robots.txt asks for
    crawl_delay_s: float | None = None
    #: how long its answers take, smoothed, to about a tenth
    response_s: float | None = None
    #: delay learnt from 429, 503 and answers that did not come in time; ``None`` when there is nothing to be slow for
    slow_down_s: float | None = None
    #: UTC; the host is parked until then
    not_before: dt.datetime | None = None
    #: in a row
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """What a run did, as ``runs`` keeps it."""

    #: that came; those that failed are counted apart
    pages_fetched: int = 0
    pages_failed: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    bytes_received: int = 0

    @property
    def pages_tried(self) -> int:
        """How many were asked for, whatever came of it."""
        return self.pages_fetched + self.pages_failed

    def plus(self, other: RunCounts) -> RunCounts:
        """Both together."""
        return RunCounts(
            pages_fetched=self.pages_fetched + other.pages_fetched,
            pages_failed=self.pages_failed + other.pages_failed,
            articles_new=self.articles_new + other.articles_new,
            articles_changed=self.articles_changed + other.articles_changed,
            bytes_received=self.bytes_received + other.bytes_received,
        )
