"""The frontier: what is known and due.

Finding what is due must not cost more as the frontier grows. The index ``frontier_due`` holds (host, priority, due_at);
one step for each *group* (a host and a priority) tells its earliest moment, and only groups that are due are read.
Walking past all pages of a host to find those due took 0.5 s a call with three million addresses that were not.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archiver.jsontext import encode_json
from archiver.model import TELLING_LISTS, DuePage, FrontierEntry, History, Span, Validators
from archiver.store import refusals
from archiver.store.resolving import claim_cards, know_article
from archiver.store.texts import read_moment
from archiver.timestamps import parse_utc, utc_text

#: when a page is due that is never asked for again
NEVER = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)

_PAGE = """
    SELECT p.id, p.source_id, p.url, p.kind, f.priority, f.due_at, f.found_by, f.failures, f.etag, f.last_modified,
           f.payload_digest, p.article_id, p.last_fetched_at, a.published, p.part, p.cards_version,
           f.chain, f.told_from, f.told_to,
           EXISTS (SELECT 1 FROM captures AS c WHERE c.page_id = p.id AND c.is_rendered),
           a.text_digest, f.checks, f.changes, f.watched, f.yielded, f.alarms
"""
#: of pages that were never asked for, only what may have been published between two days
_IN_WINDOW = """
    (p.last_fetched_at IS NOT NULL OR (
        (:first IS NULL OR f.told_to IS NULL OR f.told_to >= :first)
        AND (:last IS NULL OR f.told_from IS NULL OR f.told_from <= :last)
    ))
"""
_DUE_IN_GROUP = f"""
    {_PAGE}
    FROM frontier AS f CROSS JOIN pages AS p ON p.id = f.page_id LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE f.host = :host AND f.priority = :priority AND f.due_at <= :now
      AND (:sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources)))
      AND f.page_id NOT IN (SELECT value FROM json_each(:exclude)) AND {_IN_WINDOW}
    ORDER BY f.due_at, f.page_id LIMIT :limit
"""
_KNOWN = f"""
    {_PAGE}
    FROM pages AS p JOIN frontier AS f ON f.page_id = p.id LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE p.url IN (SELECT value FROM json_each(?)) ORDER BY p.id
"""
_PARTS = f"""
    {_PAGE}
    FROM pages AS p JOIN frontier AS f ON f.page_id = p.id LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE p.article_id = ? AND p.part IS NOT NULL ORDER BY p.part, p.id
"""
#: walks through the whole index: for a progress bar, now and then
_COUNT_DUE = f"""
    SELECT count(*) FROM frontier AS f LEFT JOIN hosts AS h ON h.host = f.host
    WHERE f.due_at <= :now AND (h.not_before IS NULL OR h.not_before <= :now)
      AND (:max_priority IS NULL OR f.priority <= :max_priority)
      AND ((:sources IS NULL AND :first IS NULL AND :last IS NULL) OR EXISTS (
          SELECT 1 FROM pages AS p WHERE p.id = f.page_id AND {_IN_WINDOW}
          AND (:sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources)))
      ))
"""
#: one row for each host and priority: the page that is due first
_GROUPS = """
    WITH RECURSIVE groups (host, priority, due_at) AS (
        SELECT host, priority, due_at FROM (
            SELECT host, priority, due_at FROM frontier WHERE due_at IS NOT NULL
            ORDER BY host, priority, due_at LIMIT 1
        )
        UNION ALL
        SELECT f.host, f.priority, f.due_at FROM groups AS g JOIN frontier AS f ON f.page_id = coalesce(
            (
                SELECT n.page_id FROM frontier AS n
                WHERE n.due_at IS NOT NULL AND n.host = g.host AND n.priority > g.priority
                ORDER BY n.priority, n.due_at LIMIT 1
            ),
            (
                SELECT n.page_id FROM frontier AS n
                WHERE n.due_at IS NOT NULL AND n.host > g.host
                ORDER BY n.host, n.priority, n.due_at LIMIT 1
            )
        )
    )
    SELECT g.host, g.priority, g.due_at, h.not_before FROM groups AS g LEFT JOIN hosts AS h ON h.host = g.host
"""
#: in the order in which they are given
_UNKNOWN = """
    SELECT j.value FROM json_each(?) AS j
    WHERE NOT EXISTS (SELECT 1 FROM pages WHERE url = j.value) ORDER BY j.key
