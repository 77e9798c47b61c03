"""A site tried before anything of it is archived: what it allows, what is found, how it is read, how long it takes.

No database is touched. What is asked for, and nothing else: robots.txt, the home page, `MAX_LISTS` feeds and sitemaps,
and `MAX_SAMPLES` of the articles that they name; each with the redirects and tries that it takes.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archiver.discover.scope import Scope, guess_feeds, guess_sitemaps, scope_of
from archiver.discover.shape import looks_like_article
from archiver.discover.sitemaps import sitemaps_in_robots
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.robots import read_rules
from archiver.model import ARCHIVED_KINDS, Article, Capture, Discovered, HostState, PageKind, SourceScope
from archiver.pipelines.decide import Reading
from archiver.pipelines.reading import read_content
from archiver.pipelines.trial_report import List, ListKind, Robots, Sample, Trial
from archiver.site_rules import NO_RULES, SiteRules
from archiver.text import word_count
from archiver.urls import host_of, normalise_url

MAX_LISTS = 4
MAX_SAMPLES = 4
_LISTS: dict[str, PageKind] = {"feed": "feed", "sitemap": "sitemap"}
#: what people look for in an article
_FIELDS = ("title", "published", "authors", "body")


def try_site(fetcher: Fetcher, url: str, *, scope: SourceScope | None = None, rules: SiteRules = NO_RULES) -> Trial:
    """What a crawl that starts there would meet with. Raises ``UrlError``."""
    return _Try(fetcher, scope, rules).run(normalise_url(url))


class _Try:
    """One site, asked one address after the other."""

    def __init__(self, fetcher: Fetcher, scope: SourceScope | None, rules: SiteRules) -> None:
        self._fetcher = fetcher
        self._said = scope
        self._rules = rules
        self._hosts: dict[str, HostState] = {}
        self._requests = 0
        self._elapsed: list[float] = []

    def run(self, url: str) -> Trial:
        home, reading = self._read(url)
        robots = self._robots(home.final_url)
        trial = Trial(
            url=url,
            final_url=home.final_url,
            robots=robots,
            home=_list_of(home, reading, "home"),
            home_kind=reading.kind,
            robots_tags=tuple(sorted(reading.robots)),
        )
        if home.failure is None and reading.failure is None:
            trial = self._look_further(trial, reading, scope_of(home.final_url, self._said))
        return replace(
            trial,
            requests=self._requests,
            delay_s=self._fetcher.delay_s(host_of(home.final_url)),
            response_s=statistics.median(self._elapsed) if self._elapsed else None,
        )

    def _look_further(self, trial: Trial, reading: Reading, scope: Scope) -> Trial:
        on_home = _admitted(reading, scope)
        lists = [
            (_list_of(capture, read, kind), _admitted(read, scope))
            for capture, read, kind in self._lists(trial, on_home)
        ]
        in_lists = _articles(one for _, found in lists for one in found)
        on_page = _articles(on_home)
        return replace(
            trial,
            home=_counted(trial.home, on_home),
            sections=sum(one.expected == "page" for one in on_home) - len(on_page),
            lists=tuple(_counted(one, found) for one, found in lists),
            articles_found=len({one.url for one in (*in_lists, *on_page)}),
            samples=tuple(self._sample(one.url) for one in _spread(in_lists or on_page, MAX_SAMPLES)),
        )

    def _lists(self, trial: Trial, on_home: Iterable[Discovered]) -> Iterator[tuple[Capture, Reading, ListKind]]:
        """Feeds and sitemaps that are named somewhere, or else guessed; of an index, its newest part."""
        feeds = [one for one in on_home if one.expected == "feed"]
        sitemaps = [_sitemap(url) for url in trial.robots.sitemaps] or [
            one for one in on_home if one.expected == "sitemap"
        ]
        home = trial.final_url
        waiting = [*(feeds[:2] or guess_feeds(home)[:1]), *(sitemaps[:2] or guess_sitemaps(home)[:1])]
        for _ in range(MAX_LISTS):
            if not waiting:
                return
            wanted = waiting.pop(0)
            capture, reading = self._read(wanted.url, _LISTS.get(wanted.expected))
            yield capture, reading, _kind_of(wanted, reading)
            parts = [one for one in reading.found if one.expected == "sitemap"]
            if parts and reading.kind == "sitemap":
                waiting.insert(0, max(parts, key=lambda part: _day(part) or dt.date.min))

    def _sample(self, url: str) -> Sample:
        capture, reading = self._read(url)
        article = reading.article
        return Sample(
            url=url,
            status=capture.status,
            elapsed_s=capture.elapsed_s,
            problem=_problem(capture, reading),
            kind=reading.kind,
            title=article.title if article else None,
            published=article.to_dict()["published"] if article else None,
            authors=tuple(author.name for author in article.authors) if article else (),
            words=word_count(article.body) if article and article.body else 0,
            missing=_missing(article) if article and article.kind in ARCHIVED_KINDS else (),
            is_paywalled=article.is_paywalled if article else None,
            is_noarchive="noarchive" in reading.robots,
        )

    def _read(self, url: str, expected: PageKind | None = None) -> tuple[Capture, Reading]:
        capture = self._fetcher.fetch(url)
        for robots in self._fetcher.robots_captures():
            self._requests += len(robots.exchanges)
        self._requests += len(capture.exchanges)
        if capture.exchanges:
            self._elapsed.append(capture.elapsed_s)
        self._hosts |= {state.host: state for state in self._fetcher.host_states()}
        return capture, read_content(capture, expected=expected, rules=self._rules)

    def _robots(self, url: str) -> Robots:
        state = self._hosts.get(host_of(url))
        if state is None:
            return Robots()
        text = state.robots_text or ""
        return Robots(
            status=state.robots_status,
            crawl_delay_s=read_rules(text).crawl_delay_s,
            sitemaps=sitemaps_in_robots(text, url),
        )


def _admitted(reading: Reading, scope: Scope) -> list[Discovered]:
    """What was found and belongs to the site."""
    return [one for one in reading.found if scope.admits(one.url, expected=one.expected)]


def _articles(found: Iterable[Discovered]) -> list[Discovered]:
    """Those that look like an article's, the newest first; what a feed names is one."""
    chosen = {
        one.url: one
        for one in found
        if one.expected == "page" and (one.found_by == "feed" or looks_like_article(one.url))
    }
    return sorted(chosen.values(), key=lambda one: _day(one) or dt.date.min, reverse=True)


