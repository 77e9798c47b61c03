"""What a killed run leaves in a work folder goes; what another one has there stays."""

from __future__ import annotations

import pytest

from archiver.scale.work_folders import (
    clear_after_ingest,
    clear_after_lake,
    clear_around_crawl,
    remove_part,
    remove_probes,
)


@pytest.fixture
def names(tmp_path):
    """Puts files there, and says what is there."""

    def names(*new: str) -> list[str]:
        for name in new:
            (tmp_path / name).touch()
        return sorted(path.name for path in tmp_path.iterdir())

    return names


def test_a_crawl_clears_all_but_parts_and_what_an_ingest_has(tmp_path, names):
    kept = names("sites-1.db", "sites-1.db-wal", "sites-1.json", "d0", "draft-d1", "stop-1")
    names(".sites-2.db.ab.part", ".sites-2.db.ab.part-journal", "sites-3.json", "sites-4.db.lock", "probe-5")
    (tmp_path / "sites-6.warc").mkdir()
    clear_around_crawl(tmp_path)
    assert names() == kept


def test_crawlers_are_told_to_end_until_no_part_is_left(tmp_path, names):
    names("sites-1.db", "sites-1.db.lock", "sites-1.json", "stop-1")
    remove_part(tmp_path / "sites-1.db")
    assert names() == ["stop-1"]
    clear_around_crawl(tmp_path)
    assert names() == []


def test_an_ingest_leaves_parts_of_a_crawl_alone(tmp_path, names):
    parts = names(".sites-2.db.ab.part", "sites-1.db", "sites-1.json")
    names("d0", "draft-d1", "probe-2")
    remove_probes(tmp_path)
    assert names() == sorted([*parts, "d0", "draft-d1"])
    clear_after_ingest(tmp_path)
    assert names() == parts


def test_what_a_lake_was_made_of_goes_and_nothing_else(tmp_path, names):
    names("lake.db", "lake.db-wal", "lake.db.lock", "probe-1", "notes.txt")
    for folder in ("lake.warc", "lake.work", "parts"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "d0").touch()
    clear_after_lake(tmp_path)
    assert names() == ["notes.txt"]
    (tmp_path / "notes.txt").unlink()
    clear_after_lake(tmp_path)
    assert not tmp_path.exists()