"""
_EXCUSE = "UPDATE frontier SET failures = ?, due_at = min(coalesce(due_at, ?), ?) WHERE page_id = ?"
_QUEUED_TOGETHER = 5000
#: false alarms in a row, after which those who raise them are believed once a day
ALARMS_BELIEVED = 3
_INSERT_FRONTIER = """
    INSERT INTO frontier (page_id, host, priority, due_at, found_on_page_id, found_by, rule, chain, told_from, told_to)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
#: what was never asked for, and of which nobody has told the days
_TELL = """
    UPDATE frontier SET told_from = ?, told_to = ? WHERE told_from IS NULL AND told_to IS NULL
    AND page_id = (SELECT id FROM pages WHERE url = ? AND state = 'queued')
"""
#: a list that has called a page changed several times while it was not is believed once a day
_HASTEN = """
    UPDATE frontier SET alarms = alarms + 1, due_at = min(coalesce(due_at, :never), max(:now, coalesce(
        (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', p.last_fetched_at, :pause) FROM pages AS p WHERE p.id = page_id), :now
    )))
    WHERE page_id IN (
        SELECT CASE WHEN p.part IS NULL THEN p.id ELSE coalesce(a.page_id, p.id) END
        FROM pages AS p LEFT JOIN articles AS a ON a.id = p.article_id
        WHERE p.id IN (SELECT value FROM json_each(:pages))
    ) AND (due_at IS NULL OR due_at > :now)
      AND (alarms < :believed OR (SELECT p.last_fetched_at <= :day_ago FROM pages AS p WHERE p.id = page_id))
"""
_EXCLUDE = """
    UPDATE pages SET state = 'excluded', reason = ?1,
        article_id = coalesce(article_id, (SELECT other.article_id FROM pages AS other WHERE other.id = ?2))
    WHERE id = ?3 AND state IN ('queued', 'failed')
"""
_NEVER_AGAIN = "UPDATE frontier SET due_at = NULL WHERE page_id IN (SELECT value FROM json_each(?))"
_NEXT_OF_SOURCES = """
    SELECT min(max(f.due_at, coalesce(h.not_before, ''))) FROM pages AS p JOIN frontier AS f ON f.page_id = p.id
    LEFT JOIN hosts AS h ON h.host = f.host
    WHERE p.source_id IN (SELECT value FROM json_each(?)) AND f.due_at IS NOT NULL
"""


class Group(NamedTuple):
    """The pages of one host that have one priority."""

    host: str
    priority: int
    #: of the page that is due first
    due_at: str
    #: the host is parked until then
    not_before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which due pages are asked for."""

    limit: int = 0
    source_ids: Collection[int] | None = None
    exclude: frozenset[int] = frozenset()
    per_host: int | None = None
    #: less urgent ones are left out
    max_priority: int | None = None
    #: turns that each host has had: those with the fewest come first
    turns: Mapping[str, int] = field(default_factory=dict)
    #: not asked now
    except_hosts: Collection[str] = ()
    #: of pages that were never asked for, only what may have been published then
    window: Span | None = None

    def rank(self, group: Group) -> tuple[int, int]:
        """What comes first."""
        return self.turns.get(group.host, 0), group.priority

    def bound(self) -> dict[str, Any]:
        """For the statements."""
        return {
            "sources": None if self.source_ids is None else encode_json(list(self.source_ids)),
            "first": None if self.window is None else _day_text(self.window.first),
            "last": None if self.window is None else _day_text(self.window.last),
        }

    def room(self, taken: int) -> int:
        """How many more of a host of which so many were taken."""
        return self.limit if self.per_host is None else min(self.limit, self.per_host - taken)


def queue(conn: sqlite3.Connection, entries: Iterable[FrontierEntry], now: dt.datetime) -> int:
    """Puts unknown addresses into ``pages`` and the frontier; how many of those that are asked for were new."""
    first_seen = utc_text(now)
    added = 0
    remaining = iter(entries)
    while some := list(itertools.islice(remaining, _QUEUED_TOGETHER)):
        unknown = _unknown(conn, some)
        admitted = [entry for entry in unknown if entry.refusal is None]
        conn.executemany(_INSERT_FRONTIER, [_insert_page(conn, entry, first_seen) for entry in admitted])
        if len(admitted) < len(unknown):
            refusals.record(
                conn,
                [entry for entry in unknown if entry.refusal is not None],
                lambda entry: conn.execute(_INSERT_FRONTIER, _insert_page(conn, entry, first_seen)),
            )
        conn.executemany(_TELL, _told_of_known(some, unknown))
        added += len(admitted)
    return added


def _told_of_known(entries: list[FrontierEntry], unknown: list[FrontierEntry]) -> list[tuple[Any, ...]]:
    """What feeds and sitemaps say of the days of pages that were known before: links seldom say anything new."""
    new = {entry.url for entry in unknown}
    return [
        (_day_text(entry.told.first), _day_text(entry.told.last), entry.url)
        for entry in entries
        if entry.found_by in TELLING_LISTS and entry.told.last is not None and entry.url not in new
    ]


def load_due(conn: sqlite3.Connection, now: dt.datetime, wanted: Wanted) -> tuple[DuePage, ...]:
    """Pages whose time has come, by their hosts' turns, priority, moment and number; those of parked hosts left out."""
    moment = utc_text(now)
    bound = {"now": moment, "exclude": encode_json(list(wanted.exclude)), **wanted.bound()}
    due: list[DuePage] = []
    taken: Counter[str] = Counter()
    for _, groups in itertools.groupby(_due_groups(conn, moment, wanted), key=wanted.rank):
        same_priority: list[tuple[DuePage, str]] = []
        for group in groups:
            pages = _load_group(conn, group, bound, wanted.room(taken[group.host]))
            same_priority += [(page, group.host) for page in pages]
            taken[group.host] += len(pages)
        same_priority.sort(key=lambda found: (found[0].due_at, found[0].page_id))
        due += [page for page, _ in same_priority[: wanted.limit - len(due)]]
        if len(due) >= wanted.limit:
            break
    return tuple(due)


