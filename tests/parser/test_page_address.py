"""Addresses that differ in a page number alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parser.page_address import is_page_of, names_article, readings_of, stem_of

SITE = "https://www.lac.example"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/ferry", "/ferry/2"),
        ("/ferry/", "/ferry/2/"),
        ("/ferry/", "/ferry/page/2/"),
        ("/ferry/", "/ferry/seite-2.html"),
        ("/ferry.html", "/ferry-2.html"),
        ("/ferry.html", "/ferry_2.html"),
        ("/ferry.html", "/ferry-p2.html"),
        ("/ferry.html", "/ferry-seite-2.html"),
        ("/ferry.html", "/ferry,seite-2.html"),
        ("/ferry.php", "/ferry.php?page=2"),
        ("/ferry.php?id=7", "/ferry.php?id=7&p=2"),
        ("/ferry.php?id=7", "/ferry.php?page=2&id=7"),
        ("/ferry", "/ferry?pagina=2"),
        ("/ferry/index.html", "/ferry/index_2.html"),
        ("/ferry/", "/ferry/2.html"),
        ("/a/12345.shtml", "/a/12345_2.shtml"),
    ],
)
def test_the_pages_of_an_article_have_one_stem(first, second):
    assert is_page_of(SITE + second, SITE + first)
    assert any((one.stem, one.number) == (stem_of(SITE + first), 2) for one in readings_of(SITE + second))


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("/ferry/", "/market/2/"),
        ("/ferry", "/ferry-of-old"),
        ("/ferry", "/ferry/comments"),
        ("/ferry", "/ferry?cpage=2"),
        ("/ferry", "/ferry?id=2"),
        ("/story/12345", "/story/12346"),
        ("/ferry", "/ferry-2025"),
        ("/2025/08/11", "/2025/08/12"),
    ],
)
def test_another_article_has_another(first, other):
    assert not is_page_of(SITE + other, SITE + first)


def test_an_article_is_no_page_of_itself():
    assert not is_page_of(SITE + "/ferry", SITE + "/ferry")


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/2025/how-the-ferry-was-mended", True), ("/a/12345", True), ("/post", False), ("/sport", False)],
)
def test_a_stem_may_name_an_article(path, answer):
    assert names_article(stem_of(SITE + path)) is answer


@given(st.text(alphabet="ab12/-_.?=&page", max_size=30))
def test_any_address_is_read_somehow(path):
    for reading in readings_of(f"{SITE}/{path}"):
        assert 0 <= reading.number < 1000
        assert reading.stem.startswith("lac.example")
