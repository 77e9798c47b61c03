"""What the archive holds in figures, for a report: by day and hour, field, failure, empty slot, promotion and edit.

One statement a figure (``figure_questions``), all asked in one reading, so that they agree while others write. The rows
become frozen values here; what is shown of them, and how, is the report's.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from archiver.jsontext import encode_json
from archiver.store import figure_questions as ask
from archiver.store.arguments import OfDays
from archiver.store.records import plain_json
from archiver.store.sources import load_sources, sources_named
from archiver.timestamps import stored_day, stored_moment

_DAYS, _HOURS = 7, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(OfDays):
    """Which part of the archive is meant; by default all of it."""

    #: names, hosts or home pages of sources; none for all
    sources: tuple[str, ...] = ()
    #: the first day of publication; where it or the last is given, articles without a day are left out
    since: dt.date | None = None
    #: the last one, included
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """All that is meant, counted."""

    sources: int
    articles: int
    #: of them, those of which nobody knows when they were published
    articles_without_day: int
    words: int
    authors: int
    cards: int
    #: times that a card came to stand in a place
    placements: int
    #: of them, those that stand now
    placements_current: int
    #: by publishers
    edits: int
    headline_changes: int
    #: when they were last asked for
    pages_failed: int
    #: of publication, by the publishers' own calendars
    first_day: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """How many articles were published on a day."""

    day: dt.date
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigures:
    """One source; ``None`` is the one of articles that were added without an address."""

    source_id: int | None
    source: str | None
    home_url: str | None
    articles: int
    words: int
    #: days of which the archive holds articles
    days: tuple[DayFigure, ...]
    #: in how many articles each field is filled in, by the names of ``FIELDS``
    fields_filled: tuple[tuple[str, int], ...]
    articles_edited: int
    #: by the publisher, those of headlines too
    edits: int
    headline_changes: int

    @property
    def filled(self) -> dict[str, int]:
        """``fields_filled`` by name."""
        return dict(self.fields_filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """At which hours articles were published, by the publisher's own clock."""

    #: seven rows of a week from Monday on, each of 24 hours
    counts: tuple[tuple[int, ...], ...]
    #: articles that name no time: left out above
    without_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Pages that failed when they were last asked for."""

    source_id: int | None
    source: str | None
    #: as in ``pages.reason``
    reason: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptySlots:
    """Slots that hold no proper picture."""

    source_id: int | None
    source: str | None
    #: ``article``, or ``teaser`` for that of a card in a place
    slot: str
    #: ``placeholder`` or ``missing``
    status: str
    slots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """A story and how its cards were shown, on other pages than its own."""

    article_id: int
    title: str | None
    url: str
    source: str | None
    #: on how many it stood
    pages: int
    #: times that one of its cards came to stand there
    placements: int
    #: of all placements together
    hours_shown: float
    #: UTC, of a card of it; ``None`` where the archive has no moment there
    first_seen: dt.datetime | None
    #: UTC, as above
    last_seen: dt.datetime | None
    #: whether one stands now
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Edits by how long after the publication they were seen."""

    #: in words: ``within an hour``; ``None`` where the time of publication is not known
    after: str | None
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineChange:
    """A title that its publisher changed."""

    article_id: int
    url: str
    source: str | None
    old_title: str | None
    new_title: str | None
    #: UTC, when the new one was first fetched; ``None`` where the archive has no moment there
    changed_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one part of the archive."""

    #: which part
    scope: Scope
    totals: Totals
    #: those with most articles first
    by_source: tuple[SourceFigures, ...]
    publication_hours: Hours
    #: most pages first
    failures: tuple[Failure, ...]
    #: most slots first
    empty_picture_slots: tuple[EmptySlots, ...]
    #: most placements first
    most_promoted: tuple[Promoted, ...]
    #: the soonest first
    edits_after_publication: tuple[Lateness, ...]
    #: the newest first
    headline_changes: tuple[HeadlineChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        for source in plain["by_source"]:
            source["fields_filled"] = dict(source["fields_filled"])
        return plain


class _Answers:
    """What the statements answer for one scope, and what sources are called."""

    def __init__(self, conn: sqlite3.Connection, scope: Scope) -> None:
        known = load_sources(conn)
        chosen = {found.id for name in scope.sources for found in sources_named(known, name)}
        self._conn = conn
        self._wanted = {
            "sources": encode_json(sorted(chosen)) if scope.sources else None,
            "since": scope.since and scope.since.isoformat(),
            "until": scope.until and scope.until.isoformat(),
        }
        self.sources = {one.id: one for one in known if one.id in chosen or not scope.sources}

    def rows(self, sql: str) -> list[Any]:
        return self._conn.execute(sql, self._wanted).fetchall()

    def counts(self, sql: str) -> Counter[int | None]:
        """By source, of a statement with two columns."""
        return Counter(dict(map(tuple, self.rows(sql))))

    def name(self, source_id: int | None) -> str | None:
        source = None if source_id is None else self.sources[source_id]
        return None if source is None else source.name or source.host


def load_figures(conn: sqlite3.Connection, scope: Scope) -> Figures:
    """All of them, counted now. Raises ``UsageError`` for a source that there is none of."""
    with _one_state(conn):
        return _figures(_Answers(conn, scope), scope)


@contextmanager
def _one_state(conn: sqlite3.Connection) -> Iterator[None]:
    """What is read within agrees, whatever others write meanwhile."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")


