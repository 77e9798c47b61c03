"""One page, for somebody who looks at it."""

from __future__ import annotations

import gzip

import pytest

from archiver.errors import DocumentError, FetchError, UrlError
from archiver.model import FailureReason
from archiver.pipelines.single import Page, fetch_further, fetch_page, parse_page
from archiver.store.archive import open_archive
from support.archives import Clock
from support.memory_web import TEXT, Desk, MemoryWeb, page
from support.spread import FIRST, in_path, spread_page, whole_text

URL = "https://www.lac.example/ferry"


@pytest.fixture
def web():
    return MemoryWeb(clock=Clock())


@pytest.fixture
def fetcher(tmp_path, web):
    with open_archive(tmp_path / "unused.db") as archive:
        return Desk(tmp_path, web).fetcher(archive)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_page_is_parsed(pack):
    article = parse_page(Page(content=pack(page("The ferry runs again").encode()), url=URL))
    assert (article.title, article.url) == ("The ferry runs again", URL)


def test_text_is_told_by_its_content():
    article = parse_page(Page(content=f"11 August 2025\nThe ferry runs again\n{TEXT}\n".encode()))
    assert article.title == "The ferry runs again"


def test_text_can_be_said_to_be_text():
    assert parse_page(Page(content=f"<b>The ferry</b>\n{TEXT}".encode(), form="text")).body


@pytest.mark.parametrize("content", [b"", b" \n", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_page_is_a_document_error(content):
    with pytest.raises(DocumentError):
        parse_page(Page(content=content))


def test_an_address_is_fetched(web, fetcher):
    web.put(URL, page("The ferry runs again"))
    fetched = fetch_page(URL + "#top", fetcher)
    assert (fetched.url, fetched.fetched_at) == (URL, web.clock())
    assert parse_page(fetched).title == "The ferry runs again"


def test_robots_txt_counts_here_too(web, fetcher):
    web.put("https://www.lac.example/robots.txt", "User-agent: *\nDisallow: /", media_type="text/plain")
    with pytest.raises(FetchError) as caught:
        fetch_page(URL, fetcher)
    assert caught.value.reason == FailureReason.ROBOTS


def test_a_failure_says_its_reason(web, fetcher):
    web.put(URL, failure=FailureReason.DNS)
    with pytest.raises(FetchError, match="dns"):
        fetch_page(URL, fetcher)


def test_a_pdf_is_no_page(web, fetcher):
    web.put(URL, b"%PDF-1.7", media_type="application/pdf")
    with pytest.raises(FetchError, match="application/pdf"):
        fetch_page(URL, fetcher)


def test_what_is_no_address_is_said_so(fetcher):
    with pytest.raises(UrlError):
        fetch_page("ftp://lac.example/", fetcher)


def test_an_article_on_several_pages_is_fetched_whole(web, fetcher):
    for number in (1, 2, 3):
        web.put(in_path(number), spread_page(number))
    whole = fetch_further(parse_page(fetch_page(FIRST, fetcher)), fetcher)
    assert (whole.article.body, whole.missing) == (whole_text(1, 2, 3), ())
    assert web.asked() == [in_path(number) for number in (1, 2, 3)]


def test_a_further_page_that_does_not_come_is_told(web, fetcher):
    for number in (1, 3):
        web.put(in_path(number), spread_page(number))
    whole = fetch_further(parse_page(fetch_page(FIRST, fetcher)), fetcher)
    assert whole.article.body == whole_text(1, 3)
    assert [url for url, _ in whole.missing] == [in_path(2)]


def test_a_later_page_is_taken_by_itself(web, fetcher):
    web.put(in_path(2), spread_page(2))
    article = parse_page(fetch_page(in_path(2), fetcher))
    assert fetch_further(article, fetcher).article == article
