"""Articles that both archives have: one history of texts, and the row of the newest reading."""

from __future__ import annotations

import sqlite3
from typing import Any

from archiver.store.matching import title_key
from archiver.store.merging_history import History, Reading, history_of, in_order
from archiver.store.merging_maps import first_new
from archiver.store.merging_readings import Known, Row, load_known
from archiver.store.merging_rows import columns_of_table
from archiver.store.revising import Text, note_changes
from archiver.store.similar import outline_of, replace_among_similar
from archiver.store.texts import has_unspaced, url_day
from archiver.text import word_count

#: of which the other archive may know something that is not known here
_TOUCHED = """
    SELECT k.id, k.here FROM temp.of_articles AS k
    CROSS JOIN other.articles AS o ON o.id = k.id CROSS JOIN main.articles AS m ON m.id = k.here
    LEFT JOIN temp.both_pages AS b ON b.other_id = o.page_id
    WHERE NOT k.is_new AND k.id NOT IN (SELECT w.id FROM temp.come_before AS w) AND (
        o.record_digest <> m.record_digest OR o.parser_version IS NOT m.parser_version OR o.url <> m.url
        OR o.last_seen > m.last_seen OR o.first_seen < m.first_seen
        OR coalesce(b.has_news OR b.is_unheard_of, 1)
        OR EXISTS (
            SELECT 1 FROM other.revision_log AS r WHERE r.article_id = o.id AND NOT EXISTS (
                SELECT 1 FROM main.revision_log AS x
                WHERE x.article_id = m.id AND x.seen_at = r.seen_at AND x.text_digest = r.text_digest
                    AND x.parser_version IS r.parser_version AND (x.cause = r.cause OR r.cause <> 'publisher')
            )
        )
    )
    ORDER BY k.here
"""
#: of the row of the newest reading; all else is of both, or follows from the text
_NOT_OF_THE_READING = frozenset(
    {"id", "source_id", "first_seen", "last_seen", "simhash", "url", "url_day", "title", "lead", "body", "text_digest"}
)
_SOURCE = """
    UPDATE main.articles SET source_id = coalesce((
        SELECT s.here FROM other.articles AS o CROSS JOIN temp.of_sources AS s ON s.id = o.source_id WHERE o.id = ?
    ), source_id) WHERE id = ?
"""
_PARTS = {
    "article_authors": ("author_id", "authors"),
    "article_tags": ("tag_id", "tags"),
    "alternates": None,
    "images": None,
}
_LOG = """
    INSERT INTO main.revision_log
        (article_id, number, capture_id, cause, seen_at, text_digest, parser_version, word_count)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP_PAST = "INSERT OR IGNORE INTO main.past_texts (article_id, title, lead, body, text_digest) VALUES (?, ?, ?, ?, ?)"
_ALL = 2**63 - 1


def merge_articles(conn: sqlite3.Connection) -> tuple[int, list[int]]:
    """Merges the articles in both; how many changes of publishers are known now, and all whose texts changed.

    Captures of the other archive are there already, what the pages in both are is still as it was.
    """
    below = first_new(conn, "captures") or _ALL
    changed, touched = 0, []
    for other_id, article_id in conn.execute(_TOUCHED).fetchall():
        ours, theirs = load_known(conn, article_id, below), load_known(conn, other_id, None)
        history = history_of(in_order([*ours.readings, *theirs.readings]))
        revisions = history.revisions
        before = ours.texts[ours.row.text_digest]
        _write_row(conn, (article_id, other_id), (ours, theirs), history)
        if write_revisions(conn, article_id, ours, revisions):
            changed += max(0, count_edits(revisions) - count_edits(ours.revisions))
            touched.append(article_id)
        if revisions[-1].text.digest != before.digest:
            replace_among_similar(conn, article_id, before, outline_of(revisions[-1].text))
    return changed, touched


def count_edits(revisions: list[Reading]) -> int:
    """How many of them are the publisher's."""
    return sum(revision.cause == "publisher" for revision in revisions)


def _logged(revision: Reading) -> tuple[object, ...]:
    return revision.capture_id, revision.cause, revision.seen_at, revision.text.digest, revision.parser_version


def write_revisions(conn: sqlite3.Connection, article_id: int, ours: Known, revisions: list[Reading]) -> bool:
    """Puts these in the place of those that the article has, from the first one on that differs; whether any does."""
    if [*map(_logged, revisions)] == [*map(_logged, ours.revisions)]:
        return False
    same = _same(revisions, ours.revisions)
    for table in ("revision_diffs", "revision_log"):
        conn.execute(f"DELETE FROM main.{table} WHERE article_id = ? AND number > ?", (article_id, same))
    for number, revision in enumerate(revisions[same:], same + 1):
        words = word_count(revision.text.body or "")
        conn.execute(_LOG, (article_id, number, *_logged(revision), words))
        if number > 1:
            note_changes(conn, article_id, number, revisions[number - 2].text, revision.text)
    current = revisions[-1].text.digest
    past = {revision.text.digest: revision.text for revision in revisions if revision.text.digest != current}
    for digest in (ours.texts.keys() | {current}) - past.keys():
        conn.execute("DELETE FROM main.past_texts WHERE article_id = ? AND text_digest = ?", (article_id, digest))
    conn.executemany(_KEEP_PAST, [(article_id, *text) for text in past.values()])
    return True


