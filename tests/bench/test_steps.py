"""The steps of a parse are timed under their modules' names, and the parse is left as it was."""

from __future__ import annotations

import pytest
import steps
from sites import page_cases

from archiver.parser import article


@pytest.fixture(autouse=True)
def no_labelled_pages(monkeypatch, tmp_path):
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))


def test_each_step_has_its_share_and_all_shares_are_the_whole():
    case = next(page_cases())
    spent = steps.round_of(case.content, case.url)
    assert {"document", "segments", "cards", "teasers", "date", "byline", "title", "body"} <= spent.keys()
    parts = sum(seconds for name, seconds in spent.items() if name not in {steps.FLOOR, steps.WHOLE})
    assert 0 < parts <= spent[steps.WHOLE]


def test_the_parse_is_put_back():
    before = dict(vars(article))
    case = next(page_cases())
    steps.round_of(case.content, case.url)
    assert dict(vars(article)) == before


def test_without_labelled_pages_the_fixtures_are_read():
    assert len(steps.read_pages()) == len(list(page_cases()))
