#!/usr/bin/env python3
"""Fits the weights by which the parser tells an article's text from what stands around it.

    ARCHIVER_EVAL=folder python bench/fit_body.py            # cross-validate over publishers
    ARCHIVER_EVAL=folder python bench/fit_body.py --write    # the same, and write archiver/parser/body_weights.json

The labelled pages are no part of the project: ARCHIVER_EVAL names the folder that holds them, as for the quality gate.
A page's blocks are rows, their clues (`archiver.parser.clues`) columns, and what is fitted is a logistic regression:
the weights are small, readable, and nothing but sums at run time.

A block's label is whether most of its words stand in the page's text as people have marked it, or, where they have
marked some sentences only, whether a wanted or an unwanted one stands in it. Blocks of such pages that nobody has
marked count a little, as what zones and links alone say of them: so the weights know more blocks than the labels do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.document import read_document
from archiver.parser.body import scene_of
from archiver.parser.cards import find_cards
from archiver.parser.clues import Clue, read_clues
from archiver.parser.container import find_container
from archiver.parser.headline import find_headline
from archiver.parser.metadata import read_metadata
from archiver.parser.scene import Scene, verdict_at_a_glance
from archiver.parser.segments import segment
from archiver.parser.title import declared_titles
from archiver.parser.verdict import BIAS, SEPARATOR
from archiver.urls import registered_domain

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "archiver" / "parser" / "body_weights.json"
FOLDS = 5
EPOCHS = 40
#: how dear a large weight is, as in liblinear's C
SOFTNESS = 0.3
#: a clue on fewer blocks than this has no weight
MIN_BLOCKS = 8
#: smaller weights are left out of the file
MIN_WEIGHT = 0.02
#: so much do all blocks of a fully marked page count together, and those that nobody has marked
PAGE_WEIGHT = 9.0
UNMARKED_WEIGHT = 2.0
#: a long block counts more than a label
LONG_CHARS = 60

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """One block of a labelled page."""

    site: str
    dataset: str
    clues: tuple[Clue, ...]
    is_text: bool
    weight: float
    is_marked: bool
    #: what zones and links alone say
    is_ordinary: bool
    #: what needs no weighing at run time: it is fitted all the same, for it anchors the weights
    plain: bool | None


def main() -> int:
    """Cross-validates, then fits on everything; exit code 0."""
    return run(__doc__, "blocks", read_records, rows_of, WEIGHTS)


def run(
    description: str | None,
    unit: str,
    read: Callable[[Path], Iterable[Any]],
    rows_of_one: Callable[[Any, Path], Iterable[Row]],
    path: Path,
) -> int:
    """The command line of a script that fits: cross-validates, fits on everything, and writes when asked to."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    folder = Path(os.environ.get("ARCHIVER_EVAL") or ".")
    if not (folder / "gold.jsonl").is_file():
        print(f"no labelled pages at {folder} (ARCHIVER_EVAL names their folder)")
        return 0
    rows = [row for record in read(folder) for row in rows_of_one(record, folder)]
    print(f"{len(rows)} {unit} of {len({row.site for row in rows})} publishers")
    cross_validate(rows)
    weights = fit(rows)
    print(f"{len(weights)} weights")
    if options.write:
        path.write_text(as_text(weights), encoding="utf-8")
        print(f"written to {path.relative_to(ROOT)}")
    return 0


def fitted(folder: Path, is_used: Callable[[str], bool]) -> str:
    """What the file of weights would hold, fitted to the pages whose address may be used; for crossval.py."""
    return as_text(
        fit([row for record in read_records(folder) if is_used(record["url"]) for row in rows_of(record, folder)])
    )


# --- rows -----------------------------------------------------------------------


def read_records(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled pages that say something of the text."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "with" in record["gold"] or "body" in record["gold"]:
                yield record


def rows_of(record: dict[str, Any], folder: Path) -> Iterator[Row]:
    """The blocks near the text of one page."""
    html = gzip.decompress((folder / "pages" / record["page"]).read_bytes())
    scene = read_page(html, record["url"])
    if scene is None:
        return
    gold = record["gold"]
    if "body" in gold:
        labels = labels_by_text([item.text for item in scene.items], gold["body"], has_lead=record["dataset"] != "aeb")
        each = PAGE_WEIGHT / max(10, len(labels))
    else:
        labels = labels_by_sentence([item.text for item in scene.items], gold["with"], gold["without"])
        each = UNMARKED_WEIGHT / max(10, labels.count(None))
    for number, label in enumerate(labels):
        is_marked = label is not None
        if not scene.items[number].text or (label is None and "body" in gold):
            continue
        if "body" in gold:
            weight = each if scene.items[number].length >= LONG_CHARS else each / 2
        else:
            weight = 1.0 if is_marked else each
        yield Row(
            site=registered_domain(record["url"]),
            dataset=record["dataset"],
            clues=(BIAS, *read_clues(scene, number)),
            is_text=scene.ordinary[number] if label is None else label,
            weight=weight,
            is_marked=is_marked,
            is_ordinary=scene.ordinary[number],
            plain=verdict_at_a_glance(scene, number),
        )


def read_page(html: bytes, url: str) -> Scene | None:
    """The blocks among which the parser would choose; None when it finds no text at all."""
    document = read_document(html, url=url)
    page = segment(document)
    headline = find_headline(page, declared_titles(read_metadata(document)))
    find_cards(page, headline)
    container = find_container(page, headline)
    return None if container is None else scene_of(page, container, headline)


def labels_by_text(texts: Sequence[str], gold: str, *, has_lead: bool) -> list[bool | None]:
    """Whether most of each block's runs of four words stand in the text; a short block together with its neighbours.

    Some labels leave the standfirst out; there, what comes before the first block of the text says nothing.
    """
    known = shingles(WORD.findall(gold))
    words = [WORD.findall(text) for text in texts]
    labels: list[bool | None] = [
        share_of(own, known) > 0.5 if len(own) >= 7 else None  # a block of fewer words is told by its neighbours
        for own in words
    ]
    for number, own in enumerate(words):
        if labels[number] is None and own:
            labels[number] = is_between(words, labels, number, known)
    if not has_lead:
        first = next((number for number, label in enumerate(labels) if label), 0)
        labels[:first] = [None] * first
    return labels


def shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(4)), strict=False))


