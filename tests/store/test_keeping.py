"""Revisions: which text is new, and who changed it."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.model import Author, TextFacts
from archiver.text import word_count
from archiver.text_facts import facts_of
from support.archives import SITE, VERSION, article
from test_fingerprints import OTHER
from test_fingerprints import STORY as TOLD

OLD, NEW = "Le bac rouvre lundi", "Le bac rouvre mardi"


def causes(desk):
    return desk.rows("SELECT number, cause, title FROM revisions ORDER BY number")


def test_the_first_text_is_revision_one(desk):
    desk.save(desk.read("/bac", article()))

    assert desk.row("SELECT article_id, number, capture_id, cause, seen_at, title, lead, body FROM revisions") == (
        1,
        1,
        1,
        "first",
        "2025-08-11T12:00:00Z",
        OLD,
        "Après six mois.",
        "Le bac reprend.",
    )
    assert desk.row("SELECT r.text_digest = a.text_digest FROM revisions AS r, articles AS a") == (1,)


@pytest.mark.parametrize("changed", [{"title": NEW}, {"lead": None}, {"body": "Le bac coule."}])
def test_a_change_of_title_lead_or_body_is_the_publishers(desk, changed):
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    counts = desk.save(desk.read("/bac", article(**changed)))

    assert desk.column("SELECT cause FROM revisions ORDER BY number") == ["first", "publisher"]
    assert counts.articles_changed == 1
    assert desk.row("SELECT a.text_digest = r.text_digest FROM articles AS a, revisions AS r WHERE number = 2") == (1,)


def test_other_fields_are_renewed_without_a_revision(desk):
    desk.save(desk.read("/bac", article(tags=("lac",), authors=(Author(name="Ada"),))))
    desk.clock.pass_hours(1)
    day = dt.date(2025, 8, 10)
    desk.save(desk.read("/bac", article(published=day, byline="Par Zoé", authors=(Author(name="Zoé"),))))

    kept = desk.archive.article(f"{SITE}/bac")
    assert (kept.published, kept.byline, kept.authors, kept.tags) == (day, "Par Zoé", (Author(name="Zoé"),), ())
    assert causes(desk) == [(1, "first", OLD)]
    assert [hit.id for hit in desk.archive.search("Zoé")] == [1]


def test_going_back_to_an_earlier_text_is_a_revision_of_its_own(desk):
    for title in (OLD, NEW, OLD):
        desk.save(desk.read("/bac", article(title=title)))
        desk.clock.pass_hours(1)

    assert causes(desk) == [(1, "first", OLD), (2, "publisher", NEW), (3, "publisher", OLD)]


def test_what_a_newer_parser_reads_differently_is_the_parsers(desk):
    desk.save(desk.read("/bac", article()))
    counts = desk.save(desk.read("/bac", article(title=NEW), previous=article(title=NEW), parser_version=VERSION + 1))

    assert causes(desk) == [(1, "first", OLD), (2, "parser", NEW)]
    assert counts.articles_changed == 0
    assert desk.rows("SELECT * FROM headline_changes") == []


def test_a_publishers_change_is_told_apart_from_the_newer_parsers(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre lundi | Courrier")))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(title=NEW), previous=article(title=OLD), parser_version=VERSION + 1))

    assert [cause for _, cause, _ in causes(desk)] == ["first", "parser", "publisher"]
    assert desk.rows("SELECT old_title, new_title, changed_at FROM headline_changes") == [
        (OLD, NEW, "2025-08-11T13:00:00Z")
    ]
    assert desk.column("SELECT capture_id FROM revisions ORDER BY number") == [1, 1, 2]


def test_a_newer_parser_that_reads_the_same_leaves_the_publishers_change(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/bac", article(title=NEW), previous=article(), parser_version=VERSION + 1))

    assert causes(desk) == [(1, "first", OLD), (2, "publisher", NEW)]


def test_no_change_is_claimed_when_another_parser_read_it_and_nothing_was_kept(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/bac", article(title=NEW), parser_version=VERSION + 1))

    assert causes(desk) == [(1, "first", OLD), (2, "parser", NEW)]


def test_the_version_is_noted_when_a_newer_parser_reads_the_same(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(
        desk.read(
            "/bac", article(body="Le bac reprend."), parser_version=VERSION + 1, capture=desk.capture("/bac", "x")
        )
    )

    assert desk.row("SELECT parser_version FROM articles") == (VERSION + 1,)
    assert len(causes(desk)) == 1


# One article, several pages.


def test_pages_that_name_one_address_share_one_article(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/mobile/bac", article(), article_url=f"{SITE}/bac"))

    assert desk.column("SELECT article_id FROM pages ORDER BY id") == [1, 1]
    assert desk.column("SELECT url FROM articles") == [f"{SITE}/bac"]


def test_what_another_address_reads_differently_is_no_change(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/imprimer/bac", article(title="Imprimer"), article_url=f"{SITE}/bac"))

    assert causes(desk) == [(1, "first", OLD)]


def test_the_page_at_the_articles_own_address_takes_over(desk):
    desk.save(desk.read("/mobile/bac", article(title="Mobile"), article_url=f"{SITE}/bac"))
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(title=NEW)))

    assert causes(desk) == [(1, "first", "Mobile"), (2, "parser", OLD), (3, "publisher", NEW)]


def test_a_change_seen_through_a_redirect_is_the_publishers(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/ancien", article(title=NEW), final_url="/bac"))

    assert causes(desk) == [(1, "first", OLD), (2, "publisher", NEW)]


def test_an_article_moves_with_its_page_to_a_new_address(desk):
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(body="Le bac reprend, enfin."), final_url="/bac-rouvert"))

    assert desk.column("SELECT url FROM articles") == [f"{SITE}/bac-rouvert"]
    assert [cause for _, cause, _ in causes(desk)] == ["first", "publisher"]
    assert desk.archive.article(f"{SITE}/bac").url == f"{SITE}/bac-rouvert"


STORY = "Le bac reprend lundi entre les deux rives, a dit la mairie. Les billets coûtent autant qu'avant."


@pytest.mark.parametrize("is_read_first", [True, False], ids=["the new address was read first", "it was not"])
def test_a_corrected_headline_with_another_address_is_a_revision(desk, is_read_first):
    desk.save(desk.read("/bac", article(body=STORY)))
    desk.clock.pass_hours(1)
    corrected = article(title="Le bac reste à quai", body=f"{STORY} Rectifié.")
    if is_read_first:
        desk.save(desk.read("/bac-a-quai", corrected))
        assert len(desk.column("SELECT id FROM articles")) == 2
    desk.save(desk.read("/bac", corrected, final_url="/bac-a-quai"))

    assert desk.rows("SELECT id, url, title FROM articles") == [(1, f"{SITE}/bac-a-quai", "Le bac reste à quai")]
    assert causes(desk) == [(1, "first", OLD), (2, "publisher", "Le bac reste à quai")]
    assert desk.rows("SELECT old_title, new_title FROM headline_changes") == [(OLD, "Le bac reste à quai")]
    assert set(desk.column("SELECT article_id FROM pages WHERE url LIKE '%/bac%'")) == {1}
    assert desk.archive.check().problems == ()


def test_an_article_with_revisions_of_its_own_is_not_folded_into_another(desk):
    desk.save(desk.read("/bac", article(body=STORY)))
    desk.save(desk.read("/quai", article(title="Le bac à quai", body=STORY)))
    desk.save(desk.read("/quai", article(title="Le bac reste à quai", body=STORY)))
    desk.save(desk.read("/bac", article(title="Le bac reste à quai", body=STORY), final_url="/quai"))

    assert desk.column("SELECT id FROM articles ORDER BY id") == [1, 2]
    assert [len(list(desk.archive.revisions(number))) for number in (1, 2)] == [1, 2]
    assert desk.archive.check().problems == ()


def test_a_redirect_to_another_story_is_another_article(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/bac", article(title="Le musée ferme", body="Pour travaux."), final_url="/musée"))

    assert desk.column("SELECT title FROM articles ORDER BY id") == [OLD, "Le musée ferme"]
    assert len(list(desk.archive.revisions(1))) == 1
    assert desk.archive.check().problems == ()


def test_revisions_are_read_oldest_first(desk):
    for title in (OLD, NEW):
        desk.save(desk.read("/bac", article(title=title)))

    assert [(r.number, r.cause, r.title, r.capture_id) for r in desk.archive.revisions(1)] == [
        (1, "first", OLD, 1),
        (2, "publisher", NEW, 2),
    ]


# What follows from a text, worked out by whoever has read it.


def test_facts_that_come_with_a_text_are_kept(desk):
    given = TextFacts(lead=None, body=TOLD, word_count=7, simhash=5, sketch=(1, 2))
    desk.save(desk.read("/bac", article(lead="", body=TOLD), facts=given))

    assert desk.row("SELECT simhash, a.word_count, l.word_count FROM articles AS a, revision_log AS l") == (5, 7, 7)
    assert desk.column("SELECT sketch FROM article_sketches ORDER BY 1") == [1, 2]


def test_facts_of_another_text_do_not_count(desk):
    of_a_part = TextFacts(lead=None, body="Le bac", word_count=7, simhash=5, sketch=(1, 2))
    desk.save(desk.read("/bac", article(body=TOLD), facts=of_a_part), desk.read("/a", article(body=TOLD)))

    assert desk.row("SELECT count(DISTINCT simhash), min(word_count) FROM articles") == (1, word_count(TOLD))
    assert desk.column("SELECT count(*) FROM near_duplicates") == [1]


def test_an_edit_that_comes_with_facts_is_compared_by_them(desk):
    desk.save(desk.read("/a", article(lead=None, body=TOLD)), desk.read("/b", article(lead=None, body=OTHER)))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/b", article(lead=None, body=TOLD), facts=facts_of(None, TOLD)))

    assert desk.rows("SELECT article_id, other_article_id FROM near_duplicates") == [(1, 2)]
