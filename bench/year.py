#!/usr/bin/env python3
"""Works out what a year of CC-NEWS takes, and 10,000 sites crawled daily, from what was measured and what is told.

    python year.py                   # the tables of docs/explanation/scale.md
    python year.py --cores 64        # other machines
    python year.py --sites 500 --articles 20

Every figure names where it comes from: a command of this repository, or a source with its date. Change one, and
`make docs` writes the page anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

HOUR, DAY = 3600, 86400
GB, TB = 1e9, 1e12
#: files of CC-NEWS are closed at about this size
FILE_BYTES = 1.07e9


@dataclass(frozen=True)
class Figure:
    """A number, and where it comes from."""

    what: str
    value: float
    unit: str
    source: str


#: about CC-NEWS: approximate, and other people's
PAGES_A_MONTH = Figure(
    "pages in a month of CC-NEWS", 11.6e6, "pages", "FineNews-unfiltered, README, 2024 (March to May)"
)
ALL_PAGES = Figure("articles, August 2016 to 2026", 1.35e9, "pages", "arXiv 2605.18337, 2026-05-18")
ALL_BYTES = Figure(
    "WARC files, August 2016 to September 2022", 25 * 2**40, "B", "commoncrawl/news-crawl issue 48, 2022-10-03"
)
ALL_MONTHS = 73
TOLD = (PAGES_A_MONTH, ALL_PAGES, ALL_BYTES)

#: on two cores: CPU time, not time by the clock. Invented pages of 60 KB, of a
#: crawl 300 KB
INGEST_S = Figure(
    "CPU for a page that is taken in, start included", 0.0062, "s", "bench/ingest.py --pages 20000, two workers"
)
CRAWL_S = Figure("CPU for a page that is crawled, all of it stored", 0.0101, "s", "bench/crawl.py")
MERGED = Figure("articles merged in a second of CPU", 3100, "", "bench/merge.py --articles 100000")
HANDED = Figure("articles handed out in a second of CPU", 8300, "", "bench/handing.py --articles 8000")
ROW_BYTES = Figure("of an archive (SQLite), an article", 27_100, "B", "1,000 of them taken in, with links and cards")
LAKE_BYTES = Figure("of a lake (Parquet), an article", 6600, "B", "archiver export --format parquet, of those")
MEASURED = (INGEST_S, ROW_BYTES, LAKE_BYTES, MERGED, CRAWL_S, HANDED)

#: what machines of that kind cost, for a class and no more: a core for an hour, a GB for a month
CORE_HOUR, GB_MONTH = (0.01, 0.05), 0.023
#: of a site, when it is crawled for the first time
BACKLOG = 20_000
#: articles among pages that are asked for: the rest are lists, feeds, looks at what has not changed
ASKED_FOR_AN_ARTICLE = 4
#: what the records of a page of CC-NEWS take, compressed, as if all months had been alike
RECORD_BYTES = ALL_BYTES.value / (PAGES_A_MONTH.value * ALL_MONTHS)


@dataclass(frozen=True)
class Plan:
    """What is asked for."""

    cores: int = 16
    machines: int = 4
    network_mbit: float = 1000
    sites: int = 10_000
    #: new ones, of a site in a day
    articles: float = 50
    delay_s: float = 1.0


def main() -> None:
    """Prints all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("cores", 16), ("machines", 4), ("sites", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--articles", type=float, default=50.0, help="new ones, of a site in a day")
    options = parser.parse_args()
    plan = Plan(cores=options.cores, machines=options.machines, sites=options.sites, articles=options.articles)
    tables = (
        ("What is told of CC-NEWS", figures(TOLD)),
        ("What was measured here", figures(MEASURED)),
        ("A year of CC-NEWS", year(plan)),
        (f"{plan.sites:,} sites, daily, {plan.articles:g} new articles each", daily(plan)),
    )
    print("\n\n".join("\n".join(table(title, rows)) for title, rows in tables))


def figures(told: Iterable[Figure]) -> Iterator[Sequence[str]]:
    """A row for each."""
    for one in told:
        yield one.what, amount(one.value, one.unit), one.source


def year(plan: Plan) -> Iterator[Sequence[str]]:
    """What it comes to."""
    pages = 12 * PAGES_A_MONTH.value
    received = pages * RECORD_BYTES
    core_s = pages * INGEST_S.value
    cores = plan.cores * plan.machines
    yield "pages", amount(pages, ""), "12 months"
    yield "WARC files", amount(received / FILE_BYTES, ""), f"{amount(received, 'B')}, at {amount(FILE_BYTES, 'B')} each"
    yield "to bring here", time_of(received * 8 / (plan.network_mbit * 1e6)), f"at {plan.network_mbit:,.0f} Mbit/s"
    yield (
        "to take in, core hours",
        amount(core_s / HOUR, ""),
        f"{amount(1 / INGEST_S.value, '')} pages a second and core",
    )
    yield f"... on {cores} cores", time_of(core_s / cores), f"{plan.machines} machines of {plan.cores}"
    yield "... costs about", money(core_s / HOUR * CORE_HOUR[0], core_s / HOUR * CORE_HOUR[1]), "the machines alone"
    yield "lake (Parquet), in place", amount(pages * LAKE_BYTES.value, "B"), monthly(pages * LAKE_BYTES.value)
    yield "archive (SQLite), one file", amount(pages * ROW_BYTES.value, "B"), monthly(pages * ROW_BYTES.value)
    yield "... merged by one writer", time_of(pages / MERGED.value), "however many workers there are"
    yield "copy of the WARC files", amount(received, "B"), monthly(received)


def daily(plan: Plan) -> Iterator[Sequence[str]]:
    """What it comes to, a day."""
    articles = plan.sites * plan.articles
    asked = articles * ASKED_FOR_AN_ARTICLE
    core_s = asked * CRAWL_S.value
    of_site = plan.articles * ASKED_FOR_AN_ARTICLE * plan.delay_s
    yield "requests a day", amount(asked, ""), f"{ASKED_FOR_AN_ARTICLE} for each new article"
    yield "... a second", f"{asked / DAY:,.0f}", "if they were spread evenly"
    yield "core hours a day", amount(core_s / HOUR, ""), f"{core_s / DAY:.2f} cores, all day long"
    yield "a site is asked for", time_of(of_site), f"a day, at one page in {plan.delay_s:g} s"
    yield (
        "rows a day (SQLite)",
        amount(articles * ROW_BYTES.value, "B"),
        f"{amount(365 * articles * ROW_BYTES.value, 'B')} a year",
    )
    yield (
        "WARC files a day",
        amount(articles * RECORD_BYTES, "B"),
        f"{amount(365 * articles * RECORD_BYTES, 'B')} a year",
    )
    yield "merged a day", time_of(articles / MERGED.value), "by one writer"
    yield (
        "first crawl, core hours",
        amount(plan.sites * BACKLOG * CRAWL_S.value / HOUR, ""),
        f"{BACKLOG:,} articles a site",
    )
    yield "... of one site, at least", time_of(BACKLOG * plan.delay_s), "however many machines there are"
    for months in (1, 12):
        held = articles * 30.4 * months
        yield (
            f"handed out, after {months} month{'s' * (months > 1)}",
            time_of(held / HANDED.value),
            "in each round that is shared out",
        )


def table(title: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """In columns."""
    told = [tuple(row) for row in rows]
    widths = [max(len(row[column]) for row in told) for column in (0, 1)]
    yield title
    yield "-" * len(title)
    for what, value, source in told:
        yield f"{what:{widths[0]}}  {value:>{widths[1]}}  {source}".rstrip()


def amount(value: float, unit: str) -> str:
    """Two or three digits of it, with what it is counted in."""
    if unit == "s":
        return f"{value * 1000:.3g} ms"
    steps = ((1e12, "T", "trillion"), (1e9, "G", "billion"), (1e6, "M", "million"))
    for size, prefix, word in steps:
        if value >= size:
            return f"{value / size:.3g} {prefix + unit if unit == 'B' else word}"
    if unit == "B" and value >= 1000:
        return f"{value / 1000:.3g} kB"
    return f"{value:,.0f}" + (f" {unit}" if unit == "B" else "")


def time_of(seconds: float) -> str:
    """In the unit that people would use."""
    for size, word in ((2 * DAY, "days"), (2 * HOUR, "hours"), (120, "minutes")):
        if seconds >= size:
            return f"{seconds / {'days': DAY, 'hours': HOUR, 'minutes': 60}[word]:.3g} {word}"
    return f"{seconds:.0f} s"


def money(low: float, high: float) -> str:
    """A class: what is exact here is exact for nobody."""
    return f"{low:,.0f} to {high:,.0f} USD"


def monthly(size: float) -> str:
    """What it costs to keep so much, a month."""
    return f"about {size / GB * GB_MONTH:,.0f} USD a month"


if __name__ == "__main__":
    main()
