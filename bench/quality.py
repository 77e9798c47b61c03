#!/usr/bin/env python3
"""Holds the parser's quality: scores it on labelled pages and fails when a figure is below its floor.

    python bench/quality.py                           # measure, compare with bench/floors.toml
    python bench/quality.py --pin                     # measure, and raise the floors to a little under the figures
    python bench/quality.py --pin --lower "reason"    # the same where a figure had to go down
    python bench/quality.py --scores scores.json      # compare figures that score.py has written before

The labelled pages are no part of the project. They are looked for in the folder that ARCHIVER_EVAL names (the default
is ../shared/eval beside the project); where they are not, the gate says so and passes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS_FILE = ROOT / "bench" / "floors.toml"
DEFAULT_EVAL = "../shared/eval"
LABEL_FILES = ("gold.jsonl", "teasers.jsonl")
#: the floor stands this far under what was measured: less than the noise between two draws of pages
MARGIN = 0.005
#: a time ratio wanders with the machine's load: its ceiling stands this far above what was measured
CEILING_FACTOR = 1.25
#: where the ratios to one lxml parse are
TIMES = "x_lxml"
#: before the names of figures of pages that were flattened to plain text
FLAT = "flat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """A floor that went down, or a ceiling that went up, and why."""

    figure: str
    before: float
    after: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What bench/floors.toml holds; a figure is named by its path in score.py's JSON."""

    #: of the labels that the floors were measured on; empty until pinned
    digest: str = ""
    floors: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)
    lowered: tuple[Lowered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One figure beside its limit."""

    figure: str
    #: ``None`` when the scores do not have it
    measured: float | None
    limit: float
    is_ceiling: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the figure is on the right side of its limit."""
        if self.measured is None:
            return False
        return self.measured <= self.limit if self.is_ceiling else self.measured >= self.limit


class QualityError(Exception):
    """The gate cannot judge, or must not write; the message is for a person."""


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 kept or skipped, 1 a figure is below its floor, 2 the gate could not judge."""
    options = read_options(arguments)
    folder = Path(os.environ.get("ARCHIVER_EVAL") or ROOT / DEFAULT_EVAL)
    if options.scores is None and not (folder / "score.py").is_file():
        print(f"quality gate skipped: no labelled pages at {folder} (ARCHIVER_EVAL names their folder)")
        return 0
    try:
        return judge(options, folder)
    except QualityError as error:
        print(f"quality: {error}", file=sys.stderr)
        return 2


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scores", type=Path, help="figures that score.py has written before, instead of measuring")
    parser.add_argument("--floors", type=Path, default=FLOORS_FILE, help="default: bench/floors.toml")
    parser.add_argument("--pin", action="store_true", help="write floors a little under what was measured")
    parser.add_argument("--lower", metavar="WHY", help="with --pin: let limits give way, for this reason")
    options = parser.parse_args(arguments)
    if options.lower is not None and not (options.pin and len(options.lower.split()) >= 3):
        parser.error("--lower goes with --pin and takes a sentence")
    return options


def judge(options: argparse.Namespace, folder: Path) -> int:
    """Measures, prints the table, and pins when asked to."""
    floors = read_floors(options.floors)
    scores = read_scores(options.scores) if options.scores else measure_calmly(folder, floors)
    verdicts = compare(floors, scores)
    print_table(verdicts)
    digest = digest_of(folder)
    if floors.digest and digest and digest != floors.digest:
        print("note: these are other labels than the floors were measured on; pin them anew")
    if options.pin:
        write_floors(options.floors, pinned(floors, scores, digest=digest or floors.digest, why=options.lower))
        print(f"pinned in {options.floors}")
        return 0
    failed = [verdict for verdict in verdicts if not verdict.is_kept]
    print(f"quality: {len(verdicts) - len(failed)} of {len(verdicts)} figures kept")
    return 1 if failed else 0


def measure_calmly(folder: Path, floors: Floors) -> dict[str, Any]:
    """The figures; where a time ratio alone is over its ceiling, a second run tells whether the machine was busy."""
    scores = measure(folder)
    failed = [verdict.figure for verdict in compare(floors, scores) if not verdict.is_kept]
    if failed and all(figure.startswith(f"{TIMES}.") for figure in failed):
        print("only the time is over its ceiling: measuring once more", flush=True)
        scores[TIMES] = min(scores[TIMES], run_scorer(folder)[TIMES], key=lambda ratios: ratios["all"])
    return scores


def measure(folder: Path) -> dict[str, Any]:
    """The figures of `archiver.parse`, and under FLAT those of `archiver.parse_text`."""
    return run_scorer(folder) | {FLAT: run_scorer(folder, "--flat")}


def run_scorer(folder: Path, *options: str) -> dict[str, Any]:
    """What score.py says of the parser in this environment; its own table goes to stdout as it comes."""
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary) / "scores.json"
        command = [sys.executable, str(folder / "score.py"), "--json", str(out), *options]
        ran = subprocess.run(command, cwd=ROOT, check=False)
        if not out.is_file():
            raise QualityError(f"score.py ended with code {ran.returncode} and without figures")
        return read_scores(out)


def read_scores(path: Path) -> dict[str, Any]:
    """The figures of one parser: `archiver`'s part of score.py's JSON."""
    try:
        scores = json.loads(path.read_text(encoding="utf-8"))["archiver"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QualityError(f"{path} holds no scores of archiver: {error!r}") from error
    return dict(scores) | {"failures": len(scores["failures"])}


def figure_of(scores: Mapping[str, Any], path: str) -> float | None:
    """`fundus.body.f1` out of nested tables; None when it is not there."""
    value: Any = scores
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) else None


def compare(floors: Floors, scores: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """Every limit with what was measured, floors first."""
    kept = [Verdict(figure=name, measured=figure_of(scores, name), limit=at) for name, at in floors.floors.items()]
    capped = [
        Verdict(figure=name, measured=figure_of(scores, name), limit=at, is_ceiling=True)
        for name, at in floors.ceilings.items()
    ]
    return (*kept, *capped)


def print_table(verdicts: tuple[Verdict, ...]) -> None:
    """Measured beside the limit, a line each."""
    width = max(len(verdict.figure) for verdict in verdicts)
    print(f"\n{'figure':{width}}  measured  limit")
    for verdict in verdicts:
        measured = "     –" if verdict.measured is None else f"{verdict.measured:6.3f}"
        sign = "<=" if verdict.is_ceiling else ">="
        print(
            f"{verdict.figure:{width}}    {measured}  {sign} {verdict.limit:.3f}{'' if verdict.is_kept else '  FAILED'}"
        )


def digest_of(folder: Path) -> str | None:
    """Of the labels, so that floors are held against the pages that they were measured on."""
    if not all((folder / name).is_file() for name in LABEL_FILES):
        return None
    whole = hashlib.sha256()
    for name in LABEL_FILES:
        whole.update((folder / name).read_bytes())
    return f"sha256:{whole.hexdigest()}"


def pinned(floors: Floors, scores: Mapping[str, Any], *, digest: str, why: str | None) -> Floors:
    """The same limits moved to what was measured now. Raises QualityError when one would give way without a reason."""
    moved = {verdict: moved_limit(verdict) for verdict in compare(floors, scores)}
    given_way = [
        Lowered(figure=verdict.figure, before=verdict.limit, after=limit, why=why or "")
        for verdict, limit in moved.items()
        if (limit > verdict.limit if verdict.is_ceiling else limit < verdict.limit)
    ]
    if given_way and why is None:
        names = ", ".join(f"{one.figure} ({one.before:.3f} → {one.after:.3f})" for one in given_way)
        raise QualityError(f'these limits would give way: {names}; say why with --lower "…"')
    return replace(
        floors,
        digest=digest,
        floors={verdict.figure: limit for verdict, limit in moved.items() if not verdict.is_ceiling},
        ceilings={verdict.figure: limit for verdict, limit in moved.items() if verdict.is_ceiling},
        lowered=(*floors.lowered, *given_way),
    )


def moved_limit(verdict: Verdict) -> float:
    """Where the limit goes: a little under the figure, or for a ceiling a little above; kept when that is looser.

    A figure that only fell inside the margin keeps its floor: it has not been lost.
    """
    if verdict.measured is None:
        raise QualityError(f"{verdict.figure} was not measured")
    if verdict.is_ceiling:
        if verdict.is_kept:
            return min(verdict.limit, math.ceil(verdict.measured * CEILING_FACTOR * 100) / 100)
        return math.ceil(verdict.measured * CEILING_FACTOR * 100) / 100
    floor = math.floor((verdict.measured - MARGIN) * 1000) / 1000
    return max(verdict.limit, floor) if verdict.is_kept else floor


def read_floors(path: Path) -> Floors:
    """Raises QualityError when the file is missing or not as it should be."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Floors(
            digest=table.get("corpus", {}).get("digest", ""),
            floors=table["floors"],
            ceilings=table["ceilings"],
            lowered=tuple(Lowered(**one) for one in table.get("lowered", [])),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise QualityError(f"{path} cannot be read: {error}") from error


def write_floors(path: Path, floors: Floors) -> None:
    """The comment at the file's head stays."""
    head = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        head.append(line)
    path.write_text("\n".join([*head, *toml_lines(floors)]) + "\n", encoding="utf-8")


def toml_lines(floors: Floors) -> Iterator[str]:
    """The tables of the file."""
    yield from ("", "[corpus]", "# of gold.jsonl and teasers.jsonl; floors measured on other labels say nothing")
    yield f"digest = {json.dumps(floors.digest)}"
    for title, limits in (("floors", floors.floors), ("ceilings", floors.ceilings)):
        yield from ("", f"[{title}]")
        yield from (f"{json.dumps(name)} = {limit:g}" for name, limit in limits.items())
    for one in floors.lowered:
        yield from ("", "[[lowered]]", f"figure = {json.dumps(one.figure)}")
        yield from (f"before = {one.before:g}", f"after = {one.after:g}")
        yield f"why = {json.dumps(one.why, ensure_ascii=False)}"


if __name__ == "__main__":
    sys.exit(main())
