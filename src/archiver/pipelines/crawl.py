"""`crawl`: a site into the archive, as far as its feeds, sitemaps and links lead. Goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from archiver.discover.scope import OF_SCOPE
from archiver.fetch.fetcher import Fetcher
from archiver.model import ALWAYS, Source, SourceScope, Span
from archiver.pipelines.discovering import seed_entry
from archiver.pipelines.events import Event, Notice
from archiver.pipelines.round import Errand, run_round
from archiver.pipelines.sources import SourceBook
from archiver.pipelines.tools import Tools
from archiver.urls import normalise_url

#: stopped at a limit with work left
LIMIT_EXIT_CODE = 4


def crawl(
    tools: Tools,
    fetcher: Fetcher,
    seeds: Sequence[str],
    scope: SourceScope | None = None,
    window: Span = ALWAYS,
) -> Generator[Event]:
    """Archives what can be reached from the seeds, each the home page or a section of a site.

    What is archived already is left to `update`; pages that list others are asked again when they are due. ``scope`` is
    kept with the sources of all seeds; ``None`` leaves them theirs. What is told to be of days outside the ``window``
    stays queued for a later crawl. Raises ``UrlError`` for a seed that is no address, before anything is written.
    """
    registered = yield from register_seeds(tools, seeds, scope)
    errand = Errand(
        command="crawl",
        arguments=tuple(seeds),
        source_ids=frozenset(registered.values()),
        seeds=tuple(registered),
        max_time_s=tools.settings.max_time_s,
        limit_exit_code=LIMIT_EXIT_CODE,
        window=window,
    )
    yield from run_round(tools, fetcher, errand)


def register_seeds(
    tools: Tools, seeds: Sequence[str], scope: SourceScope | None
) -> Generator[Event, None, dict[str, int]]:
    """The number of each seed's source, by the seed's normalised address, which is queued. Raises ``UrlError``."""
    urls = tuple(dict.fromkeys(normalise_url(seed) for seed in seeds))
    known = {source.id for source in tools.archive.sources()}
    book = SourceBook(tools.archive, tools.sources)
    sources = [book.source_for(url, home_url=url) for url in urls]
    for source in dict.fromkeys(sources):
        yield from _with_scope(tools, source, scope, is_known=source.id in known)
    now = tools.clock()
    tools.archive.queue(seed_entry(source, url, now) for source, url in zip(sources, urls, strict=True))
    return {url: source.id for url, source in zip(urls, sources, strict=True)}


def _with_scope(tools: Tools, source: Source, scope: SourceScope | None, *, is_known: bool) -> Generator[Event]:
    """Keeps what is said of a source's scope; a word where another was said before."""
    if scope is None or scope == source.scope:
        return
    tools.archive.registry.change_scope(source, scope, OF_SCOPE)
    if is_known:
        yield Notice(message=f"{source.home_url}: the scope is now {scope}; it was {source.scope}")
