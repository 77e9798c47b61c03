"""Files are read wherever they lie, and from wherever one begins."""

from __future__ import annotations

import io
import os
import random
import sys
import zipfile

import fsspec
import pytest

from archiver.errors import StoredFileError
from archiver.fetch.stored_files import is_local, list_stored, local_path, open_stored, size_of
from archiver.fetch.stored_places import FEW_TRIES, TRIES, Distant, PassingError
from archiver.fetch.stored_web import WebPlace
from support.file_server import serving

CONTENT = random.Random(7).randbytes(3_000_000)


@pytest.fixture
def server():
    with serving(CONTENT) as served:
        yield served


@pytest.fixture
def memory():
    files = fsspec.filesystem("memory")
    files.pipe({"/news/b.warc.gz": CONTENT, "/news/2025/a.warc.gz": b"a", "/news/notes.txt": b"n"})
    yield "memory://news"
    files.rm("/news", recursive=True)


@pytest.fixture
def wacz(tmp_path):
    with zipfile.ZipFile(tmp_path / "site.wacz", "w") as packed:
        packed.writestr("archive/data.warc.gz", CONTENT)
        packed.writestr("archive/more.warc", CONTENT[:50_000], zipfile.ZIP_DEFLATED)
        packed.writestr("pages/pages.jsonl", "{}")
    return tmp_path / "site.wacz"


def distant(address):
    """A file of a web server, asked for again without waiting."""
    return Distant(WebPlace(address), sleep=lambda _: None)


@pytest.fixture
def addresses(server, memory, wacz, tmp_path):
    (tmp_path / "Übersicht 1.warc.gz").write_bytes(CONTENT)
    return {
        "path": str(tmp_path / "Übersicht 1.warc.gz"),
        "file": (tmp_path / "Übersicht 1.warc.gz").as_uri(),
        "http": server.address,
        "memory": f"{memory}/b.warc.gz",
        "wacz": f"{wacz}!archive/data.warc.gz",
    }


@pytest.mark.parametrize("kind", ["path", "file", "http", "memory", "wacz"])
def test_a_file_is_read_from_anywhere_in_it(addresses, kind):
    assert size_of(addresses[kind]) == len(CONTENT)
    with open_stored(addresses[kind]) as stream:
        assert stream.read(10) == CONTENT[:10]
        for place in (2_500_000, 700_000, 700_100, 0, len(CONTENT) - 3, len(CONTENT), len(CONTENT) + 9):
            assert stream.seek(place) == place
            assert stream.read(50) == CONTENT[place : place + 50]
        assert stream.seek(-3, os.SEEK_END) == len(CONTENT) - 3
        assert stream.read() == CONTENT[-3:]


def test_a_server_is_asked_for_what_is_read_alone(server):
    with open_stored(server.address) as stream:
        stream.seek(2_900_000)
        assert stream.read(5) == CONTENT[2_900_000:2_900_005]
    (asked,) = server.asked
    assert asked["Range"] == "bytes=2900000-"
    assert asked["Accept-Encoding"] == "identity"
    assert asked["User-Agent"].startswith("archiver/")


def test_a_server_that_knows_no_ranges_is_read_from_the_beginning(server):
    server.knows_ranges = False
    with open_stored(server.address) as stream:
        stream.seek(2_900_000)
        assert stream.read(5) == CONTENT[2_900_000:2_900_005]
    assert size_of(server.address) == len(CONTENT)


def test_nobody_may_know_how_large_a_file_is(server):
    server.knows_ranges = server.says_length = False
    assert size_of(server.address) is None
    with open_stored(server.address) as stream:
        assert stream.read() == CONTENT
        with pytest.raises(StoredFileError, match="nobody says how large it is"):
            stream.seek(0, os.SEEK_END)


def test_an_empty_file_has_no_bytes(server):
    server.content = b""
    assert size_of(server.address) == 0
    with open_stored(server.address) as stream:
        assert stream.read() == b""


def test_reading_goes_on_where_a_connection_broke(server):
    server.cuts.extend([1000, 500_000, 0, 70_000])
    with distant(server.address) as raw, io.BufferedReader(raw) as stream:
        assert stream.read() == CONTENT
    assert server.asked[1]["Range"] == "bytes=1000-"


def test_a_server_that_is_busy_is_asked_again(server):
    server.statuses.extend([503, 429, 500])
    with distant(server.address) as raw:
        assert raw.read(4) == CONTENT[:4]


def test_a_server_that_stays_busy_is_given_up(server):
    server.statuses.extend([503] * 100)
    with distant(server.address) as raw, pytest.raises(StoredFileError, match=f"HTTP 503 .tried {TRIES} times"):
        raw.read(4)
    assert len(server.asked) == TRIES


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_file_that_is_not_there_is_told_at_once(server, status):
    server.statuses.append(status)
    with open_stored(server.address) as stream, pytest.raises(StoredFileError, match=f"news.warc.gz: HTTP {status}"):
        stream.read(1)
    assert len(server.asked) == 1


def test_two_halves_of_two_files_are_none(server):
    """The file was replaced between two requests."""
    with open_stored(server.address) as stream:
        stream.read(1)
        server.etag = '"2"'
        stream.seek(2_000_000)
        with pytest.raises(StoredFileError, match="changed while it was read"):
            stream.read(1)


