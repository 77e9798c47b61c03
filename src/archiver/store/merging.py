"""Another archive into this one, in one transaction: all of it is there, or nothing is.

Rows are known by what they say, never by their numbers (``merging_maps``). What only the other archive has is copied
within SQLite (``merging_rows``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from archiver.model import RunCounts
from archiver.store import runs
from archiver.store.connection import Connection
from archiver.store.emptying import emptying_log
from archiver.store.ingested import merge_unjoined
from archiver.store.merging_articles import merge_articles
from archiver.store.merging_files import attached
from archiver.store.merging_index import building
from archiver.store.merging_links import is_part, is_scratch, link_cards, link_texts, load_shown, note_new_keys
from archiver.store.merging_maps import drop_maps, make_maps
from archiver.store.merging_pages import compare_pages, merge_pages
from archiver.store.merging_placements import merge_placements
from archiver.store.merging_rows import copy_texts, iter_others_copied
from archiver.store.waiting import merge_waiting

_COUNTS = """
    SELECT
        coalesce(sum(o.page_id IS NOT NULL AND (o.error IS NULL OR o.error LIKE 'gone%')), 0),
        coalesce(sum(o.page_id IS NOT NULL AND o.error IS NOT NULL AND o.error NOT LIKE 'gone%'), 0),
        (SELECT count(*) FROM temp.of_articles WHERE is_new),
        coalesce(sum(o.size_bytes), 0)
    FROM temp.of_captures AS k CROSS JOIN other.captures AS o ON o.id = k.id WHERE k.is_new
"""
#: of a part of an ingest, what its run has counted, as looks at what is known leave no row; a text that its publisher
#: had changed by then is a change of this run
_COUNTS_OF_PART = """
    SELECT
        sum(pages_fetched), sum(pages_failed), (SELECT count(*) FROM temp.of_articles WHERE is_new),
        sum(bytes_received), (
            SELECT count(*) FROM temp.of_articles AS k CROSS JOIN other.revision_log AS r ON r.article_id = k.id
            WHERE k.is_new AND r.cause = 'publisher'
        )
    FROM other.runs
"""


def merge(
    db: Connection, path: Path, run_id: int | None, warc_names: Mapping[str, str], *, is_counted: bool = True
) -> RunCounts:
    """Takes everything of the archive at this path in; what is new with it, which the run counts if ``is_counted``."""
    with attached(db, path) as address, emptying_log(db), building(address) as index, db.writing() as conn:
        index.guess(conn)
        make_maps(conn, run_id, warc_names, is_part=is_part(conn))
        index.start(conn)
        compare_pages(conn)
        note_new_keys(conn)
        shown = load_shown(conn)
        copy_texts(conn)
        copying = iter_others_copied(conn, is_scratch=is_scratch(conn))
        link_texts(conn, copying)
        for _ in copying:
            pass
        edited, changed = merge_articles(conn)
        merge_pages(conn)
        merge_placements(conn)
        link_cards(conn, shown, changed)
        merge_unjoined(conn)
        merge_waiting(conn)
        index.finish(conn)
        counts = _counts(conn)
        counts = replace(counts, articles_changed=counts.articles_changed + edited)
        if run_id is not None and is_counted and counts != RunCounts():
            runs.add_counts(conn, run_id, counts)
        drop_maps(conn)
    return counts


def _counts(conn: sqlite3.Connection) -> RunCounts:
    """All but what a publisher has changed of articles that both have."""
    sql = _COUNTS_OF_PART if is_part(conn) else _COUNTS
    fetched, failed, articles, received, *changed = conn.execute(sql).fetchone()
    return RunCounts(
        pages_fetched=fetched,
        pages_failed=failed,
        articles_new=articles,
        articles_changed=sum(changed),
        bytes_received=received,
    )
