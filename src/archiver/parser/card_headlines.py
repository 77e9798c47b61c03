"""A card's headline without what shares its block: kicker, label, rank, hour, the beginning of a summary.

A block is read in pieces: each element in it, and the text between them. What a piece is, its name says, or else its
place: digits alone are a rank or an hour, and a few words set apart before more words are a kicker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from lxml import etree

from archiver.calendar_ages import is_counted_back
from archiver.document import text_in
from archiver.parser import zones as z
from archiver.parser.blocks import Card
from archiver.parser.card_lines import MAX_KICKER_WORDS, is_meta
from archiver.parser.line_words import Sign, is_read_also, label_of
from archiver.parser.system_words import says_neighbour
from archiver.text import has_letters, has_more_words, squeeze
from archiver.timestamps import is_bare

#: markup of words in a sentence: what is in it belongs to the text around it
_IN_SENTENCE = frozenset(
    ("em", "i", "q", "abbr", "sub", "sup", "cite", "u", "mark", "font", "wbr", "br", "bdi", "ins", "s")
)
_UNREAD = frozenset(("script", "style", "noscript", "template", "svg", "button", "select", "textarea"))
#: names of pieces that are no part of a headline
_BESIDE = z.KICKER | z.DATE | z.TAGS | z.META | z.BYLINE | z.SHARE | z.NAV
_FOR_READERS_ALOUD = re.compile(
    r"sr-?only|visually-?hidden|screen-?reader|assistive|a11y|(?:^|[\s_-])(?:sr|vh|blind|offscreen)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RANK = re.compile(r"#?\d{1,3}[.):]?")
#: before more words
_COUNTED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_CLOCK = re.compile(r"\d{1,3}[:.h]\d{2}(?::\d{2})?(?:\s?(?:Uhr|h|min|a\.?m\.?|p\.?m\.?))?", re.IGNORECASE)
_MAX_DATE_CHARS = 40
#: pieces up to the first end of a line, which is one
_FIRST_LINE = 2
_BULLETS = re.compile(r"^(?:[>•·–—→▶►-]|[»›](?=\s))+\s*")
_MAX_LABEL_CHARS = 40
#: markup that sets words apart without a name, and does not mean that they are stressed
_APART = frozenset(("span", "small", "label", "div", "p"))
#: a line that ends in a ``br`` is as good as an element
_LINE = "line"
_MIN_WORDS = 3
#: a headline that an element of its own parts from what follows has more words
_MIN_APART_WORDS = 2
_ARROWS = " →›>»▶►"
_EDGES = " :：|-–—»›>·•"


@dataclass(slots=True)
class Headline:
    """A headline, and what stood in one block with it."""

    text: str
    kicker: str | None = None
    #: words that lead to it ("Read also")
    label: str | None = None
    #: what followed it, piece by piece
    rest: list[str] = field(default_factory=list)
    #: what its link is called, which it is where a piece says the same
    name: str = ""
    dates: list[str] = field(default_factory=list)
    #: what the dates are read with
    language: str | None = None


@dataclass(slots=True)
class _Piece:
    text: str
    element: etree._Element | None = None
    zones: int = 0
    #: of its element; none for the text between elements
    tag: str | None = None
    names: str = ""
    is_linked: bool = False
    #: ... or in it
    is_inside: bool = False
    #: no white space parts it from the piece before
    is_glued: bool = False


def read_headline(card: Card, place: int = 0, language: str | None = None) -> Headline:
    """The card's headline, taken out of the block that it stands in, where it is number ``place`` of the cards."""
    whole = card.title_text
    element = card.title.element if card.title is not None else card.links[0].element
    found = Headline("", language=language, name=card.name)
    pieces = _pieces(element, card, whole)
    while pieces:
        pieces = _chosen(_without_noise(_without_place(pieces, place), found), found)
        found.text = " ".join(piece.text for piece in pieces)
        box = pieces[0] if len(pieces) == 1 else None
        pieces = _pieces(box.element, card, whole, is_linked=box.is_inside) if box and box.element is not None else []
    return _finished(found, whole, place)


def _pieces(element: etree._Element, card: Card, whole: str, *, is_linked: bool = False) -> list[_Piece]:
    """What the block's text is put together of; pieces that are no part of the text are left out."""
    around = [element]
    while (inner := _only_child(element)) is not None:
        element = inner
        around.append(element)
    if not len(element):  # nearly always
        return []
    own = {link.element for link in card.links}
    is_linked = is_linked or not own.isdisjoint(around)
    found = [_Piece(element.text or "", is_linked=is_linked)]
    for child in element:
        if child.tag not in _UNREAD and not z.is_hidden(child):
            found.append(_piece(child, own, is_linked=is_linked))
        if child.tag == "br" and len(found) == _FIRST_LINE and _is_line_before(found[0].text):
            found[0].tag = _LINE
        if child.tail:
            found.append(_Piece(child.tail, is_linked=is_linked))
    return [piece for piece in _merged(found) if piece.text in whole]


