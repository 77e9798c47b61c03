"""A WARC file is read as a stream: every record with its place, whatever lies between them told and passed over."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from backports import zstd

from archiver.fetch.warc_stream import BadEntry, Entry, iter_entries
from support.warc_bytes import HTTP, member, record

PAGES = frozenset({"response", "resource", "conversion"})


def read(content, **options):
    options = {"types": PAGES, "max_block_bytes": 1_000_000} | options
    return list(iter_entries(io.BytesIO(content), **options))


def names(found):
    """The last part of each record's address, and ``bad`` for what was wrong."""
    return [one.url.rpartition("/")[2] if isinstance(one, Entry) else "bad" for one in found]


def frame(content):
    return zstd.compress(content)


PACKED = pytest.mark.parametrize("packed", [bytes, member, frame], ids=["plain", "gzip", "zstd"])


@PACKED
def test_each_record_is_given_with_its_place(packed):
    parts = [packed(record("a")), packed(record("b", b"Text", kind="resource"))]
    first, second = read(b"".join(parts))
    assert (first.offset, second.offset) == (0, len(parts[0]))
    assert second.offset + second.length == len(parts[0]) + len(parts[1])
    assert (first.type, first.url, first.within) == ("response", "https://lac.example/a", None)
    assert first.date == dt.datetime(2025, 8, 11, 10, tzinfo=dt.UTC)
    assert first.block == HTTP + b"<p>The ferry runs again.</p>"
    assert second.block == b"Text"


def test_a_gzip_member_is_given_as_it_is():
    parts = [member(record("a")), member(record("b"))]
    assert [entry.member for entry in read(b"".join(parts))] == parts


@PACKED
def test_records_of_other_types_have_no_block(packed):
    info, page = read(packed(record(kind="warcinfo", body=b"software: x")) + packed(record("a")))
    assert (info.type, info.block, info.member) == ("warcinfo", b"", None)
    assert page.block


@pytest.mark.parametrize("packed", [member, frame], ids=["gzip", "zstd"])
def test_a_member_may_hold_many_records(packed):
    """Their places count in what is inside."""
    first, second = record("a"), record("b")
    alone = packed(record("c"))
    found = read(alone + packed(first + second))
    assert names(found) == ["c", "a", "b"]
    assert [(entry.within, entry.offset, entry.length) for entry in found] == [
        (None, 0, len(alone)),
        (len(alone), 0, len(first)),
        (len(alone), len(first), len(second)),
    ]


@pytest.mark.parametrize("packed", [member, frame], ids=["gzip", "zstd"])
@pytest.mark.parametrize("size", [7, 100, 333])
def test_a_record_may_go_on_in_the_next_member(packed, size):
    """As programs write it that compress by the block."""
    content = record("a", b"x" * 500) + record("b", b"y" * 90) + record("c")
    blocks = [content[at : at + size] for at in range(0, len(content), size)]
    assert names(read(b"".join(map(packed, blocks)))) == ["a", "b", "c"]


@PACKED
def test_every_part_of_a_file_holds_the_records_that_begin_in_it(packed):
    content = b"".join(packed(record(name, name.encode() * 40)) for name in "abcde")
    whole = read(content)
    for size in (1, 50, 333, len(content)):
        parts = [read(content, start=at, end=at + size) for at in range(0, len(content), size)]
        assert [entry for part in parts for entry in part] == whole


@PACKED
def test_what_is_too_large_is_cut(packed):
    large, small = read(packed(record("a", b"x" * 5000)) + packed(record("b")), max_block_bytes=1000)
    assert (large.is_cut, large.block, large.member) == (True, (HTTP + b"x" * 5000)[:1000], None)
    assert (small.is_cut, small.url) == (False, "https://lac.example/b")


