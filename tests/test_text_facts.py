"""What follows from a text alone."""

from __future__ import annotations

from archiver.fingerprints import fingerprint
from archiver.text import word_count
from archiver.text_facts import facts_of
from test_fingerprints import STORY


def test_lead_and_body_are_compared_and_the_words_of_the_body_counted():
    facts = facts_of("The ferry runs again.", STORY)

    print_ = fingerprint(f"The ferry runs again.\n{STORY}")
    assert (facts.simhash, facts.sketch) == print_
    assert facts.word_count == word_count(STORY)


def test_a_short_text_is_compared_with_none():
    facts = facts_of(None, "Too short.")
    assert (facts.simhash, facts.sketch, facts.word_count) == (None, (), 2)


def test_an_article_without_a_text_has_no_words():
    assert facts_of(None, None).word_count == 0
