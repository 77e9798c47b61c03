"""What each step of a parse takes of its time: the functions that ``archiver.parser.article`` calls, by their modules.

The steps are found, not listed: whatever function of another module the parse is put together from is timed under the
name of that module, so a step that is added shows up by itself.
"""

from __future__ import annotations

import functools
import gzip
import inspect
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import lxml.html
import search_path  # noqa: F401 - so that what follows is found
from labelled import eval_folder
from sites import page_cases

import archiver
from archiver.model import Article
from archiver.parser import article as parse_module

#: step → seconds
Spent: TypeAlias = defaultdict[str, float]
#: of the labelled pages, every so many-th is read
EVERY = 3
ROUNDS = 3
FLOOR, WHOLE, REST = "one lxml parse", "all", "the rest"


def table() -> Iterator[str]:
    """In Markdown: milliseconds a page, share of the whole, and times one lxml parse."""
    pages = read_pages()
    spent = measure(pages)
    steps = {name: s for name, s in spent.items() if name not in {FLOOR, WHOLE}}
    steps[REST] = spent[WHOLE] - sum(steps.values())
    most_first = sorted(steps.items(), key=lambda step: -step[1])
    yield f"| step ({len(pages)} pages) | ms a page | share | x one lxml parse |"
    yield "|---|---|---|---|"
    for name, s in [*most_first, (WHOLE, spent[WHOLE])]:
        yield f"| {name} | {1000 * s / len(pages):.2f} | {s / spent[WHOLE]:.0%} | {s / spent[FLOOR]:.2f} |"


def read_pages() -> list[tuple[bytes, str | None]]:
    """Labelled pages where there are some, else those of the fixtures."""
    files = sorted((eval_folder() / "pages").glob("*.gz"))[::EVERY]
    if files:
        return [(gzip.decompress(file.read_bytes()), None) for file in files]
    return [(case.content, case.url) for case in page_cases()]


def measure(pages: list[tuple[bytes, str | None]]) -> Spent:
    """Seconds for all pages by step, of the round in which each page was the quickest."""
    total: Spent = defaultdict(float)
    for content, url in pages:
        best = min((round_of(content, url) for _ in range(ROUNDS)), key=lambda spent: spent[WHOLE])
        for name, s in best.items():
            total[name] += s
    return total


def round_of(content: bytes, url: str | None) -> Spent:
    """Seconds for one page by step."""
    spent: Spent = defaultdict(float)
    timed(FLOOR, lxml.html.document_fromstring, spent)(content)
    with timed_steps(spent):
        article: Article = timed(WHOLE, archiver.parse, spent)(content, url)
        plain = timed("to_dict", article.to_dict, spent)
        plain()
    spent[WHOLE] += spent["to_dict"]
    return spent


@contextmanager
def timed_steps(spent: Spent) -> Iterator[None]:
    """The parse with a clock around each step."""
    steps = {
        name: function
        for name, function in vars(parse_module).items()
        if inspect.isfunction(function) and function.__module__ != parse_module.__name__
    }
    for name, function in steps.items():
        setattr(parse_module, name, timed(function.__module__.rsplit(".", 1)[-1], function, spent))
    try:
        yield
    finally:
        for name, function in steps.items():
            setattr(parse_module, name, function)


def timed(name: str, function: Callable[..., Any], spent: Spent) -> Callable[..., Any]:
    """The function with its time added under a name."""

    @functools.wraps(function)
    def run(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[name] += time.perf_counter() - start

    return run
