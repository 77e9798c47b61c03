"""Cards on a flattened page: the lines that promote other articles, read back into teasers.

What tells a card, in this order: a headline and an excerpt that ends in an ellipsis; an alternative text and the
headline that it stood beside; a heading that says so ("Read also") and headlines below it. A dump that leaves out
lines that it has seen loses headlines: an excerpt that begins like one before it takes that one's headline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from archiver.model import Evidence, Moment, Region, Teaser
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.text_words import begin_alike, story_key
from archiver.text import squeeze
from archiver.timestamps import parse_moment

#: words of a headline
_MIN_TITLE_WORDS = 3
_MAX_TITLE_WORDS = 30
#: a cut line with fewer words is a headline that was cut
_MIN_EXCERPT_WORDS = 11
#: below a heading a headline has at least so many words; fewer are sections and names
_MIN_LISTED_WORDS = 4
#: so many lines below a heading in a row that are no headline, and the list is over
_MAX_STRANGERS = 3
#: an excerpt that is not cut, below a headline that its alternative text doubles
_MAX_WHOLE_EXCERPT_WORDS = 60
_MAX_DATE_WORDS = 8
_ELLIPSES = "….  "


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


@dataclass(slots=True)
class _Card:
    """A card as it is put together."""

    line: Line
    title: str | None = None
    alt: str | None = None
    excerpt: str | None = None
    published: Moment | None = None
    placeholder: str | None = None
    heading: str | None = None
    #: what cards of one block have in common
    style: tuple[bool, str] | None = None
    block: int = 0
    same_as: int | None = None
    inferred: bool = False
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cards:
    """The page's teasers, where each is inferred from, and which lines they are made of."""

    teasers: tuple[Teaser, ...]
    evidence: tuple[Evidence, ...]
    #: position of a line → position of its teaser
    lines: dict[int, int]


def read_cards(lines: Sequence[Line], scope: CardScope) -> Cards:
    """All cards in their order."""
    found = [card for run in _runs(lines, scope) for card in _Reader(run, scope).cards()]
    cards = [card for card in found if not _is_article(card, scope)]
    _number_blocks(cards)
    _find_same_stories(cards)
    _take_alternative_texts(cards)
    return Cards(
        teasers=tuple(_teaser(position, card, scope) for position, card in enumerate(cards)),
        evidence=tuple(_evidence(position, card) for position, card in enumerate(cards) if card.inferred),
        lines={line.position: position for position, card in enumerate(cards) for line in card.lines},
    )


def _runs(lines: Sequence[Line], scope: CardScope) -> Iterator[list[Line]]:
    """Stretches of lines that are not the article's; readers' comments are left out up to the next heading."""
    run: list[Line] = []
    in_comments = False
    for line in lines:
        if line.sign is Sign.COMMENTS:
            in_comments = line.position >= scope.end
        elif line.sign is Sign.RELATED:
            in_comments = False
        if line.position in scope.taken or in_comments:
            if run:
                yield run
            run = []
        else:
            run.append(line)
    if run:
        yield run


# --- one stretch of lines --------------------------------------------------------


