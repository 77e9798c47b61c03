#!/usr/bin/env python3
"""Each figure of the parser on the labelled pages, fold by fold: no publisher has pages in two folds.

    python bench/crossval.py                     # five folds
    python bench/crossval.py --folds 10
    python bench/crossval.py --json folds.json   # the figures for a program

A page's fold is a stable hash of its registered domain, so everybody draws the same ones. Rules have nothing that is
fitted to pages, so every fold is a held-out one for them, and what the table tells is the spread over publishers: the
figure that other publishers' pages will give lies about so far from the plain one. The labelled pages are looked for as
in quality.py, and each is parsed once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from labelled import COLUMNS, TEASERS, Column, Scorer, eval_folder, judge_all, load_scorer, read_archiver

from archiver.urls import registered_domain

FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure on all pages together, and on each fold alone."""

    name: str
    pages: int
    plain: float | None
    #: ``None`` for a fold without a page that the figure is about
    folds: tuple[float | None, ...]

    @property
    def known(self) -> list[float]:
        """Of the folds that have one."""
        return [value for value in self.folds if value is not None]

    @property
    def mean(self) -> float | None:
        """Over the folds, each of which counts the same."""
        return statistics.fmean(self.known) if self.known else None

    @property
    def deviation(self) -> float | None:
        """Over the folds."""
        return statistics.stdev(self.known) if len(self.known) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one label was worth: its counts by field, as score.py's totals take them."""

    fold: int
    dataset: str
    counts: dict[str, Sequence[float]]


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0, or 2 where there is nothing to measure on."""
    options = read_options(arguments)
    folder = eval_folder()
    if not (folder / "score.py").is_file():
        print(f"crossval: no labelled pages at {folder} (ARCHIVER_EVAL names their folder)", file=sys.stderr)
        return 2
    scorer = load_scorer(folder)
    outcomes = list(read_outcomes(scorer, folder, options))
    figures = [figure(scorer, column, outcomes, options.folds) for column in (*COLUMNS, TEASERS)]
    print("\n".join(table(figures, options.folds)))
    if options.json:
        options.json.write_text(json.dumps([plain(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=FOLDS, help=f"how many (default: {FOLDS})")
    parser.add_argument("--limit", type=int, help="only the first so many labels of each set")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args(arguments)
    if options.folds < 2:
        parser.error(f"invalid --folds {options.folds} (expected 2 or more)")
    return options


def read_outcomes(scorer: Scorer, folder: Path, options: argparse.Namespace) -> Iterator[Outcome]:
    """Of every label."""
    for judged in judge_all(scorer, folder, {"archiver": read_archiver(scorer)}, options.limit):
        label = judged.label
        yield Outcome(fold=fold_of(label["url"], options.folds), dataset=label["dataset"], counts=dict(judged.counts))


def fold_of(url: str, folds: int) -> int:
    """The same on every machine and in every run, and for all pages of a publisher.

    >>> fold_of("https://www.example.org/a", 5) == fold_of("http://news.example.org/b?c", 5)
    True
    """
    return int(hashlib.sha256(registered_domain(url).encode()).hexdigest(), 16) % folds


def figure(scorer: Scorer, column: Column, outcomes: Iterable[Outcome], folds: int) -> Figure:
    """One figure, plain and by folds."""
    own = [one for one in outcomes if one.dataset == column.dataset and column.field in one.counts]
    by_fold = [[one.counts[column.field] for one in own if one.fold == fold] for fold in range(folds)]
    return Figure(
        name=column.name,
        pages=len(own),
        plain=total(scorer, column, [one.counts[column.field] for one in own]),
        folds=tuple(total(scorer, column, pages) for pages in by_fold),
    )


def total(scorer: Scorer, column: Column, pages: Sequence[Sequence[float]]) -> float | None:
    """The figure of some pages, as score.py sums it up; ``None`` where they do not have it."""
    return scorer.TOTALS[column.field][0](pages)[column.key] if pages else None


def table(figures: Sequence[Figure], folds: int) -> Iterator[str]:
    """In Markdown."""
    yield "| figure | pages | plain | mean of folds | " + " | ".join(str(fold + 1) for fold in range(folds)) + " |"
    yield "|---" * (4 + folds) + "|"
    for one in figures:
        mean = f"{shown(one.mean)} ±{shown(one.deviation)}"
        yield f"| {one.name} | {one.pages} | {shown(one.plain)} | {mean} | " + " | ".join(map(shown, one.folds)) + " |"


def shown(value: float | None) -> str:
    """With three digits."""
    return "–" if value is None else f"{value:.3f}"


def plain(one: Figure) -> dict[str, Any]:
    """For a program."""
    return asdict(one) | {"mean": one.mean, "deviation": one.deviation}


if __name__ == "__main__":
    sys.exit(main())
