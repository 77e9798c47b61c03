"""From a capture to the result that the store writes: read, decide, and look up what the decision needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from archiver.model import Capture, Discovered, DuePage, FailureReason, PageResult
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.chains import Chains
from archiver.pipelines.decide import Reading, decide, due_after, is_missing, is_unchanged, left_out, priority_after
from archiver.pipelines.discovering import Discovery
from archiver.pipelines.indexes import Indexes
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.tasks import Task
from archiver.pipelines.tools import Tools
from archiver.pipelines.watching import Watcher

#: addresses, from which on it pays to ask first which of them are new
_LONG_LIST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One page's result, and what follows for others."""

    result: PageResult
    #: numbers of known pages that this feed, sitemap or list of cards says have changed since they were fetched
    renewed: tuple[int, ...] = ()
    #: since they were last fetched, before which they are not asked for all the same
    pause: dt.timedelta = dt.timedelta()
    #: its links may be followed
    is_followed: bool = True


class Settler:
    """Makes results out of captures."""

    def __init__(self, tools: Tools, discovery: Discovery) -> None:
        self._archive = tools.archive
        self._discovery = discovery
        self._settings = tools.settings
        self._watcher = Watcher(tools.archive, tools.sources)
        self._rereader = Rereader(tools.archive, tools.rules)
        #: lists that go on over many pages
        self.chains = Chains(tools.archive)
        self._indexes = Indexes(tools.archive)

    def settle(self, page: DuePage, capture: Capture, reading: Reading) -> Settled:
        """What became of the page, ready to be saved; ``reading`` is of what ``task_for`` gave."""
        result = decide(
            page,
            capture,
            reading,
            honour_noarchive=self._settings.honour_noarchive,
            missing=self._watcher.missing(page) if is_missing(page, capture) else 0,
        )
        refusal = self._refusal(page, result)
        if refusal is not None:
            reading, result = Reading(), left_out(page, result, refusal, missing=self._watcher.missing(page))
        renewed = self._renewed(page, reading)
        completed = self._completed(page, result, reading, is_renewing=bool(renewed))
        return Settled(
            result=self.chains.noted(page, self._indexes.limited(page, completed)),
            renewed=renewed,
            pause=self._watcher.limits(page).shortest if renewed else dt.timedelta(),
            is_followed="nofollow" not in reading.robots,
        )

    def _completed(self, page: DuePage, result: PageResult, reading: Reading, *, is_renewing: bool) -> PageResult:
        found = () if self._discovery.leads_astray(page, result) else reading.found
        if page.last_fetched_at is None and result.state == "ok" and self._discovery.is_home(page):
            found += self._discovery.guesses(result.capture.final_url, found)
        if result.article_url not in {None, page.url, result.capture.final_url}:
            # the page itself: this one is a view of it, or another spelling
            found += (Discovered(url=result.article_url, found_by="canonical"),)
        result = replace(
            result,
            found=self._discovery.entries(page, self._discovery.unsaid(self._new_in_list(page, found))),
            parser_version=None if result.article is None else PARSER_VERSION,
            previous=self._rereader.previous(result),
            previous_cards=self._rereader.previous_cards(page, result),
        )
        result = replace(result, history=self._watcher.history(page, result, is_renewing=is_renewing))
        limits = replace(self._watcher.limits(page), is_barren=self._discovery.is_barren(page, result))
        due_at = due_after(page, result, page.published, limits)
        return replace(result, due_at=due_at, priority=priority_after(page, result, limits))

    def _new_in_list(self, page: DuePage, found: tuple[Discovered, ...]) -> tuple[Discovered, ...]:
        """Of a long list that is read again, what nobody knows: the rest would be judged anew for nothing."""
        if page.last_fetched_at is None or len(found) < _LONG_LIST:
            return found
        unknown = self._archive.lists.unknown([one.url for one in found])
        return tuple(one for one in found if one.url in unknown)

    def _refusal(self, page: DuePage, result: PageResult) -> str | None:
        """Why the address that the page was redirected to is not to be taken for it."""
        final_url = result.capture.final_url
        is_barred = result.capture.failure is FailureReason.ANOTHER_CRAWLER  # whatever there is, it is that one's
        if (result.state != "ok" and not is_barred) or result.is_unchanged or final_url == page.url:
            return None
        return self._discovery.refusal(page, final_url)

    def _renewed(self, page: DuePage, reading: Reading) -> tuple[int, ...]:
        if page.last_fetched_at is None:
            return ()
        if reading.kind == "listing" and reading.article is not None:
            return self._watcher.retitled(page, reading.article)
        if reading.kind not in {"feed", "sitemap"}:
            return ()
        return self._discovery.renewed(reading.found, self._watcher.revisited, page.last_fetched_at)


def task_for(page: DuePage, capture: Capture) -> Task | None:
    """What there is to read in a capture; ``None`` when it brings nothing new."""
    if not capture.is_ok or is_unchanged(page, capture):
        return None
    return Task(capture=capture, expected=page.kind, with_facts=page.article_id is None)
