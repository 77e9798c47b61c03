"""The page of where stories stood, and how long."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from bs4 import BeautifulSoup

from support.archives import SITE, article, cards, listing, teaser
from support.served import desk_at, served


def open_placements(path, query=""):
    with served(path) as pages:
        return BeautifulSoup(pages.get(f"/-/placements{query}").text, "lxml")


def rows_of(soup):
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in soup.select("main tbody tr")
    ]


def test_an_article_is_shown_where_it_stood_and_how_long(lake):
    soup = open_placements(lake, "?article=2")
    on_the_article, on_the_home_page = rows_of(soup)
    assert on_the_article[1].startswith("courrier-du-lac.example/bac")
    assert on_the_article[4:] == ["2025-08-11 16:00 still there", "4.0 hours"]
    assert on_the_home_page[2:] == ["block 1 listing, place 2", "2025-08-11 12:00", "2025-08-11 12:00", "seen once"]


def test_a_page_is_shown_with_what_stood_on_it(lake):
    soup = open_placements(lake, f"?url={SITE}/")
    stories = [row[0].split(" courrier")[0].split(" everywhere")[0] for row in rows_of(soup)]
    assert stories == ["Le marché déménage", "bac", "foire", "Le marché déménage"]
    (number,) = {link["value"] for link in soup.select("input[name=page]")}
    assert rows_of(open_placements(lake, f"?page={number}")) == rows_of(soup)


def test_the_chart_and_the_table_show_the_same(lake):
    soup = open_placements(lake, "?article=2")
    assert len(soup.select("svg[role=img]")) == 3
    assert len(soup.select("svg.chart-wide .chart-bar[d]")) == 1
    assert soup.select_one("svg title").get_text() == "Where “La foire s'installe” stood"


def test_lanes_of_one_host_are_named_by_their_pages(lake):
    names = [text.get_text() for text in open_placements(lake, "?article=2").select("svg.chart-wide .chart-name")]
    assert len(set(names)) == len(names) > 1
    assert all(" · /" in name for name in names)


def test_a_page_that_nobody_has_looked_at_since_says_nothing_of_now(tmp_path):
    """Its card is still there as far as is known, but its bar ends with the last look."""
    with desk_at(tmp_path / "late.db") as desk:
        desk.save(desk.read("/bac", article()))
        desk.look("/", "bac")
        desk.clock.pass_hours(72)
        desk.look("/autre", "bac")
    soup = open_placements(tmp_path / "late.db", "?article=1")
    assert [row[4] for row in rows_of(soup)] == ["2025-08-14 12:00 still there", "2025-08-11 12:00 still there"]
    assert len(soup.select("svg.chart-wide .chart-bar[d]")) == 1


def test_a_filter_leaves_the_others_out(lake):
    assert len(rows_of(open_placements(lake, "?article=2&region=aside"))) == 1
    assert len(rows_of(open_placements(lake, "?article=2&region=listing&shown=now"))) == 0
    assert "leave a filter out" in open_placements(lake, "?article=2&source=99").get_text()


def test_the_overview_has_what_stands_longest_now_and_ever(lake):
    now = [row[0] for row in rows_of(open_placements(lake))]
    ever = [row[0] for row in rows_of(open_placements(lake, "?shown=ever"))]
    assert [story.split(" everywhere")[0] for story in now] == ["bac", "Le marché déménage"]
    assert len(ever) == 3


def test_a_story_in_two_blocks_at_once_counts_once(tmp_path):
    twice = (
        teaser("Le bac", url=f"{SITE}/bac"),
        teaser("Le bac", url=f"{SITE}/bac", position=5, region="listing", block=2),
    )
    with desk_at(tmp_path / "twice.db") as desk:
        desk.save(desk.read("/", listing(*twice)))
        desk.clock.pass_hours(6)
        desk.save(desk.unchanged("/"))
    ((story, _, hours, *_, placements),) = rows_of(open_placements(tmp_path / "twice.db"))
    assert (story, hours, placements) == ("Le bac", "6.0 hours", "2")


def test_a_gap_does_not_count(tmp_path):
    with desk_at(tmp_path / "gap.db") as desk:
        for titles in (["bac"], ["bac"], ["foire"], ["foire"], ["bac"], ["bac"]):
            desk.save(desk.read("/", listing(*cards(*titles))))
            desk.clock.pass_hours(1)
    hours = {row[0]: row[2] for row in rows_of(open_placements(tmp_path / "gap.db", "?shown=ever"))}
    assert hours == {"bac": "2.0 hours", "foire": "1.0 hours"}


def test_thousands_come_page_by_page(tmp_path):
    titles = [f"titre {number}" for number in range(1200)]
    with desk_at(tmp_path / "many.db") as desk:
        desk.look("/", *titles)
        page = desk.page_id("/")
    first = open_placements(tmp_path / "many.db", f"?page={page}")
    last = open_placements(tmp_path / "many.db", f"?page={page}&page_number=999999")
    assert (len(rows_of(first)), len(rows_of(last))) == (50, 50)
    assert rows_of(last)[-1][0] == f"titre 1199 {SITE.removeprefix('https://www.')}/titre-1199"
    overview = open_placements(tmp_path / "many.db", "?page_number=999999")
    assert "Page 48 of 48" in overview.get_text()
    assert len(rows_of(overview)) == 25


@pytest.mark.parametrize("query", ["?article=99", "?article=x", "?page=99", "?page=-1", "?url=nowhere"])
def test_what_is_not_there_is_not_found(lake, query):
    with served(lake) as pages:
        assert pages.get(f"/-/placements{query}").status_code == 404


def test_an_empty_archive_has_the_page(tmp_path):
    with desk_at(tmp_path / "empty.db") as desk:
        desk.archive.add(article())
    assert "No card like that" in open_placements(tmp_path / "empty.db").get_text()


def test_a_source_without_a_name_is_named_once(tmp_path):
    with desk_at(tmp_path / "nameless.db") as desk:
        desk.look("/", "bac")
    with closing(sqlite3.connect(tmp_path / "nameless.db")) as conn, conn:
        conn.execute("UPDATE sources SET name = NULL")
    ((_, page, *_),) = rows_of(open_placements(tmp_path / "nameless.db"))
    assert page == "courrier-du-lac.example"


def test_a_card_without_a_headline_is_named_by_what_stands_in_its_picture(tmp_path):
    with desk_at(tmp_path / "bare.db") as desk:
        desk.save(desk.read("/", listing(teaser(None, image_status="placeholder", placeholder_text="Image Not Found"))))
    (name,) = open_placements(tmp_path / "bare.db").select("svg.chart-wide .chart-name")
    assert name.get_text() == "(no headline; “Image Not Found”)"
