"""What is told to be near-identical, and what is not: the figures hold on few stories, too."""

from __future__ import annotations

from random import Random

import pytest
from near_duplicates import archived, measure
from templates import FILLED_IN, filled_in

from archiver.fingerprints import NEAR_BITS

#: the part of the pairs that must be told, at least; chance moves it by a few of a hundred
RECALL = {
    "another dateline": 0.99,
    "accents and typography": 1.0,
    "paragraphs in another order": 1.0,
    "2 % of the words edited": 0.97,
    "5 % of the words edited": 0.9,
    "a paragraph added": 0.97,
    "another lead": 0.9,
    "10 % of the words edited": 0.85,
    "shortened by a fifth": 0.95,
}
#: and of what is not the same story, at most: two forecasts may differ in no more than a day and some degrees
TOLD_WRONGLY = {
    "OTHER follow-up, third is the same": 0.02,
    "OTHER match reports of a template": 0.08,
    "OTHER forecasts of a template": 0.4,
}


@pytest.fixture(scope="module")
def told():
    return {figures.kind: figures.told[NEAR_BITS] for figures in measure(10)}


def test_stories_told_again_are_told(told):
    assert {kind: told[kind] for kind, part in RECALL.items() if told[kind] < part} == {}


def test_other_stories_are_not(told):
    wrong = {kind: part for kind, part in told.items() if kind.startswith("OTHER")}

    assert len(wrong) == 11
    assert {kind: part for kind, part in wrong.items() if part > TOLD_WRONGLY.get(kind, 0)} == {}


@pytest.mark.parametrize("kind", FILLED_IN)
def test_in_an_archive_templates_are_not_one_story(kind):
    random = Random(kind)
    pairs, largest = archived([filled_in(random, kind, "en") for _ in range(40)])

    assert pairs <= 40
    assert largest <= 15
