"""What of a file is still to be taken in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model.bulk import Chunk, TakenIn
from archiver.pipelines.ingest_ledger import Head, Part, as_grown, left_of, standing
from archiver.pipelines.ingest_records import Place

WHOLE = Head(size=100, beginning=b"WARC/1.1 a")
HELD = TakenIn(chunk=Chunk("a"), wanted="x", reached=90, size=100, head_digest=WHOLE.digest, records=9, pages=9)
SIZE = 60


@st.composite
def held_parts(draw):
    """Parts that do not overlap, the last one perhaps up to the end of the file."""
    bounds = sorted(draw(st.sets(st.integers(0, SIZE), max_size=6)))
    pairs = zip(bounds[::2], (*bounds[1::2], None), strict=False)
    return [TakenIn(chunk=Chunk("a", start, end), wanted="x", reached=start) for start, end in pairs]


@given(held_parts(), st.integers(0, SIZE), st.integers(0, SIZE))
def test_what_is_left_and_what_is_held_are_all_of_it_and_nothing_twice(held, start, length):
    chunk = Chunk("a", start, start + length)
    bounds = [(part.chunk.start, part.chunk.end or 2 * SIZE) for part in held]
    done = {byte for bound in bounds for byte in range(*bound)}
    left = [byte for some in left_of(chunk, held) for byte in range(some.start, some.end)]
    assert left == [byte for byte in range(start, start + length) if byte not in done]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (WHOLE, "same"),
        (replace(WHOLE, size=None), "same"),
        (replace(WHOLE, size=150), "grown"),
        (replace(WHOLE, size=99), "changed"),
        (replace(WHOLE, beginning=b"WARC/1.1 b"), "changed"),
    ],
)
def test_a_file_is_known_by_its_size_and_its_beginning(head, expected):
    assert standing([HELD], head) == expected


def test_a_file_of_which_nothing_is_held_is_new():
    assert standing([], WHOLE) == "new"


def test_the_beginning_of_a_file_that_was_shorter_than_that_is_as_long_as_it_was():
    short = Head(size=4, beginning=b"WARC")
    held = replace(HELD, size=4, head_digest=short.digest)
    assert standing([held], Head(size=100, beginning=b"WARC/1.1 a")) == "grown"


def test_of_a_file_that_has_grown_what_is_behind_its_last_record_is_left():
    grown = Head(size=150, beginning=WHOLE.beginning)
    assert list(left_of(Chunk("a"), as_grown([HELD], grown))) == [Chunk("a", 90, None)]


def test_what_begins_in_one_part_may_have_been_cut_in_a_later_one():
    first = replace(HELD, chunk=Chunk("a", 0, 50), reached=20, reached_within=700)
    held = [first, replace(HELD, chunk=Chunk("a", 50), reached=50)]
    grown = as_grown(held, Head(size=150, beginning=WHOLE.beginning))
    assert [left for part in (Chunk("a", 0, 50), Chunk("a", 50)) for left in left_of(part, grown)] == [
        Chunk("a", 20, 50),
        Chunk("a", 50, None),
    ]


def test_of_a_chunk_the_ledger_tells_what_came_and_what_was_passed_over():
    part = Part(Chunk("a", 20, 60), "x", WHOLE)
    for place, reason in ((Place(30), None), (Place(50), "status"), (Place(50, 7), "status")):
        part.note(place, reason)
    assert part.told() == TakenIn(
        chunk=Chunk("a", 20, 60),
        wanted="x",
        reached=50,
        reached_within=7,
        size=100,
        head_digest=WHOLE.digest,
        records=3,
        pages=1,
        passed={"status": 2},
    )
