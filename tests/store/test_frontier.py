"""What is known and due, and in which order it is handed out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.model import FrontierEntry, HostState, Validators
from archiver.store.frontier import NEVER
from support.archives import SITE, START, article

HOUR = dt.timedelta(hours=1)


def entry(url, **fields):
    return FrontierEntry(**({"url": url, "source_id": 1, "priority": 10, "due_at": START, "found_by": "link"} | fields))


def due(desk, **wanted):
    return [page.url for page in desk.archive.due(desk.clock.now, **({"limit": 100} | wanted))]


def test_unknown_addresses_are_queued_and_known_ones_left_alone(desk):
    desk.archive.queue([entry(f"{SITE}/a", priority=5)])

    assert desk.archive.queue([entry(f"{SITE}/a", priority=1), entry(f"{SITE}/b"), entry(f"{SITE}/b")]) == 1
    assert desk.rows("SELECT url, state, first_seen FROM pages ORDER BY id") == [
        (f"{SITE}/a", "queued", "2025-08-11T12:00:00Z"),
        (f"{SITE}/b", "queued", "2025-08-11T12:00:00Z"),
    ]
    assert desk.column("SELECT priority FROM frontier ORDER BY page_id") == [5, 10]


def test_a_known_address_that_is_queued_again_writes_nothing(desk):
    desk.archive.queue([entry(f"{SITE}/a")])
    before = desk.content()
    desk.archive.queue([entry(f"{SITE}/a", priority=1)])

    assert desk.content() == before


def test_what_an_address_is_expected_to_be_is_its_kind_until_it_is_fetched(desk):
    desk.archive.queue([entry(f"{SITE}/feed", expected="feed"), entry(f"{SITE}/a")])

    assert [page.kind for page in desk.archive.due(START, limit=9)] == ["feed", None]


def test_the_most_urgent_come_first_then_the_longest_due_then_the_longest_known(desk):
    desk.archive.queue(
        [
            entry(f"{SITE}/late", priority=20),
            entry("https://autre.example/second"),
            entry(f"{SITE}/first", due_at=START - HOUR),
            entry(f"{SITE}/third"),
            entry("https://autre.example/seed", priority=0),
        ]
    )

    assert due(desk) == [
        "https://autre.example/seed",
        f"{SITE}/first",
        "https://autre.example/second",
        f"{SITE}/third",
        f"{SITE}/late",
    ]


def test_what_is_due_later_is_left_out_until_then(desk):
    desk.archive.queue([entry(f"{SITE}/a", due_at=START + HOUR)])

    assert due(desk) == []
    desk.clock.pass_hours(1)
    assert due(desk) == [f"{SITE}/a"]


def test_pages_of_parked_hosts_wait(desk):
    desk.archive.queue([entry(f"{SITE}/a"), entry("https://autre.example/b")])
    desk.archive.save_host_states([HostState(host="autre.example", not_before=START + HOUR)])

    assert due(desk) == [f"{SITE}/a"]
    desk.clock.pass_hours(1)
    assert due(desk) == [f"{SITE}/a", "https://autre.example/b"]


def test_a_port_makes_another_host(desk):
    desk.archive.queue([entry("http://autre.example:8080/a"), entry("http://autre.example/b")])
    desk.archive.save_host_states([HostState(host="autre.example", not_before=START + HOUR)])

    assert due(desk) == ["http://autre.example:8080/a"]


def test_pages_in_flight_are_left_out(desk):
    desk.archive.queue([entry(f"{SITE}/{n}") for n in "abc"])

    assert due(desk, exclude=[1, 2]) == [f"{SITE}/c"]


def test_hosts_that_have_had_fewer_turns_come_first_whatever_their_pages(desk):
    urls = {"https://a.example/urgent": 0, "https://b.example/old": 90, "https://c.example/new": 20}
    desk.archive.queue(entry(url, priority=priority) for url, priority in urls.items())
    due = desk.archive.due(desk.clock.now, limit=9, turns={"a.example": 2, "c.example": 1})
    assert [page.url for page in due] == ["https://b.example/old", "https://c.example/new", "https://a.example/urgent"]


def test_hosts_that_are_left_alone_are_left_out(desk):
    desk.archive.queue([entry("https://a.example/1"), entry("https://b.example/1")])
    assert [page.url for page in desk.archive.due(desk.clock.now, limit=9, except_hosts={"a.example"})] == [
        "https://b.example/1"
    ]


def test_pages_of_other_sources_are_left_out(desk):
    other = desk.archive.add_source("https://autre.example/")
    desk.archive.queue([entry(f"{SITE}/a"), entry("https://autre.example/b", source_id=other.id)])

    assert due(desk, source_ids=[other.id]) == ["https://autre.example/b"]
    assert due(desk, source_ids=[]) == []


def test_no_more_than_asked_for(desk):
    desk.archive.queue([entry(f"{SITE}/{n}") for n in range(5)] + [entry(f"https://b.example/{n}") for n in range(5)])

    assert len(due(desk, limit=3)) == 3
    assert due(desk, per_host=1) == [f"{SITE}/0", "https://b.example/0"]
    assert due(desk, per_host=2, limit=3) == [f"{SITE}/0", f"{SITE}/1", "https://b.example/0"]


def test_pages_that_are_less_urgent_than_asked_for_are_left_out(desk):
    desk.archive.queue([entry(f"{SITE}/a", priority=10), entry(f"{SITE}/b", priority=60)])

    assert due(desk, max_priority=50) == [f"{SITE}/a"]


def test_a_page_that_is_gone_for_good_is_never_due(desk):
    desk.save(desk.gone("/a"))
    desk.clock.pass_hours(10_000)

    assert due(desk) == []
    assert desk.archive.pages([f"{SITE}/a"])[0].due_at == NEVER


def test_a_due_page_carries_what_the_next_request_needs(desk):
    result = desk.read("/a", article(published=dt.date(2025, 8, 10)))
    desk.save(result)
    desk.clock.pass_hours(2)

    (page,) = desk.archive.due(desk.clock.now, limit=1)
    assert page.validators == Validators(etag='"1"')
    assert page.payload_digest == result.capture.payload_digest
    assert (page.kind, page.article_id, page.last_fetched_at) == ("article", 1, START)
    assert (page.found_by, page.failures, page.due_at) == ("link", 0, START + HOUR)
    assert page.published == dt.date(2025, 8, 10)


def test_known_pages_are_found_whether_they_are_due_or_not(desk):
    desk.archive.queue([entry(f"{SITE}/a", due_at=START + HOUR), entry(f"{SITE}/b")])

    assert [page.url for page in desk.archive.pages([f"{SITE}/b", f"{SITE}/a", f"{SITE}/c"])] == [
        f"{SITE}/a",
        f"{SITE}/b",
    ]


def test_pages_can_be_made_due_earlier_but_not_later(desk):
    desk.archive.queue([entry(f"{SITE}/a", due_at=START + HOUR), entry(f"{SITE}/b", due_at=START - HOUR)])
    desk.save(desk.gone("/c"))
    desk.archive.hasten([1, 2, 3], START)

    assert [page.due_at for page in desk.archive.due(START, limit=9)] == [START - HOUR, START, START]


def test_pages_are_not_made_due_before_the_pause_of_their_source(desk):
    desk.save(desk.gone("/a"), desk.gone("/b"))
    desk.archive.hasten([1, 2], START + HOUR, 3 * HOUR)
    desk.archive.hasten([1], START + HOUR, 2 * HOUR)

    assert desk.column("SELECT due_at FROM frontier ORDER BY page_id") == [
        "2025-08-11T14:00:00Z",
        "2025-08-11T15:00:00Z",
    ]


def test_a_page_whose_host_was_away_has_the_failures_that_it_had(desk):
    desk.archive.queue([entry(f"{SITE}/a")])
    (page,) = desk.archive.due(START, limit=1)
    desk.save(replace(desk.gone("/a"), failures=8, due_at=None))
    desk.archive.rounds.excuse([replace(page, failures=7)], START + HOUR)
    assert [(page.failures, page.due_at) for page in desk.archive.pages([page.url])] == [(7, START + HOUR)]


def test_a_page_that_was_never_due_is_not_due_because_its_host_was_away(desk):
    desk.save(desk.gone("/a"))
    (page,) = desk.archive.pages([f"{SITE}/a"])
    desk.archive.rounds.excuse([replace(page, due_at=NEVER)], START + HOUR)
    assert desk.column("SELECT due_at FROM frontier") == [None]


def test_when_something_is_due_next(desk):
    assert desk.archive.next_due_at() is None
    desk.archive.queue([entry(f"{SITE}/a", due_at=START + 3 * HOUR), entry("https://autre.example/b", priority=90)])

    assert desk.archive.next_due_at() == START
    desk.archive.save_host_states([HostState(host="autre.example", not_before=START + 2 * HOUR)])
    assert desk.archive.next_due_at() == START + 2 * HOUR
    assert desk.archive.next_due_at(source_ids=[1]) == START + 2 * HOUR
    assert desk.archive.next_due_at(source_ids=[2]) is None


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pages=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(-2, 2), st.booleans()), min_size=1, max_size=25
    ),
    limit=st.integers(1, 30),
    parked=st.sets(st.sampled_from("abc")),
)
def test_due_agrees_with_its_definition(desk, pages, limit, parked):
    first = desk.column("SELECT coalesce(max(id), 0) + 1 FROM pages")[0]
    desk.archive.queue(
        entry(f"https://{host}.example/{first + n}", priority=priority, due_at=START + hours * HOUR)
        for n, (host, priority, hours, _) in enumerate(pages)
    )
    desk.archive.save_host_states(
        HostState(host=f"{host}.example", not_before=START + HOUR if host in parked else None) for host in "abc"
    )
    exclude = set(range(1, first)) | {first + n for n, page in enumerate(pages) if page[3]}
    expected = sorted(
        (priority, hours, first + n)
        for n, (host, priority, hours, is_in_flight) in enumerate(pages)
        if hours <= 0 and host not in parked and not is_in_flight
    )

    found = desk.archive.due(START, limit=limit, exclude=exclude)
    assert [page.page_id for page in found] == [number for _, _, number in expected[:limit]]


def test_finding_what_is_due_reads_the_groups_and_not_the_pages(desk):
    """5,000 addresses of one host that are not due, before one that is."""
    desk.archive.queue(entry(f"{SITE}/{n}", due_at=START + HOUR) for n in range(5000))
    desk.archive.queue([entry(f"{SITE}/now", priority=20)])
    steps = []
    with desk.archive._db.reading() as conn:
        conn.set_progress_handler(lambda: steps.append(1), 100)
        assert due(desk) == [f"{SITE}/now"]
        conn.set_progress_handler(None, 0)

    assert len(steps) < 20
