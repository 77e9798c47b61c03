"""Lines that tell a time by how long ago it was."""

import pytest

from archiver.calendar_ages import is_counted_back


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "3 hours ago"),
        ("en", "3h ago"),
        ("en", "an hour ago"),
        ("en", "yesterday at 6 pm"),
        ("fr", "il y a 2 heures"),
        ("fr", "hier à 18h30"),
        ("de", "vor 2 Stunden"),
        ("de", "gestern, 18:30 Uhr"),
        ("ru", "2 часа назад"),
        ("fr", "2 hours ago"),
    ],
)
def test_a_time_counted_back_is_told_by_the_words_of_the_language_or_of_english(language, line):
    assert is_counted_back(line, language=language)


@pytest.mark.parametrize(
    "line",
    ["", "Ferry returns", "3 ferries", "hours later", "What the mayor said yesterday", "Long ago", "Today on radio"],
)
def test_a_line_that_tells_something_else_is_none(line):
    assert not is_counted_back(line, language="en")
