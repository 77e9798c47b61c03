"""Which pages are excused, by what came of those after them."""

from __future__ import annotations

import datetime as dt

from archiver.model import Capture, DuePage, FailureReason, Fetched
from archiver.pipelines.doubts import Doubts

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def fetched(number, status=503, *, host="lac.example", failure=FailureReason.HTTP, **more):
    url = f"https://{host}/{number}"
    page = DuePage(page_id=number, url=url, source_id=1, kind="article", priority=100, due_at=NOW, found_by="link")
    capture = Capture(url=url, final_url=url, fetched_at=NOW, status=status, failure=failure, **more)
    return Fetched(page=page, capture=capture)


def excused(*results, away=3, under_way=()):
    """The pages excused when the host counts as away with that page."""
    asked = []
    doubts = Doubts(lambda _host: asked[-1] >= away)
    for result in results:
        asked.append(result.page.page_id)
        doubts.note(result)
    return [page.page_id for page in doubts.take_excused(lambda page: page.page_id in under_way)]


def test_pages_that_failed_before_a_host_was_known_to_be_away_are_excused_too():
    assert excused(fetched(1), fetched(2), fetched(3)) == [1, 2, 3]


def test_nobody_is_excused_while_the_host_may_be_well():
    assert excused(fetched(1), fetched(2)) == []


def test_pages_that_failed_before_another_came_are_broken_themselves():
    assert excused(fetched(1), fetched(2, 200, failure=None), fetched(3)) == [3]


def test_pages_of_another_host_are_not_excused():
    assert excused(fetched(1, host="mer.example"), fetched(3)) == [3]


def test_what_counts_against_no_page_needs_no_excuse():
    put_off = fetched(4, None, retry_after_s=300.0)
    assert excused(fetched(3, None, failure=FailureReason.REFUSED), put_off) == []


def test_a_page_under_way_is_excused_once_it_is_saved():
    assert excused(fetched(3), fetched(4), under_way={4}) == [3]
