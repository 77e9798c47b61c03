"""Results of pages into the archive: captures, articles, cards, and what becomes of each page.

The order of results is kept: two readings of one article in one batch are a text and its revision. What an unchanged
page costs is a few bytes in ``pages`` and ``frontier``. A result whose capture is already there has been saved before.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from archiver.model import ARCHIVED_KINDS, Capture, History, PageResult, Reparsed, RunCounts, WarcPosition
from archiver.store import ingested, meta, runs
from archiver.store.captures import insert_capture
from archiver.store.frontier import queue
from archiver.store.joined_readings import keep_joined
from archiver.store.keeping import Change, Kept, Sighting, drop_own, keep
from archiver.store.late_looks import failures_since, note_seen_again
from archiver.store.late_readings import keep_late
from archiver.store.looks import HIDING_KINDS, SHOWN_STATES, View, is_newest_kept, newest_look
from archiver.store.matching import address_key
from archiver.store.placing import end_placements, hide_placements, place_teasers, replace_placements
from archiver.store.resolving import (
    Claims,
    claiming,
    forget_address,
    know_article,
    load_title_keys,
)
from archiver.store.shapes import count_page, is_known_text, is_read, names_new, note_yield
from archiver.store.texts import text_or_none
from archiver.timestamps import utc_text

_LINK = """
    UPDATE pages SET article_id = ?, part = ? WHERE url = ? AND (article_id IS NOT ? OR part IS NOT ?)
"""
#: what was read from the page before it was a part is its article again
_UNLINK = """
    UPDATE pages SET article_id = (SELECT max(id) FROM articles WHERE page_id = pages.id), part = NULL WHERE url = ?
"""
_REST = """
    UPDATE frontier SET due_at = NULL
    WHERE due_at IS NOT NULL AND page_id = (SELECT id FROM pages WHERE url = ? AND state <> 'queued')
"""


#: what a result writes into the frontier
_FACTS = "due_at, failures, priority, etag, last_modified, payload_digest, checks, changes, watched, yielded, alarms"
_FRONTIER = f"SELECT {_FACTS} FROM frontier WHERE page_id = ?"
_SAVE_FRONTIER = f"""
    UPDATE frontier SET ({_FACTS}) = ({", ".join("?" * (_FACTS.count(",") + 1))}) WHERE page_id = ?
"""
#: an article whose text is that of an older look now: nothing that comes is as what was read last
_READ_NEXT = "UPDATE frontier SET etag = NULL, last_modified = NULL, payload_digest = NULL WHERE page_id = ?"


class Batch(NamedTuple):
    """What is written in one transaction."""

    results: Sequence[PageResult]
    #: without a page: robots.txt
    extra_captures: Sequence[Capture]
    warc: WarcPosition | None
    run_id: int | None
    now: dt.datetime
    #: the rows are on their way into another archive, where texts are compared
    is_scratch: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A row of ``pages``."""

    id: int
    url: str
    kind: str | None
    state: str
    reason: str | None
    article_id: int | None
    last_fetched_at: str | None
    part: int | None = None
    cards_version: int | None = None
    #: of what it has shown last, where that is known
    payload_digest: str | None = field(default=None, compare=False)

    def was_seen_after(self, result: PageResult) -> bool:
        """Whether this result is of the past: what it shows is not what the page is.

        Of records of one moment the lesser content is the earlier one, whichever comes first.
        """
        if self.last_fetched_at is None:
            return False
        seen_at, digest = utc_text(result.capture.fetched_at), result.capture.payload_digest or ""
        is_before = result.is_by_time and digest < (self.payload_digest or "")
        return seen_at < self.last_fetched_at or (seen_at == self.last_fetched_at and is_before)


def save(conn: sqlite3.Connection, batch: Batch) -> RunCounts:
    """Writes a batch; what it adds to the run's figures."""
    counts = RunCounts(bytes_received=sum(capture.size_bytes for capture in batch.extra_captures))
    for capture in batch.extra_captures:
        insert_capture(conn, capture, page_id=None, run_id=batch.run_id)
    with claiming(conn) as claims:
        for result in batch.results:
            counts = counts.plus(_counts(result, _save_result(conn, result, batch, claims)))
    queue(conn, (entry for result in batch.results for entry in result.found), batch.now)
    ingested.note_unjoined(conn, _apart(batch))
    if batch.warc is not None:
        meta.save_warc_position(conn, batch.warc)
    if batch.run_id is not None and counts != RunCounts():
        runs.add_counts(conn, batch.run_id, counts)
    return counts


