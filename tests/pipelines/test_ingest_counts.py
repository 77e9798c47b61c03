"""What a run of `ingest` has come to, and how far it is."""

from __future__ import annotations

import pytest

from archiver.model.bulk import Chunk
from archiver.pipelines.ingest_counts import Counts, Extent


@pytest.fixture
def counts():
    return Counts(iter(range(1000)).__next__)


@pytest.mark.parametrize(
    ("chunk", "size", "total"),
    [
        (Chunk("a", 20, 50), 100, 30),
        (Chunk("a", 20), 100, 80),
        (Chunk("a", 20, 999), 100, 80),
        (Chunk("a"), None, None),
    ],
)
def test_there_is_as_much_to_read_as_the_chunk_has(chunk, size, total):
    extent = Extent(chunk)
    extent.size = size
    assert extent.total == total


@pytest.mark.parametrize(("size", "last"), [(100, 30), (None, 50)])
def test_what_is_behind_never_shrinks_and_is_no_more_than_the_chunk(size, last):
    extent = Extent(Chunk("a", 20, 50))
    extent.size = size
    told = []
    for place in (20, 35, 30, 70):
        extent.reach(place)
        told.append(extent.done)
    assert told == [0, 15, 15, last]


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
