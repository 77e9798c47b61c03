"""What stands within a flattened text and belongs to other articles."""

from __future__ import annotations

import pytest

from archiver.parser.plaintext import parse_text

TITLE = "The lamp of Gannet Rock burns again"
SENTENCE = "The keeper of the lighthouse said that the lamp had been lit every night since the day it was built."
NEWS = [f"{SENTENCE} {SENTENCE} {SENTENCE} It was paragraph {number}." for number in range(4)]


def page(*between):
    return parse_text("\n".join(("Home", "Science", "Coast", TITLE, "3 May 2025", *NEWS[:2], *between, *NEWS[2:])))


def test_headlines_below_a_heading_in_the_text_are_cards_and_no_text():
    article = page("Read also", "Two bakers end a truce in winter", "Harbour seal joins parish council")
    assert article.body.split("\n\n") == NEWS
    assert [(card.title, card.region) for card in article.teasers] == [
        ("Two bakers end a truce in winter", "inline"),
        ("Harbour seal joins parish council", "inline"),
    ]


@pytest.mark.parametrize("heading", ["Oil and wine", "A lamp that the keeper built"])
def test_a_sub_heading_below_such_headlines_stays_in_the_text(heading):
    article = page("Read also", "Two bakers end a truce in winter", heading)
    assert heading in article.body.split("\n\n")


def test_a_section_of_the_page_and_a_headline_in_one_line_are_a_card():
    article = page("Science: Beavers have moved the river")
    assert article.body.split("\n\n") == NEWS
    assert [(card.kicker, card.title) for card in article.teasers] == [("Science", "Beavers have moved the river")]


def test_an_invitation_needs_no_colon_before_its_headline():
    assert [card.title for card in page("Leggi anche Due fornai fanno la pace").teasers] == ["Due fornai fanno la pace"]


def test_a_form_that_asks_for_an_address_is_no_text():
    form = ("Sign up to our morning briefing", "All the news you need, delivered to your inbox every day.", "OK")
    assert page(*form).body.split("\n\n") == NEWS
