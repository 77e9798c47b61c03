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


FLAT = f"11 August 2025\nThe ferry runs again\n{TEXT}\n"


def test_a_text_at_an_address_is_read_as_text(web, fetcher):
    """In the charset that its server names."""
    web.put(URL, FLAT.replace("ferry", "фери").encode("koi8-r"), media_type="text/plain; charset=koi8-r")
    fetched = fetch_page(URL, fetcher)
    assert (fetched.form, parse_page(fetched).title) == ("text", "The фери runs again")


def test_a_page_that_is_called_text_is_read_as_a_page(web, fetcher):
    web.put(URL, page("The ferry runs again"), media_type="text/plain")
    assert fetch_page(URL, fetcher).form == "html"


@pytest.mark.parametrize(
    ("content", "media_type"), [(b"a,b\n1,2\n", "text/csv"), (b"\x00\x01\x02", "text/plain"), (b"<rss/>", "text/plain")]
)
def test_other_files_are_neither_page_nor_text(web, fetcher, content, media_type):
    web.put(URL, content, media_type=media_type)
    with pytest.raises(FetchError, match=f"this is {media_type}, neither"):
        fetch_page(URL, fetcher)


@pytest.mark.parametrize("form", ["html", "text"])
@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/octet-stream"])
def test_what_an_answer_is_said_to_be_counts_before_its_type(web, fetcher, form, media_type):
    web.put(URL, page("The ferry runs again"), media_type=media_type)
    assert fetch_page(URL, fetcher, form=form).form == form


def test_further_pages_are_what_the_first_is_said_to_be(web, fetcher):
    for number in (1, 2, 3):
        web.put(in_path(number), spread_page(number), media_type="application/octet-stream")
    whole = fetch_further(parse_page(fetch_page(FIRST, fetcher, form="html")), fetcher, form="html")
    assert (whole.article.body, whole.missing) == (whole_text(1, 2, 3), ())


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
