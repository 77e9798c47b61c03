"""What is left of an export that fails, is cut short, or finds something in its place: nothing new, and what was there."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import archiver as package
from support.command_line import stderr_on_terminal, wait_until
from support.exported import ferry, write_archive

#: a format and where it goes
TARGETS = (
    ("archive", "a.db"),
    ("csv", "a.csv"),
    ("csv", "tables"),
    ("jsonl", "a.jsonl"),
    ("markdown", "notes"),
    ("parquet", "lake"),
    ("rss", "a.xml"),
)
every_folder = pytest.mark.parametrize(
    ("name", "target"), [target for target in TARGETS if target[1] in {"tables", "notes", "lake"}]
)
every_format = pytest.mark.parametrize(("name", "target"), TARGETS)
MANY = 3000


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """An archive of so many articles that an export of them takes a while."""
    path = tmp_path_factory.mktemp("many") / "archive.db"
    write_archive(path)
    with closing(sqlite3.connect(path)) as conn, conn:
        columns = [row[1] for row in conn.execute("PRAGMA table_info(articles)") if row[1] not in {"id", "url", "body"}]
        names = ", ".join(columns)
        conn.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            f" INSERT INTO articles (url, body, {names})"
            f" SELECT 'https://lake.example/' || i, hex(randomblob(2000)), {names} FROM n, articles WHERE articles.id = 1",
            [MANY],
        )
    return path


@pytest.fixture
def small(folder):
    write_archive(folder / "archive.db")
    return folder / "archive.db"


def left(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("archive."))


@every_format
def test_a_disk_that_is_full_leaves_nothing(many, folder, name, target):
    command = [sys.executable, "-m", "archiver.cli", "export", "--format", name, target, "--db", str(many)]
    if name == "markdown":
        command += ["--limit", "1"]
        big_article(folder / "archive.db")
        command[command.index("--db") + 1] = "archive.db"
    if name == "rss":
        command += ["--limit", str(MANY)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, preexec_fn=no_more_than_100_kb, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"archiver: {target}: no room to write (")
    assert done.stderr.endswith("); nothing was left there\n")
    assert done.stderr.count("\n") == 1
    assert left(folder) == []


def big_article(path):
    with package.open(path) as archive:
        archive.add(ferry(body="It runs. " * 20_000))


def no_more_than_100_kb():
    """As a full disk, for every file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_standard_output_that_is_full_is_one_sentence(small, folder):
    command = [sys.executable, "-m", "archiver.cli", "export", "--format", "csv", "-"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=folder, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr


def test_standard_output_that_is_closed_is_told(small, folder):
    command = 'exec "$@" >&-'
    called = [sys.executable, "-m", "archiver.cli", "export", "--format", "csv", "-"]
    done = subprocess.run(["sh", "-c", command, "sh", *called], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "standard output is closed: name a file" in done.stderr) == (2, True)


def test_a_reader_that_has_seen_enough_is_no_failure(many, folder, start):
    process = start("export", "--format", "jsonl", "-", "--db", many)
    process.popen.stdout.read(10)
    process.popen.stdout.close()
    assert process.popen.wait(30) == 0
    assert process.popen.stderr.read() == ""


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("name", "target"), [("markdown", "notes"), ("jsonl", "a.jsonl"), ("parquet", "lake")])
def test_an_interrupted_export_leaves_nothing_and_says_so(many, start, name, target, signum):
    folder = Path.cwd()
    process = start("export", "--format", name, target, "--db", many, "--log-format", "json")
    wait_until(lambda: any(folder.glob(f".{target}.*.part")))
    called = process.end(signum)
    assert called.code == 128 + signum
    assert json.loads(called.err)["message"] == f"interrupted: nothing was left at {target}"
    assert left(folder) == []


