"""What a single line looks like to one who reads cards: a headline, an excerpt, a section's name, an author."""

from __future__ import annotations

from archiver.parser.credit_lines import read_credit_text, without_prefix
from archiver.parser.lines import Line
from archiver.parser.names import is_person
from archiver.parser.text_words import story_key

#: words of a headline
MIN_TITLE_WORDS = 3
_MAX_TITLE_WORDS = 30
#: a cut line with fewer words is a headline that was cut
MIN_EXCERPT_WORDS = 11
#: but not behind a headline that is shorter
_MIN_SHORT_EXCERPT = 6
#: an excerpt that is not cut
_MAX_WHOLE_EXCERPT_WORDS = 60
#: of a section's name above a headline
_MAX_UNMARKED_KICKER_WORDS = 3
_MAX_KICKER_CHARS = 32
_FULL_STOPS = ".。।۔"
#: characters that a headline loses on its way into an alternative text
_MAX_PUNCTUATION = 16
#: a summary that nothing cuts off or ends has so many words
_MIN_SUMMARY_WORDS = 6
_LONG_SUMMARY_WORDS = 12
_LONGER = 1.25
_BARS = (" | ", " · ", " • ", " - ", " – ", " / ")
_MAX_ITEM_WORDS = 3
_MIN_ITEMS = 3
_PAIR = 2


def is_headline(line: Line) -> bool:
    """Whether a line has the length of a headline."""
    is_sized = line.sign is None and not line.is_truncated and MIN_TITLE_WORDS <= line.words <= _MAX_TITLE_WORDS
    return is_sized and not is_menu(line.text)


def is_double(first: Line, second: Line) -> bool:
    """Whether one is the other's alternative text: the same letters."""
    if not is_headline(second) or abs(len(first.text) - len(second.text)) > _MAX_PUNCTUATION:
        return False
    if next(filter(str.isalnum, first.text), "").casefold() != next(filter(str.isalnum, second.text), "").casefold():
        return False
    return story_key(first.text) == story_key(second.text)


def is_excerpt(line: Line) -> bool:
    """Whether a line is cut off, as excerpts are."""
    return line.sign is None and line.is_truncated and line.words >= MIN_EXCERPT_WORDS


def is_short_excerpt(first: Line, second: Line) -> bool:
    """Whether what follows a headline is cut, and too long to be a headline itself."""
    return (
        second.sign is None
        and second.is_truncated
        and second.words >= _MIN_SHORT_EXCERPT
        and len(second.text) > len(first.text)
    )


def is_whole_excerpt(line: Line) -> bool:
    """An excerpt that is not cut: sentences, not a headline that asks or calls."""
    return (
        line.sign is None
        and line.is_prose
        and line.words <= _MAX_WHOLE_EXCERPT_WORDS
        and line.text.rstrip("”»\"'’)] ")[-1:] in _FULL_STOPS
    )


def names_author(text: str) -> bool:
    """Whether a text says by its words who wrote something."""
    if without_prefix(text) == text:
        return False
    found = read_credit_text(text, is_byline=False, is_before=False)
    return found is not None and found.is_introduced


def is_kicker(line: Line) -> bool:
    """Whether a line has the length of a section's name."""
    return (
        line.sign is None
        and line.words <= _MAX_UNMARKED_KICKER_WORDS
        and len(line.text) <= _MAX_KICKER_CHARS
        and not line.is_closed
        and not line.is_dated
    )


def is_summary(line: Line) -> bool:
    """Whether a line can be a summary that is neither cut off nor ended: its place has to say the rest."""
    return line.sign is None and _MIN_SUMMARY_WORDS <= line.words <= _MAX_WHOLE_EXCERPT_WORDS


def is_longer(summary: Line, title: Line) -> bool:
    """Whether a line is so much longer than the headline above it that it is none itself."""
    return summary.words >= _LONG_SUMMARY_WORDS and len(summary.text) >= _LONGER * len(title.text)


def is_name(line: Line) -> bool:
    """Whether a line is somebody's name and nothing else."""
    is_short = line.sign is None and line.words <= _MAX_UNMARKED_KICKER_WORDS + 1
    return is_short and line.text[0].isupper() and is_person(line.text)


def is_menu(text: str) -> bool:
    """Whether a line is several links in a row: ``Contact | Privacy | Imprint``."""
    for bar in _BARS:
        if bar in text:
            items = text.split(bar)
            is_row = len(items) >= _MIN_ITEMS or (len(items) == _PAIR and bar == " | ")
            if is_row and all(item.count(" ") < _MAX_ITEM_WORDS for item in items):
                return True
    return False
