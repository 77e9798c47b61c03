"""Words by which a page speaks to its readers, in many languages."""

import pytest

from archiver.parser.reader_words import appeals_of


@pytest.mark.parametrize(
    "text",
    [
        "Follow us on Facebook!",
        "Folgen Sie uns auf Facebook",
        "Suivez-nous : suivre la page Facebook",
        "Síguenos en Facebook",
        "Seguici su Facebook",
        "Volg ons op Facebook",
        "Följ oss på Facebook",
        "Подписывайтесь на нас: Facebook",
    ],
)
def test_to_follow_somewhere_is_told_in_many_languages(text):
    assert {"follow", "channel"} <= set(appeals_of(text))


def test_a_story_makes_no_appeal():
    assert appeals_of("The mayor, who does not like boats, waved from the pier.") == []


@pytest.mark.parametrize(
    ("text", "appeal"), [("Ask @gannetpost", "handle"), ("© Gannet Post", "rights"), ("www.gannet.example", "address")]
)
def test_signs_speak_too(text, appeal):
    assert appeal in appeals_of(text)


def test_of_a_long_text_the_beginning_and_the_end_are_read():
    text = "Subscribe now. " + "The ferry sailed. " * 20 + "The newsletter is free."
    assert appeals_of(text) == ["channel", "subscribe"]
    assert appeals_of("The ferry sailed. " * 10 + "Subscribe. " + "The ferry sailed. " * 10) == []
