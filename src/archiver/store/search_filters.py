"""What narrows a search, as conditions on the numbers of rows; and whether there is anything of that name."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple, TypedDict

from archiver.errors import UsageError
from archiver.store.arguments import OfDays

#: what a search looks through
SearchScope = Literal["articles", "teasers"]

#: names that a message lists
_LISTED = 8
_SOURCES = "SELECT id FROM sources WHERE name = :source OR host = lower(:source) OR home_url = :source"
#: cheap for every row: the index has all that it asks for, and is entered by the article's number
_FACTS = (
    "EXISTS (SELECT 1 FROM articles AS facts INDEXED BY articles_facts WHERE facts.id = {{id}} AND facts.{condition})"
)
#: by filter, for articles; names are few rows by an index of their own
_OF_ARTICLES = {
    "source": f"{{id}} IN (SELECT id FROM articles WHERE source_id IN ({_SOURCES}))",
    "author": "{id} IN (SELECT aa.article_id FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id"
    " WHERE au.name = :author COLLATE NOCASE)",
    "tag": "{id} IN (SELECT at.article_id FROM article_tags AS at JOIN tags AS tg ON tg.id = at.tag_id"
    " WHERE tg.name = :tag COLLATE NOCASE)",
    "since": _FACTS.format(condition="published_day >= :since"),
    "until": _FACTS.format(condition="published_day <= :until"),
    "language": _FACTS.format(condition="language = lower(:language)"),
    "section": _FACTS.format(condition="section = :section COLLATE NOCASE"),
}
_STOOD = "EXISTS (SELECT 1 FROM placements AS pl WHERE pl.card_id = {{id}} AND {condition})"
#: by filter, for cards: of their own they have neither a source nor a day, only where and when they stood
_OF_CARDS = {
    "source": "{id} IN (SELECT pl.card_id FROM placements AS pl JOIN pages AS p ON p.id = pl.page_id"
    f" WHERE p.source_id IN ({_SOURCES}))",
    "since": _STOOD.format(condition="coalesce(pl.ended_at, '9') >= :since"),
    "until": _STOOD.format(condition="substr(pl.first_seen, 1, 10) <= :until"),
}
_CONDITIONS: dict[SearchScope, dict[str, str]] = {"articles": _OF_ARTICLES, "teasers": _OF_CARDS}
#: by filter, whether there is such a name, and the names that there are, the commonest first
_KNOWN = {
    "source": (_SOURCES, "SELECT coalesce(name, host) FROM sources ORDER BY id"),
    "author": (
        "SELECT 1 FROM authors WHERE name = :author COLLATE NOCASE",
        (
            "SELECT au.name FROM authors AS au JOIN article_authors AS aa ON aa.author_id = au.id"
            " GROUP BY au.id ORDER BY count(*) DESC, au.name"
        ),
    ),
    "tag": (
        "SELECT 1 FROM tags WHERE name = :tag COLLATE NOCASE",
        (
            "SELECT tg.name FROM tags AS tg JOIN article_tags AS at ON at.tag_id = tg.id"
            " GROUP BY tg.id ORDER BY count(*) DESC, tg.name"
        ),
    ),
    "language": (
        "SELECT 1 FROM articles INDEXED BY articles_facts WHERE language = lower(:language)",
        (
            "SELECT language FROM articles INDEXED BY articles_facts WHERE language IS NOT NULL"
            " GROUP BY language ORDER BY count(*) DESC, language"
        ),
    ),
    "section": (
        "SELECT 1 FROM articles INDEXED BY articles_facts WHERE section = :section COLLATE NOCASE",
        (
            "SELECT section FROM articles INDEXED BY articles_facts WHERE section IS NOT NULL"
            " GROUP BY section ORDER BY count(*) DESC, section"
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(OfDays):
    """What narrows a search, or ``Archive.articles``; ``None`` lets everything pass."""

    #: name, host or home page of a site: of an article its own, of a card one that has shown it
    source: str | None = None
    #: the first day on which an article was published, or on which a card stood
    since: dt.date | None = None
    #: the last one
    until: dt.date | None = None
    #: as in ``authors.name``; case does not count
    author: str | None = None
    #: BCP 47 primary subtag
    language: str | None = None
    #: the site's own; case does not count
    section: str | None = None
    #: case does not count
    tag: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """Those that are there, by name, as SQL takes them."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in found.items() if value is not None}


class FilterOptions(TypedDict, total=False):
    """The same as arguments of a call."""

    source: str | None
    since: dt.date | None
    until: dt.date | None
    author: str | None
    language: str | None
    section: str | None
    tag: str | None


class Condition(NamedTuple):
    """A condition on a row, with ``{id}`` for its number, and the parameters that it needs."""

    sql: str
    parameters: dict[str, Any]


def filter_conditions(among: SearchScope, filters: Filters) -> Iterator[Condition]:
    """A condition for each filter. Raises ``UsageError`` for one that means nothing there."""
    for name, value in filters.given.items():
        if name not in _CONDITIONS[among]:
            known = ", ".join(_CONDITIONS[among])
            raise UsageError(f"cards have no {name} (expected {known}, or a search among articles)")
        yield Condition(_CONDITIONS[among][name], {name: value})


def check_names(conn: sqlite3.Connection, filters: Filters) -> None:
    """Raises ``UsageError`` for a filter that names nothing that is in the archive, with what is."""
    for name, value in filters.given.items():
        if name in _KNOWN and conn.execute(_KNOWN[name][0], {name: value}).fetchone() is None:
            known = [row[0] for row in conn.execute(_KNOWN[name][1])]
            raise UsageError(f"no {name} '{value}' ({_suggestion(value, known)})")


def _suggestion(value: str, known: list[str]) -> str:
    """The names that look like it, else the commonest ones.

    >>> _suggestion("lac", ["Le Lac", "La Mer"]), _suggestion("x", [])
    ('known: Le Lac, La Mer', 'the archive has none')
    """
    if not known:
        return "the archive has none"
    if len(known) <= _LISTED:
        return f"known: {', '.join(known)}"
    from difflib import get_close_matches  # noqa: PLC0415 - spares every other search its time

    folded = {name.casefold(): name for name in known}
    if alike := get_close_matches(value.casefold(), folded, n=3):
        return f"like it: {', '.join(folded[one] for one in alike)}"
    return f"known: {', '.join(known[:_LISTED])} and {len(known) - _LISTED} more"
