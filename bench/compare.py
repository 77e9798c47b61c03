#!/usr/bin/env python3
"""Compares the parser with whichever other tools are installed, page by page in the same run, as a Markdown table.

    python bench/compare.py                                  # print the tables
    python bench/compare.py --write                          # write them into docs/explanation/comparison.md
    python bench/compare.py --peers trafilatura,extruct --limit 20
    python bench/compare.py --save run.json                  # keep what each page was worth
    python bench/compare.py --reuse run.json --write         # the others as kept, this parser anew

The labelled pages are looked for as in quality.py; the tools, in the environment that this runs in.
"""

from __future__ import annotations

import argparse
import json
import logging
import platform
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import peers
from labelled import (
    COLUMNS,
    Column,
    Judged,
    Reader,
    Scorer,
    eval_folder,
    judge_all,
    load_scorer,
    read_archiver,
    read_labels,
)
from quality import ROOT

PAGE = ROOT / "docs" / "explanation" / "comparison.md"
START, END = "<!-- written by make compare -->", "<!-- end of what make compare writes -->"
OURS, FLOOR = "archiver", "lxml"
#: a difference of fewer deviations than this is noise
SURE = 2.0


@dataclass(slots=True)
class Results:
    """What every label was worth to each tool, and each page's time over one lxml parse of it in the same run."""

    #: tool → "dataset/field" → label → counts
    counts: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)
    #: tool → page → seconds, and the floor's
    seconds: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    #: tool → labels that it failed on
    failures: dict[str, int] = field(default_factory=dict)
    #: tool → version
    versions: dict[str, str] = field(default_factory=dict)

    def of(self, tool: str, column: Column) -> dict[str, list[float]]:
        """Label → counts; empty for a tool that does not read that field."""
        return self.counts.get(tool, {}).get(f"{column.dataset}/{column.field}", {})

    def tools(self) -> list[str]:
        """This parser first, the others in the order of ``peers``."""
        order = [OURS, *(peer.name for peer in peers.PEERS)]
        return [name for name in order if name in self.counts]


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0, or 2 where there is nothing to measure on."""
    options = read_options(arguments)
    folder = eval_folder()
    if not (folder / "score.py").is_file():
        print(f"compare: no labelled pages at {folder} (ARCHIVER_EVAL names their folder)", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")  # what other tools have to say
    logging.disable(logging.CRITICAL)
    scorer = load_scorer(folder)
    results = read_results(options.reuse)
    measure(scorer, folder, options, results)
    if options.save:
        options.save.write_text(json.dumps(asdict(results)), encoding="utf-8")
    text = "\n".join(tables(scorer, results))
    print(text)
    if options.write:
        write(text, options.write)
    return 0


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--peers", default="", help="only these, comma-separated; the default is all that are installed"
    )
    parser.add_argument("--limit", type=int, help="only the first so many labels of each set")
    parser.add_argument("--save", type=Path, help="keep the results in this file")
    parser.add_argument(
        "--reuse", type=Path, nargs="+", default=[], help="take the other tools' results from files that --save wrote"
    )
    parser.add_argument(
        "--write", type=Path, nargs="?", const=PAGE, help="write the tables into the page of the documentation"
    )
    return parser.parse_args(arguments)


def read_results(paths: list[Path]) -> Results:
    """What earlier runs kept of the other tools."""
    results = Results()
    for path in paths:
        kept = json.loads(path.read_text(encoding="utf-8"))
        for tool in kept["counts"].keys() - {OURS}:
            for name, by_tool in kept.items():
                getattr(results, name)[tool] = by_tool[tool]
    return results


# --- measuring -----------------------------------------------------------------------------------------------


def measure(scorer: Scorer, folder: Path, options: argparse.Namespace, results: Results) -> None:
    """Adds to the results: this parser, and the others unless they are reused."""
    wanted = tuple(name for name in options.peers.split(",") if name)
    others = {} if options.reuse else peers.installed(wanted)
    readers: dict[str, Reader] = {FLOOR: scorer.parser_lxml(), OURS: read_archiver(scorer)}
    readers |= {name: reader for name, (_, reader) in others.items()}
    reads = {name: peer.reads for name, (peer, _) in others.items()}
    results.versions |= {name: version_of(name) for name in others}
    floors: dict[str, float] = {}
    spent: list[Judged] = []
    for judged in judge_all(scorer, folder, readers, read_labels(scorer, folder, options.limit)):
        spent.append(judged)
        if judged.reader == FLOOR:
            floors[judged.label["page"]] = judged.seconds
        else:
            add(results, judged, reads.get(judged.reader, peers.ALL))
    for judged in spent:
        page = judged.label["page"]
        results.seconds.setdefault(judged.reader, {})[page] = (judged.seconds, floors[page])


def add(results: Results, judged: Judged, reads: frozenset[str]) -> None:
    """One label's counts for one tool; a failure is an answer without anything in it."""
    label = judged.label
    for name, counts in judged.counts.items():
        if ("body" if name == "segments" else name) in reads:
            place = results.counts.setdefault(judged.reader, {}).setdefault(f"{label['dataset']}/{name}", {})
            place[label["id"]] = list(counts)
    results.failures[judged.reader] = results.failures.get(judged.reader, 0) + bool(judged.error)


