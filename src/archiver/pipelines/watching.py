"""What a look at a known page has shown: whether it has changed, and what is new on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from archiver.discover.revisits import MISSING, NO_LIMITS, Limits, Look, age_of, history_after, is_polled, was_there
from archiver.model import ARCHIVED_KINDS, Article, DuePage, History, PageResult
from archiver.pipelines.decide import FIRST_CHECK
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.store.archive import Archive
from archiver.store.revising import text_of
from archiver.text import fold
from archiver.urls import host_of, normalise_url


class Watcher:
    """Compares what comes with what is archived."""

    def __init__(self, archive: Archive, sources: SourceTable = NO_SOURCES) -> None:
        self._archive = archive
        self._sources = sources

    def history(self, page: DuePage, result: PageResult, *, is_renewing: bool) -> History:
        """How the page was seen to change, this look included; ``is_renewing``: it calls known pages changed."""
        look = self._look(page, result)
        if is_renewing:
            look = replace(look, is_changed=True)
        return history_after(page, result, look, published=page.published)

    def missing(self, page: DuePage) -> int:
        """How many pages of its site are missing, for one that was there; 0 for all others."""
        if page.source_id is None or not was_there(page):
            return 0
        return self._archive.count_failed(page.source_id, MISSING)

    def limits(self, page: DuePage) -> Limits:
        """What is set for the revisits of its source, in moments at which a page is due."""
        own = self._sources.for_host(host_of(page.url)) if "://" in page.url else None
        if own is None:
            return NO_LIMITS
        pause = dt.timedelta(seconds=own.revisit_pause_s or 0)
        return Limits(
            shortest=pause + FIRST_CHECK if pause else pause,  # a round asks for what is due so soon, too
            last_age=None if own.revisit_days is None else dt.timedelta(days=own.revisit_days),
        )

    def retitled(self, page: DuePage, listing: Article) -> tuple[int, ...]:
        """Archived pages whose card on this page has another headline than when it was last seen."""
        before, now = self._standing(page), _titles((card.url, card.title) for card in listing.teasers)
        changed = [url for url, titles in now.items() if url in before and titles.isdisjoint(before[url])]
        return tuple(known.page_id for known in self.revisited(changed) if known.article_id is not None)

    def revisited(self, urls: Collection[str]) -> tuple[DuePage, ...]:
        """The known pages among these addresses, without articles that are older than their source's are asked for."""
        return tuple(page for page in self._archive.pages(urls) if not self._is_past(page))

    def _is_past(self, page: DuePage) -> bool:
        last_age = self.limits(page).last_age
        if last_age is None or page.article_id is None:
            return False
        age = dt.timedelta() if page.published is None else age_of(page.published, self._archive.now())
        return max(age, dt.timedelta()) >= last_age

    def _look(self, page: DuePage, result: PageResult) -> Look:
        if page.last_fetched_at is None or result.state != "ok" or result.is_unchanged:
            return Look()
        is_text = result.article is not None and result.article.kind in ARCHIVED_KINDS
        if result.article is not None and is_text and not is_polled(page, result):
            return Look(is_changed=_is_edited(page, result, result.article))
        new = len(self._archive.lists.unknown([entry.url for entry in result.found]))
        return Look(is_changed=new > 0 or self._shows_others(page, result.article), new=new)

    def _shows_others(self, page: DuePage, listing: Article | None) -> bool:
        """Whether other cards stand on the page than when it was last seen."""
        if listing is None:
            return False
        return self._standing(page) != _titles((card.url, card.title) for card in listing.teasers)

    def _standing(self, page: DuePage) -> dict[str, set[str]]:
        cards = self._archive.teasers(page_url=page.url, only_current=True)
        return _titles((card.url, card.title) for card in cards)


def _is_edited(page: DuePage, result: PageResult, article: Article) -> bool:
    """Whether the text is another than the archived one: an advertisement or a time of day is no change.

    One that was read by another parser is compared as today's reads it.
    """
    before = page.text_digest if result.previous is None else text_of(result.previous).digest
    return text_of(article).digest != before


def _titles(cards: Iterable[tuple[str | None, str | None]]) -> dict[str, set[str]]:
    """The headlines of all cards that lead to one address, folded."""
    titles: dict[str, set[str]] = {}
    for url, title in cards:
        if url and title:
            titles.setdefault(normalise_url(url), set()).add(fold(title))
    return titles