def _apart(batch: Batch) -> Iterator[str]:
    """Where articles begin that have pages in this batch, and may have others elsewhere.

    In one archive a first page finds those that were there before it. What is on its way into another one may miss
    them.
    """
    here = {result.capture.url for result in batch.results}
    for result in batch.results:
        paging = result.article.paging if result.article is not None and result.is_by_time else None
        if paging is None:
            continue
        if paging.first_url is not None and paging.first_url not in here:
            yield paging.first_url
        elif batch.is_scratch and not here.issuperset(result.parts or ()):
            yield result.capture.url


def load_page(conn: sqlite3.Connection, page_id: int) -> Page:
    """The page with this number. Raises ``LookupError``: results are of pages that were queued."""
    row = conn.execute(
        "SELECT id, url, kind, state, reason, article_id, last_fetched_at, part, cards_version,"
        " (SELECT payload_digest FROM frontier WHERE page_id = pages.id) FROM pages WHERE id = ?",
        (page_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"page {page_id} is not in the archive (expected one that was queued)")
    return Page(*row)


def save_page(conn: sqlite3.Connection, before: Page, after: Page, claims: Claims) -> None:
    """Writes what has changed of a page; when it shows another article, the cards that point to it are claimed."""
    if after != before:
        conn.execute(
            "UPDATE pages SET kind = ?, state = ?, reason = ?, article_id = ?, last_fetched_at = ?, part = ?,"
            " cards_version = ? WHERE id = ?",
            (
                *(after.kind, after.state, after.reason, after.article_id, after.last_fetched_at, after.part),
                *(after.cards_version, after.id),
            ),
        )
    count_page(conn, after.id, before.kind, after.kind)
    if after.article_id != before.article_id:
        if before.article_id is not None:
            forget_address(conn, before.article_id, after.url)
        if after.article_id is not None:
            know_article(conn, after.article_id, urls=[after.url])
        claims.keys.add(address_key(after.url))


def keep_article(conn: sqlite3.Connection, sighting: Sighting, claims: Claims, final_url: str | None = None) -> Kept:
    """Keeps an article, and claims the cards that may mean it now; what became of it.

    ``final_url`` is where its page was found after redirects; it may be another address than the article's.
    """
    kept = keep_late(conn, sighting) or keep_joined(conn, sighting) or keep(conn, sighting)
    urls = filter(None, (sighting.url, final_url))
    titles = map(text_or_none, (sighting.article.title, sighting.article.headline))
    claims.keys.update(know_article(conn, kept.article_id, urls, titles), kept.freed)
    if kept.change in {"publisher", "parser"}:  # a new text may hold the excerpts of cards that are known by its titles
        claims.keys.update(load_title_keys(conn, kept.article_id))
    return kept


def _save_result(conn: sqlite3.Connection, result: PageResult, batch: Batch, claims: Claims) -> Change:
    page = load_page(conn, result.page_id)
    newest = newest_look(conn, page.id)
    capture_id, is_new = _save_capture(conn, result, page, batch.run_id)
    kept = None
    if _shows_article(result) and (is_new or result.is_unchanged):
        sighting = _sighting(result, page, capture_id or _kept_capture_id(conn, result))
        sighting = replace(sighting, is_compared=not batch.is_scratch)
        kept = keep_article(conn, sighting, claims, result.capture.final_url)
    if is_new:
        view = View(
            page_id=page.id, seen_at=utc_text(result.capture.fetched_at), capture_id=capture_id, last_seen=newest
        )
        _save_view(conn, result, page, view, claims)
    after = _page_after(result, page, kept.article_id if kept else page.article_id)
    if (failures := failures_since(conn, result)) is not None:
        result, after = replace(result, failures=failures), replace(after, state=page.state, reason=page.reason)
    note_seen_again(conn, result, page.article_id)
    if is_new and _tells_cards(result, page) and not page.was_seen_after(result):
        after = replace(after, cards_version=result.parser_version)
    save_page(conn, page, after, claims)
    if kept is not None and not kept.is_past:
        link_parts(conn, kept.article_id, result, claims)
    if page.last_fetched_at is None and result.source_id is not None and is_read(result.kind, result.state):
        is_new_text = kept is not None and not (kept.change == "new" and is_known_text(conn, kept.article_id))
        is_fruitful = is_new_text or names_new(conn, page.url, result.found)
        note_yield(conn, result.source_id, page.url, is_fruitful=is_fruitful)
    if page.was_seen_after(result):
        if kept is not None and kept.is_written and not result.is_by_time:
            conn.execute(_READ_NEXT, (page.id,))
    else:
        _save_frontier(conn, result, is_known=not is_new and not result.is_unchanged)
    return kept.change if kept else "none"


def link_parts(conn: sqlite3.Connection, article_id: int, result: PageResult | Reparsed, claims: Claims) -> None:
    """Makes those that its first page names the further pages of an article, in their order, and no others.

    They are asked for together with the first page, never by themselves. Other views of an article (a page for print)
    say nothing about its pages.
    """
    (text_page_id,) = conn.execute("SELECT page_id FROM articles WHERE id = ?", (article_id,)).fetchone()
    if text_page_id != result.page_id:
        return
    after = dict.fromkeys(result.parts or ())
    standing = conn.execute("SELECT url FROM pages WHERE article_id = ? AND part IS NOT NULL", (article_id,)).fetchall()
    dropped = [url for (url,) in standing if url not in after]
    conn.executemany(_UNLINK, [(url,) for url in dropped])
    for url in dropped:
        forget_address(conn, article_id, url)
    claims.keys.update(know_article(conn, article_id, urls=after))
    for number, url in enumerate(after, 2):
        for (page_id,) in conn.execute("SELECT id FROM pages WHERE url = ?", (url,)).fetchall():
            claims.keys.update(drop_own(conn, page_id, article_id))
        conn.execute(_LINK, (article_id, number, url, article_id, number))
        conn.execute(_REST, (url,))
    claims.keys.update(map(address_key, (*after, *dropped)))


def _kept_capture_id(conn: sqlite3.Connection, result: PageResult) -> int | None:
    """Of a first page that has not changed while a further one has: the capture that it was last read from."""
    row = conn.execute("SELECT capture_id FROM articles WHERE url = ?", (result.article_url,)).fetchone()
    return None if row is None else row[0]


def _save_capture(
    conn: sqlite3.Connection, result: PageResult, page: Page, run_id: int | None
) -> tuple[int | None, bool]:
    """The number of the capture's row, if it has one, and whether there is anything new to read in it.

    An answer that says that nothing has changed leaves none, or an archive that is updated for years would grow for
    nothing: its record is in the WARC, and ``last_fetched_at`` says when it came. One whose record holds the
    content leaves a row (it was not kept before), and so does an unchanged file, as its bytes are in another's record.
    """
    capture = result.capture
    holds_content = capture.warc is not None and capture.revisit_of is None and capture.payload_digest is not None
    if result.is_unchanged and capture.status is not None and not holds_content:
        return None, False
    capture_id, is_new = insert_capture(
        conn, capture, page_id=page.id, run_id=run_id, tells_cards=_tells_cards(result, page)
    )
    return capture_id, is_new and not result.is_unchanged


def _tells_cards(result: PageResult, page: Page) -> bool:
    """Whether this look tells what stands on the page, or that nothing does; an unchanged one tells what the last did.

    One that failed does not, nor does a wall in front of the page.
    """
    if result.state == "ok":
        return (page.kind if result.is_unchanged else result.kind) not in HIDING_KINDS
    return result.state in {"gone", "excluded"}


def _shows_article(result: PageResult) -> bool:
    if result.is_part:
        return False
    return result.state == "ok" and result.article is not None and result.article.kind in ARCHIVED_KINDS


def _sighting(result: PageResult, page: Page, capture_id: int | None) -> Sighting:
    if result.article is None:
        raise AssertionError("a sighting without an article")
    url = result.article_url or result.capture.final_url
    return Sighting(
        article=result.article,
        url=url,
        source_id=result.source_id,
        page_id=result.page_id,
        capture_id=capture_id,
        seen_at=utc_text(result.capture.fetched_at),
        parser_version=result.parser_version,
        is_own_page=url in {page.url, result.capture.final_url},
        previous=result.previous,
        facts=result.facts,
        reread_at=utc_text(result.capture.fetched_at) if result.is_completed else None,
        is_by_time=result.is_by_time,
        is_late=page.was_seen_after(result),
        content=result.capture.payload_digest or "",
    )


def _save_view(conn: sqlite3.Connection, result: PageResult, page: Page, view: View, claims: Claims) -> None:
    """Cards and where they stand: what a page that is there shows, and nothing on one that is not."""
    if result.state in {"gone", "excluded"}:
        end_placements(conn, view)
    elif result.state == "ok" and result.article is not None and result.article.kind in HIDING_KINDS:
        hide_placements(conn, view)
    elif result.state == "ok" and result.article is not None:
        _put_right(conn, result, page, view, claims)
        place_teasers(conn, view, result.article.teasers, claims)
        if page.was_seen_after(result):  # by a newer look, or as a wall, which stands in the way still
            hide_placements(conn, replace(view, last_seen=max(view.seen_at, view.last_seen or "")))


def _put_right(conn: sqlite3.Connection, result: PageResult, page: Page, view: View, claims: Claims) -> None:
    """Makes what stands on the page what today's parser reads in its newest look: what differs is not the page's doing.

    Read before the batch, it may not be the newest any more.
    """
    again = result.previous_cards
    if again is None or page.state not in SHOWN_STATES or view.is_of_the_past:
        return
    if is_newest_kept(conn, again.capture_id, but=view.capture_id):
        (seen_at,) = conn.execute("SELECT fetched_at FROM captures WHERE id = ?", (again.capture_id,)).fetchone()
        then = replace(view, seen_at=seen_at, capture_id=again.capture_id)
        replace_placements(conn, then, again.teasers, claims)


def _page_after(result: PageResult, page: Page, article_id: int | None) -> Page:
    """What a newer look has shown of the page stays, but where it has shown no article."""
    if page.was_seen_after(result):
        return replace(page, article_id=page.article_id or article_id)
    return Page(
        page.id,
        page.url,
        result.kind or page.kind,
        result.state,
        page.reason if result.is_unchanged and page.state == "ok" else result.reason,
        article_id,
        _last_fetched_at(result, page),
        page.part if result.is_part or result.state != "ok" or result.is_unchanged else None,
        page.cards_version,
    )


def _last_fetched_at(result: PageResult, page: Page) -> str | None:
    return utc_text(result.capture.fetched_at) if _is_seen(result) else page.last_fetched_at


def _is_seen(result: PageResult) -> bool:
    """Whether the page, or its absence, was seen: not for one that failed, or that robots.txt keeps out."""
    return result.state in {"ok", "gone"} or (result.state == "excluded" and result.capture.status is not None)


def _save_frontier(conn: sqlite3.Connection, result: PageResult, *, is_known: bool) -> None:
    """When the page is due again, and what a conditional request will send.

    After a failure the next request is as conditional as this one was, and so it is after a result that was saved
    before; one for a page that is not kept is not.
    """
    row = conn.execute(_FRONTIER, (result.page_id,)).fetchone()
    if row is None:
        return
    due_at = None if result.due_at is None else utc_text(result.due_at)
    priority = row[2] if result.priority is None else result.priority
    conditions = row[3:6] if is_known else _conditions(result, row[3:6])
    history = row[6:] if result.history is None else _history_row(result.history)
    after = (due_at, result.failures, priority, *conditions, *history)
    if after != row:
        conn.execute(_SAVE_FRONTIER, (*after, result.page_id))


def _history_row(history: History) -> tuple[Any, ...]:
    return (history.checks, history.changes, history.watched, history.yielded, history.alarms)


def _conditions(result: PageResult, stored: tuple[Any, ...]) -> tuple[Any, ...]:
    """``etag``, ``last_modified`` and ``payload_digest`` for next time."""
    if result.state == "failed":
        return stored
    if result.state != "ok":
        return (None, None, None)
    validators, digest = result.capture.validators, result.capture.payload_digest
    if not result.is_unchanged:
        return (validators.etag, validators.last_modified, digest)
    etag, last_modified, stored_digest = stored
    return (validators.etag or etag, validators.last_modified or last_modified, stored_digest)


def _counts(result: PageResult, change: Change) -> RunCounts:
    return RunCounts(
        pages_fetched=int(_is_seen(result)),
        pages_failed=int(result.state == "failed"),
        articles_new=int(change == "new"),
        articles_changed=int(change == "publisher"),
        bytes_received=result.capture.size_bytes,
    )
