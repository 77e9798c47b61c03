"""``serve`` as a process: its address, its end, and what it refuses."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode, urlsplit

import pytest

from support.command_line import wait_until
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


def test_it_ends_while_a_query_runs(path):
    """The query is cut short, whatever its time limit."""
    forever = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(*) FROM n"
    asked = f"GET /archive.json?{urlencode({'sql': forever})} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with running(path) as server, socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as connection:
        connection.sendall(asked.encode())
        time.sleep(0.3)
        assert server.end(signal.SIGTERM) == (143, "")


def test_somebody_who_looks_over_the_network_is_warned_of(path):
    with running(path, "--host", "0.0.0.0") as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert server.warnings == "archiver: everybody who can reach this machine can read it\n"
        assert server.end() == (130, "")


def test_it_opens_a_browser_and_serves_it(path, folder, monkeypatch):
    """One that keeps its caller until it has the page, as those in a terminal do."""
    fetch = "import sys, urllib.request as r; open(sys.argv[1], 'wb').write(r.urlopen(sys.argv[2]).read())"
    browser = folder / "browser"
    browser.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{fetch}" "{folder}/seen" "$1"\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    with running(path, "--open") as server:
        wait_until(lambda: (folder / "seen").exists() and (folder / "seen").read_bytes())
        assert server.end() == (130, "")
    assert b"<h1>" in (folder / "seen").read_bytes()


def test_a_page_elsewhere_cannot_ask_in_the_name_of_this_machine(path):
    with running(path) as server:
        asked = urllib.request.Request(server.url, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="421") as refused, urllib.request.urlopen(asked):
            pass
        refused.value.close()
        server.end()


def test_behind_a_proxy_it_goes_by_its_public_name(path):
    with running(path, "--public-url", "http://news.example/archive/") as server:
        assert server.url == "http://news.example/archive/"
        server.end()


def test_without_datasette_it_says_what_to_install(path):
    hidden = "import sys; sys.modules['datasette'] = None; from archiver.cli.main import main; main()"
    ran = subprocess.run([sys.executable, "-c", hidden, "serve"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "archiver: this needs Datasette: pip install 'archiver[serve]'\n")


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


@pytest.mark.parametrize(
    "options",
    [
        ["--host", "no.such.host.example"],
        ["--public-url", "news"],
        ["--public-url", "https://x/?q=1"],
        ["--port", "70000"],
    ],
)
def test_a_wrong_call_is_told(path, archiver, options):
    called = archiver("serve", "--db", path, "--port", "0", *options)
    assert called.code == 2
    assert called.err.count("\n") == 1
