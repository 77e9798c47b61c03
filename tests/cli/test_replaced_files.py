"""WARC files that are read where they lie, and are gone or others one day: said once a file, and there is a way out."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing

import pytest

from support.memory_web import page
from support.warc_files import packed, page_record

SITE = "https://www.outlet.example/2025"


def stories(*names):
    """A WARC file with a page of each name."""
    records = (
        page_record(f"{SITE}/{name}/", page(f"The {name} runs again", text=f"The {name} runs. " * 40)) for name in names
    )
    return packed(*records)


OLD = stories("ferry", "tram", "night-bus")


@pytest.fixture
def warc(archiver, folder):
    """A file out of which three pages were taken in, and left where it is."""
    path = folder / "news.warc.gz"
    path.write_bytes(OLD)
    assert archiver("ingest", path, "--in-place").code == 0
    return path


def places(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return dict(conn.execute("SELECT url, warc_file FROM captures"))


def told(called, warc):
    """The lines that name the file."""
    return [line for line in (called.out + called.err).splitlines() if str(warc) in line]


COMMANDS = [("check",), ("reparse",), ("reparse", "--dry-run"), ("export", "all.warc.gz", "--format", "warc")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_that_is_gone_is_one_line_that_names_it_once_and_counts_captures(archiver, warc, command):
    warc.unlink()
    called = archiver(*command)
    (line,) = told(called, warc)
    assert line.count(str(warc)) == 1
    assert "No such file or directory" in line
    assert "the records of 3 captures" in line


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("other", [stories("bridge", "tunnel"), b"no WARC file", b""], ids=["another", "none", "empty"])
def test_so_is_one_that_is_another_file_now(archiver, warc, command, other):
    warc.write_bytes(other)
    (line,) = told(archiver(*command), warc)
    assert line.count(str(warc)) == 1
    assert "the records of 3 captures" in line


def test_what_lies_there_now_is_no_page_of_the_old_file(archiver, folder, warc):
    """A whole record, at the same place."""
    warc.write_bytes(stories("lorry", "tram", "night-bus"))
    called = archiver("reparse")
    assert f"at byte 0: its address is {SITE}/lorry/" in called.err
    assert "3 could not be read, 0 kept pages parsed" in called.err
    exported = archiver("export", "all.warc.gz", "--format", "warc")
    assert exported.code == 1
    assert b"lorry" not in gzip.decompress((folder / "all.warc.gz").read_bytes())


@pytest.mark.parametrize("workers", [1, 2])
def test_the_way_out_is_to_take_in_what_is_there_now(archiver, folder, warc, workers):
    warc.write_bytes(stories("bridge", "tram"))
    called = archiver("ingest", warc, "--in-place", "--workers", workers)
    assert "not the file that was taken in before" in called.err
    assert "3 captures" in called.err
    assert {url.split("/")[-2]: file for url, file in places(folder).items()} == {
        **dict.fromkeys(("bridge", "tram"), str(warc)),  # as the new file has the same look at one of them
        **dict.fromkeys(("ferry", "night-bus")),
    }
    assert archiver("check").code == 0
    assert archiver("reparse").code == 0


def test_or_to_bring_the_old_one_back(archiver, folder, warc):
    """Compressed anew, here: its records lie elsewhere."""
    warc.write_bytes(stories("bridge"))
    archiver("ingest", warc, "--in-place")
    warc.write_bytes(gzip.compress(gzip.decompress(OLD)))
    assert "3 unchanged" in archiver("ingest", warc, "--in-place").err
    assert places(folder)[f"{SITE}/ferry/"] == f"{warc}!@0"
    assert "the records of 3 captures read" in archiver("check").err
