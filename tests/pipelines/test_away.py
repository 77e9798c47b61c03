"""A host that goes away for a day, or is there and answers nothing, costs its pages nothing and is hardly asked."""

from __future__ import annotations

import pytest

from archiver.config import FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.hosts import FAILURES_OF_A_DOWN_HOST, PROBES_IN_EACH_ROUND
from archiver.fetch.pace import Pace
from archiver.fetch.transport import RequestsTransport
from archiver.model import FailureReason
from archiver.pipelines.crawl import crawl
from archiver.pipelines.update import update
from support.archives import Clock
from support.bad_server import BadServer
from support.bad_server import page as response
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
STORIES = [f"{HOME}2025/08/11/story-number-{number}-of-the-lake/" for number in range(30)]
#: what all pages of a host may answer, though it can be connected to
ILL = {
    "503": {"status": 503},
    "500": {"status": 500},
    "hangs up": {"failure": FailureReason.DISCONNECTED},
    "hangs": {"failure": FailureReason.TIMEOUT},
    "no HTTP": {"failure": FailureReason.BAD_RESPONSE},
}
KNOWN = "SELECT url, state, reason, article_id FROM pages ORDER BY url"
DUE = "SELECT page_id, due_at, failures FROM frontier ORDER BY page_id"


@pytest.fixture
def desk(tmp_path):
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=STORIES))
    for number, url in enumerate(STORIES):
        web.put(url, page(f"Story number {number} of the lake"))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    desk.wait(hours=1)
    desk.update()
    return desk


def vanish(web):
    """Nothing answers any more, robots.txt included; what was there comes back with the value."""
    there = dict(web.served)
    for url in [*web.served, f"{HOME}robots.txt"]:
        web.put(url, failure=FailureReason.REFUSED)
    web.log.clear()
    return there


def fall_ill(web, urls, **answer):
    """These pages answer so; what was there comes back with the value."""
    there = dict(web.served)
    for url in urls:
        web.put(url, **answer)
    web.log.clear()
    return there


def test_a_day_away_marks_nothing_and_gives_up_nothing(desk):
    before = desk.rows(KNOWN)
    there = vanish(desk.web)
    for _ in range(24 * 6):
        desk.wait(hours=1 / 6)
        assert desk.update().exit_code == 0
    assert not [row for row in desk.rows(KNOWN) if row[1] == "gone"]
    assert desk.rows("SELECT max(failures) FROM frontier") == [(0,)]

    desk.web.served = there
    desk.wait(hours=1 / 6)
    desk.update()
    assert desk.rows(KNOWN) == before


def test_a_host_that_is_away_is_asked_once_a_round(desk):
    vanish(desk.web)
    asked = []
    for _ in range(12):
        desk.wait(hours=1)
        desk.web.log.clear()
        desk.update()
        asked.append(len(desk.web.log))
    assert max(asked) <= FAILURES_OF_A_DOWN_HOST + 1
    assert set(asked[3:]) == {1}


def test_pages_that_nobody_was_asked_for_stay_as_they_are(desk):
    vanish(desk.web)
    desk.wait(hours=4)
    before = desk.rows(DUE)
    captures = desk.rows("SELECT count(*) FROM captures")
    ended = desk.update()
    assert desk.rows(DUE) == before
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'failed'") == [(ended.counts.pages_failed,)]
    assert ended.counts.pages_failed <= 6
    assert desk.rows("SELECT count(*) FROM captures")[0][0] - captures[0][0] <= 6


def test_a_round_says_which_host_is_away(desk):
    vanish(desk.web)
    desk.wait(hours=24 * 30)
    assert "www.lac.example cannot be reached for now" in (desk.update().message or "")


def test_a_host_that_stays_away_is_asked_ever_more_rarely(desk):
    vanish(desk.web)
    for _ in range(PROBES_IN_EACH_ROUND + 60):
        desk.wait(hours=24)
        desk.update()
    desk.web.log.clear()
    for _ in range(6):
        desk.wait(hours=1 / 6)
        desk.update()
    assert len(desk.web.log) <= 1


def test_pages_put_off_use_up_no_limit(desk):
    """The host that is away has thirty pages due, and a limit of eight is enough for the other one."""
    other = "https://hill.example/"
    desk.web.put(other, page("Hill Post", links=["/2025/08/11/a-story-of-the-hill/"]))
    desk.web.put(f"{other}2025/08/11/a-story-of-the-hill/", page("A story of the hill"))
    desk.crawl(other)
    vanished = {url: served for url, served in desk.web.served.items() if "hill" in url}
    vanish(desk.web)
    desk.web.served |= vanished
    desk.wait(hours=4)
    desk.update(max_pages=8)
    assert {url for url in desk.web.asked() if "hill" in url} >= {other, f"{other}2025/08/11/a-story-of-the-hill/"}


@pytest.mark.parametrize("answer", ILL.values(), ids=ILL)
def test_a_host_that_answers_nothing_is_left_alone_and_no_page_has_failed(desk, answer):
    fall_ill(desk.web, [HOME, *STORIES], **answer)
    desk.wait(hours=24 * 30)
    before = dict(desk.rows("SELECT page_id, due_at FROM frontier"))
    ended = desk.update()
    assert len(desk.web.asked()) == ended.counts.pages_failed == FAILURES_OF_A_DOWN_HOST
    assert desk.rows("SELECT max(failures) FROM frontier") == [(0,)]
    moved = set(desk.rows("SELECT page_id, due_at FROM frontier")) - set(before.items())
    assert len(moved) == FAILURES_OF_A_DOWN_HOST


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("503", "answers with nothing but errors"),
        ("hangs up", "breaks off whatever it is asked"),
        ("hangs", "does not answer in time"),
        ("no HTTP", "does not speak HTTP"),
    ],
)
def test_a_round_says_how_a_host_fails(desk, answer, words):
    fall_ill(desk.web, [HOME, *STORIES], **ILL[answer])
    desk.wait(hours=24 * 30)
    assert f"www.lac.example {words} for now, with work left" in (desk.update().message or "")


