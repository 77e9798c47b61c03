"""The parts of a flattened page, each by itself: text, head, dates, credit, cards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parser.lines import read_lines
from archiver.parser.text_body import _pieces, find_body, read_blocks
from archiver.parser.text_byline import find_byline
from archiver.parser.text_card import CardScope
from archiver.parser.text_cards import read_cards
from archiver.parser.text_dates import Place, find_dates
from archiver.parser.text_head import read_head, read_images, without_outlet_of
from archiver.parser.text_words import begin_alike, content_words, story_key

SENTENCE = "The keeper of the lighthouse said that the lamp had been lit every night since the day it was built."
LONG = " ".join([SENTENCE] * 3)
NEWS = [f"{LONG} It was paragraph {n}." for n in range(4)]


def lines_of(*texts):
    return read_lines("\n".join(texts))


def kept(*texts):
    body = find_body(lines_of(*texts))
    return [line.text for line in body.kept] if body else []


def test_the_text_is_where_the_paragraphs_are():
    assert kept("Home", "News", "Sport", *NEWS, "Imprint", "Contact") == NEWS


def test_there_is_no_text_in_a_menu():
    assert find_body(lines_of("Home", "News", "Sport")) is None


def test_a_short_line_between_paragraphs_is_a_sub_heading():
    page = [NEWS[0], "A night at sea", NEWS[1]]
    assert kept(*page) == page


def test_items_of_a_list_are_kept():
    items = ["– a new lamp", "– a new keeper", "– a new rock"]
    assert kept(NEWS[0], *items, NEWS[1]) == [NEWS[0], *items, NEWS[1]]


def test_short_lines_that_a_colon_announces_are_a_list():
    page = [*NEWS[:2], "What the keeper asks for:", "A new ladder", "A second helper", "A warm coat", *NEWS[2:]]
    assert kept(*page) == page
    blocks = read_blocks(lines_of(*page))[2:4]
    assert [block.kind for block in blocks] == ["heading", "list"]


def test_short_sentences_between_paragraphs_are_text():
    page = [*NEWS[:2], "The keeper's wishes", "He wants a ladder.", "He wants a coat.", "He got neither.", *NEWS[2:]]
    assert kept(*page) == page


@pytest.mark.parametrize(
    "line",
    [
        *("Advertisement", "Foto: Anna Muster", "3 May 2025, 14:05", "12", "Read more: The ferry that sank"),
        *("READ MORE The ferry that sank", "Read more » The ferry that sank"),
    ],
)
def test_what_stands_in_a_text_without_being_it_is_left_out(line):
    assert kept(NEWS[0], line, NEWS[1]) == NEWS[:2]


def test_an_alternative_text_and_its_caption_are_left_out():
    alt = "The lighthouse of Grande-Anse on the evening"
    assert kept(NEWS[0], alt, f"{alt} of the storm. It was dark by nine.", NEWS[1]) == NEWS[:2]


def test_a_caption_does_not_come_without_its_alternative_text():
    alt = "The lighthouse of Grande-Anse on the evening"
    assert kept(*NEWS[:2], f"{alt}…", f"{alt} before the storm", *NEWS[2:]) == NEWS


def test_text_apart_from_the_heaviest_piece_is_kept_where_it_is_heavy():
    menu = ["Home", "News", "Sport", "Weather", "Opinion", "Culture"]
    assert kept("Lighthouse keeper says lamp was lit", *NEWS[:2], *menu, *NEWS[2:]) == NEWS


def test_what_readers_say_is_no_text_however_well_they_write():
    assert kept(*NEWS[:3], "Comments", NEWS[3]) == NEWS[:3]


def test_short_lines_together_are_one_list_and_one_alone_heads_what_follows():
    texts = ["What to bring", LONG, "– a lamp", "– a rope", LONG]
    assert [(block.kind, block.text) for block in read_blocks(lines_of(*texts))] == [
        ("heading", "What to bring"),
        ("paragraph", LONG),
        ("list", "– a lamp\n– a rope"),
        ("paragraph", LONG),
    ]


def test_a_line_before_the_items_is_their_heading():
    kinds = [block.kind for block in read_blocks(lines_of(LONG, "What to bring", "– a lamp", "– a rope"))]
    assert kinds == ["paragraph", "heading", "list"]


def test_the_first_heavy_piece_is_the_text_although_comments_are_longer():
    comments = [text for n in range(9) for text in (f"Reader {n}", f"3 May 2025 at 12:0{n}", f"{LONG} {n}.")]
    assert kept("Title of the story", *NEWS, "9 comments", *comments) == NEWS


def test_advice_to_subscribe_is_no_text():
    assert (
        kept(*NEWS[:3], "Sign up for our newsletter and never miss a single story from the coast again.", NEWS[3])
        == NEWS
    )


@given(st.lists(st.floats(-3, 3, allow_nan=False), max_size=60))
def test_no_piece_becomes_heavier_by_moving_its_ends(weights):
    for piece in _pieces(weights):
        inside = [sum(weights[piece.start : end]) for end in range(piece.start + 1, piece.end + 1)]
        assert min(inside) >= 0
        assert max(inside) <= piece.weight + 1e-9


def head_of(*texts, url=None):
    lines = lines_of(*texts)
    return read_head(lines, find_body(lines), url)


def test_the_title_shares_the_words_of_the_text():
    assert head_of(
        "Buy our almanac today", "Lighthouse keeper says lamp was lit", "3 May 2025", *NEWS
    ).title.text.startswith("Light")


def test_a_breadcrumb_that_ends_in_the_title_is_not_the_title():
    title = "Lighthouse keeper says lamp was lit"
    assert head_of(f"Home News {title}", title, "3 May 2025", *NEWS).title.text == title


def test_the_first_line_of_some_dumps_names_the_title_and_the_outlet():
    title = "Lamp lit again at last"
    top = [f"{title} | The Lake Courier", "The keeper of the lighthouse and the lamp that he lit"]
    assert head_of(*top, title, "3 May 2025", *NEWS).title.text == title


@pytest.mark.parametrize(
    ("title", "lines", "url"),
    [
        ("Lamp lit again - The Lake Courier", ["The Lake Courier"], None),
        ("Lamp lit again – Lake Courier", [], "https://www.lakecourier.example/lamp"),
        ("Lamp lit again | Lake Courier", [], None),
    ],
)
def test_the_outlet_behind_a_title_is_left_out(title, lines, url):
    page = lines_of(title, *lines)
    assert without_outlet_of(page[0], page, url) == "Lamp lit again"


def test_half_a_title_is_no_outlet():
    page = lines_of("Lamp lit again - keeper says he forgot", *NEWS)
    assert without_outlet_of(page[0], page, None) == page[0].text


def test_a_sentence_between_title_and_text_is_the_standfirst():
    lead = "A lamp, a keeper and a night that nobody on the coast will forget in a hurry."
    head = head_of("Lighthouse keeper says lamp was lit", lead, "By Ada Whitlock", "Share", "3 May 2025", *NEWS)
    assert head.lead.text == lead
    assert [line.text for line in head.text] == NEWS


def test_a_first_paragraph_like_the_others_is_no_standfirst():
    assert head_of("Lighthouse keeper says lamp was lit", "3 May 2025", *NEWS).lead is None


ASKED = ["How long has the lamp been lit?", "What did the village see that night?", "Will there be a new lamp?"]


def test_the_first_question_of_an_interview_is_text():
    interview = [line for pair in zip(ASKED, NEWS, strict=False) for line in pair]
    head = head_of("Lighthouse keeper says lamp was lit", "3 May 2025", *interview)
    assert head.lead is None
    assert [line.text for line in head.text] == interview


def test_a_question_above_a_text_that_asks_no_more_is_the_standfirst():
    assert head_of(
        "Lighthouse keeper says lamp was lit",
        "Who will light the lamp when the keeper has gone to bed?",
        "3 May 2025",
        *NEWS,
    ).lead


def test_a_placeholder_within_the_text_is_a_picture_of_it():
    lines = lines_of("Lighthouse keeper says lamp was lit", "Photo", NEWS[0], "No image available", NEWS[1])
    images = read_images(lines, read_head(lines, find_body(lines), None), len(lines))
    assert [(image.role, image.status) for image in images] == [("main", "unknown"), ("inline", "placeholder")]


def dates_of(*texts, title=0, start=1, end=None, reference=None):
    lines = lines_of(*texts)
    return find_dates(lines, Place(title, start, end or len(lines)), "en", reference)


def test_a_bare_date_goes_before_one_in_a_longer_line():
    found = dates_of("The title", "Open from 4 May to 6 June 2024 at the old harbour of the town", "3 May 2024", *NEWS)
    assert found.published.moment == dt.date(2024, 5, 3)


def test_only_an_update_is_no_publication():
    found = dates_of("The title", "Updated 3 May 2024", *NEWS)
    assert (found.published, found.modified.moment) == (None, dt.date(2024, 5, 3))


def test_a_dateline_is_read_when_no_line_is_a_date():
    found = dates_of("The title", f"GRANDE-ANSE, 3 May 2024 – {LONG}", *NEWS)
    assert (found.published.moment, found.published.rule) == (dt.date(2024, 5, 3), "dateline of the text")


def test_no_date_is_no_date():
    assert dates_of("The title", *NEWS).published is None


def credit_of(*texts):
    lines = lines_of(*texts)
    head = read_head(lines, body := find_body(lines), None)
    return find_byline(lines, Place(head.title.position, body.start, head.text[-1].position + 1), head)


TITLE = "Lighthouse keeper says lamp was lit"


@pytest.mark.parametrize(
    "line", ["By Ada Whitlock", "Posted on 3 May 2025 by Ada Whitlock", "Von Ada Whitlock, Berlin"]
)
def test_a_line_that_says_so_is_a_credit(line):
    assert [author.name for author in credit_of(TITLE, line, *NEWS).authors] == ["Ada Whitlock"]


def test_a_name_beside_a_date_is_a_credit():
    assert credit_of(TITLE, "Ada Whitlock", "3 May 2025", *NEWS).rule == "name below the title"


def test_a_name_alone_is_none():
    assert credit_of(TITLE, "Ada Whitlock", "Opinion", "Comment", "Analysis", *NEWS) is None


def test_a_line_that_says_by_and_no_more_is_followed_by_the_names():
    credit = credit_of(TITLE, "By", "Ada Whitlock and", "Ben Harrow", *NEWS)
    assert [author.name for author in credit.authors] == ["Ada Whitlock", "Ben Harrow"]


def test_names_on_lines_of_their_own_are_one_credit():
    credit = credit_of(TITLE, "3 May 2025", "Ada Whitlock", "Ben Harrow", "Opinion", *NEWS)
    assert [author.name for author in credit.authors] == ["Ada Whitlock", "Ben Harrow"]
    assert credit.byline == "Ada Whitlock\nBen Harrow"


def test_a_credit_behind_the_standfirst_is_one():
    lead = "A lamp, a keeper and a night that nobody on the coast will forget in a hurry."
    assert credit_of(TITLE, lead, "By Ada Whitlock", *NEWS).authors[0].name == "Ada Whitlock"


@pytest.mark.parametrize("line", ["By Ada WhitlockSenior Reporter", "By Ada Whitlock Twitter"])
def test_what_stands_beside_a_name_without_a_space_is_no_part_of_it(line):
    assert [author.name for author in credit_of(TITLE, line, *NEWS).authors] == ["Ada Whitlock"]


def test_a_sentence_that_begins_like_a_credit_is_none():
    assert credit_of(TITLE, "Por incidentes en el puerto de la costa norte multan a Deportes Ancla", *NEWS) is None


@pytest.mark.parametrize("line", ["Ada Whitlock, The Lake Courier", "– Ada Whitlock", "(Ada Whitlock)"])
def test_a_signature_right_below_the_text_is_a_credit(line):
    assert [author.name for author in credit_of(TITLE, *NEWS, line).authors] == ["Ada Whitlock"]


def test_a_label_in_capitals_is_no_name():
    menu = "All external notes and links"
    assert credit_of(TITLE, "External Notes", "3 May 2025", *NEWS, menu) is None


def test_a_photographer_is_none():
    assert credit_of(TITLE, "Photo: Ada Whitlock", "3 May 2025", *NEWS) is None


def cards_of(*texts, **scope):
    lines = lines_of(*texts)
    return read_cards(lines, CardScope(**({"taken": frozenset(), "start": 0, "end": 0, "title": None} | scope))).teasers


EXCERPT = "The first swimmers went in on Saturday, nine days sooner than last year and without…"


def test_a_headline_and_a_cut_sentence_make_a_card():
    (card,) = cards_of("Swimming pond opens early", EXCERPT)
    assert (card.title, card.excerpt_raw, card.image_alt) == ("Swimming pond opens early", EXCERPT, None)


def test_a_line_above_a_headline_and_its_excerpt_is_the_alternative_text():
    (card,) = cards_of("A hand-painted sign", "Swimming pond opens early", EXCERPT)
    assert (card.title, card.image_alt) == ("Swimming pond opens early", "A hand-painted sign")


def test_a_placeholder_without_cards_is_none():
    assert cards_of("Image Not Found", "Swimming pond", "Contact") == ()


def test_a_headline_needs_a_reason_to_be_a_card():
    assert cards_of("Swimming pond opens early as the ice gives up") == ()


def test_a_heading_is_reason_enough_until_the_footer_begins():
    cards = cards_of(
        "Most read", "Swimming pond opens early", "Sheepdog trial won by a dog", "© 2025", "Terms of the use of this"
    )
    assert [card.title for card in cards] == ["Swimming pond opens early", "Sheepdog trial won by a dog"]


@pytest.mark.parametrize(("start", "end", "region"), [(9, 9, "before"), (0, 9, "inline"), (0, 0, "after")])
def test_a_card_is_where_its_lines_are(start, end, region):
    assert cards_of("Swimming pond opens early", EXCERPT, start=start, end=end)[0].region == region


def test_an_excerpt_that_nothing_begins_like_has_no_headline():
    (card,) = cards_of(EXCERPT)
    assert (card.title, card.same_story_as) == (None, None)


def test_an_alternative_text_differs_from_its_headline_in_marks_only():
    assert story_key("Pond: “early”, as the ice gives up!") == story_key("Pond early as the ice gives up")


def test_one_excerpt_is_another_cut_off_earlier():
    assert begin_alike(story_key(EXCERPT), story_key(EXCERPT[:60]))
    assert not begin_alike(story_key(EXCERPT[:20]), story_key(EXCERPT))


def test_pairs_of_letters_stand_for_words_where_there_are_no_spaces():
    assert "東京" in content_words("東京都の新しい計画")


def test_a_caption_sets_the_first_paragraph_apart_as_the_standfirst():
    lead = "A lamp, a keeper and a night at sea that nobody on the whole coast will forget in a hurry."
    head = head_of("Lighthouse keeper says lamp was lit", lead, "Latarnia. Fot. Adam Kruk", *NEWS)
    assert head.lead.text == lead


def test_a_caption_that_repeats_its_alternative_text_is_no_credit():
    assert credit_of(TITLE, "3 May 2025", "By the old lamp", "By the old lamp Ada Whitlock", *NEWS) is None


def test_nobody_is_credited_with_a_form_of_address():
    assert credit_of(TITLE, "3 May 2025", "釜に薪をくべる小田切さん", *NEWS) is None
