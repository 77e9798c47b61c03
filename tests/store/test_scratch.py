"""Scratch archives: filled like any other, without what is worked out where their rows are merged."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.errors import ScratchArchiveError
from archiver.model import Author, Evidence, Image
from archiver.store.archive import open_archive
from archiver.store.scratch import create_scratch
from support.archives import SITE, Clock, Desk, article, cards, teaser
from test_fingerprints import OTHER, STORY

#: what says when and by whom the file was made
OWN = {"_sqlite_migrations"}
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_fts*' AND name NOT GLOB 'sqlite_*'"


@pytest.fixture
def fill():
    """Saves some days of a site: new, told again, edited, edited away, moved and gone, with all that goes with them."""

    def run(archive, clock):
        archive.add_source(SITE, name="Courrier du Lac", language="fr")
        desk = Desk(archive, clock, archive.sources()[0])
        run_id = archive.begin_run("ingest")
        told = article(
            title="Le bac rouvre lundi",
            body=STORY,
            authors=(Author(name="Ines Calloway"),),
            tags=("bac", "lac"),
            images=(Image(url=f"{SITE}/bac.jpg", role="main", status="present"),),
            evidence=(
                Evidence(field="title", value="Le bac", raw="<h1>", source="h1", rule="heading"),
                Evidence(field="body", value="…", raw="…", source="text", rule="density"),
            ),
            teasers=(*cards("Le marché déménage", "Le lac monte"), teaser(url=None, position=7)),
        )
        days = (
            {"/a": told, "/b": article(title="Titre b", body=OTHER), "/c": article(body=f"LAUSANNE (ATS) - {STORY}")},
            {"/Le-lac-monte": article(title="Le lac monte", body=OTHER), "/a": article(body=OTHER)},
            {"/a": told, "/d": article(title="Le marché déménage", body="Trop court.")},
        )
        for pages in days:
            archive.save([desk.read(url, each) for url, each in pages.items()], run_id=run_id)
            clock.pass_hours(24)
        desk.save(desk.read("/b", article(title="Titre b", body=OTHER), final_url="/b-moved"), desk.gone("/c"))
        archive.end_run(run_id, outcome="done", exit_code=0)

    return run


def rows_of(path):
    """All rows of an archive, by table."""
    with closing(sqlite3.connect(path)) as conn:
        names = {name for (name,) in conn.execute(TABLES)} - OWN
        return {name: sorted(conn.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def asked(path, sql):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchall()


def scratch_at(path, fill):
    clock = Clock()
    with create_scratch(path, clock=clock) as archive:
        fill(archive, clock)
    return path


def whole_at(path, fill):
    clock = Clock()
    with open_archive(path, clock=clock) as archive:
        fill(archive, clock)
    return path


def merged_at(path, scratch):
    with open_archive(path, clock=Clock()) as archive:
        archive.merge(scratch)
    return path


def test_merged_it_has_every_row_of_an_archive_that_was_filled_directly(tmp_path, fill):
    path = merged_at(tmp_path / "archive.db", scratch_at(tmp_path / "part.db", fill))

    (tmp_path / "one").mkdir()
    direct = rows_of(whole_at(tmp_path / "one" / "archive.db", fill))
    assert rows_of(path) == direct
    assert len(direct["similar_articles"]) == 2
    assert len(direct["article_evidence"]) == 2


def test_until_then_nothing_is_indexed_and_nothing_compared(tmp_path, fill):
    path = scratch_at(tmp_path / "part.db", fill)

    for table in ("articles_fts_docsize", "teasers_fts_docsize", "article_evidence", "similar_articles"):
        assert asked(path, f"SELECT count(*) FROM {table}") == [(0,)]
    assert asked(path, "SELECT count(DISTINCT simhash) FROM article_sketches") == [(3,)]


def test_closed_it_is_a_single_file_that_holds_no_lock(tmp_path, fill):
    path = scratch_at(tmp_path / "part.db", fill)

    assert [entry.name for entry in tmp_path.iterdir()] == ["part.db"]
    assert asked(path, "PRAGMA journal_mode") == [("delete",)]
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]


def test_what_a_killed_writer_left_is_gone(tmp_path, fill):
    path = tmp_path / "part.db"
    path.write_bytes(b"half of a")

    assert len(asked(scratch_at(path, fill), "SELECT * FROM articles")) == 5


def test_nobody_takes_it_for_an_archive(tmp_path, fill):
    path = scratch_at(tmp_path / "part.db", fill)

    with pytest.raises(ScratchArchiveError, match=r"part\.db: not an archive of its own, but a part of an ingest"):
        open_archive(path)


def test_a_batch_that_fails_leaves_those_before_it(tmp_path):
    with create_scratch(tmp_path / "part.db") as archive:
        archive.add_source(SITE)
        desk = Desk(archive, Clock(), archive.sources()[0])
        desk.save(desk.read("/a", article()))
        stray = desk.read("/b", article(), page_id=99)
        with pytest.raises(LookupError):
            desk.save(desk.read("/c", article()), stray)

    assert asked(tmp_path / "part.db", "SELECT url FROM articles") == [(f"{SITE}/a",)]
