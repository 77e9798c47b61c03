"""Lines of a flattened page: wraps undone, shapes and signs told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parser.line_words import Sign, sign_of
from archiver.parser.lines import read_lines
from archiver.parser.mojibake import repair_encoding
from archiver.text import squeeze

WRAPPED = """\
The ferry left the harbour at noon on Monday with eleven passengers and a
goat aboard, and was back before anybody had thought to ask where it was
going. The captain, whose name is known to all, said that the sea had been
Smooth as a plate.

Tickets for Sunday
"""


def texts(text):
    return [line.text for line in read_lines(text)]


def test_empty_lines_are_left_out_and_white_space_is_squeezed():
    assert texts("\n  a \u00a0 b\t\n\n\r\nc\n") == ["a b", "c"]


def test_a_line_remembers_where_it_began():
    assert [line.number for line in read_lines("\n\none\n\ntwo")] == [3, 5]


def test_a_wrapped_paragraph_is_made_whole_and_its_neighbour_left_alone():
    first, second = read_lines(WRAPPED)
    assert first.text == squeeze(WRAPPED.partition("\n\n")[0])
    assert (first.number, second.number, second.text) == (1, 6, "Tickets for Sunday")


def test_menus_are_not_joined():
    menu = "Home\nnews\nsport\nweather\nabout us"
    assert texts(menu) == menu.splitlines()


def test_a_line_that_follows_a_full_stop_stays_apart():
    lines = "This sentence, which is by no means a short one, ends here.\nthen another one begins, in lower case, and goes on."
    assert texts(lines) == lines.splitlines()


def test_a_short_line_in_lower_case_is_not_swallowed_by_a_headline():
    assert len(texts("Council to vote on dimming the lights of the ring road\nby Ada Whitlock")) == 2


@pytest.mark.parametrize(
    "text", ["It ends here.", "« Vraiment ? »", "He said “no.”", "終わりです。", "It was so.3", "Das war’s!)"]
)
def test_sentences_end_as_sentences_do(text):
    assert read_lines(text)[0].is_closed


@pytest.mark.parametrize("text", ["It goes on…", "It goes on ...", "and “so on…”"])
def test_excerpts_end_in_an_ellipsis(text):
    assert read_lines(text)[0].is_truncated


@pytest.mark.parametrize(
    "text", ["3 March 2025", "18:05 Uhr", "il y a 3 heures", "12/03/25", "5 min", "2025年3月", "2025년 3월 1일"]
)
def test_lines_with_a_day_or_a_clock_are_dated(text):
    assert read_lines(text)[0].is_dated


def test_scripts_without_spaces_have_words_too():
    assert read_lines("東京都庁は火曜日に新しい計画を発表した。")[0].words > 8


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Advertisement", Sign.ADVERT),
        ("WERBUNG", Sign.ADVERT),
        ("Share on Facebook", Sign.SHARE),
        ("À lire aussi :", Sign.RELATED),
        ("A lire aussi", Sign.RELATED),
        ("関連記事", Sign.RELATED),
        ("Read more: Council to vote on the ring road", Sign.READ_ALSO),
        ("[ 167 Comments ]", Sign.COMMENTS),
        ("Schlagworte:", Sign.FURNITURE),
        ("Sign up for our daily letter from the coast", Sign.PROMOTION),
        ("You can unsubscribe from this list at any time", Sign.PROMOTION),
        ("© 2025 The Coast Ltd", Sign.CLOSING),
        ("All rights reserved. No part may be copied.", Sign.CLOSING),
        ("Foto: Anna Muster", Sign.CREDIT),
        ("The harbour at night. (Photo by Ada Whitlock)", Sign.CREDIT),
        ("Le port de nuit. ODILE VASSEUR / AFP", Sign.CREDIT),
        ("Image", Sign.PICTURE),
        ("Image Not Found", Sign.PLACEHOLDER),
        ("[Image non trouvée]", Sign.PLACEHOLDER),
        ("画像がありません", Sign.PLACEHOLDER),
        ("Нет изображения", Sign.PLACEHOLDER),
        ("Your email address will not be published.", Sign.COMMENTS),
        ("Votre adresse e-mail ne sera pas publiée.", Sign.COMMENTS),
    ],
)
def test_words_tell_what_a_line_is(text, sign):
    assert sign_of(text) is sign


@pytest.mark.parametrize(
    "text",
    [
        "The harbour at night",
        "Advertisements on buses are to be banned",
        "Comments by the mayor anger fishermen",
        "Ferry: council to vote on Monday",
        "Photographers flock to the lighthouse",
    ],
)
def test_headlines_with_such_words_in_them_say_nothing(text):
    assert sign_of(text) is None


@pytest.mark.parametrize("misread", ["latin-1", "cp1252"])
def test_misread_text_is_read_back(misread):
    text = "L’été à Sète : « déjà vu » – naïveté, œuvres"
    assert repair_encoding(text.encode().decode(misread)) == text


def test_a_no_break_space_that_was_squeezed_is_made_up_for():
    damaged = squeeze("Il va à Sète, où l’été a déjà commencé.".encode().decode("latin-1"))
    assert repair_encoding(damaged).startswith("Il va à Sète")


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x7F), max_size=80))
def test_plain_text_is_left_alone(text):
    assert repair_encoding(text) == text


@pytest.mark.parametrize("text", ["Été à Sète, où l’on rêve", "naïve café – 20 €", "Åse å få", "Привет, мир"])
def test_sound_text_is_left_alone(text):
    assert repair_encoding(text) == text


@given(st.text(max_size=300))
def test_no_word_is_lost_on_the_way_into_lines(text):
    assert squeeze(" ".join(texts(text))) == squeeze(" ".join(map(squeeze, text.splitlines())))


PARTED = """\
The keeper of the lighthouse climbs the stairs twice a day. He has never
counted them, because his mother did and it made her sad to know the sum.
Nobody else has the key, and nobody else has asked for it in forty years
of storms.

Related stories

Goats win the right to travel on the ferry free
Two bakers end a truce that nobody had noticed

The lamp burns a litre of oil a night. It is brought over from the shop
on the quay in cans that the keeper's father bought before the war, when
oil was sold by weight and the shop was a chapel with a leaking roof and
a bell.
"""


def test_where_empty_lines_part_paragraphs_full_lines_go_on_whatever_they_end_with():
    first, *cards, last = read_lines(PARTED)
    assert first.text == squeeze(PARTED.partition("\n\n")[0])
    assert last.text.endswith("a leaking roof and a bell.")
    assert [line.text for line in cards] == PARTED.split("\n\n")[1:2] + PARTED.split("\n\n")[2].splitlines()
