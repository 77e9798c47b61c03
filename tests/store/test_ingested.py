"""What the archive knows of the WARC files that it has taken in."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
