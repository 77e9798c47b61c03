"""``merge`` as it is called: archives and lakes, with their WARC files, into one archive or one lake."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import duckdb
import pytest
from filelock import FileLock

from support.archives import foreign_rows
from support.command_line import wait_until
from support.memory_web import page

#: of an archive of one site
TITLES = ("The ferry runs again", "The market moves", "The mill has a roof")


def ingested(archiver, folder, name, titles=TITLES):
    """An archive of these pages of one site, with their bytes in a WARC file."""
    site = folder / name
    site.mkdir()
    lines = []
    for number, title in enumerate(titles):
        (site / f"{number}.html").write_text(page(title))
        url = f"https://{name}.example/2025/08/1{number}/story"
        lines.append(json.dumps({"path": f"{number}.html", "url": url, "fetched_at": "2025-08-11T12:00:00Z"}))
    (site / "manifest.jsonl").write_text("\n".join(lines))
    db = folder / f"{name}.db"
    assert archiver("ingest", site / "manifest.jsonl", "--db", db).code == 0
    return db


@pytest.fixture
def lake_db(archiver, folder):
    return ingested(archiver, folder, "lake")


@pytest.fixture
def hill_db(archiver, folder):
    return ingested(archiver, folder, "hill", ("The hill is green", "The hill is white"))


def titles(db):
    return sorted(title for (title,) in foreign_rows(db, "SELECT title FROM articles"))


def warc_files(db):
    return sorted(path.name for path in db.with_suffix(".warc").iterdir())


def content(db):
    """Every row that merging again may not touch."""
    tables = ("articles", "captures", "cards", "pages", "placements", "revision_log", "sources")
    return {table: foreign_rows(db, f"SELECT * FROM {table} ORDER BY 1") for table in tables}


@pytest.fixture
def all_db(folder):
    return folder / "all.db"


def test_two_archives_are_one_with_all_their_records(archiver, lake_db, hill_db, all_db):
    called = archiver("merge", lake_db, hill_db, "--db", all_db)
    assert called.code == 0
    assert "all.db: 2 sources merged; 5 articles new, 0 changed; 2 WARC files" in called.err
    assert titles(all_db) == sorted([*TITLES, "The hill is green", "The hill is white"])
    checked = archiver("check", "--db", all_db)
    assert (checked.code, "the records of 5 captures read" in checked.err) == (0, True)
    assert archiver("reparse", "--db", all_db).code == 0


def test_merging_again_changes_nothing(archiver, lake_db, hill_db, all_db):
    archiver("merge", lake_db, hill_db, "--db", all_db)
    before, files = content(all_db), warc_files(all_db)
    called = archiver("merge", hill_db, lake_db, lake_db, "--db", all_db, "--json")
    assert "was given twice" in called.err
    assert [source["counts"]["articles_new"] for source in json.loads(called.out)["sources"]] == [0, 0]
    assert (content(all_db), warc_files(all_db)) == (before, files)


def test_a_merge_is_a_run_and_so_is_what_came_with_it(archiver, lake_db, all_db):
    archiver("merge", lake_db, "--db", all_db)
    found = foreign_rows(all_db, "SELECT command, outcome, exit_code, articles_new FROM runs ORDER BY id")
    assert sorted(found) == [("ingest", "done", 0, 3), ("merge", "done", 0, 0)]


def test_what_is_in_the_archive_already_stays(archiver, lake_db, hill_db):
    assert archiver("merge", lake_db, "--db", hill_db).code == 0
    assert len(titles(hill_db)) == 5
    assert archiver("check", "--db", hill_db).code == 0


def test_the_archive_itself_is_passed_over(archiver, folder, lake_db, hill_db):
    called = archiver("merge", lake_db, hill_db, "--db", hill_db)
    assert called.code == 0
    assert "hill.db: is the archive itself, and is passed over" in called.err
    assert len(titles(hill_db)) == 5
    assert not (folder / "hill.merging").exists()


def test_one_that_cannot_be_read_stops_no_other(archiver, folder, lake_db, hill_db, all_db):
    (folder / "diary.db").write_text("a diary " * 100)
    (folder / "empty").mkdir()
    shutil.copy(lake_db, folder / "newer.db")
    foreign_rows(folder / "newer.db", "UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    sources = (lake_db, "none.db", "diary.db", "empty", "newer.db", hill_db)
    called = archiver("merge", *sources, "--db", all_db, "--quiet")
    assert called.code == 3
    assert called.err.splitlines() == [
        "archiver: none.db: no such archive",
        "archiver: diary.db: not a SQLite database",
        "archiver: empty: no archive (expected one, or a folder that 'export --format parquet' has written)",
        "archiver: newer.db: written by a newer version of archiver (schema 999, known here: up to 7)",
        "archiver: 4 of 6 could not be merged",
    ]
    assert len(titles(all_db)) == 5


def test_where_nothing_can_be_merged_nothing_is_created(archiver, folder, all_db):
    called = archiver("merge", "none.db", folder, "--db", all_db)
    assert called.code == 1
    assert called.err.splitlines()[-1] == "archiver: nothing could be merged"
    assert not all_db.exists()


def test_of_a_new_archive_into_which_nothing_could_be_merged_nothing_is_left(archiver, folder, lake_db, all_db):
    foreign_rows(lake_db, "ALTER TABLE frontier DROP COLUMN alarms")
    called = archiver("merge", lake_db, "--db", all_db)
    assert (called.code, "all.db" in called.err) == (1, False)
    assert [path.name for path in folder.iterdir() if path.name.startswith("all")] == []


def test_an_archive_that_was_there_stays_when_nothing_could_be_merged(archiver, lake_db, hill_db):
    foreign_rows(lake_db, "ALTER TABLE frontier DROP COLUMN alarms")
    assert archiver("merge", lake_db, "--db", hill_db).code == 1
    assert len(titles(hill_db)) == 2
    assert archiver("check", "--db", hill_db).code == 0


def test_a_warc_file_whose_records_are_all_kept_is_not_asked_for(archiver, folder, lake_db):
    (path,) = lake_db.with_suffix(".warc").iterdir()
    archiver("ingest", path, "--db", "again.db")
    before = warc_files(lake_db)
    called = archiver("merge", "again.db", "--db", lake_db)
    assert (called.code, warc_files(lake_db)) == (0, before)
    shutil.rmtree(folder / "again.warc")
    called = archiver("merge", "again.db", "--db", lake_db)
    assert (called.code, "without a record" in called.err) == (0, False)


def test_a_damaged_archive_is_told_by_its_name(archiver, lake_db, hill_db, all_db):
    pages = lake_db.read_bytes()
    lake_db.write_bytes(pages[: len(pages) // 2])
    called = archiver("merge", lake_db, hill_db, "--db", all_db, "--quiet")
    assert called.code == 3
    assert called.err.startswith(f"archiver: {lake_db}: is damaged")
    assert len(titles(all_db)) == 2


def test_one_that_lacks_a_column_stops_no_other(archiver, lake_db, hill_db, all_db):
    foreign_rows(lake_db, "ALTER TABLE captures RENAME COLUMN warc_offset TO place")
    called = archiver("merge", lake_db, hill_db, "--db", all_db, "--quiet")
    assert (called.code, called.err.splitlines()) == (
        3,
        [
            f"archiver: {lake_db}: lacks what every archive of its schema has (no such column: warc_offset)",
            "archiver: 1 of 2 could not be merged",
        ],
    )
    assert len(titles(all_db)) == 2
    assert foreign_rows(all_db, "SELECT count(*) FROM runs WHERE outcome IS NULL") == [(0,)]


def test_an_archive_that_somebody_writes_to_is_read_as_it_is(archiver, folder, lake_db, all_db):
    with FileLock(f"{lake_db}.lock"), closing(sqlite3.connect(lake_db, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE articles SET section = 'in the log' WHERE id = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE articles SET section = 'not committed' WHERE id = 2")
        assert archiver("merge", lake_db, "--db", all_db).code == 0
    assert foreign_rows(all_db, "SELECT section FROM articles ORDER BY id LIMIT 2") == [("in the log",), (None,)]
    assert not (folder / "all.merging").exists()


def test_while_another_writer_holds_the_archive_nothing_is_merged(archiver, lake_db, hill_db):
    with FileLock(f"{hill_db}.lock"):
        assert archiver("merge", lake_db, "--db", hill_db).code == 75
    assert len(titles(hill_db)) == 2


def test_the_sample_is_a_source_and_no_target(archiver, folder, lake_db, all_db):
    foreign_rows(lake_db, "INSERT INTO meta VALUES ('is_sample', '1')")
    assert archiver("merge", lake_db, "--db", all_db).code == 0
    called = archiver("merge", all_db, "--db", lake_db)
    assert (called.code, called.err) == (1, "archiver: lake.db is the sample: pass --db\n")


def test_rows_whose_warc_file_is_gone_come_without_a_record(archiver, lake_db, all_db):
    shutil.rmtree(lake_db.with_suffix(".warc"))
    called = archiver("merge", lake_db, "--db", all_db)
    assert called.code == 0
    assert "3 captures came without a record, as WARC files are missing or cut short there: archiver-" in called.err
    assert foreign_rows(all_db, "SELECT count(*), count(warc_file) FROM captures") == [(3, 0)]
    assert archiver("check", "--db", all_db).code == 0


def test_of_a_warc_file_that_was_cut_the_whole_records_come(archiver, lake_db, all_db):
    (path,) = lake_db.with_suffix(".warc").iterdir()
    path.write_bytes(path.read_bytes()[:-20])
    called = archiver("merge", lake_db, "--db", all_db)
    assert "1 capture came without a record" in called.err
    assert foreign_rows(all_db, "SELECT count(*), count(warc_file) FROM captures") == [(3, 2)]
    assert archiver("check", "--db", all_db).code == 0


def test_without_warc_rows_alone_come(archiver, lake_db, all_db):
    called = archiver("merge", lake_db, "--db", all_db, "--no-warc")
    assert (called.code, "without a record" in called.err) == (0, False)
    assert foreign_rows(all_db, "SELECT count(*), count(warc_file) FROM captures") == [(3, 0)]
    assert not all_db.with_suffix(".warc").exists()


def test_two_warc_files_of_one_name_both_come(archiver, lake_db, hill_db, all_db):
    for db in (lake_db, hill_db):
        (path,) = db.with_suffix(".warc").iterdir()
        path.rename(path.with_name("same.warc.gz"))
        foreign_rows(db, "UPDATE captures SET warc_file = 'same.warc.gz' WHERE warc_file IS NOT NULL")
    archiver("merge", lake_db, hill_db, "--db", all_db)
    assert warc_files(all_db) == ["same-00001.warc.gz", "same.warc.gz"]
    assert archiver("check", "--db", all_db).code == 0


def test_files_that_are_referred_to_stay_where_they_are(archiver, folder, lake_db, all_db):
    (path,) = lake_db.with_suffix(".warc").iterdir()
    path.rename(folder / "elsewhere.warc.gz")
    foreign_rows(lake_db, f"UPDATE captures SET warc_file = '{folder}/elsewhere.warc.gz'")
    archiver("merge", lake_db, "--db", all_db)
    assert foreign_rows(all_db, "SELECT DISTINCT warc_file FROM captures") == [(f"{folder}/elsewhere.warc.gz",)]


def test_a_lake_is_merged_like_the_archive_that_it_was(archiver, folder, lake_db, hill_db, all_db):
    archiver("export", folder / "lake.parquet", "--db", lake_db, "--format", "parquet")
    archiver("merge", "lake.parquet", hill_db, "--db", all_db)
    archiver("merge", lake_db, hill_db, "--db", folder / "directly.db")
    there, directly = content(all_db), content(folder / "directly.db")
    assert there == directly
    checked = archiver("check", "--db", all_db)
    assert (checked.code, "the records of 5 captures read" in checked.err) == (0, True)


def test_a_lake_that_somebody_altered_is_refused(archiver, folder, lake_db, hill_db, all_db):
    archiver("export", folder / "lake.parquet", "--db", lake_db, "--format", "parquet")
    next((folder / "lake.parquet" / "pages").iterdir()).unlink()
    called = archiver("merge", "lake.parquet", hill_db, "--db", all_db, "--quiet")
    assert called.code == 3
    assert called.err.startswith("archiver: lake.parquet: pages/part-000001.parquet is missing")


def test_archives_and_lakes_are_one_lake(archiver, folder, lake_db, hill_db):
    archiver("export", folder / "hill.parquet", "--db", hill_db, "--format", "parquet")
    called = archiver("merge", lake_db, "hill.parquet", "--parquet", "both")
    assert (called.code, "both: 2 sources merged; 5 articles new" in called.err) == (0, True)
    found = duckdb.sql("SELECT DISTINCT source FROM read_parquet('both/articles/**/*.parquet') ORDER BY source")
    assert found.fetchall() == [("hill.example",), ("lake.example",)]
    places = duckdb.sql("SELECT DISTINCT warc_file FROM read_parquet('both/captures/*.parquet')").fetchall()
    (own,) = lake_db.with_suffix(".warc").iterdir()
    assert (str(own),) in places
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    runs = duckdb.sql("SELECT DISTINCT command FROM read_parquet('both/runs/*.parquet')").fetchall()
    assert runs == [("ingest",)]


def test_a_merged_lake_names_no_folder_of_records_that_is_not_there(archiver, folder, lake_db, all_db):
    archiver("merge", lake_db, "--parquet", "both")
    manifest = json.loads((folder / "both" / "manifest.json").read_text())
    (own,) = lake_db.with_suffix(".warc").iterdir()
    assert ("warc_dir" in manifest, manifest["in_place"]) == (False, [str(own)])
    assert archiver("merge", "both", "--db", all_db).code == 0
    assert archiver("check", "--db", all_db).code == 0


def test_an_archive_that_was_a_merged_lake_reads_its_records_where_they_are(archiver, lake_db, hill_db, all_db):
    archiver("merge", lake_db, hill_db, "--parquet", "both")
    assert archiver("merge", "both", "--db", all_db).code == 0
    checked = archiver("check", "--db", all_db)
    assert (checked.code, "the records of 5 captures read" in checked.err) == (0, True)
    assert archiver("reparse", "--db", all_db).code == 0


@pytest.mark.parametrize("command", ["export", "merge"])
def test_a_lake_of_files_in_place_brings_along_that_they_may_be_read(archiver, folder, lake_db, all_db, command):
    (path,) = lake_db.with_suffix(".warc").iterdir()
    path.rename(folder / "elsewhere.warc.gz")
    archiver("ingest", folder / "elsewhere.warc.gz", "--in-place", "--db", "in-place.db")
    written = {
        "export": ("export", "lake.parquet", "--db", "in-place.db", "--format", "parquet"),
        "merge": ("merge", "in-place.db", "--parquet", "lake.parquet"),
    }
    assert archiver(*written[command]).code == 0
    assert archiver("merge", "lake.parquet", "--db", all_db).code == 0
    checked = archiver("check", "--db", all_db)
    assert (checked.code, "the records of 3 captures read" in checked.err) == (0, True)


def test_rows_of_a_lake_do_not_choose_what_is_read(archiver, folder, lake_db, all_db):
    (path,) = lake_db.with_suffix(".warc").iterdir()
    path.rename(folder / "elsewhere.warc.gz")
    foreign_rows(lake_db, f"UPDATE captures SET warc_file = '{folder}/elsewhere.warc.gz'")
    archiver("export", "lake.parquet", "--db", lake_db, "--format", "parquet")
    assert json.loads((folder / "lake.parquet" / "manifest.json").read_text())["in_place"] == []
    archiver("merge", "lake.parquet", "--db", all_db)
    assert "not among the files" in archiver("check", "--db", all_db).out


def test_a_lake_is_replaced_only_if_that_is_said(archiver, lake_db, hill_db):
    archiver("merge", lake_db, "--parquet", "both")
    called = archiver("merge", hill_db, "both", "--parquet", "both")
    assert (called.code, called.err) == (
        2,
        "archiver: both: there is an export already (--force replaces it)\n",
    )
    assert archiver("merge", hill_db, "both", "--parquet", "both", "--force").code == 0
    assert len(duckdb.sql("SELECT 1 FROM read_parquet('both/articles/**/*.parquet')").fetchall()) == 5


def test_a_lake_of_what_cannot_be_merged_is_not_written(archiver, folder):
    assert archiver("merge", "none.db", "--parquet", "both").code == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing argument 'PATH...'"),
        (("a.db", "--force"), "--force is for --parquet"),
        (("a.db", "--parquet", "x", "--db", "y.db"), "--db or --parquet: a merge writes one of the two"),
        (("a.db", "--parquet", "no/x"), "there is no folder no"),
    ],
)
def test_what_cannot_be_meant_is_told(archiver, arguments, sentence):
    called = archiver("merge", *arguments)
    assert called.code == 2
    assert sentence in called.err


def test_a_lake_needs_duckdb(folder, lake_db):
    command = [sys.executable, "-m", "archiver.cli", "merge", str(lake_db), "--parquet", "both"]
    (folder / "duckdb.py").write_text("raise ImportError")
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1, "archiver: this needs DuckDB: pip install 'archiver[parquet]'",
    )  # fmt: skip
    assert not (folder / "both").exists()


def test_killed_again_and_again_a_merge_comes_to_its_end(archiver, start, folder, all_db):
    """Between WARC files and rows, among others: nothing is lost, and nothing is there twice."""
    sources = [ingested(archiver, folder, f"site{number}", (f"Story {number}",)) for number in range(6)]
    warc = all_db.with_suffix(".warc")
    for files in (1, 2, 4, 6):
        process = start("merge", *sources, "--db", all_db, "--quiet")
        wait_until(lambda: process.popen.poll() is not None or (warc.is_dir() and len(list(warc.iterdir())) >= files))  # noqa: B023 - used at once
        process.end(signal.SIGKILL)
    assert archiver("merge", *sources, "--db", all_db).code == 0
    assert titles(all_db) == [f"Story {number}" for number in range(6)]
    assert len(warc_files(all_db)) == 6
    checked = archiver("check", "--db", all_db)
    assert (checked.code, "the records of 6 captures read" in checked.err) == (0, True)


def test_an_interrupted_merge_into_a_lake_says_that_none_was_written(archiver, start, folder):
    sources = [ingested(archiver, folder, f"site{number}", (f"Story {number}",)) for number in range(12)]
    process = start("merge", *sources, "--parquet", "both")
    wait_until(lambda: process.popen.poll() is not None or [*folder.glob(".both.*.part/merged.merging")])
    called = process.end(signal.SIGINT)
    assert called.code == 130
    assert "both: interrupted; no lake was written, and the same command begins anew" in called.err
    assert not (folder / "both").exists()
    assert not [*folder.glob(".both.*")]


@pytest.mark.parametrize("bytes_a_file", [50_000, 300_000])
def test_where_there_is_no_room_for_a_lake_its_own_name_is_told(folder, lake_db, bytes_a_file):
    """As far as a limit on the size of files is like a full disk."""
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f" resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_a_file}, {bytes_a_file}));"
    )
    call = f"{limit} from archiver.cli.main import main; main()"
    command = [sys.executable, "-c", call, "merge", str(lake_db), "--parquet", "both"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("archiver: both: ")
    assert ".part" not in done.stderr
    assert not [*folder.glob("*both*")]


def test_where_there_is_no_room_for_a_warc_file_what_was_merged_before_stays(folder, archiver, lake_db, all_db):
    noise = "".join(f"<p>{os.urandom(3000).hex()}</p>" for _ in range(300))
    (folder / "large").mkdir()
    (folder / "large" / "1.html").write_text(page("Large").replace("</body>", f"{noise}</body>"))
    archiver("ingest", folder / "large", "--db", folder / "large.db")
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000));"
    call = f"{limit} from archiver.cli.main import main; main()"
    command = [sys.executable, "-c", call, "merge", str(lake_db), "large.db", "--db", str(all_db)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 1
    assert "File too large" in done.stderr.splitlines()[-1]
    assert titles(all_db) == sorted(TITLES)
    assert not (folder / "all.merging").exists()
    assert archiver("merge", lake_db, "large.db", "--db", all_db).code == 0
    assert archiver("check", "--db", all_db).code == 0
