"""Articles whose pages have come apart, in parts of a run or in two archives, and are read again with all of them.

What they come to takes the place of what the first page alone had shown, in the same revision: nothing has changed, and
it does not matter which page came first.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from archiver.store.keeping import Kept, Sighting, load_stored, put_among_similar, write_reading
from archiver.store.merging_articles import count_edits, write_revisions
from archiver.store.merging_readings import load_known
from archiver.store.revising import as_kept, text_of

_ALL = 2**63 - 1


def keep_joined(conn: sqlite3.Connection, sighting: Sighting) -> Kept | None:
    """Puts a text in the place of the one that its article has now; ``None`` where that is another page's, or it."""
    stored = load_stored(conn, sighting.url) if sighting.is_joined else None
    if stored is None or stored.page_id != sighting.page_id:
        return None
    ours = load_known(conn, stored.id, _ALL)
    before = ours.texts[stored.text_digest]
    text = as_kept(before, text_of(sighting.article))
    if text.digest == before.digest:
        return None
    *older, last = ours.revisions
    joined = [*older, replace(last, text=text)]
    if older and older[-1].text.digest == text.digest:  # it had been whole before, and has not changed since
        joined = older
    is_written = write_reading(conn, stored, sighting, text)
    write_revisions(conn, stored.id, ours, joined)
    put_among_similar(conn, stored.id, sighting, before, text)
    taken_back = count_edits(ours.revisions) - count_edits(joined)
    return Kept(stored.id, "none", is_written=is_written, taken_back=taken_back)
