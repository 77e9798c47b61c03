"""The front page: what is in the archive, and what is new."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html

from archiver.store.archive import open_archive
from support.archives import SITE, article
from support.served import desk_at, served


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archive.db"


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_figures_stand_beside_what_they_count(path):
    with desk_at(path) as desk:
        desk.save(*(desk.read(f"/{n}", article(title=f"Le bac {n}", published=dt.date(2025, 8, n))) for n in (1, 2, 2)))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/").text)
    figures = {words(figure.find("dt")): words(figure.find("dd")) for figure in tree.find_class("figures")[0]}
    assert (figures["articles"], figures["sources"], figures["days with articles"]) == ("2", "1", "2")
    assert words(tree.find_class("lead")[0]).startswith("2 articles, published from 1 August 2025 to 2 August 2025")


def test_each_source_has_its_line_with_its_health(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article(published=dt.date(2025, 8, 1))))
        desk.save(desk.failed("/marché"))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/").text)
    (line,) = tree.xpath("//table[contains(@class, 'sources')]/tbody/tr")
    name, articles, _, span, _, failed, error = map(words, line)
    assert (name, articles, span, failed) == ("Courrier du Lac", "1", "2025-08-01 – 2025-08-01", "1")
    assert error.startswith("timeout")
    assert line.xpath("th/a/@href") == ["/-/source/1"]


def test_what_came_last_is_first(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/a", article(title="Le premier")))
        desk.save(desk.read("/b", article(title="Le second")))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/").text)
    links = tree.xpath("//section[h2[@id='latest']]//div[@class='title']/a")
    assert [(words(link), link.get("href")) for link in links] == [
        ("Le second", "/-/article/2"),
        ("Le premier", "/-/article/1"),
    ]


def test_a_headline_that_changed_leads_to_the_difference(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article(title="Le bac rouvre")))
        desk.clock.pass_hours(1)
        desk.save(desk.read("/bac", article(title="Le bac ne rouvre pas")))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/").text)
    (change,) = tree.xpath("//section[h2[@id='headlines']]//li")
    assert change.xpath(".//a/@href")[0] == "/-/article/1/changes"
    assert "Le bac ne rouvre pas" in words(change)
    assert "before: Le bac rouvre" in words(change)


def test_of_many_sources_the_largest_are_shown_and_all_are_a_page_away(path):
    with desk_at(path) as desk:
        for n in range(300):
            desk.archive.add_source(f"https://outlet-{n}.example/")
    with served(path) as pages:
        front, listed = (html.fromstring(pages.get(address).text) for address in ("/", "/-/sources"))
    assert len(front.xpath("//table[contains(@class, 'sources')]/tbody/tr")) == 12
    assert words(front.xpath("//a[@href='/-/sources' and starts-with(., 'All')]")[0]) == "All 301 sources"
    assert len(listed.xpath("//tbody/tr")) == 301


def test_an_empty_archive_says_how_to_fill_it(path):
    open_archive(path).close()
    with served(path) as pages:
        front, listed = pages.get("/"), pages.get("/-/sources")
    assert "There is nothing here yet." in front.text
    assert "archiver crawl" in front.text
    assert "No site is registered yet." in listed.text


def test_an_archive_of_a_site_that_gave_nothing_says_so(path):
    with desk_at(path):
        pass
    with served(path) as pages:
        response = pages.get("/")
    assert response.status_code == 200
    assert "No article has come yet." in response.text
    assert "No article has a date." in response.text


def test_articles_without_a_site_or_a_day_or_a_title_are_shown(path):
    with open_archive(path) as archive:
        archive.add(article(title=None, url=None, lead=None))
    with served(path) as pages:
        assert "(no title)" in pages.get("/").text


def test_what_a_publisher_writes_is_text(path):
    evil = '<script>alert(1)</script><img src="//evil.example">'
    with open_archive(path) as archive:
        archive.add_source(SITE, name=evil)
        archive.add(article(title=evil, section=evil, url=f"{SITE}/a"))
    with served(path) as pages:
        for address in ("/", "/-/sources", "/-/source/1"):
            text = pages.get(address).text
            assert "<script" not in text
            assert "<img" not in text


def test_one_absurd_day_does_not_tell_since_when_articles_are_there(path):
    days = ["0001-01-01", *(f"2025-08-{day:02}" for day in range(1, 9))]
    with desk_at(path) as desk:
        for n, day in enumerate(days):
            desk.save(desk.read(f"/{n}", article(title=f"titre {n}", published=dt.date.fromisoformat(day))))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/").text)
    lead = words(tree.find_class("lead")[0])
    assert "published from 1 August 2025 to 8 August 2025 , but for 1 dated far outside this time" in lead
