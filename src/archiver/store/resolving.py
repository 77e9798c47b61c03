"""Which archived article a card promotes, whichever of the two came first.

A card with an address promotes the article that is kept under it, else the one that the page at that address shows.
A card without one (a page that survives as text) promotes the only article with its title, case and accents aside;
where the card has an excerpt, it must stand in the article, unless the title alone is telling.

The same rule is asked from both sides: `find_article` when a card comes, `claim_cards` when an article or a page's
article comes. So the order in which they come does not matter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from archiver.errors import UrlError
from archiver.text import fold, words
from archiver.urls import normalise_url

#: a title of so many words is not borne by two stories by chance
TELLING_WORDS = 5
#: how much of an article is looked through for a card's excerpt
_LOOKED_AT_CHARS = 4000

_BY_ADDRESS = """
    SELECT coalesce((SELECT id FROM articles WHERE url = :url), (SELECT article_id FROM pages WHERE url = :url))
"""
_BY_TITLE = f"""
    SELECT id, coalesce(lead, '') || ' ' || substr(coalesce(body, ''), 1, {_LOOKED_AT_CHARS})
    FROM articles WHERE title_key = ? ORDER BY id LIMIT 20
"""


class Promise(NamedTuple):
    """What a card tells of the article that it promotes."""

    url: str | None
    title: str | None
    excerpt: str | None

    @property
    def match_key(self) -> str | None:
        """``cards.match_key``; ``None`` for a card that tells nothing (a bare placeholder)."""
        if self.url is not None:
            return _normalised(self.url)
        return title_match(self.title)


def title_key(title: str | None) -> str | None:
    """``articles.title_key``: the title without case, accents and typography."""
    return fold(title) or None if title else None


def title_match(title: str | None) -> str | None:
    """The ``cards.match_key`` of a card without an address."""
    key = title_key(title)
    return None if key is None else f"title:{key}"


def find_article(conn: sqlite3.Connection, promise: Promise) -> int | None:
    """The number of the article that a card promotes, or ``None`` while there is none."""
    if promise.url is not None:
        return _at_address(conn, _normalised(promise.url))
    return _with_title(conn, promise)


def claim_cards(conn: sqlite3.Connection, urls: Iterable[str]) -> None:
    """Resolves the cards that point to these normalised addresses, after something has come to stand there."""
    for url in urls:
        article_id = _at_address(conn, url)
        if article_id is not None:
            conn.execute(
                "UPDATE cards SET article_id = ? WHERE match_key = ? AND article_id IS NOT ?",
                (article_id, url, article_id),
            )


def claim_cards_by_title(conn: sqlite3.Connection, title: str | None) -> None:
    """Resolves the cards without an address that show this title, after an article has come to have it."""
    unresolved = conn.execute(
        "SELECT id, title, excerpt FROM cards WHERE match_key = ? AND article_id IS NULL", (title_match(title),)
    ).fetchall()
    for card_id, card_title, excerpt in unresolved:
        article_id = _with_title(conn, Promise(None, card_title, excerpt))
        if article_id is not None:
            conn.execute("UPDATE cards SET article_id = ? WHERE id = ?", (article_id, card_id))


def _at_address(conn: sqlite3.Connection, url: str) -> int | None:
    article_id: int | None = conn.execute(_BY_ADDRESS, {"url": url}).fetchone()[0]
    return article_id


def _with_title(conn: sqlite3.Connection, promise: Promise) -> int | None:
    key = title_key(promise.title)
    candidates = [] if key is None else conn.execute(_BY_TITLE, (key,)).fetchall()
    if promise.excerpt:
        excerpt = fold(promise.excerpt)
        fitting = [article_id for article_id, text in candidates if excerpt in fold(text)]
        if len(fitting) == 1:
            return int(fitting[0])
    is_telling = not promise.excerpt or len(words(promise.title or "")) >= TELLING_WORDS
    return int(candidates[0][0]) if len(candidates) == 1 and is_telling else None


def _normalised(url: str) -> str:
    try:
        return normalise_url(url)
    except UrlError:
        return url
