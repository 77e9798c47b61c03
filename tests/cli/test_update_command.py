"""`archiver update` as a clock starts it: silent, alone, and gone when it is told to go."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from support.bad_server import late, page, silence
from support.command_line import on_terminal, wait_until

QUICK = ("--allow-private", "--delay", "0")
MILL = "/2025/08/12/the-mill-has-a-roof/"
#: the time that a round may take to end after it was told to
GRACE_S = 5


def make_all_due(path):
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z' WHERE due_at IS NOT NULL")
        conn.execute("UPDATE hosts SET not_before = NULL")


def rows(path, sql):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchall()


@pytest.fixture
def archive(archiver, folder, server):
    """The path of an archive of the site, all of it due."""
    assert archiver("crawl", server.url("/"), *QUICK).code == 0
    make_all_due(folder / "archive.db")
    server.log.clear()
    return folder / "archive.db"


class TestSaysOffATerminal:
    """Where a round has something to do, and where it has not."""

    @pytest.fixture(params=["busy", "idle"], autouse=True)
    def round_before(self, request, archiver, archive):
        if request.param == "idle":
            archiver("update", *QUICK)

    def test_nothing_when_all_is_well(self, archiver):
        called = archiver("update", *QUICK)
        assert (called.code, called.out, called.err) == (0, "", "")

    def test_one_line_when_asked(self, archiver):
        (line,) = archiver("update", *QUICK, "-v").err.splitlines()
        assert line.startswith("archive.db: ")
        assert "0 failed" in line

    def test_one_json_object(self, archiver):
        for verbose in ((), ("-v",)):
            called = archiver("update", *QUICK, "--log-format", "json", *verbose)
            (record,) = map(json.loads, called.err.splitlines())
            assert (called.out, record["level"], record["outcome"], record["exit_code"]) == ("", "info", "done", 0)


def test_each_page_is_said_when_asked_twice(archiver, archive, server):
    lines = archiver("update", *QUICK, "-vv").err.splitlines()
    assert f"unchanged article {server.url(MILL)}" in lines
    assert lines[-1].startswith("archive.db: ")
    make_all_due(archive)
    records = [json.loads(line) for line in archiver("update", *QUICK, "-vv", "--log-format", "json").err.splitlines()]
    assert server.url("/") in {record.get("url") for record in records}
    assert [record["outcome"] for record in records if "outcome" in record] == ["done"]


def test_a_limit_is_said_in_the_same_line(archiver, archive):
    (line,) = archiver("update", *QUICK, "-v", "--max-pages", "1").err.splitlines()
    assert "1 page," in line
    assert "limit" in line or "left" in line


def test_an_error_has_a_line_of_its_own(archiver, archive, server):
    server.__exit__()
    called = archiver("update", *QUICK, "--log-format", "json", "--max-failures", "0")
    records = [json.loads(line) for line in called.err.splitlines()]
    assert [record["level"] for record in records if "outcome" in record] == ["info"]
    assert {record["level"] for record in records if "outcome" not in record} <= {"error"}


def test_on_a_terminal_it_says_what_it_did(archive):
    assert on_terminal("update", *QUICK, "--json", columns=100)[-1].startswith('{"outcome":"done"')


class TestIsAlone:
    def test_of_two_at_the_same_moment_one_runs(self, archiver, start, archive, server):
        """Whichever it is: the other has ended before the first gets its answer, and has changed nothing."""
        for _ in range(3):
            released = threading.Event()
            front = server.routes["/"]
            server.routes["/"] = lambda visit, front=front, released=released: (
                released.wait(60),
                visit.send(front),
            )
            make_all_due(archive)
            server.log.clear()
            pair = [start("update", *QUICK) for _ in range(2)]
            wait_until(lambda: any(one.popen.poll() is not None for one in pair))  # noqa: B023 - used at once
            loser = next(one for one in pair if one.popen.poll() is not None)
            called = loser.end()
            released.set()
            winner = next(one for one in pair if one is not loser).end()
            server.routes["/"] = front
            assert (called.code, called.err.count("\n"), winner.code, winner.err) == (75, 1, 0, "")
            assert server.paths.count("/") == 1
        assert archiver("check").code == 0
        assert rows(archive, "SELECT command, outcome, sum(rounds) FROM runs GROUP BY 1, 2 ORDER BY 1") == [
            ("crawl", "done", 1),
            ("update", "done", 3),
        ]

    def test_the_other_loads_neither_parser_nor_network(self, start, archive, folder, server):
        """It costs as little as can be, ten times an hour."""
        server.routes["/"] = silence(60)
        start("update", *QUICK)
        wait_until(lambda: "/" in server.paths)
        code = (
            "import sys; from archiver.cli.running import run; code = run(['update']);"
            "print(code, [m for m in ('lxml', 'requests', 'bs4', 'rich', 'archiver.parser') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
        assert done.stdout == "75 []\n"


def test_that_another_writes_is_an_object_with_its_code(archiver, start, archive, server):
    server.routes["/"] = silence(60)
    start("update", *QUICK)
    wait_until(lambda: "/" in server.paths)
    (record,) = map(json.loads, archiver("update", "--log-format", "json").err.splitlines())
    assert (record["level"], record["outcome"], record["exit_code"]) == ("warning", "locked", 75)


class TestIsToldToGo:
    """SIGTERM, as systemd, a container and a shutdown send it: gone within five seconds, everything kept."""

    def end(self, process):
        called = process.end(signal.SIGTERM, timeout=GRACE_S)
        assert (called.code, called.out, called.err) == (143, "", "")

    def test_while_a_server_hangs(self, archiver, start, archive, server):
        server.routes[MILL] = silence(60)
        process = start("update", *QUICK)
        wait_until(lambda: MILL in server.paths)
        self.end(process)
        assert rows(archive, "SELECT outcome, exit_code FROM runs ORDER BY id DESC LIMIT 1") == [("interrupted", 143)]
        assert archiver("check").code == 0

    def test_when_its_terminal_is_closed(self, archiver, start, archive, server):
        server.routes[MILL] = silence(60)
        # also where the tests run below nohup
        process = start("update", *QUICK, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
        wait_until(lambda: MILL in server.paths)
        assert process.end(signal.SIGHUP, timeout=GRACE_S).code == 129
        assert rows(archive, "SELECT outcome, exit_code FROM runs ORDER BY id DESC LIMIT 1") == [("interrupted", 129)]
        assert archiver("check").code == 0

    def test_while_a_large_page_is_read(self, archiver, start, archive, server):
        paragraphs = "".join(
            f"<div><p>Paragraph {number} of a page that is far too long, <a href='/2025/08/{number}/a-story-of-it/'>and "
            "leads everywhere</a>.</p></div>"
            for number in range(60_000)
        )
        large = page(f"<title>The mill</title><article><h1>The mill</h1>{paragraphs}</article>")
        is_sent = threading.Event()
        server.routes[MILL] = lambda visit: (visit.send(large), is_sent.set())
        process = start("update", *QUICK)
        wait_until(is_sent.is_set)
        self.end(process)
        assert rows(archive, "SELECT outcome, exit_code FROM runs ORDER BY id DESC LIMIT 1") == [("interrupted", 143)]
        server.routes[MILL] = late(page("<title>The mill</title><h1>The mill</h1><p>It has a roof.</p>"), 0)
        assert archiver("update", *QUICK).code == 0
        assert archiver("check").code == 0

    def test_before_it_has_begun(self, start, archive):
        process = start("update", *QUICK)
        called = process.end(signal.SIGTERM, timeout=GRACE_S)
        assert called.code in {143, -signal.SIGTERM}  # of Python itself, before it is ours
        assert called.err == ""

    def test_its_one_line_says_so(self, start, archive, server):
        server.routes[MILL] = silence(60)
        process = start("update", *QUICK, "--log-format", "json")
        wait_until(lambda: MILL in server.paths)
        (record,) = map(json.loads, process.end(signal.SIGTERM, timeout=GRACE_S).err.splitlines())
        assert (record["outcome"], record["exit_code"]) == ("interrupted", 143)