def _figures(answers: _Answers, scope: Scope) -> Figures:
    by_hour = answers.rows(ask.HOURS_AND_FIELDS)
    edits = answers.rows(ask.EDITS)
    failures = tuple(_failure(answers, *row) for row in answers.rows(ask.FAILURES))
    by_source = _by_source(answers, by_hour, edits)
    return Figures(
        scope=scope,
        totals=_totals(answers, by_source, failures),
        by_source=by_source,
        publication_hours=_hours(by_hour),
        failures=failures,
        empty_picture_slots=tuple(_slots(answers, *row) for row in answers.rows(ask.EMPTY_SLOTS)),
        most_promoted=tuple(_promoted(*row) for row in answers.rows(ask.MOST_PROMOTED)),
        edits_after_publication=_lateness(edits),
        headline_changes=tuple(_headline(*row) for row in answers.rows(ask.NEWEST_HEADLINES)),
    )


def _by_source(answers: _Answers, by_hour: list[Any], edits: list[Any]) -> tuple[SourceFigures, ...]:
    """Of every registered source, those without articles too; the one without a name only where it has any."""
    sums, days = _sums(by_hour), _days(answers)
    edits_of: Counter[int | None] = Counter()
    for source_id, _, count in edits:
        edits_of[source_id] += count
    edited, headlines = answers.counts(ask.EDITED), answers.counts(ask.HEADLINES)
    found = []
    for number in (*answers.sources, *({None} & set(sums))):
        articles, words, *filled = sums.get(number, [0] * (2 + len(ask.FIELDS)))
        figures = SourceFigures(
            source_id=number,
            source=answers.name(number),
            home_url=None if number is None else answers.sources[number].home_url,
            articles=articles,
            words=words,
            days=tuple(days.get(number, ())),
            fields_filled=tuple(zip(ask.FIELDS, filled, strict=True)),
            articles_edited=edited[number],
            edits=edits_of[number],
            headline_changes=headlines[number],
        )
        found.append(figures)
    return tuple(sorted(found, key=lambda one: -one.articles))


def _days(answers: _Answers) -> dict[int | None, list[DayFigure]]:
    days: dict[int | None, list[DayFigure]] = {}
    for source_id, day, articles in answers.rows(ask.DAYS):
        if (known := stored_day(day)) is not None:
            days.setdefault(source_id, []).append(DayFigure(day=known, articles=articles))
    return days


def _sums(by_hour: Iterable[Any]) -> dict[int | None, list[int]]:
    """Articles, words and fields by source: the hours put together."""
    sums: dict[int | None, list[int]] = {}
    for source_id, _, _, *counts in by_hour:
        before = sums.setdefault(source_id, [0] * len(counts))
        sums[source_id] = [old + new for old, new in zip(before, counts, strict=True)]
    return sums


def _totals(answers: _Answers, by_source: tuple[SourceFigures, ...], failures: tuple[Failure, ...]) -> Totals:
    authors, cards, placements, current = answers.rows(ask.TOTALS)[0]
    articles = sum(one.articles for one in by_source)
    days = [figure for one in by_source for figure in one.days]
    return Totals(
        sources=len(answers.sources),
        articles=articles,
        articles_without_day=articles - sum(figure.articles for figure in days),
        words=sum(one.words for one in by_source),
        authors=authors,
        cards=cards,
        placements=placements,
        placements_current=current,
        edits=sum(one.edits for one in by_source),
        headline_changes=sum(one.headline_changes for one in by_source),
        pages_failed=sum(one.pages for one in failures),
        first_day=min((figure.day for figure in days), default=None),
        last_day=max((figure.day for figure in days), default=None),
    )


def _hours(by_hour: Iterable[Any]) -> Hours:
    counts: Counter[tuple[int | None, int | None]] = Counter()
    for _, weekday, hour, articles, *_ in by_hour:
        counts[weekday, hour] += articles
    week = tuple(tuple(counts[weekday, hour] for hour in range(_HOURS)) for weekday in range(_DAYS))
    return Hours(counts=week, without_hour=counts.total() - sum(map(sum, week)))


def _lateness(edits: Iterable[Any]) -> tuple[Lateness, ...]:
    """All stretches in their order, those without an edit too; what cannot be told last, where there is any."""
    counts: Counter[str | None] = Counter()
    for _, after, count in edits:
        counts[after] += count
    names = (*ask.LATENESS, *([None] if counts[None] else []))
    return tuple(Lateness(after=name, edits=counts[name]) for name in names)


def _failure(answers: _Answers, source_id: int | None, reason: str, pages: int) -> Failure:
    return Failure(source_id=source_id, source=answers.name(source_id), reason=reason, pages=pages)


def _slots(answers: _Answers, source_id: int | None, slot: str, status: str, slots: int) -> EmptySlots:
    return EmptySlots(source_id=source_id, source=answers.name(source_id), slot=slot, status=status, slots=slots)


def _promoted(*row: Any) -> Promoted:
    article_id, title, url, source, pages, placements, hours, first_seen, last_seen, is_current = row
    return Promoted(
        article_id=article_id,
        title=title,
        url=url,
        source=source,
        pages=pages,
        placements=placements,
        hours_shown=hours or 0.0,
        first_seen=stored_moment(first_seen),
        last_seen=stored_moment(last_seen),
        is_current=bool(is_current),
    )


def _headline(*row: Any) -> HeadlineChange:
    article_id, url, source, old, new, changed_at = row
    return HeadlineChange(
        article_id=article_id,
        url=url,
        source=source,
        old_title=old,
        new_title=new,
        changed_at=stored_moment(changed_at),
    )
