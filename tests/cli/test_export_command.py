"""A selection of the archive as WARC files that stand by themselves."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock
from warcio.archiveiterator import ArchiveIterator

from archiver.cli.export_command import _FORMATS, _TABLES
from archiver.pipelines.exports.formats import FORMATS
from archiver.store.extracts import TABLES
from support.bad_server import in_turn, page, redirect
from support.command_line import article

FERRY = "/2025/08/10/the-ferry-runs-again/"
MILL = "/2025/08/12/the-mill-has-a-roof/"
#: everything is asked for again, and what was fetched in this second was fetched long ago
DUE = "UPDATE frontier SET due_at = '2025-01-01T00:00:00Z'; UPDATE captures SET fetched_at = strftime('%Y-%m-%dT%H:%M:%SZ', '2025-01-01', '+' || id || ' days')"


@pytest.fixture
def crawled(archiver, server, folder):
    """The ferry's page changes and changes back; a short address leads to the mill's."""
    server.routes[FERRY] = in_turn(
        article("The ferry runs again"), article("The ferry stands still"), article("The ferry runs again")
    )
    server.routes["/m"] = redirect(MILL)
    server.routes["/"] = page(server.routes["/"].partition(b"\r\n\r\n")[2] + b"<a href='/m'>The mill has a roof</a>")
    options = ("--allow-private", "--delay", "0")
    assert archiver("crawl", server.url("/"), *options).code == 0
    for _ in range(2):
        make_due(folder)
        assert archiver("update", *options).code == 0
    return server


def make_due(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.executescript(DUE)


def read(source):
    """Type, path and payload of every record, its digests checked."""
    return [
        (
            record.rec_type,
            "/" + (record.rec_headers.get_header("WARC-Target-URI") or "").partition("//")[2].partition("/")[2],
            record,
        )
        for record in ArchiveIterator(source, check_digests="raise")
        if record.raw_stream.read() is not None
    ]


def kinds(path, of):
    with Path(path).open("rb") as stream:
        return [kind for kind, where, _ in read(stream) if where == of and kind != "warcinfo"]


def test_all_that_was_kept_is_copied_record_by_record(archiver, crawled, folder):
    called = archiver("export", "--format", "warc", "all.warc.gz")
    assert (called.code, called.out) == (0, "")
    assert "captures written to all.warc.gz" in called.err
    with (folder / "all.warc.gz").open("rb") as stream:
        records = read(stream)
    assert [kind for kind, *_ in records[:2]] == ["warcinfo", "warcinfo"]
    assert {where for _, where, _ in records} >= {"/", FERRY, MILL, "/m", "/robots.txt"}
    (original,) = (folder / "archive.warc").iterdir()
    members = (folder / "all.warc.gz").read_bytes().split(b"\x1f\x8b\x08")[2:]
    assert set(members) <= set(original.read_bytes().split(b"\x1f\x8b\x08"))


def test_articles_are_chosen_by_a_condition(archiver, crawled):
    assert (
        archiver("export", "--format", "warc", "a.warc.gz", "--where", "title LIKE 'The mill%' -- and a word").code == 0
    )
    assert kinds("a.warc.gz", MILL)[:2] == ["response", "request"]
    assert kinds("a.warc.gz", FERRY) == kinds("a.warc.gz", "/") == []


def test_a_redirect_comes_with_the_page_that_it_leads_to(archiver, crawled):
    archiver("export", "--format", "warc", "a.warc.gz", "--where", "title LIKE 'The mill%'")
    assert kinds("a.warc.gz", "/m") == ["response", "request"]


def test_what_a_revisit_stands_for_comes_before_it(archiver, crawled):
    archiver("export", "--format", "warc", "a.warc.gz", "--where", "title LIKE 'The ferry%'")
    assert [kind for kind in kinds("a.warc.gz", FERRY) if kind != "request"] == ["response", "response", "revisit"]
    with Path("a.warc.gz").open("rb") as stream:
        responses = [record.rec_headers for kind, _, record in read(stream) if kind in {"response", "revisit"}]
    ids = [headers.get_header("WARC-Record-ID") for headers in responses]
    assert responses[-1].get_header("WARC-Refers-To") in ids[:-1]


@pytest.mark.parametrize(
    ("options", "is_there"), [(("--source", "127.0.0.1:{}"), True), (("--since", "2100-01-01"), False)]
)
def test_a_source_comes_with_its_lists_and_articles_do_not(archiver, crawled, options, is_there):
    options = [option.format(crawled.port) for option in options]
    assert archiver("export", "--format", "warc", "a.warc.gz", *options).code == 0
    assert bool(kinds("a.warc.gz", "/")) is is_there


def test_nothing_chosen_is_a_file_that_says_so(archiver, crawled):
    called = archiver("export", "--format", "warc", "a.warc.gz", "--where", "0")
    assert (called.code, "0 captures written" in called.err) == (0, True)
    with Path("a.warc.gz").open("rb") as stream:
        ((kind, *_),) = read(stream)
    assert kind == "warcinfo"
    assert b"description: selected: articles where 0\r\n" in gzip.decompress(Path("a.warc.gz").read_bytes())


@pytest.fixture
def large(archiver, folder):
    """Three pages, each of which fills a file of the smallest size."""
    (folder / "archiver.toml").write_text("[crawl]\nwarc_file_bytes = 1_000_000\n")
    (folder / "pages").mkdir()
    noise = Random(1)
    for title in ("The ferry", "The market", "The mill"):
        filling = noise.randbytes(700_000).hex()
        (folder / "pages" / f"{title}.html").write_text(f"<title>{title}</title><p>{title}.<!-- {filling} -->")
    assert archiver("ingest", "pages").code == 0


def test_it_goes_on_in_further_files_each_of_which_stands_by_itself(archiver, large, folder):
    assert archiver("export", "--format", "warc", "a.warc.gz").code == 0
    paths = sorted(folder.glob("a*.warc.gz"))
    assert [path.name for path in paths] == ["a-00002.warc.gz", "a-00003.warc.gz", "a.warc.gz"]
    for path in paths:
        with path.open("rb") as stream:
            assert [kind for kind, *_ in read(stream)][:2] == ["warcinfo", "warcinfo"]


def test_standard_output_gets_the_same_bytes_as_a_file(archiver, crawled, folder):
    command = [sys.executable, "-m", "archiver.cli", "export", "--format", "warc", "-"]
    done = subprocess.run(command, capture_output=True, cwd=folder, check=True)
    archiver("export", "--format", "warc", "a.warc.gz")
    piped = done.stdout.split(b"\x1f\x8b\x08")
    assert piped[2:] == Path("a.warc.gz").read_bytes().split(b"\x1f\x8b\x08")[2:]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.csv",), "is to end in .warc.gz"),
        (("there.warc.gz",), "there.warc.gz: there is something already (--force overwrites it)"),
        (("nodir/a.warc.gz",), "nodir/a.warc.gz: there is no folder nodir"),
        (("a.warc.gz", "--where", "titel = 1"), "archiver: --where: no such column: titel"),
        (("a.warc.gz", "--where", "title ="), "archiver: --where: incomplete input"),
        (("a.warc.gz", "--where", "1); drop table x; --"), 'archiver: --where: near ")": syntax error'),
        (("a.warc.gz", "--source", "nowhere"), "no source 'nowhere'"),
    ],
)
def test_a_call_that_is_wrong_is_one_sentence_and_code_2(archiver, crawled, folder, arguments, words):
    (folder / "there.warc.gz").write_bytes(b"mine")
    called = archiver("export", "--format", "warc", *arguments)
    assert called.code == 2
    assert words in called.err
    assert called.err.count("\n") == 1
    assert (folder / "there.warc.gz").read_bytes() == b"mine"
    assert not list(folder.glob("*.part"))
    assert not (folder / "a.warc.gz").exists()


def test_force_overwrites(archiver, crawled, folder):
    (folder / "there.warc.gz").write_bytes(b"mine")
    assert archiver("export", "--format", "warc", "there.warc.gz", "--force").code == 0
    assert kinds("there.warc.gz", FERRY)


def test_force_takes_the_further_files_of_a_larger_selection_away(archiver, large, folder):
    archiver("export", "--format", "warc", "a.warc.gz")
    assert (folder / "a-00003.warc.gz").exists()
    (folder / "a-notes.warc.gz").write_bytes(b"mine")
    assert archiver("export", "--format", "warc", "a.warc.gz", "--where", "0", "--force").code == 0
    assert sorted(path.name for path in folder.glob("a*.warc.gz")) == ["a-notes.warc.gz", "a.warc.gz"]


@pytest.mark.parametrize("link", [None, "way"])
def test_force_never_replaces_the_captures_of_the_archive(archiver, crawled, folder, link):
    (own,) = (folder / "archive.warc").glob("*.warc.gz")
    before = own.read_bytes()
    (folder / "way").symlink_to("archive.warc")
    target = own if link is None else folder / link / own.name
    called = archiver("export", target, "--format", "warc", "--force", "--where", "0")
    assert (called.code, "in the archive's own WARC folder" in called.err) == (2, True)
    assert own.read_bytes() == before


def test_one_capture_is_one(archiver, folder):
    (folder / "page.html").write_bytes(b"<html><title>Hello</title><p>Hello</html>")
    archiver("ingest", "page.html")
    assert "1 capture written" in archiver("export", "--format", "warc", "a.warc.gz").err
    assert archiver("check").err.endswith("the records of 1 capture read\n")


def test_what_is_damaged_is_told_and_the_rest_is_copied(archiver, crawled, folder):
    (warc,) = (folder / "archive.warc").iterdir()
    warc.write_bytes(warc.read_bytes()[:4000])
    called = archiver("export", "--format", "warc", "a.warc.gz")
    assert called.code == 1
    assert "captures could not be copied: 'archiver check' says what is wrong" in called.err
    assert kinds("a.warc.gz", "/robots.txt")


def test_a_file_that_is_missing_is_told_once(archiver, crawled, folder):
    (warc,) = (folder / "archive.warc").iterdir()
    warc.unlink()
    called = archiver("export", "--format", "warc", "a.warc.gz", "--where", "title LIKE 'The mill%'")
    assert called.code == 1
    assert called.err.count(warc.name) == 1


def test_while_another_writes_it_reads(archiver, crawled, folder):
    with FileLock(f"{folder / 'archive.db'}.lock"):
        assert archiver("export", "--format", "warc", "a.warc.gz").code == 0


def test_the_formats_that_are_offered_are_those_that_there_are():
    assert (tuple(FORMATS), tuple(TABLES)) == (_FORMATS, _TABLES)
