"""Names out of credit lines: cleaned, parted, and told from everything else that stands there.

A name is kept as it is spelled; nothing is re-cased or abbreviated.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.model import Author
from archiver.parser import credit_words as vocabulary
from archiver.text import fold, squeeze

_MAX_CHARS = 80
_MAX_WORDS = 6
#: in scripts without capital letters, where words may be written together
_MIN_LETTERS, _MAX_LETTERS = 2, 30
#: a person has at least so many words where letters have cases
_MIN_WORDS = 2


def _words(table: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in table.split())


def _alternatives(table: str) -> str:
    return "|".join(sorted((re.escape(word.replace("_", " ")) for word in table.split()), key=len, reverse=True))


_NEVER, _NOBODY, _GROUPS = _words(vocabulary.NEVER), _words(vocabulary.NOBODY), _words(vocabulary.GROUPS)
_SIGNERS = _words(vocabulary.AGENCIES) | _words(vocabulary.NEWSROOMS)
#: a newsroom with the outlet's name behind it: ``La rédaction du Lac Bleu``
_NEWSROOM_OF = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(_words(vocabulary.NEWSROOMS))))})"
    r" (?:de|du|des|d'|del|della|der|des|von|of|do|da|van|fra|av|af)\b"
)
_DETERMINERS = _words(vocabulary.DETERMINERS)
#: what a name does not end in: the rest of it stands elsewhere
_ENDLESS = _words(vocabulary.PREPOSITIONS) & _words(vocabulary.PARTICLES) | {"by"}
_ROLES, _PARTICLES = _words(vocabulary.ROLES), _words(vocabulary.PARTICLES)
#: what says "by" once more behind an "and", or "of the" in front of a name in the genitive
_AGAIN = rf"(?:(?:{_alternatives(vocabulary.AGAIN)})\s+)?"
_CONJUNCTION = re.compile(
    rf"\s+(?!und zu\s)(?:{_alternatives(vocabulary.CONJUNCTIONS)})\s+{_AGAIN}|\s*[;、&]\s*", re.IGNORECASE
)
#: Arabic writes "and" together with the next word; some names begin with its letter
_ARABIC_AND = re.compile(rf"\s+(?!(?:{_alternatives(vocabulary.WAW_NAMES)})\b)و(?=[\u0620-\u064a]{{3}})")
_AND_SIGN = re.compile("[;、&]")
_ROLE_SIGN = re.compile(rf"\s*(?:{_alternatives(vocabulary.ROLE_SIGNS)})$")
_ROLE_SIGN_FIRST = re.compile(rf"({_alternatives(vocabulary.ROLE_SIGNS)})\s+")
_BRACKETED = re.compile(r"(.+?)\s*\(([^()]+)\)")
_DIGIT = re.compile(r"\d")
_FOR = re.compile(r"\s+(?:for|für|pour|para|per|voor)\s+(?=[A-Z])", re.IGNORECASE)
_FOR_FIRST = re.compile(r"(?:for|für|pour|para|per|voor)\s+(?=[A-Z])", re.IGNORECASE)
_WITH = re.compile(r"(?:^|\s+)\(?(?:with|mit|avec|con|com|met|med|amb|cu|ze?|с|з)\s+", re.IGNORECASE)
#: addresses and user names, which some pages print behind a name
_CONTACT = re.compile(r"\s+[(<\[]?(?:[^\s@]+@[^\s@]+\.|@\w).*$")
#: what follows a name without belonging to it: ``Ann Doe in Politics``, ``Ann Doe on``, ``Ann Doe 0``
_TAIL = re.compile(
    r"\s+(?:in|on|am|at|um|im|le|em|el|den|om|kl|with|mit|avec|con|com|met|med)(?:\s.*)?$|\s+\d+$|(?<=[^\W\d_]{3})\.$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s*(?:[|·•/]|\s[-–—]\s)\s*")
_TRIMMED = " \t,;:|·•*/\\-–—_\"'„“”‚‘’«»<>[]{}="
_UNCASED = re.compile(
    r"^[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・· ]+$"
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`´.\-‐–])*")
_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|net|html?|php|de|fr|uk|es|it)\b/", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)+|[a-z]*\d{3,}[a-z]*|[0-9a-f]{16,}")


@lru_cache(maxsize=4096)
def is_possible(name: str) -> bool:
    """Whether what some source calls an author can be a name: no address, no user name, no phrase of the site."""
    key = fold(name)
    if not name or len(name) > _MAX_CHARS or _ADDRESS.search(name) or key in _NOBODY or _SLUG.fullmatch(name):
        return False
    words = key.split()
    return len(words) <= _MAX_WORDS + 2 and any(c.isalpha() for c in name) and not _NEVER & set(words)


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Whether a text reads like a person's name: two words or more, capital letters, nothing else."""
    if not is_possible(name):
        return False
    if _UNCASED.match(name):
        return _MIN_LETTERS <= len(name.replace(" ", "")) <= _MAX_LETTERS and len(name.split()) <= _MAX_WORDS
    words = name.split()
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS or not all(map(_NAME_WORD.fullmatch, words)):
        return False
    keys = [fold(word) for word in words]
    if keys[0] in _DETERMINERS or keys[-1] in _ENDLESS or _GROUPS.intersection(keys) or any(map(_is_role_word, keys)):
        return False
    is_capital = [any(map(str.isupper, word)) for word in words]
    is_particle = [key in _PARTICLES or "'" in key for key in keys]
    return sum(is_capital) >= _MIN_WORDS and all(c or p for c, p in zip(is_capital, is_particle, strict=True))


