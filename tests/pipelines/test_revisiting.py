"""What is believed of a page that is asked for again: that it has changed, that it has not, that it is gone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from archiver.fetch.wire import WireResponse
from archiver.pipelines.decide import CHECKS_A_DOUBT, LOOKS_IN_A_WAVE, WAVE
from archiver.source_settings import SourceSettings, SourceTable
from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, front, page

HOME = "https://www.lac.example/"
FERRY = f"{HOME}2025/08/11/the-ferry-runs-again/"
STORIES = [f"{HOME}2025/08/11/story-number-{number}-of-the-lake/" for number in range(WAVE + 2)]
REVISIONS = (
    "SELECT cause, r.title FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.url = '{}' ORDER BY number"
)


@pytest.fixture
def web():
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY, *STORIES]))
    web.put(FERRY, page("The ferry runs again"))
    for number, url in enumerate(STORIES):
        web.put(url, page(f"Story number {number} of the lake"))
    return web


@pytest.fixture
def desk(tmp_path, web):
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    desk.wait(hours=2)
    return desk


def look(desk, url):
    """A round in which that page is due, whenever it would be."""
    with desk.tools() as tools:
        tools.archive.hasten([known.page_id for known in tools.archive.pages([url])], desk.web.clock())
    desk.update()


class TestGone:
    def test_a_page_that_is_not_found_once_is_missing(self, desk, web):
        web.put(FERRY, b"", status=404)
        desk.update()
        assert desk.page(FERRY) == ("article", "failed", "missing")

    def test_one_that_is_not_found_an_hour_later_either_is_gone_and_its_article_kept(self, desk, web):
        web.put(FERRY, b"", status=404)
        desk.update()
        desk.wait(hours=0.5)
        desk.update()
        assert desk.page(FERRY)[1] == "failed"
        desk.wait(hours=0.6)
        desk.update()
        assert desk.page(FERRY) == ("article", "gone", "gone")
        assert desk.rows(f"SELECT title FROM articles WHERE url = '{FERRY}'") == [("The ferry runs again",)]

    def test_a_410_is_believed_at_once(self, desk, web):
        web.put(FERRY, b"", status=410)
        desk.update()
        assert desk.page(FERRY)[1] == "gone"

    def test_a_link_that_never_led_anywhere_is_gone_at_once(self, desk, web):
        web.put(HOME, page("Lake Courier", links=[f"{HOME}2025/08/11/there-never-was-such-a-story/"]))
        desk.update()
        assert desk.page(f"{HOME}2025/08/11/there-never-was-such-a-story/")[1] == "gone"

    def test_a_mishap_leaves_nothing_behind(self, desk, web):
        served = web.served[FERRY]
        web.put(FERRY, b"", status=404)
        desk.update()
        web.served[FERRY] = served
        desk.wait(hours=2)
        desk.update()
        assert desk.page(FERRY) == ("article", "ok", None)
        assert desk.rows(REVISIONS.format(FERRY)) == [("first", "The ferry runs again")]

    def test_many_pages_missing_at_once_are_a_broken_site(self, desk, web):
        for url in STORIES:
            web.put(url, b"", status=404)
        gone = "SELECT count(*) FROM pages WHERE state = 'gone' AND url LIKE '%story-number%'"
        after_each_look = []
        for pause_h in (0, 1.1, 24.1, 72.1):
            desk.wait(hours=pause_h)
            desk.update()
            after_each_look.append(desk.rows(gone)[0][0])
        assert len(after_each_look) == LOOKS_IN_A_WAVE
        assert after_each_look == [0, 0, 0, len(STORIES)]

    def test_an_article_that_comes_back_is_there_again(self, desk, web):
        served = web.served[FERRY]
        web.put(FERRY, b"", status=410)
        desk.update()
        web.served[FERRY] = served
        desk.wait(hours=25)
        desk.update()
        assert desk.page(FERRY) == ("article", "ok", None)
        assert desk.rows(REVISIONS.format(FERRY)) == [("first", "The ferry runs again")]


def leads_to(url):
    return {"status": 302, "headers": (("Location", url),)}


class TestOneOddAnswer:
    """For a round, a page says something else than what it is."""

    SORRY = "https://maintenance.example/sorry"
    ODD = (
        pytest.param({"body": b"", **leads_to(SORRY)}, "other-host", id="leads to another host"),
        pytest.param({"body": b"{}", "media_type": "application/json"}, "not-html", id="a file"),
        pytest.param(
            {"body": page("Sorry", head='<meta name="robots" content="noarchive">')}, "noarchive", id="noarchive"
        ),
    )

    @pytest.mark.parametrize(("answer", "reason"), ODD)
    @pytest.mark.parametrize("url", [HOME, FERRY])
    def test_it_is_asked_again_and_is_what_it_was(self, desk, web, url, answer, reason):
        web.put(self.SORRY, page("Sorry"))
        served, before = web.served[url], desk.page(url)
        web.put(url, **answer)
        look(desk, url)
        assert desk.page(url) == (before[0], "excluded", reason)
        web.served[url] = served
        desk.wait(hours=1)
        desk.update()
        assert desk.page(url) == before
        assert desk.rows("SELECT count(*) FROM articles WHERE page_id IS NULL") == [(0,)]

    def test_the_home_page_is_asked_for_ever_and_its_site_is_failing_meanwhile(self, desk, web):
        served = web.served[HOME]
        web.put(HOME, b"{}", media_type="application/json")
        for days in (0, 1, *[8] * 12):
            desk.wait(hours=24 * days)
            desk.update()
            with desk.tools() as tools:
                assert [one.health for one in tools.archive.registry.overview()] == ["failing"]
        web.served[HOME] = served
        desk.wait(hours=24 * 8)
        desk.update()
        with desk.tools() as tools:
            assert [one.health for one in tools.archive.registry.overview()] == ["well"]

    def test_a_crawl_of_it_asks_at_once(self, desk, web):
        served = web.served[HOME]
        web.put(HOME, **leads_to(self.SORRY))
        desk.update()
        web.served[HOME] = served
        desk.crawl(HOME)
        assert desk.page(HOME)[1] == "ok"


class TestRedirectedHome:
    def test_an_hour_in_which_all_articles_lead_home_marks_nothing(self, desk, web):
        served = dict(web.served)
        for url in (FERRY, *STORIES):
            web.put(url, **leads_to("/"))
        desk.update()
        desk.wait(hours=1.1)
        desk.update()
        told = "SELECT DISTINCT state, reason FROM pages WHERE url LIKE '%/2025/08/11/%'"
        assert desk.rows(told) == [("failed", "missing")]
        web.served.update(served)
        desk.wait(hours=25)
        desk.update()
        assert desk.rows(told) == [("ok", None)]

    def test_one_article_that_leads_home_is_gone_at_the_second_look_and_looked_for_again(self, desk, web):
        served = web.served[FERRY]
        web.put(FERRY, **leads_to("/"))
        desk.update()
        desk.wait(hours=1.1)
        desk.update()
        assert desk.page(FERRY) == ("article", "gone", "redirected-home")
        web.served[FERRY] = served
        desk.wait(hours=7 * 24 + 1)
        desk.update()
        assert desk.page(FERRY) == ("article", "ok", None)


class TestMoved:
    NEW = f"{FERRY[:-1]}-corrected/"

    @pytest.mark.parametrize("links", [[], [NEW]], ids=["only the old address leads there", "the home page names it"])
    @pytest.mark.parametrize("is_redirected", [True, False], ids=["a redirect", "a canonical address"])
    def test_a_corrected_headline_with_another_address_is_one_article(self, desk, web, links, is_redirected):
        corrected = page("The boats stay ashore", head=f'<link rel="canonical" href="{self.NEW}">')
        web.put(self.NEW, corrected)
        web.put(FERRY, **leads_to(self.NEW)) if is_redirected else web.put(FERRY, corrected)
        web.put(HOME, page("Lake Courier", links=[*links, FERRY, *STORIES]))
        for _ in range(3):
            desk.update()
            desk.wait(hours=30)
        ferries = "SELECT url, title FROM articles WHERE url LIKE '%/the-ferry%'"
        assert desk.rows(ferries) == [(self.NEW, "The boats stay ashore")]
        assert desk.rows("SELECT old_title, new_title FROM headline_changes") == [
            ("The ferry runs again", "The boats stay ashore")
        ]
        with desk.tools() as tools:
            assert tools.archive.check().problems == ()


class TestUnchanged:
    def test_a_page_with_a_number_of_its_own_in_each_answer_has_not_changed(self, desk, web):
        for number in range(4):
            web.put(FERRY, page("The ferry runs again", head=f'<meta name="nonce" content="{number}">'))
            desk.wait(hours=30)
            desk.update()
        assert desk.rows(REVISIONS.format(FERRY)) == [("first", "The ferry runs again")]
        ((checks, changes),) = desk.rows(
            f"SELECT checks, changes FROM frontier f JOIN pages p ON p.id = f.page_id WHERE p.url = '{FERRY}'"
        )
        assert checks >= 3
        assert changes == 0

    @pytest.mark.parametrize("is_article", [True, False])
    def test_an_undated_page_with_a_time_of_day_is_left_alone_in_the_end(self, desk, web, is_article):
        url = f"{HOME}stories/the-ferry-runs-again/" if is_article else f"{HOME}about/"
        web.put(HOME, page("Lake Courier", links=[url, *STORIES]))
        for day in range(80):
            shown = page("The ferry runs again") if is_article else "<html><body><h1>About us</h1></body></html>"
            web.put(url, shown.replace("</body>", f"<footer>{day} of August</footer></body>"))
            desk.update()
            desk.wait(hours=24.5)
        assert 3 <= web.asked().count(url) <= 9
        assert desk.rows(f"SELECT due_at FROM frontier f JOIN pages p ON p.id = f.page_id WHERE url = '{url}'") == [
            (None,)
        ]

    def test_an_edit_is_a_change(self, desk, web):
        web.put(FERRY, page("The ferry runs again from Monday"))
        desk.update()
        assert desk.rows(
            f"SELECT changes FROM frontier f JOIN pages p ON p.id = f.page_id WHERE p.url = '{FERRY}'"
        ) == [(1.0,)]
        assert desk.rows("SELECT number, cause, title_changed, lead_changed, body_changed FROM revision_changes") == [
            (2, "publisher", 1, 0, 0)
        ]

    def test_a_list_that_names_new_articles_yields(self, desk, web):
        web.put(HOME, page("Lake Courier", links=[FERRY, f"{HOME}2025/08/11/a-third-boat-for-the-lake/"]))
        desk.update()
        ((yielded, priority),) = desk.rows(
            f"SELECT yielded, priority FROM frontier f JOIN pages p ON p.id = f.page_id WHERE p.url = '{HOME}'"
        )
        assert yielded > 0
        assert priority < 30


@dataclass
class Stubborn(MemoryWeb):
    """Answers 304 to whoever has been there before."""

    def send(self, request) -> WireResponse:
        answer = super().send(replace(request, headers=()))
        if "If-None-Match" not in dict(request.headers) or answer.exchange is None:
            return answer
        head = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        exchange = replace(answer.exchange, response_head=head, body=b"")
        return replace(answer, exchange=exchange, status=304)


class TestStubbornServer:
    @pytest.fixture
    def desk(self, tmp_path, web):
        desk = Desk(tmp_path / "stubborn.db", Stubborn(clock=Clock(), served=web.served))
        desk.crawl(HOME)
        desk.wait(hours=2)
        desk.update()
        desk.web.put(FERRY, page("The ferry runs again from Monday"))
        return desk

    def test_what_a_list_calls_changed_is_asked_for_without_conditions_the_second_time(self, desk):
        for _ in range(2):
            desk.wait(hours=0.1)
            look(desk, FERRY)
        assert desk.rows(REVISIONS.format(FERRY)) == [
            ("first", "The ferry runs again"),
            ("publisher", "The ferry runs again from Monday"),
        ]

    def test_any_page_is_asked_for_without_conditions_now_and_then(self, desk):
        for _ in range(CHECKS_A_DOUBT):
            desk.wait(hours=24 * 60)
            desk.update()
            if len(desk.rows(REVISIONS.format(FERRY))) > 1:
                break
        conditional = [is_conditional for url, is_conditional, _ in desk.web.log if url == FERRY]
        assert len(conditional) <= CHECKS_A_DOUBT + 2


def test_what_is_set_for_a_source_holds_for_its_pages(desk, web):
    """Five days, in which the home page would be asked for in each round."""
    own = SourceSettings(url=HOME, revisit_pause_s=2 * 24 * 3600.0)
    web.log.clear()
    for _ in range(10):
        desk.update(sources=SourceTable([own]))
        desk.wait(hours=12)
    assert web.asked().count(HOME) == 3


@pytest.mark.parametrize(
    ("own", "hours", "times"),
    [
        (SourceSettings(url=HOME), 1, 2),
        (SourceSettings(url=HOME, revisit_pause_s=2 * 3600.0), 1, 1),
        (SourceSettings(url=HOME, revisit_pause_s=2 * 3600.0), 3, 2),
        (SourceSettings(url=HOME, revisit_days=0), 24, 1),
    ],
    ids=["nothing is set", "too soon", "not too soon", "no article"],
)
def test_what_is_set_for_a_source_holds_for_what_a_list_calls_changed(tmp_path, web, own, hours, times):
    """The front page is looked at by hand before the article is due; its card has another headline."""
    desk, url = Desk(tmp_path / "set.db", web), f"{HOME}2025/08/the-mill-has-burnt-down"
    web.put(url, page("The mill has burnt down", head='<meta property="article:published_time" content="2025-06-01">'))
    web.put(
        HOME, front("The mill has burnt down", "A boat for the lake", "The mayor wants a bridge", "No snow until May")
    )
    desk.crawl(HOME, sources=SourceTable([own]))
    if own.revisit_days is None and not own.revisit_pause_s:  # the check of what was new
        desk.update(sources=SourceTable([own]))
        times += 1
    web.put(
        HOME,
        front(
            "The mill has burnt down", "A boat for the lake", "The mayor wants a bridge", "No snow until May"
        ).replace(">The mill has", ">The old mill has"),
    )
    desk.wait(hours=hours)
    with desk.tools() as tools:
        tools.archive.hasten([known.page_id for known in tools.archive.pages([HOME])], desk.web.clock())
    for _ in range(2):
        desk.update(sources=SourceTable([own]))
    assert web.asked().count(url) == times


def test_false_alarms_are_believed_once_a_day_in_the_end(desk, web):
    """A sitemap that says of everything, every time, that it has just changed."""
    asked = []
    for _ in range(20):
        desk.wait(hours=0.2)
        web.log.clear()
        look(desk, STORIES[0])
        asked.append(STORIES[0] in web.asked())
    assert sum(asked) <= 8
    desk.wait(hours=25)
    look(desk, STORIES[0])
    assert STORIES[0] in web.asked()
