"""The files that the how-to pages give: shown as they are, and doing what is said of them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archiver.cli.commands import all_commands
from support.bad_server import BadServer, page, silence
from support.command_line import article, wait_until
from support.project import ROOT

PAGES = ROOT / "docs" / "how-to"
FILES = PAGES / "files"
EVERY = sorted(path for path in FILES.rglob("*") if path.is_file())
CONTAINER, UNIT = FILES / "container", FILES / "systemd" / "archiver-update.service"
CALL = re.compile(r"\barchiver (?=[a-z]+ )([^&|;\n\\]+)")


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_a_page_shows_it_as_it_is(path):
    text = path.read_text(encoding="utf-8")
    pages = (page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    name = path.relative_to(PAGES)
    assert any(f"({name})" in page and f"\n{text}```" in page for page in pages)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_what_it_calls_exists(path):
    """Commands and their options."""
    commands = all_commands()
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for call in CALL.findall("\n".join(lines)):
        words = shlex.split(call.partition('"')[0].partition(" 2>")[0])
        if words[0] not in commands:
            assert words[0] == "cd" or path.name in {"logrotate", "archiver"}, call
            continue
        known = {flag for option in commands[words[0]].params for flag in (*option.opts, *option.secondary_opts)}
        assert {word for word in words if word.startswith("-")} <= known, call


@pytest.mark.parametrize("name", ["archiver", "archiver-with-log"])
def test_a_line_of_a_crontab_is_what_cron_reads(name, tmp_path):
    """Five fields, a user, a command that a shell understands; no %, which cron takes for the end of a line."""
    for line in (FILES / "cron" / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#") or re.fullmatch(r"[A-Z]+=\S*", line):
            continue
        *when, user, command = line.split(maxsplit=6)
        assert all(re.fullmatch(r"\*(/\d+)?|\d+", field) for field in when), line
        assert user == "archiver"
        assert "%" not in command
        subprocess.run(["sh", "-n", "-c", command], check=True)


def test_the_units_are_what_systemd_reads(tmp_path):
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("no systemd here")
    for path in UNIT.parent.iterdir():
        text = path.read_text(encoding="utf-8").replace("/opt/archiver/bin/archiver", sys.executable)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "archiver-update" in line]) == (0, [])


def test_the_unit_knows_our_exit_codes_and_times():
    unit = dict(line.split("=", 1) for line in UNIT.read_text(encoding="utf-8").splitlines() if re.match(r"\w+=", line))
    assert unit["SuccessExitStatus"].split() == ["75", "143"]
    assert int(unit["TimeoutStopSec"]) > 5
    assert unit["TimeoutStartSec"] == "20min"  # more than update.MAX_TIME_S


def test_the_image_is_built_of_what_is_there():
    lines = (CONTAINER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    steps = [line.split() for line in lines if line and not line.startswith("#")]
    copied = [source for step in steps if step[0] == "COPY" for source in step[1:-1]]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert {step[0] for step in steps} <= {
        *("FROM", "COPY", "RUN", "USER", "WORKDIR", "VOLUME", "HEALTHCHECK", "STOPSIGNAL", "CMD")
    }
    assert ["USER", "archiver"] in steps
    assert steps.index(["USER", "archiver"]) > max(i for i, step in enumerate(steps) if step[0] in {"RUN", "COPY"})


@pytest.mark.parametrize("name", ["rounds", "healthy"])
def test_a_script_of_the_container_can_be_started(name):
    assert os.access(CONTAINER / name, os.X_OK)
    subprocess.run(["sh", "-n", CONTAINER / name], check=True)


# --- the container's scripts, without the container -------------------------------


@pytest.fixture
def site():
    with BadServer() as server:
        server.routes["/robots.txt"] = page("", status="404 Not Found")
        server.routes["/"] = page('<title>Lake</title><a href="/2025/08/11/the-ferry-runs-again/">The ferry</a>')
        server.routes["/2025/08/11/the-ferry-runs-again/"] = article("The ferry runs again")
        yield server


@pytest.fixture
def run(tmp_path, site):
    """Starts a script in a folder with an archive of the site that was not asked for anything yet."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "archiver"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m archiver.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "archiver.toml").write_text("[fetch]\nallow_private = true\ndelay_s = 0\n", encoding="utf-8")
    environment = os.environ | {"PATH": f"{command.parent}:{os.environ['PATH']}", "PAUSE": "60"}
    processes: list[subprocess.Popen[str]] = []

    def start(*words: object) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        processes.append(subprocess.Popen([*map(str, words)], cwd=tmp_path, env=environment, **pipes))
        return processes[-1]

    assert start(command, "sources", "add", site.url("/")).wait(60) == 0
    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_rounds_come_to_an_end_in_a_pause(run, site):
    process = run(CONTAINER / "rounds")
    assert process.stderr is not None
    line = process.stderr.readline()  # of the first round
    assert '"articles_new": 1' in line
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 143


def test_rounds_come_to_an_end_while_a_server_hangs(run, site, tmp_path):
    site.routes["/2025/08/11/the-ferry-runs-again/"] = silence(60)
    process = run(CONTAINER / "rounds")
    wait_until(lambda: "/2025/08/11/the-ferry-runs-again/" in site.paths)
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 143
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
        outcomes = conn.execute("SELECT outcome, exit_code FROM runs ORDER BY id DESC LIMIT 1").fetchall()
    assert outcomes == [("interrupted", 143)]


def test_a_container_is_well_while_rounds_end(run, tmp_path):
    assert run(CONTAINER / "healthy").wait(60) == 0
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("UPDATE runs SET ended_at = '2025-01-01T00:00:00Z'")
    assert run(CONTAINER / "healthy").wait(60) == 1
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute(
            "INSERT INTO runs (command, arguments, started_at) VALUES ('update', '[]', '2025-01-01T00:00:00Z')"
        )
    assert run(CONTAINER / "healthy").wait(60) == 1, "killed long ago"
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("UPDATE runs SET started_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE outcome IS NULL")
    assert run(CONTAINER / "healthy").wait(60) == 0, "under way"
    Path(tmp_path / "archive.db").unlink()
    assert run(CONTAINER / "healthy").wait(60) == 1
