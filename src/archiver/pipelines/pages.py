"""How the pages of one article follow each other, and when there are enough of them. Pure: nothing is asked for.

The first page names the second, that one the third, and so on. The end is reached where a page names no further one,
where all that it names were asked for (a loop), where it has nothing that was not there before, after ``MAX_PAGES``.
A page that did not come is passed over where the pages before it name later ones. A page that is said to hold all is
asked for first; where it does, no other is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from archiver.model import ARCHIVED_KINDS, Article, Paging
from archiver.parser.joining import adds_anything, join_pages
from archiver.urls import normalise_url

#: of one article, the first one among them
MAX_PAGES = 20
#: what a further page may be taken for: alone, it has neither date nor author
READ_KINDS = ARCHIVED_KINDS | {"other"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An article as far as its pages are there."""

    article: Article
    #: those that were looked for, in their order, whatever became of them
    urls: tuple[str, ...] = ()
    #: the page to look for next; ``None`` when there is no other
    wanted: str | None = None


def compose(first: Article, others: Mapping[str, Article | None]) -> Composed:
    """The article made of its first page and of others, by the address under which they were looked for.

    ``None`` stands for a page that did not come.
    """
    article, urls, seen = first, list[str](), {normalise_url(first.url)} if first.url else set[str]()
    while (url := _next(article, seen, is_second=not urls)) is not None:
        if len(urls) + 1 >= MAX_PAGES:
            break
        if url not in others:
            return Composed(article=article, urls=tuple(urls), wanted=url)
        urls.append(url)
        seen.add(url)
        page = others[url]
        if page is None or page.kind not in READ_KINDS:
            continue
        is_all = article.paging is not None and url == article.paging.single_url
        if adds_anything(article, page):
            article = join_pages([article, page])
            if is_all:
                break
        elif not is_all:
            break
    return Composed(article=article, urls=tuple(urls))


def _next(article: Article, seen: set[str], *, is_second: bool) -> str | None:
    paging = article.paging
    if paging is None or paging.first_url is not None:
        return None
    named = (paging.single_url if is_second else None, paging.next_url, *paging.urls)
    return next((url for url in named if url is not None and url not in seen), None)


def with_parts(article: Article, urls: tuple[str, ...]) -> Article:
    """The first page of an article with these further pages, whether it names them or not."""
    if not urls:
        return article
    paging = article.paging or Paging()
    return replace(article, paging=replace(paging, first_url=None, urls=tuple(dict.fromkeys((*urls, *paging.urls)))))


def is_later_page(article: Article | None) -> bool:
    """Whether this is a page of an article that begins elsewhere."""
    return article is not None and article.paging is not None and article.paging.first_url is not None
