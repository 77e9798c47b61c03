"""``serve`` as a process: its address, its end, and what it refuses."""

from __future__ import annotations

import signal
import socket
import urllib.request

import pytest

from support.served import desk_at, running


@pytest.fixture
def path(folder):
    with desk_at(folder / "archive.db"):
        pass
    return folder / "archive.db"


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_it_says_where_it_is_and_ends_when_told_to(path, signum, code):
    with running(path) as server:
        with urllib.request.urlopen(server.url) as response:
            assert response.status == 200
        assert server.end(signum) == (code, "")
    assert sorted(found.name for found in path.parent.iterdir() if found.name.startswith("archive.db-")) == []


def test_a_port_that_is_taken_is_named(path, archiver):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        called = archiver("serve", "--db", path, "--port", port)
    assert called.code == 1
    assert called.err == (
        f"archiver: port {port} of 127.0.0.1 is taken by another program: --port 0 finds a free one\n"
    )


def test_an_archive_that_is_not_there_is_refused(archiver, folder):
    called = archiver("serve", "--db", "none.db", "--port", "0")
    assert (called.code, called.err) == (1, "archiver: none.db: no such archive\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("options", [["--host", "no.such.host.example"], ["--public-url", "news"], ["--port", "70000"]])
def test_a_wrong_call_is_told(path, archiver, options):
    called = archiver("serve", "--db", path, "--port", "0", *options)
    assert called.code == 2
    assert called.err.count("\n") == 1
