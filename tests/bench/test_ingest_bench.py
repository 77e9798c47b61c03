"""What the bench of `archiver ingest` reads, and what it makes of its figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from ingest import Alone, Rates, beginning, captures, page_starts, parsed, parts, ratios
from invented_warc import write_warc

from archiver.pipelines.reading import read_content

PAGES = 3


@pytest.fixture(scope="module")
def warc(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "pages.warc.gz"
    write_warc(path, PAGES)
    return path


def ends_of(warc):
    return [*page_starts(warc), warc.stat().st_size]


def test_the_file_holds_articles_as_large_as_those_of_newspapers(warc):
    with warc.open("rb") as stream:
        found = list(captures(stream, 0, warc.stat().st_size))

    assert [read_content(capture).kind for capture in found] == ["article"] * PAGES
    assert all(55_000 < len(capture.content) < 70_000 for capture in found)
    assert found[2].fetched_at == datetime(2026, 3, 1, 0, 0, 2, tzinfo=UTC)


def test_as_many_pages_make_the_same_file(warc, tmp_path):
    write_warc(tmp_path / "again.warc.gz", PAGES)
    assert (tmp_path / "again.warc.gz").read_bytes() == warc.read_bytes()


def test_parts_have_as_many_pages_each_and_leave_none_out(warc):
    ends = ends_of(warc)
    one, two = parts(ends, 2)
    assert (one[0], one[1], two[1]) == (ends[0], two[0], ends[-1])
    assert parsed(warc, *one).rate > 0


def test_the_beginning_of_a_file_is_a_file(warc, tmp_path):
    few = beginning(warc, ends_of(warc), 2, tmp_path / "few.warc.gz")
    assert len(page_starts(few)) == 2


def test_a_figure_stands_beside_what_it_should_be():
    one, two = ("process", 1), ("process", 2)
    rates = Rates(
        alone_one=Alone(60, 0.004),
        alone_two=Alone(100, 0.004),
        peer=None,
        taken_in={one: 50, two: 95},
        cpu_s={one: 0.006, two: 0.005},
    )
    lines = [one.line().split() for one in ratios(rates)]
    assert [(line[-3], line[-1]) for line in lines] == [
        ("1.90", "1.8"),
        ("0.95", "0.8"),
        ("0.80", "0.8"),
        ("measured", "3"),
        ("measured", "0.9"),
        ("measured", "0.9"),
        ("measured", "0.9"),
    ]