@pytest.mark.parametrize("protocol", ["http", "ftp"])
def test_where_nobody_listens_that_is_told_after_few_tries(protocol):
    address = f"{protocol}://127.0.0.1:9/a.warc.gz"
    with open_stored(address) as stream, pytest.raises(StoredFileError) as told:
        stream.read(1)
    assert str(told.value).startswith(f"{address}: ")
    assert str(told.value).endswith(f"refused (tried {FEW_TRIES} times)")


def test_a_device_that_never_ends_is_no_file():
    with pytest.raises(StoredFileError, match="/dev/zero: a device is no file"):
        open_stored("/dev/zero")


def test_what_a_broken_stream_says_is_told_in_the_end():
    class Broken:
        address = "s3://bucket/a.warc.gz"

        def open_at(self, offset):
            raise PassingError("slow down")

    waits = []
    with Distant(Broken(), sleep=waits.append) as raw, pytest.raises(StoredFileError, match=r"a\.warc\.gz: slow down"):
        raw.read(1)
    assert len(waits) == TRIES - 1
    assert waits == sorted(waits)


def test_files_are_listed_by_folder_and_by_pattern(tmp_path, memory):
    for name in ("b.warc.gz", "a.warc.gz", "deep/c.warc.gz", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    whole = [str(tmp_path / name) for name in ("a.warc.gz", "b.warc.gz", "deep/c.warc.gz", "notes.txt")]
    assert list_stored(str(tmp_path)) == tuple(whole)
    assert list_stored(f"{tmp_path}/**/*.gz") == tuple(whole[:3])
    assert list_stored(f"{tmp_path}/none*") == ()
    assert list_stored(f"{tmp_path}/none") == (f"{tmp_path}/none",)
    assert list_stored(memory) == (
        f"{memory[:9]}/news/2025/a.warc.gz",
        "memory:///news/b.warc.gz",
        "memory:///news/notes.txt",
    )
    assert list_stored(f"{memory}/*.gz") == ("memory:///news/b.warc.gz",)


def test_a_wacz_stands_for_the_warc_files_in_it(wacz):
    assert list_stored(str(wacz)) == (f"{wacz}!archive/data.warc.gz", f"{wacz}!archive/more.warc")


def test_a_wacz_may_lie_on_a_web_server(server, wacz):
    server.content = wacz.read_bytes()
    address = server.address.replace("news.warc.gz", "site.wacz")
    assert list_stored(address)[0] == f"{address}!archive/data.warc.gz"
    with open_stored(f"{address}!archive/data.warc.gz") as stream:
        stream.seek(2_000_000)
        assert stream.read(5) == CONTENT[2_000_000:2_000_005]


@pytest.fixture
def bucket(server):
    """The same server, as s3fs asks it: as much of S3 as reading an object takes."""
    before = fsspec.config.conf.get("s3", {})
    fsspec.config.conf["s3"] = {"endpoint_url": server.address.removesuffix("/news.warc.gz"), "anon": True}
    yield server
    fsspec.config.conf["s3"] = before


def test_an_object_store_is_asked_by_the_library_that_speaks_to_it(bucket):
    assert size_of("s3://bucket/a.warc.gz") == len(CONTENT)
    bucket.statuses.append(503)
    with open_stored("s3://bucket/a.warc.gz", ahead_bytes=1000) as stream:
        stream.seek(2_000_000)
        assert stream.read(5) == CONTENT[2_000_000:2_000_005]
    assert bucket.asked[-1]["Range"].startswith("bytes=2000000-")


def test_an_object_store_may_refuse(bucket):
    bucket.statuses.extend([403] * 3)
    with (
        open_stored("s3://bucket/b.warc.gz") as stream,
        pytest.raises(StoredFileError, match=r"b\.warc\.gz: Forbidden"),
    ):
        stream.read(1)


def test_what_is_compressed_in_a_zip_file_is_read_too(wacz):
    with open_stored(f"{wacz}!archive/more.warc") as stream:
        stream.seek(40_000)
        assert stream.read() == CONTENT[40_000:50_000]
    assert size_of(f"{wacz}!archive/more.warc") == 50_000


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("none.warc.gz", "none.warc.gz: No such file"),
        ("file:///none/none.warc.gz", "No such file"),
        ("{wacz}!archive/none.warc.gz", "There is no item named 'archive/none.warc.gz'"),
        ("{broken}!archive/data.warc.gz", "no zip file"),
        ("memory://none/none.warc.gz", "there is no such file"),
        ("bogus://none/none.warc.gz", "Protocol not known: bogus"),
    ],
)
def test_what_is_wrong_is_one_sentence(wacz, tmp_path, address, words):
    (tmp_path / "broken.wacz").write_bytes(b"no zip file")
    with pytest.raises(StoredFileError, match=words):
        open_stored(address.format(wacz=wacz, broken=tmp_path / "broken.wacz")).read(1)


def test_a_library_that_lacks_is_named(monkeypatch):
    with pytest.raises(StoredFileError, match="this needs gcsfs: pip install gcsfs"):
        open_stored("gs://bucket/a.warc.gz").read(1)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(StoredFileError, match="this needs fsspec: pip install 'archiver\\[remote\\]'"):
        open_stored("s3://bucket/a.warc.gz").read(1)


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("a.warc.gz", True),
        ("C:/a", True),
        ("FILE:///a", True),
        ("s3://b/a", False),
        ("simplecache::s3://b/a", False),
        ("https://a.example/b", False),
    ],
)
def test_an_address_says_where_a_file_lies(address, is_here):
    assert is_local(address) is is_here


def test_a_file_address_is_a_path():
    assert str(local_path("file:///news%20of%20today/a.warc.gz")) == "/news of today/a.warc.gz"
