"""The registered sites as a list: how each is doing, and what can be said of it."""

from __future__ import annotations

import pytest

from archiver.errors import UsageError
from archiver.model import FailureReason
from support.memory_web import Desk, MemoryWeb, front, page

LAC, MER = "https://lac.example/", "https://mer.example/"
FERRY = LAC + "2025/08/the-ferry-runs-again"


@pytest.fixture
def web():
    web = MemoryWeb()
    web.put(LAC, front("The ferry runs again"))
    web.put(FERRY, page("The ferry runs again"))
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def overview(desk):
    with desk.tools() as tools:
        return tools.archive.registry.overview()


def test_a_site_that_delivers_is_well(desk):
    desk.crawl(LAC)
    (lac,) = overview(desk)
    assert (lac.host, lac.articles, lac.state, lac.health) == ("lac.example", 1, "active", "well")
    assert lac.pages >= 2
    assert lac.last_success_at == desk.web.clock.now.replace(microsecond=0)
    assert lac.next_due_at > lac.last_success_at
    assert lac.to_dict()["last_success_at"].endswith("Z")


def test_a_site_that_nothing_was_asked_of_is_new(desk):
    with desk.tools() as tools:
        tools.archive.add_source(MER, name="Sea")
    (mer,) = overview(desk)
    assert (mer.name, mer.health, mer.pages, mer.next_due_at, mer.last_error) == ("Sea", "new", 0, None, None)


def test_a_site_whose_home_page_does_not_come_is_failing_until_it_does(desk, web):
    desk.crawl(LAC)
    desk.wait(hours=24)
    shown = web.served[LAC]
    web.put(LAC, failure=FailureReason.TIMEOUT)
    desk.update()
    (lac,) = overview(desk)
    assert (lac.health, lac.last_error) == ("failing", "timeout: says the test")
    assert lac.last_error_at == desk.web.clock.now.replace(microsecond=0)
    web.served[LAC] = shown
    desk.wait(hours=24)
    desk.update()
    (lac,) = overview(desk)
    assert (lac.health, lac.last_error, lac.last_error_at) == ("well", None, None)


def test_an_address_that_was_only_guessed_is_no_error_of_the_site(desk, web):
    """Nobody has said that there is a feed at /feed/."""
    desk.crawl(LAC)
    assert desk.rows("SELECT count(*) > 0 FROM pages WHERE reason = 'wrong-guess'") == [(1,)]
    (lac,) = overview(desk)
    assert (lac.health, lac.last_error) == ("well", None)
    assert desk.rows("SELECT last_error FROM source_health") == [(None,)]


def test_a_site_that_wants_to_be_left_alone_is_parked_until_then(desk, web):
    web.put(LAC, b"later", status=429, headers=(("Retry-After", "7200"),))
    desk.crawl(LAC)
    (lac,) = overview(desk)
    assert lac.health == "parked"
    assert (lac.next_due_at - desk.web.clock.now).total_seconds() >= 7199
    desk.wait(hours=3)
    (lac,) = overview(desk)
    assert lac.health == "failing"


def test_a_site_can_rest(desk):
    desk.crawl(LAC)
    with desk.tools() as tools:
        (source,) = tools.archive.sources()
        tools.archive.registry.set_state(source, "paused")
    (lac,) = overview(desk)
    assert (lac.state, lac.health) == ("paused", "paused")


def test_only_a_site_without_pages_can_be_removed(desk):
    desk.crawl(LAC)
    with desk.tools() as tools:
        lac, mer = (tools.archive.add_source(url) for url in (LAC, MER))
        with pytest.raises(UsageError, match="has pages in the archive and stays"):
            tools.archive.registry.remove(lac)
        tools.archive.registry.remove(mer)
        assert tools.archive.sources() == (lac,)


def test_the_last_success_does_not_go_back_when_what_has_come_fails_later(desk, web):
    """The home page alone is asked often: its failure takes nothing from when it last came."""
    desk.crawl(LAC)
    desk.wait(hours=24)
    desk.update()
    (lac,) = overview(desk)
    succeeded_at = lac.last_success_at
    for url in list(web.served):
        web.put(url, failure=FailureReason.TIMEOUT)
    desk.wait(hours=24)
    desk.update()
    (lac,) = overview(desk)
    assert lac.last_success_at == succeeded_at
    ((in_the_view, asked_at),) = desk.rows("SELECT last_success_at, last_run_at FROM source_health")
    assert in_the_view == lac.to_dict()["last_success_at"] < asked_at
