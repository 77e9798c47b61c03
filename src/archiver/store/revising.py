"""Revisions on their way into the archive: each distinct text is held once, and what a new one changed beside it.

The text that an article has is in ``articles``; the others that it had are in ``past_texts``. So a new text comes in
three steps of one transaction: the old one goes to ``past_texts``, unless it is there from an earlier time; what is
there of the new one goes, for it comes back; the article's row is written. At every commit each row of
``revision_log`` has its text in one of the two, and none is in both (``archiver check`` looks).
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from archiver.model import Article, RevisionCause
from archiver.store.texts import text_or_none
from archiver.text import word_count
from archiver.word_changes import changed_words

_LOG = """
    INSERT INTO revision_log (article_id, capture_id, cause, seen_at, parser_version, number, text_digest, word_count)
    VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(number), 0) + 1 FROM revision_log WHERE article_id = ?1),
            ?6, ?7)
    RETURNING number
"""
_CURRENT = "SELECT title, lead, body, text_digest FROM articles WHERE id = ?"
_KEEP_PAST = "INSERT OR IGNORE INTO past_texts (article_id, title, lead, body, text_digest) VALUES (?, ?, ?, ?, ?)"
_NO_LONGER_PAST = "DELETE FROM past_texts WHERE article_id = ? AND text_digest = ?"
_COUNT_BLOCKS = """
    UPDATE revision_log SET paragraphs_added = ?, paragraphs_removed = ? WHERE article_id = ? AND number = ?
"""
_ADD_DIFF = """
    INSERT INTO revision_diffs (article_id, number, field, position, op, old_start, new_start, old_words, new_words)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
#: soft hyphens, marks of direction and of byte order, joiners of words and spaces without width; those that join or
#: part letters (U+200C, U+200D) can be seen
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
_SPACES = re.compile(r"[^\S\n]+")


#: of a text, each compared by itself
FIELDS = ("title", "lead", "body")


class Text(NamedTuple):
    """What a revision holds."""

    title: str | None
    lead: str | None
    body: str | None
    #: ``sha256:`` and the hex digest: equal means the same text
    digest: str


class Entry(NamedTuple):
    """A row of ``revision_log``, without its text."""

    article_id: int
    capture_id: int | None
    cause: RevisionCause
    #: UTC text
    seen_at: str
    parser_version: int | None


def text_of(article: Article) -> Text:
    """An article's title, lead and body as they are stored: letters composed with their accents (NFC)."""
    return make_text(*map(_composed, (article.title, article.lead, article.body)))


def make_text(title: str | None, lead: str | None, body: str | None) -> Text:
    """A text with its digest."""
    joined = "\x1f".join("" if part is None else f"\x1e{part}" for part in (title, lead, body))
    return Text(title, lead, body, f"sha256:{hashlib.sha256(joined.encode()).hexdigest()}")


def as_kept(kept: Text, text: Text) -> Text:
    """The text, where nobody can see a difference in a field (other spaces, soft hyphens, …) as it is kept."""
    pairs = zip(kept[:3], text[:3], strict=True)
    return make_text(*(old if old == new or _as_seen(old) == _as_seen(new) else new for old, new in pairs))


def load_text(conn: sqlite3.Connection, article_id: int) -> Text:
    """The text that an article has now."""
    return Text._make(conn.execute(_CURRENT, (article_id,)).fetchone())


def add_first_revision(conn: sqlite3.Connection, entry: Entry, text: Text, words: int) -> None:
    """Notes the text that an article came with, of which the body has so many words."""
    _log(conn, entry, text, words)


def add_revision(conn: sqlite3.Connection, entry: Entry, before: Text, after: Text) -> None:
    """Notes a text that takes the place of another one, which is kept; the article's row is the caller's to write."""
    conn.execute(_KEEP_PAST, (entry.article_id, *before))
    conn.execute(_NO_LONGER_PAST, (entry.article_id, after.digest))
    note_changes(conn, entry.article_id, _log(conn, entry, after, word_count(after.body or "")), before, after)


def note_changes(conn: sqlite3.Connection, article_id: int, number: int, before: Text, after: Text) -> None:
    """Says what a revision has changed: word by word, and how many blocks of the body."""
    conn.executemany(_ADD_DIFF, ((article_id, number, *row) for row in diff_rows(before, after)))
    conn.execute(_COUNT_BLOCKS, (*count_new_blocks(before, after), article_id, number))


def diff_rows(before: Text, after: Text) -> Iterator[tuple[str | int, ...]]:
    """What is in ``revision_diffs`` behind article and number."""
    for field in FIELDS:
        changes = changed_words(getattr(before, field), getattr(after, field))
        for position, change in enumerate(changes):
            yield field, position, change.op, change.old_start, change.new_start, change.old_words, change.new_words


def count_new_blocks(before: Text, after: Text) -> tuple[int, int]:
    """How many blocks of the body have come, and how many are gone."""
    old, new = (text.body.split("\n\n") if text.body else [] for text in (before, after))
    had, has = set(old), set(new)
    return sum(block not in had for block in new), sum(block not in has for block in old)


def _composed(text: str | None) -> str | None:
    storable_text = text_or_none(text)
    return None if storable_text is None else unicodedata.normalize("NFC", storable_text)


def _as_seen(text: str | None) -> str | None:
    return None if text is None else _SPACES.sub(" ", unicodedata.normalize("NFC", _UNSEEN.sub("", text)))


def _log(conn: sqlite3.Connection, entry: Entry, text: Text, words: int) -> int:
    """The number of the revision."""
    row = conn.execute(_LOG, (*entry, text.digest, words)).fetchone()
    return int(row[0])