def _same(revisions: list[Reading], stored: list[Reading]) -> int:
    """How many from the first on are as they are stored, numbered from 1."""
    pairs = enumerate(zip(revisions, stored, strict=False), 1)
    differing = (n - 1 for n, (one, kept) in pairs if _logged(one) != _logged(kept) or kept.number != n)
    return next(differing, min(len(revisions), len(stored)))


# The row of the article.


def _write_row(
    conn: sqlite3.Connection, numbers: tuple[int, int], known: tuple[Known, Known], history: History
) -> None:
    (article_id, other_id), (ours, theirs) = numbers, (one.row for one in known)
    text = history.revisions[-1].text
    is_theirs = not _is_seen_again(ours, theirs) and (
        (theirs.text_digest == text.digest, theirs.rank) > (ours.text_digest == text.digest, ours.rank)
    )
    before = _load(conn, "main", article_id)
    after: dict[str, Any] = {}
    if is_theirs:
        fields = _load(conn, "other", other_id)
        after |= {name: value for name, value in fields.items() if name not in _NOT_OF_THE_READING}
        after |= {"page_id": theirs.page_id, "capture_id": theirs.capture_id}
        after |= _address(conn, article_id, theirs.url)
        _copy_parts(conn, article_id, other_id)
    after |= {
        "first_seen": min(ours.first_seen, theirs.first_seen),
        "last_seen": history.last_seen,
    }
    if before["text_digest"] != text.digest or is_theirs:
        after |= columns_of_text(text)
    if theirs.first_seen < ours.first_seen:
        conn.execute(_SOURCE, (other_id, article_id))
    _write_changed(conn, article_id, before, after)


def _is_seen_again(ours: Row, theirs: Row) -> bool:
    """Whether the other archive is a part of a bulk run, and what it has read was known here, of an earlier look."""
    is_one_look = ours.capture_id is not None and ours.capture_id == theirs.capture_id
    return is_one_look and ours.read_at < theirs.read_at and ours.text_digest == theirs.text_digest


def write_columns(conn: sqlite3.Connection, article_id: int, after: dict[str, Any]) -> None:
    """Gives columns of an article these values; writes nothing where it has them."""
    _write_changed(conn, article_id, _load(conn, "main", article_id), after)


def _write_changed(conn: sqlite3.Connection, article_id: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = {name: value for name, value in after.items() if value != before[name]}
    if changed:
        columns = ", ".join(f"{name} = :{name}" for name in changed)
        conn.execute(f"UPDATE main.articles SET {columns} WHERE id = :id", changed | {"id": article_id})


def columns_of_text(text: Text) -> dict[str, Any]:
    """What the row of an article says of its text."""
    return {
        "title": text.title,
        "lead": text.lead,
        "body": text.body,
        "text_digest": text.digest,
        "word_count": word_count(text.body or ""),
        "title_key": title_key(text.title),
        "has_unspaced": int(has_unspaced(*text[:3])),
    }


def _address(conn: sqlite3.Connection, article_id: int, url: str) -> dict[str, Any]:
    """The address that an article has moved to, unless another one is kept there."""
    taken = conn.execute("SELECT 1 FROM main.articles WHERE url = ? AND id <> ?", (url, article_id)).fetchone()
    return {} if taken else {"url": url, "url_day": url_day(url)}


def _load(conn: sqlite3.Connection, schema: str, article_id: int) -> dict[str, Any]:
    cursor = conn.execute(f"SELECT * FROM {schema}.articles WHERE id = ?", (article_id,))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def _copy_parts(conn: sqlite3.Connection, article_id: int, other_id: int) -> None:
    """Makes what the article has beside its text that of the other archive; writes nothing where it is."""
    for table, mapped in _PARTS.items():
        names = [name for name in columns_of_table(conn, table) if name not in {"id", "article_id"}]
        columns = ", ".join(names)
        values = ", ".join(
            f"(SELECT k.here FROM temp.of_{mapped[1]} AS k WHERE k.id = {name})"
            if mapped and name == mapped[0]
            else name
            for name in names
        )
        theirs = f"SELECT {values} FROM other.{table} WHERE article_id = ? ORDER BY position"
        rows = conn.execute(theirs, (other_id,)).fetchall()
        ours = f"SELECT {columns} FROM main.{table} WHERE article_id = ? ORDER BY position"
        if rows != conn.execute(ours, (article_id,)).fetchall():
            conn.execute(f"DELETE FROM main.{table} WHERE article_id = ?", (article_id,))
            marks = ", ".join("?" * (len(names) + 1))
            conn.executemany(
                f"INSERT INTO main.{table} (article_id, {columns}) VALUES ({marks})",
                [(article_id, *row) for row in rows],
            )
