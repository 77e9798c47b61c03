"""Of a small archive those records are kept to which a row points, and no others."""

from __future__ import annotations

from contextlib import closing

import pytest

from archiver.fetch.warc_bringing import Bringer
from archiver.model.bulk import Chunk
from archiver.pipelines.checking import check_archive
from archiver.scale.doing import do
from archiver.scale.mapping import ARCHIVE
from archiver.scale.publishing import folder_of
from archiver.scale.records import bring_records
from archiver.scale.tasks import task_for
from archiver.store.archive import open_archive
from support.bulk import kit_for, records_kept, records_named, run_bulk
from support.engines import Here
from support.memory_web import page
from support.warc_files import other_record, packed, page_record

FERRY = "https://www.lac.example/2025/ferry"
RUNS = {"runs": "The ferry runs again", "stops": "The ferry stands still", "sinks": "The ferry has sunk"}


def at(hour):
    return f"2025-08-11T{hour:02}:00:00Z"


def look(what, hour):
    return page_record(FERRY, page(RUNS[what]), at=at(hour))


def revisit(hour, *, of):
    told = {"WARC_Refers_To_Date": at(of), "WARC_Refers_To_Target_URI": FERRY}
    return other_record("revisit", FERRY, b"", at=at(hour), **told)


CASES = {
    "seen again": [look("runs", 8), look("runs", 9), look("runs", 10)],
    "the same look twice": [look("runs", 8), look("runs", 8)],
    "changed and changed back": [look("runs", 8), look("stops", 9), look("runs", 10)],
    "changed, seen again, changed back": [look("runs", 8), look("stops", 9), look("stops", 10), look("runs", 11)],
    "the latest first": [look("runs", 11), look("stops", 10), look("stops", 9), look("runs", 8)],
    "a look between": [look("runs", 8), look("runs", 12), look("sinks", 10), look("runs", 9)],
    "brought back by a revisit": [look("runs", 8), look("stops", 9), revisit(10, of=8), revisit(11, of=8)],
    "two texts of one second": [look("runs", 8), look("stops", 8), look("runs", 8)],
}


def take_in(db, records, chunk_bytes, *, name="a", **kit):
    path = db.with_name(f"{name}.warc.gz")
    path.write_bytes(packed(*records))
    return run_bulk(db, [path], Here(), kit=kit_for(db, **kit), chunk_bytes=chunk_bytes)


@pytest.mark.parametrize("chunk_bytes", [300, 900, 1 << 20])
@pytest.mark.parametrize("name", CASES)
def test_each_record_that_is_kept_has_its_row(tmp_path, name, chunk_bytes):
    db = tmp_path / "archive.db"
    for run in ("first", "second"):
        take_in(db, CASES[name], chunk_bytes, name=run)
        assert records_kept(db) == records_named(db) != []
    with closing(open_archive(db, create=False)) as archive:
        assert check_archive(archive).problems == ()


def test_of_a_file_that_shows_nothing_new_nothing_is_kept(tmp_path):
    db = tmp_path / "archive.db"
    take_in(db, [look("runs", 8)], 1 << 20)
    before = [(path.name, path.stat().st_size) for path in db.with_suffix(".warc").iterdir()]
    take_in(db, [look("runs", 9)], 1 << 20, name="b")
    assert [(path.name, path.stat().st_size) for path in db.with_suffix(".warc").iterdir()] == before


def test_a_row_without_a_record_gets_it_when_the_page_comes_again(tmp_path):
    db = tmp_path / "archive.db"
    take_in(db, [look("runs", 8), look("stops", 9)], 1 << 20, keeping="not kept")
    assert records_named(db) == []
    take_in(db, [look("runs", 8), look("stops", 9), look("stops", 10)], 300, name="b")
    assert len(records_named(db)) == 2
    assert records_kept(db) == records_named(db)


def test_a_run_that_was_ended_before_the_merge_keeps_no_more(tmp_path):
    db, path = tmp_path / "archive.db", tmp_path / "b.warc.gz"
    take_in(db, [look("runs", 8)], 1 << 20)
    path.write_bytes(packed(look("runs", 9), look("stops", 10)))
    task = task_for(Chunk(str(path)), kit_for(db), file_size=path.stat().st_size)
    copied = do(task).copied
    with closing(open_archive(db, create=False)) as archive:
        names = bring_records(archive, Bringer(archive.warc_folder), folder_of(task) / ARCHIVE, copied)
    assert (copied, len(names)) == (2, 1)
    run_bulk(db, [path], engine := Here(), chunk_bytes=1 << 20)
    assert engine.done == []
    assert records_kept(db) == records_named(db)
    assert len(records_named(db)) == 2
