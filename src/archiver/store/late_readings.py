"""Readings of an article that come after newer ones: records of WARC files lie there in any order.

Such a reading is put among the article's texts where its moment says, as if another archive had brought it
(``merging_history``). So the text of an article, and its revisions, are the same in whatever order its pages come, and
whether one process reads them or many whose archives are merged.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from archiver.store.keeping import Kept, Sighting, Stored, load_stored, put_among_similar, write_reading
from archiver.store.merging_articles import columns_of_text, count_edits, write_columns, write_revisions
from archiver.store.merging_history import Reading, history_of, in_order
from archiver.store.merging_readings import load_known
from archiver.store.moving import Arrival, make_room, note_moved, same_story_on_page
from archiver.store.revising import Text, text_of

_ALL = 2**63 - 1


def keep_late(conn: sqlite3.Connection, sighting: Sighting) -> Kept | None:
    """Puts a reading where its moment says; ``None`` where nothing newer of its article came before it."""
    if not sighting.is_by_time:
        return None
    text = text_of(sighting.article)
    make_room(conn, Arrival(sighting.page_id, sighting.url, *text), sighting.seen_at)
    stored = _load_newer(conn, sighting)
    if stored is None:
        return None
    ours = load_known(conn, stored.id, sighting.capture_id or _ALL)
    note_moved(conn, ours.row.url, ours.row.first_seen, sighting.url)
    history = history_of(in_order([*ours.readings, _reading(sighting, text)]))
    before, now = ours.texts[ours.row.text_digest], history.revisions[-1].text
    is_newest = (text.digest == now.digest, _rank(sighting)) > (before.digest == now.digest, ours.row.rank)
    is_written = is_newest and write_reading(conn, stored, sighting, now)
    after: dict[str, Any] = {"first_seen": min(ours.row.first_seen, sighting.seen_at), "last_seen": history.last_seen}
    if is_newest:
        after |= {"page_id": sighting.page_id, "capture_id": sighting.capture_id}
    if now.digest != before.digest:
        after |= columns_of_text(now)
    write_columns(conn, stored.id, after)
    write_revisions(conn, stored.id, ours, history.revisions)
    if now.digest != before.digest:
        put_among_similar(conn, stored.id, sighting, before, now)
    is_edit = count_edits(history.revisions) > count_edits(ours.revisions)
    return Kept(stored.id, "publisher" if is_edit else "none", is_written=is_written, is_past=not is_newest)


def _load_newer(conn: sqlite3.Connection, sighting: Sighting) -> Stored | None:
    """The article, if it was seen later than this; its page may have shown it at another address since."""
    stored = load_stored(conn, sighting.url)
    if stored is None and sighting.is_late:
        arrival = Arrival(sighting.page_id, sighting.url, *text_of(sighting.article))
        url = same_story_on_page(conn, arrival)
        stored = None if url is None else load_stored(conn, url)
    is_newer = stored is not None and (sighting.is_late or sighting.seen_at < stored.last_seen)
    return stored if is_newer else None


def _reading(sighting: Sighting, text: Text) -> Reading:
    return Reading(
        at=sighting.seen_at,
        seen_at=sighting.seen_at,
        text=text,
        page_id=sighting.page_id,
        is_own_page=sighting.is_own_page,
        parser_version=sighting.parser_version,
        capture_id=sighting.capture_id,
        cause="first",
        number=1,
        content=sighting.content,
    )


def _rank(sighting: Sighting) -> tuple[object, ...]:
    """As ``Row.rank``."""
    return (
        *(sighting.is_own_page, sighting.seen_at, sighting.content),
        *(sighting.parser_version or 0, sighting.seen_at, ""),
    )
