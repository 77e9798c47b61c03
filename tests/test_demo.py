"""`make crawl` and `make update`: the first thing that somebody tries."""

from __future__ import annotations

import re
import socket
import subprocess
import sys

import pytest

from support.project import FIXTURES


def free_port():
    """The first of a few ports in a row that nobody listens on."""
    return next(port for port in range(21460, 29000, 20) if all(is_free(port + number) for number in range(4)))


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture
def demo(tmp_path):
    """Runs the demo on one archive: what it prints, its exit code checked."""
    port, db = free_port(), tmp_path / "archive.db"

    def run(*options):
        command = [sys.executable, str(FIXTURES / "demo.py"), "--port", str(port), "--db", str(db), *options]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout + ran.stderr

    return run


def test_the_demo_crawls_and_crawls_again_and_shows_what_an_update_brought(demo):
    """The second crawl asks for nothing; by the third round the sites have moved on."""
    first, second, third = demo(), demo(), demo("--update")
    assert re.search(r"^articles +\d\d", first, re.MULTILINE)
    assert first.count("archiver query --db") == 3
    assert "Image Not Found" in first
    assert " 0 pages, 0 failed; 0 articles new" in second
    assert "change de mains" in third
    assert re.search(r"^http://\S+\s+gone$", third, re.MULTILINE)


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, str(FIXTURES / "demo.py"), "--port", port, "--db", str(tmp_path / "archive.db")]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "make crawl PORT=" in ran.stderr
