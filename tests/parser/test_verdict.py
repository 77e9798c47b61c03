"""The verdict: weights of clues added up, and what stands or falls together."""

import pytest

from archiver.parser.body import scene_of
from archiver.parser.container import find_container
from archiver.parser.verdict import BIAS, Judge, find_text, read_weights
from support.pages import FERRY, ROPES, page_of

LISTED = f"<p>{FERRY}</p><ul><li>One rope<li>Three coins<li>A handful of salt</ul><p>{ROPES}</p>"


def verdict(markup, weights):
    page = page_of(f"<article>{markup}</article>")
    return find_text(scene_of(page, find_container(page, None), None), Judge(weights))


def test_a_table_of_weights_is_read_clue_by_clue():
    table = {"tag, place": {"p | after": -0.5}, "all": {"blocks": 0.1}}
    assert read_weights(table) == {("tag, place", "p", "after"): -0.5, BIAS: 0.1}


@pytest.mark.parametrize(("weight", "is_text"), [(0.5, True), (-0.5, False)])
def test_a_block_is_the_text_when_its_weights_are_above_nothing(weight, is_text):
    weights = {BIAS: -5.0, ("first character", "upper"): 5.0 + weight}
    assert verdict(f"<p>{FERRY}</p><p>{ROPES}</p>", weights) == [is_text, is_text]


def test_items_of_a_list_stand_together():
    weights = {("tag, place", "p", "before"): 1.0, BIAS: 1.0, ("tag, size", "item", "0"): -1.5}
    assert verdict(LISTED, weights) == [True] * 5


def test_a_list_between_two_paragraphs_is_the_text_though_little_speaks_for_it():
    weights = {BIAS: 1.0, ("tag, place", "item", "among"): -2.0}
    assert verdict(LISTED, weights) == [True] * 5


def test_a_list_against_which_much_speaks_is_not():
    weights = {BIAS: 1.0, ("tag, place", "item", "among"): -5.0}
    assert verdict(LISTED, weights) == [True, False, False, False, True]
