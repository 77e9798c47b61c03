"""The invented archive is a sound one, and holds what an analyst would ask for."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from big_archive import write_archive
from invented_pages import Size
from invented_rows import rows

import archiver

ARTICLES = 300


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("big") / "archive.db"
    write_archive(path, Size(articles=ARTICLES))
    return path


@pytest.fixture
def conn(path):
    with closing(sqlite3.connect(path)) as conn:
        yield conn


def test_it_is_whole(path):
    with archiver.open(path) as archive:
        assert archive.check().problems == ()
        figures = archive.stats()
    assert (figures.articles, figures.cards, figures.sources) == (ARTICLES, ARTICLES * 6 // 10, 40)


def test_every_view_has_something_to_tell(conn):
    views = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    rows = {view: conn.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in views}
    assert {view for view, count in rows.items() if not count} <= {"coverage_gaps"}  # which takes more articles a day


def test_stories_of_agencies_stand_in_several_outlets_nearly_alike(conn):
    (shared,) = conn.execute(
        "SELECT count(*) FROM (SELECT lead FROM articles GROUP BY lead HAVING count(DISTINCT source_id) > 1)"
    ).fetchone()
    assert shared > ARTICLES / 50


def test_words_are_as_common_as_real_ones_and_have_accents(path):
    with archiver.open(path) as archive:
        everywhere, somewhere = (len(archive.search(word, limit=ARTICLES)) for word in ("de", "prébae"))
    assert everywhere > ARTICLES / 2
    assert 0 < somewhere < ARTICLES / 4


def test_it_is_the_same_for_the_same_seed():
    first, again, other = (list(rows(Size(articles=20, seed=seed))) for seed in (1, 1, 2))
    assert first == again != other
