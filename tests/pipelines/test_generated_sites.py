"""Sites that nobody has seen before: every article found and archived once, no trap followed beyond its limit."""

from __future__ import annotations

import datetime as dt

import pytest

from support.generated_crawls import crawl_generated
from support.generated_sites import SITES, build_site

TODAY = dt.date(2025, 8, 11)
BASE = "https://www.gazette.example"


@pytest.mark.parametrize("name", SITES)
def test_every_article_is_found_once_and_no_trap_springs(name, tmp_path):
    figures = crawl_generated(name, tmp_path / "archive.db", dt.datetime.now(dt.UTC).date())
    assert figures.missing == figures.twice == figures.strangers == figures.sprung == ()


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_the_same_each_time(name):
    one, other = build_site(name, BASE, TODAY), build_site(name, BASE, TODAY)
    assert one.pages == other.pages
    assert one.headlines == other.headlines


@pytest.mark.parametrize("name", SITES)
def test_each_headline_stands_on_a_page(name):
    site = build_site(name, BASE, TODAY)
    texts = b"".join(page.body for page in site.pages.values())
    assert [headline for headline in site.headlines if f"<h1>{headline}</h1>".encode() not in texts] == []


def test_a_trap_goes_on_for_ever():
    site = build_site("pagination-only", BASE, TODAY)
    assert b"/empty/page/100001/" in site.answer("/empty/page/100000/").body
    assert site.answer("/no/such/page").status == 404