@pytest.mark.parametrize("answer", ILL.values(), ids=ILL)
def test_a_day_of_nothing_but_failures_marks_nothing_and_is_over_at_once(desk, answer):
    before = desk.rows(KNOWN)
    there = fall_ill(desk.web, [HOME, *STORIES], **answer)
    desk.wait(hours=24 * 30)
    for _ in range(24 * 2):
        desk.wait(hours=1 / 2)
        desk.update()
    assert desk.rows("SELECT max(failures) FROM frontier") == [(0,)]
    assert len(desk.web.asked()) <= FAILURES_OF_A_DOWN_HOST + 24 * 2

    desk.web.served = there
    for _ in range(2):
        desk.wait(hours=1)
        desk.update()
    assert desk.rows(KNOWN) == before


def test_each_round_probes_such_a_host_with_another_page(desk):
    """Should the first ones be broken after all, the others are found to be well."""
    fall_ill(desk.web, [HOME, *STORIES], status=503)
    desk.wait(hours=24 * 30)
    desk.update()
    desk.web.log.clear()
    for _ in range(4):
        desk.wait(hours=1 / 10)
        desk.update()
    assert len(desk.web.asked()) == len(set(desk.web.asked())) == 4


def test_a_broken_page_among_good_ones_fails_by_itself(desk):
    fall_ill(desk.web, STORIES[3:4], status=500)
    desk.wait(hours=24 * 30)
    desk.update()
    assert desk.rows("SELECT url, failures FROM pages JOIN frontier ON page_id = id WHERE failures") == [
        (STORIES[3], 1)
    ]
    assert {*STORIES} <= set(desk.web.asked())


def test_many_broken_pages_do_not_shut_out_the_good_ones(desk):
    """The home page has come in this round, and still comes when asked again: so it is not the host."""
    fall_ill(desk.web, STORIES[:20], status=500)
    desk.wait(hours=24 * 30)
    desk.update()
    assert {*STORIES} <= set(desk.web.asked())
    assert desk.rows("SELECT count(*) FROM frontier WHERE failures = 1") == [(20,)]
    assert desk.rows("SELECT count(*) FROM pages WHERE state = 'failed'") == [(20,)]


def test_a_host_with_one_page_is_away_when_that_fails_for_long(tmp_path):
    desk = Desk(tmp_path / "archive.db", MemoryWeb(clock=Clock()))
    desk.web.put(HOME, page("Lake Courier"))
    desk.crawl(HOME)
    there = fall_ill(desk.web, [HOME], status=503)
    for _ in range(40):
        desk.wait(hours=6)
        desk.update()
    assert desk.rows("SELECT max(failures) FROM frontier")[0][0] < FAILURES_OF_A_DOWN_HOST
    desk.web.served = there
    desk.wait(hours=24)
    desk.update()
    assert desk.page(HOME)[1] == "ok"


def test_a_crawl_whose_only_seed_fails_says_so_however_often(tmp_path):
    desk = Desk(tmp_path / "archive.db", MemoryWeb(clock=Clock()))
    desk.web.put(HOME, status=503)
    for _ in range(FAILURES_OF_A_DOWN_HOST + 3):
        ended = desk.crawl(HOME)
        assert (ended.exit_code, ended.message) == (1, f"no seed could be fetched: {HOME}: http: HTTP 503")
        desk.wait(hours=1)


def test_on_a_real_socket_a_host_that_comes_back_is_at_work_again(tmp_path):
    desk = Desk(tmp_path / "archive.db", MemoryWeb(clock=Clock()))
    routes = {"/": response(page("Lake Courier", links=["/one-story", "/two-stories"]))}
    routes |= {path: response(page(f"Story {path}")) for path in ("/one-story", "/two-stories")}
    with BadServer(routes=routes) as server:
        origin, port = server.url("/"), server.port
        go(desk, lambda tools, fetcher: crawl(tools, fetcher, [origin]))
    for _ in range(3):
        desk.wait(hours=4)
        go(desk, update)
    assert desk.rows("SELECT max(failures) FROM frontier") == [(0,)]
    with BadServer(routes=routes, port=port) as server:
        desk.wait(hours=4)
        go(desk, update)
        assert {"/", "/one-story", "/two-stories"} <= set(server.paths)
    assert desk.rows("SELECT count(*) FROM pages WHERE state IN ('failed', 'gone')") == [(0,)]


def go(desk, pipeline):
    """A run with the real client, by the desk's clock."""
    settings = FetchSettings(allow_private=True, delay_s=0.0, max_attempts=1)
    transport = RequestsTransport(settings)
    try:
        with desk.tools() as tools:
            states = tools.archive.host_states()
            fetcher = Fetcher(transport, settings, host_states=states, clock=desk.web.clock, pace=Pace())
            return list(pipeline(tools, fetcher))
    finally:
        transport.close()
