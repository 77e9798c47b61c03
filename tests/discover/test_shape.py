"""What an address is likely to be, from its shape alone."""

import pytest

from archiver.discover.shape import is_home, looks_like_article, page_number

SITE = "https://www.gazette.example"

ARTICLES = [
    "/2025/08/11/une-nouvelle/",
    "/2025/08/rentree/",
    "/2025/aug/11/the-tide",
    "/monde/20250811-la-maree.html",
    "/monde/la-maree-du-siecle-attire-la-foule",
    "/monde/afrique/la-maree-du-siecle-attire-la-foule/index.html",
    "/sport/article-1234567/tide.html",
    "/news/world-52241221",
    "/123456/maree",
    "/article/12",
    "/item/4900699c-bc40-4c72-9e1c-12f1caef7e6a",
    "/?p=123",
    "/spip.php?article8532",
    "/news_info.php?SerialNo=83141",
    "/%D8%A7%D9%84%D9%85%D8%AF-%D9%88%D8%A7%D9%84%D8%AC%D8%B2%D8%B1-%D8%A7%D9%84%D9%8A%D9%88%D9%85-%D8%B9%D9%84%D9%89-%D8%A7%D9%84%D8%B3%D8%A7%D8%AD%D9%84",
    "/%E6%9D%B1%E4%BA%AC%E3%81%A7%E5%A4%A7%E9%9B%A8%E3%80%81%E4%BA%A4%E9%80%9A%E3%81%AB%E5%BD%B1%E9%9F%BF%E3%82%82",
]
LISTINGS = [
    "/",
    "/sport/",
    "/sport/football-feminin",
    "/2025/08/11/",
    "/2025/08/",
    "/2025/08/page/2/",
    "/category/monde/page/2/",
    "/tag/la-maree-du-siecle-attire-la-foule/",
    "/auteur/jeanne-de-la-tour-du-pin",
    "/monde?page=3",
    "/archives/2025",
    "/a-propos",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_days_headlines_and_numbers_make_an_article(path):
    assert looks_like_article(SITE + path)


@pytest.mark.parametrize("path", LISTINGS)
def test_sections_archives_and_tags_are_no_articles(path):
    assert not looks_like_article(SITE + path)


@pytest.mark.parametrize(
    ("path", "number"),
    [("/page/2/", 2), ("/monde?a=1&page=12", 12), ("/monde/seite-3.html", 3), ("/monde", None), ("/page/une", None)],
)
def test_the_number_of_a_listings_page_is_read(path, number):
    assert page_number(SITE + path) == number


def test_only_the_root_is_home():
    assert is_home(f"{SITE}/")
    assert not is_home(f"{SITE}/?p=1")
    assert not is_home(f"{SITE}/fr/")
