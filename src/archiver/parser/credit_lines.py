"""Credit lines as pages show them: ``By Ann Doe, Senior Reporter``, ``11.08.2025 | Anna Muster``, ``文／山田花子``."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from archiver.model import Author
from archiver.parser import credit_words as vocabulary
from archiver.parser import zones as z
from archiver.parser.blocks import Segment
from archiver.parser.names import is_person, is_possible, is_role, is_signer, parse_credit
from archiver.text import squeeze

#: a longer block is no credit line
_MAX_CHARS = 160
_MAX_SIGNATURE = 80
_MAX_LINK_SHARE = 0.8
_GLUE = re.compile(r"[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]")
#: a role is no longer
_MAX_ROLE_WORDS = 4
_MAX_ROLE = 50
#: what may stand before a credit, left over from a date or drawn as a line
_BEFORE = " ,;.–—-"
#: what a signature may stand in or behind
_AROUND = " ()[].–—-"
_DASHES = "–—-"
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]+[)\]]")
_SENTENCE_SIGNS = re.compile(r"[,!?:]|\.$")
#: words of a name that only stands beside a date
_MAX_BARE_WORDS = 3
#: with more names than this, what follows the comma is no outlet
MANY = 2


class CreditLine(NamedTuple):
    """The authors that a line names."""

    authors: tuple[Author, ...]
    #: by a word as ``By``; else the line only holds a name where one is expected
    is_introduced: bool


def read_credit_line(item: Segment, *, is_before: bool) -> CreditLine | None:
    """The authors that a block names, or ``None``; ``is_before`` says that it stands before the article's text.

    A bare name counts in a block that is named as a byline and, before the text, beside a date.
    """
    if item.zones & (z.CREDIT | z.CAPTION):
        return None
    return read_credit_text(_unglued(item), is_byline=bool(item.zones & z.BYLINE), is_before=is_before)


def _unglued(item: Segment) -> str:
    """The text, with the space that only a style sheet puts between two elements: a name and a role."""
    if len(item.text) > _MAX_CHARS or not _GLUE.search(item.text):
        return item.text
    pieces = [str(piece) for piece in item.element.itertext()]
    if squeeze("".join(pieces)) != item.text:
        return item.text
    return squeeze(
        "".join(f" {new}" if _GLUE.fullmatch(old[-1:] + new[:1]) else new for old, new in pairwise(["", *pieces]))
    )


def names_role(item: Segment) -> str | None:
    """The role that a block holds and nothing else, as some pages give it below the name."""
    text = item.text.strip(_BEFORE)
    spelled = text.split()
    is_plain = 0 < len(spelled) <= _MAX_ROLE_WORDS and len(text) <= _MAX_ROLE and not item.link_chars
    return text if is_plain and (is_role(spelled[0]) or is_role(spelled[-1])) and not _DIGIT.search(text) else None


def read_credit_text(text: str, *, is_byline: bool, is_before: bool) -> CreditLine | None:
    """The same of a text; ``is_byline`` says that it stands where only credits do."""
    if len(text) > _MAX_CHARS or (is_other_credit(text) and not is_signer(text)):
        return None
    dated = _DATES.sub(" | ", text) if _DIGIT.search(text) else text
    has_date = dated != text
    parts = _PARTS.split(dated) if _PART_SIGN.search(dated) else [dated]
    bare_parts = [bare for part in parts if (bare := part.lstrip(_BEFORE))]
    for part, following in zip_longest(bare_parts, bare_parts[1:], fillvalue=""):
        name, is_introduced, is_open = _introduced(part)
        if not (is_introduced or is_byline or (is_before and has_date and not part.isupper())):
            continue
        if part.endswith(":") and not is_introduced:
            continue  # a label
        allows_nick = is_open and (has_date or is_byline)
        authors = _authors(name, allows_nick=allows_nick, signs=is_introduced or is_byline)
        if not authors and is_byline and part[0].isupper():  # "Per Holm" begins with no preposition
            authors = _authors(part, allows_nick=False, signs=True)
        if not (is_introduced or is_byline) and any(len(a.name.split()) > _MAX_BARE_WORDS for a in authors):
            continue  # as likely the name of an event or a place
        if authors:
            return CreditLine(_with_role(authors, following), is_introduced)
    return None


def _with_role(authors: tuple[Author, ...], following: str) -> tuple[Author, ...]:
    """The authors, a single one with the role that the next part of the line names: ``Ann Doe | Senior Reporter``."""
    if len(authors) == 1 and authors[0].role is None and len(following) <= _MAX_ROLE and is_role(following):
        return (replace(authors[0], role=following.strip(_BEFORE)),)
    return authors


def _authors(text: str, *, allows_nick: bool, signs: bool) -> tuple[Author, ...]:
    """The people that a credit names, and who ``signs`` without being one; a nickname where it is allowed."""
    return tuple(
        author
        for author in parse_credit(_OTHER_SENTENCE.sub("", text))
        if is_person(author.name) or (signs and is_signer(author.name)) or (allows_nick and _is_nick(author.name))
    )


def parse_signature(item: Segment) -> tuple[Author, ...]:
    """The authors of a signature below the text: ``Anna Muster, Beispielblatt``, or a name alone that is set off."""
    text = item.text.strip(_AROUND)
    if len(text) > _MAX_SIGNATURE or is_other_credit(text) or item.link_share > _MAX_LINK_SHARE:
        return ()
    name, comma, rest = text.partition(", ")
    if comma and is_person(name) and is_possible(rest) and not _SENTENCE_SIGNS.search(rest):
        authors = parse_credit(text)
        return authors if len(authors) > MANY else parse_credit(f"{name} | {rest}")
    return parse_credit(text) if _may_sign(text) and _is_set_off(item) else ()


def _may_sign(text: str) -> bool:
    """Whether a text is a person's name, with an agency behind it or not: ``Ann Doe avec AFP``."""
    if is_person(text):
        return True
    authors = parse_credit(text)
    return bool(authors) and all(is_person(author.name) and is_signer(author.affiliation or "") for author in authors)


