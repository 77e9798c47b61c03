"""What of a file is still to be taken in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model.bulk import Chunk, TakenIn
from archiver.pipelines.ingest_chunks import Head, as_grown, left_of, parts_left, standing

WHOLE = Head(size=100, beginning=b"WARC/1.1 a")
HELD = TakenIn(
    chunk=Chunk("a"), wanted="x", reached=90, is_done=True, size=100, head_digest=WHOLE.digest, records=9, pages=9
)
SIZE = 60


@st.composite
def held_parts(draw):
    """Parts that do not overlap, done or begun."""
    bounds = sorted(draw(st.sets(st.integers(0, SIZE), max_size=6)))
    return [
        TakenIn(
            chunk=Chunk("a", start, end), wanted="x", reached=draw(st.integers(start, end)), is_done=draw(st.booleans())
        )
        for start, end in zip(bounds[::2], bounds[1::2], strict=False)
    ]


@given(held_parts(), st.integers(0, SIZE), st.integers(0, SIZE))
def test_what_is_left_and_what_is_held_are_all_of_it_and_nothing_twice(held, start, length):
    chunk = Chunk("a", start, start + length)
    done = [n for part in held for n in range(part.chunk.start, part.chunk.end if part.is_done else part.reached)]
    left = [n for some in left_of(chunk, held) for n in range(some.start, some.end)]
    assert left == [n for n in range(start, start + length) if n not in done]


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
    (part,) = parts_left(Chunk("a"), as_grown([HELD], grown), "x", grown)
    assert part.chunk == Chunk("a", 90, None)
    assert part.place == (90, None)


def test_a_part_that_was_begun_is_gone_on_with_where_it_was():
    begun = replace(HELD, is_done=False, reached=0, reached_within=40)
    (part,) = parts_left(Chunk("a"), [begun], "x", WHOLE)
    assert part.place == (0, 40)
    part.note(part.place, "status")
    told = part.told()
    assert (told.chunk, told.records, told.pages, told.passed) == (Chunk("a"), 10, 9, {"status": 1})