def test_an_interrupted_export_over_another_says_that_this_is_as_it_was(many, archiver, start):
    folder = Path.cwd()
    assert archiver("export", "--format", "jsonl", "a.jsonl", "--db", many, "--limit", "1").code == 0
    before = contents(folder / "a.jsonl")
    process = start("export", "--format", "jsonl", "a.jsonl", "--db", many, "--force", "--log-format", "json")
    wait_until(lambda: any(folder.glob(".a.jsonl.*.part")))
    called = process.end(signal.SIGINT)
    assert (called.code, json.loads(called.err)["message"]) == (130, "interrupted: a.jsonl is as it was")
    assert contents(folder / "a.jsonl") == before


SIGNALLED = """
import os, signal, sys

sys.path.insert(0, sys.argv[1])
from archiver.cli.running import run_process


def number():
    return os.stat("tables").st_ino if os.path.exists("tables") else None


def hear(event, told):
    if event == "os.scandir" and str(told[0]) == "tables" and number() != before:
        os.kill(os.getpid(), signal.SIGINT)


before = number()
sys.addaudithook(hear)
sys.exit(run_process(sys.argv[2:]))
"""


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_an_export_that_is_interrupted_when_it_is_in_place_says_so(archiver, small, folder, options):
    """How large it is is looked at when all else is done."""
    if options:
        archiver("export", "--format", "csv", "tables", "--where", "0")
    call = ("export", "--format", "csv", "tables", *options)
    source = str(Path(package.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", SIGNALLED, source, *call], capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 130
    assert "interrupted: the export was done by then, and is whole at tables" in done.stderr
    assert "lake" in (folder / "tables" / "articles.csv").read_text(encoding="utf-8")
    assert left(folder) == ["tables"]


def test_an_interrupted_copy_of_the_archive_leaves_nothing(many, folder, start):
    process = start("export", "--format", "archive", "a.db", "--db", many)
    wait_until(lambda: any(folder.glob(".a.db.*.part")))
    assert process.end(signal.SIGTERM).code == 143
    assert left(folder) == []


@every_format
def test_what_is_there_stays_without_force(archiver, small, folder, name, target):
    assert archiver("export", "--format", name, target, "--limit", "1").code == 0
    before = contents(folder / target)
    called = archiver("export", "--format", name, target)
    assert (called.code, "--force" in called.err, called.err.count("\n")) == (2, True, 1)
    assert contents(folder / target) == before


@every_format
def test_force_replaces_what_an_export_has_written(archiver, small, folder, name, target):
    archiver("export", "--format", name, target, "--where", "0")
    before = contents(folder / target)
    assert archiver("export", "--format", name, target, "--force").code == 0
    assert contents(folder / target) != before
    assert left(folder) == [target]


@pytest.mark.parametrize(("name", "target"), [("csv", "tables"), ("markdown", "notes"), ("parquet", "lake")])
def test_no_folder_of_somebody_else_is_replaced(archiver, small, folder, name, target):
    (folder / target).mkdir()
    (folder / target / "diary.txt").write_text("mine")
    called = archiver("export", "--format", name, target, "--force")
    assert called.code == 2
    assert called.err == f"archiver: {target}: holds what no export has written (diary.txt): name another folder\n"
    assert contents(folder / target) == {"diary.txt": b"mine"}


def test_a_file_that_was_put_into_an_export_is_not_thrown_away(archiver, small, folder):
    archiver("export", "--format", "markdown", "notes")
    (folder / "notes" / "diary.txt").write_text("mine")
    assert "(diary.txt)" in archiver("export", "--format", "markdown", "notes", "--force").err
    assert (folder / "notes" / "diary.txt").exists()


@every_folder
@pytest.mark.usefixtures("small")
def test_no_file_of_somebody_else_is_thrown_away_however_deep(archiver, folder, name, target):
    archiver("export", "--format", name, target)
    deepest = max((folder / target).rglob("*"), key=lambda path: len(path.parts)).parent
    mine = deepest / "diary.txt"
    mine.write_text("mine")
    called = archiver("export", "--format", name, target, "--force")
    assert (called.code, f"({mine.relative_to(folder / target)})" in called.err) == (2, True)
    assert mine.exists()


@every_format
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("end", [".part", ".old"])
def test_files_beside_it_are_not_touched(archiver, folder, name, target, end):
    archiver("export", "--format", name, target)
    (folder / f"{target}{end}").mkdir()
    (folder / f"{target}{end}" / "diary.txt").write_text("mine")
    assert archiver("export", "--format", name, target, "--force").code == 0
    assert contents(folder / f"{target}{end}") == {"diary.txt": b"mine"}
    assert left(folder) == [target, f"{target}{end}"]


@pytest.mark.parametrize(("name", "target"), [("jsonl", "a.jsonl"), ("markdown", "notes"), ("archive", "a.db")])
def test_of_two_at_once_one_is_there_whole(many, folder, start, name, target):
    (folder / "alone").mkdir()
    alone = start("export", "--format", name, f"alone/{target}", "--db", many, "--limit", "200")
    assert alone.popen.wait(60) == 0
    both = [start("export", "--format", name, target, "--db", many, "--limit", "200") for _ in range(2)]
    assert min(process.popen.wait(60) for process in both) == 0
    assert len(left(folder)) == 2
    if name != "archive":  # which has the moment in it
        assert contents(folder / target) == contents(folder / "alone" / target)


def test_an_empty_folder_is_filled(archiver, small, folder):
    (folder / "notes").mkdir()
    assert archiver("export", "--format", "markdown", "notes").code == 0
    assert (folder / "notes" / "manifest.json").exists()


def contents(path):
    """By name, what is in a folder or a file."""
    if path.is_file():
        return path.read_bytes()
    return {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("csv", "a.txt"), "'a.txt' is to end in .csv, or in / for a folder with all tables"),
        (("csv", "tables", "--table", "tags"), "'tables' is to end in .csv"),
        (("jsonl", "a.json"), "'a.json' is to end in .jsonl or .ndjson"),
        (("jsonl", "a.jsonl", "--table", "tags"), "--table is for csv (this is jsonl)"),
        (("jsonl", "-", "--json"), "--json would be printed in the midst of the export"),
        (("parquet", "-"), "parquet is more than one stream: name a folder"),
        (("archive", "-"), "archive is more than one stream: name a file"),
        (("archive", "archive.db", "--force"), "archive.db is the archive itself, or a part of it: name another file"),
        (("markdown", "nowhere/notes"), "nowhere/notes: there is no folder nowhere"),
        (("jsonl", "a.jsonl", "--where", "titel = 1"), "--where: no such column: titel"),
        (("jsonl", "a.jsonl", "--where", ""), "--where: empty (expected a condition: section = 'Lake')"),
        (("jsonl", "a.jsonl", "--where", "title = 'Lake"), """--where: unrecognized token: "'Lake\""""),
        (("jsonl", "a.jsonl", "--where", "id = ?"), "stand for values that are not given: write the values"),
        (("jsonl", "a.jsonl", "--where", "source_id = :sources"), "stand for values that are not given"),
        (("parquet", "lake", "--where", "1) UNION SELECT load_extension('x'"), "--where: "),
        (("rss", "a.xml", "--since", "2025-02-01", "--until", "2025-01-01"), "is later than until"),
    ],
)
def test_a_call_that_is_wrong_is_one_sentence_and_code_2(archiver, small, folder, arguments, words):
    name, *others = arguments
    called = archiver("export", "--format", name, *others)
    assert (called.code, called.err.count("\n")) == (2, 1)
    assert words in called.err
    assert left(folder) == []


