"""What a rule leaves out can be seen, and fills no archive."""

from __future__ import annotations

from dataclasses import replace

from archiver.model import FrontierEntry
from archiver.store.refusals import MAX_KEPT
from support.archives import SITE, START, listing

REFUSED = "SELECT reason, kept, further, last_example FROM refused_addresses"


def trap(desk, number, reason="calendar"):
    return FrontierEntry(
        url=f"{SITE}/agenda/{number}",
        source_id=desk.source.id,
        priority=40,
        due_at=START,
        found_by="link",
        refusal=reason,
        found_on_page_id=desk.page_id("/"),
    )


def name(desk, *entries, path="/"):
    desk.save(replace(desk.read(path, listing()), found=entries))


def test_a_refused_address_is_a_page_that_is_never_due(desk):
    name(desk, trap(desk, 1))
    assert desk.rows("SELECT url, state, reason FROM pages WHERE state = 'excluded'") == [
        (f"{SITE}/agenda/1", "excluded", "calendar")
    ]
    assert desk.rows("SELECT due_at, found_on_page_id FROM frontier WHERE page_id = 2") == [(None, 1)]
    assert [page.url for page in desk.archive.due(START, limit=9)] == []
    assert desk.rows(REFUSED) == [("calendar", 1, 0, f"{SITE}/agenda/1")]


def test_a_known_one_counts_once(desk):
    name(desk, trap(desk, 1))
    desk.clock.pass_hours(1)
    name(desk, trap(desk, 1), path="/b")
    assert desk.rows(REFUSED) == [("calendar", 1, 0, f"{SITE}/agenda/1")]


def test_beyond_a_limit_for_each_reason_only_the_number_grows(desk):
    name(desk, *(trap(desk, number) for number in range(MAX_KEPT + 7)), trap(desk, 1000, "search"))
    name(desk, *(trap(desk, number) for number in range(100, 105)), path="/b")
    assert desk.rows(REFUSED) == [
        ("calendar", MAX_KEPT, 12, f"{SITE}/agenda/104"),
        ("search", 1, 0, f"{SITE}/agenda/1000"),
    ]
    assert desk.rows("SELECT count(*) FROM pages WHERE reason = 'calendar'") == [(MAX_KEPT,)]


def test_a_page_that_is_known_stays_what_it_is(desk):
    desk.save(desk.read("/agenda/1", listing()))
    name(desk, trap(desk, 1))
    assert desk.rows("SELECT state FROM pages WHERE url LIKE '%/agenda/1'") == [("ok",)]
    assert desk.rows(REFUSED) == []
