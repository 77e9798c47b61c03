#!/usr/bin/env python3
"""Asks what learnt pauses are worth: how fresh pages are kept, for how many requests, beside fixed pauses.

    python bench/revisits.py                      # four weeks of 300 pages
    python bench/revisits.py --days 7 --json revisits.json

The sites are invented, and the same each time: home pages, feeds and sections that change at known rates, some by day
only, some asleep until they wake up; articles that are edited in their first hours, or again and again, or never. No
page is fetched: the code that decides when to look again is given what a look would have shown.

Told is how long after a change a look shows it, the mean of all changes, and for how much of the time a page is as it
was last seen, the mean of all pages. Fixed pauses, of one length for all pages and of one for each kind, are chosen so
that they take as many requests.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

from archiver.discover.revisits import Look, history_after
from archiver.model import Capture, DuePage, PageKind, PageResult
from archiver.pipelines.decide import due_after

START = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
HOUR = 3600.0
DAY = 24 * HOUR
#: between two rounds of update
ROUND = 600.0

#: seconds since the start at which a page changes
Changes = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One invented page."""

    group: str
    kind: PageKind
    path: str
    changes: Changes
    #: seconds since the start, of an article
    published: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a way of choosing pauses comes to."""

    name: str
    requests: int
    #: share of the time for which a page is as it was last seen
    freshness: float
    #: from a change to the look that shows it, hours; the mean of all changes
    lag_h: float


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=28, help="how long the pages are watched")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    figures = compare(options.days)
    for figure in figures:
        print(
            f"{figure.name:28} {figure.requests:8} requests   {figure.freshness:6.1%} fresh   "
            f"a change is seen after {figure.lag_h:5.2f} h"
        )
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def compare(days: int = 28) -> list[Figure]:
    """Learnt pauses beside fixed ones that take as many requests."""
    end = days * DAY
    sites = list(invented(random.Random(7), end))
    learnt = [tuple(learnt_looks(site, end)) for site in sites]
    by_kind = {
        kind: sum(len(looks) for site, looks in zip(sites, learnt, strict=True) if site.kind == kind)
        for kind in _kinds(sites)
    }
    watched_by_kind = {
        kind: sum(end - (site.published or 0) for site in sites if site.kind == kind) for kind in by_kind
    }
    pause = sum(watched_by_kind.values()) / sum(by_kind.values())
    pauses = {kind: watched_by_kind[kind] / by_kind[kind] for kind in by_kind}
    return [
        _figure("learnt", sites, learnt, end),
        _figure("fixed, one for each kind", sites, [_every(pauses[site.kind], site, end) for site in sites], end),
        _figure("fixed, one for all", sites, [_every(pause, site, end) for site in sites], end),
    ]


def _kinds(sites: Sequence[Site]) -> set[PageKind]:
    return {site.kind for site in sites}


def invented(rng: random.Random, end: float) -> Iterator[Site]:
    """The pages, with the moments at which they change."""
    for number in range(20):
        a_day = rng.choice((0.2, 1, 4, 12, 40, 120))
        by_day = number % 2 == 0
        yield Site(group="home", kind="listing", path="/", changes=_poisson(rng, a_day / DAY, end, by_day=by_day))
        yield Site(group="feed", kind="feed", path="/feed/", changes=_poisson(rng, a_day / DAY, end, by_day=by_day))
    for number in range(60):
        a_day = rng.choice((0.02, 0.1, 0.5, 2, 6))
        wakes = end / 2 if number % 6 == 0 else 0.0
        changes = tuple(at for at in _poisson(rng, a_day / DAY, end) if at >= wakes)
        yield Site(group="section", kind="listing", path=f"/section-{number}/", changes=changes)
    for number in range(200):
        published = rng.uniform(0, end * 0.9)
        edits = rng.choice((0.0, 0.0, 0.1, 0.3, 0.8))
        yield Site(
            group="article",
            kind="article",
            path=f"/story-{number}",
            changes=tuple(published + age for age in _ageing(rng, edits, end - published)),
            published=published,
        )


def _poisson(rng: random.Random, rate: float, end: float, *, by_day: bool = False) -> Changes:
    """Moments of a Poisson process; by day, twice as many from six to six, and none at night."""
    moments: list[float] = []
    at = rng.expovariate(rate * 2 if by_day else rate)
    while at < end:
        if not by_day or (at % DAY) / DAY > 1 / 2:
            moments.append(at)
        at += rng.expovariate(rate * 2 if by_day else rate)
    return tuple(moments)


def _ageing(rng: random.Random, a_doubling: float, end: float) -> Iterator[float]:
    """Ages at which an article is edited: so many times in each doubling of its age, an hour being added to it."""
    age = 0.0
    while a_doubling:
        age = (age + HOUR) * 2 ** rng.expovariate(a_doubling) - HOUR
        if age >= end:
            return
        yield age


def learnt_looks(site: Site, end: float) -> Iterator[float]:
    """The moments at which the page is looked at, in rounds, as the real code decides."""
    page = DuePage(
        page_id=1,
        source_id=1,
        url=f"https://outlet.example{site.path}",
        kind=site.kind,
        priority=0,
        due_at=START,
        found_by="link",
        article_id=None if site.published is None else 1,
        published=None if site.published is None else _moment(site.published),
    )
    at, before = site.published or 0.0, None
    while at < end:
        yield at
        is_changed = before is not None and _has_changed(site.changes, before, at)
        result = _result(page, at, is_changed=is_changed)
        history = history_after(
            page, result, Look(is_changed=is_changed, new=int(is_changed)), published=page.published
        )
        due_at = due_after(page, replace(result, history=history), page.published)
        if due_at is None:
            return
        page = replace(page, history=history, last_fetched_at=_moment(at))
        before, at = at, at + max(ROUND, -(-((due_at - START).total_seconds() - at) // ROUND) * ROUND)


def _result(page: DuePage, at: float, *, is_changed: bool) -> PageResult:
    capture = Capture(url=page.url, final_url=page.url, fetched_at=_moment(at), status=200)
    return PageResult(page_id=1, source_id=1, capture=capture, kind=page.kind, state="ok", is_unchanged=not is_changed)


def _every(pause: float, site: Site, end: float) -> tuple[float, ...]:
    first = site.published or 0.0
    return tuple(first + number * pause for number in range(int((end - first) / pause) + 1))


def _figure(name: str, sites: Sequence[Site], looks: Sequence[tuple[float, ...]], end: float) -> Figure:
    fresh = [freshness(site, moments, end) for site, moments in zip(sites, looks, strict=True)]
    lags = [lag for site, moments in zip(sites, looks, strict=True) for lag in _lags(site.changes, moments, end)]
    return Figure(
        name=name,
        requests=sum(map(len, looks)),
        freshness=sum(fresh) / len(fresh),
        lag_h=sum(lags) / len(lags) / HOUR,
    )


def freshness(site: Site, looks: Sequence[float], end: float) -> float:
    """Share of the time, from the first look on, for which the page is as it was last seen."""
    fresh = 0.0
    for look, following in pairwise((*looks, end)):
        place = bisect.bisect_right(site.changes, look)
        fresh += min(following, *site.changes[place : place + 1], end) - look
    return fresh / (end - looks[0])


def _lags(changes: Changes, looks: Sequence[float], end: float) -> Iterator[float]:
    for change in changes:
        if change > looks[0]:
            place = bisect.bisect_left(looks, change)
            yield (looks[place] if place < len(looks) else end) - change


def _has_changed(changes: Changes, since: float, until: float) -> bool:
    return bisect.bisect_right(changes, until) > bisect.bisect_right(changes, since)


def _moment(seconds: float) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


if __name__ == "__main__":
    raise SystemExit(main())