@pytest.mark.parametrize(
    "where", ["0) OR (1", "1 LIMIT 2", "1) --", "1 /*", "1; SELECT 1", "SELECT 1", "1, 1", "0)) OR ((1"]
)
def test_a_condition_reaches_nothing_but_its_own_bracket(archiver, small, folder, where):
    called = archiver("export", "--format", "jsonl", "a.jsonl", "--until", "1999-01-01", "--where", where)
    assert (called.code, called.err.count("\n"), called.err.startswith("archiver: --where: ")) == (2, 1, True)
    assert left(folder) == []


@pytest.mark.parametrize("where", ["id = 1 -- the first", "title <> ') OR ('", "(id) IN (SELECT 1)", "0 OR id = 1"])
def test_a_condition_may_be_any_that_is_whole(archiver, small, where):
    called = archiver("export", "--format", "csv", "-", "--where", where, "--until", "1999-01-01")
    assert (called.code, called.out.count("\n")) == (0, 1)


#: for each format, names that it would take
OWN = (
    "archive.{}",
    "hard.{}",
    "soft.{}",
    "archive.warc/x.{}",
    "archive.warc/deep/x.{}",
    "way/x.{}",
    "archive.warc/out.{}",
)


@pytest.mark.parametrize(("name", "suffix"), [("csv", "csv"), ("jsonl", "jsonl"), ("rss", "xml"), ("archive", "db")])
@pytest.mark.parametrize("target", OWN)
def test_nothing_that_the_archive_consists_of_is_replaced(archiver, folder, name, suffix, target):
    own = write_archive(folder / f"archive.{suffix}") or folder / f"archive.{suffix}"
    (folder / "archive.warc" / "deep").mkdir(parents=True)
    (folder / "way").symlink_to("archive.warc")
    (folder / f"hard.{suffix}").hardlink_to(own)
    (folder / f"soft.{suffix}").symlink_to(own)
    (folder / "archive.warc" / f"out.{suffix}").symlink_to(folder / f"other.{suffix}")
    before = own.read_bytes()
    called = archiver("export", "--format", name, target.format(suffix), "--db", own, "--force")
    assert (called.code, called.err.count("\n")) == (2, 1)
    assert "the archive itself" in called.err or "in the archive's own WARC folder" in called.err
    assert own.read_bytes() == before
    assert (folder / f"hard.{suffix}").samefile(own)
    assert not list((folder / "archive.warc").rglob("x.*"))


