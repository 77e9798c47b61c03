"""`ingest --parquet`: a lake of what WARC files hold, whole or not at all, and no archive."""

from __future__ import annotations

import json
import os
import signal

import pytest

from archiver.pipelines.lakes import open_lake
from archiver.scale.starting import WORTHWHILE_BYTES
from support.bulk import write_warc
from support.command_line import children_of, wait_until
from support.large import large_archive


@pytest.fixture
def warc(folder):
    return write_warc(folder / "lac.warc.gz", 12)


def asked(lake, sql):
    with open_lake(lake) as opened:
        return list(opened.query(sql).rows)


def test_a_lake_points_to_the_files_where_they_are_and_nothing_else_is_left(archiver, folder, warc):
    called = archiver("ingest", warc, "--parquet", "lake")
    assert called.code == 0
    assert "lake: 12 pages" in called.err
    assert asked(folder / "lake", "SELECT count(*), count(DISTINCT url) FROM articles") == [(12, 12)]
    assert sorted(path.name for path in folder.iterdir()) == ["lac.warc.gz", "lake"]
    manifest = json.loads((folder / "lake" / "manifest.json").read_text())
    assert ("warc_dir" in manifest, manifest["in_place"]) == (False, [str(warc)])


def test_a_page_that_is_a_file_of_its_own_has_no_record(archiver, folder):
    html = "<html lang=en><title>The ferry is back</title><body><article><h1>The ferry is back</h1>"
    page = folder / "ferry.html"
    page.write_text(f"{html}<p>{'It runs again from Monday, on both shores of the lake. ' * 9}</p></article>")
    assert archiver("ingest", page, "--parquet", "lake").code == 0
    assert asked(folder / "lake", "SELECT warc_file FROM captures") == [(None,)]
    assert sorted(path.name for path in folder.iterdir()) == ["ferry.html", "lake"]


def test_workers_write_the_same_lake(archiver, folder):
    heavy = write_warc(folder / "heavy.warc", 24, script_bytes=2_400_000, is_packed=False)
    assert heavy.stat().st_size > WORTHWHILE_BYTES
    for name, workers in (("one", 1), ("two", 2)):
        assert archiver("ingest", heavy, "--parquet", name, "--workers", workers).code == 0
    sql = "SELECT id, url, title, body, first_seen FROM articles ORDER BY id"
    assert asked(folder / "one", sql) == asked(folder / "two", sql)
    assert sorted(path.name for path in folder.iterdir()) == ["heavy.warc", "one", "two"]


def test_a_lake_that_is_called_like_an_archive_leaves_that_ones_work_alone(archiver, folder, warc):
    (folder / "archive.work").mkdir()
    (folder / "archive.work" / "sites-1.db").write_text("a part that waits for its crawl")
    assert archiver("ingest", warc, "--parquet", "archive").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["archive", "archive.work", "lac.warc.gz"]
    assert [path.name for path in (folder / "archive.work").iterdir()] == ["sites-1.db"]


def test_there_is_no_lake_until_nothing_is_missing(archiver, folder, warc):
    away = warc.rename(folder / "away.warc.gz")
    listed = folder / "all.paths"
    listed.write_text("lac.warc.gz\n", encoding="utf-8")
    assert archiver("ingest", listed, "--parquet", "lake").code == 1
    assert not (folder / "lake").exists()
    away.rename(warc)
    assert archiver("ingest", listed, "--parquet", "lake").code == 0
    assert asked(folder / "lake", "SELECT count(*) FROM articles") == [(12,)]
    assert not (folder / "lake.ingest").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--parquet", "lake", "--db", "news.db"), "--db or --parquet"),
        (("--force",), "--force is for --parquet"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(archiver, warc, options, words):
    called = archiver("ingest", warc, *options)
    assert (called.code, words in called.err) == (2, True)


def test_a_lake_that_is_there_is_replaced_only_when_asked(archiver, folder, warc):
    assert archiver("ingest", warc, "--parquet", "lake").code == 0
    assert archiver("ingest", warc, "--parquet", "lake").code == 2
    write_warc(warc, 5, host="mer.example")
    assert archiver("ingest", warc, "--parquet", "lake", "--force").code == 0
    assert asked(folder / "lake", "SELECT count(*) FROM articles") == [(5,)]


def test_workers_of_dask_that_are_killed_cost_no_row(archiver, start, folder):
    heavy = write_warc(folder / "heavy.warc", 60, script_bytes=900_000, is_packed=False)
    process = start("ingest", heavy, "--parquet", "lake", "--engine", "dask", "--workers", 2)
    work, killed = folder / "lake.ingest", []
    for is_begun in (lambda: any(work.glob("lake.work/draft-*")), (work / "parts").exists):
        wait_until(lambda begun=is_begun: begun() or process.popen.poll() is not None, timeout=60)
        for worker in children_of(process.popen.pid, "spawn_main")[:1]:
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)
    assert killed
    called = process.end(timeout=120)
    assert called.code == 0, called.err
    assert asked(folder / "lake", "SELECT count(*), count(DISTINCT url) FROM articles") == [(60, 60)]
    assert not (folder / "lake.ingest").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_interrupted_while_it_is_written_there_is_no_lake_and_the_same_call_goes_on(start, archiver, folder, workers):
    (work := folder / "lake.ingest").mkdir()
    large_archive(work / "lake.db", 12_000)
    many = {"script_bytes": 900_000, "is_packed": False} if workers > 1 else {}
    warc = write_warc(folder / "some.warc", 60, **many)
    process = start("ingest", warc, "--parquet", "lake", "--workers", workers)
    parts = (lambda: any(work.glob("parts/draft-*"))) if workers > 1 else (lambda: any(folder.glob(".lake.*.part")))
    wait_until(lambda: parts() or process.popen.poll() is not None, timeout=60)
    called = process.end(signal.SIGINT)
    assert (called.code, "Traceback" in called.err) == (130, False)
    assert "lake: interrupted; there is no lake yet" in called.err
    assert sorted(path.name for path in folder.iterdir()) == ["lake.ingest", "some.warc"]
    assert archiver("ingest", warc, "--parquet", "lake", "--workers", workers).code == 0
    assert asked(folder / "lake", "SELECT count(*), count(DISTINCT url) FROM articles") == [(12_060, 12_060)]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_while_files_are_read_it_is_the_lake_that_is_named(start, archiver, folder, signum):
    warc = write_warc(folder / "some.warc", 400, bulk=400, is_packed=False)
    process = start("ingest", warc, "--parquet", "lake")
    drafts = folder / "lake.ingest" / "lake.work"
    wait_until(lambda: any(drafts.glob("draft-*")) or process.popen.poll() is not None, timeout=60)
    called = process.end(signum)
    assert called.code == 128 + signum
    assert called.err.endswith(
        "lake: interrupted; there is no lake yet: what was taken in is kept, and the same command goes on from there\n"
    )
    assert "lake.db" not in called.err
