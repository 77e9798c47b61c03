"""Near-identical articles: found as they come, compared anew when they change, forgotten when they go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.store.similar import _components
from support.archives import SITE, article, foreign_rows
from test_fingerprints import NOTICE, OTHER, STORY

PAIRS = "SELECT article_id, other_article_id FROM near_duplicates ORDER BY 1, 2"
CLUSTERS = "SELECT group_concat(article_id) FROM (SELECT * FROM story_clusters ORDER BY article_id) GROUP BY cluster_id"


def save(desk, **bodies):
    for name, body in bodies.items():
        desk.save(desk.read(f"/{name}", article(title=f"Titre {name}", lead=None, body=body)))
        desk.clock.pass_hours(1)


def test_a_story_that_is_printed_again_is_a_near_duplicate(desk):
    save(desk, a=STORY, b=OTHER, c=f"LAUSANNE (ATS) - {STORY}")

    assert desk.rows("SELECT article_id, title, other_article_id, other_title, cluster_id FROM near_duplicates") == [
        (1, "Titre a", 3, "Titre c", 1)
    ]
    assert desk.column(CLUSTERS) == ["1,3"]


def test_the_column_holds_what_the_pair_is_told_by(desk):
    save(desk, a=STORY, b=STORY, c="Trop court.")

    assert desk.rows("SELECT id, simhash IS NULL FROM articles") == [(1, 0), (2, 0), (3, 1)]
    assert desk.row("SELECT count(DISTINCT simhash) FROM articles") == (1,)
    assert desk.column("SELECT distance FROM near_duplicates") == [0]


def test_a_lead_in_one_and_a_first_paragraph_in_the_other_are_the_same_text(desk):
    first, rest = STORY.split(". ", 1)
    desk.save(desk.read("/a", article(lead=f"{first}.", body=rest)), desk.read("/b", article(lead=None, body=STORY)))

    assert desk.rows(PAIRS) == [(1, 2)]


def test_a_text_that_is_edited_away_leaves_its_cluster(desk):
    save(desk, a=STORY, b=STORY, c=STORY)
    save(desk, a=OTHER)

    assert desk.rows(PAIRS) == [(2, 3)]
    assert desk.column(CLUSTERS) == ["2,3"]
    assert desk.archive.check().problems == ()


def test_a_text_that_is_edited_into_another_joins_its_cluster(desk):
    save(desk, a=STORY, b=OTHER, c=OTHER)
    save(desk, a=OTHER)

    assert desk.column(CLUSTERS) == ["1,2,3"]


def test_two_clusters_that_a_text_connects_become_one(desk):
    halves = STORY[:250], OTHER[:250]
    save(desk, a=STORY, b=STORY, c=OTHER, d=OTHER)
    assert desk.column(CLUSTERS) == ["1,2", "3,4"]
    desk.archive.add(article(title="Neuf", body=f"{halves[0]} {halves[1]}"))
    save(desk, c=STORY)

    assert desk.column(CLUSTERS) == ["1,2,3"]


def test_an_article_that_is_folded_into_another_takes_its_pairs_along(desk):
    save(desk, a=STORY, b=STORY)
    desk.save(desk.read("/a", article(title="Titre b", lead=None, body=STORY), final_url="/b"))

    assert desk.column("SELECT url FROM articles") == [f"{SITE}/b"]
    assert (desk.rows(PAIRS), desk.column(CLUSTERS)) == ([], [])
    assert desk.column("SELECT DISTINCT article_id FROM article_sketches") == [1]
    assert desk.archive.check().problems == ()


def test_what_is_printed_every_day_has_few_pairs_and_one_cluster(desk):
    save(desk, **{f"d{day}": STORY for day in range(40)})

    assert desk.row("SELECT count(*) FROM similar_articles") < (40 * 20,)
    assert desk.row("SELECT count(*), count(DISTINCT cluster_id) FROM story_clusters") == (40, 1)


def test_a_notice_that_other_articles_have_is_no_story(desk):
    save(desk, a=f"{STORY}\n\n{NOTICE}", b=f"{OTHER}\n\n{NOTICE}")
    save(desk, c=f"Le bac rouvre lundi à midi.\n\n{NOTICE}", d=f"Neige dès jeudi sur les cols.\n\n{NOTICE}")
    assert desk.rows(PAIRS) == []

    save(desk, e=f"Le bac rouvre lundi à midi.\n\n{NOTICE}")
    assert desk.rows(PAIRS) == [(3, 5)]


@pytest.mark.parametrize("body", [None, "", "Trop court."])
def test_a_text_that_becomes_too_short_is_near_to_nothing(desk, body):
    save(desk, a=STORY, b=STORY)
    save(desk, a=body)

    assert desk.column("SELECT simhash FROM articles WHERE id = 1") == [None]
    assert (desk.rows(PAIRS), desk.column("SELECT DISTINCT article_id FROM article_sketches")) == ([], [2])


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=40))
def test_components_hold_what_pairs_connect_and_nothing_else(pairs):
    found = list(_components(pairs))

    assert sorted(n for part in found for n in part) == sorted({n for pair in pairs for n in pair})
    assert all(sum(one in part and other in part for part in found) == 1 for one, other in pairs)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE articles SET simhash = 5 WHERE id = 2", "article 2 is not found by its simhash"),
        ("UPDATE articles SET simhash = NULL WHERE id = 2", "article 2 is found by simhash"),
        ("DELETE FROM cluster_members WHERE article_id = 2", "articles 1 and 2 are near-identical, and in no cluster"),
        ("DELETE FROM similar_articles", "article 1 is in a cluster, and near-identical to nothing"),
    ],
)
def test_a_check_tells_what_does_not_agree(desk, path, damage, words):
    save(desk, a=STORY, b=STORY)
    assert desk.archive.check().problems == ()
    foreign_rows(path, damage)

    assert any(words in problem for problem in desk.archive.check().problems)
