"""Where lead, body and pictures came from, and what else could have been them."""

from __future__ import annotations

import dataclasses

import pytest
import sites

import archiver
from support.pages import PROSE, article_of, paragraphs

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
NOTE = "The office on the quay will stay closed until the engine is back in its place, says a note on the door."
SERVED = [*sites.lone_cases(), *list(sites.page_cases(state=1))[::40]]


def evidence_of(field, markup, head=""):
    found = article_of(f"<article>{HEADLINE}{markup}</article>", head, explain=True).evidence
    return [one for one in found if one.field == field]


def losers_of(field, markup, head=""):
    return [(one.source, one.value, one.reason) for one in evidence_of(field, markup, head) if one.rank]


@pytest.mark.parametrize("case", SERVED, ids=lambda case: case.name)
def test_asking_for_losers_and_for_cards_changes_nothing_else(case):
    plain = archiver.parse(case.content, case.url, fetched_at=case.fetched_at)
    asked = archiver.parse(case.content, case.url, fetched_at=case.fetched_at, explain=True)
    assert dataclasses.replace(asked, evidence=plain.evidence) == plain
    winners = (one for one in asked.evidence if one.rank == 0)
    assert tuple(one for one in winners if not one.field.startswith("teasers[")) == plain.evidence


@pytest.mark.parametrize("case", SERVED, ids=lambda case: case.name)
def test_a_loser_has_its_rank_and_its_reason(case):
    evidence = archiver.parse(case.content, case.url, fetched_at=case.fetched_at, explain=True).evidence
    assert all(one.reason for one in evidence if one.rank)
    for field in {one.field for one in evidence}:
        ranks = [one.rank for one in evidence if one.field == field and one.rank]
        assert ranks == list(range(1, len(ranks) + 1))


class TestLead:
    def test_a_block_that_nothing_names_is_no_standfirst(self):
        markup = f"<aside>{NOTE}</aside><div class=story>{paragraphs()}</div>"
        ((source, value, reason),) = losers_of("lead", markup)
        assert (source, value) == ("aside", NOTE)
        assert "named" in reason

    def test_a_description_that_the_page_does_not_show_loses(self):
        head = f'<meta name="description" content="{NOTE}">'
        assert losers_of("lead", paragraphs(), head) == [("meta description", NOTE, "stands only in the metadata")]

    def test_the_whole_standfirst_is_its_value(self):
        markup = f"<header class=standfirst><p>{NOTE}</p><p>{NOTE}</p></header><div class=story>{paragraphs()}</div>"
        assert evidence_of("lead", markup)[0].value == f"{NOTE}\n{NOTE}"


class TestBody:
    def test_prose_elsewhere_is_told_with_its_place(self):
        markup = f"<div class=story>{paragraphs()}</div></article><footer class=end>{NOTE}</footer>"
        ((source, value, reason),) = losers_of("body", markup)
        assert (source, value) == ("footer.end", "1 block")
        assert f"{len(NOTE)} characters" in reason

    def test_a_declared_body_loses_to_the_one_that_is_shown(self):
        text = " ".join(PROSE)
        head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'
        assert losers_of("body", paragraphs(), head) == [("json-ld", "1 block", "the page shows its text")]


class TestImages:
    def test_the_declared_picture_loses_to_one_that_is_shown(self):
        head = '<meta property="og:image" content="/share.jpg">'
        ((source, value, reason),) = losers_of("images", f'<img src="/ferry.jpg">{paragraphs()}', head)
        assert (source, value) == ("meta og:image", "https://www.gannet-post.example/share.jpg")
        assert "shows" in reason

    def test_a_declared_picture_is_said_to_be_so(self):
        head = '<meta property="og:image" content="/share.jpg">'
        (winner,) = evidence_of("images", paragraphs(), head)
        assert (winner.source, winner.rule) == ("meta og:image", "declared, for the page shows none")

    def test_a_picture_in_a_footer_is_not_the_articles(self):
        markup = f'<img src="/ferry.jpg">{paragraphs()}</article><footer><img src="/logo.png"></footer>'
        assert [value for _, value, _ in losers_of("images", markup)] == ["https://www.gannet-post.example/logo.png"]
