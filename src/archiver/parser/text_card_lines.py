"""Single cards among the lines of a flattened page, read off the lines from the first to the last.

What tells a card, in this order: a headline and an excerpt that ends in an ellipsis; an alternative text and the
headline that it stood beside; a heading that says so ("Read also") and headlines below it. On a list of articles a
headline with a date, an author or an address of its own is one, too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archiver.calendar_days import LAST_YEAR
from archiver.model import Moment
from archiver.parser.credit_lines import read_credit_text, without_prefix
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.system_words import ellipsis_of, says_more
from archiver.parser.text_words import story_key
from archiver.text import has_letters, squeeze
from archiver.timestamps import parse_moment

#: words of a headline
_MIN_TITLE_WORDS = 3
_MAX_TITLE_WORDS = 30
#: a cut line with fewer words is a headline that was cut
_MIN_EXCERPT_WORDS = 11
#: but not behind a headline that is shorter
_MIN_SHORT_EXCERPT = 6
#: lines in which a card like it follows
_SOON = 6
#: below a heading a headline has at least so many words; fewer are sections and names
_MIN_LISTED_WORDS = 4
#: so many lines below a heading in a row that are no headline, and the list is over
_MAX_STRANGERS = 3
#: an excerpt that is not cut
_MAX_WHOLE_EXCERPT_WORDS = 60
_MAX_DATE_WORDS = 8
_MAX_BYLINE_WORDS = 8
#: of a section's name above a headline
_MAX_KICKER_WORDS = 3
_MAX_KICKER_CHARS = 32
#: any moment that comes late enough will do to tell whether "3 hours ago" is a date
_SOME_DAY = dt.datetime(LAST_YEAR, 1, 1, tzinfo=dt.UTC)
_ENDING = frozenset({Sign.FURNITURE, Sign.CLOSING, Sign.COMMENTS, Sign.PROMOTION})
_FULL_STOPS = ".。।۔"
_BULLET = re.compile(r"^(?:[•·▪■●◦‣⁃*➤►▶»›–—-]|#?\d{1,2}[.)]|#\d{1,2})\s+(?=\S)")
#: characters that a headline loses on its way into an alternative text
_MAX_PUNCTUATION = 16


@dataclass(frozen=True, slots=True)
class CardScope:
    """Which lines can be cards, and what the article is."""

    #: lines that are the article's own: title, text, dates, byline
    taken: frozenset[int]
    #: positions: before ``start`` is above the article, from ``end`` on below it
    start: int
    end: int
    title: str | None
    language: str | None = None
    reference: Moment | None = None
    #: the page has no article of its own
    is_listing: bool = False


@dataclass(slots=True)
class Card:
    """A card as it is put together."""

    line: Line
    title: str | None = None
    alt: str | None = None
    #: a section's name above the card, and one below it
    kicker: str | None = None
    below: str | None = None
    excerpt: str | None = None
    byline: str | None = None
    published: Moment | None = None
    #: a placeholder that is a card of its own, and one that stands for a card's picture
    placeholder: str | None = None
    placeholder_of_picture: str | None = None
    heading: str | None = None
    url: str | None = None
    #: what cards of one block have in common
    style: tuple[bool, str] | None = None
    block: int = 0
    same_as: int | None = None
    inferred: bool = False
    lines: list[Line] = field(default_factory=list)


class CardReader:
    """Reads one stretch of lines from its beginning to its end, a card at a time."""

    def __init__(self, lines: Sequence[Line], scope: CardScope) -> None:
        self._lines = lines
        self._scope = scope
        self._next = 0
        self._heading: str | None = None
        self._strangers = 0
        self._last: Card | None = None
        #: what is known of lines, by position
        self._dates: dict[int, bool] = {}
        self._bylines: dict[int, bool] = {}
        #: what stands between the last card and the next: a section's name, a date
        self._kicker: str | None = None
        self._date: Line | None = None
        #: whether dates stand above the headlines, told by the first card below a heading
        self._is_date_first: bool | None = None

    def cards(self) -> Iterator[Card]:
        """The cards; a placeholder counts only beside one."""
        waiting: list[Card] = []
        while self._next < len(self._lines):
            card = self._card()
            if card is None:
                self._pass_over()
                continue
            card.heading = self._heading
            if card.placeholder and self._last is None:
                waiting.append(card)
                continue
            self._last = card
            yield from (*waiting, card)
            waiting = []

    def _card(self) -> Card | None:
        """The card that begins here, its lines passed; ``None`` when none does."""
        first = self._lines[self._next]
        if first.sign is Sign.PLACEHOLDER:
            return self._take(1, Card(first, placeholder=first.text))
        if first.sign is Sign.READ_ALSO:
            return self._labelled(first)
        if first.is_truncated and first.sign is None:
            return self._cut_off(first)
        return self._with_headline(first) if self._is_headline(first) else None

    def _labelled(self, first: Line) -> Card | None:
        """``Read also: …``"""
        label, _, title = first.text.partition(":")
        self._heading, heading = squeeze(label), self._heading
        if len(title.split()) < _MIN_TITLE_WORDS and first.words < _MIN_LISTED_WORDS:
            self._heading = heading
            return None
        return self._take(1, Card(first, title=squeeze(title)))

    def _cut_off(self, first: Line) -> Card | None:
        """An excerpt that has lost its headline, or a headline that was cut."""
        if first.words >= _MIN_EXCERPT_WORDS:
            return self._take(1, Card(first, excerpt=first.text, style=(False, ellipsis_of(first.text))))
        if self._heading is None or first.words < _MIN_LISTED_WORDS:
            return None
        return self._take(1, Card(first, title=_without_bullet(first.text)))

    def _with_headline(self, first: Line) -> Card | None:
        second, third = self._peek(1), self._peek(2)
        if second is not None and _is_double(first, second):
            return self._doubled(first, second, third)
        if second is not None and third is not None and self._is_headline(second) and _is_excerpt(third):
            style = (True, ellipsis_of(third.text))
            return self._take(3, Card(first, title=second.text, alt=first.text, excerpt=third.text, style=style))
        title = _without_bullet(first.text)
        if second is not None and (
            _is_excerpt(second)
            or _is_short_excerpt(first, second)
            or (_is_whole_excerpt(second) and (self._is_listed(first) or self._is_repeated(2)))
        ):
            style = (False, ellipsis_of(second.text))
            return self._take(2, Card(first, title=title, excerpt=second.text, style=style))
        dated = self._dated_excerpt(first)
        if dated is not None:
            return dated
        return self._take(1, Card(first, title=title)) if self._is_listed(first) else None

    def _doubled(self, first: Line, second: Line, third: Line | None) -> Card:
        """A headline and its alternative text, in whatever order; the headline has the marks that the other lost."""
        title, alt = (first, second) if len(first.text) > len(second.text) else (second, first)
        card = Card(first, title=title.text, alt=alt.text)
        if third is not None and (_is_excerpt(third) or _is_whole_excerpt(third)):
            card.excerpt, card.style = third.text, (True, ellipsis_of(third.text))
            return self._take(3, card)
        return self._take(2, card)

    def _dated_excerpt(self, first: Line) -> Card | None:
        """A headline, a date or an author, and then the excerpt."""
        ahead = 1
        while (line := self._peek(ahead)) is not None and ahead <= 2 and (self._is_byline(line) or self._is_date(line)):  # noqa: PLR2004 - one of each
            ahead += 1
        last = self._peek(ahead)
        if (
            ahead == 1
            or last is None
            or not (_is_excerpt(last) or (_is_whole_excerpt(last) and self._is_listed(first)))
        ):
            return None
        between = self._lines[self._next + 1 : self._next + ahead]
        card = Card(first, title=_without_bullet(first.text), excerpt=last.text, style=(False, ellipsis_of(last.text)))
        for line in between:
            self._note(card, line)
        return self._take(ahead + 1, card)

    def _is_listed(self, first: Line) -> bool:
        """Whether a headline alone is a card: below a heading, and on a list where something says so."""
        if first.words < _MIN_LISTED_WORDS:
            return False
        if self._heading is not None:
            return True
        after, second = self._peek(1), self._peek(2)
        return self._scope.is_listing and (
            first.url is not None
            or self._date is not None
            or self._is_detail(after)
            or (after is not None and _is_kicker(after) and self._is_detail(second))
        )

    def _is_repeated(self, start: int) -> bool:
        """Whether one more headline with an excerpt follows soon, or the last card stands right before."""
        last = self._last
        if last is not None and last.excerpt and last.lines[-1].position >= self._lines[self._next].position - 2:
            return True
        following = [line for ahead in range(start, start + _SOON) if (line := self._peek(ahead)) is not None]
        return any(
            self._is_headline(one) and not one.is_closed and (_is_excerpt(other) or _is_whole_excerpt(other))
            for one, other in pairwise(following)
        )

    # --- what stands around a card

    def _take(self, count: int, card: Card) -> Card:
        card.lines += self._lines[self._next : self._next + count]
        self._next += count
        self._strangers = 0
        card.url = next((line.url for line in card.lines if line.url), None)
        card.kicker, self._kicker = self._kicker, None
        if self._is_date_first is None:
            self._is_date_first = self._date is not None
        if self._date is not None and self._is_date_first and not card.placeholder:
            self._note(card, self._date)
        self._date = None
        self._take_details(card)
        return card

    def _take_details(self, card: Card) -> None:
        """Date and author behind the card, each once."""
        has_date = card.published is not None
        while (line := self._peek(0)) is not None and not card.placeholder:
            is_date = not has_date and not self._is_date_first and self._is_date(line)
            if is_date or (card.byline is None and self._is_byline(line)):
                self._note(card, line)
                has_date = has_date or is_date
            elif card.below is None and _is_kicker(line) and self._is_detail(self._peek(1)):
                card.below = line.text
            else:
                return
            card.lines.append(line)
            self._next += 1

    def _is_detail(self, line: Line | None) -> bool:
        return line is not None and ((not self._is_date_first and self._is_date(line)) or self._is_byline(line))

    def _note(self, card: Card, line: Line) -> None:
        if self._is_byline(line):
            card.byline = line.text
        card.published = card.published or self._day(line)

    def _pass_over(self) -> None:
        """One line on; a heading opens a list, and too many strangers end it."""
        line = self._lines[self._next]
        self._next += 1
        if line.sign is None and not has_letters(line.text):  # a rank
            return
        if self._last is not None and self._last.lines[-1].position == line.position - 1 and says_more(line.text):
            self._last.lines.append(line)
            return
        self._strangers += 1
        is_date = self._is_date(line)
        self._date = line if is_date else self._date
        if not is_date:
            self._kicker = line.text if _is_kicker(line) else None
            if self._last is not None and self._last.lines[-1].position == line.position - 1:
                self._last.below = self._last.below or self._kicker
        if line.sign is Sign.RELATED:
            self._open(line.text.strip(" :"))
        elif line.sign in _ENDING:
            self._open(None)
        elif self._strangers > _MAX_STRANGERS:
            self._heading = self._is_date_first = None

    def _open(self, heading: str | None) -> None:
        self._heading, self._kicker, self._date, self._is_date_first = heading, None, None, None
        if heading is not None:
            self._strangers = 0

    # --- lines

    def _is_headline(self, line: Line) -> bool:
        return _is_headline(line) and not self._is_byline(line) and not self._is_date(line)

    def _is_date(self, line: Line) -> bool:
        """Whether a line names a day or an age and little else."""
        if line.sign is not None or line.words > _MAX_DATE_WORDS:
            return False
        if not line.is_dated and (line.words > 1 or self._strangers):  # "Yesterday" stands right behind a card
            return False
        known = self._dates.get(line.position)
        if known is None:
            known = parse_moment(line.text, language=self._scope.language, reference=_SOME_DAY) is not None
            self._dates[line.position] = known
        return known

    def _is_byline(self, line: Line) -> bool:
        """Whether a line of a card says who wrote it."""
        if line.sign is not None or line.words > _MAX_BYLINE_WORDS or line.is_closed:
            return False
        known = self._bylines.get(line.position)
        if known is None:
            known = self._bylines[line.position] = _names_author(line.text)
        return known

    def _day(self, line: Line) -> Moment | None:
        return parse_moment(line.text, language=self._scope.language, reference=self._scope.reference)

    def _peek(self, ahead: int) -> Line | None:
        index = self._next + ahead
        return self._lines[index] if index < len(self._lines) else None


def _is_headline(line: Line) -> bool:
    return line.sign is None and not line.is_truncated and _MIN_TITLE_WORDS <= line.words <= _MAX_TITLE_WORDS


def _is_double(first: Line, second: Line) -> bool:
    """Whether one is the other's alternative text: the same letters."""
    if not _is_headline(second) or abs(len(first.text) - len(second.text)) > _MAX_PUNCTUATION:
        return False
    if next(filter(str.isalnum, first.text), "").casefold() != next(filter(str.isalnum, second.text), "").casefold():
        return False
    return story_key(first.text) == story_key(second.text)


