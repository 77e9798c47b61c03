"""The page of a source."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html

from archiver.serve import source_questions
from archiver.store.archive import open_archive
from support.archives import SITE, article, cards, listing
from support.served import desk_at, served

PARIS = dt.timezone(dt.timedelta(hours=2))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archive.db"


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def section(tree, key):
    (found,) = tree.xpath(f"//section[h2[@id='{key}']]")
    return found


def test_it_shows_when_the_source_publishes_by_its_own_clock(path):
    """Monday, 23:30 in Paris is still Monday there, and 21:30 in UTC."""
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article(published=dt.datetime(2025, 8, 11, 23, 30, tzinfo=PARIS))))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/-/source/1").text)
    rows = section(tree, "hours").xpath(".//tbody/tr")
    assert [words(row) for row in rows if "1" in row[1].text_content()] == ["23:00 1 0 0 0 0 0 0"]


def test_it_counts_sections_authors_and_fields(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/a", article(title="Le bac", section="Lac")))
        desk.save(desk.read("/b", article(title="Le pont", section=None)))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/-/source/1").text)
    assert {words(row) for row in section(tree, "sections").xpath(".//tbody/tr")} == {"Lac 1", "no section 1"}
    fields = {words(row) for row in section(tree, "fields").xpath(".//tbody/tr")}
    assert {"title 100 %", "section 50 %", "picture 0 %"} <= fields


def test_it_tells_what_stands_on_its_lists(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/", listing(*cards("Le bac rouvre", "Le pont ferme"))))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/-/source/1").text)
    (row,) = section(tree, "lists").xpath(".//tbody/tr")
    assert words(row[1]) == "2"
    assert [words(title) for title in section(tree, "standing").find_class("title")] == [
        "Le bac rouvre",
        "Le pont ferme",
    ]


def test_it_tells_what_did_not_come_and_why(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article()))
        desk.save(desk.failed("/marché"))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/-/source/1").text)
    (row,) = section(tree, "health").xpath(".//tbody/tr")
    assert words(row).startswith("timeout did not come 1")
    (link,) = row.xpath("th/a/@href")
    with served(path) as pages:
        assert "/march" in pages.get(link).text


def test_of_a_large_source_the_newest_are_read_one_by_one(path):
    """The page is to come at once, however many there are."""
    most = source_questions.NEWEST
    with open_archive(path) as archive:
        archive.add_source(SITE)
        with archive._db.writing() as conn:
            conn.execute(f"""
                WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n <= {most})
                INSERT INTO articles (source_id, url, kind, section, word_count, text_digest, record_digest, first_seen, last_seen, evidence)
                SELECT 1, n, 'article', iif(n = 1, 'Old', 'New'), 0, n, n, printf('2025-01-01T%05dZ', n), '', '[]' FROM n
            """)
    with served(path) as pages:
        text = pages.get("/-/source/1").text
    assert "Of the newest 2,000 articles" in text
    assert [words(row) for row in section(html.fromstring(text), "sections").xpath(".//tbody/tr")] == ["New 2,000"]


def test_a_source_without_articles_has_a_page(path):
    with desk_at(path):
        pass
    with served(path) as pages:
        response = pages.get("/-/source/1")
    assert response.status_code == 200
    assert "No article of this source has come yet." in response.text


@pytest.mark.parametrize("number", ["2", "999999999999999", "9" * 30, "-1", "one"])
def test_a_source_that_is_not_there_is_not_found(path, number):
    open_archive(path).close()
    with served(path) as pages:
        assert pages.get(f"/-/source/{number}").status_code == 404


def test_a_home_page_that_is_no_web_address_is_no_link(path):
    with open_archive(path) as archive:
        archive.add_source(SITE)
        with archive._db.writing() as conn:
            conn.execute("UPDATE sources SET home_url = 'javascript:alert(1)'")
    with served(path) as pages:
        assert "javascript:" not in "".join(html.fromstring(pages.get("/-/source/1").text).xpath("//@href"))


def test_a_page_that_is_gone_is_no_error_of_its_source(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article()))
        desk.save(desk.gone("/bac"))
    with served(path) as pages:
        tree = html.fromstring(pages.get("/-/source/1").text)
    assert "none that has not come right since" in words(section(tree, "health"))
    assert words(section(tree, "health").xpath(".//caption")[0]) == "Pages that are not in, by reason"


def test_the_latest_are_those_published_last_and_not_those_of_days_to_come(path):
    days = {"Le futur": "2999-01-01", "Le vieux": "2020-01-01", "Le neuf": "2025-08-01", "Le milieu": "2023-01-01"}
    with desk_at(path) as desk:
        for n, (title, day) in enumerate(days.items()):
            desk.save(desk.read(f"/{n}", article(title=title, published=dt.date.fromisoformat(day))))
        desk.save(desk.read("/sans", article(title="Sans date", published=None)))
    with served(path) as pages:
        for address in ("/", "/-/source/1"):
            tree = html.fromstring(pages.get(address).text)
            titles = [words(title) for title in section(tree, "latest").find_class("title")]
            assert titles == ["Le neuf", "Le milieu", "Le vieux", "Le futur", "Sans date"]


def test_articles_without_a_day_are_counted_beside_the_chart(path):
    with desk_at(path) as desk:
        desk.save(desk.read("/a", article(title="Le bac", published=dt.date(2025, 8, 1))))
        desk.save(desk.read("/b", article(title="Le pont", published=None)))
    with served(path) as pages:
        for address in ("/", "/-/source/1"):
            tree = html.fromstring(pages.get(address).text)
            assert "1 article without a day is not shown." in words(section(tree, "by-day"))
