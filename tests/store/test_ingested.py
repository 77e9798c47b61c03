"""What the archive knows of the WARC files that it has taken in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from archiver.model import WarcLocation
from archiver.model.bulk import Chunk, TakenIn
from support.archives import article, foreign_rows

A = TakenIn(
    chunk=Chunk("/in/a.warc.gz", 0, 900),
    wanted="all",
    reached=400,
    reached_within=7,
    size=2000,
    head_digest="beef",
    records=5,
    pages=3,
    passed={"status": 1, "media-type": 1},
)


def test_of_a_part_counts_what_was_noted_last(desk):
    desk.archive.ingested.note([A])
    grown = replace(A, reached=900, reached_within=None, pages=4, passed={"status": 2})
    desk.archive.ingested.note([grown])
    assert desk.archive.ingested.of("/in/a.warc.gz", "all") == (grown,)
    assert desk.row("SELECT ended_at FROM ingested_chunks") == ("2025-08-11T12:00:00Z",)


def test_a_part_that_was_only_begun_counts_when_it_has_ended(desk, path):
    desk.archive.ingested.note([A])
    foreign_rows(path, "UPDATE ingested_chunks SET ended_at = NULL")
    assert desk.archive.ingested.of("/in/a.warc.gz") == ()
    desk.archive.ingested.note([A])
    assert desk.archive.ingested.of("/in/a.warc.gz") == (A,)


def test_parts_are_told_in_their_order_and_by_what_was_asked_for(desk):
    later = replace(A, chunk=Chunk("/in/a.warc.gz", 900), reached=900)
    other = replace(A, wanted="hosts")
    desk.archive.ingested.note([later, other, A])
    assert desk.archive.ingested.of("/in/a.warc.gz", "all") == (A, later)
    assert desk.archive.ingested.of("/in/a.warc.gz", "hosts") == (other,)


def test_nothing_counts_as_taken_in_of_a_file_that_is_another_one(desk):
    desk.archive.ingested.note([A, replace(A, chunk=Chunk("/in/b.warc.gz"))])
    desk.archive.ingested.forget("/in/a.warc.gz")
    assert desk.archive.ingested.of("/in/a.warc.gz", "all") == ()
    assert desk.archive.ingested.of("/in/b.warc.gz", "all") != ()


def test_a_very_look_is_known_by_its_page_moment_and_content(desk):
    result = desk.read("/bac", article())
    assert desk.archive.ingested.came(result.page_id, result.capture) is None
    desk.archive.save([result])
    assert desk.archive.ingested.came(result.page_id, result.capture) is True
    for other in ({"fetched_at": result.capture.fetched_at - dt.timedelta(hours=1)}, {"payload_digest": "sha256:ab"}):
        assert desk.archive.ingested.came(result.page_id, replace(result.capture, **other)) is None


@pytest.fixture
def outside(desk):
    """Looks at pages whose records lie in three files, by the file."""
    looks = {}
    for url, file in (("/bac", "/in/a.warc.gz"), ("/tram", "/in/a.warc.gz!@70"), ("/bus", "/in/a.warc.gz.old")):
        result = desk.read(url, article(url=desk.absolute(url)))
        looks[file] = replace(result, capture=replace(result.capture, warc=WarcLocation(file=file, offset=0, length=9)))
    desk.archive.save(list(looks.values()))
    return looks


def test_no_row_points_into_a_file_that_is_another_one(desk, outside):
    assert desk.archive.ingested.forget("/in/a.warc.gz") == 2
    assert desk.rows("SELECT warc_file FROM captures WHERE warc_file IS NOT NULL") == [("/in/a.warc.gz.old",)]
