"""Articles from Python, without a crawl."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.errors import UrlError, UsageError
from support.archives import SITE, START, article, cards


def test_an_article_is_kept_under_its_normalised_address(desk):
    number = desk.archive.add(article(url=f"{SITE}/bac?utm_source=une#top"))

    assert desk.row("SELECT id, url, source_id FROM articles") == (number, f"{SITE}/bac", 1)
    assert desk.row("SELECT state, kind, article_id, last_fetched_at FROM pages") == (
        "ok",
        "article",
        number,
        "2025-08-11T12:00:00Z",
    )


def test_a_site_that_is_not_known_is_registered(desk):
    desk.archive.add(article(url="https://autre.example:8443/a/bac"))

    assert desk.row("SELECT host, home_url FROM sources WHERE id = 2") == (
        "autre.example:8443",
        "https://autre.example:8443/",
    )


def test_an_article_without_an_address_is_known_by_its_text(desk):
    first = desk.archive.add(article())
    again = desk.archive.add(article(byline="Par Ada"))
    other = desk.archive.add(article(body="Autre chose."))

    assert first == again != other
    url, digest, source_id = desk.row("SELECT url, text_digest, source_id FROM articles WHERE id = ?", first)
    assert (url, source_id) == (f"urn:{digest}", None)
    assert desk.archive.article(url).byline == "Par Ada"


def test_adding_the_same_again_changes_nothing(desk):
    story = article(url=f"{SITE}/bac", teasers=cards("Le marché"))
    desk.archive.add(story)
    before = desk.content()
    desk.archive.add(story)

    assert desk.content() == before


def test_a_changed_text_is_a_revision(desk):
    desk.archive.add(article(url=f"{SITE}/bac"))
    desk.archive.add(article(url=f"{SITE}/bac", title="Le bac coule"), fetched_at=START + dt.timedelta(hours=1))

    assert desk.rows("SELECT cause, seen_at, capture_id FROM revisions") == [
        ("first", "2025-08-11T12:00:00Z", None),
        ("publisher", "2025-08-11T13:00:00Z", None),
    ]


def test_cards_are_added_and_resolved(desk):
    desk.archive.add(article(url=f"{SITE}/bac", teasers=cards("Le marché")))
    number = desk.archive.add(article(url=f"{SITE}/Le-marché"))

    assert desk.rows("SELECT title, article_id, is_current FROM teasers") == [("Le marché", number, 1)]


def test_an_added_page_is_never_due(desk):
    desk.archive.add(article(url=f"{SITE}/bac"))
    desk.clock.pass_hours(10_000)

    assert desk.archive.due(desk.clock.now, limit=9) == ()
    assert desk.archive.check().is_clean


def test_what_is_no_article_is_refused(desk):
    with pytest.raises(UsageError, match="invalid kind 'listing' \\(expected one of article, gallery, liveblog\\)"):
        desk.archive.add(article(kind="listing"))


def test_what_is_no_address_is_refused(desk):
    with pytest.raises(UrlError):
        desk.archive.add(article(url="mailto:desk@courrier.example"))
