"""A command with worker processes is one thing to whoever ends it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

from support.bad_server import BadServer, page
from support.command_line import wait_until
from support.memory_web import page as story

STORIES = 60
#: such pages take long enough to read for workers to be worth starting
BULK = "<div><p>Salt and <b>vanilla</b> on the <i>quay</i>.</p></div>" * 30_000


@pytest.fixture
def heavy():
    """A site whose pages take time to read."""
    with BadServer() as server:
        paths = [f"/2025/08/11/story-number-{number}-of-the-lake/" for number in range(STORIES)]
        links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in paths)
        server.routes["/"] = page(f"<title>Lake Courier</title><ul>{links}</ul>")
        for number, path in enumerate(paths):
            server.routes[path] = page(story(f"Story number {number}") + BULK)
        yield server


def workers_of(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in listed.stdout.split()]


def is_gone(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip()[:1] in {"", "Z"}


def begun(start, heavy):
    """The command at work with two workers, a group of its own as in a terminal; and its workers."""
    arguments = ("crawl", heavy.url("/"), "--allow-private", "--delay", "0", "--workers", "2", "--quiet")
    process = start(*arguments, start_new_session=True)
    wait_until(lambda: len(workers_of(process.popen.pid)) == 2 or process.popen.poll() is not None, timeout=60)
    assert process.popen.poll() is None, process.end()
    return process, workers_of(process.popen.pid)


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_to_all_of_them_ends_the_command_with_everything_kept(  # noqa: PLR0917 - fixtures
    start, archiver, folder, heavy, signum, code
):
    process, workers = begun(start, heavy)
    began = time.monotonic()
    os.killpg(process.popen.pid, signum)
    called = process.end(timeout=60)
    assert (called.code, called.out, called.err) == (code, "", "")
    assert time.monotonic() - began < 30
    wait_until(lambda: all(map(is_gone, workers)))
    assert archiver("check").code == 0
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        assert conn.execute("SELECT outcome, exit_code FROM runs").fetchall() == [("interrupted", code)]
        # the first pages may still be with the workers
        assert conn.execute("SELECT count(*) FROM captures").fetchone()[0] > 0


def test_workers_end_with_a_command_that_is_killed(start, heavy):
    process, workers = begun(start, heavy)
    process.end(signal.SIGKILL)
    wait_until(lambda: all(map(is_gone, workers)))


def test_a_page_whose_worker_is_killed_is_recorded_and_the_crawl_goes_on(start, folder, heavy):
    process, workers = begun(start, heavy)
    os.kill(workers[0], signal.SIGKILL)
    called = process.end(timeout=120)
    assert (called.code, called.err) == (0, "")
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        states = dict(conn.execute("SELECT state, count(*) FROM pages WHERE url LIKE '%/story-%' GROUP BY state"))
        errors = conn.execute("SELECT error FROM captures WHERE error LIKE 'unreadable%'").fetchall()
    assert states.get("ok", 0) >= STORIES - 1
    assert sum(states.values()) == STORIES
    assert errors in ([], [("unreadable: the process that read it was ended by SIGKILL",)])
