"""What holds for every command: help, errors, streams, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest

from archiver import __version__
from archiver.cli.commands import load_command

COMMANDS = ("crawl", "update", "ingest", "parse", "reparse", "search", "query", "stats", "check", "backup")


def test_help_names_every_command_and_exit_code(archiver):
    help_text = archiver("--help").out
    assert all(f"  {name} " in help_text for name in COMMANDS)
    assert all(f"  {code} " in help_text for code in (0, 1, 2, 3, 4, 75, 130))


def test_help_shows_each_command_in_one_whole_line(archiver):
    _, _, commands = archiver("--help").out.partition("Crawl and update:")
    assert "..." not in commands


def test_help_has_the_commands_under_headings_in_line(archiver):
    lines = archiver("--help").out.splitlines()
    headings = ("Crawl and update:", "Look into pages:", "Ask the archive:", "Keep the archive:")
    places = [lines.index(heading) for heading in headings]
    assert places == sorted(places)
    firsts = [lines[place + 1] for place in places]
    assert [line.split()[0] for line in firsts] == ["crawl", "parse", "search", "reparse"]
    assert len({len(line) - len(line[2:].partition(" ")[2].lstrip()) for line in firsts}) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_common_options(name):
    options = {option for parameter in load_command(name).params for option in parameter.opts}
    assert {"--db", "--config", "--quiet", "--verbose", "--log-format"} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name):
    options = [parameter for parameter in load_command(name).params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", ["crawl", "update", "ingest", "parse", "reparse", "search", "query", "stats", "check"])
def test_every_command_that_prints_data_prints_json(name):
    assert "--json" in {option for parameter in load_command(name).params for option in parameter.opts}


def test_the_version_is_the_package_s(archiver):
    assert archiver("--version").out == f"archiver {__version__}\n"


def test_without_a_command_there_is_help(archiver):
    called = archiver()
    assert called.code == 2
    assert "Usage: archiver" in called.out + called.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["fetch"],
        ["crawl"],
        ["crawl", "--depth", "3", "https://lac.example/"],
        ["crawl", "--max-pages", "0", "https://lac.example/"],
        ["crawl", "--max-time", "soon", "https://lac.example/"],
        ["crawl", "--max-failures", "150%", "https://lac.example/"],
        ["crawl", "--delay", "-1", "https://lac.example/"],
        ["crawl", "news at lake"],
        ["crawl", "ftp://lac.example/"],
        ["parse", "nowhere.html"],
        ["parse", "ftp://lac.example/"],
        ["ingest", "nowhere"],
        ["ingest"],
        ["search", "x", "--since", "yesterday"],
        ["stats", "--config", "nowhere.toml"],
    ],
)
def test_a_wrong_call_is_one_sentence_and_code_2(archiver, arguments):
    called = archiver(*arguments)
    assert called.code == 2
    assert called.out == ""
    assert called.err.startswith("archiver: ")
    assert called.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["stats"], ["search", "x"], ["query", "SELECT 1"], ["check"], ["update"]])
def test_an_archive_that_is_not_there_is_one_sentence_and_code_1(archiver, folder, arguments):
    called = archiver(*arguments)
    assert called.code == 1
    assert "archive.db" in called.err
    assert called.err.count("\n") == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to look at " * 20, b"SQLite format 3\x00" + b"\xff" * 500]
)
def test_a_file_that_is_no_archive_is_said_so(archiver, folder, content):
    (folder / "archive.db").write_bytes(content)
    called = archiver("stats")
    assert called.code == 1
    assert called.err.count("\n") == 1
    assert (folder / "archive.db").read_bytes() == content


def test_errors_can_be_json(archiver):
    (line,) = archiver("stats", "--log-format", "json").err.splitlines()
    record = json.loads(line)
    assert record["level"] == "error"
    assert "archive.db" in record["message"]
    assert record["at"].endswith("Z")


@pytest.mark.parametrize("choice", [["--log-format", "json"], ["--log-format=json"]])
def test_a_wrong_call_can_be_json(archiver, choice):
    (line,) = archiver("update", "--max-pages", "no", *choice).err.splitlines()
    record = json.loads(line)
    assert (record["level"], record["exit_code"]) == ("error", 2)
    assert "--max-pages" in record["message"]


def test_the_archive_may_be_named_in_the_environment_or_in_a_file(archiver, folder, monkeypatch):
    (folder / "archiver.toml").write_text('db = "of-the-file.db"', encoding="utf-8")
    assert "of-the-file.db" in archiver("stats").err
    monkeypatch.setenv("ARCHIVER_DB", "of-the-environment.db")
    assert "of-the-environment.db" in archiver("stats").err
    assert "of-the-option.db" in archiver("stats", "--db", "of-the-option.db").err


@pytest.mark.parametrize(
    "text", ["[fetch]\ndelay = 3", "db = ", "[crawl]\nmax_pages = 'many'", "[fetch]\ndelay_s = -1"]
)
def test_a_settings_file_that_cannot_be_used_is_said_so(archiver, folder, text):
    (folder / "archiver.toml").write_text(text, encoding="utf-8")
    called = archiver("stats")
    assert called.code == 2
    assert called.err.count("\n") == 1


def test_help_loads_nothing_that_it_does_not_need():
    """`archiver --help` is quick: no parser, no network, no database."""
    code = (
        "import sys; from archiver.cli.running import run; run(['--help']);"
        "print([m for m in ('lxml', 'requests', 'sqlite3', 'sqlite_utils', 'bs4', 'rich', 'msgspec', 'tenacity')"
        " if m in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
