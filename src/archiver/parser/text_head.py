"""What stands above a flattened article: its title, its standfirst, the place of its picture.

The title is a line before the text that shares its words, has the length of a headline and stands near a date. Of
several that are nearly as good, the first: standfirst, captions and alternative texts come after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archiver.model import Image, ImageRole
from archiver.parser.credit_lines import without_prefix
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.outlet import Outlet, without_bars, without_outlet
from archiver.parser.text_body import Body
from archiver.parser.text_words import content_words, story_key
from archiver.text import has_letters

#: lines above the text that are looked at
_WINDOW = 60
_MIN_CHARS = 6
_MAX_CHARS = 220
_MAX_WORDS = 32
#: characters of the text whose words a title shares
_TEXT_CHARS = 20_000

#: each word shared with the text, and each that is not
_SHARED = 0.55
_MAX_SHARED = 5
_FOREIGN = -0.12
_MAX_FOREIGN = 6
#: words of the address that stand in the line
_IN_ADDRESS = 0.8
_MAX_IN_ADDRESS = 4
_TOO_SHORT = -1.5
_RATHER_SHORT = -0.75
_TOO_LONG = -1.0
_LONG_WORDS = 20
#: for each line that is between it and the text
_DISTANCE = -0.02
_DATE_FOLLOWS = 1.0
_DATE_WITHIN = 5
_DATE_LINE_WORDS = 12
_TEXT_FOLLOWS = 0.5
_TEXT_WITHIN = 7
#: shown again elsewhere: in a breadcrumb, beside a button
_REPEATED = 0.9
#: begins the page's first line, in front of the outlet's name
_AT_TOP = 3.0
_MAX_OUTLET_CHARS = 60
_ENDS_AS_SENTENCE = -2.2
#: a long line that ends as a sentence
_WHOLE_SENTENCE = -1.0
_RATHER_LONG_WORDS = 15
_BEGINS_LOW = -0.6
#: a short line with a day, a year or a clock
_DATED = -1.0
#: ends in another candidate: a breadcrumb
_BREADCRUMB = -1.5
_CRUMB_MARKS = (" › ", " > ", " » ", " → ", " ▸ ")
_MIN_CRUMB_CHARS = 15
#: a candidate that is worse than the best by less than this is as good
_NEARLY = 0.8
_SENTENCE_ENDS = ".;:,"
_LIST_MARKS = "<>*|"

#: a standfirst: words in it, and its share of the length of the paragraphs that follow
_MIN_LEAD_WORDS = 6
_MAX_LEAD_WORDS = 75
_MAX_SHORT_LEAD_WORDS = 26
_MAX_LEAD_SHARE = 0.6
_COMPARED_PARAGRAPHS = 3
#: an interviewer's questions
_MIN_QUESTIONS = 2
_MIN_QUESTION_WORDS = 3
_MAX_QUESTION_WORDS = 40
#: the Greek one is a semicolon
_QUESTION_MARKS = frozenset("?？؟;\u037e")
_QUOTES = "\"'”’»“」』 "
_MAX_CREDIT_WORDS = 10
#: stand between a standfirst and the text
_APART = frozenset({Sign.SHARE, Sign.CREDIT})
#: a paragraph between title and text; captions are shorter
_MIN_PARAGRAPH_WORDS = 20

#: of the words that stand for pictures, those that a page without its tags shows in the place of one
_HERO_WORDS = frozenset(
    {"image", "photo", "picture", "bild", "foto", "imagen", "immagine", "imagem", "afbeelding", "画像", "사진"}
)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines that are the article's head, and what is left of its text below them."""

    title: Line | None
    lead: Line | None
    text: tuple[Line, ...]


def read_head(lines: Sequence[Line], body: Body | None, url: str | None) -> Head:
    """Title and standfirst, and the text without them."""
    if body is None:
        return Head(next((line for line in lines if _can_be_title(line)), None), None, ())
    title = _find_title(lines, body, url)
    below = title.position if title else -1
    between = [line for line in lines[below + 1 : body.start] if line.position not in body.promoted] if title else ()
    text = tuple(line for line in body.kept if line.position > below or _is_paragraph(line))
    if between and _is_question(between[-1]) and _is_interview(text):
        text = (between.pop(), *text)
    lead = next(filter(_can_be_lead, between), None) or _short_lead(lines, text)
    return Head(title, lead, tuple(line for line in text if line is not lead))


