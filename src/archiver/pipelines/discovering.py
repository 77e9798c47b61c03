"""Addresses that were found, on their way into the frontier: in scope, in order, due at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from archiver.discover.frontier import FRESH, Priority, is_renewed, priority_of
from archiver.discover.scope import (
    OF_SCOPE,
    UNRECORDED,
    Expected,
    Refusal,
    Scope,
    guess_feeds,
    guess_sitemaps,
    scope_of,
)
from archiver.discover.shape import is_home
from archiver.discover.sitemaps import sitemaps_in_robots
from archiver.discover.turning import archive_span, chain_of, told_span
from archiver.model import (
    ALWAYS,
    TELLING_LISTS,
    Capture,
    Discovered,
    DuePage,
    FrontierEntry,
    HostState,
    PageKind,
    PageResult,
    Source,
    SourceScope,
    Span,
)
from archiver.pipelines.decide import REDIRECTED_HOME
from archiver.pipelines.sites import UNVOUCHED, Load, Sites
from archiver.urls import bare_host, host_of
from archiver.variants import main_address, other_addresses

#: a list may be some time behind what it lists
CLOCK_SKEW = dt.timedelta(days=1)
#: of addresses that need not be looked at again
_REMEMBERED = 20_000
#: links to such addresses leave no row
_NO_TRAPS = OF_SCOPE | UNRECORDED
_LISTS: Mapping[PageKind | None, Expected] = {"feed": "feed", "sitemap": "sitemap"}


def seed_entry(source: Source, url: str, now: dt.datetime) -> FrontierEntry:
    """An address given by hand."""
    found = Discovered(url=url, found_by="seed")
    return FrontierEntry(
        url=url, source_id=source.id, priority=priority_of(found, now), due_at=now, found_by=found.found_by
    )


class Discovery:
    """Knows the scopes of the sources, and what may be found where."""

    def __init__(
        self,
        sources: Iterable[Source],
        now: dt.datetime,
        shapes: Load = lambda _source_id, _urls: (),
        unknown: Callable[[Collection[str]], Collection[str]] = frozenset,
    ) -> None:
        """``shapes`` tells what is known of a source's addresses, ``unknown`` which ones are not known."""
        self._unknown = unknown
        #: what they have looked like so far
        self.sites = Sites(shapes)
        self._sources = {source.id: source for source in sources}
        self._scopes: dict[int, Scope] = {}
        #: when the round began
        self.now = now
        #: of hosts whose robots.txt named a sitemap
        self._with_sitemaps: set[str] = set()
        #: addresses that were saved in this round, some of them
        self._saved: set[str] = set()

    def is_home(self, page: DuePage) -> bool:
        """Whether the page is the one that its source starts from."""
        source = None if page.source_id is None else self._sources.get(page.source_id)
        return source is not None and page.url == source.home_url

    def add_source(self, source: Source) -> None:
        """Takes in one that was registered during the round."""
        self._sources[source.id] = source

    def said_scope(self, source_id: int | None) -> SourceScope:
        """How far a source reaches, as somebody has said it."""
        source = None if source_id is None else self._sources.get(source_id)
        return SourceScope() if source is None else source.scope

    def refusal(self, page: DuePage, url: str) -> str | None:
        """Why the address that the page was redirected to is none of its source's."""
        if is_home(url) and not is_home(page.url) and page.found_by != "seed":
            return REDIRECTED_HOME
        scope = self._scope(page.source_id)
        return None if scope is None else scope.refusal(url, expected=_expected(page))

    def refused_now(self, page: DuePage) -> str | None:
        """Why a page that was queued once does not belong to its source, as that is limited today."""
        if page.found_by == "seed" or page.part is not None:
            return None
        scope = self._scope(page.source_id)
        refusal = None if scope is None else scope.refusal(page.url, expected=_expected(page))
        if refusal in OF_SCOPE or page.article_id is not None:
            return refusal if refusal in OF_SCOPE else None
        if refusal is None and page.last_fetched_at is None:
            is_barren = self.sites.is_barren(page.url, page.found_by, page.source_id)
            return Refusal.BARREN_PATTERN if is_barren else None
        return refusal

    def is_barren(self, page: DuePage, result: PageResult) -> bool:
        """Whether a page that came, and is no article, is one of those that bring nothing."""
        is_article = page.article_id is not None or result.article_url is not None
        return not is_article and self.sites.is_barren(page.url, page.found_by, page.source_id)

    def leads_astray(self, page: DuePage, result: PageResult) -> bool:
        """Whether the page says that there is nothing: what it names instead is no discovery."""
        return result.kind == "error" and page.found_by in UNVOUCHED and not self.is_home(page)

    def note_saved(self, results: Iterable[PageResult]) -> None:
        """Notes the addresses that these have brought into the frontier."""
        if len(self._saved) >= _REMEMBERED:
            self._saved.clear()
        self._saved.update(entry.url for result in results for entry in result.found)

    def unsaid(self, found: Iterable[Discovered]) -> tuple[Discovered, ...]:
        """Those that are not merely named once more, as nearly all links of a page are: the frontier has those.

        What a list says of the day of a known address is news; what a card says of it is not.
        """
        saved = self._saved
        return tuple(
            one
            for one in found
            if one.url not in saved or (one.found_by in TELLING_LISTS and (one.published or one.modified))
        )

    def entries(self, page: DuePage, found: Iterable[Discovered]) -> tuple[FrontierEntry, ...]:
        """What the page names: what its source admits, and the traps among the rest, with the reason."""
        found = [self._on_main_host(page, one) for one in found]
        known = self._views_of_known(page, found)
        judged = ((one, Refusal.OTHER_VIEW if one.url in known else self._refusal_of(page, one)) for one in found)
        return tuple(self._listed(page, one, refusal) for one, refusal in judged if refusal not in _NO_TRAPS)

    def _on_main_host(self, page: DuePage, found: Discovered) -> Discovered:
        """The address on the source's own host, where it is on one that repeats all of that for phones."""
        if (main := main_address(found.url)) is None:  # as most have none
            return found
        scope = self._scope(page.source_id)
        if scope is None or scope.has_host(host_of(found.url)) or not scope.has_host(host_of(main)):
            return found
        own = host_of(page.url)
        return replace(
            found, url=main.replace(host_of(main), own, 1) if bare_host(own) == bare_host(host_of(main)) else main
        )

    def _views_of_known(self, page: DuePage, found: Collection[Discovered]) -> set[str]:
        """Addresses among these that ask for a view of a page that is known, or named beside them."""
        mains = {one.url: main for one in found if (main := main_address(one.url)) is not None}
        if not mains:
            return set()
        others = {url: {main, *other_addresses(main)} - mains.keys() for url, main in mains.items()}
        named = {page.url, *(one.url for one in found)}
        asked = {main for mains_of in others.values() for main in mains_of} - named
        known = named | (asked - frozenset(self._unknown(asked)))
        return {url for url, mains_of in others.items() if not mains_of.isdisjoint(known)}

    def page_entries(self, page: DuePage, url: str) -> tuple[FrontierEntry, ...]:
        """Another page of the article that this one shows, if its source admits it."""
        found = Discovered(url=url, found_by="link")
        scope = self._scope(page.source_id)
        if scope is None or not scope.admits(url):
            return ()
        return (self._entry(found, page.source_id, page.page_id),)

    def robots_entries(self, capture: Capture) -> tuple[FrontierEntry, ...]:
        """Sitemaps that a robots.txt names, for the source whose host it speaks for."""
        is_robots = capture.url.endswith("/robots.txt")  # and no script that a page in a browser has loaded
        if capture.status is None or capture.failure is not None or not is_robots:
            return ()
        text = capture.content.decode("utf-8", "replace")
        return tuple(self._sitemap_entries(host_of(capture.url), text, capture.url))

    def known_robots_entries(self, states: Iterable[HostState]) -> tuple[FrontierEntry, ...]:
        """The same for what is known from earlier runs: robots.txt is asked for once a day."""
        entries: list[FrontierEntry] = []
        for state in states:
            if state.robots_text:
                entries += self._sitemap_entries(state.host, state.robots_text, None)
        return tuple(entries)

    def guesses(self, home_url: str, found: Iterable[Discovered]) -> tuple[Discovered, ...]:
        """Where feeds and sitemaps may lie when the home page names no feed and robots.txt no sitemap."""
        names_feed = any(one.expected == "feed" for one in found)
        feeds = () if names_feed else guess_feeds(home_url)
        return feeds if bare_host(host_of(home_url)) in self._with_sitemaps else feeds + guess_sitemaps(home_url)

    def renewed(
        self, found: Iterable[Discovered], pages: Callable[[Collection[str]], Iterable[DuePage]], since: dt.datetime
    ) -> tuple[int, ...]:
        """Numbers of known pages that changed since they were fetched, as a feed or sitemap says.

        ``pages`` tells the known ones; it is asked only for those said to have changed ``since`` the list was read.
        """
        by_url = {one.url: one for one in found if is_renewed(one, since - CLOCK_SKEW)}
        known = pages(by_url) if by_url else ()
        return tuple(page.page_id for page in known if is_renewed(by_url[page.url], page.last_fetched_at))

    def _sitemap_entries(self, host: str, text: str, url: str | None) -> list[FrontierEntry]:
        entries: list[FrontierEntry] = []
        for source in self._sources.values():
            scope = self._scope(source.id)
            if scope is None or not scope.has_host(host):
                continue
            found = sitemaps_in_robots(text, url or source.home_url)
            for sitemap in found:
                named = Discovered(url=sitemap, found_by="robots", expected="sitemap")
                entries.append(self._entry(named, source.id, None))
            if found:
                self._with_sitemaps.add(bare_host(host))
        return entries

    def _listed(self, page: DuePage, found: Discovered, refusal: Refusal | None) -> FrontierEntry:
        """With what its address and the page that names it tell."""
        told, chain = told_span(found), chain_of(found, page.url, page.chain)
        entry = self._entry(found, page.source_id, page.page_id, refusal, chain=chain, told=told)
        archive = archive_span(found.url) if found.found_by == "link" and found.expected == "page" else None
        return entry if archive is None else in_order_of_days(entry, archive, self.now)

    def _refusal_of(self, page: DuePage, found: Discovered) -> Refusal | None:
        scope = self._scope(page.source_id)
        if scope is None:
            return Refusal.OTHER_HOST
        refusal = scope.refusal(found.url, expected=found.expected)
        if refusal is None and self.sites.is_barren(found.url, found.found_by, page.source_id):
            return Refusal.BARREN_PATTERN
        return refusal

    def _entry(
        self,
        found: Discovered,
        source_id: int | None,
        page_id: int | None,
        refusal: Refusal | None = None,
        *,
        chain: str | None = None,
        told: Span = ALWAYS,
    ) -> FrontierEntry:
        site, belief = None, None
        if refusal is None and source_id is not None and found.found_by == "link" and found.expected == "page":
            site = self.sites.of(source_id)
            belief = site.belief(found.url)
        return FrontierEntry(
            url=found.url,
            source_id=source_id,
            priority=priority_of(found, self.now, is_article=None if belief is None else belief.is_article),
            refusal=refusal,
            rule=None if belief is None else belief.rule,
            is_promising=site is not None and site.is_promising(found.url),
            due_at=self.now,
            found_by=found.found_by,
            found_on_page_id=page_id,
            expected=found.expected,
            chain=chain,
            told=told,
        )

    def _scope(self, source_id: int | None) -> Scope | None:
        if source_id is None or source_id not in self._sources:
            return None
        if source_id not in self._scopes:
            source = self._sources[source_id]
            self._scopes[source_id] = scope_of(source.home_url, source.scope)
        return self._scopes[source_id]


def in_order_of_days(entry: FrontierEntry, archive: Span, now: dt.datetime) -> FrontierEntry:
    """An archive by date: the newest is due first, a year before its months and days; one to come waits for its day.

    So what they name is as new as may be, and a row of days without anything ends only what is older than all of them.
    """
    first, last = archive.first or dt.date.min, archive.last or dt.date.max
    if first > now.date():
        return replace(entry, priority=Priority.NEWS, due_at=_midnight(first))
    is_new = last >= (now - FRESH).date()
    due_at = now - dt.timedelta(seconds=last.toordinal())
    return replace(entry, priority=Priority.NEWS if is_new else Priority.LISTING, due_at=due_at)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _expected(page: DuePage) -> Expected:
    """What a known page is said to lead to."""
    return _LISTS.get(page.kind) or ("seed" if page.found_by == "seed" else "page")
