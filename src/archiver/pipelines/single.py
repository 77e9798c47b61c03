"""One page, parsed for somebody who looks at it: from a file, from standard input or from the network."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from archiver.document import read_document
from archiver.errors import DocumentError, FetchError
from archiver.fetch.fetcher import Fetcher
from archiver.model import Article, Capture, Explanation, FailureReason
from archiver.parser.article import explain_document, parse_document
from archiver.parser.page_address import is_page_of
from archiver.parser.plaintext import explain_text, parse_text
from archiver.pipelines.pages import compose
from archiver.pipelines.reading import TEXT_TYPE, decode_text, form_of, gunzip, is_text
from archiver.site_rules import NO_RULES, SiteRules
from archiver.urls import normalise_url

PageForm: TypeAlias = Literal["html", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What there is to parse, and what is known about it."""

    content: bytes
    url: str | None = None
    charset: str | None = None
    #: UTC; what relative dates are relative to
    fetched_at: dt.datetime | None = None
    #: ``None``: told by the content
    form: PageForm | None = None


def parse_page(page: Page, *, rules: SiteRules = NO_RULES) -> Article:
    """The article on the page; gzip is undone first. Raises ``DocumentError``."""
    content = _unpacked(page)
    if _is_flattened(page, content):
        return parse_text(decode_text(content, page.charset), url=page.url, fetched_at=page.fetched_at)
    document = read_document(content, url=page.url, charset=page.charset)
    return parse_document(document, fetched_at=page.fetched_at, rules=rules)


def explain_page(page: Page, *, rules: SiteRules = NO_RULES, with_markup: bool = False) -> Explanation:
    """The same with what lost, and with what became of each block. Raises ``DocumentError``.

    With ``with_markup``, also an HTML page's own markup, safe to show.
    """
    content = _unpacked(page)
    if _is_flattened(page, content):
        return explain_text(decode_text(content, page.charset), url=page.url, fetched_at=page.fetched_at)
    document = read_document(content, url=page.url, charset=page.charset)
    return explain_document(document, fetched_at=page.fetched_at, rules=rules, with_markup=with_markup)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An article with all its pages."""

    article: Article
    #: (address, why) of those that did not come
    missing: tuple[tuple[str, str], ...] = ()


def fetch_further(
    article: Article, fetcher: Fetcher, *, rules: SiteRules = NO_RULES, form: PageForm | None = None
) -> Whole:
    """The article of a first page with the further pages that it is spread over, asked for one after the other.

    ``form`` is what all of them are said to be.
    """
    pages: dict[str, Article | None] = {}
    missing: list[tuple[str, str]] = []
    while (composed := compose(article, pages)).wanted is not None:
        url = composed.wanted
        try:
            page = fetch_page(url, fetcher, form=form)
            belongs = page.url in {url, article.url} or is_page_of(page.url or url, article.url or url)
            pages[url] = parse_page(page, rules=rules) if belongs else None
        except (FetchError, DocumentError) as error:
            pages[url] = None
            missing.append((url, str(error)))
    return Whole(article=composed.article, missing=tuple(missing))


def _unpacked(page: Page) -> bytes:
    content = gunzip(page.content)
    if not content.strip():
        raise DocumentError("the page is empty")
    return content


def _is_flattened(page: Page, content: bytes) -> bool:
    return page.form == "text" or (page.form is None and is_text(content))


def fetch_page(url: str, fetcher: Fetcher, *, form: PageForm | None = None) -> Page:
    """The page at the address, asked for as politely as in a crawl. Raises ``UrlError`` and ``FetchError``.

    What is said to be HTML or text is taken for that, whatever the server calls it.
    """
    capture = fetcher.fetch(normalise_url(url))
    if capture.failure is not None:
        raise FetchError(capture.failure, capture.error or str(capture.failure), url=url)
    known = form or _form_of(capture)
    if known is None:
        detail = f"this is {capture.media_type or 'no page'}, neither an HTML page nor a text"
        raise FetchError(FailureReason.NOT_HTML, detail, url=url)
    return Page(
        content=capture.content,
        url=capture.final_url,
        charset=capture.charset,
        fetched_at=capture.fetched_at,
        form=known,
    )


def _form_of(capture: Capture) -> PageForm | None:
    """``None`` when it is neither. A crawl leaves the texts of servers alone; who asks for one wants it read."""
    form = form_of(capture)
    if form == "page":
        return "html"
    return "text" if form == "file" and capture.media_type == TEXT_TYPE and is_text(capture.content) else None
