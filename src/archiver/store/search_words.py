"""A person's words made into a query that SQLite cannot refuse. Pure.

All words must be there; "in quotes" they stand together, ``word*`` is the beginning of one, ``title:word`` looks in
one field, ``-word`` must not be there, and of words with ``OR`` between them one is enough. Whatever is none of that is
only text: each word becomes a quoted string of FTS5, so that ``l'été``, ``NEAR(``, a hyphen or an emoji have no meaning
of their own. SQLite's tokenizer splits it, folds case and accents, and drops what is no letter or digit.

It splits at spaces and marks alone, so that a sentence in Chinese, Japanese, Thai, Lao, Khmer or Burmese is one long
word. Terms in these scripts are looked for as they stand, anywhere in the texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice

from archiver.store.texts import has_unspaced, storable

_QUOTES = '"“”«»'
#: an exclusion, a field (with something behind it), a phrase (the closing quote may be missing) or a word
_TERM = re.compile(
    rf"""
    (?:(?<!\S)(?P<minus>-))?
    (?:(?:(?<!\S)|(?<=-))(?P<field>[a-zA-Z]+):(?=[^\s{_QUOTES}]|[{_QUOTES}]))?
    (?:[{_QUOTES}]\s*(?P<phrase>[^{_QUOTES}]*)(?:[{_QUOTES}](?P<star>\*)?|\Z) | (?P<word>[^\s{_QUOTES}]+))
    """,
    re.VERBOSE,
)
#: terms that count; further ones are passed over, or a page that was pasted would keep SQLite busy for long
MOST_TERMS = 200
#: letters of the beginning of a word: the index has beginnings of three, and shorter ones are those of half the words
#: there are (of 100,000 articles, "ba*" took half a second)
_SHORTEST_START = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or a phrase that is looked for."""

    text: str
    #: in which column alone
    field: str | None = None
    is_start: bool = False
    is_excluded: bool = False
    #: it stood in quotes: ``"OR"`` is a word
    is_quoted: bool = False

    @property
    def is_searchable(self) -> bool:
        """Whether it has a letter or digit: marks and emoji are in no index."""
        return any(map(str.isalnum, self.text))

    @property
    def is_unspaced(self) -> bool:
        """Whether it has to be looked for as it stands."""
        return has_unspaced(self.text)

    @property
    def fts(self) -> str:
        """In the query language of FTS5."""
        column = f"{self.field} : " if self.field else ""
        return f'{column}"{self.text}"{"*" * self.is_start}'

    def is_operator(self, name: str) -> bool:
        """Whether it is this word in capitals, and nothing else."""
        return self == Term(text=name)


#: terms of which one is enough
Choice = tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is looked for: one term of each choice, and none of those that are excluded."""

    choices: tuple[Choice, ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def match(self) -> str | None:
        """What the full-text index can answer of it; ``None`` when that is nothing."""
        wanted = [" OR ".join(term.fts for term in choice) for choice in self.choices if is_indexed(choice)]
        refused = [term.fts for term in self.excluded if not term.is_unspaced]
        if not wanted:
            return None
        found = " AND ".join(f"({choice})" for choice in dict.fromkeys(wanted))
        return f"({found}) NOT ({' OR '.join(dict.fromkeys(refused))})" if refused else found

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.choices and not self.excluded

    @property
    def has_start(self) -> bool:
        """Whether a term is the beginning of a word, which has to be looked up in the index each time."""
        return any(term.is_start for term in (*self.excluded, *(term for choice in self.choices for term in choice)))


def is_indexed(choice: Iterable[Term]) -> bool:
    """Whether the full-text index can answer it."""
    return not any(term.is_unspaced for term in choice)


def read_words(words: str, fields: Sequence[str]) -> Words:
    """The words as terms; a field that is not among these is text like any other.

    >>> print(read_words("l'été «deux mots» préf* title:bac -lac", ("title", "body")).match)
    (("l'été") AND ("deux mots") AND ("préf"*) AND (title : "bac")) NOT ("lac")
    """
    terms = list(islice(filter(lambda term: term.is_searchable, _terms(storable(words), fields)), MOST_TERMS))
    if all(map(_is_operator, terms)):  # then somebody looks for these words
        return Words(choices=tuple((term,) for term in dict.fromkeys(terms)))
    wanted = list(filterfalse(lambda term: term.is_excluded, terms))
    excluded = dict.fromkeys(term for term in terms if term.is_excluded)
    return Words(choices=tuple(dict.fromkeys(_choices(wanted))), excluded=tuple(excluded))


def _terms(words: str, fields: Sequence[str]) -> Iterator[Term]:
    for found in _TERM.finditer(words):
        field = (found["field"] or "").lower()
        text = (found["word"] or found["phrase"] or "").rstrip("*")
        if field and field not in fields:  # the colon is a mark within a text
            field, text = "", f"{found['field']}:{text}"
        is_long = sum(map(str.isalnum, text)) >= _SHORTEST_START
        yield Term(
            text=text,
            field=field or None,
            is_start=is_long and bool(found["star"] or (found["word"] or "").endswith("*")),
            is_excluded=bool(found["minus"]),
            is_quoted=found["word"] is None,
        )


def _is_operator(term: Term) -> bool:
    return term.is_operator("OR") or term.is_operator("AND")


def _choices(terms: Sequence[Term]) -> Iterator[Choice]:
    """The terms, those with OR between them together; AND says what a space does.

    An operator that has nothing before it, or nothing behind it, says nothing.
    """
    choice: list[Term] = []
    is_open = True  # the next term belongs to the choice
    for term in terms:
        if term.is_operator("OR"):
            is_open = True
        elif term.is_operator("AND"):
            continue
        elif is_open:
            choice.append(term)
            is_open = False
        else:
            yield tuple(choice)
            choice = [term]
    if choice:
        yield tuple(choice)
