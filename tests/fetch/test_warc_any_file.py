"""Any sequence of records, whatever is wrong with some of them: the others are found, each at its place."""

from __future__ import annotations

import gzip
import io
import itertools
import tracemalloc
import zlib

import pytest
from backports import zstd
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archiver.fetch.warc_stream import BadEntry, Entry, iter_entries
from support.warc_bytes import member, record

PAGES = frozenset({"response", "resource", "conversion", "revisit"})
PACKINGS = {
    "plain": bytes,
    "gzip": member,
    "stored": lambda content: gzip.compress(content, 0, mtime=0),
    "zstd": zstd.compress,
}
BODIES = st.binary(max_size=200) | st.integers(0, 20_000).map(lambda size: b"the ferry in the fog " * (size // 20))


def read(content, **options):
    return list(iter_entries(io.BytesIO(content), types=PAGES, max_block_bytes=1 << 20, **options))


def good(found):
    return [entry for entry in found if isinstance(entry, Entry) and "/good" in entry.url]


@st.composite
def whole_parts(draw, packed):
    """One or more records in a unit, and how many."""
    bodies = draw(st.lists(BODIES, min_size=1, max_size=3))
    version = draw(st.sampled_from(["0.18", "1.0", "1.1"]))
    kinds = [draw(st.sampled_from(["response", "resource"])) for _ in bodies]
    records = [record("good", body, kind=kind, version=version) for body, kind in zip(bodies, kinds, strict=True)]
    return packed(b"".join(records)), len(records)


WRONG = st.sampled_from(
    [
        {"WARC_Type": None},
        {"WARC_Target_URI": None},
        {"WARC_Date": None},
        {"Content_Length": None},
        {"Content_Length": "-1"},
        {"Content_Length": "7"},
        {"Content_Length": "100"},
        {"Content_Length": "99999999"},
        {"Content_Length": "100", "WARC_Block_Digest": None},
        {"Content_Length": "3", "WARC_Block_Digest": None},
        {"WARC_Block_Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        {"WARC_Record_ID": "<urn:same>"},
    ]
)


@st.composite
def damaged_parts(draw, packed):
    """What is no record, or none that could be trusted."""
    kind = draw(st.sampled_from(["wrong", "cut", "flipped", "rubbish", "zeros"]))
    if kind == "rubbish":
        return draw(st.binary(max_size=300)), 0
    if kind == "zeros":
        return bytes(draw(st.integers(0, 2000))), 0
    if kind == "wrong":
        return packed(record("x", draw(BODIES), **draw(WRONG))), 0
    whole = bytearray(packed(record("x", draw(BODIES))))
    place = draw(st.integers(0, len(whole) - 1))
    if kind == "cut":
        return bytes(whole[:place]), 0
    whole[place] ^= draw(st.integers(1, 255))
    return bytes(whole), 0


@st.composite
def files(draw):
    """The parts of a file whose first record is whole."""
    packed = PACKINGS[draw(st.sampled_from(sorted(PACKINGS)))]
    return [draw(whole_parts(packed)), *draw(st.lists(whole_parts(packed) | damaged_parts(packed), max_size=8))]


@given(files())
@settings(max_examples=150)
def test_whatever_is_wrong_the_other_records_are_found(parts):
    found = good(read(b"".join(part for part, _ in parts)))
    starts, start = [], 0
    for part, count in parts:
        starts += [start] * count
        start += len(part)
    assert len(found) == len(starts)
    for entry, at in zip(found, starts, strict=True):
        assert at == entry.within if entry.within is not None else at <= entry.offset


@given(files(), st.data())
def test_parts_of_a_file_hold_what_the_whole_does(parts, data):
    """However it is parted, no record is lost or read twice."""
    content = b"".join(part for part, _ in parts)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(content))), max_size=5)))
    bounds = [0, *cuts, None]
    found = [entry for start, end in itertools.pairwise(bounds) for entry in good(read(content, start=start, end=end))]
    assert found == good(read(content))


@given(st.binary(max_size=2000) | st.binary(max_size=200).map(lambda tail: member(record())[:100] + tail))
def test_nothing_that_is_no_warc_file_ends_in_an_error(content):
    for found in read(content):
        assert isinstance(found, Entry | BadEntry)


@given(st.lists(st.tuples(st.sampled_from(["response", "resource"]), BODIES), min_size=1, max_size=8), st.booleans())
def test_readers_agree_on_whole_files(records, is_packed):
    packed = member if is_packed else bytes
    content = b"".join(packed(record(str(number), body, kind=kind)) for number, (kind, body) in enumerate(records))
    found = read(content)
    ours = [(entry.url, entry.offset) for entry in found]
    slow = ArchiveIterator(io.BytesIO(content), no_record_parse=True)
    fast = FastIterator(io.BytesIO(content), parse_http=False)
    assert ours == [(one.rec_headers.get_header("WARC-Target-URI"), slow.get_record_offset()) for one in slow]
    assert ours == [(one.headers["WARC-Target-URI"], one.stream_pos) for one in fast]
    ends = [entry.offset + entry.length for entry in found]
    assert ends == [*(entry.offset for entry in found[1:]), len(content)]


def packed_giant(size):
    """A gzip member that holds a record of so many bytes, made a piece at a time."""
    head = record("x", b"", kind="resource", Content_Length=str(size), WARC_Block_Digest=None)[:-4]
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    parts = [
        packer.compress(head),
        *(packer.compress(piece) for _ in range(size >> 20)),
        packer.compress(b"\r\n\r\n"),
        packer.flush(),
    ]
    return b"".join(parts)


@pytest.mark.parametrize("types", [PAGES, frozenset()], ids=["wanted", "not wanted"])
def test_a_giant_record_is_passed_over_in_little_memory(types):
    """64 MB of nothing are 64 KB in the file; of 2 GB no more would be held."""
    content = member(record("a")) + packed_giant(64 << 20) + member(record("b"))
    tracemalloc.start()
    found = list(iter_entries(io.BytesIO(content), types=types, max_block_bytes=1 << 20))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [entry.url[-1] for entry in found] == ["a", "x", "b"]
    assert found[1].is_cut == bool(types)
    assert most < 16 << 20


def test_a_plain_giant_is_leapt_over(tmp_path):
    """Nothing of its 2 GB is read, nor lies on the disk."""
    size = 2 << 30
    path = tmp_path / "giant.warc"
    with path.open("wb") as file:
        file.write(
            record("a") + record("x", b"", kind="resource", Content_Length=str(size), WARC_Block_Digest=None)[:-4]
        )
        file.seek(size, io.SEEK_CUR)
        file.write(b"\r\n\r\n" + record("b"))
    with path.open("rb") as stream:
        found = list(iter_entries(stream, types={"response"}, max_block_bytes=1 << 20))
    assert [entry.url[-1] for entry in found] == ["a", "x", "b"]
    assert found[2].offset + found[2].length == path.stat().st_size
