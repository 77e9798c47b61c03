"""The figures of docs/explanation/scale.md follow from those that they are worked out from."""

from __future__ import annotations

import subprocess
import sys

import pytest
import year as bench

from support.project import ROOT


def told(rows) -> dict[str, str]:
    return {what: value for what, value, _ in rows}


def test_twice_the_machines_take_half_the_time():
    one, two = (told(bench.year(bench.Plan(cores=16, machines=number))) for number in (1, 2))
    assert one["to take in, core hours"] == two["to take in, core hours"]
    hours = [float(text.split()[0]) for text in (one["... on 16 cores"], two["... on 32 cores"])]
    assert hours[0] / hours[1] == pytest.approx(2, rel=0.01)


def test_a_site_with_twice_the_news_is_asked_for_twice_as_long():
    assert told(bench.daily(bench.Plan(articles=30)))["a site is asked for"] == "2 minutes"
    assert told(bench.daily(bench.Plan(articles=60)))["a site is asked for"] == "4 minutes"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(139.2e6, "", "139 million"), (4.52e12, "B", "4.52 TB"), (14_100, "B", "14.1 kB"), (0.0095, "s", "9.5 ms")],
)
def test_amounts_are_told_as_people_would(value, unit, text):
    assert bench.amount(value, unit) == text


def test_every_figure_says_where_it_comes_from():
    """A script of ours exists; a source of others has a date."""
    scripts = [source for figure in bench.MEASURED if (source := figure.source.split()[0]).startswith("bench/")]
    assert scripts
    assert [script for script in scripts if not (ROOT / script).is_file()] == []
    assert all("20" in figure.source for figure in bench.TOLD)


def test_it_runs_by_itself_with_other_figures():
    command = [sys.executable, str(ROOT / "bench" / "year.py"), "--sites", "500", "--articles", "20"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "500 sites, daily, 20 new articles each" in ran.stdout