# --- title ---------------------------------------------------------------------


def mark_titles(lines: Sequence[Line], body: Body, url: str | None) -> list[tuple[Line, float]]:
    """The lines that can be the title, and how likely each is; only comparisons within one page mean anything."""
    above = lines[max(0, body.start - _WINDOW) : body.start + 1]
    candidates = [line for line in above if line.position not in body.promoted and _can_be_title(line)]
    if not candidates:
        return []
    page = _Page(lines, body, candidates, url)
    return [(line, page.mark(line)) for line in candidates]


def _find_title(lines: Sequence[Line], body: Body, url: str | None) -> Line | None:
    marked = mark_titles(lines, body, url)
    enough = max((mark for _, mark in marked), default=0.0) - _NEARLY
    return next((line for line, mark in marked if mark >= enough), None)


def _can_be_title(line: Line) -> bool:
    return (
        line.sign is None
        and not line.is_truncated
        and line.words <= _MAX_WORDS
        and _MIN_CHARS <= len(line.text) <= _MAX_CHARS
        and has_letters(line.text)
    )


class _Page:
    """What candidates for the title are marked by."""

    def __init__(self, lines: Sequence[Line], body: Body, candidates: Sequence[Line], url: str | None) -> None:
        self._lines = lines
        self._start = body.start
        self._words = content_words(" ".join(line.text for line in body.kept)[:_TEXT_CHARS])
        self._address = frozenset(_SLUG_WORD.findall(url.lower())) if url else frozenset()
        self._all = "\n".join(line.text for line in lines)
        self._top = lines[0]
        self._candidates = tuple(line.text for line in candidates if len(line.text) >= _MIN_CRUMB_CHARS)

    def mark(self, line: Line) -> float:
        """How likely the line is the title; only comparisons within one page mean anything."""
        return self._words_mark(line) + self._place_mark(line) + self._shape_mark(line)

    def _words_mark(self, line: Line) -> float:
        words = content_words(line.text)
        shared = len(words & self._words)
        mark = _SHARED * min(shared, _MAX_SHARED) + _FOREIGN * min(len(words) - shared, _MAX_FOREIGN)
        return mark + _IN_ADDRESS * min(len(words & self._address), _MAX_IN_ADDRESS)

    def _place_mark(self, line: Line) -> float:
        following = self._lines[line.position + 1 : line.position + 1 + _TEXT_WITHIN]
        has_date = any(other.is_dated and other.words <= _DATE_LINE_WORDS for other in following[:_DATE_WITHIN])
        next_text = next((other for other in following if _is_wordy(other)), None)
        return (
            _DISTANCE * max(0, self._start - line.position)
            + _DATE_FOLLOWS * has_date
            + _TEXT_FOLLOWS * (next_text is not None and (next_text.is_prose or next_text.is_closed))
            + _REPEATED * (self._all.count(line.text) > 1)
            + _AT_TOP * self._is_at_top(line)
        )

    def _is_at_top(self, line: Line) -> bool:
        """Whether the page's first line begins with it: there, some dumps have what browsers show as the title."""
        top, text = self._top.text, line.text
        return (
            line is not self._top
            and len(text) >= _MIN_CRUMB_CHARS
            and len(text) < len(top) <= len(text) + _MAX_OUTLET_CHARS
            and top.startswith(text)
        )

    def _shape_mark(self, line: Line) -> float:
        text = line.text
        is_crumb = text[1:].endswith(self._candidates)
        return (
            _length_mark(line.words)
            + _ENDS_AS_SENTENCE * (text[-1] in _SENTENCE_ENDS)
            + _BEGINS_LOW * (text[0].islower() or text[0] in _LIST_MARKS)
            + _BREADCRUMB * (is_crumb or any(mark in text for mark in _CRUMB_MARKS))
            + _WHOLE_SENTENCE * (line.words >= _RATHER_LONG_WORDS and line.is_closed)
            + _DATED * (line.is_dated and line.words <= _MIN_LEAD_WORDS)
        )


_SLUG_WORD = re.compile(r"[a-z]{4,}|\d{2,}")


def _is_wordy(line: Line) -> bool:
    return line.words > _RATHER_SHORT_WORDS and line.sign is None and not line.is_dated


_TOO_SHORT_WORDS = 2
_RATHER_SHORT_WORDS = 3


