"""Pages under way count as barren, as long as they are under way."""

from __future__ import annotations

import datetime as dt

from archiver.discover.beliefs import BARREN_AFTER
from archiver.model import DuePage
from archiver.pipelines.sites import Sites

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def tag(number):
    return DuePage(
        page_id=number,
        source_id=1,
        url=f"https://lac.example/tag/roof{number}",
        kind=None,
        priority=60,
        due_at=NOW,
        found_by="link",
    )


def test_as_many_pages_of_a_shape_are_under_way_as_it_takes_to_call_it_barren():
    sites = Sites(lambda _source_id, _urls: ())
    assert not any(sites.holds_back(tag(number)) for number in range(BARREN_AFTER))
    assert sites.holds_back(tag(BARREN_AFTER))


def test_a_page_that_is_not_asked_for_after_all_makes_room_for_another():
    """Its host is left alone for a while."""
    sites = Sites(lambda _source_id, _urls: ())
    for number in range(BARREN_AFTER):
        sites.holds_back(tag(number))
    sites.let_go(tag(0))
    assert not sites.holds_back(tag(BARREN_AFTER))
    assert sites.holds_back(tag(BARREN_AFTER + 1))
