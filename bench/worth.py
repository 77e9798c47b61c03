#!/usr/bin/env python3
"""What each step of the parser is worth: the figures on the labelled pages with that step left out, one at a time.

    python bench/worth.py              # a Markdown table: what each figure loses without each step
    python bench/worth.py --limit 50   # only the first so many labels of each set

A step is left out by putting something that does nothing in its place, so what the others make of its absence is
measured, too: where two steps do one job, each of them is worth little. The labelled pages are looked for as in
quality.py.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crossval import total
from labelled import COLUMNS, TEASERS, Column, Scorer, eval_folder, judge_all, load_scorer, read_archiver, read_labels

from archiver.parser.heading_parts import Heading
from archiver.parser.scene import Scene

#: what moves less than this is not shown
_LEAST = 0.0005


@dataclass(frozen=True, slots=True)
class Step:
    """A step, where the parser holds it, and what stands in for it."""

    name: str
    module: str
    attribute: str
    instead: Any


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _none(*_: Any, **__: Any) -> None:
    return None


def _cards(*_: Any, **__: Any) -> list[Any]:
    return []


def _ordinary(scene: Scene) -> list[bool]:
    return scene.ordinary


def _unchanged(first: Any, *_: Any, **__: Any) -> Any:
    return first


def _whole_heading(*_: Any, **__: Any) -> Heading:
    return Heading(None, None)


STEPS = (
    Step("headline: which block shows it", "article", "find_headline", _none),
    Step("headline: kicker and subtitle off", "title", "read_heading", _whole_heading),
    Step("title: outlet's name off", "title", "without_outlet", _unchanged),
    Step("cards kept apart", "article", "find_cards", _cards),
    Step("body: weights rather than plain rules", "body", "find_text", _ordinary),
    Step("body: words to readers", "clues", "appeals_of", _nothing),
    Step("lead", "article", "find_lead", _cards),
    Step("dates that the page shows", "date", "shown_dates", _nothing),
    Step("shown day against the declared one", "date", "_contradicted", _unchanged),
    Step("last resorts for a day", "date", "LAST_RESORTS", ()),
    Step("credits that the page shows", "byline", "_shown", _nothing),
    Step("links to authors' pages", "byline", "names_linked", _nothing),
    Step("text out of scripts and JSON-LD", "article", "find_declared", _none),
)


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0, or 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="only the first so many labels of each set")
    options = parser.parse_args(arguments)
    folder = eval_folder()
    if not (folder / "score.py").is_file():
        print(f"worth: no labelled pages at {folder} (ARCHIVER_EVAL names their folder)", file=sys.stderr)
        return 2
    scorer = load_scorer(folder)

    def measure() -> dict[str, float]:
        return figures(scorer, options.limit)

    print("\n".join(table(measure)))
    return 0


def table(measure: Callable[[], Mapping[str, float]], steps: Sequence[Step] = STEPS) -> Iterator[str]:
    """In Markdown: each figure as it is, and what it loses without each step."""
    whole = measure()
    yield "| without | " + " | ".join(whole) + " |"
    yield "|---" * (1 + len(whole)) + "|"
    yield "| nothing left out | " + " | ".join(f"{value:.3f}" for value in whole.values()) + " |"
    for step in steps:
        with left_out(step):
            rest = measure()
        yield (
            f"| {step.name} | "
            + " | ".join(_moved(rest.get(name, 0.0) - value) for name, value in whole.items())
            + " |"
        )


def _moved(difference: float) -> str:
    return f"{difference:+.3f}" if abs(difference) >= _LEAST else ""


@contextmanager
def left_out(step: Step) -> Iterator[None]:
    """The parser without one step."""
    module = importlib.import_module(f"archiver.parser.{step.module}")
    kept = getattr(module, step.attribute)
    setattr(module, step.attribute, step.instead)
    try:
        yield
    finally:
        setattr(module, step.attribute, kept)


def figures(scorer: Scorer, limit: int | None) -> dict[str, float]:
    """Each figure of the parser as it stands."""
    labels = list(read_labels(scorer, eval_folder(), limit))
    judged = list(judge_all(scorer, eval_folder(), {"archiver": read_archiver(scorer)}, labels))
    pages = {
        column: [
            one.counts[column.field]
            for one in judged
            if one.label["dataset"] == column.dataset and column.field in one.counts
        ]
        for column in (*COLUMNS, TEASERS)
    }
    return {column.name: value for column, value in _totals(scorer, pages)}


def _totals(scorer: Scorer, pages: Mapping[Column, Sequence[Sequence[float]]]) -> Iterator[tuple[Column, float]]:
    for column, counts in pages.items():
        value = total(scorer, column, counts)
        if value is not None:
            yield column, value


if __name__ == "__main__":
    sys.exit(main())
