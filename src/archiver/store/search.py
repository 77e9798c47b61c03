"""Full-text search: a person's words made into a query that SQLite cannot refuse.

Every word becomes a quoted string of FTS5, so that ``l'été``, ``AND``, a hyphen or an emoji are only text; SQLite's
tokenizer then splits, folds case and accents, and drops what is no letter or digit. All words must be there.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any, Literal

from archiver.store.texts import storable

#: what a search looks through
SearchScope = Literal["articles", "teasers"]

#: of title, lead, body and byline; of title, kicker, excerpt and byline
_WEIGHTS = "10.0, 4.0, 1.0, 2.0"
_SNIPPET_WORDS = 24

#: a phrase in quotes (the closing one may be missing), or a word; either may be the start of a longer one
_TERM = re.compile(r'["“”«»]\s*([^"“”«»]*)(?:["“”«»](\*)?|\Z)|([^\s"“”«»]+)')

_ARTICLES = f"""
    SELECT a.id, a.url, a.title, coalesce(s.name, s.host), a.published,
           snippet(articles_fts, -1, :open, :close, '…', {_SNIPPET_WORDS}), bm25(articles_fts, {_WEIGHTS}) AS score
    FROM articles_fts JOIN articles AS a ON a.id = articles_fts.rowid LEFT JOIN sources AS s ON s.id = a.source_id
    WHERE articles_fts MATCH :query AND (:source IS NULL OR :source = s.name OR lower(:source) = s.host)
      AND (:since IS NULL OR a.published_day >= :since)
    ORDER BY score, a.id LIMIT :limit
"""
_TEASERS = f"""
    SELECT c.id, c.url, c.title, NULL, c.published,
           snippet(teasers_fts, -1, :open, :close, '…', {_SNIPPET_WORDS}), bm25(teasers_fts, {_WEIGHTS}) AS score
    FROM teasers_fts JOIN cards AS c ON c.id = teasers_fts.rowid
    WHERE teasers_fts MATCH :query
    ORDER BY score, c.id LIMIT :limit
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One article, or one card, that a search found; the best has the lowest rank."""

    #: of the article, or of the card (``teasers.card_id``)
    id: int
    url: str | None
    title: str | None
    #: of the article; ``None`` for a card
    source: str | None
    #: as printed by ``to_dict``
    published: str | None
    #: the words around the best match, matches between the marks asked for
    snippet: str
    rank: float

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for."""

    words: str
    limit: int
    source: str | None
    since: dt.date | None
    #: put around matches in the snippet
    marks: tuple[str, str]


def search(conn: sqlite3.Connection, among: SearchScope, wanted: Wanted) -> tuple[SearchHit, ...]:
    """What has all the words, best first; nothing for words without a letter or digit."""
    opening, closing = wanted.marks
    rows = conn.execute(
        _TEASERS if among == "teasers" else _ARTICLES,
        {
            "query": fts_query(wanted.words),
            "source": wanted.source,
            "since": None if wanted.since is None else wanted.since.isoformat(),
            "open": opening,
            "close": closing,
            "limit": wanted.limit,
        },
    )
    return tuple(
        SearchHit(id=number, url=url, title=title, source=source, published=published, snippet=snippet, rank=score)
        for number, url, title, source, published, snippet, score in rows
    )


def fts_query(words: str) -> str:
    """The words in the query language of FTS5.

    >>> print(fts_query("l'été «deux mots» préf*"))
    "l'été" "deux mots" "préf"*
    """
    terms = []
    for phrase, is_phrase_start, word in _TERM.findall(storable(words)):
        is_start = bool(is_phrase_start) or word.endswith("*")
        text = phrase or word.rstrip("*")
        terms.append(f'"{text}"' + "*" * (is_start and bool(text)))
    return " ".join(terms) or '""'
