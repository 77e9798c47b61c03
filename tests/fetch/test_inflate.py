"""Content codings are undone, up to a limit, and never with an exception."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.inflate import Inflated, inflate

LIMIT = 1_000_000
TEXT = b"<p>On a dit : il fait beau.</p>" * 100


def raw_deflate(data):
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (TEXT, ()),
        (gzip.compress(TEXT, mtime=0), ("gzip",)),
        (gzip.compress(TEXT, mtime=0), ("x-gzip",)),
        (zlib.compress(TEXT), ("deflate",)),
        (raw_deflate(TEXT), ("deflate",)),
        (gzip.compress(zlib.compress(TEXT), mtime=0), ("deflate", "gzip")),
        (
            gzip.compress(TEXT[:500], mtime=0) + gzip.compress(TEXT[500:], mtime=0),
            ("gzip",),
        ),  # two members are one body
        (gzip.compress(TEXT, mtime=0) + b"\0" * 10, ("gzip",)),  # padding
        (b"", ("gzip",)),  # a 304, or a server with nothing to say
    ],
)
def test_codings_are_undone(body, codings):
    assert inflate(body, codings, LIMIT) == Inflated(content=TEXT if body else b"")


def test_a_bomb_is_stopped_at_the_limit():
    result = inflate(gzip.compress(b"\0" * 20_000_000), ("gzip",), LIMIT)
    assert result == Inflated(content=b"\0" * LIMIT, is_too_large=True)


def test_a_bomb_inside_a_bomb_is_stopped_at_the_limit():
    result = inflate(gzip.compress(gzip.compress(b"\0" * 20_000_000)), ("gzip", "gzip"), LIMIT)
    assert (len(result.content), result.is_too_large) == (LIMIT, True)


def test_content_of_exactly_the_limit_is_whole():
    assert inflate(gzip.compress(b"x" * LIMIT), ("gzip",), LIMIT) == Inflated(content=b"x" * LIMIT)


def test_a_stream_that_ends_early_gives_what_there_is():
    result = inflate(gzip.compress(TEXT)[:-12], ("gzip",), LIMIT)
    assert TEXT.startswith(result.content)
    assert result.problem == "the gzip stream ends early"


@pytest.mark.parametrize("place", [100_000, 150_000, -20, -1])
def test_a_damaged_stream_gives_what_comes_before_the_damage(place):
    noise = random.Random(1).randbytes(200_000)
    body = bytearray(gzip.compress(noise, 1))
    body[place] ^= 0xFF
    result = inflate(bytes(body), ("gzip",), LIMIT)
    assert result.problem is not None
    assert len(result.content) > place % len(body) - 70_000  # stored blocks of deflate are 64 KiB
    assert result.content[: place % len(body) - 1000] == noise[: place % len(body) - 1000]


def test_damage_in_a_later_member_is_a_problem_too():
    body = gzip.compress(TEXT) + gzip.compress(TEXT)[:-4] + b"\xff\xff\xff\xff"
    result = inflate(body, ("gzip",), LIMIT)
    assert (result.content, result.problem is None) == (TEXT * 2, False)


def test_the_limit_holds_for_damaged_streams():
    body = gzip.compress(b"x" * 100_000)[:-4] + b"\xff\xff\xff\xff"
    assert len(inflate(body, ("gzip",), 1000).content) == 1000


def test_a_million_empty_members_are_not_read_to_their_end():
    result = inflate(gzip.compress(b"") * 50_000, ("gzip",), LIMIT)
    assert result == Inflated(content=b"", problem="more than 10000 gzip streams")


def test_html_that_claims_to_be_gzip_is_a_problem():
    result = inflate(b"<html>", ("gzip",), LIMIT)
    assert result.content == b""
    assert result.problem.startswith("not gzip: ")


def test_a_coding_that_was_not_asked_for_is_a_problem():
    assert inflate(b"...", ("br",), LIMIT).problem == "content coding 'br' was not asked for"


def test_many_codings_are_a_problem():
    assert inflate(b"...", ("gzip",) * 4, LIMIT).problem == "4 content codings, one inside the other"


@given(st.binary(max_size=2000), st.lists(st.sampled_from(["gzip", "deflate"]), max_size=3))
def test_what_was_compressed_comes_back(content, codings):
    body = content
    for coding in codings:
        body = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    assert inflate(body, codings, LIMIT) == Inflated(content=content)


@given(
    st.binary(max_size=500),
    st.lists(st.sampled_from(["gzip", "deflate", "br", "x-gzip"]), max_size=4),
    st.integers(0, 100),
)
def test_any_bytes_give_a_result_within_the_limit(body, codings, limit):
    assert len(inflate(body, codings, limit).content) <= limit


@given(st.binary(min_size=100, max_size=2000), st.integers(0, 5000), st.integers(0, 255))
def test_a_flipped_byte_never_raises(content, place, value):
    body = bytearray(gzip.compress(content))
    body[place % len(body)] = value
    result = inflate(bytes(body), ("gzip",), LIMIT)
    assert result.problem is not None or isinstance(result.content, bytes)
