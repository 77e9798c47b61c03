"""From a capture to the result that the store writes: read, decide, and look up what the decision needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archiver.model import Article, Capture, Discovered, DuePage, Moment, PageResult
from archiver.parser.article import PARSER_VERSION
from archiver.pipelines.chains import Chains
from archiver.pipelines.decide import Reading, decide, due_after, is_unchanged, left_out, priority_after
from archiver.pipelines.discovering import Discovery
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.tools import Tools
from archiver.pipelines.worker import Task
from archiver.text import fold
from archiver.urls import normalise_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One page's result, and what follows for others."""

    result: PageResult
    #: numbers of known pages that this feed, sitemap or list of cards says have changed since they were fetched
    renewed: tuple[int, ...] = ()
    #: its links may be followed
    is_followed: bool = True


class Settler:
    """Makes results out of captures."""

    def __init__(self, tools: Tools, discovery: Discovery) -> None:
        self._archive = tools.archive
        self._discovery = discovery
        self._settings = tools.settings
        self._rereader = Rereader(tools.archive, tools.rules)
        #: lists that go on over many pages
        self.chains = Chains(tools.archive)

    def settle(self, page: DuePage, capture: Capture, reading: Reading) -> Settled:
        """What became of the page, ready to be saved; ``reading`` is of what ``task_for`` gave."""
        result = decide(page, capture, reading, honour_noarchive=self._settings.honour_noarchive)
        refusal = self._refusal(page, result)
        if refusal is not None:
            reading, result = Reading(), left_out(result, refusal)
        return Settled(
            result=self.chains.noted(page, self._completed(page, result, reading)),
            renewed=self._renewed(page, reading),
            is_followed="nofollow" not in reading.robots,
        )

    def _completed(self, page: DuePage, result: PageResult, reading: Reading) -> PageResult:
        found = reading.found
        if page.last_fetched_at is None and result.state == "ok" and self._discovery.is_home(page):
            found += self._discovery.guesses(result.capture.final_url, found)
        if result.article_url not in {None, page.url, result.capture.final_url}:
            # the page itself: this one is a view of it, or another spelling
            found += (Discovered(url=result.article_url, found_by="canonical"),)
        return replace(
            result,
            found=self._discovery.entries(page, found),
            due_at=due_after(page, result, self._published(page, result)),
            priority=priority_after(page, result),
            parser_version=None if result.article is None else PARSER_VERSION,
            previous=self._rereader.previous(result),
            previous_cards=self._rereader.previous_cards(page, result),
        )

    def _refusal(self, page: DuePage, result: PageResult) -> str | None:
        """Why the address that the page was redirected to is not to be taken for it."""
        final_url = result.capture.final_url
        if result.state != "ok" or result.is_unchanged or final_url == page.url:
            return None
        return self._discovery.refusal(page, final_url)

    def _published(self, page: DuePage, result: PageResult) -> Moment | None:
        """Of the archived article, for an unchanged page."""
        if not result.is_unchanged or page.article_id is None:
            return None
        article = self._archive.article(page.url)
        return None if article is None else article.published

    def _renewed(self, page: DuePage, reading: Reading) -> tuple[int, ...]:
        if page.last_fetched_at is None:
            return ()
        if reading.kind == "listing" and reading.article is not None:
            return self._retitled(page, reading.article)
        if reading.kind not in {"feed", "sitemap"}:
            return ()
        return self._discovery.renewed(reading.found, self._archive.pages, page.last_fetched_at)

    def _retitled(self, page: DuePage, listing: Article) -> tuple[int, ...]:
        """Archived pages whose card on this page has another headline than when it was last seen."""
        before = _titles((card.url, card.title) for card in self._archive.teasers(page_url=page.url, only_current=True))
        now = _titles((card.url, card.title) for card in listing.teasers)
        changed = [url for url, titles in now.items() if url in before and titles.isdisjoint(before[url])]
        return tuple(known.page_id for known in self._archive.pages(changed) if known.article_id is not None)


def task_for(page: DuePage, capture: Capture) -> Task | None:
    """What there is to read in a capture; ``None`` when it brings nothing new."""
    if not capture.is_ok or is_unchanged(page, capture):
        return None
    return Task(capture=capture, expected=page.kind)


def _titles(cards: Iterable[tuple[str | None, str | None]]) -> dict[str, set[str]]:
    """The headlines of all cards that lead to one address, folded."""
    titles: dict[str, set[str]] = {}
    for url, title in cards:
        if url and title:
            titles.setdefault(normalise_url(url), set()).add(fold(title))
    return titles
