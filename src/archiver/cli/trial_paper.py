"""What trying a site has shown, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archiver.cli.paper import Line, Piece
from archiver.text import counted

if TYPE_CHECKING:
    from archiver.pipelines.trial_report import List, Robots, Sample, Trial

#: cells before a line
_COLUMN = 14
_MINUTES = 60


def trial_lines(trial: Trial) -> Iterator[Line]:
    """The verdict comes last, where a terminal shows it."""
    yield _line("site", (trial.final_url, "bold"))
    yield _line("robots.txt", (", ".join(_robots(trial.robots)), ""))
    yield _line("home page", (_list(trial.home, trial.home_kind), _colour(trial.home.problem)))
    if trial.sections:
        yield _line("", (f"{counted(trial.sections, 'other page')} of the site named on it", ""))
    for one in trial.lists:
        yield _line(one.kind, (f"{one.url} · {_list(one)}", _colour(one.problem)))
    for sample in trial.samples:
        yield from _sample(sample)
    if trial.response_s is not None:
        yield _line("speed", (_speed(trial), ""))
    if trial.reason is None:
        yield _line("verdict", ("can be crawled", "bold green"))
    else:
        yield _line("verdict", (f"cannot be crawled: {trial.reason}", "bold red"))


def _line(label: str, *pieces: Piece) -> Line:
    return Line(pieces, ((f"{label:{_COLUMN}}", "dim"),))


def _colour(problem: str | None) -> str:
    return "red" if problem else ""


def _robots(robots: Robots) -> Iterator[str]:
    yield "no answer" if robots.status is None else f"HTTP {robots.status}"
    if robots.crawl_delay_s is not None:
        yield f"asks for {robots.crawl_delay_s:g} s between requests"
    yield f"names {counted(len(robots.sitemaps), 'sitemap')}" if robots.sitemaps else "names no sitemap"


def _list(one: List, kind: str | None = None) -> str:
    if one.problem is not None:
        return one.problem
    parts = [
        f"{one.elapsed_s:.1f} s",
        kind,
        f"names {counted(one.articles, 'article')}",
        f"the newest of {one.newest}" if one.newest else None,
    ]
    return ", ".join(part for part in parts if part)


def _sample(sample: Sample) -> Iterator[Line]:
    yield Line(((sample.url, "blue"),), ((f"{'sample':{_COLUMN}}", "dim"),), is_whole=True)
    if sample.problem is not None:
        yield _line("", (sample.problem, "red"))
        return
    facts = (
        sample.title,
        sample.published,
        ", ".join(sample.authors) or None,
        counted(sample.words, "word"),
        None if sample.is_article else f"read as {sample.kind}",
        "paywalled" if sample.is_paywalled else None,
        "asks not to be archived" if sample.is_noarchive else None,
    )
    yield _line("", (" · ".join(fact for fact in facts if fact), ""))
    if sample.missing:
        yield _line("", (f"not found: {', '.join(sample.missing)}", "yellow"))


def _speed(trial: Trial) -> str:
    pace = f"{trial.pages_per_hour:,} pages an hour"
    text = f"{trial.response_s:.1f} s an answer, {trial.delay_s:g} s between two: {pace}"
    if not trial.hours:
        return text
    minutes = counted(max(1, round(trial.hours * _MINUTES)), "minute")
    duration = f"{trial.hours:.1f} hours" if trial.hours >= 1 else minutes
    return f"{text}; the {counted(trial.articles_found, 'article')} found so far take {duration}"
