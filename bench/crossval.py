#!/usr/bin/env python3
"""Each figure of the parser on the labelled pages, fold by fold: no publisher has pages in two folds.

    python bench/crossval.py                     # five folds
    python bench/crossval.py --folds 10
    python bench/crossval.py --flat              # of the pages flattened to plain text
    python bench/crossval.py --plain             # with the weights that the package has, nothing fitted anew
    python bench/crossval.py --json folds.json   # the figures for a program

A page's fold is a stable hash of its registered domain, so everybody draws the same ones. Where the parser goes by
weights that a script beside this one (``fit_*.py``) has fitted to labelled pages, they are fitted anew for each fold,
to the publishers of the others, and the fold is scored with those. Rules have nothing that is fitted: what their folds
tell is the spread over publishers. The labelled pages are looked for as in quality.py.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import Any

from labelled import (
    COLUMNS,
    FLAT_COLUMNS,
    TEASERS,
    Column,
    Scorer,
    eval_folder,
    judge_all,
    load_scorer,
    read_archiver,
    read_flattened,
    read_labels,
)
from quality import ROOT

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


@dataclass(frozen=True, slots=True)
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
    if options.outcomes:
        write_outcomes(scorer, folder, options)
        return 0
    told = {}
    columns = FLAT_COLUMNS if options.flat else (*COLUMNS, TEASERS)
    for name, outcomes in runs(scorer, folder, options):
        told[name] = [figure(scorer, column, outcomes, options.folds) for column in columns]
        print(f"{name}\n\n" + "\n".join(table(told[name], options.folds)) + "\n", flush=True)
    if options.json:
        figures = {name: [plain(one) for one in figures] for name, figures in told.items()}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=FOLDS, help=f"how many (default: {FOLDS})")
    parser.add_argument("--limit", type=int, help="only the first so many labels of each set")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--flat", action="store_true", help="score parse_text on the pages flattened to plain text")
    parser.add_argument("--plain", action="store_true", help="fit nothing anew")
    parser.add_argument("--fits", type=Path, default=Path(__file__).parent, help="folder of the fitting scripts")
    parser.add_argument("--fold", type=int, help=argparse.SUPPRESS)  # for the process of one fold
    parser.add_argument("--outcomes", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.folds < 2:
        parser.error(f"invalid --folds {options.folds} (expected 2 or more)")
    return options


# --- outcomes ------------------------------------------------------------------------------------------------


def runs(scorer: Scorer, folder: Path, options: argparse.Namespace) -> Iterator[tuple[str, list[Outcome]]]:
    """The parser as it is, and with what is fitted fitted anew; each with what every label was worth."""
    yield "The parser as it is", list(read_outcomes(scorer, folder, options))
    fits = [] if options.plain else sorted(options.fits.glob("fit_*.py"))
    if fits:
        yield "Each fold with weights fitted to the others", list(held_out_outcomes(fits, folder, options))


def read_outcomes(scorer: Scorer, folder: Path, options: argparse.Namespace) -> Iterator[Outcome]:
    """Of every label, or of one fold's."""
    reader = read_flattened(scorer) if options.flat else read_archiver(scorer)
    labels = [
        label
        for label in read_labels(scorer, folder, options.limit)
        if options.fold is None or fold_of(label["url"], options.folds) == options.fold
    ]
    for judged in judge_all(scorer, folder, {"archiver": reader}, labels):
        fold = fold_of(judged.label["url"], options.folds)
        yield Outcome(fold, judged.label["dataset"], dict(judged.counts))


def held_out_outcomes(fits: Sequence[Path], folder: Path, options: argparse.Namespace) -> Iterator[Outcome]:
    """Of every label, from a copy of the parser whose weights do not know its publisher.

    A process for each fold: the weights are loaded where the parser is.
    """
    for fold in range(options.folds):
        with tempfile.TemporaryDirectory() as temporary:
            source, out = Path(temporary) / "src", Path(temporary) / "outcomes.json"
            shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            for fit in fits:
                write_weights(fit, folder, source, partial(is_in_another_fold, fold=fold, folds=options.folds))
            given = ["--folds", str(options.folds), "--fold", str(fold), "--outcomes", str(out)]
            given += ["--flat"] if options.flat else []
            given += [] if options.limit is None else ["--limit", str(options.limit)]
            environment = os.environ | {"PYTHONPATH": str(source)}
            subprocess.run([sys.executable, __file__, *given], env=environment, check=True)
            yield from starmap(Outcome, pickle.loads(out.read_bytes()))


def write_weights(fit: Path, folder: Path, source: Path, is_used: Callable[[str], bool]) -> None:
    """Has a script fit its weights to the publishers that are used, and puts them into the copy of the package.

    The script offers ``WEIGHTS``, the file in the package, and ``fitted(folder, is_used)``, what it should hold.
    """
    sys.path.insert(0, str(fit.parent))
    script = importlib.import_module(fit.stem)
    (source / script.WEIGHTS.relative_to(ROOT / "src")).write_text(script.fitted(folder, is_used), encoding="utf-8")


def is_in_another_fold(url: str, *, fold: int, folds: int) -> bool:
    """Whether a publisher's pages may be fitted to."""
    return fold_of(url, folds) != fold


def write_outcomes(scorer: Scorer, folder: Path, options: argparse.Namespace) -> None:
    """For the process that asked for them."""
    outcomes = [(one.fold, one.dataset, one.counts) for one in read_outcomes(scorer, folder, options)]
    options.outcomes.write_bytes(pickle.dumps(outcomes))


def fold_of(url: str, folds: int) -> int:
    """The same on every machine and in every run, and for all pages of a publisher.

    >>> fold_of("https://www.example.org/a", 5) == fold_of("http://news.example.org/b?c", 5)
    True
    """
    return int(hashlib.sha256(registered_domain(url).encode()).hexdigest(), 16) % folds


# --- figures -------------------------------------------------------------------------------------------------


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
