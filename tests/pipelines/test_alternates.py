"""Other languages of an article are noted, asked for where they belong to the source, and found again."""

from __future__ import annotations

import pytest

from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY, BAC = HOME + "en/the-ferry-runs-again", HOME + "fr/le-bac-circule-a-nouveau"
FAR = "https://lago.example/a-balsa-volta-a-circular"


@pytest.fixture
def desk(tmp_path):
    web = MemoryWeb(clock=Clock())
    links = ((FERRY, "en"), (BAC, "fr"), (FAR, "pt"))
    head = "".join(f'<link rel="alternate" hreflang="{language}" href="{url}">' for url, language in links)
    web.put(HOME, page("Lake Courier", links=[FERRY]))
    web.put(FERRY, page("The ferry runs again", head=head))
    web.put(BAC, page("Le bac circule à nouveau", text="Le bac circule à nouveau dès lundi. " * 20, head=head))
    return Desk(tmp_path / "archive.db", web)


def test_they_are_asked_for_within_the_scope_and_resolved(desk):
    desk.crawl(HOME)
    assert {FERRY, BAC} <= set(desk.web.asked())
    assert FAR not in desk.web.asked()
    found = desk.rows(
        "SELECT url, other_language, other_url, other_title FROM translations ORDER BY url, other_language"
    )
    assert found == [
        (FERRY, "fr", BAC, "Le bac circule à nouveau"),
        (FERRY, "pt", FAR, None),
        (BAC, "en", FERRY, "The ferry runs again"),
        (BAC, "pt", FAR, None),
    ]


def test_an_article_gives_them_back(desk):
    desk.crawl(HOME)
    with desk.tools() as tools:
        archived = tools.archive.article(FERRY)
    assert [(other.language, other.url) for other in archived.alternates] == [("fr", BAC), ("pt", FAR)]


def test_a_change_of_them_alone_is_written_and_is_no_revision(desk):
    desk.crawl(HOME)
    desk.web.put(FERRY, page("The ferry runs again"))
    desk.wait(hours=30)
    desk.update()
    assert desk.rows(f"SELECT count(*) FROM translations WHERE url = '{FERRY}'") == [(0,)]
    assert desk.rows("SELECT max(number) FROM revisions") == [(1,)]
