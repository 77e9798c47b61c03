"""Text as people compare it: what counts as the same, and how long it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.text import (
    fold,
    has_letters,
    has_more_words,
    size_text,
    squeeze,
    squeezed_or_none,
    text_length,
    word_count,
    words,
)


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\r\n", "\u00a0", "\u2009", "\u3000", " \n\u00a0 "])
def test_any_white_space_is_one_space(space):
    assert squeeze(f"{space}ferry{space}returns{space}") == "ferry returns"


@pytest.mark.parametrize("nothing", [None, "", " \u00a0\n"])
def test_nothing_squeezes_to_nothing(nothing):
    assert squeeze(nothing) == ""
    assert squeezed_or_none(nothing) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’Été à venir", "l'ete a venir"),
        ("AOÛT", "août"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "café"),
        ("“Quay” – the ferry…", '"Quay" - the ferry...'),
        ("« Le bac »", '" le bac "'),
        ("inter\u00adnational", "international"),
        ("\ufeffzero\u200bwidth", "zerowidth"),
        ("ﬁsh", "fish"),
        ("Ｑｕａｙ", "quay"),
        ("10\u00a0000\u202f€", "10 000 €"),
        ("the `ferry´", "The 'ferry'"),
    ],
)
def test_two_spellings_of_one_text_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("the 4 ferries", "the 5 ferries"), ("re-sign", "resign"), ("東京", "京東")]
)
def test_different_texts_stay_different(one, other):
    assert fold(one) != fold(other)


def test_words_are_runs_of_letters_and_digits():
    assert words("À 14h05, l’été – 3,5 %") == ["À", "14h05", "l", "été", "3", "5"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("the ferry sails", 3),
        ("l’été", 2),
        ("東京都庁", 2),
        ("東京都庁 reopens", 3),
        ("섬을 잇는", 2),
        ("…", 0),
    ],
)
def test_words_are_counted_in_pairs_of_letters_where_nothing_parts_them(text, count):
    assert word_count(text) == count


@pytest.mark.parametrize(("text", "length"), [("ferry", 5), ("été", 3), ("東京", 6), ("東京 quay", 11)])
def test_a_letter_that_stands_for_a_word_is_long(text, length):
    assert text_length(text) == length


@pytest.mark.parametrize(("text", "expected"), [("9h", True), ("東", True), ("14:05 – 3 %", False), ("", False)])
def test_letters_are_something_to_read(text, expected):
    assert has_letters(text) is expected


@given(st.text(alphabet=" aé\u00a0\u3000\t\n"))
def test_squeezed_text_has_its_words_with_one_space_between(text):
    assert squeeze(text) == " ".join(text.split())


@given(st.text())
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text())
def test_a_key_is_its_own_key(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_way_accents_are_composed_does_not_matter(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_text_in_ascii_has_the_words_that_are_counted(text):
    assert word_count(text) == len(words(text))


@given(st.one_of(st.text(alphabet="aé東 -_3"), st.text()), st.integers(0, 9))
def test_a_text_has_more_words_than_so_many_where_the_count_says_so(text, count):
    assert has_more_words(text, count) is (word_count(text) > count)


@pytest.mark.parametrize("unseen", ["\x08", "\x7f", "\x85", "\ufeff", "\u200b \u00ad", "\u200f"])
def test_what_cannot_be_seen_is_no_text(unseen):
    assert squeeze(unseen) == ""
    assert squeeze(f"{unseen} a\tb{unseen}") == "a b"


def test_a_joiner_inside_a_word_stays():
    assert squeeze("می\u200cخواهم \u200e1") == "می\u200cخواهم \u200e1"


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (1_234_567, "1.2 MB"),
        (5e12, "5.0 TB"),
        (5e15, "5000.0 TB"),
    ],
)
def test_sizes_are_for_people(size_bytes, text):
    assert size_text(int(size_bytes)) == text