def _is_excerpt(line: Line) -> bool:
    return line.sign is None and line.is_truncated and line.words >= _MIN_EXCERPT_WORDS


def _is_short_excerpt(first: Line, second: Line) -> bool:
    """Whether what follows a headline is cut, and too long to be a headline itself."""
    return (
        second.sign is None
        and second.is_truncated
        and second.words >= _MIN_SHORT_EXCERPT
        and len(second.text) > len(first.text)
    )


def _is_whole_excerpt(line: Line) -> bool:
    """An excerpt that is not cut: sentences, not a headline that asks or calls."""
    return (
        line.sign is None
        and line.is_prose
        and line.words <= _MAX_WHOLE_EXCERPT_WORDS
        and line.text.rstrip("”»\"'’)] ")[-1:] in _FULL_STOPS
    )


def _names_author(text: str) -> bool:
    if without_prefix(text) == text:
        return False
    found = read_credit_text(text, is_byline=False, is_before=False)
    return found is not None and found.is_introduced


def _is_kicker(line: Line) -> bool:
    return (
        line.sign is None
        and line.words <= _MAX_KICKER_WORDS
        and len(line.text) <= _MAX_KICKER_CHARS
        and not line.is_closed
        and not line.is_dated
    )


def _without_bullet(text: str) -> str:
    return text if text[0].isalpha() else _BULLET.sub("", text)
