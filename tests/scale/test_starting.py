"""An engine is begun where it is worth while, and its work folder is one archive's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import ReadOnlyArchiveError
from archiver.model.bulk import Chunk
from archiver.pipelines.manifest import File
from archiver.scale.engines import EngineError
from archiver.scale.starting import WORTHWHILE_BYTES, Staffing


@pytest.fixture
def large(tmp_path):
    with (tmp_path / "large.warc").open("wb") as stream:
        stream.truncate(WORTHWHILE_BYTES)
    return Chunk(str(tmp_path / "large.warc"))


def test_a_small_file_or_one_worker_needs_no_engine(warc, large):
    two = Staffing(workers=2)
    assert not two.is_needed([Chunk(str(warc))])
    assert not two.is_needed([File(path=Path("a.html"))])
    assert not Staffing(workers=1).is_needed([large])
    assert two.is_needed([large])


def test_a_file_whose_size_nobody_knows_counts_as_large():
    assert Staffing(workers=2).is_needed([Chunk("s3://bucket/a.warc.gz")])


def test_dask_is_used_where_it_is_asked_for(warc):
    assert Staffing(engine="dask", workers=1).is_needed([Chunk(str(warc))])
    assert not Staffing(engine="dask", workers=1).is_needed([File(path=Path("a.html"))])


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
        Staffing(workers=2).open_engine(tmp_path / "file" / "news.work").__enter__()


def test_an_empty_work_folder_is_gone_whatever_ended_the_run(tmp_path):
    for error in (KeyboardInterrupt, EngineError):
        with pytest.raises(error), Staffing(workers=1).open_engine(tmp_path / "news.work"):
            raise error
        assert not (tmp_path / "news.work").exists()


def test_a_work_folder_with_something_in_it_stays(tmp_path):
    with Staffing(workers=1).open_engine(tmp_path / "news.work"):
        (tmp_path / "news.work" / "part").touch()
    assert (tmp_path / "news.work").exists()