@pytest.mark.parametrize("dictionary", [bytes, zstd.compress], ids=["plain", "compressed"])
def test_a_zstd_file_may_begin_with_the_dictionary_of_its_frames(dictionary):
    trained = zstd.train_dict([record(str(number)) for number in range(300)], 4096)
    first = dictionary(trained.dict_content)
    frames = [zstd.compress(record(name), zstd_dict=trained) for name in "ab"]
    content = b"\x5d\x2a\x4d\x18" + len(first).to_bytes(4, "little") + first + b"".join(frames)
    assert names(read(content)) == ["a", "b"]
    assert names(read(content, start=len(content) - len(frames[1]))) == ["b"]


def test_frames_to_be_passed_over_are():
    passed = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
    assert names(read(frame(record("a")) + passed + frame(record("b")))) == ["a", "b"]


@PACKED
@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1", "1.2"])
def test_records_of_every_version_are_read(packed, version):
    assert names(read(packed(record("a", version=version)))) == ["a"]


@PACKED
@pytest.mark.parametrize(
    "odd",
    [
        record("x", eol="\n"),
        record("x", WARC_Concurrent_To="<urn:one>\r\n\t<urn:two>"),
        record("x", WARC_Target_URI="<https://lac.example/x>"),
        record("x").replace(b": ", b":", 5),
        record("x", WARC_Filename="Ã©t").replace("Ã©t".encode(), b"\xe9t\xff"),
        record("x", WARC_Block_Digest="sha256:unlike"),
        record("x", WARC_Record_ID=None),
        record("x")[:-4],
        record("x") + b"\r\n\r\n",
    ],
    ids=["LF", "folded", "brackets", "no space", "Latin-1", "unknown digest", "no name", "no ending", "long ending"],
)
def test_what_others_write_is_read(packed, odd):
    assert names(read(packed(odd) + packed(record("b")))) == ["x", "b"]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (record("x", WARC_Target_URI=None), "does not say of which address it is"),
        (record("x", WARC_Type=None), "does not say of which type it is"),
        (record("x", WARC_Block_Digest="sha1:" + "A" * 32), "and another found"),
        (record("x", WARC_Block_Digest="sha1:" + "0" * 40), "and another found"),
        (record("x", Content_Length=None), "does not say how long it is"),
        (record("x", Content_Length="many"), "does not say how long it is"),
        (record("x", Content_Length="140"), ""),
        (record("x", Content_Length="140", WARC_Block_Digest=None), ""),
        (record("x", Content_Length="9999999999"), "announces 9,999,999,999 bytes and ends before"),
        (record("x", Content_Length="50"), "50 bytes"),
        (record("x", Content_Length="50", WARC_Block_Digest=None), "does not end after the 50 bytes"),
        (b"no record at all" * 10, "no WARC record where one is to begin"),
        (b"\0" * 1000, "no WARC record where one is to begin"),
    ],
)
@PACKED
def test_what_is_wrong_is_told_and_reading_goes_on(packed, bad, words):
    before, after = packed(record("a")), packed(record("b"))
    found = read(before + packed(bad) + after)
    assert names(found) == ["a", "bad", "b"]
    assert found[1].offset == len(before)
    assert words in found[1].problem
    assert found[2].offset == len(before) + len(packed(bad))


