"""Differences that can be read: nothing of either text is lost, and what stayed is out of the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.serve.folding import differences

LONG = "The ferry across the lake runs again from Monday on. " * 12


def test_equal_texts_have_no_difference():
    assert differences("One.", "One.") == differences(None, None) == ()


def test_changed_words_stand_beside_the_ones_that_stayed():
    shown = [(part.kind, part.text) for part in differences("The ferry runs again", "The ferry stops again")]
    assert shown == [("same", "The ferry "), ("delete", "runs"), ("insert", "stops"), ("same", " again")]


def test_what_stayed_is_folded_but_for_some_words_beside_the_change():
    kinds = [part.kind for part in differences(f"{LONG}old {LONG}", f"{LONG}new {LONG}")]
    assert kinds == ["folded", "same", "delete", "insert", "same", "folded"]


def test_between_two_changes_the_middle_is_folded():
    parts = differences(f"old {LONG}old", f"new {LONG}new")
    assert [part.kind for part in parts if part.kind in {"same", "folded"}] == ["same", "folded", "same"]


def test_a_fold_does_not_cut_words():
    (folded,) = (part for part in differences(f"{LONG}old", f"{LONG}new") if part.kind == "folded")
    assert LONG.startswith(folded.text)
    assert LONG[len(folded.text)].isspace() or folded.text[-1].isspace()


def test_a_script_without_spaces_is_folded_too():
    text = "渡船從星期一起恢復行駛" * 60
    assert "folded" in [part.kind for part in differences(f"{text}舊", f"{text}新")]


@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=20))
def test_both_texts_can_be_put_together_again(head, tail, changed):
    old, new = head + tail, head + changed + tail
    parts = differences(old, new)
    assert old == new or "".join(part.text for part in parts if part.kind != "insert") == old
    assert old == new or "".join(part.text for part in parts if part.kind != "delete") == new
