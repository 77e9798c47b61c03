"""What a report costs: a few looks at the articles, and no more rows than it shows."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import reporting
from big_archive import write_archive
from invented_pages import Size

import archiver
from archiver.store import figure_questions


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    path = tmp_path_factory.mktemp("reporting") / "archive.db"
    write_archive(path, Size(articles=400))
    return path


def test_each_step_is_set_beside_one_look_at_the_articles(invented):
    costs = list(reporting.costs_of(invented))
    assert [cost.step for cost in costs] == ["all articles read once", "the figures", "the page"]
    assert costs[0].ratio == 1
    assert all(cost.ms > 0 for cost in costs)


def test_lists_are_as_long_as_they_are_shown_however_large_the_archive(invented):
    with archiver.open(invented) as archive:
        figures = archive.figures()
    assert figures.totals.articles == 400
    assert len(figures.most_promoted) == len(figures.headline_changes) == figure_questions.LISTED


@pytest.mark.parametrize("name", ["DAYS", "HOURS_AND_FIELDS", "EDITS", "MOST_PROMOTED", "EMPTY_SLOTS"])
def test_no_table_is_read_from_end_to_end_for_each_row_of_another(invented, name):
    """Rows of a JSON array of sources and of a statement's own steps are none of a table."""
    sql = getattr(figure_questions, name)
    with closing(sqlite3.connect(invented)) as conn:
        plan = [
            row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", {"sources": None, "since": None, "until": None})
        ]
    scanned = [step.split()[1] for step in plan if step.startswith("SCAN")]
    assert len([table for table in scanned if table in {"a", "r", "pl", "p", "c", "i"}]) <= sql.count("GROUP BY")
