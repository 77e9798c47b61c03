"""Sources that are handed out have all that a crawl needs; taken back, they are as they were left elsewhere."""

from __future__ import annotations

import pytest

from archiver.model import HostState, RunCounts
from archiver.store.archive import open_archive
from support.archives import Desk, article, cards, listing

HOST = "www.courrier-du-lac.example"


@pytest.fixture
def elsewhere(desk, tmp_path):
    """Hands the desk's source out: where it is crawled now."""
    opened = []

    def hand_out() -> Desk:
        path = tmp_path / f"part-{len(opened)}.db"
        desk.archive.handing.hand_out([desk.source.id], path)
        archive = open_archive(path, create=False, clock=desk.clock)
        opened.append(archive)
        return Desk(archive, desk.clock, archive.sources()[0], warc_end=desk.warc_end)

    yield hand_out
    for archive in opened:
        archive.close()


def take_back(desk: Desk, part: Desk) -> None:
    part.archive.close()
    path = part.archive.path
    desk.archive.handing.follow_moves(path)
    desk.archive.merge(path)
    desk.archive.handing.take_back(path)


def frontier(desk: Desk) -> list[tuple]:
    return desk.rows(
        "SELECT p.url, p.state, p.last_fetched_at, f.due_at, f.etag, f.checks FROM pages AS p"
        " JOIN frontier AS f ON f.page_id = p.id ORDER BY p.url"
    )


def test_what_is_handed_out_knows_what_was_known(desk, elsewhere):
    desk.save(desk.read("/", listing(*cards("Le bac rouvre"))))
    desk.archive.save_host_states([HostState(host=HOST, robots_status=200, robots_text="User-agent: *", delay_s=5.0)])
    part = elsewhere()
    assert frontier(part) == frontier(desk)
    assert part.archive.host_states() == desk.archive.host_states()
    assert part.column("SELECT title FROM teasers") == ["Le bac rouvre"]


def test_what_was_done_elsewhere_is_counted_by_one_run_however_often_it_is_taken_back(desk, elsewhere):
    desk.archive.begin_run("crawl", [])
    desk.save(desk.read("/", listing(*cards("Le bac rouvre"))))
    part = elsewhere()
    part.archive.save([part.read("/bac", article())], run_id=part.archive.begin_run("crawl", []))
    done, path = part.archive.handing.done(), part.archive.path
    part.archive.close()
    first, second = desk.archive.begin_run("crawl", []), desk.archive.begin_run("crawl", [])
    assert desk.archive.handing.count(path, first) == (first, done)
    assert desk.archive.handing.count(path, second) == (first, RunCounts())
    desk.archive.merge(path, run_id=first, is_counted=False)
    assert desk.rows("SELECT id, pages_fetched, articles_new FROM runs WHERE articles_new") == [(first, 1, 1)]
    desk.archive.handing.forget(path)
    assert desk.column("SELECT key FROM meta WHERE key LIKE 'counted%'") == []


def test_new_records_go_elsewhere(desk, elsewhere):
    desk.save(desk.read("/bac", article()))
    part = elsewhere()
    assert part.archive.warc_folder.name == "part-0.warc"
    assert part.archive.warc_records.position() is None


def test_other_sources_stay_at_home(desk, elsewhere):
    desk.page_id("/bac")
    other = desk.archive.add_source("https://rive.example/")
    Desk(desk.archive, desk.clock, other).page_id("https://rive.example/a")
    part = elsewhere()
    assert [source.host for source in part.archive.sources()] == [HOST]
    assert part.column("SELECT url FROM pages WHERE url LIKE '%rive%'") == []


def test_taken_back_it_steers_the_crawl_as_it_would_have_there(desk, elsewhere):
    desk.save(desk.read("/bac", article()))
    part = elsewhere()
    desk.clock.pass_hours(3)
    part.save(part.unchanged("/bac"))
    part.page_id("/pont")
    part.archive.save_host_states([HostState(host=HOST, robots_status=404, failures=2, not_before=desk.clock.now)])
    left = frontier(part)
    states = part.archive.host_states()
    take_back(desk, part)
    assert frontier(desk) == left
    assert desk.archive.host_states() == states


def test_taking_back_twice_changes_nothing(desk, elsewhere):
    desk.save(desk.read("/bac", article()))
    part = elsewhere()
    desk.clock.pass_hours(3)
    part.save(part.read("/bac", article(title="Le bac ne rouvre pas")))
    take_back(desk, part)
    once = frontier(desk)
    take_back(desk, part)
    assert frontier(desk) == once
    assert desk.column("SELECT count(*) FROM articles") == [1]


def test_a_page_that_was_looked_at_here_since_then_stays_as_it_is(desk, elsewhere):
    desk.save(desk.read("/bac", article()))
    part = elsewhere()
    desk.clock.pass_hours(3)
    desk.save(desk.unchanged("/bac"))
    before = frontier(desk)
    take_back(desk, part)
    assert frontier(desk) == before


def test_an_article_that_has_moved_is_still_one(desk, elsewhere):
    desk.save(desk.read("/bac", article()))
    part = elsewhere()
    desk.clock.pass_hours(3)
    part.save(part.read("/bac", article(), final_url="/le-bac-rouvre-lundi"))
    assert part.column("SELECT url FROM articles") == [part.absolute("/le-bac-rouvre-lundi")]
    take_back(desk, part)
    assert desk.column("SELECT url FROM articles") == [desk.absolute("/le-bac-rouvre-lundi")]
    assert desk.archive.check().problems == ()


def test_two_that_were_found_to_be_one_are_one_here_too(desk, elsewhere):
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/le-bac-rouvre-lundi", article()))
    part = elsewhere()
    desk.clock.pass_hours(3)
    part.save(part.read("/bac", article(), final_url="/le-bac-rouvre-lundi"))
    take_back(desk, part)
    assert desk.column("SELECT url FROM articles") == [desk.absolute("/le-bac-rouvre-lundi")]
    assert desk.column("SELECT count(DISTINCT article_id) FROM pages WHERE article_id IS NOT NULL") == [1]
    assert desk.archive.check().problems == ()


def test_what_is_due_is_told_by_source(desk):
    desk.page_id("/bac")
    desk.page_id("/pont")
    assert desk.archive.handing.due(desk.clock.now) == {desk.source.id: 2}


def test_half_an_archive_is_never_there(desk, tmp_path):
    folder = tmp_path / "closed"
    with pytest.raises(OSError, match="No such file"):
        desk.archive.handing.hand_out([desk.source.id], folder / "part.db")
    assert not folder.exists()
