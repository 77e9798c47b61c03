"""The canonical address, checked before it is believed."""

from __future__ import annotations

import pytest

from archiver.parser.article import parse
from archiver.parser.canonical import find_canonical
from support.papers import HEADLINE, URL, Paper, read_paper

SITE = "https://www.harbour-gazette.example"
LONG = SITE + "/news/2025/ferry-stays-in-port-for-a-third-week"


def link(href):
    return f'<link rel="canonical" href="{href}">'


def og(url):
    return f'<meta property="og:url" content="{url}">'


def canonical_of(head="", url=LONG, **parts):
    return parse(Paper(head=head, **parts).html(), url).canonical_url


def evidence_of(head, url=LONG):
    paper = Paper(head=head)
    return find_canonical(read_paper(paper).metadata, paper.document(url), HEADLINE, explain=True)


@pytest.mark.parametrize("wrong", ["/", "/news/", "/sport", "/2025/the-market-moves-to-the-old-mill"])
def test_what_can_not_be_the_articles_address_is_left_out(wrong):
    assert canonical_of(link(wrong)) is None


@pytest.mark.parametrize("wrong", ["/", "/news/", "/2025/the-market-moves-to-the-old-mill"])
def test_the_next_declaration_takes_its_place(wrong):
    assert canonical_of(link(wrong) + og(LONG)) == LONG


def test_json_ld_names_it_where_nothing_else_does():
    for value in (LONG, {"@type": "WebPage", "@id": LONG}):
        assert canonical_of(json_ld={"headline": HEADLINE, "mainEntityOfPage": value}, url=URL) == LONG


def test_the_original_of_a_syndicated_text_is_kept_as_declared():
    original = "https://agency.example/wire/ferry-stays-in-port-for-a-third-week"
    assert canonical_of(link(original)) == original


def test_the_editors_own_machine_is_nobodys_address():
    assert canonical_of(link("http://localhost:3000/a/b") + og("https://staging.internal/a/b")) is None


def test_another_sites_home_page_is_no_original():
    assert canonical_of(link("https://agency.example/")) is None


def test_an_amp_page_declares_the_article():
    assert canonical_of(link(LONG), url=LONG + "/amp/") == LONG


def test_the_second_page_declares_the_first():
    assert canonical_of(link(LONG), url=LONG + "/2/") == LONG


def test_what_lost_says_why():
    winner, *losers = evidence_of(link("/") + og(LONG))
    assert (winner.rank, winner.value, winner.source) == (0, LONG, "meta og:url")
    assert [(loser.rank, loser.raw, loser.reason) for loser in losers] == [(1, "/", "is the home page")]


def test_a_weaker_source_that_says_something_else_lost_to_a_stronger_one():
    _, loser = evidence_of(link(LONG) + og(LONG + "?page=1"))
    assert loser.reason == "a stronger source names another address"


def test_what_lost_is_no_address_for_being_explained():
    paper = Paper(head=link("/"))
    assert parse(paper.html(), LONG, explain=True).canonical_url is None
