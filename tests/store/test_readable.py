"""What is selected: articles, cards and revisions that have in common what is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.errors import UsageError
from archiver.model import Author
from support.archives import SITE, article, listing, teaser


@pytest.fixture
def shelf(desk):
    """Three articles that differ in everything that can be asked for."""
    desk.save(
        desk.read(
            "/bac",
            article(
                title="Le bac",
                published=dt.date(2025, 8, 1),
                language="fr",
                section="Région",
                tags=("bac", "lac"),
                authors=(Author(name="Awa Delcourt"), Author(name="AFP")),
            ),
        ),
        desk.read("/train", article(title="Le train", published=dt.date(2025, 8, 31), language="fr", tags=("train",))),
    )
    desk.archive.add(article(url="https://autre.example/eis", title="Das Eis", language="de"))
    return desk.archive


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ({}, ["Le bac", "Le train", "Das Eis"]),
        ({"source": "Courrier du Lac"}, ["Le bac", "Le train"]),
        ({"source": "Autre.example"}, ["Das Eis"]),
        ({"since": dt.date(2025, 8, 31)}, ["Le train"]),
        ({"until": dt.date(2025, 8, 1)}, ["Le bac"]),
        ({"since": dt.date(2025, 8, 1), "until": dt.date(2025, 8, 31)}, ["Le bac", "Le train"]),
        ({"language": "FR"}, ["Le bac", "Le train"]),
        ({"section": "Région"}, ["Le bac"]),
        ({"author": "AFP"}, ["Le bac"]),
        ({"tag": "lac"}, ["Le bac"]),
        ({"source": "https://www.courrier-du-lac.example/"}, ["Le bac", "Le train"]),
        ({"author": "awa delcourt"}, ["Le bac"]),
        ({"tag": "train", "author": "AFP"}, []),
        ({"language": "fr", "tag": "train"}, ["Le train"]),
    ],
)
def test_articles_are_those_of_which_all_is_true(shelf, given, titles):
    assert [one.title for one in shelf.articles(**given)] == titles
    assert list(shelf.articles(**given).to_polars()["title"]) == titles
    if given:
        assert {hit.title for hit in shelf.search(**given)} == set(titles), "a search means the same"


def test_what_is_asked_for_is_a_value_and_no_sql(shelf):
    with pytest.raises(UsageError, match=r"no section 'x' OR 1 --' \(known: Région\)"):
        shelf.articles(section="x' OR 1 --")


@pytest.mark.parametrize("what", ["articles", "teasers", "revisions"])
def test_a_source_that_there_is_none_of_is_named_with_those_that_are(shelf, what):
    with pytest.raises(UsageError, match=r"no source 'nowhere' \(known: Courrier du Lac, autre\.example\)"):
        getattr(shelf, what)(source="nowhere")


def test_cards_are_those_of_a_page_a_source_or_an_article(desk):
    desk.save(desk.read("/bac", article(title="Le bac")))
    bac, market = teaser("Le bac", url=f"{SITE}/bac", position=1), teaser("Le marché")
    desk.save(desk.read("/", listing(market, bac)), desk.read("/sport", listing(bac)))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/", listing(market)))
    desk.archive.add_source("https://autre.example/")
    archive = desk.archive

    assert len(list(archive.teasers())) == len(list(archive.teasers(source="Courrier du Lac"))) == 3
    assert list(archive.teasers(source="autre.example")) == []
    assert [one.page_url for one in archive.teasers(article_id=1)] == [f"{SITE}/", f"{SITE}/sport"]
    assert [one.page_url for one in archive.teasers(article_id=1, only_current=True)] == [f"{SITE}/sport"]
    assert list(archive.teasers(page_url=f"{SITE}/", only_current=True).to_polars()["title"]) == ["Le marché"]


def test_revisions_come_article_by_article_oldest_first(desk):
    desk.save(desk.read("/a", article(title="A1")), desk.read("/b", article(title="B1")))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/a", article(title="A2")))
    desk.archive.add_source("https://autre.example/")
    archive = desk.archive

    assert [(one.article_id, one.number, one.title) for one in archive.revisions()] == [
        (1, 1, "A1"),
        (1, 2, "A2"),
        (2, 1, "B1"),
    ]
    assert [one.title for one in archive.revisions(2)] == ["B1"]
    assert [one.title for one in archive.revisions(cause="publisher")] == ["A2"]
    assert list(archive.revisions(source="autre.example")) == []
    assert archive.revisions(1).to_polars()["title"].to_list() == ["A1", "A2"]


def test_more_revisions_than_are_read_at_once_all_come(desk, monkeypatch):
    desk.save(*(desk.read(f"/{number}", article(title=str(number))) for number in range(501)))

    assert [one.article_id for one in desk.archive.revisions()] == list(range(1, 502))
    assert len(list(desk.archive.articles())) == len(desk.archive.articles().to_polars()) == 501


def test_a_table_that_is_not_there_is_named_with_those_that_are(desk):
    with pytest.raises(UsageError, match=r"no table or view 'artcles' \(expected one of .*articles, "):
        desk.archive.table("artcles")
    with pytest.raises(UsageError, match="no table or view"):
        desk.archive.table('articles" --')
