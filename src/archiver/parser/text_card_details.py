"""Dates and authors among the lines of cards, each line looked at once."""

from __future__ import annotations

import datetime as dt

from archiver.calendar_days import LAST_YEAR
from archiver.model import Moment
from archiver.parser.lines import Line
from archiver.parser.names import is_person
from archiver.parser.text_card import CardScope
from archiver.parser.text_card_shapes import is_name, names_author
from archiver.parser.text_card_titles import bare_title, has_words
from archiver.timestamps import parse_moment

_MAX_DATE_WORDS = 8
_MAX_BYLINE_WORDS = 8
#: any moment that comes late enough will do to tell whether "3 hours ago" is a date
_SOME_DAY = dt.datetime(LAST_YEAR, 1, 1, tzinfo=dt.UTC)


class Details:
    """What is known of lines, by position."""

    def __init__(self, scope: CardScope) -> None:
        self._scope = scope
        self._dates: dict[int, bool] = {}
        self._bylines: dict[int, bool] = {}

    def is_date(self, line: Line, *, is_near: bool) -> bool:
        """Whether a line names a day or an age and little else; ``is_near`` says that a card stands right before it."""
        if line.sign is not None or line.words > _MAX_DATE_WORDS:
            return False
        if not line.is_dated and (line.words > 1 or not is_near):  # "Yesterday" stands right behind a card
            return False
        known = self._dates.get(line.position)
        if known is None:
            known = parse_moment(line.text, language=self._scope.language, reference=_SOME_DAY) is not None
            known = known and not _dates_headline(line)
            self._dates[line.position] = known
        return known

    def is_byline(self, line: Line) -> bool:
        """Whether a line of a card says who wrote it."""
        if line.sign is not None or line.words > _MAX_BYLINE_WORDS or line.is_closed:
            return False
        known = self._bylines.get(line.position)
        if known is None:
            known = self._bylines[line.position] = names_author(line.text)
        return known

    def is_signed(self, line: Line) -> bool:
        """Whether a line says who wrote a card; on a list of articles a bare name does."""
        return self.is_byline(line) or (self._scope.is_listing and is_name(line))

    def day(self, text: str) -> Moment | None:
        """The day or moment that a text names."""
        return parse_moment(text, language=self._scope.language, reference=self._scope.reference)


def _dates_headline(line: Line) -> bool:
    """Whether a headline follows the date in its line."""
    title, date = bare_title(line.text)
    return date is not None and has_words(title) and not names_author(title) and not is_person(title)
