"""``archiver report``."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from support.project import ROOT


@pytest.fixture(autouse=True)
def sample(folder):
    shutil.copy(ROOT / "archive.db", folder / "archive.db")
    (folder / "archive.db").chmod(0o644)


def test_a_page_is_written_and_written_again(archiver, folder):
    for _ in range(2):
        called = archiver("report")
        assert (called.code, called.out) == (0, "")
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<title>archive.db: report</title>" in text


def test_who_asks_is_told_where_and_a_clock_nothing(archiver):
    assert archiver("report", "--verbose").err == "report.html written\n"
    assert archiver("report").err == ""


def test_a_page_goes_to_standard_output(archiver, folder):
    called = archiver("report", "-")
    assert called.out.startswith("<!DOCTYPE html>")
    assert called.out.endswith("</html>\n")
    assert not (folder / "report.html").exists()


def test_the_same_figures_are_printed_as_json(archiver, folder):
    called = archiver("report", "--json", "--source", "www.riveaustrale.example", "--since", "2025-08-01")
    figures = json.loads(called.out)
    assert list(figures)[:3] == ["archive", "generated_at", "scope"]
    assert figures["scope"] == {"sources": ["www.riveaustrale.example"], "since": "2025-08-01", "until": None}
    assert figures["totals"]["sources"] == len(figures["by_source"]) == 1
    assert not (folder / "report.html").exists()


def test_another_file_is_left_alone_unless_forced(archiver, folder):
    (folder / "notes.html").write_text("notes", encoding="utf-8")
    called = archiver("report", "notes.html")
    assert (called.code, (folder / "notes.html").read_text(encoding="utf-8")) == (2, "notes")
    assert "notes.html: there is something already that is no report (--force overwrites it)" in called.err
    assert archiver("report", "notes.html", "--force").code == 0


@pytest.mark.parametrize("name", ["archive.db", "link.html", "symlink.html", "nowhere/../archive.db"])
def test_the_archive_is_never_written_over(archiver, folder, name):
    (folder / "nowhere").mkdir()
    (folder / "link.html").hardlink_to(folder / "archive.db")
    (folder / "symlink.html").symlink_to("archive.db")
    before = (folder / "archive.db").read_bytes()
    called = archiver("report", name, "--force")
    assert called.code == 2
    assert f"{name} is the archive itself, or a part of it: name another file" in called.err
    assert (folder / "archive.db").read_bytes() == before
    assert (folder / "archive.db").samefile(folder / "link.html")


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal", ".lock"])
@pytest.mark.parametrize("is_there", [True, False])
def test_what_lies_beside_the_archive_is_never_written(archiver, folder, end, is_there):
    """SQLite would take it for its own the next time."""
    path = folder / f"archive.db{end}"
    if is_there:
        path.touch()
    assert archiver("report", f"archive.db{end}", "--force").code == 2
    assert path.exists() is is_there
    if is_there:
        assert path.read_bytes() == b""


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a system without such names")
def test_standard_output_may_be_named_as_a_file(folder):
    command = [sys.executable, "-m", "archiver.cli", "report", "/dev/stdout"]
    piped = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    with (folder / "page.html").open("wb") as file:
        subprocess.run(command, cwd=folder, stdout=file, check=True)
    for text in (piped, (folder / "page.html").read_bytes()):
        assert text.startswith(b"<!DOCTYPE html>")
        assert text.endswith(b"</html>\n")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--since", "2025-09-01", "--until", "2025-08-01"], "since 2025-09-01 is later than until 2025-08-01"),
        (["page.html", "--json"], "--json prints to standard output and writes no file"),
        (["--source", "nobody"], "no source 'nobody' (known: https://www.harrowmerecourier.example/"),
        (["nowhere/page.html"], "nowhere/page.html: there is no folder"),
        ([""], "it names no file"),
    ],
)
def test_what_cannot_be_meant_is_told(archiver, options, complaint):
    called = archiver("report", *options)
    assert called.code == 2
    assert complaint in called.err
    assert called.out == ""


def test_no_archive_is_told_and_no_page_is_left(archiver, folder):
    called = archiver("report", "--db", "none.db")
    assert called.code == 1
    assert "none.db" in called.err
    assert not (folder / "report.html").exists()


def test_an_archive_that_cannot_be_written_is_reported(archiver, folder):
    (folder / "archive.db").chmod(stat.S_IRUSR)
    assert archiver("report").code == 0


def test_every_key_is_documented(archiver):
    page = (ROOT / "docs" / "how-to" / "report.md").read_text(encoding="utf-8")
    figures = json.loads(archiver("report", "--json").out)
    named = set(re.findall(r"`(\w+)`", page))
    assert keys_in({name: value for name, value in figures.items() if name != "by_source"}) <= named
    sources = [{name: value for name, value in one.items() if name != "fields_filled"} for one in figures["by_source"]]
    assert keys_in(sources) <= named


def keys_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()