def test_a_condition_that_would_write_does_not(archiver, small):
    called = archiver("export", "--format", "csv", "-", "--where", "1)); DELETE FROM articles; --")
    assert called.code == 2
    with package.open(small, create=False) as archive:
        assert len(tuple(archive.articles())) == 3


def test_a_text_that_is_none_is_one_sentence(archiver, small, folder):
    with closing(sqlite3.connect(small)) as conn, conn:
        conn.execute("UPDATE articles SET section = CAST(x'ff' AS TEXT) WHERE id = 2")
    called = archiver("export", "--format", "jsonl", "a.jsonl")
    assert (called.code, "archive.db: a text is not UTF-8" in called.err, called.err.count("\n")) == (1, True, 1)
    assert left(folder) == []


@pytest.mark.parametrize(("more", "is_drawn"), [((), True), (("--quiet",), False), (("--log-format", "json"), False)])
def test_on_a_terminal_there_is_a_bar_of_articles(many, start, more, is_drawn):
    written = stderr_on_terminal(start, "export", "--format", "jsonl", "a.jsonl", "--db", many, *more)[1]
    assert (f"of {MANY + 3:,} articles" in written) is is_drawn


def test_without_duckdb_one_sentence_says_what_to_install(small, folder):
    (folder / "lib").mkdir()
    (folder / "lib" / "duckdb.py").write_text("raise ImportError('not installed')")
    environment = os.environ | {"PYTHONPATH": str(folder / "lib")}
    command = [sys.executable, "-m", "archiver.cli", "export", "--format", "parquet", "lake"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, "archiver: this needs DuckDB: pip install 'archiver[parquet]'\n")


def test_an_export_sees_one_moment_and_keeps_no_writer_waiting(many, folder, start):
    """While its reader does not read on, an article is added; it is not in it."""
    many = shutil.copy(many, folder / "archive.db")
    process = start("export", "--format", "jsonl", "-", "--db", many, "--quiet")
    first = process.popen.stdout.readline()
    with package.open(many, create=False) as archive:
        added = archive.add(ferry(url="https://lake.example/added", title="Added meanwhile"))
    numbers = [json.loads(line)["id"] for line in [first, *process.popen.stdout]]
    assert process.popen.wait(30) == 0
    assert (len(numbers), added in numbers) == (MANY + 3, False)
