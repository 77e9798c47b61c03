"""What is said of a run over large files."""

from __future__ import annotations

import pytest

from archiver.cli.bulk_words import bulk_facts, bulk_summary, pace_text, progress_text, seconds_left, span_text
from archiver.model import RunCounts
from archiver.pipelines.events import Advanced, BulkFigures

BEGUN = Advanced(done_bytes=0, total_bytes=4_000_000_000)


def test_progress_tells_how_far_how_fast_and_how_long_still():
    now = Advanced(done_bytes=1_000_000_000, total_bytes=4_000_000_000, pages=3_000, articles=2_900, failed=1)
    assert progress_text(BEGUN, now, 60.0) == (
        "25%, 50 pages a second, 3 min left, 1.0 GB of 4.0 GB, 3000 pages, 2900 articles, 1 failed"
    )


def test_how_fast_it_goes_is_not_told_before_there_is_anything_to_tell():
    begun = Advanced(done_bytes=0, total_bytes=10_000)
    assert progress_text(begun, Advanced(done_bytes=5_000, total_bytes=10_000, pages=179), 0.000_002) == (
        "50%, 5.0 kB of 10.0 kB, 179 pages, 0 articles, 0 failed"
    )


def test_how_fast_it_goes_is_told_of_what_came_since_it_began():
    begun = Advanced(done_bytes=0, total_bytes=None, pages=100)
    assert progress_text(begun, Advanced(done_bytes=5_000, total_bytes=None, pages=600), 10.0).startswith(
        "50 pages a second, 5.0 kB, 600 pages"
    )


def test_what_an_earlier_run_has_read_says_nothing_of_the_pace():
    begun = Advanced(done_bytes=3_000_000_000, total_bytes=4_000_000_000)
    now = Advanced(done_bytes=3_500_000_000, total_bytes=4_000_000_000)
    assert seconds_left(begun, now, 100.0) == 100.0


@pytest.mark.parametrize(
    ("now", "elapsed_s"),
    [
        (BEGUN, 60.0),
        (Advanced(done_bytes=5, total_bytes=None), 60.0),
        (Advanced(done_bytes=5, total_bytes=10), 1.0),
    ],
)
def test_nobody_is_told_what_cannot_be_known(now, elapsed_s):
    assert "left" not in progress_text(BEGUN, now, elapsed_s)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 days")]
)
def test_a_span_is_told_in_the_unit_that_fits(seconds, text):
    assert span_text(seconds) == text


FIGURES = BulkFigures(
    pages=41,
    unchanged=3,
    passed={"status": 2, "media-type": 12},
    failed={"unreadable": 1},
    read_bytes=10_000_000,
    elapsed_s=2.0,
)


def test_a_summary_names_the_reasons_the_most_frequent_first():
    counts = RunCounts(pages_fetched=40, pages_failed=1, articles_new=28)
    assert bulk_summary(counts, FIGURES) == (
        "41 pages, 3 unchanged, 1 failed; 28 articles new, 0 changed; passed over: 12 media-type, 2 status;"
        " failed: 1 unreadable"
    )
    assert pace_text(FIGURES) == "10.0 MB in 2 s (5.0 MB and 20 pages a second)"


def test_a_summary_of_nothing_divides_by_nothing():
    assert pace_text(BulkFigures()) == "0 bytes in 0 s"
    assert bulk_facts(BulkFigures())["pages_per_s"] is None


def test_programs_get_the_same_as_numbers():
    facts = bulk_facts(FIGURES)
    assert (facts["pages"], facts["pages_unchanged"], facts["pages_per_s"]) == (41, 3, 20.5)
    assert facts["passed_over"] == {"media-type": 12, "status": 2}


def test_how_fast_and_how_long_fit_beside_the_bar_on_a_narrow_terminal():
    now = Advanced(done_bytes=3_999_000_000, total_bytes=4_000_000_000, pages=1_234_567, articles=1_000_000)
    told = progress_text(BEGUN, now, 1000.0)
    assert told.startswith("100%, 1,235 pages a second, 0 s left, ")
    assert told.index(" left") < 80 - len("⠋ ") - 24 - len(" 0:16:40 ")  # columns, spinner, bar, time
