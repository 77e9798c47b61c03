"""A bulk run ends with the rows of a plain one, whatever happens on the way, and goes on where it was."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import archiver as package
from archiver.fetch.warc_in_place import permitted
from archiver.pipelines.checking import check_archive
from archiver.pipelines.events import Advanced, Notice
from archiver.scale.doing import do
from archiver.scale.mapping import ARCHIVE
from archiver.scale.plan import Extent, PlannedFile
from archiver.scale.run import MOST_MISSING, MOST_TRIES
from archiver.scale.tasks import Outcome
from archiver.store.archive import open_archive
from support.bulk import dump, kit_for, run_bulk, run_undivided, stories_in, write_warc
from support.engines import Here


def lost(task):
    return Outcome(
        name=task.name, problem="the process that did it was ended by SIGKILL", is_worth_another=True, is_lost=True
    )


def warnings_of(events):
    return [event.message for event in events if isinstance(event, Notice) and event.level == "warning"]


@pytest.fixture
def db(tmp_path):
    return tmp_path / "archive.db"


@pytest.fixture
def whole(tmp_path, warc):
    """What there is when nothing has happened on the way."""
    (tmp_path / "whole").mkdir()
    run_bulk(tmp_path / "whole" / "archive.db", [warc], Here())
    return rows(tmp_path / "whole" / "archive.db")


def rows(path):
    return {table: found for table, found in dump(path).items() if table not in {"runs", "captures"}}


def test_the_articles_are_those_of_a_run_that_was_not_divided(tmp_path, db, warc):
    events = run_bulk(db, [warc], engine := Here())
    run_undivided(tmp_path / "undivided.db", [warc])
    assert len(engine.done) > 3
    assert stories_in(db) == stories_in(tmp_path / "undivided.db")
    assert (events[-1].exit_code, events[-1].counts.articles_new) == (0, 40)
    with closing(open_archive(db)) as archive:
        assert archive.check().problems == ()


def test_in_place_the_records_are_read_where_they_were(db, warc):
    run_bulk(db, [warc], Here(), kit=kit_for(db, keeping="in place"))
    with closing(open_archive(db)) as archive:
        assert permitted(archive.warc_folder) == {str(warc)}
        assert check_archive(archive).problems == ()


def test_processes_give_the_same_rows_numbers_included(tmp_path, warc, processes):
    other = write_warc(tmp_path / "mer.warc.gz", 20, host="mer.example")
    for name, engine in (("here", Here()), ("processes", processes)):
        (tmp_path / name).mkdir()
        run_bulk(tmp_path / name / "archive.db", [warc, other], engine)
    assert dump(tmp_path / "here" / "archive.db") == dump(tmp_path / "processes" / "archive.db")


def test_a_second_run_has_nothing_to_do(db, warc):
    run_bulk(db, [warc], Here())
    before = rows(db)
    events = run_bulk(db, [warc], engine := Here())
    assert (engine.done, events[-1].counts.articles_new) == ([], 0)
    assert rows(db) == before


def test_it_tells_how_far_it_is(db, warc):
    events = run_bulk(db, [warc], Here())
    told = [event for event in events if isinstance(event, Advanced)]
    size = warc.stat().st_size
    assert [event.done_bytes for event in told] == sorted(event.done_bytes for event in told)
    assert (told[0].done_bytes, told[0].pages) == (0, 0)  # from which on the time runs
    assert (told[-1].done_bytes, told[-1].total_bytes, told[-1].articles) == (size, size, 40)
    assert (events[-1].figures.pages, events[-1].figures.read_bytes) == (40, size)


def test_a_file_in_one_gzip_member_is_read_once_and_all_of_it_with_its_first_part(db, warc):
    warc.write_bytes(gzip.compress(gzip.decompress(warc.read_bytes()), mtime=0))
    size = warc.stat().st_size
    events = run_bulk(db, [warc], engine := Here(), chunk_bytes=size // 4)
    told = [event.done_bytes for event in events if isinstance(event, Advanced)]
    assert len(engine.done) > 2
    assert (told, events[-1].figures.read_bytes) == ([0, *[size] * (len(told) - 1)], size)
    assert events[-1].figures.pages == 40


def test_what_was_made_and_not_merged_is_not_made_again(db, warc, whole):
    class Stopping(Here):
        def take(self):
            if len(self.done) == 5:
                raise KeyboardInterrupt
            return super().take()

    with pytest.raises(KeyboardInterrupt):
        run_bulk(db, [warc], first := Stopping())
    run_bulk(db, [warc], second := Here())
    assert not set(first.done) & set(second.done)
    assert rows(db) == whole


@pytest.mark.parametrize(("packed", "chunk_bytes"), [(bytes, 4_000), (gzip.compress, 500)], ids=["plain", "one member"])
def test_a_file_that_is_no_row_of_members_is_gone_on_with_too(tmp_path, db, warc, packed, chunk_bytes):
    warc.write_bytes(packed(gzip.decompress(warc.read_bytes())))
    (tmp_path / "whole").mkdir()
    run_bulk(tmp_path / "whole" / "archive.db", [warc], Here(), chunk_bytes=chunk_bytes)
    for most in (3, 1):
        with pytest.raises(KeyboardInterrupt):
            run_bulk(db, [warc], Here(most=most), chunk_bytes=chunk_bytes)
    run_bulk(db, [warc], engine := Here(), chunk_bytes=chunk_bytes)
    assert engine.done
    assert rows(db) == rows(tmp_path / "whole" / "archive.db")
    assert len(stories_in(db)) == 40


def test_the_row_of_a_run_that_was_interrupted_says_what_is_in_the_archive(db, warc):
    warc.write_bytes(2 * warc.read_bytes())
    with pytest.raises(KeyboardInterrupt):
        run_bulk(db, [warc], Here(most=20), chunk_bytes=1_000)
    run_bulk(db, [warc], Here(), chunk_bytes=1_000)
    with closing(open_archive(db)) as archive:
        sql = "SELECT outcome, pages_fetched, articles_new FROM runs ORDER BY id"
        (first, *begun), (second, *rest) = archive.query(sql).rows
        assert (first, second) == ("interrupted", "done")
        assert 0 < begun[1] < 40
        assert [sum(pair) for pair in zip(begun, rest, strict=True)] == [80, 40]
        ((received,),) = archive.query("SELECT sum(bytes_received) FROM runs").rows
        ((bodies,),) = archive.query("SELECT sum(size_bytes) FROM captures").rows
        assert received == 2 * bodies


def test_a_task_that_is_lost_with_its_worker_is_tried_again(db, warc, whole):
    tried = set()

    def lost_at_first(task):
        if task.name in tried:
            return do(task)
        tried.add(task.name)
        return lost(task)

    assert run_bulk(db, [warc], Here(lost_at_first))[-1].exit_code == 0
    assert rows(db) == whole


def test_a_chunk_that_ends_every_worker_is_left_out_and_named(db, warc, tmp_path):
    other = write_warc(tmp_path / "mer.warc.gz", 3, host="mer.example")
    events = run_bulk(
        db, [other, warc], engine := Here(lambda task: lost(task) if "mer" in task.chunk.address else do(task))
    )
    assert max(map(engine.done.count, engine.done)) == MOST_TRIES
    assert (events[-1].outcome, events[-1].exit_code) == ("failed", 1)
    assert events[-1].message == (
        f"not taken in: {other} (the process that did it was ended by SIGKILL);"
        " the same command goes on with what is missing"
    )
    assert len(stories_in(db)) == 40


def test_a_page_that_ends_every_worker_costs_only_what_lies_beside_it(db, tmp_path):
    warc = write_warc(tmp_path / "mer.warc", 24, script_bytes=200_000, is_packed=False)
    place = warc.read_bytes().index(b"story-9/")

    def lost_there(task):
        chunk = task.chunk
        return lost(task) if chunk.start <= place < (chunk.end or 1 << 40) else do(task)

    events = run_bulk(db, [warc], Here(lost_there), chunk_bytes=8 << 20)
    missing = set(range(24)) - {int(url.rpartition("-")[2][:-1]) for url in stories_in(db)}
    assert 9 in missing
    assert len(missing) < 12
    assert events[-1].exit_code == 1


def test_a_file_that_is_not_there_counts_as_in_a_run_of_one_process(db, warc, tmp_path):
    other = write_warc(tmp_path / "mer.warc.gz", 3, host="mer.example")
    away = other.rename(tmp_path / "away.warc.gz")
    events = run_bulk(db, [warc, other], Here())
    undivided = run_undivided(tmp_path / "undivided.db", [warc, other])
    assert events[-1].exit_code == undivided.exit_code == 0
    assert events[-1].figures.failed == undivided.figures.failed == {"unreadable-file": 1}
    assert f"{other}: No such file or directory" in warnings_of(events)
    away.rename(other)
    events = run_bulk(db, [warc, other], engine := Here())
    assert (len(engine.done), events[-1].exit_code, len(stories_in(db))) == (1, 0, 43)
    assert any(getattr(event, "message", None) == "files that were taken in before: 1" for event in events)


def test_a_part_of_a_file_that_is_gone_in_the_middle_is_missing(db, warc):
    parked = warc.with_name("parked.warc.gz")

    def away(task):
        if task.chunk.start and warc.exists():
            warc.rename(parked)
        return do(task)

    assert run_bulk(db, [warc], Here(away))[-1].exit_code == 1
    parked.rename(warc)
    assert run_bulk(db, [warc], Here())[-1].exit_code == 0
    assert len(stories_in(db)) == 40


def test_a_file_that_is_no_warc_is_judged_as_in_a_run_of_one_process(db, tmp_path):
    (tmp_path / "page.warc").write_bytes(b"<p>No WARC.</p>" * 2_000)
    events = run_bulk(db, [tmp_path / "page.warc"], Here())
    undivided = run_undivided(tmp_path / "undivided.db", [tmp_path / "page.warc"])
    assert (
        (events[-1].exit_code, events[-1].message)
        == (undivided.exit_code, undivided.message)
        == (
            1,
            "the file could not be read",
        )
    )


def test_nothing_more_is_begun_when_nothing_can_be_done(db, tmp_path):
    paths = [tmp_path / f"{number}.warc.gz" for number in range(MOST_MISSING + 20)]
    events = run_bulk(db, paths, engine := Here(lost))
    assert len(set(engine.done)) < len(paths)
    assert events[-1].message.startswith(f"given up after {MOST_MISSING} parts in a row; not taken in: {paths[0]} (")


def test_a_small_archive_that_cannot_be_read_is_made_anew(db, warc, whole):
    def broken(task):
        outcome = do(task)
        if task.chunk.start == 0:
            Path(task.kit.folder, task.name, ARCHIVE).write_bytes(b"no archive")
        return outcome

    assert run_bulk(db, [warc], Here(broken))[-1].exit_code == 1
    assert run_bulk(db, [warc], engine := Here())[-1].exit_code == 0
    assert len(engine.done) == 1
    assert sorted(rows(db)["authors"]) == sorted(whole["authors"])
    assert len(stories_in(db)) == 40


DIGEST = """
import sys

