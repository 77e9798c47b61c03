"""The cookbook: enough questions, one statement each, and each of them plain SQLite."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import examples
import pytest

from support.project import ROOT

PAGE = ROOT / "docs" / "how-to" / "questions.md"
TEXT = PAGE.read_text(encoding="utf-8")
HEADINGS = re.findall(r"^### (.+)$", TEXT, re.MULTILINE)
QUESTIONS = {
    heading: [one for one in examples.examples_in(part) if one.language == "sql"]
    for heading, part in zip(HEADINGS, re.split(r"^### .+$", TEXT, flags=re.MULTILINE)[1:], strict=True)
}
#: what the sample cannot show: its text says so
EMPTY = "In the sample"


def test_there_are_at_least_thirty_questions():
    assert len(set(HEADINGS)) == len(HEADINGS) >= 30


def test_the_list_at_the_top_has_them_all_in_order():
    top = TEXT.partition("\n## ")[0]
    listed = re.findall(r"^(\d+)\. \[(.+)\]\(#", top, re.MULTILINE)
    assert listed == [(str(number), heading) for number, heading in enumerate(HEADINGS, 1)]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_question_is_one_statement_with_its_answer(heading):
    (example,) = QUESTIONS[heading]
    assert example.output
    assert ";" not in example.text


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_question_is_plain_sqlite(heading):
    """No function of ours: any tool that opens the file can ask it."""
    (example,) = QUESTIONS[heading]
    with closing(sqlite3.connect(f"file:{ROOT / 'archive.db'}?mode=ro", uri=True)) as conn:
        names = [column for column, *_ in conn.execute(example.text).description]
    assert len(set(names)) == len(names)


def test_a_question_without_an_answer_says_why():
    mute = [heading for heading, (one,) in QUESTIONS.items() if one.output == "(no rows)\n"]
    parts = dict(zip(HEADINGS, re.split(r"^### .+$", TEXT, flags=re.MULTILINE)[1:], strict=True))
    assert [heading for heading in mute if EMPTY not in parts[heading]] == []
