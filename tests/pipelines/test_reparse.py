"""Kept captures, parsed again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.events import Change, PageReparsed, RunEnded
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.reparse import Selection, reparse
from archiver.pipelines.tools import Tools
from archiver.store.archive import open_archive
from support.archives import NOTE_TEXTS, Clock
from support.memory_web import TEXT, Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
#: as if a parser had read it that takes the outlet's name for a part of the title
OLDER = (
    "UPDATE {} SET parser_version = 0, title = title || ' | Lake Courier', text_digest = 'sha256:old'"
    " WHERE title LIKE '%ferry%'"
)


@pytest.fixture
def desk(tmp_path):
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY]))
    web.put(FERRY, page("The ferry runs again"))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    web.log.clear()
    return desk


@pytest.fixture
def aged(desk):
    """The same, its article read by an older parser."""
    with closing(sqlite3.connect(desk.path)) as older, older:
        older.execute(OLDER.format("articles").replace("SET", "SET record_digest = 'sha256:old',"))
        older.execute(NOTE_TEXTS)
    return desk


def run(desk, **selection):
    with desk.tools() as tools:
        *events, last = reparse(tools, Selection(**selection))
    assert isinstance(last, RunEnded)
    return last, {event.url: event for event in events if isinstance(event, PageReparsed)}


def test_the_same_parser_changes_nothing(desk):
    ended, pages = run(desk)
    assert (ended.exit_code, ended.counts.articles_changed) == (0, 0)
    assert {page.changes for page in pages.values()} == {()}


def test_what_is_read_differently_is_said_field_by_field(aged):
    _, pages = run(aged)
    assert pages[FERRY].changes == (
        Change(field="title", before="The ferry runs again | Lake Courier", after="The ferry runs again"),
    )


def test_it_becomes_a_revision_that_is_no_edit(aged):
    run(aged)
    assert aged.rows(f"SELECT title FROM articles WHERE url = '{FERRY}'") == [("The ferry runs again",)]
    causes = "SELECT r.cause FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.url LIKE '%ferry%'"
    assert aged.rows(causes + " ORDER BY r.number") == [("first",), ("parser",)]
    assert aged.rows("SELECT count(*) FROM headline_changes") == [(0,)]


def test_a_dry_run_writes_nothing(aged):
    before = aged.rows("SELECT * FROM articles"), aged.rows("SELECT * FROM runs")
    _, pages = run(aged, is_dry_run=True)
    assert pages[FERRY].changes
    assert (aged.rows("SELECT * FROM articles"), aged.rows("SELECT * FROM runs")) == before


def test_a_dry_run_beside_a_crawl_compares_with_what_the_crawl_has_kept_since(desk):
    """A page that came anew between being listed and being read is not the parser's doing."""
    with open_archive(desk.path, create=False) as archive:
        tools = Tools(archive=archive, interrupts=Interrupts())
        events = reparse(tools, Selection(is_dry_run=True))
        first = next(events)
        desk.web.put(FERRY, page("The ferry stands still"))
        desk.wait(hours=24)
        desk.update()
        changed = {event.url: event.changes for event in (first, *events) if isinstance(event, PageReparsed)}
    assert desk.rows(f"SELECT title FROM articles WHERE url = '{FERRY}'") == [("The ferry stands still",)]
    assert changed == {HOME: (), FERRY: ()}


def test_nobody_is_asked(aged):
    run(aged)
    assert aged.web.log == []


def test_only_what_another_version_read_can_be_asked_for(aged):
    _, pages = run(aged, is_outdated_only=True)
    assert FERRY in pages
    _, pages = run(aged, is_outdated_only=True)
    assert FERRY not in pages


def test_a_record_that_is_not_whole_is_named_and_stops_nothing(aged):
    (file,) = aged.path.parent.glob("archive.warc/*.warc.gz")
    ((offset,),) = aged.rows(f"SELECT warc_offset FROM captures WHERE url = '{FERRY}'")
    content = bytearray(file.read_bytes())
    content[offset + 30 : offset + 60] = bytes(30)
    file.write_bytes(content)
    ended, pages = run(aged)
    assert ended.exit_code == 0
    assert pages[FERRY].failure
    assert pages[HOME].failure is None


# A version of the parser from end to end: what it reads, what the site then does.

REVISIONS = """
    SELECT r.cause, r.title, r.body LIKE '%Sundays%', r.parser_version, r.capture_id FROM revisions r
    JOIN articles a ON a.id = r.article_id WHERE a.url LIKE '%ferry%' ORDER BY r.number
"""
OLD_TITLE, TITLE = "The ferry runs again | Lake Courier", "The ferry runs again"


def causes(desk):
    return [cause for cause, *_ in desk.rows(REVISIONS)]


def test_the_old_text_stays_as_it_was_read_then(aged):
    run(aged)
    first, second = aged.rows(REVISIONS)
    assert first[:4] == ("first", OLD_TITLE, 0, 0)
    assert second[:4] == ("parser", TITLE, 0, PARSER_VERSION)
    assert first[4] == second[4]  # one capture, read twice


def test_an_update_of_a_site_that_has_not_changed_adds_nothing_to_a_reparsed_archive(aged):
    run(aged)
    aged.wait(hours=1)
    aged.update()
    assert causes(aged) == ["first", "parser"]
    assert {status for url, _, status in aged.web.log if url == FERRY} == {304}


def test_a_page_that_has_not_changed_makes_no_revision_of_the_publishers_after_a_new_version(aged):
    """Neither when the server says so, nor when it sends the text again with another side column."""
    aged.wait(hours=1)
    aged.update()
    assert causes(aged) == ["first"]
    aged.web.put(FERRY, page("The ferry runs again", links=["/imprint"]))
    aged.wait(hours=24)
    aged.update()
    assert causes(aged) == ["first", "parser"]
    assert aged.rows("SELECT count(*) FROM headline_changes") == [(0,)]


@pytest.mark.parametrize("is_reparsed_first", [True, False])
def test_a_changed_page_makes_one_revision_of_the_publishers_after_a_new_version(aged, is_reparsed_first):
    if is_reparsed_first:
        run(aged)
    aged.web.put(FERRY, page("The ferry runs again", text=TEXT + " And on Sundays."))
    aged.wait(hours=1)
    aged.update()
    first, second, third = aged.rows(REVISIONS)
    assert [first[0], second[0], third[0]] == ["first", "parser", "publisher"]
    assert second[1:3] == (TITLE, 0)  # the old capture, as the new parser reads it
    assert third[1:3] == (TITLE, 1)
    assert first[4] == second[4] < third[4]
    assert aged.rows("SELECT count(*) FROM headline_changes") == [(0,)]


def test_a_publishers_headline_is_compared_with_the_old_capture_read_again(aged):
    aged.web.put(FERRY, page("The ferry runs again from Monday"))
    aged.wait(hours=1)
    aged.update()
    assert aged.rows("SELECT old_title, new_title FROM headline_changes") == [
        (TITLE, "The ferry runs again from Monday")
    ]


def test_going_back_to_the_older_parser_loses_nothing_either(aged):
    run(aged)
    with closing(sqlite3.connect(aged.path)) as newer, newer:
        newer.execute(OLDER.format("articles").replace("SET", "SET record_digest = 'sha256:newer',"))
    run(aged)
    assert causes(aged)[:2] == ["first", "parser"]
    assert {title for _, title, *_ in aged.rows(REVISIONS)} == {OLD_TITLE, TITLE}
