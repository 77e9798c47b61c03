"""Pages that show nothing without a browser, crawled with one: a real Chromium, a real server, a real archive."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from support.bad_server import BadServer, in_turn, page, redirect, robots, silence
from support.browser import find_browser
from support.command_line import wait_until
from support.pages import FERRY, PROSE, ROPES

SHELL = '<title>{title}</title><body><div id="app"></div><script src="/app.js"></script>'
#: draws the home page, or the story that the address names
APP = """
const path = location.pathname;
fetch("/api" + path).then(answer => answer.json()).then(story => {
  document.querySelector("#app").innerHTML = story.links
    ? story.links.map(link => `<li><a href="${link}">${link}</a></li>`).join("")
    : `<article><h1>${story.title}</h1><time datetime="2025-08-11T10:00:00Z">11 August</time>` +
      story.text.map(one => `<p>${one}</p>`).join("") + "</article>";
});
new Image().src = "/pixel.gif";
fetch("https://counter.example/hit", {method: "POST"});
"""
STORY = "/2025/08/11/ferry-returns-to-gannet-quay/"


def script(text: str) -> bytes:
    return page(text, "Content-Type: text/javascript")


def data(value: object) -> bytes:
    return page(json.dumps(value), "Content-Type: application/json")


@pytest.fixture
def server():
    """A site that is one program."""
    find_browser()
    with BadServer() as server:
        server.routes["/"] = page(SHELL.format(title="Gannet Post"))
        server.routes["/app.js"] = script(APP)
        server.routes["/api/"] = data({"links": [STORY]})
        server.routes[STORY] = page(SHELL.format(title="Ferry returns"))
        server.routes[f"/api{STORY}"] = data({"title": "Ferry returns to Gannet Quay", "text": PROSE})
        yield server


def crawl(archiver, server, *options):
    return archiver("crawl", server.url("/"), "--allow-private", "--delay", "0", *options)


def rows(folder, sql):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute(sql).fetchall()


def test_without_a_browser_it_is_said_what_the_page_needs(archiver, server, folder):
    called = crawl(archiver, server)
    assert called.code == 1
    assert "needs_javascript: the page shows nothing before its scripts have run" in called.err
    assert rows(folder, "SELECT state, reason FROM pages WHERE url LIKE '%/'") == [("failed", "needs_javascript")]


def test_with_one_the_story_is_archived(archiver, server, folder):
    called = crawl(archiver, server, "--render")
    assert called.code == 0
    assert rows(folder, "SELECT title, published_day FROM articles") == [("Ferry returns to Gannet Quay", "2025-08-11")]
    assert ROPES in rows(folder, "SELECT body FROM articles")[0][0]


def test_only_scripts_and_data_are_asked_for_and_only_where_robots_allow(archiver, server):
    server.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /api/2025/")
    crawl(archiver, server, "--render")
    asked = {one.path for one in server.log}
    assert {"/app.js", "/api/"} <= asked
    assert not {"/pixel.gif", f"/api{STORY}"} & asked
    assert all("archiver/" in (one.header("User-Agent") or "") for one in server.log)


def test_no_two_requests_are_closer_than_the_delay(archiver, server):
    archiver("crawl", server.url("/"), "--allow-private", "--delay", "0.3", "--render")
    times = sorted(one.at for one in server.log)
    assert len(times) > 8
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.3


def test_what_came_and_what_was_drawn_are_both_kept(archiver, server, folder):
    crawl(archiver, server, "--render")
    kept = []
    for file in (folder / "archive.warc").iterdir():
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                content = record.content_stream().read()
                kept.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), content))
    address = server.url(STORY)
    drawn = [content for kind, url, content in kept if (kind, url) == ("conversion", address)]
    assert len(drawn) == 1
    assert FERRY.encode() in drawn[0]
    assert {kind for kind, url, _ in kept if url == address} == {"response", "request", "conversion"}
    assert ("response", server.url("/app.js")) in {(kind, url) for kind, url, _ in kept}
    assert archiver("check").code == 0
    called = archiver("reparse")
    assert called.code == 0
    assert rows(folder, "SELECT count(*) FROM revisions") == [(1,)]


def test_a_page_that_needed_one_is_drawn_again_when_it_is_due(archiver, server, folder):
    crawl(archiver, server, "--render")
    server.routes[f"/api{STORY}"] = data({"title": "Ferry stays at Gannet Quay", "text": PROSE})
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z' WHERE due_at IS NOT NULL")
        conn.execute("UPDATE runs SET ended_at = '2025-01-01T00:00:00Z'")
    assert archiver("update", "--allow-private", "--delay", "0", "--render").code == 0
    assert rows(folder, "SELECT old_title, new_title FROM headline_changes") == [
        ("Ferry returns to Gannet Quay", "Ferry stays at Gannet Quay")
    ]


def test_a_page_that_stays_empty_is_a_failure(archiver, server, folder):
    server.routes["/app.js"] = script("/* draws nothing */")
    assert crawl(archiver, server, "--render").code == 1
    assert rows(folder, "SELECT reason FROM pages WHERE url LIKE '%/'") == [("needs_javascript",)]


def test_a_page_that_never_rests_is_taken_as_it_is_when_its_time_is_up(archiver, server, folder, monkeypatch):
    monkeypatch.setenv("ARCHIVER_FETCH_RENDER_TIMEOUT_S", "3")
    server.routes["/app.js"] = script(APP + 'setInterval(() => fetch("/api/tick" + Math.random()), 50);')
    assert crawl(archiver, server, "--render").code == 0
    assert rows(folder, "SELECT count(*) FROM articles") == [(1,)]


def test_a_script_that_goes_elsewhere_is_not_followed(archiver, server, folder):
    server.routes["/elsewhere"] = redirect("/")
    server.routes["/app.js"] = script(APP + 'location.href = "/elsewhere"; window.open("/elsewhere"); alert(1);')
    assert crawl(archiver, server, "--render").code == 0
    assert not server.asked_for("/elsewhere")
    assert rows(folder, "SELECT title FROM articles") == [("Ferry returns to Gannet Quay",)]


def test_a_page_that_only_leads_elsewhere_is_no_page_of_the_browser_s_own(archiver, server, folder):
    server.routes["/app.js"] = script('location.href = "/elsewhere";')
    assert crawl(archiver, server, "--render").code == 1
    assert rows(folder, "SELECT state, reason FROM pages WHERE url LIKE '%/'") == [("failed", "needs_javascript")]


def test_a_browser_that_is_killed_costs_the_page_and_no_other(archiver, start, server, folder):
    server.routes["/api/"] = in_turn(silence(), data({"links": [STORY]}))
    process = start("crawl", server.url("/"), "--allow-private", "--delay", "0", "--render")
    wait_until(lambda: server.asked_for("/api/"), timeout=60)
    for pid, name in descendants(process.popen.pid).items():
        if "chrom" in name:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    server.routes["/api/"] = data({"links": [STORY]})
    assert process.end(timeout=60).code == 1  # the home page was the seed
    assert crawl(archiver, server, "--render").code == 0
    assert rows(folder, "SELECT title FROM articles") == [("Ferry returns to Gannet Quay",)]


def test_one_site_alone_may_be_drawn(archiver, server, folder):
    (folder / "archiver.toml").write_text(f'[[source]]\nurl = "{server.url("/")}"\nrender = true\n')
    assert crawl(archiver, server).code == 0
    assert rows(folder, "SELECT count(*) FROM articles") == [(1,)]


def test_a_browser_that_is_not_there_is_said_at_once(archiver, server, folder, monkeypatch):
    monkeypatch.setenv("ARCHIVER_FETCH_BROWSER", "/nowhere/chromium")
    called = crawl(archiver, server, "--render")
    assert called.code == 2
    assert called.err.count("\n") == 1
    assert "ARCHIVER_FETCH_BROWSER: expected a program" in called.err
    assert list(folder.iterdir()) == []


def test_without_any_browser_no_archive_is_begun(archiver, server, folder, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))
    called = crawl(archiver, server, "--render")
    assert called.code == 2
    assert "rendering needs" in called.err
    assert list(folder.iterdir()) == []


def test_nothing_of_the_browser_outlives_the_crawl(archiver, server):
    before = set(descendants(os.getpid()))
    assert crawl(archiver, server, "--render").code == 0
    wait_until(lambda: not set(descendants(os.getpid())) - before)


def test_sigterm_ends_a_crawl_and_its_browser_in_the_middle_of_a_page(start, server):
    server.routes["/api/"] = silence()
    process = start("crawl", server.url("/"), "--allow-private", "--delay", "0", "--render")
    wait_until(lambda: server.asked_for("/api/"), timeout=60)
    family = descendants(process.popen.pid)
    assert any("chrom" in name for name in family.values())
    began = time.monotonic()
    assert process.end(signal.SIGTERM).code == 143
    assert time.monotonic() - began < 5
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))


def descendants(pid: int) -> dict[int, str]:
    """The processes that one has begun, and those that they have begun, with their names."""
    found: dict[int, str] = {}
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            for number in map(int, child.read_text().split()):
                found |= {number: Path(f"/proc/{number}/comm").read_text().strip()} | descendants(number)
    return found
