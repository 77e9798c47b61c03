"""An engine is begun where it is worth while, and its work folder is one archive's alone."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from archiver.errors import ReadOnlyArchiveError
from archiver.model.bulk import Chunk
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.manifest import File
from archiver.scale.engines import EngineError
from archiver.scale.process_engine import ProcessEngine
from archiver.scale.starting import WORTHWHILE_BYTES, Staffing
from archiver.scale.this_process import ThisProcess


@pytest.fixture
def large(tmp_path):
    with (tmp_path / "large.warc").open("wb") as stream:
        stream.truncate(WORTHWHILE_BYTES)
    return Chunk(str(tmp_path / "large.warc"))


@contextmanager
def engine_for(tmp_path, *items, workers=2):
    with Staffing(workers=workers).open_engine(tmp_path / "news.work", items, Interrupts()) as engine:
        yield engine


def test_a_small_file_and_one_worker_need_no_other_process(tmp_path, warc, large):
    for workers, items in ((2, [Chunk(str(warc))]), (2, [File(path=Path("a.html"))]), (1, [large])):
        with engine_for(tmp_path, *items, workers=workers) as engine:
            assert isinstance(engine, ThisProcess)


def test_large_files_have_workers(tmp_path, large):
    with engine_for(tmp_path, large) as engine:
        assert len(engine.process_ids) <= 2
        assert isinstance(engine, ProcessEngine)


def test_a_file_elsewhere_counts_as_large_and_one_that_is_missing_as_nothing(tmp_path, warc):
    assert Staffing(workers=2).has_enough([Chunk("s3://bucket/a.warc.gz")])
    assert not Staffing(workers=2).has_enough([Chunk(str(warc)), Chunk(str(tmp_path / "nowhere.warc.gz"))])


def test_the_work_folder_lies_beside_the_archive_or_where_it_is_told_to(tmp_path):
    own = Staffing(workers=2).work_folder(tmp_path / "news.db")
    assert own == tmp_path / "news.work"
    shared = Staffing(workers=2, work_dir=tmp_path / "shared")
    one, other = (shared.work_folder(tmp_path / name / "news.db") for name in "ab")
    assert one.parent == other.parent == tmp_path / "shared"
    assert one != other


def test_a_work_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ReadOnlyArchiveError, match=r"file/news.work: Not a directory"):
        Staffing(workers=2).open_engine(tmp_path / "file" / "news.work", (), Interrupts()).__enter__()


def test_an_empty_work_folder_is_gone_whatever_ended_the_run(tmp_path):
    for error in (KeyboardInterrupt, EngineError):
        with pytest.raises(error), Staffing(workers=1).open_engine(tmp_path / "news.work", (), Interrupts()):
            raise error
        assert not (tmp_path / "news.work").exists()


def test_a_work_folder_with_something_in_it_stays(tmp_path):
    with Staffing(workers=1).open_engine(tmp_path / "news.work", (), Interrupts()):
        (tmp_path / "news.work" / "part").touch()
    assert (tmp_path / "news.work").exists()


def test_a_work_folder_that_was_there_is_another_commands(tmp_path):
    (tmp_path / "news.work").mkdir()
    with Staffing(workers=1).open_engine(tmp_path / "news.work", (), Interrupts()):
        pass
    assert (tmp_path / "news.work").exists()
