"""Rows may point to WARC files outside of the archive's folder, where its list allows it."""

from __future__ import annotations

import gzip
import io
import sqlite3
from contextlib import closing

import pytest
from backports import zstd
from warcio.archiveiterator import ArchiveIterator

from archiver.errors import DamagedArchiveError, StoredFileError
from archiver.fetch.warc_in_place import LIST, permit, permitted, place_of
from archiver.fetch.warc_reading import read_capture
from archiver.fetch.warc_stream import Entry, iter_entries
from archiver.model import WarcLocation
from archiver.pipelines.checking import check_archive
from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.warc_files import export_warc
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.merging import merge, open_to_merge
from archiver.pipelines.rereading import Rereader
from archiver.store.archive import open_archive
from archiver.store.selecting import Selection
from support.archives import Clock
from support.file_server import serving
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
EVERY = frozenset({"warcinfo", "request", "response", "revisit", "metadata"})
FORMS = {
    "gzip": bytes,
    "plain": gzip.decompress,
    "one member": lambda content: gzip.compress(gzip.decompress(content)),
    "zstd": lambda content: b"".join(zstd.compress(gzip.decompress(part)) for part in members(content)),
}


def members(content):
    return [content[entry.offset : entry.offset + entry.length] for entry in read(content)]


def read(content):
    found = iter_entries(io.BytesIO(content), types=EVERY, max_block_bytes=1 << 24)
    return [entry for entry in found if isinstance(entry, Entry)]


@pytest.fixture
def desk(tmp_path):
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY]))
    web.put(FERRY, page("The ferry runs again"))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    return desk


def move_out(desk, address, form):
    """The archive's file in that form, its rows pointing to where it is to lie; its own is gone."""
    (path,) = desk.path.with_suffix(".warc").iterdir()
    before = path.read_bytes()
    after = FORMS[form](before)
    with closing(sqlite3.connect(desk.path)) as conn, conn:
        for old, new in zip(read(before), read(after), strict=True):
            place = place_of(address, new)
            conn.execute(
                "UPDATE captures SET warc_file = ?, warc_offset = ?, warc_length = ?, warc_start = NULL"
                " WHERE warc_file = ? AND warc_offset = ?",
                [place.file, place.offset, place.length, path.name, old.offset],
            )
        conn.execute("DELETE FROM meta WHERE key IN ('warc_file', 'warc_end')")
    path.unlink()
    return after


@pytest.fixture(params=FORMS)
def outside(desk, tmp_path, request):
    path = tmp_path / "elsewhere" / "news.warc"
    path.parent.mkdir()
    path.write_bytes(move_out(desk, str(path), request.param))
    permit(desk.path.with_suffix(".warc"), [str(path)])
    return path


def test_an_archive_whose_records_lie_elsewhere_is_whole(desk, outside):
    with open_archive(desk.path, create=False) as archive:
        assert check_archive(archive).problems == ()


def test_what_lies_elsewhere_is_read_again(desk, outside):
    with open_archive(desk.path, create=False) as archive:
        assert Rereader(archive).article(FERRY).title == "The ferry runs again"


def test_what_lies_elsewhere_is_exported(desk, outside, tmp_path):
    path = tmp_path / "selection.warc.gz"
    with open_archive(desk.path, create=False) as archive:
        list(export_warc(Order(archive=archive, selection=Selection(), path=path)))
    with path.open("rb") as stream:
        types = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert types.count("response") == types.count("request") >= 2


def test_a_database_does_not_choose_what_is_read(desk, outside):
    """It came without the list that is kept beside it."""
    (desk.path.with_suffix(".warc") / LIST).unlink()
    with open_archive(desk.path, create=False) as archive:
        (problem,) = check_archive(archive).problems
        assert f"{LIST} allows" in problem
        assert Rereader(archive).article(FERRY) is None


def test_a_file_that_is_gone_is_told_once(desk, outside):
    outside.unlink()
    with open_archive(desk.path, create=False) as archive:
        (problem,) = check_archive(archive).problems
    assert problem.startswith(f"{outside}")
    assert "No such file or directory" in problem


def test_records_may_lie_on_a_web_server(desk):
    with serving(b"") as server:
        server.content = move_out(desk, server.address, "gzip")
        permit(desk.path.with_suffix(".warc"), [server.address])
        with open_archive(desk.path, create=False) as archive:
            assert check_archive(archive).problems == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("knows_ranges", [True, False])
def test_of_a_web_server_the_record_is_asked_for_and_no_more(desk, form, knows_ranges):
    """But where it lies in one member with others, or in a frame, which may need what the file begins with."""
    with serving(b"") as server:
        server.content, server.knows_ranges = move_out(desk, server.address, form), knows_ranges
        permit(desk.path.with_suffix(".warc"), [server.address])
        ((name, offset, length),) = desk.rows(
            f"SELECT warc_file, warc_offset, warc_length FROM captures WHERE url = '{FERRY}'"
        )
        place = WarcLocation(file=name, offset=offset, length=length)
        assert read_capture(desk.path.with_suffix(".warc"), place).url == FERRY
        asked = [request.get("Range") for request in server.asked]
    if form in {"gzip", "plain"}:
        assert asked == [f"bytes={offset}-{offset + length - 1}"]


def test_a_merge_brings_the_list_along(desk, outside, tmp_path):
    with open_to_merge(tmp_path / "other.db", Interrupts()) as tools:
        list(merge(tools, [desk.path], ()))
    assert permitted(tmp_path / "other.warc") == {str(outside)}
    with open_archive(tmp_path / "other.db", create=False) as archive:
        assert check_archive(archive).problems == ()


def test_a_place_that_is_no_record_is_damage(desk, outside):
    with pytest.raises(DamagedArchiveError):
        read_capture(desk.path.with_suffix(".warc"), WarcLocation(file=str(outside), offset=3, length=10))


@pytest.mark.parametrize("address", ["news.warc.gz", "/data/a\nb.warc.gz"])
def test_a_list_holds_addresses_alone(tmp_path, address):
    with pytest.raises(StoredFileError):
        permit(tmp_path, [address])
    assert permitted(tmp_path) == frozenset()


def test_an_address_is_listed_once(tmp_path):
    for _ in range(2):
        permit(tmp_path, ["/data/é.warc.gz", "s3://bucket/b.warc.gz"])
    assert (tmp_path / LIST).read_text(encoding="utf-8").splitlines() == ["/data/é.warc.gz", "s3://bucket/b.warc.gz"]
