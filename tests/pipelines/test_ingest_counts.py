"""What a run of `ingest` has come to, and how far it is."""

from __future__ import annotations

import pytest

from archiver.model.bulk import Chunk
from archiver.pipelines.ingest_counts import Counts, Extent


@pytest.fixture
def counts():
    return Counts(iter(range(1000)).__next__)


def read_by(chunk, size, *records):
    extent = Extent(chunk)
    extent.size = size
    for begin, end in records:
        extent.begin(begin)
        extent.reach(end)
    extent.finish()
    return extent.done


@pytest.mark.parametrize(
    ("records", "read"),
    [
        ([[(2, 30), (30, 70)], [(70, 90)]], [70, 30]),  # one goes on behind the end of its chunk
        ([[(2, 100)], []], [100, 0]),  # one gzip member
        ([[(2, 30)], [(50, 90)]], [50, 50]),  # what is no page stands between
    ],
)
def test_the_chunks_of_a_file_have_read_each_byte_once(records, read):
    chunks = Chunk("a", 0, 50), Chunk("a", 50)
    assert [read_by(chunk, 100, *some) for chunk, some in zip(chunks, records, strict=True)] == read


def test_what_is_behind_never_shrinks_and_is_no_more_than_the_file():
    extent = Extent(Chunk("a", 20))
    extent.size = 100
    extent.begin(20)
    told = []
    for place in (20, 35, 30, 170):
        extent.reach(place)
        told.append(extent.done)
    assert told == [0, 15, 15, 80]


def test_where_nobody_knows_how_large_a_file_is_what_is_read_counts():
    assert read_by(Chunk("a"), None, (0, 70)) == 70


@pytest.mark.parametrize(("bad", "of", "exit_code"), [(1, 1, 1), (3, 3, 1), (1, 2, 0), (19, 20, 3), (10, 20, 0)])
def test_files_that_cannot_be_read_count_for_themselves(counts, bad, of, exit_code):
    for number in range(of):
        counts.file()
        if number < bad:
            counts.fail_file()
    assert counts.verdict(0.5).exit_code == exit_code


def test_places_that_cannot_be_read_count_as_pages(counts):
    for _ in range(20):
        counts.fail("bad-record")
    assert counts.verdict(0.5).exit_code == 3
    assert (counts.figures().pages, counts.figures().failed) == (20, {"bad-record": 20})