def _day(one: Discovered) -> dt.date | None:
    moment = one.published or one.modified
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _spread(found: list[Discovered], count: int) -> list[Discovered]:
    """So many of them, the newest and others all over the list: older pages may look otherwise."""
    step = max(1, len(found) // count)
    return found[: step * count : step]


def _sitemap(url: str) -> Discovered:
    return Discovered(url=url, found_by="robots", expected="sitemap")


def _kind_of(wanted: Discovered, reading: Reading) -> ListKind:
    """What came, or else what was asked for."""
    kind = reading.kind if reading.kind in _LISTS else wanted.expected
    return "feed" if kind == "feed" else "sitemap"


def _list_of(capture: Capture, reading: Reading, kind: ListKind) -> List:
    return List(
        url=capture.url,
        kind=kind,
        status=capture.status,
        elapsed_s=capture.elapsed_s,
        problem=_problem(capture, reading),
    )


def _counted(one: List, found: Iterable[Discovered]) -> List:
    """With what it names."""
    pages = [address for address in found if address.expected == "page"]
    days = [day for address in pages if (day := _day(address))]
    newest = max(days).isoformat() if days else None
    return replace(one, addresses=len(pages), articles=len(_articles(pages)), newest=newest)


def _problem(capture: Capture, reading: Reading) -> str | None:
    if capture.failure is not None:
        return capture.error
    return None if reading.failure is None else ": ".join(filter(None, (reading.failure, reading.detail)))


def _missing(article: Article) -> tuple[str, ...]:
    return tuple(name for name in _FIELDS if not getattr(article, name))
