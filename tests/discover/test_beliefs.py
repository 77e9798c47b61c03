"""What a site's addresses have been so far says what the next ones are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.address_shapes import shape_of
from archiver.discover.beliefs import BARREN_AFTER, BARREN_AFTER_MOST, LEARNT_FROM, SiteShapes
from archiver.model import AddressShape

SITE = "https://gazette.example"
#: neither day nor headline nor number: by its looks a list
ODD = f"{SITE}/n/dam"
#: by its looks an article
SLUG = f"{SITE}/shop/a-red-coat-for-the-winter"


def shape(url, *, articles=0, others=0, barren=0):
    return AddressShape(1, shape_of(url), articles, others, barren)


def test_of_a_site_that_nobody_has_seen_the_looks_decide():
    site = SiteShapes()
    assert site.belief(SLUG) == (True, "looks-like-article")
    assert site.belief(ODD) == (False, "looks-like-list")


def test_what_articles_have_looked_like_is_an_article():
    assert SiteShapes([shape(ODD, articles=5)]).belief(f"{SITE}/n/mill") == (True, "site-articles")


def test_what_lists_have_looked_like_is_none():
    site = SiteShapes([shape(SLUG, others=10, articles=1)])
    assert site.belief(f"{SITE}/shop/a-blue-coat-for-the-summer") == (False, "site-others")


def test_a_new_section_is_believed_as_the_others_are():
    site = SiteShapes([shape(SLUG, others=4), shape(SLUG.replace("shop", "wares"), others=1)])
    assert site.belief(SLUG.replace("shop", "sale")) == (False, "section-others")


def test_few_pages_and_mixed_ones_say_nothing():
    assert SiteShapes([shape(SLUG, others=LEARNT_FROM - 1)]).belief(SLUG).rule == "looks-like-article"
    assert SiteShapes([shape(SLUG, others=7, articles=3)]).belief(SLUG).rule == "looks-like-article"


def test_newer_figures_take_the_place_of_older_ones():
    site = SiteShapes([shape(SLUG, others=3)])
    site.learn([shape(SLUG, others=4)])
    assert site.belief(SLUG.replace("shop", "sale")).rule == "looks-like-article"
    site.learn([shape(SLUG, others=5)])
    assert site.belief(SLUG.replace("shop", "sale")).rule == "section-others"


@pytest.mark.parametrize(
    ("url", "figures", "limit"),
    [
        (f"{SITE}/tag/lake", {"others": 30}, BARREN_AFTER),
        (f"{SITE}/tag/lake", {"others": 30, "articles": 31}, BARREN_AFTER_MOST),
        (f"{SITE}/lake", {"others": 300}, BARREN_AFTER_MOST),
    ],
)
def test_a_shape_is_barren_after_so_many_pages(url, figures, limit):
    assert not SiteShapes([shape(url, **figures, barren=limit - 1)]).is_barren(url)
    assert SiteShapes([shape(url, **figures, barren=limit)]).is_barren(url)


@pytest.mark.parametrize(
    "path", ["/archive/2026/03/05/", "/2026/03/", "/archives/2026-03-05", "/archive?date=2026-03-05"]
)
def test_archives_by_date_are_never_barren_by_their_shape(path):
    site = SiteShapes([shape(SITE + path, others=9999, barren=9999)])
    assert not site.is_barren(SITE + path)
    assert site.patience(SITE + path) == {}


@pytest.mark.parametrize("path", ["/tag/lake/2026/03/", "/list?date=2026-03-05&sort=asc&colour=red"])
def test_archives_of_anything_are_after_many_pages(path):
    assert not SiteShapes([shape(SITE + path, others=30, barren=BARREN_AFTER_MOST - 1)]).is_barren(SITE + path)
    assert SiteShapes([shape(SITE + path, others=30, barren=BARREN_AFTER_MOST)]).is_barren(SITE + path)


def test_numbers_that_are_no_date_are_barren_as_anything_else():
    assert SiteShapes([shape(f"{SITE}/archive/2026/3/5", others=30, barren=20)]).is_barren(f"{SITE}/archive/2026/99/5")


def test_any_question_to_a_barren_path_is_barren():
    whole = AddressShape(1, "/shop?*", 0, 30, BARREN_AFTER)
    site = SiteShapes([whole])
    assert site.is_barren(f"{SITE}/shop?size=1&colour=2")
    assert not site.is_barren(f"{SITE}/shop")


def test_the_first_of_a_shape_is_promising_and_the_next_only_if_it_may_be_an_article():
    assert SiteShapes().is_promising(ODD)
    site = SiteShapes([shape(ODD, others=1), AddressShape(1, "/shop?*", 0, 1, 0)])
    assert not site.is_promising(ODD)
    assert site.is_promising(SLUG)
    assert not site.is_promising(f"{SITE}/shop?never=1&asked=2")


@given(st.lists(st.booleans(), max_size=400))
def test_a_shape_that_brings_something_now_and_then_is_never_stopped(brings):
    """Whatever came before: the page after one that brought something is asked for."""
    site, barren = SiteShapes(), 0
    for number, is_fruitful in enumerate(brings, 1):
        barren = 0 if is_fruitful else barren + 1
        site.learn([shape(ODD, articles=0, others=number, barren=barren)])
        assert site.is_barren(ODD) == (barren >= BARREN_AFTER)
        if is_fruitful:
            assert not site.is_barren(ODD)


def test_few_pages_of_which_half_were_articles_promise_more():
    assert SiteShapes([shape(ODD, articles=1, others=1)]).is_promising(f"{SITE}/n/mill")
    assert not SiteShapes([shape(ODD, articles=1, others=2)]).is_promising(f"{SITE}/n/mill")
