from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.word_changes import WordChange, changed_words, overlaid

WORDS = st.sampled_from(
    ["the", "ferry", "l'été", "1,000.5", "東京", "都", "हिन्दी", "ไทย", "e\u0301", ",", ".", "«", " ", "\n\n", "\n"]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map("".join), st.lists(WORDS, max_size=40).map(" ".join), st.text())


def runs(old, new):
    return [(change.op, change.old_words, change.new_words) for change in changed_words(old, new)]


@given(TEXTS, TEXTS)
def test_the_new_text_is_the_old_one_with_its_changes(old, new):
    pieces = list(overlaid(old, changed_words(old, new)))

    assert "".join(piece.text for piece in pieces if piece.kind != "insert") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "delete") == new


@given(TEXTS, TEXTS)
def test_each_change_stands_where_it_says_and_changes_something(old, new):
    for change in changed_words(old, new):
        assert old[change.old_start :].startswith(change.old_words)
        assert new[change.new_start :].startswith(change.new_words)
        assert change.old_words != change.new_words
        assert (
            change.op
            == {(True, False): "delete", (False, True): "insert", (True, True): "replace"}[
                bool(change.old_words), bool(change.new_words)
            ]
        )


@given(TEXTS)
def test_a_text_differs_from_itself_in_nothing_and_from_none_as_a_whole(text):
    assert changed_words(text, text) == ()
    assert runs(None, text) == ([("insert", "", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("The ferry runs again", "The ferry will run again", [("replace", "runs", "will run")]),
        ("He said no", "He said: no", [("insert", "", ":")]),
        ("Ten dead, he said", "Ten dead he said", [("delete", ",", "")]),
        ("Some 1,000.50 francs", "Some 1,000.55 francs", [("replace", "1,000.50", "1,000.55")]),
        ("C'était l'été", "C'était l'hiver", [("replace", "l'été", "l'hiver")]),
        ("東京都は新しい", "東京都は古い", [("replace", "新し", "古")]),
        ("हिन्दी में समाचार", "हिन्दी के समाचार।", [("replace", "में", "के"), ("insert", "", "।")]),
        ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", [("delete", "Two.\n\n", "")]),
        ("One. Two.", "One.\n\nTwo.", [("replace", " ", "\n\n")]),
    ],
    ids=["words", "mark in", "mark out", "number", "apostrophe", "no spaces", "vowel signs", "paragraph", "break"],
)
def test_words_are_compared_in_all_scripts(old, new, changes):
    assert runs(old, new) == changes


def test_a_text_that_is_written_anew_is_no_mosaic_of_old_words():
    old = "Residents of the valley woke up to heavy snow and the closure of its only road"
    new = "Schools stay shut until Friday, the mayor announced on her way out of Tuesday's meeting"

    assert len(changed_words(old, new)) == 1


def test_places_are_characters_of_both_texts():
    assert changed_words("Été : le bac", "Été : un bac") == (
        WordChange(op="replace", old_start=6, new_start=6, old_words="le", new_words="un"),
    )


def test_an_edit_of_a_live_blog_is_found_among_50000_words():
    entries = [" ".join(f"w{entry * 7 % 50}x{word}" for word in range(100)) for entry in range(500)]
    edited = [*entries[:300], entries[300].replace("x50 ", "x50! "), *entries[301:]]

    assert runs("\n\n".join(entries), "\n\n".join(["New.", *edited])) == [
        ("insert", "", "New.\n\n"),
        ("insert", "", "!"),
    ]


@pytest.mark.parametrize("count", [2, 20_000])
def test_texts_without_a_word_to_hold_on_to_are_compared_in_bounded_time(count):
    """Compared all with all, the longer ones would take minutes."""
    old, new = "a b " * count, "b b a " * count
    pieces = overlaid(old, changed_words(old, new))

    assert "".join(piece.text for piece in pieces if piece.kind != "delete") == new
