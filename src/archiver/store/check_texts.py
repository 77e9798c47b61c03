"""Whether the texts that articles have and had are those of their digests, and what revisions say leads to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from archiver.store.revising import FIELDS, make_text
from archiver.store.texts import has_unspaced
from archiver.word_changes import WordChange, overlaid

_TEXTS = (
    (
        "the text of article {} is not the one of its digest: it was altered",
        "SELECT id, text_digest, title, lead, body FROM articles",
    ),
    (
        "a past text of article {} is not the one of its digest: it was altered",
        "SELECT article_id, text_digest, title, lead, body FROM past_texts",
    ),
)
_REVISIONS = """
    SELECT r.article_id, r.number, r.title, r.lead, r.body FROM revisions AS r
    WHERE EXISTS (SELECT 1 FROM revision_log AS l WHERE l.article_id = r.article_id AND l.number = 2)
    ORDER BY r.article_id, r.number
"""
_CHANGES = """
    SELECT field, op, old_start, new_start, old_words, new_words FROM revision_diffs
    WHERE article_id = ? AND number = ? ORDER BY field, position
"""


class _Revision(NamedTuple):
    article_id: int
    number: int
    title: str | None
    lead: str | None
    body: str | None


def altered_texts(conn: sqlite3.Connection) -> Iterator[str]:
    """What to say of each text whose digest is of another one."""
    for words, sql in _TEXTS:
        for article_id, digest, *text in conn.execute(sql):
            if make_text(*text).digest != digest:
                yield words.format(article_id)


def misfiled_texts(conn: sqlite3.Connection) -> Iterator[str]:
    """What to say of each article that a search in a script without spaces passes over, or reads in vain."""
    for article_id, told, *text in conn.execute("SELECT id, has_unspaced, title, lead, body FROM articles"):
        if has_unspaced(*text) != told:
            yield f"has_unspaced of article {article_id} is not what its text says"


def broken_changes(conn: sqlite3.Connection) -> Iterator[str]:
    """What to say of each revision whose changes, laid over the text before it, do not make its own."""
    for before, after in pairwise(map(_Revision._make, conn.execute(_REVISIONS))):
        if before.article_id == after.article_id and not _leads_to(conn, before, after):
            yield (
                f"revision {after.number} of article {after.article_id} does not say what it changed:"
                " revision_diffs does not lead to its text from the one before it"
            )


def _leads_to(conn: sqlite3.Connection, before: _Revision, after: _Revision) -> bool:
    rows = conn.execute(_CHANGES, (after.article_id, after.number))
    changes = {field: [_change(row) for row in group] for field, group in groupby(rows, lambda row: row[0])}
    return all(_is_laid_over(getattr(before, field), changes.get(field, []), getattr(after, field)) for field in FIELDS)


def _change(row: tuple[Any, ...]) -> WordChange:
    _, op, old_start, new_start, old_words, new_words = row
    return WordChange(op=op, old_start=old_start, new_start=new_start, old_words=old_words, new_words=new_words)


def _is_laid_over(old: str | None, changes: list[WordChange], new: str | None) -> bool:
    pieces = list(overlaid(old, changes))
    sides = ("".join(piece.text for piece in pieces if piece.kind != left_out) for left_out in ("insert", "delete"))
    return tuple(sides) == (old or "", new or "")