def _length_mark(words: int) -> float:
    if words <= _TOO_SHORT_WORDS:
        return _TOO_SHORT
    if words <= _RATHER_SHORT_WORDS:
        return _RATHER_SHORT
    return _TOO_LONG if words > _LONG_WORDS else 0.0


#: between a title and the outlet's name
_SEPARATOR = re.compile(r"\s+[|–—·•»-]+\s+|\s*[|｜]\s*")
_MAX_OUTLET_WORDS = 6
#: this far up, what stands behind a bar is an outlet's or a section's name
_AT_TOP_OF_PAGE = 1


def without_outlet_of(line: Line, lines: Sequence[Line], url: str | None) -> str:
    """The title without the name behind it that another line of the page has alone, or its address.

    Some dumps begin with what browsers show as the page's title: ``Ferry sinks - The Lake Courier``.
    """
    title = line.text
    *others, last = _SEPARATOR.split(title)
    key = story_key(last)
    if not others or not key:
        return title
    is_top = line.position <= _AT_TOP_OF_PAGE
    in_address = url is not None and key in story_key(urlsplit(url).netloc)
    in_line = is_top and any(other.words <= _MAX_OUTLET_WORDS and story_key(other.text) == key for other in lines)
    if in_address or in_line:
        return without_outlet(title, Outlet(keys=frozenset({key})))
    return without_bars(title) if is_top else title


# --- standfirst -------------------------------------------------------------------


def _can_be_lead(line: Line) -> bool:
    return (
        line.sign is None
        and not line.is_truncated
        and not (line.is_dated and line.words < _DATE_LINE_WORDS)
        and _MIN_LEAD_WORDS <= line.words <= _MAX_LEAD_WORDS
        and (line.is_closed or line.words > _MAX_SHORT_LEAD_WORDS)
    )


def _is_interview(text: Sequence[Line]) -> bool:
    """Whether several lines of a text ask and do no more: the question before it opens it, and is no standfirst."""
    return sum(map(_is_question, text)) >= _MIN_QUESTIONS


def _is_question(line: Line) -> bool:
    return (
        line.sign is None
        and _MIN_QUESTION_WORDS <= line.words <= _MAX_QUESTION_WORDS
        and line.text.rstrip(_QUOTES)[-1:] in _QUESTION_MARKS
    )


def _is_paragraph(line: Line) -> bool:
    """Whether a line that something sets apart from the text below it is text all the same."""
    return line.is_prose and line.is_closed and line.sign is None and line.words >= _MIN_PARAGRAPH_WORDS


def _short_lead(lines: Sequence[Line], text: Sequence[Line]) -> Line | None:
    """The text's first sentence where a date sets it apart, or where it is far shorter than what follows."""
    if len(text) < _COMPARED_PARAGRAPHS or not _can_be_lead(text[0]):
        return None
    first, second = text[0], text[1]
    if _is_question(first) and _is_interview(text[1:]):
        return None
    if any(_sets_apart(line) for line in lines[first.position + 1 : second.position]):
        return first
    following = [line.words for line in text[1:] if line.is_prose][:_COMPARED_PARAGRAPHS]
    is_short = bool(following) and first.words <= _MAX_LEAD_SHARE * sum(following) / len(following)
    return first if is_short and first.words <= _MAX_SHORT_LEAD_WORDS else None


def _sets_apart(line: Line) -> bool:
    """Whether a line stands between a standfirst and the text: a date, a credit, buttons."""
    if line.is_dated or line.sign in _APART:
        return True
    return line.words <= _MAX_CREDIT_WORDS and not line.is_closed and without_prefix(line.text) != line.text


# --- pictures -----------------------------------------------------------------------


def read_images(lines: Sequence[Line], head: Head, end: int) -> tuple[Image, ...]:
    """The article's picture slots that a word or a placeholder stands for; lines from ``end`` on are not its own."""
    start = head.title.position + 1 if head.title else 0
    first_text = head.text[0].position if head.text else end
    images: list[Image] = []
    for line in lines[start:end]:
        if line.sign is Sign.PLACEHOLDER:
            role: ImageRole = "inline" if images or line.position > first_text else "main"
            images.append(Image(url=None, role=role, status="placeholder", placeholder_text=line.text))
        elif not images and line.position < first_text and line.text.casefold() in _HERO_WORDS:
            images.append(Image(url=None, role="main", status="unknown", placeholder_text=line.text))
    return tuple(images)
