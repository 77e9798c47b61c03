#!/usr/bin/env python3
"""Measures whether a crawl finds every article of sites that it has never seen, and how far it follows their traps.

    python bench/discovery.py                    # generated sites, fixture sites, the reading of large sitemaps
    python bench/discovery.py --only all-broken  # one of them

One line a site: articles that there are and that were archived, those that are missing, archived twice, or no articles
at all; requests made; of each trap how often it was followed and how often it may be. Exit code 1 when an article is
missing or twice, or a trap was followed beyond its limit. The sites are on loopback, the pauses between requests are
left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import search_path  # noqa: F401 - so that what follows is found
from server import serve_sites
from sites import page_cases, site_names

from archiver.config import CrawlSettings, FetchSettings
from archiver.discover.sitemaps import read_sitemap
from archiver.model import ARCHIVED_KINDS
from archiver.pipelines.crawl import crawl
from archiver.pipelines.tools import open_fetcher, open_tools
from support.generated_crawls import CrawlFigures, crawl_generated
from support.generated_lists import urlset
from support.generated_sites import SITES

SITEMAP_SIZES = (50_000, 100_000)


def main() -> int:
    """Prints the figures; 1 when one of them is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[*SITES, *site_names()], help="one site")
    only = parser.parse_args().only
    is_perfect = True
    for figures in crawled(only):
        print("\n".join(lines(figures)), flush=True)
        is_perfect = is_perfect and figures.is_perfect
    if only is None:
        print("\n".join(map(sitemap_line, SITEMAP_SIZES)))
    return 0 if is_perfect else 1


def crawled(only: str | None) -> Iterator[CrawlFigures]:
    """Each site crawled into an archive of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SITES:
            if only in {None, name}:
                yield crawl_generated(name, Path(folder) / f"{name}.db", dt.datetime.now(dt.UTC).date())
        for name in site_names():
            if only in {None, name}:
                yield crawl_fixture(name, Path(folder) / f"{name}.db")


def crawl_fixture(name: str, path: Path) -> CrawlFigures:
    """A fixture site; its articles are those that expected values know, but for what asks to be let be."""
    expected = {
        str(case.expected["title"])
        for case in page_cases(name)
        if case.expected.get("kind") in ARCHIVED_KINDS and b"noarchive" not in case.content
    }
    with (
        serve_sites(names=[name]) as sites,
        open_tools(path, CrawlSettings(), create=True) as tools,
        open_fetcher(FetchSettings(allow_private=True, delay_s=0.0), tools.archive.host_states()) as fetcher,
    ):
        for _ in crawl(tools, fetcher, [sites[name].home]):
            pass
        titles = Counter(str(title) for (title,) in tools.archive.query("SELECT title FROM articles").rows)
        requests = len(sites[name].log)
    return CrawlFigures(
        site=name,
        articles=len(expected),
        missing=tuple(sorted(expected - titles.keys())),
        twice=tuple(sorted(title for title, times in titles.items() if times > 1)),
        strangers=tuple(sorted(titles.keys() - expected)),
        traps=(),
        requests=requests,
    )


def lines(figures: CrawlFigures) -> Iterator[str]:
    """What came of one site."""
    found = figures.articles - len(figures.missing)
    wrong = f"{len(figures.twice)} twice, {len(figures.strangers)} that are none"
    yield f"{figures.site:17} {found:4} of {figures.articles} articles, {wrong}; {figures.requests} requests"
    yield from (f"    {name}: {times} asked for, {limit} allowed" for name, times, limit in figures.traps)
    yield from (f"    missing: {title}" for title in figures.missing)
    yield from (f"    twice: {title}" for title in figures.twice)
    yield from (f"    no article: {title}" for title in figures.strangers)


def sitemap_line(size: int) -> str:
    """Processor time for the reading of one sitemap."""
    content = urlset(f"https://www.gazette.example/2025/08/11/the-story-with-the-number-{n}/" for n in range(size))
    begun = time.process_time()
    sitemap = read_sitemap(content, "https://www.gazette.example/map.xml")
    spent = time.process_time() - begun
    note = f", {sitemap.note}" if sitemap.note else ""
    return f"a sitemap of {size:,} addresses: {len(sitemap.found):,} read in {spent:.2f} s of processor time{note}"


if __name__ == "__main__":
    sys.exit(main())
