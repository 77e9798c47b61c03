"""Single cards among the lines of a flattened page, read off the lines from the first to the last.

What tells a card, in this order: a headline and an excerpt that ends in an ellipsis; an alternative text and the
headline that it stood beside; a heading that says so ("Read also") and headlines below it. On a list of articles a
headline with a date, an author or an address of its own is one, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archiver.parser.line_words import Sign, parted_label
from archiver.parser.lines import Line
from archiver.parser.system_words import ellipsis_of, says_more
from archiver.parser.text_card import Card, CardScope
from archiver.parser.text_card_details import Details
from archiver.parser.text_card_shapes import (
    MIN_EXCERPT_WORDS,
    MIN_TITLE_WORDS,
    is_double,
    is_excerpt,
    is_headline,
    is_kicker,
    is_longer,
    is_short_excerpt,
    is_summary,
    is_whole_excerpt,
)
from archiver.parser.text_card_titles import bare_title, rank_of, without_rank
from archiver.parser.text_card_words import ListHead, head_of, is_paid_for
from archiver.text import has_letters, squeeze

#: lines in which a card like it follows
_SOON = 6
#: below a heading a headline has at least so many words; fewer are sections and names
_MIN_LISTED_WORDS = 4
#: so many lines below a heading in a row that are no headline, and the list is over
_MAX_STRANGERS = 3
#: between a headline and its excerpt: a date, an author
_MAX_DETAILS = 2
#: a card's lines are so near to one another
_NEAR = 5
_SECOND = 2
#: a section's name and a headline
_TURN = 2
#: so many lines below a heading of paid links may be such, and below a line that says who paid
_FOREIGN_LINES = 10
_PAID_LINES = 2
_HEADING_SIGNS = frozenset({Sign.RELATED, Sign.FURNITURE, Sign.CLOSING})
_ENDING = frozenset({Sign.FURNITURE, Sign.CLOSING, Sign.COMMENTS, Sign.PROMOTION})


class CardReader:
    """Reads one stretch of lines from its beginning to its end, a card at a time."""

    def __init__(self, lines: Sequence[Line], scope: CardScope) -> None:
        self._lines = lines
        self._scope = scope
        self._next = 0
        self._heading: str | None = None
        self._strangers = 0
        self._last: Card | None = None
        self._details = Details(scope)
        #: what stands between the last card and the next: a section's name, a date
        self._kicker: str | None = None
        self._date: Line | None = None
        #: whether dates stand above the headlines, told by the first card below a heading
        self._is_date_first: bool | None = None
        #: what the line that is looked at heads
        self._head: ListHead | None = None
        #: so many lines on may be paid links, vacancies and the like
        self._foreign = 0
        #: of the last card, where ranks begin the lines below a heading
        self._rank = 0

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
        self._head = head_of(first)
        if self._is_foreign(first) or self._head is ListHead.ARTICLES:
            return None
        if first.position in self._scope.labelled:
            return self._in_section(first)
        if first.sign is Sign.PLACEHOLDER:
            return self._take(1, Card(first, placeholder=first.text))
        if first.sign is Sign.READ_ALSO:
            return self._labelled(first)
        if first.is_truncated and first.sign is None:
            return self._cut_off(first)
        return self._with_headline(first) if self._is_headline(first) else None

    def _is_foreign(self, first: Line) -> bool:
        """Whether a line leads to no article: it heads paid links or vacancies, or is one of those below."""
        if is_paid_for(first.text):
            self._foreign = _PAID_LINES
        elif self._head is ListHead.FOREIGN:
            self._foreign = _FOREIGN_LINES
        elif _PAID_LINES <= self._foreign < _FOREIGN_LINES - 1 and self._is_told(first):
            self._foreign = 0
        return self._foreign > 0

    def _is_told(self, first: Line) -> bool:
        """Whether an excerpt or a date behind a headline says that it leads to an article."""
        second = self._peek(1)
        return self._is_headline(first) and second is not None and (is_excerpt(second) or self._is_detail(second))

    def _in_section(self, first: Line) -> Card:
        """``Science: …`` on a page that has such a section."""
        section, _, title = first.text.partition(":")
        self._kicker = None
        card = self._take(1, Card(first, title=squeeze(title)))
        card.section = squeeze(section)
        return card

    def _labelled(self, first: Line) -> Card | None:
        """``Read also: …``"""
        label, title = parted_label(first.text)
        if not title:
            label, _, title = first.text.partition(":")
        self._heading, heading = squeeze(label), self._heading
        if len(title.split()) < MIN_TITLE_WORDS and first.words < _MIN_LISTED_WORDS:
            self._heading = heading
            return None
        return self._take(1, Card(first, title=squeeze(title)))

    def _cut_off(self, first: Line) -> Card | None:
        """An excerpt that has lost its headline, or a headline that was cut."""
        if first.words >= MIN_EXCERPT_WORDS:
            return self._take(1, Card(first, excerpt=first.text, style=(False, ellipsis_of(first.text))))
        if self._heading is None or first.words < _MIN_LISTED_WORDS:
            return None
        return self._take(1, Card(first, title=first.text))

    def _with_headline(self, first: Line) -> Card | None:
        second, third = self._peek(1), self._peek(2)
        linked = self._linked(first) if first.url else None
        if linked is not None:
            return linked
        if second is not None and is_double(first, second):
            return self._doubled(first, second, third)
        if second is not None and third is not None and self._is_headline(second) and is_excerpt(third):
            style = (True, ellipsis_of(third.text))
            return self._take(3, Card(first, title=second.text, alt=first.text, excerpt=third.text, style=style))
        title = first.text
        if second is not None and (
            is_excerpt(second)
            or is_short_excerpt(first, second)
            or (is_whole_excerpt(second) and (self._is_listed(first) or self._is_repeated(2)))
        ):
            style = (False, ellipsis_of(second.text))
            return self._take(2, Card(first, title=title, excerpt=second.text, style=style))
        dated = self._dated_excerpt(first)
        if dated is not None:
            return dated
        return self._take(1, Card(first, title=title)) if self._is_listed(first) else None

    def _linked(self, first: Line) -> Card | None:
        """A picture's text and, after its credit or a section's name, the headline that leads where it leads."""
        for ahead in range(1, _NEAR):
            line = self._peek(ahead)
            if line is None or (line.url == first.url and not is_headline(line)):
                return None
            if line.url == first.url and line.text != first.text:
                between = self._lines[self._next + 1 : self._next + ahead]
                self._kicker = next((one.text for one in reversed(between) if is_kicker(one)), None)
                return self._take(ahead + 1, Card(first, title=line.text, alt=first.text, style=(True, "")))
        return None

    def _doubled(self, first: Line, second: Line, third: Line | None) -> Card:
        """A headline and its alternative text, in whatever order; the headline has the marks that the other lost."""
        title, alt = (first, second) if len(first.text) > len(second.text) else (second, first)
        card = Card(first, title=title.text, alt=alt.text)
        if third is not None and (is_excerpt(third) or is_whole_excerpt(third)):
            card.excerpt, card.style = third.text, (True, ellipsis_of(third.text))
            return self._take(3, card)
        return self._take(2, card)

    def _dated_excerpt(self, first: Line) -> Card | None:
        """A headline, a date or an author, and then the excerpt."""
        ahead = 1
        while (
            (line := self._peek(ahead)) is not None
            and ahead <= _MAX_DETAILS
            and (self._details.is_byline(line) or self._is_date(line))
        ):
            ahead += 1
        last = self._peek(ahead)
        if ahead == 1 or last is None or not (is_excerpt(last) or (is_whole_excerpt(last) and self._is_listed(first))):
            return None
        between = self._lines[self._next + 1 : self._next + ahead]
        card = Card(first, title=first.text, excerpt=last.text, style=(False, ellipsis_of(last.text)))
        for line in between:
            self._note(card, line)
        return self._take(ahead + 1, card)

    def _is_listed(self, first: Line) -> bool:
        """Whether a headline alone is a card: below a heading, and on a list where something says so."""
        if first.words < _MIN_LISTED_WORDS or self._is_advert(first):
            return False
        if self._heading is not None or self._takes_turns(first):
            return True
        after, second = self._peek(1), self._peek(2)
        return self._scope.is_listing and (
            first.url is not None
            or self._date is not None
            or self._is_detail(after)
            or (after is not None and is_kicker(after) and self._is_detail(second))
        )

    def _is_advert(self, first: Line) -> bool:
        """Whether a word above a line says that it is an advertisement, and the list is over behind it."""
        before, after = self._peek(-1), self._peek(1)
        if before is None or before.sign is not Sign.ADVERT or before.position != first.position - 1:
            return False
        return after is not None and after.sign in _HEADING_SIGNS

    def _takes_turns(self, first: Line) -> bool:
        """Whether sections' names and headlines take turns here."""
        if self._kicker is None or first.is_closed or first.is_dated:
            return False
        last = self._last
        if last is not None and last.kicker is not None and last.lines[-1].position == first.position - _TURN:
            return True
        ahead = [self._peek(number) for number in range(1, 2 * _TURN + 1)]
        return all(
            line is not None
            and (self._is_plain_headline(line) if number % _TURN else line.sign is None and is_kicker(line))
            for number, line in enumerate(ahead)
        )

    def _is_plain_headline(self, line: Line) -> bool:
        is_plain = line.words >= _MIN_LISTED_WORDS and not line.is_closed and not line.is_dated
        return is_plain and self._is_headline(line)

    def _is_repeated(self, start: int) -> bool:
        """Whether one more headline with an excerpt follows soon, or the last card stands right before."""
        last = self._last
        if last is not None and last.excerpt and last.lines[-1].position >= self._lines[self._next].position - 2:
            return True
        following = [line for ahead in range(start, start + _SOON) if (line := self._peek(ahead)) is not None]
        return any(
            self._is_headline(one) and not one.is_closed and (is_excerpt(other) or is_whole_excerpt(other))
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
        title = card.lines[-1]
        if card.title is not None:
            self._bare(card, card.title)
        self._take_details(card)
        if card.excerpt is None and card.title is not None:
            self._take_summary(card, title)
        return card

    def _bare(self, card: Card, title: str) -> None:
        """The headline without what stands in its line beside it."""
        rank = rank_of(title) if self._heading is not None else None
        if rank is not None and rank == self._rank + 1 and (rank > 1 or self._counts_on()):
            self._rank, title = rank, without_rank(title)
        title, date = bare_title(title)
        card.title = title
        if date is not None and card.published is None:
            card.published = self._details.day(date)

    def _counts_on(self) -> bool:
        return any(line is not None and rank_of(line.text) == _SECOND for line in map(self._peek, range(_NEAR)))

    def _take_summary(self, card: Card, title: Line) -> None:
        """What a card says below its headline and its details that is neither cut off nor ended."""
        line = self._peek(0)
        if line is None or not is_summary(line) or line.url or self._is_detail(line):
            return
        following = self._peek(1)
        if following is not None and says_more(following.text):
            is_its = True
        elif self._is_above_details(following):  # a headline of its own
            return
        else:
            has_details = card.lines[-1] is not title and len(line.text) > len(title.text)
            last = self._last
            has_excerpts = last is not None and last.excerpt is not None and last.heading == self._heading
            is_its = title.url is not None or has_details or (has_excerpts and is_longer(line, title))
        if is_its:
            card.excerpt, card.style = line.text, (card.alt is not None, "")
            card.lines.append(line)
            self._next += 1

    def _take_details(self, card: Card) -> None:
        """Date and author behind the card, each once."""
        has_date = card.published is not None
        while (line := self._peek(0)) is not None and not card.placeholder:
            is_date = not has_date and not self._is_date_first and self._is_date(line)
            is_named = card.byline is None and self._details.is_signed(line)
            if is_date or is_named:
                self._note(card, line)
                has_date = has_date or is_date
            elif card.below is None and is_kicker(line) and self._is_detail(self._peek(1)):
                card.below = line.text
            else:
                return
            card.lines.append(line)
            self._next += 1

    def _is_detail(self, line: Line | None) -> bool:
        return line is not None and ((not self._is_date_first and self._is_date(line)) or self._details.is_signed(line))

    def _is_above_details(self, following: Line | None) -> bool:
        """Whether a line above this one has details of its own, a section's name before them or not."""
        is_name_first = following is not None and is_kicker(following) and self._is_detail(self._peek(2))
        return not self._is_date_first and (self._is_detail(following) or is_name_first)

    def _note(self, card: Card, line: Line) -> None:
        if self._details.is_signed(line):
            card.byline = line.text
        card.published = card.published or self._details.day(line.text)

    def _pass_over(self) -> None:
        """One line on; a heading opens a list, and too many strangers end it."""
        line = self._lines[self._next]
        self._next += 1
        self._foreign = max(0, self._foreign - 1)
        if line.sign is None and not has_letters(line.text):  # a rank
            return
        if self._head is ListHead.FOREIGN:
            self._open(None)
            return
        if self._last is not None and self._last.lines[-1].position == line.position - 1 and says_more(line.text):
            self._last.lines.append(line)
            return
        self._strangers += 1
        is_date = self._is_date(line)
        self._date = line if is_date else self._date
        if not is_date:
            self._kicker = line.text if is_kicker(line) else None
            if self._last is not None and self._last.lines[-1].position == line.position - 1:
                self._last.below = self._last.below or self._kicker
        if line.sign is Sign.RELATED or self._head is ListHead.ARTICLES:
            self._foreign = 0
            self._open(line.text.strip(" :"))
        elif line.sign in _ENDING:
            self._open(None)
        elif self._strangers > _MAX_STRANGERS:
            self._heading = self._is_date_first = None

    def _open(self, heading: str | None) -> None:
        self._heading, self._kicker, self._date, self._is_date_first = heading, None, None, None
        self._rank = 0
        if heading is not None:
            self._strangers = 0

    # --- lines

    def _is_headline(self, line: Line) -> bool:
        return is_headline(line) and not self._details.is_byline(line) and not self._is_date(line)

    def _is_date(self, line: Line) -> bool:
        return self._details.is_date(line, is_near=not self._strangers)

    def _peek(self, ahead: int) -> Line | None:
        index = self._next + ahead
        return self._lines[index] if 0 <= index < len(self._lines) else None