def is_surely_person(name: str) -> bool:
    """Whether the spelling alone tells a person from an outlet: an initial, a hyphen, a family name in capitals."""
    words = name.split()
    if _UNCASED.match(name) or any("." in word or "-" in word for word in words):
        return is_person(name)
    return is_person(name) and any(map(str.isupper, words)) and not all(map(str.isupper, words))


def is_signer(name: str) -> bool:
    """Whether a text is an agency's name, or what a newsroom signs with: ``AFP``, ``Redaktion``."""
    key = fold(name)
    return key in _SIGNERS or (len(name) <= _MAX_CHARS and _NEWSROOM_OF.match(key) is not None)


def is_group(name: str) -> bool:
    """Whether a name has a word of outlets and newsrooms in it: ``Redaktion``, ``News``."""
    return bool(_GROUPS & set(fold(name).split()))


@lru_cache(maxsize=1024)
def parse_credit(text: str) -> tuple[Author, ...]:
    """The authors of a credit line without its prefix: ``A B, Senior Reporter and C D, AFP``.

    Anything that cannot be a name is left out; whether what is left is a person is the caller's to ask.
    """
    text = squeeze(text).strip(_TRIMMED)
    if "@" in text:
        text = _CONTACT.sub("", text)
    authors: list[Author] = []
    for number, part in enumerate(_joined_parts(text)):
        pieces = [piece for piece in (piece.strip(_TRIMMED) for piece in part.split(",")) if piece]
        authors += _listed(pieces) if number == 0 else _last(pieces)
    unique = {fold(author.name): author for author in reversed(authors) if is_possible(author.name)}
    return tuple(reversed(unique.values()))


def _joined_parts(text: str) -> list[str]:
    """Cut at conjunctions where a name stands on both sides."""
    if text.count(" ") < _MIN_WORDS and not _AND_SIGN.search(text):
        return [text]
    parts = _CONJUNCTION.split(text)
    if len(parts) == 1:
        return _arabic_parts(text)
    heads = [_first_name(part) for part in parts]
    tail = parts[0].rstrip(" ,").rpartition(",")[2].strip()
    if all(map(is_person, heads[1:])) and (is_person(_first_name(tail)) or _is_role(tail)):
        return parts
    return [text] if not _is_list_of_words(parts) else parts


def _arabic_parts(text: str) -> list[str]:
    """Cut at an "and" that is written together with the name behind it."""
    if text.isascii():
        return [text]
    parts = _ARABIC_AND.split(text)
    return (
        parts
        if len(parts) > 1 and all(len(part.split()) >= _MIN_WORDS and is_person(part) for part in parts)
        else [text]
    )


def _is_list_of_words(parts: list[str]) -> bool:
    """First names or nicknames only: ``Anna & Ben``."""
    return all(len(part.split()) == 1 and part[:1].isupper() for part in parts)


