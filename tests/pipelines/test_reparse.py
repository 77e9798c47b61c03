"""Kept captures, parsed again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.pipelines.events import Change, PageReparsed, RunEnded
from archiver.pipelines.reparse import Selection, reparse
from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, page

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
        older.execute(OLDER.format("revisions"))
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