# --- tables --------------------------------------------------------------------------------------------------


def tables(scorer: Scorer, results: Results) -> Iterator[str]:
    """The figures, then how far this parser is ahead of each tool on the same pages."""
    versions = ", ".join(f"{tool} {results.versions[tool]}" for tool in results.tools() if tool in results.versions)
    yield f"Python {platform.python_version()}; {versions or 'no other tool'}."
    yield ""
    yield from table("", {tool: figures(scorer, results, tool) for tool in results.tools()})
    yield ""
    yield "How far this parser is ahead on the same pages, ± one standard deviation over redrawn pages; in bold what is"
    yield f"more than {SURE:g} of them, either way. Of spurious authors, fewer is ahead."
    yield ""
    yield from table("ahead of", {tool: leads(scorer, results, tool) for tool in results.tools() if tool != OURS})


def table(corner: str, rows: Mapping[str, list[str]]) -> Iterator[str]:
    """In Markdown, the tools down the side."""
    names = [column.name for column in COLUMNS] + (["× lxml"] if not corner else [])
    yield f"| {corner} | " + " | ".join(names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for tool, cells in rows.items():
        yield f"| {tool} | " + " | ".join(cells) + " |"


def figures(scorer: Scorer, results: Results, tool: str) -> list[str]:
    """Of one tool, its time last."""
    cells = []
    for column in COLUMNS:
        pages = list(results.of(tool, column).values())
        value = scorer.TOTALS[column.field][0](pages)[column.key] if pages else None
        cells.append("–" if value is None else f"{value:.3f}")
    return [*cells, f"{times(results, tool):.1f}"]


def times(results: Results, tool: str) -> float:
    """All pages' time over that of one lxml parse of each."""
    pairs = results.seconds[tool].values()
    return sum(own for own, _ in pairs) / sum(floor for _, floor in pairs)


def leads(scorer: Scorer, results: Results, tool: str) -> list[str]:
    """How far ahead of one tool, figure by figure."""
    return [lead(scorer, column, results.of(OURS, column), results.of(tool, column)) for column in COLUMNS]


def lead(scorer: Scorer, column: Column, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """``+.021 ±.010`` on the labels that both have."""
    shared = [label for label in ours if label in theirs]
    if not shared:
        return "–"
    pairs = [ours[label] for label in shared], [theirs[label] for label in shared]
    gain, deviation = scorer.paired(*pairs, scorer.TOTALS[column.field][0], column.key)
    gain = -gain if column.is_less_better else gain
    cell = f"{gain:+.3f} ±{deviation:.3f}"
    return f"**{cell}**" if abs(gain) > SURE * deviation else cell


def version_of(tool: str) -> str:
    """Of the package, which has the tool's name without what stands in brackets."""
    return version(tool.partition(" (")[0])


def write(text: str, path: Path) -> None:
    """Between the two marks of the page."""
    before, rest = path.read_text(encoding="utf-8").split(START)
    path.write_text(f"{before}{START}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