def share_of(words: Sequence[str], known: set[tuple[str, ...]]) -> float:
    own = shingles(words)
    return len(own & known) / len(own) if own else 0.0


def is_between(words: list[list[str]], labels: list[bool | None], number: int, known: set[tuple[str, ...]]) -> bool:
    """Whether a short block follows the text before it, or else comes before what follows."""
    before = next((words[k][-2:] for k in range(number - 1, -1, -1) if labels[k] and words[k]), [])
    joined = before + words[number]
    if not before or len(joined) < 4:
        after = next((words[k][:3] for k in range(number + 1, len(words)) if words[k]), [])
        joined = words[number] + after
    return share_of(joined, known) == 1.0


def labels_by_sentence(texts: Sequence[str], wanted: list[str], unwanted: list[str]) -> list[bool | None]:
    """Whether a wanted sentence stands in a block, and in no other; or an unwanted one."""
    labels: list[bool | None] = [None] * len(texts)
    for sentences, is_text in ((wanted, True), (unwanted, False)):
        for sentence in sentences:
            squeezed = " ".join(sentence.split())
            found = [number for number, text in enumerate(texts) if squeezed in text]
            if is_text and len(found) != 1:
                continue
            for number in found:
                labels[number] = is_text
    return labels


# --- fitting ----------------------------------------------------------------------


def fit(rows: Sequence[Row]) -> dict[Clue, float]:
    """A weight for each clue that enough blocks have: logistic regression, steps of their own size (AdaGrad)."""
    counts = Counter(clue for row in rows for clue in set(row.clues))
    index = {clue: number for number, (clue, count) in enumerate(counts.items()) if count >= MIN_BLOCKS}
    index = {clue: number for number, clue in enumerate(index)}
    shrink = [1.0 / (SOFTNESS * counts[clue]) for clue in index]
    samples = [
        ([index[clue] for clue in row.clues if clue in index], 1.0 if row.is_text else 0.0, row.weight) for row in rows
    ]
    weights, squares = [0.0] * len(index), [1e-2] * len(index)
    shuffled = random.Random(7)
    for epoch in range(EPOCHS):
        rate = 0.3 / (1 + epoch / 8)
        shuffled.shuffle(samples)
        for columns, target, weight in samples:
            score = sum([weights[column] for column in columns])
            error = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - target)
            for column in columns:
                slope = error + shrink[column] * weights[column]
                squares[column] += slope * slope
                weights[column] -= rate * slope / math.sqrt(squares[column])
    return {clue: weights[number] for clue, number in index.items() if abs(weights[number]) >= MIN_WEIGHT}


def score(weights: dict[Clue, float], row: Row) -> float:
    if row.plain is not None:
        return 1.0 if row.plain else -1.0
    return sum(weights.get(clue, 0.0) for clue in row.clues)


def cross_validate(rows: Sequence[Row]) -> None:
    """Prints precision and recall over blocks of publishers that the weights have not seen."""
    sites = sorted({row.site for row in rows})
    random.Random(1).shuffle(sites)
    fold_of = {site: number % FOLDS for number, site in enumerate(sites)}
    answers: list[tuple[Row, bool]] = []
    for fold in range(FOLDS):
        weights = fit([row for row in rows if fold_of[row.site] != fold])
        answers += [(row, score(weights, row) > 0) for row in rows if fold_of[row.site] == fold and row.is_marked]
    for dataset in sorted({row.dataset for row in rows}):
        own = [(row, answer) for row, answer in answers if row.dataset == dataset]
        print(f"{dataset:12} {figures(own)}")
        print(f"{'by rule':>12} {figures([(row, row.is_ordinary) for row, _ in own])}")


def figures(answers: list[tuple[Row, bool]]) -> str:
    """Weighted precision, recall and F1."""
    right = sum(row.weight for row, answer in answers if answer and row.is_text)
    wrong = sum(row.weight for row, answer in answers if answer and not row.is_text)
    missed = sum(row.weight for row, answer in answers if not answer and row.is_text)
    f1 = 2 * right / (2 * right + wrong + missed or 1)
    return f"f1 {f1:.3f}  precision {right / (right + wrong or 1):.3f}  recall {right / (right + missed or 1):.3f}"


def as_text(weights: dict[Clue, float]) -> str:
    """The file: clue's name → values → weight, sorted, so that two fits can be compared line by line."""
    table: dict[str, dict[str, float]] = {}
    for (name, *values), weight in sorted(weights.items()):
        table.setdefault(name, {})[SEPARATOR.join(values)] = round(weight, 2)
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
