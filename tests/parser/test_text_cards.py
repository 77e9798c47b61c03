"""Cards of flattened pages, in the shapes that themes give them."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.parser.lines import read_lines
from archiver.parser.system_words import ellipsis_of
from archiver.parser.text_card import CardScope
from archiver.parser.text_cards import read_cards

SEAL, BAKERS, LAMP = "Harbour seal joins parish council", "Two bakers end a truce", "Lamp lit again after a year"
CUT = "After three rounds and a campaign fought mostly under water, the seal of the harbour…"
WHOLE = "The quarrel is about the length of the loaf, which only one of them measures."


def cards_of(*texts, **scope):
    lines = read_lines("\n".join(texts))
    given = {"taken": frozenset(), "start": 0, "end": 0, "title": None, "language": "en"} | scope
    return read_cards(lines, CardScope(**given)).teasers


def values(cards, *names):
    return [tuple(getattr(card, name) for name in names) for card in cards]


def test_a_section_above_each_headline_is_its_kicker():
    cards = cards_of("Related", "Politics", SEAL, "Business", BAKERS)
    assert values(cards, "kicker", "title") == [("Politics", SEAL), ("Business", BAKERS)]


def test_a_section_below_each_headline_is_its_kicker_too():
    cards = cards_of("Related", SEAL, "Politics", "3 May 2025", BAKERS, "Business", "2 May 2025")
    assert values(cards, "kicker", "title") == [("Politics", SEAL), ("Business", BAKERS)]
    assert cards[1].published == dt.date(2025, 5, 2)


def test_a_short_line_above_one_headline_of_many_is_no_kicker():
    assert [card.kicker for card in cards_of("Related", "Politics", SEAL, BAKERS, LAMP)] == [None, None, None]


def test_ranks_and_bullets_are_no_part_of_the_headline():
    assert [card.title for card in cards_of("Most read", "1", SEAL, "2.", BAKERS, "3. " + LAMP, "• " + SEAL)] == [
        SEAL,
        BAKERS,
        LAMP,
        SEAL,
    ]


def test_a_date_and_an_author_behind_a_headline_are_the_cards():
    (first, second) = cards_of("Related", SEAL, "3 May 2025", "By Ada Whitlock", BAKERS, "By Ben Harrow", "2 May 2025")
    assert (first.published, first.byline) == (dt.date(2025, 5, 3), "By Ada Whitlock")
    assert (second.published, second.byline) == (dt.date(2025, 5, 2), "By Ben Harrow")


def test_dates_above_the_headlines_belong_to_what_follows():
    cards = cards_of("Related", "3 May 2025", SEAL, "2 May 2025", BAKERS)
    assert values(cards, "title", "published") == [(SEAL, dt.date(2025, 5, 3)), (BAKERS, dt.date(2025, 5, 2))]


def test_an_age_that_nobody_can_count_back_is_a_date_all_the_same():
    cards = cards_of("Related", SEAL, "3 hours ago", BAKERS)
    assert values(cards, "title", "published", "image_alt") == [(SEAL, None, None), (BAKERS, None, None)]


def test_a_date_may_stand_between_headline_and_excerpt():
    (card,) = cards_of(SEAL, "3 May 2025", CUT)
    assert (card.title, card.published, card.excerpt_raw) == (SEAL, dt.date(2025, 5, 3), CUT)


def test_an_excerpt_need_not_be_cut_where_cards_follow_one_another():
    assert values(cards_of(SEAL, WHOLE, BAKERS, WHOLE), "title", "excerpt") == [(SEAL, WHOLE), (BAKERS, WHOLE)]


def test_a_single_sentence_below_a_line_is_no_card():
    assert cards_of(SEAL, WHOLE) == ()


@pytest.mark.parametrize("mark", ["…", " ...", " […]", " [...]", "… Read more", "... Weiterlesen"])
def test_an_excerpt_loses_whatever_mark_says_that_it_goes_on(mark):
    (card,) = cards_of(SEAL, CUT.rstrip("…") + mark)
    assert (card.excerpt, card.excerpt_raw) == (CUT.rstrip("…"), CUT.rstrip("…") + mark)


def test_what_is_not_cut_has_no_mark():
    assert ellipsis_of(WHOLE) == ""


def test_of_a_doubled_line_the_one_with_its_marks_is_the_headline():
    (card,) = cards_of("Two bakers end: a truce", "Two bakers end a truce", CUT)
    assert (card.title, card.image_alt) == ("Two bakers end: a truce", "Two bakers end a truce")


def test_placeholders_that_take_turns_with_cards_stand_for_their_pictures():
    cards = cards_of("Image Not Found", SEAL, CUT, "Image Not Found", BAKERS, CUT.replace("After", "Behind"))
    assert values(cards, "title", "placeholder_text", "image_status") == [
        (SEAL, "Image Not Found", "placeholder"),
        (BAKERS, "Image Not Found", "placeholder"),
    ]


def test_other_placeholders_are_records_of_their_own():
    cards = cards_of("Image Not Found", SEAL, CUT, "Bild nicht gefunden")
    assert values(cards, "title", "placeholder_text") == [
        (None, "Image Not Found"),
        (SEAL, None),
        (None, "Bild nicht gefunden"),
    ]


def test_on_a_list_of_articles_dated_headlines_are_cards():
    menu = ["Home", "News", "Contact us any time"]
    cards = cards_of(*menu, SEAL, "3 May 2025", BAKERS, "2 May 2025", "Most read", LAMP, is_listing=True)
    assert values(cards, "title", "region") == [(SEAL, "listing"), (BAKERS, "listing"), (LAMP, "aside")]


def test_who_wrote_the_article_is_not_the_author_of_its_last_card():
    cards = cards_of("Related", SEAL, "3 May 2025", BAKERS, "2 May 2025", "Published by Ada Whitlock")
    assert [card.byline for card in cards] == [None, None]


def test_the_form_for_comments_is_no_card():
    cards = cards_of("Recent posts", SEAL, "Leave a Reply Cancel reply", "Your email address will not be published.")
    assert [card.title for card in cards] == [SEAL]


@pytest.mark.parametrize(
    "line", [f"03.05.2025 {SEAL}", f"{SEAL}3 May 2025", f"{SEAL} 900 views", f"10:15 {SEAL}", f"{SEAL} (12 comments)"]
)
def test_a_date_or_a_count_in_the_line_of_a_headline_is_no_part_of_it(line):
    assert [card.title for card in cards_of("Related", BAKERS + " in winter", line)][-1] == SEAL


def test_ranks_that_count_on_are_no_part_of_the_headline():
    cards = cards_of("Most read", f"1 {SEAL}", f"2 {BAKERS}", f"3 {LAMP}")
    assert [card.title for card in cards] == [SEAL, BAKERS, LAMP]


def test_a_number_that_nothing_counts_on_from_is_part_of_the_headline():
    assert [card.title for card in cards_of("Related", f"1 {SEAL}", BAKERS)] == [f"1 {SEAL}", BAKERS]


@pytest.mark.parametrize("heading", ["Sponsored", "Gesponsert", "Top Jobs", "Upcoming Events", "Forum"])
def test_below_headings_of_paid_links_and_the_like_are_no_cards(heading):
    cards = cards_of("Related", SEAL, heading, "Ten shoes that doctors hate", "Most read", BAKERS)
    assert [card.title for card in cards] == [SEAL, BAKERS]


def test_a_headline_that_somebody_paid_for_is_no_card():
    cards = cards_of("Related", SEAL, "Sponsored by Gull Windows", "Five reasons for new windows", BAKERS)
    assert [card.title for card in cards] == [SEAL, BAKERS]


def test_a_row_of_links_is_no_headline():
    assert values(cards_of("Related", SEAL, "Contact the newsroom | Privacy"), "title") == [(SEAL,)]


def test_sections_and_headlines_that_take_turns_need_no_heading():
    cards = cards_of("Politics", SEAL, "Food", f"{BAKERS} in winter", "Coast", LAMP)
    assert values(cards, "kicker", "title") == [
        ("Politics", SEAL),
        ("Food", f"{BAKERS} in winter"),
        ("Coast", LAMP),
    ]


def test_on_a_list_of_articles_a_summary_follows_date_and_author():
    summary = "It took three rounds and a campaign that was mostly fought under water"
    cards = cards_of(SEAL, "3 May 2025", "Ada Whitlock", summary, BAKERS, "2 May 2025", is_listing=True)
    assert values(cards, "title", "excerpt", "byline") == [(SEAL, summary, "Ada Whitlock"), (BAKERS, None, None)]


def test_a_heading_may_name_the_section_of_its_list():
    assert cards_of("Latest in Coast", LAMP)[0].block_heading == "Latest in Coast"


def test_two_stories_of_a_series_with_one_headline_are_not_the_same():
    letters, other = "Letters to the editor", "A reader asks why the lamp of the harbour burns by day and not by night."
    cards = cards_of("Related", letters, CUT, BAKERS, WHOLE, "Most read", letters, other, SEAL, CUT)
    assert [card.same_story_as for card in cards if card.title == letters] == [None, None]


@pytest.mark.parametrize("line", ["READ MORE {}", "Read more » {}", "ЧИТАТЬ ДАЛЕЕ {}", "Leggi anche | {}"])
def test_a_headline_behind_a_label_in_its_line_is_a_card(line):
    assert [card.title for card in cards_of(line.format(SEAL))] == [SEAL]
