"""Which sites are crawled together, by whom, and what each may take of the limits. Opens nothing.

Politeness is kept by whoever asks: one process knows when it last asked a host. So all that lies in one registered
domain, or is said to belong together, is one *site*, which is never shared. Sites are dealt out in *bundles*, for a
site alone would leave its worker waiting for the host nearly all of the time.
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archiver.model import Source
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.urls import registered_domain

#: sites that one worker asks at a time. Asked once a second, as is usual, they bring about as many pages as a worker
#: can read: more would wait for it, and come back to the archive later
SITES_A_BUNDLE = 64
#: of the limit, a bundle has so many at least: a new site takes about ten before its first article, for its home page
#: and the places where feeds and sitemaps usually are
LEAST_PAGES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Sources that only one worker may ask."""

    #: by number
    sources: frozenset[int]
    #: registered domains that they reach
    domains: frozenset[str] = frozenset()
    #: pages that are known and due
    due: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What one worker crawls at a time, and how much of the run's limits it may use."""

    sites: tuple[Site, ...]
    max_pages: int | None = None
    max_time_s: float | None = None
    #: nothing else is crawled meanwhile
    is_alone: bool = False

    @property
    def domains(self) -> frozenset[str]:
        """That its sites reach."""
        return frozenset().union(*(site.domains for site in self.sites))

    @property
    def sources(self) -> frozenset[int]:
        """Of all its sites."""
        return frozenset().union(*(site.sources for site in self.sites))


def group_sites(
    sources: Iterable[Source], settings: SourceTable = NO_SOURCES, due: Mapping[int, int] | None = None
) -> tuple[Site, ...]:
    """The sources by the domains that they reach: two that share one are one site. In the order of their numbers."""
    leader: dict[int, int] = {}
    by_domain: dict[str, int] = {}
    for source in sources:
        leader[source.id] = source.id
        for domain in _domains(source, settings):
            _join(leader, source.id, by_domain.setdefault(domain, source.id))
    together: dict[int, set[int]] = defaultdict(set)
    domains: dict[int, set[str]] = defaultdict(set)
    for number in leader:
        together[_find(leader, number)].add(number)
    for domain, number in by_domain.items():
        domains[_find(leader, number)].add(domain)
    counts = due or {}
    return tuple(
        Site(
            sources=frozenset(numbers),
            domains=frozenset(domains[first]),
            due=sum(counts.get(number, 0) for number in numbers),
        )
        for first, numbers in sorted(together.items())
    )


def deal(
    sites: Sequence[Site], workers: int, *, max_pages: int | None = None, max_time_s: float | None = None
) -> tuple[Bundle, ...]:
    """The sites in bundles, those with most to do first, each bundle with about the same to do.

    With fewer sites than all workers can ask at a time, each worker has one bundle, and all sites are begun at once.
    Limits are shared out: pages by the number of sites, time by how many bundles a worker has to do one after the
    other. Few pages are not shared out: they would all be spent on finding out what there is. A bundle whose share is
    no page is left out.
    """
    if not sites:
        return ()
    count = min(len(sites), max(workers, -(-len(sites) // SITES_A_BUNDLE)))
    if max_pages is not None:
        count = min(count, max(1, max_pages // LEAST_PAGES))
    dealt = _dealt(sites, count)
    time_s = None if max_time_s is None else max_time_s / -(-count // workers)
    shares = share(max_pages, [len(bundle) for bundle in dealt])
    return tuple(
        Bundle(sites=bundle, max_pages=pages, max_time_s=time_s)
        for bundle, pages in zip(dealt, shares, strict=True)
        if pages != 0
    )


def share(total: int | None, weights: Sequence[int]) -> tuple[int | None, ...]:
    """The total in whole parts that are as the weights; ``None``, where there is no limit, for everybody.

    >>> share(10, [1, 1, 2])
    (3, 2, 5)
    """
    if total is None:
        return (None,) * len(weights)
    ends = [-(-total * reached // sum(weights)) for reached in itertools.accumulate(weights, initial=0)]
    return tuple(end - begin for begin, end in itertools.pairwise(ends))


def _domains(source: Source, settings: SourceTable) -> set[str]:
    own = settings.for_home(source.host)
    further = (*source.scope.hosts, *(() if own is None else own.hosts))
    return {registered_domain(host) for host in (source.host, *further)}


def _find(leader: dict[int, int], number: int) -> int:
    while leader[number] != number:
        number = leader[number]
    return number


def _join(leader: dict[int, int], one: int, other: int) -> None:
    first, second = sorted((_find(leader, one), _find(leader, other)))
    leader[second] = first


def _dealt(sites: Sequence[Site], count: int) -> list[tuple[Site, ...]]:
    """The lightest bundle gets the heaviest site that is left; of equal ones, the one with the fewest sites."""
    bundles: list[list[Site]] = [[] for _ in range(count)]
    lightest = [(0, 0, number) for number in range(count)]
    for site in sorted(sites, key=lambda site: (-site.due, min(site.sources))):
        due, size, number = heapq.heappop(lightest)
        bundles[number].append(site)
        heapq.heappush(lightest, (due + site.due, size + 1, number))
    return [tuple(bundle) for bundle in bundles]
