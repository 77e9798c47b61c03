"""A step is worth what the figures lose without it, and the parser is left as it was."""

from __future__ import annotations

import importlib

import pytest
import worth
from sites import page_cases

import archiver

PAGES = [f"https://www.ferry-post.example/{number}" for number in range(3)]
by_step = pytest.mark.parametrize("step", worth.STEPS, ids=lambda step: step.name)


@by_step
def test_a_step_is_left_out_and_put_back(step):
    module = importlib.import_module(f"archiver.parser.{step.module}")
    before = getattr(module, step.attribute)
    with worth.left_out(step):
        assert getattr(module, step.attribute) is step.instead
    assert getattr(module, step.attribute) is before


@by_step
def test_a_page_is_read_without_the_step(step):
    case = next(page_cases())
    with worth.left_out(step):
        assert archiver.parse(case.content, case.url).kind


def test_each_step_has_its_row(labelled_pages, capsys):
    labelled_pages(*PAGES)
    assert worth.main([]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "| without | fundus title |"
    assert rows[2] == "| nothing left out | 1.000 |"
    assert "| headline: which block shows it | -1.000 |" in rows
    assert "| last resorts for a day |  |" in rows


def test_without_labelled_pages_there_is_nothing_to_measure(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))
    assert worth.main([]) == 2
    assert "no labelled pages" in capsys.readouterr().err