class _Reader:
    """Reads one stretch from its beginning to its end, a card at a time."""

    def __init__(self, lines: Sequence[Line], scope: CardScope) -> None:
        self._lines = lines
        self._scope = scope
        self._next = 0
        self._heading: str | None = None
        self._strangers = 0

    def cards(self) -> Iterator[_Card]:
        """The cards; a placeholder counts only behind a card."""
        has_card = False
        while self._next < len(self._lines):
            card = self._card()
            if card is None:
                self._pass_over()
                continue
            if card.placeholder and not has_card:
                continue
            has_card = True
            card.heading = self._heading
            yield card

    def _card(self) -> _Card | None:
        """The card that begins here, its lines passed; ``None`` when none does."""
        first = self._peek(0)
        assert first is not None
        if first.sign is Sign.PLACEHOLDER:
            return self._take(1, _Card(first, placeholder=first.text))
        if first.sign is Sign.READ_ALSO:
            return self._labelled(first)
        if first.is_truncated and first.sign is None:
            return self._cut_off(first)
        return self._with_headline(first) if self._is_headline(first) else None

    def _labelled(self, first: Line) -> _Card | None:
        """``Read also: …``"""
        label, _, title = first.text.partition(":")
        self._heading, heading = squeeze(label), self._heading
        if len(title.split()) < _MIN_TITLE_WORDS:
            self._heading = heading
            return None
        return self._take(1, _Card(first, title=squeeze(title)))

    def _cut_off(self, first: Line) -> _Card | None:
        """An excerpt that has lost its headline, or a headline that was cut."""
        if first.words >= _MIN_EXCERPT_WORDS:
            return self._take(1, _Card(first, excerpt=first.text, style=(False, _ellipsis(first))))
        if self._heading is None or first.words < _MIN_LISTED_WORDS:
            return None
        return self._take(1, _Card(first, title=first.text))

    def _with_headline(self, first: Line) -> _Card | None:
        second, third = self._peek(1), self._peek(2)
        if second is not None and _is_double(first, second):
            card = _Card(first, title=second.text, alt=first.text)
            if third is not None and (_is_excerpt(third) or _is_whole_excerpt(third)):
                card.excerpt, card.style = third.text, (True, _ellipsis(third))
                return self._take(3, card)
            return self._take(2, card)
        if second is not None and third is not None and self._is_headline(second) and _is_excerpt(third):
            card = _Card(first, title=second.text, alt=first.text, excerpt=third.text, style=(True, _ellipsis(third)))
            return self._take(3, card)
        if second is not None and _is_excerpt(second):
            card = _Card(first, title=first.text, excerpt=second.text, style=(False, _ellipsis(second)))
            return self._take(2, card)
        if self._heading is None or first.words < _MIN_LISTED_WORDS:
            return None
        return self._take(1, _Card(first, title=first.text))

    def _take(self, count: int, card: _Card) -> _Card:
        card.lines = list(self._lines[self._next : self._next + count])
        self._next += count
        self._strangers = 0
        after = self._peek(0)
        card.published = self._day(after) if after is not None else None
        if after is not None and card.published is not None:
            card.lines.append(after)
            self._next += 1
        return card

    def _is_headline(self, line: Line) -> bool:
        return _is_headline(line) and self._day(line) is None

    def _day(self, line: Line) -> Moment | None:
        """The day that a line names and little else."""
        if not line.is_dated or line.sign is not None or line.words > _MAX_DATE_WORDS:
            return None
        return parse_moment(line.text, language=self._scope.language, reference=self._scope.reference)

    def _pass_over(self) -> None:
        """One line on; a heading opens a list, and too many strangers end it."""
        line = self._lines[self._next]
        self._next += 1
        self._strangers += 1
        if line.sign is Sign.RELATED:
            self._heading, self._strangers = line.text.strip(" :"), 0
        elif line.sign in _ENDING or self._strangers > _MAX_STRANGERS:
            self._heading = None

    def _peek(self, ahead: int) -> Line | None:
        index = self._next + ahead
        return self._lines[index] if index < len(self._lines) else None


_ENDING = frozenset({Sign.FURNITURE, Sign.CLOSING, Sign.COMMENTS, Sign.PROMOTION})


def _is_headline(line: Line) -> bool:
    return line.sign is None and not line.is_truncated and _MIN_TITLE_WORDS <= line.words <= _MAX_TITLE_WORDS


def _is_double(first: Line, second: Line) -> bool:
    """Whether the first is the second's alternative text: the same letters."""
    if not _is_headline(second) or abs(len(first.text) - len(second.text)) > _MAX_PUNCTUATION:
        return False
    return story_key(first.text) == story_key(second.text)


#: characters that a headline loses on its way into an alternative text
_MAX_PUNCTUATION = 16


def _is_excerpt(line: Line) -> bool:
    return line.sign is None and line.is_truncated and line.words >= _MIN_EXCERPT_WORDS


def _is_whole_excerpt(line: Line) -> bool:
    return line.sign is None and line.is_prose and line.words <= _MAX_WHOLE_EXCERPT_WORDS


def _ellipsis(line: Line) -> str:
    """The mark at the end of an excerpt, with the space before it."""
    return line.text[len(line.text.rstrip(_ELLIPSES)) :]


# --- all cards together -------------------------------------------------------------


def _is_article(card: _Card, scope: CardScope) -> bool:
    """Whether the card promotes the page that it stands on."""
    return bool(card.title and scope.title) and story_key(card.title or "") == story_key(scope.title or "")


