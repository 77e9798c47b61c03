"""The views answer from indexes: what a question costs grows with its answer, or with one look at all placements."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from analyst import GROUPED, PARTS, ask_all, plan_of
from big_archive import write_archive
from invented_pages import Size

#: what may be read from end to end, once, in a question about everything
WHOLE = {"pl", "edge", "placeholder_images", "a", "e"}
#: of teasers, where they stood and which they promote
PROMOTION = [question for question in GROUPED if not question.startswith("evidence")]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A small one of the same shape."""
    path = tmp_path_factory.mktemp("analyst") / "archive.db"
    write_archive(path, Size(articles=400))
    return path


@pytest.fixture
def conn(path):
    with closing(sqlite3.connect(path)) as conn:
        yield conn


def scanned(plan):
    """Names of what is read from end to end."""
    return [line.split()[1] for line in plan if line.strip().startswith("SCAN")]


@pytest.mark.parametrize("question", PROMOTION)
def test_no_table_is_read_from_end_to_end_for_each_row_of_another(conn, question):
    plan = plan_of(conn, GROUPED[question])
    depths = [len(line) - len(line.lstrip()) for line in plan if line.strip().startswith("SCAN")]

    assert set(scanned(plan)) <= WHOLE
    assert len(set(depths)) == len(depths)
    assert not [line for line in plan if "AUTOMATIC" in line]


@pytest.mark.parametrize("question", PARTS)
def test_a_question_about_one_article_or_page_reads_no_table_whole(conn, question):
    assert "pl" not in scanned(plan_of(conn, PARTS[question]))


def test_all_that_analysts_ask_is_answered_with_its_plan(path):
    answers = {answer.question: answer for answer in ask_all(path)}
    empty = {question for question, answer in answers.items() if not answer.rows and "nowhere" not in question}

    assert all(answer.plan for answer in answers.values())
    assert answers["search: de: best"].rows == answers["search: everything since a day: best"].rows == 20
    assert answers["article_list: first rows"].rows == 100
    assert not empty & set(GROUPED)
