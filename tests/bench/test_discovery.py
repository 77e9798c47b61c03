"""The measurement of discovery says what is missing, and reads no more of a sitemap than the protocol allows."""

from __future__ import annotations

from discovery import lines, sitemap_line

from support.generated_crawls import CrawlFigures


def test_what_is_missing_twice_or_no_article_is_named():
    figures = CrawlFigures(
        site="example",
        articles=3,
        missing=("One",),
        twice=("Two",),
        strangers=("Four",),
        traps=(("a calendar", 9, 5),),
        requests=12,
    )
    assert list(lines(figures)) == [
        "example              2 of 3 articles, 1 twice, 1 that are none; 12 requests",
        "    a calendar: 9 asked for, 5 allowed",
        "    missing: One",
        "    twice: Two",
        "    no article: Four",
    ]
    assert not figures.is_perfect
    assert figures.sprung == (("a calendar", 9, 5),)


def test_a_sitemap_that_is_too_long_says_so():
    assert sitemap_line(100).startswith("a sitemap of 100 addresses: 100 read in ")
    assert sitemap_line(50_001).endswith(", too-many-addresses")