def _number_blocks(cards: Sequence[_Card]) -> None:
    """Cards of one block stand together, below one heading, and look alike; placeholders go with those before."""
    block = 0
    previous: _Card | None = None
    for card in cards:
        if previous is None or not _share_block(previous, card):
            block += 1
        card.block = block
        if card.placeholder and previous is not None:
            card.style, card.heading = previous.style, previous.heading
        previous = card


def _share_block(previous: _Card, card: _Card) -> bool:
    distance = card.lines[0].position - previous.lines[-1].position
    if distance > _MAX_STRANGERS + 1 or card.heading != previous.heading:
        return card.placeholder is not None and distance == 1
    if card.placeholder is not None or None in {card.style, previous.style}:
        return True
    return card.style == previous.style


def _find_same_stories(cards: Sequence[_Card]) -> None:
    """Cards of an earlier block that promote the same story, and headlines for those that have lost theirs."""
    known = _Stories()
    for position, card in enumerate(cards):
        same = known.find(card)
        if same is not None and cards[same].block != card.block:
            card.same_as = same
            card.inferred = card.title is None and cards[same].title is not None
            card.title = card.title or cards[same].title
        known.add(position, card)


class _Stories:
    """The stories of the cards so far, found by headline or by how the excerpt begins."""

    def __init__(self) -> None:
        self._titles: dict[str, int] = {}
        self._excerpts: dict[str, list[tuple[str, int]]] = {}

    def find(self, card: _Card) -> int | None:
        """The position of the first card of the same story."""
        title, excerpt = _keys(card)
        if title in self._titles:
            return self._titles[title]
        alike = self._excerpts.get(excerpt[:_KEY_CHARS], ())
        return next((position for other, position in alike if begin_alike(other, excerpt)), None)

    def add(self, position: int, card: _Card) -> None:
        """One more card; of a story that is known, the first stays."""
        title, excerpt = _keys(card)
        if title:
            self._titles.setdefault(title, position)
        begins_alike = self._excerpts.setdefault(excerpt[:_KEY_CHARS], [])
        if excerpt and len(begins_alike) < _MAX_ALIKE:
            begins_alike.append((excerpt, position))


def _keys(card: _Card) -> tuple[str, str]:
    return story_key(card.title or ""), story_key(card.excerpt or "")


#: excerpts that begin alike share as many characters
_KEY_CHARS = 30
#: stories that begin alike and are not the same
_MAX_ALIKE = 8


def _take_alternative_texts(cards: Sequence[_Card]) -> None:
    """In a block that shows one line for two, a card's headline is its alternative text, too.

    Such a block repeats a story whose card elsewhere shows both; a dump leaves out lines that it has seen.
    """
    with_alt = {card.block for card in cards if card.alt}
    repeating = {card.block for card in cards if card.same_as is not None and cards[card.same_as].alt}
    for card in cards:
        if card.block in repeating - with_alt and card.excerpt and not card.inferred:
            card.alt = card.title


def _teaser(position: int, card: _Card, scope: CardScope) -> Teaser:
    teaser = Teaser(
        position=position,
        region=_region(card.line, scope),
        block=card.block,
        block_heading=card.heading,
        title=card.title,
        excerpt=_without_ellipsis(card.excerpt) if card.excerpt else None,
        excerpt_raw=card.excerpt,
        published=card.published,
        image_alt=card.alt,
        image_status="unknown",
        same_story_as=card.same_as,
    )
    if card.placeholder is None:
        return teaser
    return replace(teaser, image_status="placeholder", placeholder_text=card.placeholder)


def _without_ellipsis(excerpt: str) -> str:
    return excerpt.rstrip(_ELLIPSES) if excerpt.endswith(("…", "...")) else excerpt


def _region(line: Line, scope: CardScope) -> Region:
    if line.position < scope.start:
        return "before"
    return "after" if line.position >= scope.end else "inline"


def _evidence(position: int, card: _Card) -> Evidence:
    return Evidence(
        field=f"teasers[{position}].title",
        value=card.title,
        raw=card.excerpt,
        source=f"text line {card.line.number}",
        rule=f"inferred: excerpt begins as that of teasers[{card.same_as}]",
    )
