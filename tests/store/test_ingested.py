"""What the archive knows of the WARC files that it has taken in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from archiver.model import WarcLocation
from archiver.model.bulk import Chunk, TakenIn
from support.archives import article

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


def test_how_far_a_part_has_come_is_what_was_noted_last(desk):
    desk.archive.ingested.note([A])
    further = replace(A, reached=900, reached_within=None, is_done=True, pages=4, passed={"status": 2})
    desk.archive.ingested.note([further])
    assert desk.archive.ingested.of("/in/a.warc.gz", "all") == (further,)
    assert desk.row("SELECT ended_at FROM ingested_chunks") == ("2025-08-11T12:00:00Z",)


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


def test_it_is_written_with_the_rows_or_not_at_all(desk):
    stranger = replace(desk.read("/bac", article()), page_id=99)
    with pytest.raises(LookupError):
        desk.archive.save([stranger], taken_in=[A])
    assert desk.rows("SELECT * FROM ingested_chunks") == []
    desk.archive.save([desk.read("/bac", article())], taken_in=[A])
    assert desk.archive.ingested.of("/in/a.warc.gz", "all") == (A,)


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


def test_a_look_without_a_record_points_to_where_it_is_found_again(desk, outside):
    desk.archive.ingested.forget("/in/a.warc.gz")
    found = WarcLocation(file="/in/b.warc.gz", offset=70, length=8)
    looks = [(one.page_id, replace(one.capture, warc=found)) for one in outside.values()]
    later = [(page_id, replace(look, fetched_at=look.fetched_at + dt.timedelta(seconds=1))) for page_id, look in looks]
    desk.archive.ingested.point([*later[:1], *looks[1:]])
    places = desk.rows("SELECT warc_file, warc_offset, warc_length FROM captures ORDER BY id")
    assert places == [(None, None, None), ("/in/b.warc.gz", 70, 8), ("/in/a.warc.gz.old", 0, 9)]