def _first_name(part: str) -> str:
    return _TAIL.sub("", _FOR.split(_AFTER_NAME.split(part.split(",", 1)[0])[0])[0]).strip(_TRIMMED)


def _listed(pieces: list[str]) -> list[Author]:
    """The authors of a list with commas: each person begins another one, all else belongs to the one before."""
    if len(pieces) > 1 and all(map(is_person, pieces)):
        return [_author(piece, []) for piece in pieces]
    groups: list[list[str]] = []
    for piece in pieces:
        if groups and not _begins_another(piece, groups[-1]):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_author(name, others) for name, *others in groups]


def _last(pieces: list[str]) -> list[Author]:
    """The author behind an ``and``, where the list ends: what follows is nobody else, unless a role stands between."""
    if len(pieces) > 1 and not any(map(_is_role, pieces[1:])):
        return [_author(pieces[0], pieces[1:])]
    return _listed(pieces)


def _begins_another(piece: str, group: list[str]) -> bool:
    name, *others = group
    return is_person(_first_name(piece)) and is_person(_first_name(name)) and (not others or _is_role(others[-1]))


def _author(text: str, others: list[str]) -> Author:
    """One author of a name with what follows it, and of the pieces behind its comma."""
    pieces = [piece.strip(_TRIMMED) for piece in _AFTER_NAME.split(text)]
    if is_signer(pieces[0]) and len(pieces) > 1 and is_person(pieces[1]):
        pieces[:2] = pieces[1::-1]  # "dpa/Ann Doe"
    name, rest = pieces[0], [piece for piece in pieces[1:] if piece] + others
    if len(split := _FOR.split(name, maxsplit=1)) > 1:
        name, rest = split[0], [f"For {split[1]}", *rest]
    name, agency = _without_agency(name)
    name, role = _without_role(_TAIL.sub("", name))
    if role is None:
        role = next(filter(_is_role, rest), None)
    affiliation = next(filter(None, (_affiliation(piece) for piece in rest if piece != role)), agency)
    return Author(name=name.strip(_TRIMMED + "()"), role=role, affiliation=affiliation)


def _affiliation(piece: str) -> str | None:
    """Whom somebody writes for, of what stands behind the name; behind ``for`` it may hold any words."""
    named = _FOR_FIRST.sub("", piece, count=1) if _FOR_FIRST.match(piece) else None
    if _DIGIT.search(piece) or not (is_possible(piece) or (named and not _ADDRESS.search(named))):
        return None
    return named or piece


def _without_agency(name: str) -> tuple[str, str | None]:
    """The name, and the agency that it is credited with: ``Ann Doe (with AFP)``."""
    match = _WITH.search(name)
    agency = name[match.end() :].strip(_TRIMMED + "()") if match else ""
    return (name[: match.start()], agency) if match and match.start() and is_signer(agency) else (name, None)


def _without_role(name: str) -> tuple[str, str | None]:
    if match := _ROLE_SIGN.search(name):
        return name[: match.start()], match[0].strip()
    if not name.isascii() and (match := _ROLE_SIGN_FIRST.match(name)):
        return name[match.end() :], match[1]
    bracket = _BRACKETED.fullmatch(name) if name.endswith(")") else None
    if bracket:
        return bracket[1], bracket[2] if _is_role(bracket[2]) else None
    words = name.split()
    for i in range(1, len(words)):
        before, behind = " ".join(words[:i]), " ".join(words[i:])
        if i >= _MIN_WORDS and _is_role_word(fold(words[i])) and is_person(before):
            return before, behind
        if words[0][0].isupper() and _is_role_word(fold(words[i - 1])) and is_person(behind):
            return behind, before
    return name, None


def _is_role_word(key: str) -> bool:
    """Whether a word is somebody's work, alone or as the last part of a compound: ``Bay-Reporter``."""
    return key in _ROLES or ("-" in key and key.rpartition("-")[2] in _ROLES)


def _is_role(text: str) -> bool:
    return is_role(text) or (text[:1].islower() and " " in text)


def is_role(text: str) -> bool:
    """Whether a text says by one of its words what somebody is: ``Senior Reporter``."""
    return bool(_ROLES.intersection(fold(text).split()))