#: what may be wrong with a record so that the next one has to be looked for, or not
WRONG = {
    "no length": {"Content_Length": None},
    "too long": {"Content_Length": "9999999"},
    "a little too long": {"Content_Length": "120"},
    "too short": {"Content_Length": "7", "WARC_Block_Digest": None},
    "another digest": {"WARC_Block_Digest": "sha1:" + "A" * 32},
    "no type": {"WARC_Type": None},
    "no address": {"WARC_Target_URI": None},
}
FORMS = {
    "plain": b"".join,
    "gzip": lambda records: b"".join(map(member, records)),
    "zstd": lambda records: b"".join(map(frame, records)),
    "one member": lambda records: member(b"".join(records)),
    "one frame": lambda records: frame(b"".join(records)),
    "two members": lambda records: member(b"".join(records[:3])) + member(b"".join(records[3:])),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("first", WRONG)
def test_each_bad_record_is_told_whatever_stands_before_it(form, first):
    for second, wrong in WRONG.items():
        records = [record("a"), record("x", **WRONG[first]), record("y", **wrong), record("b"), record("c")]
        assert names(read(FORMS[form](records))) == ["a", "bad", "bad", "b", "c"], second


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_breaks_off_in_its_head_is_told_behind_another(form):
    records = [record("a"), record("x", Content_Length=None), record("y")[:60], record("b"), record("c")]
    assert names(read(FORMS[form](records))) == ["a", "bad", "bad", "b", "c"]


def test_two_damaged_members_are_two():
    damaged = bytearray(member(record("x")))
    damaged[len(damaged) // 2] ^= 0x55
    found = read(member(record("a")) + damaged + damaged + member(record("b")))
    assert names(found) == ["a", "bad", "bad", "b"]


class Counting(io.BytesIO):
    """How many bytes are read."""

    count = 0

    def read(self, size=-1, /):
        data = super().read(size)
        self.count += len(data)
        return data


def test_records_that_announce_too_much_do_not_have_a_file_read_to_its_end_for_each():
    bad = [record(f"x{n}", b"z" * 20_000, Content_Length="9999999") for n in range(200)]
    content = b"".join([record("a"), *bad, record("b")])
    stream = Counting(content)
    found = list(iter_entries(stream, types=PAGES, max_block_bytes=1 << 24))
    assert names(found) == ["a", *["bad"] * 200, "b"]
    assert stream.count < 40 * len(content)  # some windows for each, and not two hundred files


@pytest.mark.parametrize("packed", [member, frame], ids=["gzip", "zstd"])
def test_reading_goes_on_inside_a_member_too(packed):
    bad = record("x", b"z" * 50, Content_Length="9999", WARC_Block_Digest=None)
    content = record("a") + bad + record("b") + b"rubbish" + record("c")
    assert names(read(packed(content))) == ["a", "bad", "b", "bad", "c"]


def test_reading_goes_on_behind_damage_in_a_member():
    damaged = bytearray(member(record("x", b"many words " * 400)))
    damaged[60] ^= 255
    found = read(member(record("a")) + damaged + member(record("b")))
    assert names(found) == ["a", "bad", "b"]


@PACKED
def test_rubbish_between_records_is_passed_over(packed):
    found = read(packed(record("a")) + b"rubbish\x1f\x8b\x08WARC/" + packed(record("b")))
    assert names(found) == ["a", "bad", "b"]


@PACKED
def test_a_file_that_breaks_off_gives_what_is_whole(packed):
    content = packed(record("a")) + packed(record("b"))
    found = read(content[:-12])
    assert names(found) == ["a", "bad"]
    assert not found[1].is_fatal


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\0" * 100_000, "no WARC record"),
        (b"no WARC file at all", "no WARC record"),
        (member(b"nor is this"), "no WARC record"),
        (frame(b"nor is this"), "no WARC record"),
        (b"WARC/1.0 for beginners", "no WARC record"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff", "gzip"),
    ],
)
def test_what_is_no_warc_file_is_told_so(content, words):
    (found,) = read(content)
    assert isinstance(found, BadEntry)
    assert (found.offset, found.is_fatal) == (0, True)
    assert words in found.problem


@PACKED
def test_two_records_of_one_name_are_told_and_both_are_given(packed):
    twice = [packed(record(name, WARC_Record_ID="<urn:same>")) for name in "ab"]
    found = read(b"".join(twice))
    assert names(found) == ["a", "bad", "b"]
    assert (found[1].is_given, found[1].offset) == (True, len(twice[0]))


def test_plain_and_packed_records_may_follow_each_other():
    content = record("a") + member(record("b")) + record("c") + frame(record("d")) + member(record("e"))
    assert names(read(content)) == ["a", "b", "c", "d", "e"]
