"""Articles that move: the page of a story answers at another address, or declares another one.

A publisher who corrects a headline often changes the address with it, and redirects the old one. The page keeps its
article then, with its revisions, and the article has the new address. It is the same story if it has the same text or
title, or half of the words of the shorter text in their order. A redirect to another story is another article; the old
one stays as it is, and its page shows the new one.

The new address may have been read before the old one is looked at again. What was kept there is then the same text
under another number: it is folded into the older article, where nothing is lost with it.

Where and when an article moved is noted in ``meta``. What turns out to have been at the new address before that would
have kept it from moving: it goes back, or one text would take the place of the other.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archiver.store import meta
from archiver.store.matching import title_key
from archiver.store.resolving import forget_address, know_article, load_keys
from archiver.store.revising import load_text
from archiver.store.similar import take_from_similar
from archiver.store.texts import url_day
from archiver.text import fold_whole

#: words in a row that are compared, and the part of the shorter text that has to stand in the other
_RUN = 4
_SAME_STORY = 0.5
_SHOWN = """
    SELECT a.id, a.url, a.first_seen, a.title, a.lead, a.body, a.text_digest
    FROM pages AS p JOIN articles AS a ON a.id = p.article_id AND a.page_id = p.id WHERE p.id = ?
"""
#: a text that was never revised, is the one that has come, and was not known before the other article
_REPEATED = """
    SELECT a.id FROM articles AS a WHERE a.url = ? AND a.text_digest = ? AND a.first_seen >= ?
        AND (SELECT count(*) FROM revision_log AS r WHERE r.article_id = a.id) = 1
"""
#: in ``meta``, with the address that an article has moved to: when, and from where
MOVED = "moved "
#: an article that has come to an address from another one, where nothing is kept now, after this moment
_CAME_LATER = """
    SELECT a.id, substr(w.value, instr(w.value, ' ') + 1) AS before
    FROM meta AS w CROSS JOIN articles AS a ON a.url = ?1
    WHERE w.key = ?2 || ?1 AND substr(w.value, 1, instr(w.value, ' ') - 1) > ?3 AND a.page_id IS NOT ?4
        AND NOT EXISTS (SELECT 1 FROM articles AS x WHERE x.url = substr(w.value, instr(w.value, ' ') + 1))
"""
_PUT = "UPDATE articles SET url = ?, url_day = ? WHERE id = ?"
_PAGES_OF = "UPDATE pages SET article_id = ? WHERE article_id = ? RETURNING url"
_FORGET = (
    "UPDATE cards SET article_id = NULL WHERE article_id = ?",
    "UPDATE pages SET article_id = NULL WHERE article_id = ?",
    "DELETE FROM article_authors WHERE article_id = ?",
    "DELETE FROM article_tags WHERE article_id = ?",
    "DELETE FROM alternates WHERE article_id = ?",
    "DELETE FROM images WHERE article_id = ?",
    "DELETE FROM revision_diffs WHERE article_id = ?",
    "DELETE FROM revision_log WHERE article_id = ?",
    "DELETE FROM past_texts WHERE article_id = ?",
    "DELETE FROM article_keys WHERE article_id = ?",
    "DELETE FROM articles WHERE id = ?",
)


class Arrival(NamedTuple):
    """A text that a page shows, and the address that it is kept under."""

    page_id: int
    url: str
    title: str | None
    lead: str | None
    body: str | None
    text_digest: str


class _Shown(NamedTuple):
    """The article whose text is this page's, so far."""

    id: int
    url: str
    first_seen: str
    title: str | None
    lead: str | None
    body: str | None
    text_digest: str


