"""An archive that was crawled over real sockets, replayed by pywb, and read by warcio: all kinds of answers."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from support.bad_server import chunked, cut_short, page, redirect
from support.memory_web import page as story
from support.replay import IS_REQUIRED, PYTHON, Replayed, replay

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON.exists() and not IS_REQUIRED, reason="pywb is not installed: sh .ci/set-up-replay"),
]

DAY = "/2025/08/10"
CHUNKED, GZIPPED, BROTLI = f"{DAY}/the-chunked-story/", f"{DAY}/the-gzipped-story/", f"{DAY}/the-brotli-story/"
TAGGED, SAME, CUT, BROKEN = (
    f"{DAY}/the-tagged-story/",
    f"{DAY}/the-same-story/",
    f"{DAY}/the-cut-story/",
    f"{DAY}/the-broken-story/",
)
SHORT = "/short"
TEXTS = {
    path: story(path.rsplit("/", 2)[1].replace("-", " ")).encode()
    for path in (CHUNKED, GZIPPED, BROTLI, TAGGED, SAME, CUT)
}


def tagged(visit):
    """As a server does that knows its own tags."""
    is_same = visit.asked.header("If-None-Match") == '"x"'
    visit.send(page(b"", 'ETag: "x"', status="304 Not Modified") if is_same else page(TEXTS[TAGGED], 'ETag: "x"'))


@pytest.fixture
def crawled(archiver, server, folder):
    """Crawled, and asked once more a second later; pywb counts in seconds."""
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in (*TEXTS, BROKEN, SHORT))
    server.routes.clear()
    server.routes |= {
        "/": page(f"<title>Lake Courier</title><ul>{links}</ul>"),
        CHUNKED: chunked(TEXTS[CHUNKED][:99], TEXTS[CHUNKED][99:]),
        GZIPPED: page(gzip.compress(TEXTS[GZIPPED], mtime=0), "Content-Encoding: gzip"),
        BROTLI: page(brotli.compress(TEXTS[BROTLI]), "Content-Encoding: br"),
        TAGGED: tagged,
        SAME: page(TEXTS[SAME]),
        CUT: cut_short(page(TEXTS[CUT]), 400),
        BROKEN: page("<h1>Out of order</h1>", status="500 Internal Server Error"),
        SHORT: redirect(GZIPPED),
    }
    (folder / "archiver.toml").write_text("[fetch]\nmax_attempts = 1\nallow_private = true\ndelay_s = 0.0\n")
    assert archiver("crawl", server.url("/")).code == 0
    time.sleep(1.1)
    with closing(sqlite3.connect("archive.db")) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z'")
    assert archiver("update").code == 0
    assert archiver("check").code == 0
    return server


def captures(server, paths: list[Path]) -> Iterator[tuple[str, str, str]]:
    """Type, path and moment of what other readers find, every digest checked."""
    for path in paths:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                record.raw_stream.read()
                if record.rec_type in {"response", "revisit"} and url.startswith(server.origin):
                    profile = record.rec_headers.get_header("WARC-Profile", record.rec_type).rpartition("/")[2]
                    moment = "".join(filter(str.isdigit, record.rec_headers.get_header("WARC-Date")))[:14]
                    yield profile, url.removeprefix(server.origin), moment


def replayed(server, files) -> dict[tuple[str, str], Replayed]:
    """What pywb answers, by type and path."""
    found = list(dict.fromkeys(captures(server, files)))
    answers = replay(files, [(moment, server.url(path)) for _, path, moment in found])
    assert [answer.moment for answer in answers] == [moment for *_, moment in found]
    return {(kind, path): answer for (kind, path, _), answer in zip(found, answers, strict=True)}


def test_every_kind_of_answer_is_replayed(crawled, folder):
    answers = replayed(crawled, sorted((folder / "archive.warc").iterdir()))
    for path in (CHUNKED, GZIPPED, BROTLI, TAGGED, SAME):
        assert (answers["response", path].status, text_of(answers["response", path])) == (200, TEXTS[path])
    assert text_of(answers["response", CUT]) == TEXTS[CUT][: len(answers["response", CUT].body)] != b""
    assert (answers["response", BROKEN].status, answers["response", BROKEN].body) == (500, b"<h1>Out of order</h1>")
    assert answers["response", SHORT].status == 302
    assert answers["response", SHORT].location.endswith(GZIPPED)


def test_a_revisit_is_replayed_with_the_body_of_its_original(crawled, folder):
    answers = replayed(crawled, sorted((folder / "archive.warc").iterdir()))
    for kind, path in (
        ("server-not-modified", TAGGED),
        *(("identical-payload-digest", path) for path in (SAME, CHUNKED, GZIPPED, BROTLI)),
    ):
        assert (answers[kind, path].status, text_of(answers[kind, path])) == (200, TEXTS[path]), kind


def test_a_selection_is_replayed_by_itself(archiver, crawled, folder):
    assert archiver("export", "--format", "warc", "some.warc.gz", "--where", "title LIKE '%gzipped%'").code == 0
    answers = replayed(crawled, [folder / "some.warc.gz"])
    assert {path for _, path in answers} == {GZIPPED, SHORT}
    assert text_of(answers["response", GZIPPED]) == TEXTS[GZIPPED]


def test_warcio_finds_nothing_wrong(archiver, crawled, folder):
    """Its own command, beside the pywb that it comes with."""
    archiver("export", "--format", "warc", "all.warc.gz")
    files = [*(folder / "archive.warc").iterdir(), folder / "all.warc.gz"]
    done = subprocess.run(
        [PYTHON.with_name("warcio"), "check", "-v", *files], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "digest pass" in done.stdout) == (0, True), done.stdout[-2000:]
    assert "digest failed" not in done.stdout


def text_of(answer: Replayed) -> bytes:
    """The body as a browser shows it; pywb passes on what it does not decode."""
    for decode in (gzip.decompress, brotli.decompress):
        try:
            return decode(answer.body)
        except (OSError, EOFError, brotli.error):
            continue
    return answer.body
