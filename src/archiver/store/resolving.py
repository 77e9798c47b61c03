"""Which archived article a card promotes, whichever of the two came first.

A card with an address promotes the article that is kept under it, else the one that the page at that address shows,
else the only article that is known under its key (`matching.address_key`). A card without one (a page that survives as
text) promotes the only article that was ever known by its title, case and accents aside; where the card has an excerpt,
it must stand in the article, unless the title alone is telling. Where two articles fit equally, it promotes neither.

``article_keys`` holds what articles are known by. The answer depends on nothing but what is in the archive: it is asked
for when a card comes, and again for the cards of every key that has come or gone, once at the end of a transaction
(`claiming`). So the order in which cards and articles come does not matter, and a second article with the same title
takes a card from the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from archiver.jsontext import encode_json
from archiver.store.matching import Promise, address_key, is_title, text_key, title_match

Value = TypeVar("Value")

#: how much of an article is looked through for a card's excerpt
_LOOKED_AT_CHARS = 4000
#: a title that more articles have is a rubric's, and names none of them
_MOST_BEARERS = 100
#: cards that are resolved together
_CHUNK = 500

_AT_ADDRESS = """
    SELECT j.key, coalesce(
        (SELECT id FROM articles WHERE url = j.value), (SELECT article_id FROM pages WHERE url = j.value)
    )
    FROM json_each(?) AS j WHERE j.value IS NOT NULL
"""
#: as far as only one article is known by the key
_BY_KEY = """
    SELECT j.key, min(k.article_id) FROM json_each(?) AS j JOIN article_keys AS k ON k.match_key = j.value
    WHERE j.value IS NOT NULL GROUP BY j.key HAVING count(*) = 1
"""
_BEARERS = f"SELECT article_id FROM article_keys WHERE match_key = ? LIMIT {_MOST_BEARERS + 1}"
_TEXTS = f"""
    SELECT coalesce(lead, '') || ' ' || substr(coalesce(body, ''), 1, {_LOOKED_AT_CHARS})
    FROM revisions WHERE article_id = ?
"""
_KNOW = "INSERT OR IGNORE INTO article_keys (match_key, article_id) VALUES (?, ?)"
#: an address that is the article's own stays
_UNKNOW = """
    DELETE FROM article_keys WHERE match_key = :key AND article_id = :article
    AND NOT EXISTS (SELECT 1 FROM articles WHERE id = :article AND url = :url)
"""
_CARDS = """
    SELECT id, article_id, url, title, excerpt FROM cards
    WHERE match_key IN (SELECT value FROM json_each(?)) ORDER BY id
"""
#: as most cards lead to what is not in the archive, those are not looked at any closer
_NEW_CARDS = """
    SELECT id, article_id, url, title, excerpt FROM cards AS c
    WHERE id IN (SELECT value FROM json_each(?))
        AND EXISTS (SELECT 1 FROM article_keys AS k WHERE k.match_key = c.match_key)
    ORDER BY id
