"""Articles that are spread over several pages, put together while a round goes on.

* The result of a first page is held back until its further pages have come (or have not); then all are saved together.
  Killed in between, the first page is still due, and the next round begins the article again.
* A page that comes with another failure, or not at all, costs its own text only; what was kept of it stands in.
* Where the first page has not changed, its known further pages are asked for all the same: a change on the second page
  is a change of the article.
* A later page that is met by itself leads to the first one and is never an article of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from archiver.discover.shape import looks_like_article
from archiver.model import ARCHIVED_KINDS, Article, DuePage, PageResult
from archiver.parser.page_address import is_page_of
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.decide import article_url
from archiver.pipelines.discovering import Discovery
from archiver.pipelines.feed import Feed
from archiver.pipelines.pages import Composed, compose, is_later_page
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.tools import Tools


@dataclass(slots=True)
class _Assembly:
    """One article under way."""

    page: DuePage
    result: PageResult
    #: the first page; ``None`` while it is as it was and nothing else has changed
    first: Article | None
    #: known further pages that are still to be asked for
    known: list[DuePage] = field(default_factory=list)
    #: what has come, by the address that was asked for
    answers: dict[str, tuple[DuePage, PageResult | None]] = field(default_factory=dict)
    #: what they show; ``None`` for one that did not come and was never kept
    shown: dict[str, Article | None] = field(default_factory=dict)


class Assembler:
    """Holds results back until an article is whole. ``save`` writes what was decided before."""

    def __init__(self, tools: Tools, discovery: Discovery, feed: Feed, save: Callable[[], object]) -> None:
        #: the archive keeps moments to the second
        self._since = discovery.now.replace(microsecond=0)
        self._archive = tools.archive
        self._rereader = Rereader(tools.archive, tools.rules)
        self._discovery = discovery
        self._feed = feed
        self._save = save
        #: by the number of the page that is asked for
        self._waiting: dict[int, _Assembly] = {}

    def take(self, page: DuePage, result: PageResult, *, is_followed: bool = True) -> tuple[PageResult, ...]:
        """The results that are ready to be saved now that this one is there; ``is_followed``: its links may be."""
        assembly = self._waiting.pop(page.page_id, None)
        if assembly is not None:
            self._answer(assembly, page, result)
            return self._advance(assembly)
        if is_followed and (assembly := self._opened(page, result)) is not None:
            assembly.result = _without_pages(result, result.capture.final_url)
            return self._advance(assembly)
        return (self._alone(page, result),)

    def awaits(self, page: DuePage) -> bool:
        """Whether an article under way waits for this page."""
        return page.page_id in self._waiting

    def _opened(self, page: DuePage, result: PageResult) -> _Assembly | None:
        if result.state != "ok" or page.part is not None:
            return None
        if result.is_unchanged:
            known = self._archive.parts(page.article_id) if page.article_id is not None else ()
            return _Assembly(page, result, None, list(known)) if known and self._is_text_page(page) else None
        article = result.article
        if article is None or article.kind not in ARCHIVED_KINDS or compose(article, {}).wanted is None:
            return None
        return _Assembly(page, result, article)

    def _is_text_page(self, page: DuePage) -> bool:
        """Whether this is the page that the article was read from, and not another view of it."""
        kept = self._archive.kept_captures([page.url]).get(page.url)
        return kept is not None and kept.article_page_id == page.page_id

    def _alone(self, page: DuePage, result: PageResult) -> PageResult:
        """The result of a page that belongs to no article under way; one of a later page leads to its first."""
        if page.part is not None and (result.is_unchanged or result.state != "ok"):
            return replace(result, is_part=True, due_at=None)
        article = result.article
        if result.state != "ok" or article is None or article.paging is None or not is_later_page(article):
            return result
        first = self._page(article.paging.first_url or "")
        if first is not None and first.article_id is None and (first.failures or first.last_fetched_at is not None):
            return result  # there is no first page that could hold its text
        found = self._discovery.page_entries(page, article.paging.first_url or "")
        return replace(result, is_part=True, article_url=None, due_at=None, found=(*found, *result.found))

    # One article, step by step.

    def _answer(self, assembly: _Assembly, page: DuePage, result: PageResult | None) -> None:
        """Notes what came of a further page."""
        assembly.answers[page.url] = (page, result)
        is_new = result is not None and result.state == "ok" and not result.is_unchanged and result.article is not None
        if result is not None and is_new and self._belongs(assembly, result):
            assembly.shown[page.url] = self._as_part(assembly, result)
            if assembly.first is None:
                assembly.first = self._rereader.article(assembly.page.url)

    def _as_part(self, assembly: _Assembly, result: PageResult) -> Article | None:
        """What a further page shows; one that does not tell its place is read again as what it was asked for."""
        first_url, final_url = assembly.result.capture.final_url, result.capture.final_url
        article = result.article
        if article is None or article.paging is not None or not is_page_of(final_url, first_url):
            return article
        return self._rereader.part(result.capture, first_url)

    def _belongs(self, assembly: _Assembly, result: PageResult) -> bool:
        """Whether the page was not redirected to another article."""
        final_url = result.capture.final_url
        first_url = assembly.result.capture.final_url
        return final_url in {result.capture.url, first_url} or is_page_of(final_url, first_url)

    def _advance(self, assembly: _Assembly) -> tuple[PageResult, ...]:
        """Asks for the next page, or ends the article."""
        while assembly.known:
            page = assembly.known.pop(0)
            if self._is_asked_for(assembly, page):
                return ()
        if assembly.first is None:
            return self._unchanged(assembly)
        while (composed := compose(assembly.first, assembly.shown)).wanted is not None:
            if composed.wanted not in assembly.answers and self._is_wanted(assembly, composed.wanted):
                return ()
            assembly.shown[composed.wanted] = self._rereader.article(composed.wanted, assembly.first.url)
        return self._whole(assembly, composed)

    def _is_wanted(self, assembly: _Assembly, url: str) -> bool:
        """Whether this address has to be waited for: it is in scope, and was not met in this round."""
        entries = self._discovery.page_entries(assembly.page, url)
        self._archive.queue(entries)
        page = self._page(url) if entries else None
        return page is not None and self._is_asked_for(assembly, page)

    def _is_asked_for(self, assembly: _Assembly, page: DuePage) -> bool:
        if page.page_id in self._waiting:  # another article names it, too, and has it
            return False
        if self._feed.is_away(page):
            self._save()  # what came of it can be read back then, if it is not still under way
            page = self._page(page.url) or page
        if self._feed.is_away(page):
            self._waiting[page.page_id] = assembly
            return True
        if page.last_fetched_at is not None and page.last_fetched_at >= self._since:
            self._answer(assembly, page, None)
            return False
        self._feed.put_now(page)
        self._waiting[page.page_id] = assembly
        return True

    def _page(self, url: str) -> DuePage | None:
        return next(iter(self._archive.pages([url])), None)

    def _unchanged(self, assembly: _Assembly) -> tuple[PageResult, ...]:
        return (assembly.result, *self._parts(assembly))

    def _whole(self, assembly: _Assembly, composed: Composed) -> tuple[PageResult, ...]:
        """The results of an article whose pages are all there."""
        own = assembly.first
        assert own is not None, "there is a first page"
        first = replace(
            assembly.result,
            article=replace(composed.article, teasers=own.teasers),
            article_url=article_url(assembly.result.capture.final_url, own),
            kind=composed.article.kind,
            parts=composed.urls,
            parser_version=PARSER_VERSION,
            is_completed=_is_completed(assembly),
        )
        if assembly.result.is_unchanged:
            first = replace(first, previous=self._rereader.previous(first))
        return (first, *self._parts(assembly))

    def _parts(self, assembly: _Assembly) -> Iterator[PageResult]:
        """The results of the further pages; one that was redirected to another article is that article's."""
        for _, result in assembly.answers.values():
            if result is None:
                continue
            if result.state != "ok" or self._belongs(assembly, result):
                others = _without_pages(result, assembly.result.capture.final_url)
                yield replace(others, is_part=True, due_at=None)
            else:
                yield result


def _without_pages(result: PageResult, first_url: str) -> PageResult:
    """The result without the article's own pages among what was found: they are asked for as they are wanted.

    A list that is taken for an article keeps them: what it lists would not be found.
    """
    if not looks_like_article(first_url):
        return result
    paging = None if result.article is None else result.article.paging
    single_url = None if paging is None else paging.single_url
    found = (entry for entry in result.found if entry.url != single_url and not is_page_of(entry.url, first_url))
    return replace(result, found=tuple(found))


def _is_completed(assembly: _Assembly) -> bool:
    """Whether all that is new came with known pages that had never come before."""
    answers = assembly.answers.values()
    new = [page for page, result in answers if result and result.state == "ok" and not result.is_unchanged]
    return assembly.result.is_unchanged and all(page.payload_digest is None for page in new)