def follow(conn: sqlite3.Connection, arrival: Arrival, seen_at: str) -> set[str] | None:
    """Gives the article of a page the address that it has now, if it is the same story; ``None`` if nothing moves.

    ``seen_at`` is when the page was seen to have moved.
    What a second article at that address was known by comes back: its cards promote the one that stays.
    """
    row = conn.execute(_SHOWN, (arrival.page_id,)).fetchone()
    shown = None if row is None else _Shown._make(row)
    if shown is None or shown.url == arrival.url or not is_same_story(shown, arrival):
        return None
    freed: set[str] = set()
    if conn.execute("SELECT 1 FROM articles WHERE url = ?", (arrival.url,)).fetchone() is not None:
        repeated = conn.execute(_REPEATED, (arrival.url, arrival.text_digest, shown.first_seen)).fetchone()
        if repeated is None:
            return None
        freed = fold_into(conn, repeated[0], shown.id)
    conn.execute(_PUT, (arrival.url, url_day(arrival.url), shown.id))
    note_moves_now(conn, arrival.url, seen_at, shown.url)
    return freed


def note_moves_now(conn: sqlite3.Connection, url: str, since: str, before: str) -> None:
    """Notes of an article that it has another address from now on, whatever was noted of the two."""
    meta.forget(conn, MOVED + before)
    meta.save(conn, MOVED + url, f"{since} {before}")


def note_moved(conn: sqlite3.Connection, url: str, since: str, before: str) -> None:
    """Notes of an article which has this address since then, where that is not known, that it had another before."""
    if url != before and meta.load(conn, MOVED + url) is None:
        meta.save(conn, MOVED + url, f"{since} {before}")


def make_room(conn: sqlite3.Connection, arrival: Arrival, seen_at: str) -> None:
    """Sends an article back that has come to an address later than this, which another page showed there."""
    row = conn.execute(_CAME_LATER, (arrival.url, MOVED, seen_at, arrival.page_id)).fetchone()
    if row is not None and not _is_repeated(conn, row[0], arrival, seen_at):
        go_back(conn, row[0], arrival.url, row[1])


def go_back(conn: sqlite3.Connection, article_id: int, url: str, before: str) -> None:
    """Gives an article the address again that it had before it moved to this one."""
    conn.execute(_PUT, (before, url_day(before), article_id))
    forget_move(conn, article_id, url, before)
    meta.forget(conn, MOVED + url)


def forget_move(conn: sqlite3.Connection, article_id: int, url: str, before: str) -> None:
    """Takes from an article that has gone back what it was known by at the other address."""
    forget_address(conn, article_id, url)
    know_article(conn, article_id, [before])  # which may be spelt as that one, but for what is left out of keys


def _is_repeated(conn: sqlite3.Connection, article_id: int, arrival: Arrival, seen_at: str) -> bool:
    """Whether the text would have been folded into this article when that moved."""
    row = conn.execute("SELECT text_digest, first_seen FROM articles WHERE id = ?", (article_id,)).fetchone()
    return bool(row[0] == arrival.text_digest and row[1] <= seen_at)


def same_story_on_page(conn: sqlite3.Connection, arrival: Arrival) -> str | None:
    """The address of the article that the page has now, where what it has shown before is the same story."""
    row = conn.execute(_SHOWN, (arrival.page_id,)).fetchone()
    shown = None if row is None else _Shown._make(row)
    return shown.url if shown is not None and is_same_story(arrival, shown) else None


def forget_article(conn: sqlite3.Connection, article_id: int) -> None:
    """Removes an article whose text stands in another one."""
    take_from_similar(conn, article_id, load_text(conn, article_id))
    for statement in _FORGET:
        conn.execute(statement, (article_id,))


def is_same_story(before: Arrival | _Shown, after: Arrival | _Shown) -> bool:
    """Whether a text is an edit of another, and no other story."""
    if before.text_digest == after.text_digest:
        return True
    title = title_key(before.title)
    if title is not None and title == title_key(after.title):
        return True
    runs = [_runs(f"{text.lead or ''} {text.body or ''}") for text in (before, after)]
    return len(runs[0] & runs[1]) >= max(_SAME_STORY * min(map(len, runs)), 1)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = fold_whole(text).split()
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def fold_into(conn: sqlite3.Connection, article_id: int, other_id: int) -> set[str]:
    """Removes an article that is another one, to which its pages belong from now on; what it was known by."""
    freed = load_keys(conn, article_id)
    urls = [url for (url,) in conn.execute(_PAGES_OF, (other_id, article_id)).fetchall()]
    forget_article(conn, article_id)
    return freed | know_article(conn, other_id, urls)
