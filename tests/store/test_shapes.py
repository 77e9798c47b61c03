"""What a source's addresses have turned out to be is counted as pages change."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.model import FrontierEntry
from archiver.store.shapes import count_all
from support.archives import SITE, START, article, listing, teaser

SHAPES = "SELECT shape, articles, others, barren FROM address_shapes ORDER BY shape"


def entry(desk, url, **fields):
    return FrontierEntry(url=url, source_id=desk.source.id, priority=40, due_at=START, found_by="link", **fields)


def test_pages_are_counted_by_the_shape_of_their_addresses(desk):
    desk.save(desk.read("/sport/le-bac-rouvre-lundi", article()))
    desk.save(desk.read("/sport/le-bac-coule-mardi", article(title="Coulé", body="Au fond.")))
    desk.save(desk.read("/tag/bac", listing()))
    assert desk.rows(SHAPES) == [("/sport/{slug}", 2, 0, 0), ("/tag/{word}", 0, 1, 1)]


def test_a_query_counts_for_the_path_with_any_query_too(desk):
    desk.save(desk.read("/boutique?taille=1", listing()))
    desk.save(desk.read("/boutique?couleur=2", listing()))
    assert desk.rows(SHAPES) == [
        ("/boutique?*", 0, 2, 2),
        ("/boutique?couleur", 0, 1, 1),
        ("/boutique?taille", 0, 1, 1),
    ]


def test_a_page_that_has_become_an_article_counts_as_one_and_ends_the_row(desk):
    desk.save(desk.read("/tag/bac", listing()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/tag/bac", article()))
    assert desk.rows(SHAPES) == [("/tag/{word}", 1, 0, 0)]


def test_a_second_visit_is_no_second_barren_page(desk):
    desk.save(desk.read("/tag/bac", listing()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/tag/bac", listing(teaser())))
    assert desk.rows(SHAPES) == [("/tag/{word}", 0, 1, 1)]


def test_a_list_that_names_a_new_address_which_may_be_an_article_is_not_barren(desk):
    new = entry(desk, f"{SITE}/sport/le-bac-rouvre-lundi", is_promising=True)
    for path in ("/tag/bac", "/tag/lac"):
        desk.save(replace(desk.read(path, listing()), found=(new,)))
    assert desk.rows(SHAPES) == [("/tag/{word}", 0, 2, 1)]


def test_a_list_that_names_only_what_is_none_is_barren(desk):
    found = (entry(desk, f"{SITE}/tag/lac"), entry(desk, f"{SITE}/login", refusal="action", is_promising=False))
    desk.save(replace(desk.read("/tag/bac", listing()), found=found))
    assert desk.rows(SHAPES) == [("/tag/{word}", 0, 1, 1)]


def test_the_text_of_another_article_under_one_more_address_is_barren(desk):
    for number in (1, 2, 3):
        desk.save(desk.read(f"/le-bac-rouvre-lundi?vu={number}", article()))
    assert desk.rows("SELECT articles, barren FROM address_shapes WHERE shape = '/{slug}?vu'") == [(3, 2)]


def test_walls_and_pages_that_are_gone_say_nothing(desk):
    desk.save(desk.read("/sport/le-bac-rouvre-lundi", article(kind="login")))
    desk.save(desk.gone("/sport/le-bac-coule-mardi"))
    assert desk.rows(SHAPES) == []


KINDS = st.sampled_from(["article", "listing", "gallery", "other", "login", "error"])
PATHS = st.sampled_from(["/tag/a", "/tag/b", "/x?a=1", "/x?b=1", "/sport/un-deux-trois", "/sport/un-deux-quatre"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PATHS, KINDS), max_size=12))
def test_the_counts_are_what_walking_through_all_pages_gives(desk, visits):
    for path, kind in visits:
        desk.clock.pass_hours(1)
        desk.save(desk.read(path, article(kind=kind, title=f"{path} {kind}")))
    counted = desk.rows("SELECT source_id, shape, articles, others FROM address_shapes ORDER BY shape")
    with desk.archive._db.writing() as conn:
        conn.execute("DELETE FROM address_shapes")
        count_all(conn)
    assert desk.rows("SELECT source_id, shape, articles, others FROM address_shapes ORDER BY shape") == counted