sys.path[:0] = sys.argv[1:]
from pathlib import Path
from archiver.site_rules import SiteRules, read_rules
from archiver.source_settings import SourceSettings, SourceTable
from support.bulk import kit_for

settings = SourceSettings(url="https://lac.example/", headers={"Accept-Language": "fr"}, hosts=("m.lac.example",))
rules = SiteRules(files=(read_rules("lac.toml", RULES.encode()),))
print(kit_for(Path("archive.db"), sources=SourceTable([settings]), rules=rules).digest)
print(kit_for(Path("archive.db")).digest)
"""
RULES = """
hosts = ["lac.example"]

[[rule]]
remove = ["aside"]
"""


def test_what_one_process_has_made_is_known_again_by_another():
    """A killed run is gone on with by another process: all that names of tasks follow from is the same there."""
    paths = [str(Path(__file__).parents[1]), str(Path(package.__file__).parents[1])]
    code = f"RULES = {RULES!r}\n{DIGEST}"
    told = {
        subprocess.run(
            [sys.executable, "-c", code, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert len(set(told.pop().split())) == 2


def test_an_extent_takes_files_that_it_has_not_seen_for_as_large_as_the_others(tmp_path):
    extent = Extent([None, 300, None])
    assert extent.total_bytes == 900
    extent.see(PlannedFile(size=100, tasks=()))
    assert (extent.total_bytes, extent.done_bytes) == (600, 100)
    assert Extent([None]).total_bytes is None
    assert kit_for(tmp_path / "a.db").digest == kit_for(tmp_path / "b.db").digest