"""
_PROMOTE = "UPDATE cards SET article_id = ? WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Claims:
    """Cards of which it is to be asked what they promote."""

    #: that have come, by number
    cards: list[int] = field(default_factory=list)
    #: by which something has come to be known, or no longer is
    keys: set[str] = field(default_factory=set)


@contextmanager
def claiming(conn: sqlite3.Connection) -> Iterator[Claims]:
    """Resolves all cards together, at the end of the block, that are noted in it."""
    yield (claims := Claims())
    for some in _chunks(claims.cards):
        _resolve(conn, conn.execute(_NEW_CARDS, (encode_json(some),)).fetchall())
    for keys in _chunks(sorted(claims.keys)):
        claim_cards(conn, keys)


def find_articles(conn: sqlite3.Connection, promises: Sequence[Promise]) -> list[int | None]:
    """The numbers of the articles that cards promote, ``None`` for those whose article is not there, in their order."""
    keys = encode_json([None if promise.url is None else promise.match_key for promise in promises])
    found: dict[int, int | None] = dict(conn.execute(_BY_KEY, (keys,)).fetchall())
    exact = conn.execute(_AT_ADDRESS, (encode_json([promise.address for promise in promises]),))
    found.update((place, article_id) for place, article_id in exact if article_id is not None)
    titles = _Titles(conn)
    for place, promise in enumerate(promises):
        if promise.url is None:
            found[place] = titles.article_with(promise)
    return [found.get(place) for place in range(len(promises))]


def know_article(
    conn: sqlite3.Connection, article_id: int, urls: Iterable[str], titles: Iterable[str | None] = ()
) -> set[str]:
    """Notes addresses and titles that an article is known by; the keys of those that are new."""
    keys = dict.fromkeys(filter(None, (*map(address_key, urls), *map(title_match, titles))))
    return {key for key in keys if conn.execute(_KNOW, (key, article_id)).rowcount}


def forget_address(conn: sqlite3.Connection, article_id: int, url: str) -> None:
    """Notes that an address no longer leads to this article."""
    conn.execute(_UNKNOW, {"key": address_key(url), "article": article_id, "url": url})


def load_keys(conn: sqlite3.Connection, article_id: int) -> set[str]:
    """What an article is known by."""
    rows = conn.execute("SELECT match_key FROM article_keys WHERE article_id = ?", (article_id,))
    return {key for (key,) in rows}


def load_title_keys(conn: sqlite3.Connection, article_id: int) -> set[str]:
    """The titles that an article is known by."""
    return set(filter(is_title, load_keys(conn, article_id)))


def claim_cards(conn: sqlite3.Connection, keys: Collection[str]) -> None:
    """Resolves the cards with these keys anew, after something has come to be known by them, or no longer is."""
    if keys:
        _resolve(conn, conn.execute(_CARDS, (encode_json(sorted(keys)),)).fetchall())


def claim_all(conn: sqlite3.Connection) -> None:
    """Notes every card's key, and resolves all of them anew."""
    rows = conn.execute("SELECT id, article_id, url, title, excerpt FROM cards ORDER BY id").fetchall()
    keys = ((Promise(*row[2:]).match_key, row[0]) for row in rows)
    conn.executemany("UPDATE cards SET match_key = ?1 WHERE id = ?2 AND match_key IS NOT ?1", keys)
    for some in _chunks(rows):
        _resolve(conn, some)


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _resolve(
    conn: sqlite3.Connection, cards: Sequence[tuple[int, int | None, str | None, str | None, str | None]]
) -> None:
    if not cards:
        return
    found = find_articles(conn, [Promise(*card[2:]) for card in cards])
    changed: dict[int | None, list[int]] = {}
    for card, now in zip(cards, found, strict=True):
        if now != card[1]:
            changed.setdefault(now, []).append(card[0])
    conn.executemany(_PROMOTE, ((now, encode_json(card_ids)) for now, card_ids in changed.items()))


class _Titles:
    """Looks for articles by their titles, and reads what it needs of each once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._texts: dict[int, list[str]] = {}

    def article_with(self, promise: Promise) -> int | None:
        """The only article that a card without an address can mean."""
        bearers = [number for (number,) in self._conn.execute(_BEARERS, (promise.match_key,))]
        excerpt = promise.excerpt_key
        if excerpt and len(bearers) <= _MOST_BEARERS:
            fitting = [number for number in bearers if any(excerpt in text for text in self._texts_of(number))]
            if len(fitting) == 1:
                return int(fitting[0])
        is_enough = not excerpt or promise.is_telling
        return int(bearers[0]) if len(bearers) == 1 and is_enough else None

    def _texts_of(self, article_id: int) -> list[str]:
        if article_id not in self._texts:
            rows = self._conn.execute(_TEXTS, (article_id,))
            self._texts[article_id] = list(dict.fromkeys(text_key(text) for (text,) in rows))
        return self._texts[article_id]
