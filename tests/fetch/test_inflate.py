"""Content codings are undone, up to a limit, and never with an exception."""

from __future__ import annotations

import gzip
import random
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.inflate import Inflated, inflate
from support.compression import zstd

LIMIT = 1_000_000
TEXT = b"<p>On a dit : il fait beau.</p>" * 100
WINDOW_PROBLEM = "not zstd: Unable to decompress Zstandard data: Frame requires too much memory for decoding"
COMPRESS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


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
        (brotli.compress(TEXT), ("br",)),
        (brotli.compress(TEXT) + b"padding", ("br",)),
        (zstd.compress(TEXT), ("zstd",)),
        (zstd.compress(TEXT[:500]) + zstd.compress(TEXT[500:]), ("zstd",)),
        (gzip.compress(brotli.compress(TEXT), mtime=0), ("br", "gzip")),
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


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "lzma"])
def test_markup_that_claims_to_be_compressed_is_markup(coding):
    assert inflate(b"<!DOCTYPE html><p>", (coding,), LIMIT) == Inflated(content=b"<!DOCTYPE html><p>")


@pytest.mark.parametrize("announced", ["gzip", "deflate", "br", "zstd", "lzma"])
@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_one_coding_announced_as_another_is_told_by_its_signature(announced, compress):
    assert inflate(compress(TEXT), (announced,), LIMIT) == Inflated(content=TEXT)


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_text_that_is_compressed_and_does_not_say_so_is_undone(compress):
    assert inflate(compress(TEXT), (), LIMIT, "text/html") == Inflated(content=TEXT)
    assert inflate(gzip.compress(compress(TEXT)), ("gzip",), LIMIT, "text/html") == Inflated(content=TEXT)


@pytest.mark.parametrize("media_type", [None, "application/gzip", "image/svg"])
def test_a_file_that_is_compressed_by_nature_stays_so(media_type):
    body = gzip.compress(TEXT)
    assert inflate(body, (), LIMIT, media_type) == Inflated(content=body)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_is_neither_markup_nor_of_that_coding_is_a_problem(coding):
    result = inflate(b"not compressed at all", (coding,), LIMIT)
    assert (result.content, result.problem is None) == (b"", False)


def test_a_coding_that_nobody_knows_is_a_problem():
    assert inflate(b"...", ("lzma",), LIMIT).problem == "content coding 'lzma' is not known"


def test_a_window_larger_than_a_reader_must_have_is_a_problem():
    """It would take as much memory as the sender likes (RFC 9659)."""
    compressor = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 24})
    result = inflate(compressor.compress(TEXT) + compressor.flush(), ("zstd",), LIMIT)
    assert (result.content, result.problem) == (b"", WINDOW_PROBLEM)


@pytest.mark.parametrize("compress", [brotli.compress, zstd.compress])
def test_bombs_of_the_newer_codings_stop_at_the_limit_as_well(compress):
    coding = {brotli.compress: "br", zstd.compress: "zstd"}[compress]
    bomb = compress(b"\0" * 20_000_000)
    assert inflate(bomb, (coding,), LIMIT) == Inflated(content=b"\0" * LIMIT, is_too_large=True)
    assert inflate(gzip.compress(bomb), (coding, "gzip"), LIMIT).is_too_large


def test_many_codings_are_a_problem():
    assert inflate(b"...", ("gzip",) * 4, LIMIT).problem == "4 content codings, one inside the other"


@pytest.mark.parametrize(("coding", "compress"), [("br", brotli.compress), ("zstd", zstd.compress)])
def test_a_damage_in_the_newer_codings_keeps_what_comes_before_it(coding, compress):
    noise = random.Random(1).randbytes(400_000)
    body = bytearray(compress(noise))
    body[300_000] ^= 0xFF
    result = inflate(bytes(body[:-8]), (coding,), LIMIT)
    assert result.problem is not None
    assert noise.startswith(result.content[:200_000])
    assert len(result.content) > 100_000


@given(st.binary(max_size=2000), st.lists(st.sampled_from(sorted(COMPRESS)), max_size=3))
def test_what_was_compressed_comes_back(content, codings):
    body = content
    for coding in codings:
        body = COMPRESS[coding](body)
    assert inflate(body, codings, LIMIT) == Inflated(content=content)


@given(
    st.binary(max_size=500),
    st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd", "x-gzip", "lzma"]), max_size=4),
    st.integers(0, 100),
)
def test_any_bytes_give_a_result_within_the_limit(body, codings, limit):
    assert len(inflate(body, codings, limit).content) <= limit


@given(
    st.sampled_from(sorted(COMPRESS)), st.binary(min_size=100, max_size=2000), st.integers(0, 5000), st.integers(0, 255)
)
def test_a_flipped_byte_never_raises(coding, content, place, value):
    body = bytearray(COMPRESS[coding](content))
    body[place % len(body)] = value
    result = inflate(bytes(body), (coding,), LIMIT)
    assert result.problem is not None or isinstance(result.content, bytes)
