from __future__ import annotations

import export
import pytest


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    db = export.invented(folder / "archive.db", 100)
    return {one.name: one for one in export.measure(db, folder, ("jsonl", "csv, all tables"))}


def test_every_format_stands_beside_the_floor(figures):
    assert list(figures) == [export.FLOOR, "jsonl", "csv, all tables"]
    assert figures[export.FLOOR].ratio == 1
    assert all(one.peak_mb > 1 for one in figures.values())


def test_a_line_tells_speed_and_memory(figures):
    assert "articles/s" in figures["jsonl"].line
    assert figures["jsonl"].line.endswith(" MB")
