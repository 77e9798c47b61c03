"""A worker whose files may not grow any further, as on a full disk: what it cannot do is named, and done later."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from archiver.errors import ExportError
from archiver.pipelines.events import Notice
from archiver.pipelines.interrupts import Interrupts
from archiver.scale.dask_engine import DaskEngine
from archiver.scale.this_process import ThisProcess
from archiver.store.archive import open_archive
from support.bulk import run_bulk, stories_in, write_warc
from support.clusters import free_port, scheduler, worker
from support.lakes import bytes_of, write_lake, write_lake_by
from support.large import large_archive

#: of a file: a small archive with a few stories fits, one with sixty does not
MOST_BYTES = 500_000


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """Dask with one worker, which has no room."""
    folder, port = tmp_path_factory.mktemp("work"), free_port()
    with ExitStack() as stack:
        stack.enter_context(scheduler(port))
        stack.enter_context(worker(port, folder / "worker", most_bytes=MOST_BYTES))
        yield stack.enter_context(DaskEngine(folder, scheduler=f"tcp://127.0.0.1:{port}"))


def test_a_part_without_room_is_named_and_the_others_are_taken_in(tmp_path, full):
    paths = [
        write_warc(tmp_path / f"{name}.warc.gz", count, host=f"{name}.example")
        for name, count in (("a", 3), ("b", 60), ("c", 3))
    ]
    db = tmp_path / "archive.db"
    events = run_bulk(db, paths, full, chunk_bytes=1 << 20)
    assert (events[-1].exit_code, len(stories_in(db))) == (1, 6)
    assert events[-1].message.startswith(f"not taken in: {paths[1]} (")
    assert events[-1].message.endswith("; the same command goes on with what is missing")
    assert any("disk" in event.message for event in events if isinstance(event, Notice))
    assert not list(db.with_suffix(".work").glob("draft-*"))
    assert run_bulk(db, paths, ThisProcess(Interrupts()), chunk_bytes=1 << 20)[-1].exit_code == 0
    assert len(stories_in(db)) == 66
    with open_archive(db) as archive:
        assert archive.check().problems == ()


def test_a_lake_without_room_is_not_there_and_what_fits_is_not_written_again(tmp_path, full):
    db = large_archive(tmp_path / "large.db", 6_000)
    with pytest.raises(ExportError) as error:
        write_lake_by(db, tmp_path / "lake", full)
    assert f"({tmp_path}/lake.parts: no room to write (File too large); nothing was left there)" in str(error.value)
    assert not (tmp_path / "lake").exists()
    assert bytes_of(write_lake_by(db, tmp_path / "lake", ThisProcess(Interrupts()))) == bytes_of(
        write_lake(db, tmp_path / "one")
    )
