"""Runs, sources and hosts."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from archiver.errors import UrlError
from archiver.model import HostState, RunCounts
from archiver.store.archive import open_archive
from support.archives import START


def test_a_run_is_open_until_it_ends(desk):
    run_id = desk.archive.begin_run("crawl", ["https://été.example/", "--max-pages", "5"])

    command, arguments, *rest = desk.row(
        "SELECT command, arguments, started_at, ended_at, outcome, exit_code FROM runs"
    )
    assert (command, json.loads(arguments)) == ("crawl", ["https://été.example/", "--max-pages", "5"])
    assert rest == ["2025-08-11T12:00:00Z", None, None, None]

    desk.clock.pass_hours(1)
    desk.archive.end_run(run_id, outcome="limit", exit_code=4)
    assert desk.row("SELECT ended_at, outcome, exit_code FROM runs") == ("2025-08-11T13:00:00Z", "limit", 4)


def test_figures_given_at_the_end_replace_those_summed_up(desk):
    run_id = desk.archive.begin_run("crawl")
    desk.archive.save([], run_id=run_id, extra_captures=[desk.capture("/robots.txt", "Disallow:")])
    desk.archive.end_run(run_id, outcome="done", exit_code=0, counts=RunCounts(pages_fetched=3, articles_new=2))

    assert desk.row("SELECT pages_fetched, articles_new, bytes_received FROM runs") == (3, 2, 0)


def test_figures_summed_up_stay_when_none_are_given(desk):
    run_id = desk.archive.begin_run("crawl")
    desk.archive.save([desk.failed("/bac")], run_id=run_id)
    desk.archive.end_run(run_id, outcome="done", exit_code=0)

    assert desk.row("SELECT pages_fetched, pages_failed FROM runs") == (0, 1)


ROUNDS = "SELECT command, rounds, started_at, last_started_at, ended_at, outcome, exit_code FROM runs ORDER BY id"


def test_idle_rounds_in_a_row_are_one_row(desk):
    for _ in range(3):
        desk.archive.rounds.note_idle("update")
        desk.clock.pass_hours(1)

    first, last = "2025-08-11T12:00:00Z", "2025-08-11T14:00:00Z"
    assert desk.rows(ROUNDS) == [("update", 3, first, last, last, "done", 0)]


def test_what_comes_between_idle_rounds_parts_them(desk):
    desk.archive.rounds.note_idle("update")
    run_id = desk.archive.begin_run("update")
    desk.archive.save([desk.failed("/bac")], run_id=run_id)
    desk.archive.end_run(run_id, outcome="done", exit_code=0)
    for arguments in ([], [], ["autre.example"], []):
        desk.archive.rounds.note_idle("update", arguments)

    assert desk.column("SELECT rounds FROM runs ORDER BY id") == [1, 1, 3, 1]


def test_a_run_under_way_parts_idle_rounds_too(desk):
    desk.archive.rounds.note_idle("update")
    desk.archive.begin_run("crawl")
    desk.archive.rounds.note_idle("update")

    assert desk.column("SELECT rounds FROM runs ORDER BY id") == [1, 1, 1]


def test_idle_rounds_of_commands_that_take_turns_are_one_row_each(desk):
    for _ in range(3):
        for site in ("lac.example", "mer.example"):
            desk.archive.rounds.note_idle("update", [site])
            desk.clock.pass_hours(1)

    assert desk.rows("SELECT arguments, rounds, ended_at FROM runs ORDER BY id") == [
        ('["lac.example"]', 3, "2025-08-11T16:00:00Z"),
        ('["mer.example"]', 3, "2025-08-11T17:00:00Z"),
    ]


def test_sites_may_have_been_asked_until_the_last_run_that_asked_anybody_ended(desk):
    assert desk.archive.rounds.asked_until() is None
    run_id = desk.archive.begin_run("crawl")
    desk.archive.save([desk.failed("/bac")], run_id=run_id)
    desk.archive.end_run(run_id, outcome="done", exit_code=0)
    desk.clock.pass_hours(1)
    desk.archive.rounds.note_idle("update")

    assert desk.archive.rounds.asked_until() == START + dt.timedelta(seconds=1)


def test_sites_may_have_been_asked_a_moment_ago_when_a_run_was_killed(desk, path):
    desk.archive.begin_run("crawl")
    desk.archive.close()
    desk.clock.pass_hours(1)

    with open_archive(path, clock=desk.clock) as archive:
        archive.rounds.note_idle("update")
        assert archive.rounds.asked_until() == desk.clock.now


def test_a_source_is_registered_once(desk):
    first = desk.archive.add_source("https://Autre.example", name="L'Autre", language="fr")
    again = desk.archive.add_source("https://autre.example/#top", name="Autrement")

    assert first == again
    assert (first.host, first.home_url, first.name, first.state) == (
        "autre.example",
        "https://autre.example/",
        "L'Autre",
        "active",
    )
    assert [source.name for source in desk.archive.sources()] == ["Courrier du Lac", "L'Autre"]
    assert desk.row("SELECT added_at FROM sources WHERE id = 2") == ("2025-08-11T12:00:00Z",)


def test_a_source_needs_an_address(desk):
    with pytest.raises(UrlError):
        desk.archive.add_source("not an address")


def test_what_is_known_of_a_host_survives(desk):
    states = (
        HostState(
            host="a.example",
            robots_status=200,
            robots_text="User-agent: *\nDisallow: /été",
            robots_fetched_at=START,
            delay_s=9.5,
            crawl_delay_s=2.5,
            response_s=0.4,
            slow_down_s=9.5,
            not_before=START,
            failures=2,
        ),
        HostState(host="b.example:8080"),
    )
    desk.archive.save_host_states(states)

    assert desk.archive.host_states() == states


def test_a_host_is_overwritten_only_when_something_changed(desk):
    state = HostState(host="a.example", robots_status=404)
    desk.archive.save_host_states([state])
    before = desk.archive._db._conn.total_changes
    desk.archive.save_host_states([state])
    assert desk.archive._db._conn.total_changes == before

    desk.archive.save_host_states([HostState(host="a.example", robots_status=200)])
    assert desk.archive.host_states() == (HostState(host="a.example", robots_status=200),)


def test_robots_text_that_sqlite_cannot_hold_is_mended(desk):
    desk.archive.save_host_states([HostState(host="a.example", robots_text="a\0b\ud800")])

    assert desk.archive.host_states()[0].robots_text == "a\ufffdb\ufffd"


def test_the_warc_folder_lies_beside_the_file(desk, path):
    assert desk.archive.warc_folder == path.parent / "archive.warc"


def test_the_warc_folder_lies_beside_the_file_that_a_link_points_to(desk, path, tmp_path):
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "link.db").symlink_to(path)

    with open_archive(tmp_path / "links" / "link.db") as archive:
        assert archive.warc_folder == (path.parent / "archive.warc").resolve()
