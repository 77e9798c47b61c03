"""A generated site crawled into an archive of its own, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.config import CrawlSettings, FetchSettings
from archiver.pipelines.crawl import crawl
from archiver.pipelines.tools import open_fetcher, open_tools
from support.generated_server import serve_generated

#: nothing here takes longer; a trap without end does
MAX_PAGES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlFigures:
    """How well a site was crawled."""

    site: str
    articles: int
    #: headlines
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    #: titles of archived articles that the site does not have
    strangers: tuple[str, ...]
    #: name, how many of its addresses were asked for, how many may be
    traps: tuple[tuple[str, int, int], ...]
    requests: int

    @property
    def sprung(self) -> tuple[tuple[str, int, int], ...]:
        """Traps that were followed further than they may be."""
        return tuple(trap for trap in self.traps if trap[1] > trap[2])

    @property
    def is_perfect(self) -> bool:
        """Every article once, no trap followed more than its limit."""
        return not (self.missing or self.twice or self.strangers or self.sprung)


def crawl_generated(name: str, path: Path, today: dt.date, **settings: Any) -> CrawlFigures:
    """Crawls the site over real sockets into an archive at ``path``."""
    with (
        serve_generated(name, today) as (site, asked),
        open_tools(path, CrawlSettings(max_pages=MAX_PAGES, **settings), create=True) as tools,
        open_fetcher(FetchSettings(allow_private=True, delay_s=0.0), tools.archive.host_states()) as fetcher,
    ):
        for _ in crawl(tools, fetcher, [site.base + "/"]):
            pass
        titles = Counter(str(title) for (title,) in tools.archive.query("SELECT title FROM articles").rows)
        return CrawlFigures(
            site=name,
            articles=len(site.headlines),
            missing=tuple(sorted(site.headlines - titles.keys())),
            twice=tuple(sorted(title for title, times in titles.items() if times > 1)),
            strangers=tuple(sorted(titles.keys() - site.headlines)),
            traps=tuple((trap.name, trap.asked_for(asked), trap.limit) for trap in site.traps),
            requests=len(asked),
        )