def _is_line_before(text: str) -> bool:
    """Whether a first line is no part of the headline below it: a single word, or a label of a neighbour."""
    return (text.strip() != "" and not has_more_words(text, 1)) or says_neighbour(text)


def _only_child(element: etree._Element) -> etree._Element | None:
    """The one element that holds all of an element's text."""
    if element.text and not element.text.isspace():
        return None
    inner = None
    for child in element:
        if child.tail and not child.tail.isspace():
            return None
        if child.tag not in _UNREAD and _has_text(child):
            if inner is not None:
                return None
            inner = child
    return inner


def _has_text(element: etree._Element) -> bool:
    if element.text and not element.text.isspace():
        return True
    return len(element) > 0 and any(map(str.strip, map(str, element.itertext())))


def _piece(child: etree._Element, own: set[etree._Element], *, is_linked: bool) -> _Piece:
    is_inside = is_linked or child in own
    text, names = child.text or "", child.get("class") or ""
    if len(child):
        if len(child) == 1 and not text:
            names = f"{names} {child[0].get('class') or ''}"
        text = text_in(child)
        is_linked = is_inside or any(one in own for one in child.iterdescendants("a"))
    return _Piece(
        text,
        child,
        z.zones_of_element(child) & ~z.NOTES,
        child.tag,
        names,
        is_linked or is_inside,
        is_inside,
    )


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces with words of a sentence put back into the text around them, and white space squeezed."""
    merged: list[_Piece] = []
    is_glued = False
    pieces = [piece for piece in pieces if piece.text]
    for piece, following in zip_longest(pieces, pieces[1:]):
        is_marked = piece.tag in _IN_SENTENCE and not piece.zones
        plain = piece.tag is None or (is_marked and (merged or following is None or following.tag is None))
        if merged and plain and merged[-1].tag is None and merged[-1].is_linked == piece.is_linked:
            merged[-1].text += piece.text
        elif piece.text.strip():
            piece.is_glued = is_glued and not piece.text[0].isspace()
            piece.tag, piece.element = (None, None) if plain else (piece.tag, piece.element)
            merged.append(piece)
        is_glued = not piece.text[-1].isspace()
    for piece in merged:
        piece.text = squeeze(piece.text)
    return [piece for piece in merged if piece.text.strip(_EDGES)]


def _without_noise(pieces: list[_Piece], found: Headline) -> list[_Piece]:
    """The pieces without ranks, hours and dates, and without what is only read aloud; dates are kept apart."""
    kept = []
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if piece.tag is None:
            kept.append(piece)
        elif piece.zones & z.DATE or _is_time(piece.text, found.language):
            found.dates.append(piece.text)
        elif not (_is_rank(piece, following) or _FOR_READERS_ALOUD.search(piece.names)):
            kept.append(piece)
    return kept or pieces


def _without_place(pieces: list[_Piece], place: int) -> list[_Piece]:
    """The pieces without a first one that counts the cards of a block: a number in a sentence rarely does."""
    first = pieces[0]
    if (
        len(pieces) > 1
        and first.tag is not None
        and _RANK.fullmatch(first.text)
        and int(first.text.strip("#.):")) == place
    ):
        return pieces[1:]
    return pieces


def _is_time(text: str, language: str | None) -> bool:
    if _CLOCK.fullmatch(text):
        return True
    if len(text) > _MAX_DATE_CHARS or _RANK.fullmatch(text):
        return False
    return (any(map(str.isdigit, text)) and is_bare(text)) or is_counted_back(text, language=language)


def _is_rank(piece: _Piece, following: _Piece | None) -> bool:
    """Whether a piece is a number set apart: before another element, or with nothing between it and the next word."""
    if not _RANK.fullmatch(piece.text):
        return False
    return following is None or following.tag is not None or following.is_glued


def _chosen(pieces: list[_Piece], found: Headline) -> list[_Piece]:
    """The headline by its name, else what is left when named parts, unlinked words and a kicker are taken away."""
    named = [number for number, piece in enumerate(pieces) if found.name and piece.text == found.name]
    named = named or [number for number, piece in enumerate(pieces) if _is_named(piece)]
    first, last = (named[0], named[0]) if named else _span_of(pieces)
    before, after = pieces[:first], pieces[last + 1 :]
    if before:
        _set_before(found, before)
    dates = [piece.text for piece in after if is_meta(piece.text) or _is_time(piece.text.strip(_EDGES), found.language)]
    found.dates += dates
    following = [p.text for p in after if not p.zones & _BESIDE and p.tag != "a" and p.text not in dates]
    found.rest = following or found.rest
    return pieces[first : last + 1]


def _is_named(piece: _Piece) -> bool:
    """Whether a piece is called a headline, and is neither a kicker nor a label."""
    return (
        bool(piece.zones & z.TITLE)
        and not piece.zones & z.KICKER
        and not _leads_on(piece)
        and has_more_words(piece.text, 1)
    )


def _leads_on(piece: _Piece) -> bool:
    """Whether a piece is there for what follows it: a label, or words before a colon."""
    return piece.text.endswith((":", "：")) or label_of(piece.text) is not None or says_neighbour(piece.text)


def _span_of(pieces: list[_Piece]) -> tuple[int, int]:
    """First and last of the pieces that are the headline."""
    first, last = 0, len(pieces) - 1
    linked = [number for number, piece in enumerate(pieces) if piece.is_linked]
    if linked and len(linked) < len(pieces):
        first = last = linked[0]
        while last + 1 in linked:
            last += 1
    while first < last and pieces[first].zones & _BESIDE:
        first += 1
    while first < last and pieces[last].zones & _BESIDE:
        last -= 1
    if first < last and _is_kicker(pieces[first], pieces[first + 1]):
        first += 1
    end = first + 1
    while end <= last and not _is_parted(pieces[end - 1], pieces[end]):
        end += 1
    return first, end - 1


def _is_kicker(piece: _Piece, following: _Piece) -> bool:
    """Whether a piece is a few words set apart before more words."""
    if piece.tag is None:
        return False
    if _leads_on(piece):
        return True
    if len(piece.text) >= len(following.text) or has_more_words(piece.text, MAX_KICKER_WORDS):
        return False
    if piece.tag == _LINE:
        return not following.text[0].islower()  # a headline that goes on below
    if following.is_glued or piece.text.endswith(("|", "–", "—", "·", "•", "/")):
        return True
    return _is_apart(piece, following)


def _is_apart(piece: _Piece, following: _Piece) -> bool:
    """Whether an element is called something else than the next one, or a bare headline begins behind it."""
    if piece.tag in _APART and following.tag is None:
        return has_more_words(following.text, _MIN_WORDS - 1) and not following.text[0].islower()
    return bool(piece.names) and piece.names != following.names


def _is_parted(piece: _Piece, following: _Piece) -> bool:
    """Whether a piece begins something else than the one before it: elements with nothing between them."""
    if following.tag is None and piece.tag is None:
        return False
    if following.is_glued and following.text[0].isalnum() and piece.text[-1].isalnum():
        return has_more_words(piece.text, 1)
    is_apart = piece.tag is not None and following.tag is not None and following.names
    return bool(is_apart) and following.names != piece.names and has_more_words(piece.text, _MIN_APART_WORDS)


def _set_before(found: Headline, before: list[_Piece]) -> None:
    """Sort what stood before a headline: outside its link a label, inside it a kicker, unless its words lead there."""
    for is_linked, group in groupby(before, key=lambda piece: piece.is_linked):
        text = " ".join(piece.text for piece in group).strip(_EDGES)
        if not has_letters(text) or says_neighbour(text):  # a rank, an arrow
            continue
        if _is_time(text, found.language):
            found.dates.append(text)
        elif label_of(text) is Sign.RELATED or (not is_linked and _is_label(text)):
            found.label = text
        else:
            found.kicker = text


def _is_label(text: str) -> bool:
    """Whether unlinked words before a headline are known to lead to another article, or are too many for a kicker."""
    return label_of(text) is not None or is_read_also(f"{text}: ") or has_more_words(text, MAX_KICKER_WORDS)


def _finished(found: Headline, whole: str, place: int) -> Headline:
    """Without bullets, arrows, its number and a label before it, and without saying it twice."""
    text = found.text or whole
    if text[:1].isdecimal() and (counted := _COUNTED.match(text)) is not None and int(counted[1]) == place:
        text = text[counted.end() :]
    if not text[:1].isalnum():
        text = _BULLETS.sub("", text)
    text = text.strip(" |:·•")
    if text[-1:] in _ARROWS and "«" not in text:
        text = text.rstrip(_ARROWS)
    if ":" in text[: _MAX_LABEL_CHARS + 1] and is_read_also(text):
        label, _, text = text.partition(":")
        found.label = found.label or label.strip()
    half = len(text) // 2
    first, second = text[:half].strip(), text[half:].strip()
    found.text = (first if first == second else text).strip()
    return found
