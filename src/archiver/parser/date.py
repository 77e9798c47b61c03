"""When the article appeared and when it changed, settled between what the page declares and what it shows.

The first source that has a day, in the order of ``PUBLISHED`` and ``MODIFIED``, settles the day. Of all sources that
name the same day, the first that names the time and its zone gives the moment; a time without a zone takes the zone
that the page names elsewhere. What lost, and why, is worked out only when asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from archiver.model import Evidence, Moment, moment_text
from archiver.parser.date_last import LAST_RESORTS
from archiver.parser.date_sources import (
    BELOW,
    MODIFIED,
    PUBLISHED,
    SHOWN,
    DateContext,
    Found,
    elsewhere,
    gathered,
    regional,
    shown_dates,
)
from archiver.parser.offsets import settle
from archiver.timestamps import Reading, is_bare


@dataclass(frozen=True, slots=True)
class Dates:
    """What ``find_dates`` found."""

    published: Moment | None = None
    modified: Moment | None = None
    evidence: tuple[Evidence, ...] = ()


class _Candidates(NamedTuple):
    """The readings for each field, likeliest first, and all readings of the page."""

    published: tuple[Found, ...]
    modified: tuple[Found, ...]
    every: tuple[Found, ...]


class _Settled(NamedTuple):
    """The moment of a field, the reading that gave it, and how."""

    moment: Moment
    found: Found
    rule: str


def find_dates(context: DateContext, *, explain: bool = False) -> Dates:
    """When the article appeared and when it changed; what the page does not say is ``None``.

    The evidence is of the winners; with ``explain``, what lost follows each, with the reason.
    """
    context = replace(context, language=regional(context))
    candidates = _candidates(context)
    published = _settled(candidates.published, candidates.every)
    modified = _settled(tuple(_not_before(published, candidates.modified)), candidates.every)
    evidence = [_winner(name, won) for name, won in (("published", published), ("modified", modified)) if won]
    if explain:
        evidence += _losers("published", published, candidates.published)
        evidence += _losers("modified", modified, tuple(_not_before(published, candidates.modified)))
        evidence += _too_early(published, candidates.modified)
        evidence += _refused(context, candidates)
    return Dates(
        published=published.moment if published else None,
        modified=modified.moment if modified else None,
        evidence=tuple(_ranked(evidence)) if explain else tuple(evidence),
    )


def _candidates(context: DateContext) -> _Candidates:
    shown = tuple(shown_dates(context))
    published = tuple(gathered(PUBLISHED, context, shown)) or _last_resort(context, shown)
    modified = tuple(gathered(MODIFIED, context, shown))
    return _Candidates(_contradicted(published, modified, context), modified, (*published, *modified, *shown))


#: days closer than this are one day in two zones
_ONE_DAY = dt.timedelta(days=1)
#: an address that is older by so much is of the text's first publication
_LONG_BEFORE = dt.timedelta(days=60)
_FIRST_YEAR_OF_THE_WEB = 1993


def _contradicted(published: tuple[Found, ...], modified: tuple[Found, ...], context: DateContext) -> tuple[Found, ...]:
    """The readings with those first that know better than what is declared.

    Pages that are moved or built anew declare the day of that. The day that stands alone in a line below the headline
    is what readers are told, unless it is that of an update; and an address keeps the day that it was made on.
    """
    if not published or published[0].source in SHOWN:
        return published
    line = next((found for found in published if found.source == BELOW), None)
    if line is not None and not _is_near(line, (published[0], *modified)) and _is_only_day(line, context):
        return (line, *(found for found in published if found is not line))
    address = next((found for found in published if found.source == "url"), None)
    if address is not None and _is_long_before(address.reading.day, published[0].reading.day):
        return (address, *(found for found in published if found is not address))
    return published


def _is_only_day(line: Found, context: DateContext) -> bool:
    return line.reading.label != "modified" and is_bare(line.raw, language=context.language)


def _is_long_before(day: dt.date, declared: dt.date) -> bool:
    return day.year >= _FIRST_YEAR_OF_THE_WEB and declared - day > _LONG_BEFORE


def _is_near(found: Found, others: Iterable[Found]) -> bool:
    return any(abs(other.reading.day - found.reading.day) <= _ONE_DAY for other in others)


def _last_resort(context: DateContext, shown: tuple[Found, ...]) -> tuple[Found, ...]:
    """What the first of the weaker sources says that has anything to say."""
    return next(filter(None, (tuple(source(context, shown)) for source in LAST_RESORTS)), ())


def _settled(found: tuple[Found, ...], every: tuple[Found, ...]) -> _Settled | None:
    """The moment of the first day found, from whichever source of that day says most about it."""
    if not found:
        return None
    same = [other for other in found if other.reading.day == found[0].reading.day]
    best = max(same, key=lambda other: _precision(other.reading))
    shown = [other.reading for other in found if other.source in SHOWN]
    moment, rule = settle(best.reading, shown, [other.reading for other in every])
    return _Settled(moment, best, rule)


def _not_before(published: _Settled | None, modified: tuple[Found, ...]) -> Iterator[Found]:
    """The updates without those of a day before the publication, which no text can have."""
    return (found for found in modified if published is None or not _is_before(found.reading, published))


def _is_before(update: Reading, published: _Settled) -> bool:
    day, first = update.moment, published.moment
    if isinstance(day, dt.datetime) and isinstance(first, dt.datetime) and day >= first:
        return False  # in another zone
    return update.day < published.found.reading.day


def _precision(reading: Reading) -> int:
    return (reading.clock is not None) + (reading.clock is not None and reading.zone is not None)


def _winner(name: str, won: _Settled) -> Evidence:
    found = won.found
    return Evidence(field=name, value=moment_text(won.moment), raw=found.raw, source=found.source, rule=won.rule)


# --- what lost ----------------------------------------------------------------------

#: a page of archives names hundreds of days; nobody reads so many
_MAX_LOSERS = 12


def _losers(name: str, won: _Settled | None, candidates: tuple[Found, ...]) -> Iterator[Evidence]:
    """The other readings that could have been the field, each once."""
    if won is None:
        return
    for found in dict.fromkeys(candidates):
        if found != won.found:
            yield _loser(name, found, _reason(found.reading, won.found.reading))


def _loser(name: str, found: Found, reason: str) -> Evidence:
    value, rule = moment_text(found.reading.moment), "as written"
    return Evidence(field=name, value=value, raw=found.raw, source=found.source, rule=rule, rank=1, reason=reason)


def _reason(lost: Reading, won: Reading) -> str:
    if lost.day != won.day:
        is_update = lost.label == "modified" and won.label != "modified"
        return "is named as the update" if is_update else "names another day than a stronger source"
    if lost.clock is None and won.clock is not None:
        return "has no time of day"
    if lost.zone is None and won.zone is not None:
        return "has no zone"
    return "says no more than a stronger source"


def _too_early(published: _Settled | None, modified: tuple[Found, ...]) -> Iterator[Evidence]:
    left = set(_not_before(published, modified))
    for found in dict.fromkeys(modified):
        if found not in left:
            yield _loser("modified", found, "is of a day before the publication")


def _refused(context: DateContext, candidates: _Candidates) -> Iterator[Evidence]:
    """Days that were no candidates at all: those after the fetching, and those of other texts than the article."""
    known = {(found.raw, found.source) for found in candidates.every}
    later = _candidates(replace(context, fetched_at=None))
    for found in dict.fromkeys(later.every):
        if (found.raw, found.source) not in known:
            field = "modified" if found in later.modified else "published"
            yield _loser(field, found, "is after the page was fetched")
    for found, reason in elsewhere(context):
        yield _loser("published", found, reason)


def _ranked(evidence: list[Evidence]) -> Iterator[Evidence]:
    """Winners as they are; losers numbered in their order, field by field."""
    counts: dict[str, int] = {}
    for item in evidence:
        if not item.rank:
            yield item
            continue
        counts[item.field] = rank = counts.get(item.field, 0) + 1
        if rank <= _MAX_LOSERS:
            yield replace(item, rank=rank)
