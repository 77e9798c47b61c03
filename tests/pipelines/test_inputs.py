"""What there is to take in, by what was named."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from backports import zstd

from archiver.errors import UsageError
from archiver.model.bulk import Chunk
from archiver.pipelines.inputs import Inputs, gather, is_warc
from archiver.pipelines.manifest import BadFile, EmptyFolder, File
from support.warc_bytes import member, record


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inner").mkdir()
    for name in ("a.warc.gz", "inner/b.warc", "inner/c.warc.zst", "d.wet.gz", "z.html"):
        (tmp_path / name).write_bytes(b"<p>x</p>")
    return tmp_path


def names(items, folder):
    """As they lie in the folder; WARC files with a star."""
    return [
        f"*{Path(item.address).relative_to(folder)}" if isinstance(item, Chunk) else str(item.path.relative_to(folder))
        for item in items
    ]


def test_a_folder_gives_its_pages_and_its_warc_files_in_the_order_of_their_names(folder):
    found = gather(Inputs(paths=(str(folder),)))
    assert names(found, folder) == ["*a.warc.gz", "*d.wet.gz", "*inner/b.warc", "*inner/c.warc.zst", "z.html"]


@pytest.mark.parametrize(
    "content",
    [record("a"), member(record("a")), zstd.compress(record("a"))],
    ids=["plain", "gzip", "zstd"],
)
def test_a_file_without_a_telling_name_is_told_by_its_content(folder, content):
    (folder / "CC-NEWS-20250811").write_bytes(content)
    assert is_warc(folder / "CC-NEWS-20250811")
    for other in (gzip.compress(b"<p>The ferry runs again.</p>"), b"\x1f\x8b\x00garbage"):
        (folder / "CC-NEWS-20250811").write_bytes(other)
        assert not is_warc(folder / "CC-NEWS-20250811")


def test_a_pattern_stands_for_what_fits_it(folder):
    assert names(gather(Inputs(paths=(str(folder / "*.gz"),))), folder) == ["*a.warc.gz", "*d.wet.gz"]
    with pytest.raises(UsageError, match="no file fits"):
        gather(Inputs(paths=(str(folder / "*.nothing"),)))


def test_a_list_names_a_file_on_each_line(folder):
    text = "# of August\n\ninner/b.warc\r\n  a.warc.gz\nhttps://data.example/e.warc.gz\n"
    (folder / "warc.paths.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "list").write_text(text, encoding="utf-8")
    expected = [*(str(folder / name) for name in ("inner/b.warc", "a.warc.gz")), "https://data.example/e.warc.gz"]
    by_name = gather(Inputs(paths=(str(folder / "warc.paths.gz"),)))
    by_option = gather(Inputs(lists=(str(folder / "list"),)))
    assert [chunk.address for chunk in by_name] == [chunk.address for chunk in by_option] == expected


@pytest.mark.parametrize("text", ["crawl-data/a.warc.gz\n" * 5000, "# of August\n\nhttps://data.example/e.wet.gz\n"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_list_that_is_called_otherwise_is_told(folder, text, pack):
    (folder / "august.txt").write_bytes(pack(text.encode()))
    with pytest.raises(UsageError, match=r"looks like a list of WARC files.* --paths .*august\.txt"):
        gather(Inputs(paths=(str(folder / "august.txt"),)))
    assert list(gather(Inputs(lists=(str(folder / "august.txt"),))))


@pytest.mark.parametrize("text", ["", "# nothing\n", "The file is a.warc.gz", "a.warc.gz\nThe ferry runs again.\n"])
def test_a_text_that_speaks_of_warc_files_is_no_list(folder, text):
    (folder / "story.txt").write_text(text, encoding="utf-8")
    assert names(gather(Inputs(paths=(str(folder / "story.txt"),))), folder) == ["story.txt"]


def test_a_pipe_is_not_looked_into_before_it_is_read(folder):
    os.mkfifo(folder / "pipe.html")
    assert names(gather(Inputs(paths=(str(folder / "pipe.html"),))), folder) == ["pipe.html"]


def test_a_folder_with_nothing_to_take_in_is_named(folder):
    (folder / "notes").mkdir()
    (folder / "notes" / "read.me").touch()
    (found,) = gather(Inputs(paths=(str(folder / "notes"),)))
    assert isinstance(found, EmptyFolder)
    assert found.sentence.startswith(f"{folder / 'notes'}: nothing in this folder")


def test_relative_names_in_a_list_are_below_its_base(folder):
    (folder / "warc.paths").write_text("crawl-data/CC-NEWS/2025/08/a.warc.gz\n/data/b.warc.gz\n", encoding="utf-8")
    found = gather(Inputs(paths=(str(folder / "warc.paths"),), base="https://data.example/"))
    assert list(found) == [
        Chunk("https://data.example/crawl-data/CC-NEWS/2025/08/a.warc.gz"),
        Chunk("/data/b.warc.gz"),
    ]


def test_a_file_that_is_named_twice_comes_once(folder):
    (folder / "link.warc.gz").symlink_to(folder / "a.warc.gz")
    paths = tuple(str(folder / name) for name in ("a.warc.gz", "a.warc.gz", "inner/../a.warc.gz", "link.warc.gz"))
    assert names(gather(Inputs(paths=paths)), folder) == ["*a.warc.gz"]


def test_a_file_of_a_manifest_comes_once(folder):
    (folder / "m.jsonl").write_text('{"path": "z.html", "url": "https://lac.example/z"}\n', encoding="utf-8")
    (first, *others) = gather(Inputs(paths=(str(folder),), manifests=(folder / "m.jsonl",)))
    assert isinstance(first, File)
    assert first.url == "https://lac.example/z"
    assert all(isinstance(other, Chunk) for other in others)


def test_a_wacz_stands_for_the_warc_files_in_it(folder):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        zipped.writestr("archive/data.warc.gz", member(record("a")))
        zipped.writestr("datapackage.json", "{}")
    (folder / "a.wacz").write_bytes(content.getvalue())
    assert list(gather(Inputs(paths=(str(folder / "a.wacz"),)))) == [
        Chunk(f"{folder / 'a.wacz'}!archive/data.warc.gz"),
    ]


def test_a_wacz_that_is_none_is_said_and_stops_nothing(folder):
    (folder / "a.wacz").write_bytes(b"no zip file")
    bad, good = gather(Inputs(paths=(str(folder / "a.wacz"), str(folder / "a.warc.gz"))))
    assert isinstance(bad, BadFile)
    assert isinstance(good, Chunk)
    assert str(folder / "a.wacz") in bad.problem


def test_of_a_list_that_is_cut_the_names_that_can_be_read_are_taken(folder):
    lines = b"".join(sha256(bytes([number])).hexdigest().encode() + b".warc.gz\n" for number in range(100))
    packed = gzip.compress(lines)
    (folder / "warc.paths.gz").write_bytes(packed[: len(packed) // 2])
    bad, *found = gather(Inputs(paths=(str(folder / "warc.paths.gz"),)))
    assert bad.is_cut
    assert f": {len(found)} names could be read" in bad.problem
    assert 10 < len(found) < 90
    assert all(len(Path(chunk.address).name) == 64 + len(".warc.gz") for chunk in found)


def test_a_list_of_which_nothing_can_be_read_is_said(folder):
    (folder / "warc.paths.gz").write_bytes(gzip.compress(b"a.warc.gz\n" * 1000)[:20])
    (bad,) = gather(Inputs(paths=(str(folder / "warc.paths.gz"),)))
    assert "no name could be read" in bad.problem


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("content", [bytes(range(256)) * 9, "a.warc.gz\n".encode("utf-16")], ids=["bytes", "utf-16"])
def test_a_list_that_is_no_text_is_one_that_cannot_be_read(folder, pack, content):
    (folder / "warc.paths").write_bytes(pack(content))
    (bad,) = gather(Inputs(paths=(str(folder / "warc.paths"),)))
    assert bad == BadFile(problem=f"{folder / 'warc.paths'}: this is no list of files: a text in UTF-8 is expected")


def test_what_is_not_there_is_a_usage_error(folder):
    with pytest.raises(UsageError, match="no such file or folder"):
        gather(Inputs(paths=(str(folder / "nowhere"),)))
    with pytest.raises(UsageError, match="no such file"):
        gather(Inputs(lists=(str(folder / "nowhere.paths"),)))


def test_a_million_pages_are_not_held(folder):
    (folder / "pages").mkdir()
    (folder / "pages" / "a.html").write_text("x", encoding="utf-8")
    assert not isinstance(gather(Inputs(paths=(str(folder / "pages"),))), list)
