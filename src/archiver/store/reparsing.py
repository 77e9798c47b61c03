"""What today's parser makes of kept captures: nothing was fetched, so no page has changed and nothing ends.

The cards of a page that is gone have ended, and stay as they were read then.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from archiver.model import ARCHIVED_KINDS, Reparsed, RunCounts
from archiver.store import runs
from archiver.store.keeping import Kept, Sighting
from archiver.store.looks import HIDING_KINDS, SHOWN_STATES, View, is_newest_kept
from archiver.store.placing import replace_placements
from archiver.store.resolving import Claims, claiming
from archiver.store.saving import Page, keep_article, link_parts, load_page, save_page
from archiver.timestamps import utc_text


def save_reparsed(
    conn: sqlite3.Connection,
    results: Sequence[Reparsed],
    run_id: int | None,
    now: dt.datetime,
    *,
    is_joining: bool = False,
) -> RunCounts:
    """Writes what differs from what is stored; how many articles are new, and how many changed.

    ``is_joining``: they are read with pages that were not there before, which is no change.
    """
    counts = RunCounts()
    with claiming(conn) as claims:
        for result in results:
            counts = counts.plus(_save_result(conn, result, utc_text(now), claims, is_joining=is_joining))
    if run_id is not None and counts != RunCounts():
        runs.add_counts(conn, run_id, counts)
    return counts


def _save_result(
    conn: sqlite3.Connection, result: Reparsed, now: str, claims: Claims, *, is_joining: bool
) -> RunCounts:
    page = load_page(conn, result.page_id)
    if (
        page.state in SHOWN_STATES
        and result.article.kind not in HIDING_KINDS
        and is_newest_kept(conn, result.capture_id)
    ):
        view = View(
            page_id=page.id,
            seen_at=_fetched_at(conn, result.capture_id),
            capture_id=result.capture_id,
            last_seen=page.last_fetched_at,
        )
        replace_placements(conn, view, result.article.teasers, claims)
        standing, page = page, replace(page, cards_version=result.parser_version)
        save_page(conn, standing, page, claims)
    if not result.is_part and result.article.kind in ARCHIVED_KINDS:
        sighting = replace(_sighting(conn, result, page, now), is_joined=is_joining)
        return _counts(_keep(conn, result, page, sighting, claims), is_joining=is_joining)
    # a further page is its first page's, which says so; an article whose page is now taken for none stays as it is
    save_page(conn, page, replace(page, kind=result.kind), claims)
    return RunCounts()


def _keep(conn: sqlite3.Connection, result: Reparsed, page: Page, sighting: Sighting, claims: Claims) -> Kept:
    kept = keep_article(conn, sighting, claims, _final_url(conn, result.capture_id))
    save_page(conn, page, replace(page, kind=result.kind, article_id=kept.article_id, part=None), claims)
    link_parts(conn, kept.article_id, result, claims)
    return kept


def _sighting(conn: sqlite3.Connection, result: Reparsed, page: Page, now: str) -> Sighting:
    final_url = _final_url(conn, result.capture_id)
    (source_id,) = conn.execute("SELECT source_id FROM pages WHERE id = ?", (page.id,)).fetchone()
    url = result.article_url or final_url
    return Sighting(
        article=result.article,
        url=url,
        source_id=source_id,
        page_id=page.id,
        capture_id=result.capture_id,
        seen_at=_fetched_at(conn, result.capture_id),
        parser_version=result.parser_version,
        is_own_page=url in {page.url, final_url},
        reread_at=now,
    )


def _final_url(conn: sqlite3.Connection, capture_id: int) -> str:
    return str(conn.execute("SELECT final_url FROM captures WHERE id = ?", (capture_id,)).fetchone()[0])


def _fetched_at(conn: sqlite3.Connection, capture_id: int) -> str:
    """When a capture was fetched. Raises ``LookupError``: only what was kept can be parsed again."""
    row = conn.execute("SELECT fetched_at FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise LookupError(f"capture {capture_id} is not in the archive (expected one out of kept_pages)")
    return str(row[0])


def _counts(kept: Kept, *, is_joining: bool) -> RunCounts:
    is_new = kept.change == "new"
    is_changed = not is_new and kept.is_written and not is_joining
    return RunCounts(articles_new=int(is_new), articles_changed=int(is_changed) - kept.taken_back)
