"""Texts that stand in a body more than once: which belong to the story, and which to the template."""

import pytest

from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, article_of, paragraphs

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
REFRAIN = "Oh, the boat goes out and the boat comes in, and nobody asks the captain where it has been."


def texts_of(markup):
    return (article_of(f"<article>{HEADLINE}{markup}</article>").body or "").split("\n\n")


@pytest.mark.parametrize("answer", ["No.", "Perhaps.", "I will not talk about that."])
def test_a_short_answer_stays_however_often_it_is_given(answer):
    said = [FERRY, "Are you leaving?", answer, "Will you stand for mayor?", answer, "Do you regret it?", answer, SALT]
    assert texts_of(paragraphs(*said, ROPES, MAYOR)) == [*said, ROPES, MAYOR]


def test_an_answer_given_twice_is_there_twice():
    said = [FERRY, "Are you leaving?", "No.", "Do you regret it?", "No.", SALT, ROPES, MAYOR]
    assert texts_of(paragraphs(*said)) == said


def test_a_refrain_comes_back_as_often_as_it_is_sung():
    song = [FERRY, REFRAIN, ROPES, REFRAIN, SALT, REFRAIN, MAYOR]
    assert texts_of(paragraphs(*song)) == song


def test_a_label_that_is_no_sentence_goes():
    label = "<p>Story goes on below the picture</p>"
    assert texts_of(label.join(f"<p>{text}</p>" for text in PROSE)) == list(PROSE)


@pytest.mark.parametrize("mark", [").", "* * *"])
def test_marks_without_a_word_that_come_again_and_again_go(mark):
    assert texts_of(f"<p>{mark}</p>".join(f"<p>{text}</p>" for text in PROSE)) == list(PROSE)


def test_a_long_question_is_asked_of_everyone():
    question = "Which dish of the islands do you like best, and is there perhaps one that you cannot stand at all?"
    said = [FERRY, question, ROPES, question, SALT, question, MAYOR]
    assert texts_of(paragraphs(*said)) == said


def test_a_sentence_that_looks_otherwise_than_the_paragraphs_is_a_label():
    label = '<div class="k3">The story goes on below the picture.</div>'
    assert texts_of(label.join(f"<p>{text}</p>" for text in PROSE)) == list(PROSE)


def test_a_paragraph_right_after_its_copy_goes():
    assert texts_of("".join(f"<p>{text}</p><p class=m>{text}</p>" for text in PROSE)) == list(PROSE)


def test_a_second_copy_of_the_whole_text_goes():
    assert texts_of(f"<div>{paragraphs()}</div><div>{paragraphs()}</div>") == list(PROSE)