def count_due(conn: sqlite3.Connection, now: dt.datetime, wanted: Wanted) -> int:
    """How many pages' time has come, those of parked hosts left out; ``limit`` and ``exclude`` do not count."""
    row = conn.execute(
        _COUNT_DUE,
        {"now": utc_text(now), "max_priority": wanted.max_priority} | wanted.bound(),
    ).fetchone()
    return int(row[0])


def hasten(
    conn: sqlite3.Connection, page_ids: Collection[int], now: dt.datetime, pause: dt.timedelta = dt.timedelta()
) -> None:
    """Makes pages due now that would be later, or never; in the place of a further page the first of its article.

    None is due sooner than ``pause`` after it was last fetched.

    Each time counts as an alarm. After ``ALARMS_BELIEVED`` that were false a page is made due once a day at most.
    """
    values = {
        "now": utc_text(now),
        "never": utc_text(NEVER),
        "pause": f"+{pause.total_seconds():.0f} seconds",
        "pages": encode_json(list(page_ids)),
        "believed": ALARMS_BELIEVED,
        "day_ago": utc_text(now - dt.timedelta(days=1)),
    }
    conn.execute(_HASTEN, values)


def excuse(conn: sqlite3.Connection, pages: Iterable[DuePage], due_at: dt.datetime) -> None:
    """Gives pages back the failures that they had, and has them due by then, unless they never were."""
    moment = utc_text(due_at)
    for page in pages:
        otherwise = None if page.due_at == NEVER else moment
        conn.execute(_EXCUSE, (page.failures, otherwise, moment, page.page_id))


def count_failed(conn: sqlite3.Connection, source_id: int, reason: str) -> int:
    """How many pages of a source have failed for this reason."""
    row = conn.execute(
        "SELECT count(*) FROM pages WHERE source_id = ? AND state = 'failed' AND reason = ?", (source_id, reason)
    ).fetchone()
    return int(row[0])


def leave_out(conn: sqlite3.Connection, refusals: Mapping[int, str], shown_by: Mapping[int, int]) -> None:
    """Takes pages out of the frontier that no longer belong to it, by number with the reason.

    What was never fetched is excluded, and shows the article of the page that it is a variant of; what was keeps its
    state, and is not asked for again.
    """
    moved = [(reason, shown_by.get(page_id), page_id) for page_id, reason in refusals.items()]
    conn.executemany(_EXCLUDE, moved)
    conn.execute(_NEVER_AGAIN, (encode_json(list(refusals)),))
    for page_id in refusals.keys() & shown_by.keys():
        url, article_id = conn.execute("SELECT url, article_id FROM pages WHERE id = ?", (page_id,)).fetchone()
        if article_id is not None:
            claim_cards(conn, know_article(conn, article_id, urls=[url]))


