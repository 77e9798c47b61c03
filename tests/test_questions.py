"""The cookbook: enough questions, one statement each, and each of them plain SQLite."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import examples
import pytest
from big_archive import write_archive as write_big_archive
from invented_pages import Size

from archiver.model import RunCounts
from archiver.pipelines.lakes import open_lake
from archiver.store.archive import open_archive
from support.archives import SITE, Clock, Desk, article
from support.lakes import write_lake
from support.project import ROOT

PAGE = ROOT / "docs" / "how-to" / "questions.md"
TEXT = PAGE.read_text(encoding="utf-8")
HEADINGS = re.findall(r"^### (.+)$", TEXT, re.MULTILINE)
PARTS = dict(zip(HEADINGS, re.split(r"^### .+$", TEXT, flags=re.MULTILINE)[1:], strict=True))
QUESTIONS, ON_PARQUET = (
    {
        heading: [one for one in examples.examples_in(part) if one.language == language]
        for heading, part in PARTS.items()
    }
    for language in ("sql", "sql lake")
)
#: what a question has no counterpart for on Parquet: the place of a word is cut out otherwise
APART = {"place"}
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
    assert [heading for heading in mute if EMPTY not in PARTS[heading]] == []


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """The sample and an invented archive, each beside its lake."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copy(ROOT / "archive.db", folder / "sample.db")
    write_big_archive(folder / "big.db", Size(articles=300))
    for name in ("sample", "big"):
        write_lake(folder / f"{name}.db", folder / name)
    return folder


@pytest.fixture(scope="module", params=["sample", "big"])
def both(request, archives):
    """An archive, and the same as Parquet."""
    db, lake = archives / f"{request.param}.db", archives / request.param
    with open_archive(db, create=False) as archive, open_lake(lake) as lake:
        yield archive, lake


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_question_has_the_same_answer_on_parquet(both, heading):
    """Asked in the same words, but where the page gives others."""
    archive, lake = both
    (example,) = QUESTIONS[heading]
    (other,) = ON_PARQUET[heading] or [example]
    assert answer(lake, other.text) == answer(archive, without_order(example.text, is_wanted=other is not example))


def test_only_the_full_text_is_asked_in_other_words_on_parquet():
    assert all(("MATCH" in QUESTIONS[heading][0].text) == bool(found) for heading, found in ON_PARQUET.items())


def answer(archive, sql):
    """Rows in an order of their own, each a set of names and values; a list of words has no order."""
    found = archive.query(sql)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return sorted((_told(row) for row in rows), key=repr)


def _told(row):
    listed = {name: sorted(value.split(",")) for name, value in row.items() if name == "hosts"}
    return {name: value for name, value in (row | listed).items() if name not in APART}


def without_order(sql, *, is_wanted):
    """What fits best is for the full text alone: on Parquet the newest come first."""
    return sql.replace("bm25(articles_fts), a.id", "a.published_day DESC, a.id") if is_wanted else sql


@pytest.fixture
def desk(tmp_path):
    """An archive of one site."""
    clock = Clock()
    with closing(open_archive(tmp_path / "archive.db", clock=clock)) as archive:
        yield Desk(archive, clock, archive.add_source(SITE, name="Courrier du Lac"))


def ask(desk, beginning):
    """The answer to the question that begins with these words, as dictionaries."""
    (heading,) = (one for one in HEADINGS if one.startswith(beginning))
    answer = desk.archive.query(QUESTIONS[heading][0].text)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def gone(desk, url):
    """The answer 404."""
    result = desk.gone(url)
    return replace(result, capture=replace(result.capture, status=404))


def test_a_story_is_found_gone_once_however_often_its_page_is_asked_again(desk):
    read = desk.read("/bac", article())
    desk.save(read)
    for hours in (5, 24, 24):
        desk.clock.pass_hours(hours)
        desk.save(gone(desk, "/bac"))

    (story,) = ask(desk, "Which stories vanished")
    assert (story["last_there"], story["found_gone"]) == ("2025-08-11T12:00:00Z", "2025-08-11T17:00:00Z")


def test_a_story_that_came_back_and_went_for_good_vanished_then(desk):
    for result in (desk.read, gone, desk.read, gone):
        desk.save(result(desk, "/bac") if result is gone else result("/bac", article()))
        desk.clock.pass_hours(1)

    (story,) = ask(desk, "Which stories vanished")
    assert (story["last_there"], story["found_gone"]) == ("2025-08-11T14:00:00Z", "2025-08-11T15:00:00Z")


def test_a_day_in_the_future_is_not_the_last_that_the_archive_holds(desk):
    for name, day in (("bac", dt.date(2025, 8, 1)), ("phare", dt.date(2099, 1, 1))):
        desk.save(desk.read(f"/{name}", article(title=name, published=day)))

    (source,) = ask(desk, "What does the archive hold")
    assert (source["articles"], source["last_day"], source["ahead"]) == (2, "2025-08-01", 1)


def test_articles_without_a_source_are_counted(desk):
    desk.archive.add(article(published=dt.date(2025, 8, 1)))

    (held,) = ask(desk, "What does the archive hold")
    assert (held["source"], held["articles"], held["last_day"]) == (None, 1, "2025-08-01")
    for beginning in ("How much is behind", "Whose articles name", "How much comes from", "What is the parser unsure"):
        (row,) = ask(desk, beginning)
        assert (row["source"], row.get("articles", 1)) == (None, 1)


def test_the_time_after_a_killed_run_is_a_pause_and_an_idle_round_ends_none(desk):
    done = RunCounts(pages_fetched=1)
    desk.archive.end_run(desk.archive.begin_run("crawl"), outcome="done", exit_code=0, counts=done)
    desk.clock.pass_hours(10)
    killed = desk.archive.begin_run("update")
    desk.archive.save([desk.read("/bac", article())], run_id=killed)
    desk.clock.pass_hours(15)
    desk.archive.rounds.note_idle("update")
    desk.clock.pass_hours(15)
    desk.archive.end_run(desk.archive.begin_run("update"), outcome="done", exit_code=0, counts=done)

    assert [one["hours"] for one in ask(desk, "When did we not look")] == [30.0, 10.0]


def test_what_is_queued_is_not_left_out(desk):
    desk.page_id("/bac")

    assert ask(desk, "What was left out") == []


MORNING, NOON = (dt.datetime(2025, 8, 10, hour, tzinfo=dt.UTC) for hour in (8, 12))


@pytest.mark.parametrize(
    ("here", "there", "first"),
    [
        (NOON, MORNING, "Gazette"),
        (MORNING, NOON, "Courrier du Lac"),
        (MORNING, MORNING, None),
        (MORNING, None, None),
        (MORNING, dt.date(2025, 8, 10), None),
        (MORNING, dt.date(2025, 8, 9), "Gazette"),
        (MORNING, dt.date(2025, 8, 11), "Courrier du Lac"),
        (dt.date(2025, 8, 10), dt.date(2025, 8, 10), None),
        (None, None, None),
    ],
)
def test_who_had_a_text_first_is_told_where_dates_tell(desk, here, there, first):
    other = Desk(desk.archive, desk.clock, desk.archive.add_source("https://gazette.example/", name="Gazette"))
    body = " ".join(f"mot{number}" for number in range(60))
    desk.save(desk.read("/bac", article(body=body, published=here)))
    desk.save(other.read("https://gazette.example/bac", article(body=body, published=there)))

    (text,) = ask(desk, "Which texts did most outlets print")
    assert (text["outlets"], text["first_source"]) == (2, first)
