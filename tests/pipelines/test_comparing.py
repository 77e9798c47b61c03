"""What is said to have changed when a kept page is read again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from archiver.model import Article, Author, Evidence, Image, Reparsed, Teaser, WarcLocation
from archiver.pipelines.comparing import FIELDS, Held, find_changes
from archiver.store.archive import open_archive
from archiver.store.records import KeptPage

URL = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
NOW = dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)
CARD = Teaser(position=0, region="aside", block=1, title="The market moves", image_status="missing")
ARTICLE = Article(
    kind="article",
    url=URL,
    canonical_url=URL,
    title="The ferry runs again",
    published=dt.date(2025, 8, 11),
    authors=(Author(name="Ada Penrose", role="Reporter"),),
    body="From Monday.",
    tags=("ferry", "lake"),
    images=(Image(url=URL + "boat.jpg", caption="The boat", role="main"),),
    teasers=(CARD,),
    evidence=(Evidence(field="title", value="The ferry runs again", raw=None, source="h1", rule="the headline shown"),),
)
PAGE = KeptPage(
    page_id=1,
    source_id=1,
    url=URL,
    kind="article",
    state="ok",
    part=None,
    article_id=1,
    article_url=URL,
    article_page_id=1,
    parser_version=1,
    capture_id=1,
    final_url=URL,
    fetched_at=NOW,
    media_type="text/html",
    warc=WarcLocation(file="a.warc.gz", offset=0, length=1),
)


@pytest.fixture
def held(tmp_path):
    """The article as a real archive gives it back."""
    with open_archive(tmp_path / "archive.db") as archive:
        archive.add(ARTICLE, fetched_at=NOW)
        yield Held(page=PAGE, article=archive.article(URL), teasers=tuple(archive.teasers(page_url=URL)))


def after(**changed):
    article = replace(ARTICLE, **changed)
    url = URL if article.kind == "article" else None
    return Reparsed(page_id=1, capture_id=1, kind=article.kind, article=article, article_url=url, parser_version=2)


def changes(held, **changed):
    return [(change.field, change.before, change.after) for change in find_changes(held, after(**changed))]


def test_the_same_reading_changes_nothing(held):
    assert changes(held) == []


def test_another_kind_is_said_once(held):
    """The article stays, whatever its page is called."""
    assert changes(held, kind="consent", teasers=(CARD,)) == [("kind", "article", "consent")]
    again = replace(held, page=replace(PAGE, kind="consent"), teasers=None)
    assert changes(again, kind="consent") == []


@pytest.mark.parametrize(
    ("name", "value", "before", "now"),
    [
        ("canonical_url", None, URL, None),
        ("title", "The ferry", "The ferry runs again", "The ferry"),
        ("published", dt.date(2025, 8, 12), "2025-08-11", "2025-08-12"),
        ("authors", (Author(name="Ada Penrose"),), "Ada Penrose / Reporter", "Ada Penrose"),
        ("tags", ("ferry",), "ferry, lake", "ferry"),
        ("images", (), f"{URL}boat.jpg / The boat / main / present", None),
        ("is_paywalled", True, None, "True"),
        ("kind", "gallery", "article", "gallery"),
    ],
)
def test_a_field_is_told_before_and_after(held, name, value, before, now):
    reading = after(**{name: value})
    found = find_changes(held, replace(reading, article_url=URL))
    assert [(change.field, change.before, change.after) for change in found] == [(name, before, now)]


def test_every_field_that_the_archive_keeps_of_an_article_is_compared():
    not_kept = {"url", "blocks", "teasers", "evidence", "paging", "needs_javascript"}
    kept = ARTICLE.to_dict().keys() - not_kept
    assert set(FIELDS) == kept


def test_cards_are_a_field_of_their_page(held):
    card = replace(CARD, title="The market stays")
    assert changes(held, teasers=(card,)) == [
        ("teasers", "aside / 1 / The market moves / missing", "aside / 1 / The market stays / missing")
    ]


def test_cards_of_a_page_that_is_gone_are_not_read_again(held):
    assert changes(replace(held, teasers=None), teasers=()) == []


def test_another_rule_for_the_same_value_is_evidence(held):
    evidence = replace(ARTICLE.evidence[0], source="json-ld", rule="json-ld headline")
    assert changes(held, evidence=(evidence,)) == [
        ("evidence", "title: h1 (the headline shown)", "title: json-ld (json-ld headline)")
    ]


def test_a_page_for_print_is_not_compared_with_the_text_of_another_page(held):
    beside = replace(held, page=replace(PAGE, page_id=2), teasers=())
    assert changes(beside, body="From Monday. Printed.", teasers=()) == []


def test_an_article_that_is_read_as_a_list_changes_its_kind(held):
    assert changes(held, kind="listing") == [("kind", "article", "listing")]
