"""Kept captures, parsed again: for `reparse`, and before a page is compared that an older parser has read."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archiver.errors import DamagedArchiveError
from archiver.fetch.warc_reading import read_capture, verify_row
from archiver.fetch.warc_rows import Identity
from archiver.model import Article, Capture, DuePage, PageKind, PageResult, ReadAgain, Reparsed
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.decide import Reading, article_url, is_of_the_past
from archiver.pipelines.pages import MAX_PAGES, READ_KINDS, Composed, compose, is_later_page, with_parts
from archiver.site_rules import NO_RULES, SiteRules
from archiver.store.archive import Archive
from archiver.store.looks import HIDING_KINDS
from archiver.store.records import KeptPage

_log = logging.getLogger(__name__)
#: articles by the address of their page; ``None`` for one that did not come
_Known = Mapping[str, Article | None]


class Rereader:
    """Reads what an archive has kept with today's parser and rules."""

    def __init__(self, archive: Archive, rules: SiteRules = NO_RULES) -> None:
        self._archive = archive
        self._rules = rules
        self._folder = archive.warc_folder
        #: what was read last, and what came of it: an article and its cards are often of one capture
        self._last: tuple[tuple[int, str | None], Reading] | None = None
        #: the further pages of what was read again
        self._joined: set[str] = set()

    def reread(self, page: KeptPage, part_of: str | None = None) -> Reading:
        """What the capture holds. Raises ``DamagedArchiveError`` when it cannot be read back, or is another one."""
        key = page.capture_id, part_of
        if self._last is None or self._last[0] != key:
            capture = read_capture(self._folder, page.warc, url=page.url, original=page.original)
            said, found = (Identity(one.final_url, one.fetched_at) for one in (page, capture))
            verify_row(self._folder, page.warc, said, found)
            self._last = key, self._read(capture, page.kind, part_of)
        return self._last[1]

    def part(self, capture: Capture, first_url: str) -> Article | None:
        """What a page holds to which the first page of an article has led."""
        return self._read(capture, None, first_url).article

    def _read(self, capture: Capture, expected: PageKind | None, part_of: str | None) -> Reading:
        from archiver.pipelines.reading import read_content  # noqa: PLC0415 - the parser, which few crawls need here

        return read_content(capture, expected=expected, with_links=False, rules=self._rules, part_of=part_of)

    def article(self, url: str, part_of: str | None = None) -> Article | None:
        """What the page at an address showed last; ``None`` when nothing of it was kept, or it was none."""
        kept = self._archive.kept_captures([url]).get(url)
        return None if kept is None else self._read_back(kept, part_of)

    def beginning(self, url: str) -> tuple[KeptPage, Article] | None:
        """The first page, as far as it was kept, of the article that a page belongs to, and what it holds."""
        for _ in range(MAX_PAGES):  # some pages name only the one before
            kept = self._archive.kept_captures([url]).get(url)
            article = None if kept is None else self._read_back(kept)
            if kept is None or article is None:
                return None
            if article.paging is None or article.paging.first_url is None:
                return kept, article
            url = article.paging.first_url
        return None

    def _read_back(self, kept: KeptPage, part_of: str | None = None) -> Article | None:
        try:
            return self.reread(kept, part_of).article
        except DamagedArchiveError as error:
            _log.warning("%s: its kept page cannot be read: %s", kept.url, error)
            return None

    def compose(self, first: Article, others: _Known | None = None) -> Composed:
        """The article with all its pages that were kept; ``others`` are those that are known already."""
        known = dict(others or {})
        while (composed := compose(first, known)).wanted is not None:
            known[composed.wanted] = self.article(composed.wanted, first.url)
        return composed

    def belongs(self, url: str, article: Article, others: _Known | None = None) -> bool:
        """Whether the page at an address is one of the pages of the article that it says it belongs to.

        Where the first page was never kept, or does not lead to it, its text would be lost with it.
        """
        known = others or {}
        for _ in range(MAX_PAGES):  # some pages name only the one before
            first_url = article.paging.first_url if article.paging else None
            if first_url is None:
                return url in self.compose(article, known).urls
            before = known.get(first_url) or self.article(first_url)
            if before is None or before.kind not in READ_KINDS:
                return False
            article = before
        return False

    def reparsed(self, page: KeptPage, article: Article) -> Reparsed:
        """What a kept page holds; of an article on several pages all that was kept, on its first page.

        What the archive has joined stays so, whatever the pages themselves tell of it.
        """
        known = self._known_parts(page)
        composed = self.compose(with_parts(article, known))
        is_joined = page.part is not None or page.url in self._joined
        is_part = is_joined or (is_later_page(article) and not known and self.belongs(page.url, article))
        self._joined.update(() if is_part else composed.urls)
        return Reparsed(
            page_id=page.page_id,
            capture_id=page.capture_id,
            kind=composed.article.kind,
            article=replace(composed.article, teasers=article.teasers),
            article_url=None if is_part else article_url(page.final_url, article),
            parser_version=PARSER_VERSION,
            parts=tuple(dict.fromkeys((*composed.urls, *known))),
            is_part=is_part,
        )

    def _known_parts(self, page: KeptPage) -> tuple[str, ...]:
        """The further pages that the archive has of the article whose first page this is; none for any other page."""
        if page.article_id is None or page.article_page_id != page.page_id or page.part is not None:
            return ()
        return tuple(part.url for part in self._archive.parts(page.article_id))

    def join(self, results: Sequence[PageResult]) -> list[PageResult]:
        """Results of pages that belong together, put together: first pages first, then those that are parts of them."""
        shown = {result.capture.url: result.article for result in results}
        firsts: list[PageResult] = []
        parts: list[PageResult] = []
        for result in results:
            article = result.article
            assert article is not None, "pages without an article belong to none"
            if is_later_page(article) and self.belongs(result.capture.url, article, shown):
                parts.append(replace(result, is_part=True))
                continue
            composed = self.compose(article, shown)
            whole = replace(composed.article, teasers=article.teasers)
            firsts.append(replace(result, article=whole, kind=whole.kind, parts=composed.urls))
        joined = _led_to(firsts)
        parts += [replace(result, is_part=True, parts=None) for result in joined]
        return [first for first in firsts if first not in joined] + parts

    def previous(self, result: PageResult) -> Article | None:
        """The article's kept text as today's parser reads it; ``None`` when it is what the archive holds already.

        Without it, what a better parser finds would count as the publisher's edit. A site with rules is always read
        anew: nothing says which rules held when the archive read its page.
        """
        if result.article is None or result.article_url is None:
            return None
        kept = self._archive.kept_page(result.article_url)
        has_rules = self._rules.file_for(result.capture.final_url) is not None
        if kept is None or (kept.parser_version == PARSER_VERSION and not has_rules):
            return None
        article = self.reread(kept).article
        return None if article is None else self.compose(with_parts(article, self._known_parts(kept))).article

    def previous_cards(self, page: DuePage, result: PageResult) -> ReadAgain | None:
        """The cards of the newest look at the page as today's parser reads them; ``None`` when they stand like that.

        Without it, what a better parser finds would have ended and begun with the page's first change. A site with
        rules is always read anew, as for `previous`.
        """
        article = result.article
        if article is None or article.kind in HIDING_KINDS or page.last_fetched_at is None:
            return None
        has_rules = self._rules.file_for(result.capture.final_url) is not None
        if is_of_the_past(page, result.capture) or (page.cards_version == PARSER_VERSION and not has_rules):
            return None
        kept = self._archive.kept_look(page.page_id)
        before = None if kept is None else self._read_back(kept)
        if kept is None or before is None or before.kind in HIDING_KINDS:
            return None
        return ReadAgain(capture_id=kept.capture_id, teasers=before.teasers)


def _led_to(firsts: list[PageResult]) -> list[PageResult]:
    """Those among what looks like first pages to which another one has led: they only do not lead back."""
    urls = {url for first in firsts if _number(first) == 1 for url in first.parts or ()}
    return [first for first in firsts if _number(first) > 1 and first.capture.url in urls]


def _number(result: PageResult) -> int:
    """Which page of its article this is, as its address says."""
    paging = result.article.paging if result.article else None
    return paging.number if paging else 1