def _is_set_off(item: Segment) -> bool:
    """Whether a line is bold, at the right, in brackets or behind a dash, and signs more than a quotation."""
    if item.strong_chars >= len(item.text.strip(_AROUND)) or "right" in (item.element.get("style") or ""):
        return True
    is_marked = item.text[0] in _DASHES or _IN_BRACKETS.fullmatch(item.text) is not None
    parent = item.node.parent
    return is_marked and "blockquote" not in {item.node.tag, parent.tag if parent is not None else None}


def without_prefix(text: str) -> str:
    """The line without its ``By``."""
    return _introduced(text)[0]


def is_other_credit(text: str) -> bool:
    """Whether a line credits a picture, a translation, an editor: not the text."""
    return _OTHER_CREDITS.match(text) is not None


# --- openings ----------------------------------------------------------------------

#: behind the author, a sentence of its own credits somebody else
_OTHER_SENTENCE = re.compile(
    rf"[.;,]\s+(?:{'|'.join(re.escape(word.replace('_', ' ')) for word in vocabulary.OTHER_CREDITS.split())})"
    r"(?:\s*:|\s+(?:by|von|par|por|de|di|da|door|av|af|od)\s).*$",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"\s*\(?([^\W\d_]+|©)")


@lru_cache(maxsize=1024)
def _first_word(text: str) -> str:
    """In small letters; each line is asked for it by several tables."""
    first = _FIRST_WORD.match(text)
    return first[1].casefold() if first else ""


class _Openings:
    """Phrases that a line may begin with; the first word alone dismisses most lines."""

    def __init__(self, phrases: frozenset[str], ending: str) -> None:
        longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
        self._pattern = re.compile(rf"\s*\(?(?:{'|'.join(longest_first)}){ending}", re.IGNORECASE)
        self._firsts = frozenset(first[1].casefold() for phrase in phrases if (first := _FIRST_WORD.match(phrase)))

    def match(self, text: str) -> re.Match[str] | None:
        """The phrase at the beginning of the text."""
        return self._pattern.match(text) if _first_word(text) in self._firsts else None


def _phrases(table: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in table.split())


_PREPOSITIONS = _phrases(vocabulary.PREPOSITIONS)
_PREFIXES = _Openings(_phrases(vocabulary.PREFIXES) | _PREPOSITIONS, r"(?:\s*:\s*|\s+)")
_SIGNS = _Openings(_phrases(vocabulary.SIGNS), r"\s*")
_OTHER_CREDITS = _Openings(_phrases(vocabulary.OTHER_CREDITS), r"(?![^\W_])")
#: markup that lost its space: ``byAnn Doe``
_GLUED = re.compile(r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)(?=[^\W\d_a-zß-ÿ][^\W\d_A-ZÀ-Þ]+\s)")
#: what introduces a name inside a line: ``Posted on … by …``
_INSIDE = re.compile(r"\s(?:by|von|par|por|door|av|af|oleh|od|yazan)\s+(?P<name>[^|]+)$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:post|publi|veröff|geschr|erstell|kolumne|interview|beitrag|written"
    r"|dieser (?:beitrag|eintrag|artikel)|am\s|on\s|le\s)",
    re.IGNORECASE,
)


def _introduced(text: str) -> tuple[str, bool, bool]:
    """What follows ``By``; whether there was one; and whether even a nickname may follow it."""
    match = _PREFIXES.match(text)
    if match is None:
        match = _SIGNS.match(text) or _GLUED.match(text)
        if match is None:
            inside = _INSIDE.search(text) if _LABEL.match(text) else None
            return (inside["name"], True, True) if inside else (text, False, False)
        return text[match.end() :], True, False
    opening, rest = match[0].strip().casefold(), text[match.end() :]
    if opening.endswith(":") or ":" in rest:  # "Author of the article: By Ann Doe", "Text und Fotos: Anna Muster"
        again = _PREFIXES.match(rest)
        rest = rest[again.end() :] if again else rest
    return rest, True, opening.endswith(":") or opening in _PREPOSITIONS


def _is_nick(name: str) -> bool:
    return is_possible(name) and len(name.split()) == 1


# --- parts -------------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
#: dates, times and reading times, which part a line
_DATES = re.compile(
    r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{1,2}(?:\.|st|nd|rd|th|er)?\s[^\W\d_]{3,}\.?,?\s\d{4}"
    r"|(?<![^\W\d_])[^\W\d_]{3,}\.?\s\d{1,2},?\s\d{4}|\d{1,2}[:.h]\d{2}(?:\s?(?:uhr|h|[ap]\.?m\.?))?"
    r"|\d+\s?(?:min|hour|stunde|heure|comment|kommentar)\w*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|·•»]\s*|\s+[-–—/]\s+")
_PART_SIGN = re.compile(r"[|·•»–—/-]")
