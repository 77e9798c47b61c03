"""The application: our pages before Datasette's, on one archive, and on none but that."""

from __future__ import annotations

import asyncio

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from archiver.errors import ArchiveError, MissingArchiveError
from archiver.serve.app import Site, make_app
from support.archives import article
from support.served import desk_at, served


@pytest.fixture
def path(tmp_path):
    with desk_at(tmp_path / "lake.db") as desk:
        desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    return tmp_path / "lake.db"


def test_the_front_page_says_what_is_in_the_archive(path):
    with served(path) as pages:
        response = pages.get("/")
    assert response.status_code == 200
    assert "<h1>" in response.text


def test_datasettes_own_pages_stay_and_describe_each_column(path):
    with served(path) as pages:
        assert "articles" in pages.get("/archive").text
        assert "cleaned: no outlet name, no kicker" in pages.get("/archive/articles").text
        assert "who promotes what, where and for how long" in pages.get("/archive/teaser_placements").text


def test_rows_are_to_be_had_as_json(path):
    with served(path) as pages:
        (row,) = pages.get("/archive/articles.json?_shape=array").json()
    assert row["title"] == "Le bac rouvre"


def test_another_datasette_of_the_process_has_none_of_it(path, tmp_path):
    """There is one plugin manager for all."""
    with served(path) as pages:
        pages.get("/")
        other = Datasette([], memory=True)
        response = asyncio.run(other.client.get("/"))
        assert "news archive" not in response.text.lower()
        assert "content-security-policy" not in response.headers
        assert asyncio.run(other.client.get("/-/files/style.css")).status_code == 404
        other.executor.shutdown()


def test_two_archives_are_served_side_by_side(path, tmp_path):
    with desk_at(tmp_path / "sea.db") as desk:
        desk.save(desk.read("/port", article(title="Le port ferme")))
    with served(path) as lake, served(tmp_path / "sea.db") as sea:
        assert "Le bac rouvre" in lake.get("/archive/articles").text
        assert "Le port ferme" in sea.get("/archive/articles").text
        assert "Le bac rouvre" not in sea.get("/archive/articles").text


def test_what_is_no_archive_is_refused(tmp_path):
    with pytest.raises(MissingArchiveError, match="no such archive"):
        make_app(Site(archive=tmp_path / "none.db"))
    (tmp_path / "text.db").write_text("not a database, but long enough to look like one" * 100)
    with pytest.raises(ArchiveError):
        make_app(Site(archive=tmp_path / "text.db"))


def test_behind_a_proxy_links_begin_with_its_path(path):
    with served(path, base_url="/news/") as pages:
        text = pages.get("/").text
    assert 'href="/news/archive"' in text
    assert 'href="/-/' not in text


def test_an_address_without_a_page_says_so(path):
    with served(path) as pages:
        response = pages.get("/archive/nothing")
        as_json = pages.get("/archive/nothing.json")
    assert response.status_code == as_json.status_code == 404
    assert "There is no page at this address." in response.text
    assert as_json.json()["error"] == "There is no page at this address."


def test_the_first_reader_finds_counted_what_everybody_begins_with(path):
    with served(path) as pages:
        pages.run(pages.app.warm_up())
        assert pages.run(pages.app.memory.get("front", nothing_is_counted))["figures"]["articles"] == 1
        counts = pages.run(pages.app.memory.get(("counts", 5), nothing_is_counted))
    assert counts["articles"] == 1


async def nothing_is_counted():
    raise AssertionError("it was not remembered")


def test_a_count_that_takes_long_is_left_out_of_a_page_of_rows(path):
    """Of a view over a large archive, to count takes longer than to show the first rows."""
    endless = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n"
    with served(path) as pages, pytest.raises(QueryInterrupted):
        pages.run(pages.app.get_database().execute(f"select count(*) from ({endless})"))