def load_next_due_at(conn: sqlite3.Connection, source_ids: Collection[int] | None) -> dt.datetime | None:
    """When the next page is due, the pages of parked hosts when their time is over; ``None`` for never."""
    if source_ids is None:
        earliest = min(
            (max(g.due_at, g.not_before or "") for g in map(Group._make, conn.execute(_GROUPS))), default=None
        )
    else:
        (earliest,) = conn.execute(_NEXT_OF_SOURCES, [encode_json(list(source_ids))]).fetchone()
    return None if earliest is None else parse_utc(earliest)


def load_parts(conn: sqlite3.Connection, article_id: int) -> tuple[DuePage, ...]:
    """The further pages of an article, in their order."""
    return tuple(map(_due_page, conn.execute(_PARTS, [article_id])))


def load_pages(conn: sqlite3.Connection, urls: Collection[str]) -> tuple[DuePage, ...]:
    """The known pages among these addresses, by number."""
    return tuple(map(_due_page, conn.execute(_KNOWN, [encode_json(list(urls))])))


def _unknown(conn: sqlite3.Connection, entries: list[FrontierEntry]) -> list[FrontierEntry]:
    """Those whose address is not in ``pages``, each address once.

    Nearly all links of a page are known: asking for many at a time takes 2 µs each, an INSERT that does nothing 12.
    """
    by_url: dict[str, FrontierEntry] = {}
    for entry in entries:
        by_url.setdefault(entry.url, entry)
    return [by_url[url] for (url,) in conn.execute(_UNKNOWN, (encode_json(list(by_url)),))]


def _insert_page(conn: sqlite3.Connection, entry: FrontierEntry, first_seen: str) -> tuple[Any, ...]:
    """Adds the page; its row for the frontier."""
    cursor = conn.execute(
        "INSERT INTO pages (source_id, url, kind, state, reason, first_seen) VALUES (?, ?, ?, ?, ?, ?)",
        (
            entry.source_id,
            entry.url,
            None if entry.expected == "page" else entry.expected,
            "queued" if entry.refusal is None else "excluded",
            entry.refusal,
            first_seen,
        ),
    )
    due_at = utc_text(entry.due_at) if entry.refusal is None else None
    told = (_day_text(entry.told.first), _day_text(entry.told.last))
    found = (entry.found_on_page_id, entry.found_by, entry.rule, entry.chain)
    return (cursor.lastrowid, _host(entry.url), entry.priority, due_at, *found, *told)


def _due_groups(conn: sqlite3.Connection, moment: str, wanted: Wanted) -> list[Group]:
    """Groups with something due on a host that is not parked, the most urgent first."""
    groups = map(Group._make, conn.execute(_GROUPS))
    urgent = (g for g in groups if wanted.max_priority is None or g.priority <= wanted.max_priority)
    due = (g for g in urgent if g.due_at <= moment and (g.not_before is None or g.not_before <= moment))
    return sorted((g for g in due if g.host not in wanted.except_hosts), key=wanted.rank)


def _load_group(conn: sqlite3.Connection, group: Group, bound: dict[str, Any], room: int) -> list[DuePage]:
    if room <= 0:
        return []
    of_group = {"host": group.host, "priority": group.priority, "limit": room}
    return [_due_page(row) for row in conn.execute(_DUE_IN_GROUP, bound | of_group)]


def _due_page(row: tuple[Any, ...]) -> DuePage:
    page_id, source_id, url, kind, priority, due_at, found_by, *rest = row
    failures, etag, last_modified, digest, article_id, last, published, part, cards_version, *more = rest
    chain, told_from, told_to, is_rendered, text_digest, *history = more
    return DuePage(
        page_id=page_id,
        source_id=source_id,
        url=url,
        kind=kind,
        priority=priority,
        due_at=NEVER if due_at is None else parse_utc(due_at),
        found_by=found_by,
        failures=failures,
        validators=Validators(etag=etag, last_modified=last_modified),
        payload_digest=digest,
        article_id=article_id,
        last_fetched_at=None if last is None else parse_utc(last),
        published=read_moment(published),
        part=part,
        cards_version=cards_version,
        chain=chain,
        told=Span(first=_day(told_from), last=_day(told_to)),
        is_rendered=bool(is_rendered),
        text_digest=text_digest,
        history=_history(history),
    )


def _day_text(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _history(row: list[Any]) -> History:
    checks, changes, watched, yielded, alarms = row
    return History(checks=checks, changes=changes, watched=watched, yielded=yielded, alarms=alarms)


def _host(url: str) -> str:
    """The host of a normalised address; empty for what is no web address."""
    return url.split("/", 3)[2] if "://" in url else ""
