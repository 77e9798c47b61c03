"""Files are divided at the same places whoever plans, and what is there is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.config import CrawlSettings
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.tools import open_tools
from archiver.scale.plan import parts_of, plan
from archiver.scale.tasks import Versions, task_for
from support.bulk import kit_for, run_undivided, write_warc


def ranges(parts):
    return [(part.start, part.end) for part in parts]


def planned(db, *paths, chunk_bytes=4_000, **more):
    with open_tools(db, CrawlSettings(), create=True) as tools:
        chunks = [Chunk(str(path)) for path in paths]
        return list(plan(chunks, kit_for(db, **more), tools.archive.ingested, chunk_bytes))


def test_a_small_rest_goes_with_the_part_before_it():
    assert ranges(parts_of(Chunk("a.warc"), 110, 50)) == [(0, 50), (50, None)]
    assert ranges(parts_of(Chunk("a.warc"), 120, 50)) == [(0, 50), (50, 100), (100, None)]


def test_a_file_that_holds_others_or_whose_size_nobody_knows_is_not_divided():
    assert ranges(parts_of(Chunk("a.wacz"), 110, 50)) == [(0, None)]
    assert ranges(parts_of(Chunk("a.warc"), None, 50)) == [(0, None)]


@given(start=st.integers(0, 300), length=st.integers(1, 300), size=st.integers(0, 600), is_open=st.booleans())
def test_parts_hold_every_byte_once_and_are_cut_at_the_same_places(start, length, size, is_open):
    parts = list(parts_of(Chunk("a.warc", start, None if is_open else start + length), size, 50))
    assert parts[0].start == start
    assert parts[-1].end == (None if is_open else start + length)
    assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
    assert all(part.start % 50 == 0 for part in parts[1:])


def test_what_the_archive_has_is_left_out(tmp_path, warc):
    db = tmp_path / "archive.db"
    other = write_warc(tmp_path / "mer.warc.gz", 5)
    assert [bool(file.tasks) for file in planned(db, warc, other)] == [True, True]
    run_undivided(db, [warc])
    assert [bool(file.tasks) for file in planned(db, warc, other)] == [False, True]
    assert planned(db, warc, wanted=Wanted(pattern="story"))[0].tasks  # another choice is another matter


def test_another_file_under_the_name_is_taken_in_anew(tmp_path, warc):
    db = tmp_path / "archive.db"
    run_undivided(db, [warc])
    write_warc(warc, 30, host="mer.example")
    (file,) = planned(db, warc, wanted=Wanted(pattern="story"))
    assert file.tasks
    assert [notice.message for notice in file.notices] == [
        f"{warc}: not the file that was taken in before: it is taken in anew"
    ]


def test_a_file_that_cannot_be_seen_from_here_is_left_to_the_workers(tmp_path):
    (file,) = planned(tmp_path / "archive.db", tmp_path / "gone.warc.gz")
    assert (file.size, ranges(task.chunk for task in file.tasks)) == (None, [(0, None)])


def test_a_task_is_called_by_all_that_its_rows_follow_from(tmp_path):
    kit = kit_for(tmp_path / "archive.db")
    chunk = Chunk("/a.warc.gz", 0, 50)
    others = [
        task_for(Chunk("/b.warc.gz", 0, 50), kit, file_size=90),
        task_for(Chunk("/a.warc.gz", 50, 90), kit, file_size=90),
        task_for(chunk, kit, file_size=91),
        task_for(chunk, kit_for(tmp_path / "archive.db", wanted=Wanted(pattern="x")), file_size=90),
        task_for(chunk, kit_for(tmp_path / "archive.db", keeping="in place"), file_size=90),
        task_for(chunk, kit_for(tmp_path / "archive.db", versions=Versions(parser=0)), file_size=90),
    ]
    own = task_for(chunk, kit, file_size=90)
    assert own == task_for(chunk, kit, file_size=90)
    assert task_for(chunk, kit_for(tmp_path / "other.db"), file_size=90).name == own.name
    assert len({own.name, *(other.name for other in others)}) == 7
