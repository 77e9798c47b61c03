"""What a run of `ingest` has come to, and how far it is."""

from __future__ import annotations

import pytest

from archiver.model.bulk import Chunk
from archiver.pipelines.ingest_counts import Counts, Extent

SIZES = {"a": 100, "b": 300}


@pytest.fixture
def counts():
    return Counts(iter(range(1000)).__next__)


def test_what_is_to_be_read_is_the_chunks_of_it():
    extent = Extent([Chunk("a", 20, 50), Chunk("a", 50), Chunk("b", 0, 999)], SIZES.get)
    assert extent.total == 30 + 50 + 300


def test_a_file_of_which_nobody_knows_counts_like_the_others_until_it_is_read():
    extent = Extent([Chunk("a"), Chunk("b"), Chunk("far away")], SIZES.get)
    assert extent.total == 600
    for chunk, size in ((Chunk("a"), 100), (Chunk("b"), 300), (Chunk("far away"), 50)):
        extent.begin(chunk, size)
        extent.end()
    assert (extent.done, extent.total) == (450, 450)


def test_where_nothing_is_known_nothing_is_told():
    assert Extent([Chunk("far away")], SIZES.get).total is None


def test_what_is_behind_never_shrinks_and_is_no_more_than_the_chunk():
    extent = Extent([Chunk("a", 20, 50)], SIZES.get)
    extent.begin(Chunk("a", 20, 50), 100)
    told = []
    for place in (20, 35, 30, 70):
        extent.reach(place)
        told.append(extent.done)
    assert told == [0, 15, 15, 30]


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
