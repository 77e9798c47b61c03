"""The views answer from indexes: what a question costs grows with its answer, or with one look at all placements."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import views

import archiver

#: what may be read from end to end, once, in a question about everything
WHOLE = {"pl", "edge", "placeholder_images"}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A small one of the same shape."""
    path = tmp_path_factory.mktemp("views") / "archive.db"
    views.write_archive(path, views.Size(placements=2000))
    return path


@pytest.fixture
def conn(large):
    with closing(sqlite3.connect(large)) as conn:
        yield conn


def scanned(plan):
    """Names of what is read from end to end."""
    return [line.split()[1] for line in plan if line.strip().startswith("SCAN")]


@pytest.mark.parametrize("question", views.QUESTIONS)
def test_no_table_is_read_from_end_to_end_for_each_row_of_another(conn, question):
    plan = views.plan_of(conn, views.QUESTIONS[question])
    depths = [len(line) - len(line.lstrip()) for line in plan if line.strip().startswith("SCAN")]

    assert set(scanned(plan)) <= WHOLE
    assert len(set(depths)) == len(depths)
    assert not [line for line in plan if "AUTOMATIC" in line]


@pytest.mark.parametrize("question", [name for name in views.QUESTIONS if name.endswith(("an article", "of a page"))])
def test_a_question_about_one_article_or_page_reads_no_table_whole(conn, question):
    assert "pl" not in scanned(views.plan_of(conn, views.QUESTIONS[question]))


def test_an_invented_archive_is_whole(large):
    with archiver.open(large, create=False) as archive:
        answers = {question: len(list(archive.query(sql).rows)) for question, sql in views.QUESTIONS.items()}
        stats = archive.stats()

    assert (stats.placements, stats.cards, stats.articles) == (2000, 400, 200)
    assert [question for question, rows in answers.items() if not rows] == []


def test_each_question_has_its_line(large):
    (first, *others) = views.ask_all(large)

    assert first.line.startswith("teaser_placements: first rows")
    assert first.rows == 100
    assert len(others) == len(views.QUESTIONS) - 1
