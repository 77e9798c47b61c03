"""The labelled pages and the functions that score them, for whatever is measured on them page by page.

Both lie in the folder that ARCHIVER_EVAL names, as for quality.py, and are no part of the project: ``gold.jsonl`` and
``pages/``, and ``score.py`` with its metrics, which are imported from there.
"""

from __future__ import annotations

import gzip
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from quality import DEFAULT_EVAL, ROOT

#: html, url → title, date, body, lead and authors, as score.py wants them
Reader: TypeAlias = Callable[[bytes, str], Mapping[str, Any]]
#: a line of gold.jsonl
Label: TypeAlias = Mapping[str, Any]
#: score.py as a module
Scorer: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One figure: a metric of a field on one set of labels."""

    name: str
    dataset: str
    field: str
    key: str
    #: a share of mistakes
    is_less_better: bool = False


COLUMNS = (
    Column(name="aeb body F1", dataset="aeb", field="body", key="f1"),
    Column(name="aeb exact pages", dataset="aeb", field="body", key="exact"),
    Column(name="trafilatura segments F1", dataset="trafilatura", field="segments", key="f1"),
    Column(name="fundus body F1", dataset="fundus", field="body", key="f1"),
    Column(name="trafilatura title", dataset="trafilatura", field="title", key="exact"),
    Column(name="fundus title", dataset="fundus", field="title", key="exact"),
    Column(name="fundus authors F1", dataset="fundus", field="authors", key="f1"),
    Column(name="fundus authors exact", dataset="fundus", field="authors", key="exact"),
    Column(name="trafilatura authors F1", dataset="trafilatura", field="authors", key="f1"),
    Column(
        name="trafilatura authors spurious", dataset="trafilatura", field="authors", key="spurious", is_less_better=True
    ),
    Column(name="fundus day", dataset="fundus", field="date", key="day"),
    Column(name="fundus instant", dataset="fundus", field="date", key="instant"),
    Column(name="trafilatura day", dataset="trafilatura", field="date", key="day"),
    Column(name="htmldate day", dataset="htmldate", field="date", key="day"),
)
#: those that `archiver.parse_text` is scored on, too, on the same pages flattened to plain text
FLAT_SETS = ("aeb", "trafilatura", "fundus")
FLAT_COLUMNS = tuple(column for column in COLUMNS if column.dataset in FLAT_SETS)
#: no other tool reads any
TEASERS = Column(name="teasers F1", dataset="teasers", field="teasers", key="f1_titled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one reader's answer on one label is worth, field by field, and how long it took."""

    reader: str
    label: Label
    #: field → the page's counts, as score.py's totals take them
    counts: Mapping[str, Sequence[float]]
    seconds: float
    error: str | None = None


def eval_folder() -> Path:
    """Where the labelled pages are."""
    return Path(os.environ.get("ARCHIVER_EVAL") or ROOT / DEFAULT_EVAL)


def load_scorer(folder: Path) -> Scorer:
    """score.py of that folder, imported."""
    sys.path.insert(0, str(folder))
    return importlib.import_module("score")


def judge_all(scorer: Scorer, folder: Path, readers: Mapping[str, Reader], labels: Iterable[Label]) -> Iterator[Judged]:
    """Every label through every reader before the next one comes up, whoever is first taking turns.

    A page that several labels share is read once by each.
    """
    names = list(readers)
    for number, (page, own) in enumerate(by_page(labels).items()):
        html = gzip.decompress((folder / "pages" / page).read_bytes())
        first = number % len(names)
        for name in names[first:] + names[:first]:
            answer, error, seconds = scorer.call(readers[name], html, own[0]["url"])
            for label in own:
                found = {field: counts for field, (counts, _) in scorer.judge(label, answer).items()}
                yield Judged(reader=name, label=label, counts=found, seconds=seconds, error=error)


def read_labels(scorer: Scorer, folder: Path, limit: int | None = None) -> Iterator[Label]:
    """All of them, or the first so many of each set."""
    seen: dict[str, int] = {}
    for label in scorer.labels([*scorer.SETS, TEASERS.dataset], folder):
        seen[label["dataset"]] = seen.get(label["dataset"], 0) + 1
        if limit is None or seen[label["dataset"]] <= limit:
            yield label


def read_flattened(scorer: Scorer) -> Reader:
    """`archiver.parse_text` of this checkout, on what is left of a page without its tags."""
    sys.path.insert(0, str(ROOT / "src"))
    flatten = importlib.import_module("flatten").flatten
    read_text: Callable[[str, str], Mapping[str, Any]] = scorer.parser_flat()
    return lambda html, url: read_text(flatten(html), url)


def by_page(labels: Iterable[Label]) -> dict[str, list[Label]]:
    """The labels of each page."""
    found: dict[str, list[Label]] = {}
    for label in labels:
        found.setdefault(label["page"], []).append(label)
    return found


def read_archiver(scorer: Scorer) -> Reader:
    """The parser of this checkout, everything included."""
    sys.path.insert(0, str(ROOT / "src"))
    reader: Reader = scorer.parser_archiver()
    return reader
