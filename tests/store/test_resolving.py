"""Cards find the article that they promote, whichever came first."""

from __future__ import annotations

import itertools

import pytest

from support.archives import SITE, article, cards, listing, teaser

RESOLVED = "SELECT article_id FROM cards ORDER BY id"


def text_only(title, excerpt=None):
    return listing(teaser(title, excerpt=excerpt, image_status="unknown"))


def test_a_card_finds_an_article_that_is_there(desk):
    desk.save(desk.read("/Le-bac", article()))
    desk.look("/", "Le bac")

    assert desk.column(RESOLVED) == [1]


def test_an_article_is_found_by_the_cards_that_are_there(desk):
    desk.look("/", "Le bac")
    desk.save(desk.read("/Le-bac", article()))

    assert desk.column(RESOLVED) == [1]


def test_cards_and_articles_of_one_batch_find_each_other(desk):
    desk.save(desk.read("/", listing(*cards("Le bac", "Le marché"))), desk.read("/Le-bac", article()))

    assert desk.column(RESOLVED) == [1, None]


@pytest.mark.parametrize("url", ["/Le-bac#commentaires", "/Le-bac?utm_source=une", "/a/../Le-bac"])
def test_an_address_is_compared_as_it_is_normalised(desk, url):
    desk.save(desk.read("/", listing(teaser(url=SITE + url))))
    desk.save(desk.read("/Le-bac", article()))

    assert desk.column(RESOLVED) == [1]
    assert desk.column("SELECT url FROM cards") == [SITE + url]


def test_any_address_of_an_article_will_do(desk):
    mobile = desk.read("/mobile/Le-bac", article(), article_url=f"{SITE}/Le-bac")
    by_mobile = desk.read("/", listing(teaser(url=f"{SITE}/mobile/Le-bac")))
    by_canonical = desk.read("/une", listing(teaser(url=f"{SITE}/Le-bac")))
    desk.save(by_mobile, by_canonical, mobile)

    assert desk.column(RESOLVED) == [1, 1]


def test_a_card_follows_its_page_to_another_article(desk):
    desk.look("/", "direct")
    desk.save(desk.read("/direct", article(), article_url=f"{SITE}/lundi"))
    desk.save(desk.read("/direct", article(title="Mardi", body="Autre."), article_url=f"{SITE}/mardi"))

    assert desk.column(RESOLVED) == [2]


def test_a_card_without_an_address_finds_the_article_with_its_title(desk):
    desk.save(desk.read("/une", text_only("LE BAC ROUVRE  LUNDI")))
    desk.save(desk.read("/bac", article(title="Le bac rouvre lundi")))
    desk.save(desk.read("/autre", text_only("Le Bac rouvre lundi")))

    assert desk.column(RESOLVED) == [1, 1]


def test_a_title_that_two_articles_have_promotes_neither(desk):
    desk.save(
        desk.read("/a", article(title="Météo", body="Pluie.")), desk.read("/b", article(title="Météo", body="Sec."))
    )
    desk.save(desk.read("/une", text_only("Météo")))

    assert desk.column(RESOLVED) == [None]


def test_an_excerpt_tells_two_articles_with_one_title_apart(desk):
    desk.save(desk.read("/a", article(title="Météo", body="Pluie sur le lac.")))
    desk.save(desk.read("/b", article(title="Météo", body="Temps sec à midi.")))
    desk.save(desk.read("/une", text_only("Météo", excerpt="temps SEC")))

    assert desk.column(RESOLVED) == [2]


def test_a_short_title_with_an_excerpt_from_elsewhere_promotes_nothing(desk):
    desk.save(desk.read("/a", article(title="Météo", body="Pluie sur le lac.")))
    desk.save(desk.read("/une", text_only("Météo", excerpt="Le vent se lève")))

    assert desk.column(RESOLVED) == [None]


def test_a_card_with_an_address_is_not_resolved_by_its_title(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre lundi")))
    desk.save(desk.read("/une", listing(teaser("Le bac rouvre lundi", url="https://ailleurs.example/bac"))))

    assert desk.column(RESOLVED) == [None]


def test_a_bare_placeholder_promotes_nothing(desk):
    desk.save(desk.read("/bac", article(title=None)))
    desk.save(desk.read("/une", listing(teaser(None, image_status="placeholder", placeholder_text="Image Not Found"))))

    assert desk.column(RESOLVED) == [None]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_in_which_they_come_does_not_matter(desk, order):
    results = (
        desk.read("/", listing(*cards("Le bac", "Le marché"))),
        desk.read("/texte", text_only("Le musée rouvre enfin ses portes")),
        desk.read("/Le-bac", article(title="Le bac")),
        desk.read("/musée", article(title="Le Musée rouvre enfin ses portes")),
    )
    for place in order:
        desk.save(results[place])

    resolved = "SELECT c.title, a.title FROM cards AS c LEFT JOIN articles AS a ON a.id = c.article_id ORDER BY c.title"
    assert desk.rows(resolved) == [
        ("Le bac", "Le bac"),
        ("Le marché", None),
        ("Le musée rouvre enfin ses portes", "Le Musée rouvre enfin ses portes"),
    ]
