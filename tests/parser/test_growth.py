"""Time grows with a page's length, whatever the page is made of."""

from __future__ import annotations

import gc
import time

import pytest

from archiver import parse, parse_text
from support.pages import URL
from support.shapes import SHAPES, TEXT_SHAPES

#: a page four times as long takes four times as long; sixteen times when a step is quadratic
LONGER = 4
MOST = 9
#: other work on the machine makes single looks wrong, never all of them
LOOKS = 4


@pytest.fixture(scope="module", autouse=True)
def old_objects_left_alone():
    """Hundreds of collections look at what is made here, and not at all that tests before have loaded."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def seconds(work, page):
    """Of this process alone; what the garbage collector does between two looks is not the parser's."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work(page)
        return time.process_time() - start
    finally:
        gc.enable()


def growth(work, make, size):
    """How many times as long the longer page takes, by the best of both; a few looks only where the first is bad."""
    short, long = make(size), make(LONGER * size)
    work(make(10))  # what is made once a process is not counted
    best_short = best_long = float("inf")
    for _ in range(LOOKS):
        best_short = min(best_short, seconds(work, short), seconds(work, short))
        best_long = min(best_long, seconds(work, long))
        if best_long <= MOST * best_short:
            break
    return best_long / best_short


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_a_longer_page_takes_no_more_than_its_share_of_time(shape):
    assert growth(lambda page: parse(page, URL), *SHAPES[shape]) <= MOST


@pytest.mark.slow
@pytest.mark.parametrize("shape", TEXT_SHAPES)
def test_a_longer_text_takes_no_more_than_its_share_of_time(shape):
    assert growth(parse_text, *TEXT_SHAPES[shape]) <= MOST
