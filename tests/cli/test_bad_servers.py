"""A whole `archiver crawl` over a server that misbehaves: every page has its state and reason, and the archive is sound."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from support.bad_answers import chunks, deaf, endless_line, half_closed, last, slow_body, then_reset
from support.bad_server import (
    NOT_FOUND,
    BadServer,
    chunked,
    endless_body,
    gzip_bomb,
    in_turn,
    page,
    redirect,
    reset,
    robots,
    silence,
    tls_context,
)
from support.compression import zstd
from support.memory_web import page as story

CERTIFICATE = Path(__file__).parents[1] / "fetch" / "data" / "localhost.pem"
QUICK = ("--allow-private", "--delay", "0", "--max-failures", "1")
#: what a page says that is not there, with the status of one that is
SOFT_404 = (
    "<title>Page not found</title><h1>Page not found</h1><p>The page that you are looking for does not exist.</p>"
)
STORY = story("The story of the day").encode()
REFRESH = '<meta http-equiv="refresh" content="0; url={}">'

#: name → route, state, reason, kind; the two that lead elsewhere get their route from the fixture
PAGES = {
    "brotli": (page(brotli.compress(STORY), "Content-Encoding: br"), "ok", None, "article"),
    "zstd": (page(zstd.compress(STORY), "Content-Encoding: zstd"), "ok", None, "article"),
    "gzip-unsaid": (page(gzip.compress(STORY)), "ok", None, "article"),
    "plain-as-gzip": (page(STORY, "Content-Encoding: gzip"), "ok", None, "article"),
    "deaf": (deaf(page(STORY)), "ok", None, "article"),
    "reset-after": (then_reset(page(STORY)), "ok", None, "article"),
    "counted-wrong": (last(page(STORY, "Content-Length: 99999")), "ok", None, "article"),
    "odd-head": (page(STORY, "no header", "X-\0: \1"), "ok", None, "article"),
    "unknown-charset": (page(STORY, "Content-Type: text/html; charset=klingon"), "ok", None, "article"),
    "download": (page(STORY, "Content-Disposition: attachment"), "ok", None, "article"),
    "passes": (in_turn(page("", status="500 Oops"), page(STORY)), "ok", None, "article"),
    "soft-404": (page(SOFT_404), "ok", None, "error"),
    "empty": (page(""), "failed", "unreadable", None),
    "no-content": (page("", status="204 No Content"), "failed", "unreadable", None),
    "part": (page(STORY[:50], status="206 Partial Content"), "failed", "http", None),
    "picture": (page(STORY, "Content-Type: image/png"), "excluded", "not-html", "file"),
    "not-there": (page("", status="404 Not Found"), "gone", "gone", None),
    "forbidden": (page("", status="403 Forbidden"), "failed", "http", None),
    "never-passes": (page("", status="500 Oops"), "failed", "http", None),
    "status-999": (page("", status="999 Denied"), "failed", "http", None),
    "reset": (reset, "failed", "disconnected", None),
    "half-head": (half_closed(page(STORY), 40), "failed", "disconnected", None),
    "cut-chunk": (chunked(b"<html><p>Hel", is_cut=True), "failed", "disconnected", None),
    "cut-size": (chunks(b"5\r\nHello\r\n1"), "failed", "disconnected", None),
    "silence": (silence(), "failed", "timeout", None),
    "byte-by-byte": (slow_body(every_s=0.05), "failed", "timeout", None),
    "endless-line": (endless_line, "failed", "bad-response", None),
    "ssh": (last(b"SSH-2.0-Open\r\n"), "failed", "bad-response", None),
    "endless": (endless_body(), "failed", "too-large", None),
    "bomb": (gzip_bomb(5), "failed", "too-large", None),
    "bad-gzip": (page("no gzip", "Content-Encoding: gzip"), "failed", "bad-encoding", None),
    "circle": (redirect("/2025/08/11/circle/"), "failed", "too-many-redirects", None),
    "to-a-file": (redirect("file:///etc/passwd"), "failed", "bad-redirect", None),
    "to-forbidden": (redirect("/private/"), "excluded", "robots", None),
    "elsewhere": (NOT_FOUND, "excluded", "other-host", None),
    "refresh": (page(REFRESH.format("/2025/08/11/refreshed/")), "ok", None, "article"),
    "refresh-elsewhere": (NOT_FOUND, "excluded", "other-host", None),
}


def path_of(name):
    return f"/2025/08/11/{name}/"


def rows(folder, sql):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute(sql).fetchall()


@pytest.fixture
def site(monkeypatch):
    """A home page that links to all of them."""
    for name, value in (
        *(("FIRST_BYTE_TIMEOUT_S", "0.5"), ("TOTAL_TIMEOUT_S", "1"), ("MAX_BYTES", "500000")),
        *(("MAX_ATTEMPTS", "2"), ("MAX_DELAY_S", "0.1"), ("CONCURRENCY", "2")),
    ):
        monkeypatch.setenv(f"ARCHIVER_FETCH_{name}", value)
    with BadServer() as server, BadServer() as elsewhere:
        links = "".join(f'<li><a href="{path_of(name)}">{name} is a page</a></li>' for name in PAGES)
        server.routes["/"] = page(f"<title>Lake Courier</title><ul>{links}</ul>")
        server.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private/\n")
        server.routes[path_of("refreshed")] = page(STORY)
        server.routes |= {path_of(name): route for name, (route, *_) in PAGES.items()}
        server.routes[path_of("elsewhere")] = redirect(f"http://localhost:{elsewhere.port}/b")
        server.routes[path_of("refresh-elsewhere")] = page(REFRESH.format(f"http://localhost:{elsewhere.port}/b"))
        elsewhere.routes["/b"] = page(STORY)
        yield server


def test_every_page_has_its_state_and_its_reason(archiver, folder, site):
    called = archiver("crawl", site.url("/"), *QUICK)
    assert called.code == 0
    assert "Traceback" not in called.err
    found = {url: tuple(rest) for url, *rest in rows(folder, "SELECT url, state, reason, kind FROM pages")}
    expected = {site.url(path_of(name)): outcome for name, (_, *outcome) in PAGES.items()}
    assert {url: found[url] for url in expected} == {url: tuple(outcome) for url, outcome in expected.items()}
    assert archiver("check").code == 0
    answered = {site.url(path_of(name)) for name, (_, _, reason, _) in PAGES.items() if reason != "bad-response"}
    without_answer = {site.url(path_of(name)) for name in ("reset", "half-head", "silence")}
    assert answered - on_record(folder) == without_answer


def test_a_certificate_is_trusted_once_it_is_named(archiver, folder, monkeypatch):
    with BadServer(tls=tls_context(CERTIFICATE)) as server:
        server.routes["/"] = page(STORY)
        refused = archiver("crawl", server.url("/"), *QUICK)
        assert (refused.code, refused.err.count("tls: self-signed certificate")) == (1, 1)
        assert "name their certificate in fetch.ca_bundle" in refused.err
        assert rows(folder, "SELECT state, reason FROM pages") == [("failed", "tls")]
        monkeypatch.setenv("ARCHIVER_FETCH_CA_BUNDLE", str(CERTIFICATE))
        assert archiver("crawl", server.url("/"), *QUICK).code == 0
    assert rows(folder, "SELECT state FROM pages WHERE reason IS NULL AND kind = 'article'") == [("ok",)]


def test_certificates_that_are_none_are_one_sentence(archiver, monkeypatch):
    monkeypatch.setenv("ARCHIVER_FETCH_CA_BUNDLE", "nowhere.pem")
    called = archiver("crawl", "https://journal.example/")
    assert called.code == 2
    assert called.err == (
        'archiver: ARCHIVER_FETCH_CA_BUNDLE: expected a file of certificates (PEM), found "nowhere.pem"\n'
    )


def on_record(folder):
    """The addresses whose answers other readers find in the WARC file."""
    (file,) = (folder / "archive.warc").iterdir()
    with file.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        return {record.rec_headers["WARC-Target-URI"] for record in records if record.rec_type == "response"}
