"""Cards find the article that they promote, whichever came first."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.store.archive import open_archive
from support.archives import SITE, Clock, Desk, article, cards, listing, teaser

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


def test_a_second_article_with_the_same_title_takes_the_card_from_the_first(desk):
    desk.save(desk.read("/a", article(title="Le bac rouvre lundi matin")))
    desk.save(desk.read("/une", text_only("Le bac rouvre lundi matin")))
    assert desk.column(RESOLVED) == [1]
    desk.save(desk.read("/b", article(title="Le bac rouvre lundi matin", body="Autre.")))
    assert desk.column(RESOLVED) == [None]


@pytest.mark.parametrize(
    "excerpt",
    [
        "Temps sec à midi…",
        "temps SEC",
        "« Temps sec » à midi, puis du ve…",
        "Le soleil ! Temps sec",
        "…à midi",
    ],
)
def test_an_excerpt_may_be_cut_and_set_differently(desk, excerpt):
    desk.save(desk.read("/a", article(title="Météo", body="Pluie sur le lac.")))
    desk.save(desk.read("/b", article(title="Météo", lead="Le soleil.", body="Temps sec à midi, puis du vent.")))
    desk.save(desk.read("/une", text_only("Météo", excerpt=excerpt)))

    assert desk.column(RESOLVED) == [2]


@pytest.mark.parametrize("title", ["« Le bac » : c’est fini", '"LE BAC", c\'est fini !', "“Le bac” - c’est fini…"])
def test_a_title_is_compared_by_its_words(desk, title):
    desk.save(desk.read("/bac", article(title="“Le bac” : c'est fini")))
    desk.save(desk.read("/une", text_only(title)))

    assert desk.column(RESOLVED) == [1]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_card_may_show_a_title_that_the_article_had(desk, is_first):
    card = desk.read("/une", text_only("Le bac rouvre lundi"))
    desk.save(*[card][:is_first], desk.read("/bac", article(title="Le bac rouvre lundi")))
    desk.save(desk.read("/bac", article(title="Le bac a coulé")), *[card][is_first:])

    assert desk.column(RESOLVED) == [1]


def test_a_new_title_is_found_by_the_cards_that_show_it(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre lundi")))
    desk.save(desk.read("/une", text_only("Le bac a coulé hier")))
    desk.save(desk.read("/bac", article(title="Le bac a coulé hier")))

    assert desk.column(RESOLVED) == [1]


def test_a_card_may_show_the_headline_where_the_title_is_another(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre", headline="Le bac de Berrac rouvre lundi")))
    desk.save(desk.read("/une", text_only("Le bac de Berrac rouvre lundi")))

    assert desk.column(RESOLVED) == [1]


def test_an_edit_may_bring_the_text_that_a_card_shows(desk):
    desk.save(desk.read("/a", article(title="Météo", body="Pluie sur le lac.")))
    desk.save(desk.read("/b", article(title="Météo", body="Temps sec.")))
    desk.save(desk.read("/une", text_only("Météo", excerpt="Orages ce soir")))
    desk.save(desk.read("/b", article(title="Météo", body="Temps sec. Orages ce soir.")))

    assert desk.column(RESOLVED) == [2]


def test_a_title_that_very_many_articles_have_names_none_of_them(desk):
    desk.save(*(desk.read(f"/{n}", article(title="Météo", body=f"Jour {n} est sec.")) for n in range(101)))
    desk.save(desk.read("/une", text_only("Météo", excerpt="Jour 7 est sec")))
    assert desk.column(RESOLVED) == [None]


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    "url",
    [
        "http://www.courrier-du-lac.example/bac",
        "https://courrier-du-lac.example/bac/",
        "https://m.courrier-du-lac.example/bac?utm_campaign=une",
        "https://www.courrier-du-lac.example/bac?amp=1",
        "https://www.courrier-du-lac.example/amp/bac",
    ],
)
def test_another_form_of_an_address_leads_to_the_same_article(desk, url, is_first):
    card = desk.read("/une", listing(teaser(url=url)))
    desk.save(*[card][:is_first], desk.read("/bac", article()), *[card][is_first:])

    assert desk.column(RESOLVED) == [1]


def test_the_address_itself_goes_before_another_form_of_it(desk):
    desk.save(desk.read("/bac", article()), desk.read("/bac/", article(body="Autre.")))
    desk.save(desk.read("/une", listing(teaser(url=f"{SITE}/bac"))))
    desk.save(desk.read("/deux", listing(teaser(url=f"{SITE}/bac/"))))
    desk.save(desk.read("/trois", listing(teaser(url=f"{SITE}/bac?amp=1"))))

    assert desk.column(RESOLVED) == [1, 2, None]


@pytest.mark.parametrize("is_first", [True, False])
def test_where_a_page_redirected_to_is_an_address_of_its_article(desk, is_first):
    card = desk.read("/une", listing(teaser(url=f"{SITE}/bac-2025")))
    page = desk.read("/b/17", article(), final_url="/bac-2025", article_url=f"{SITE}/2025/08/le-bac")
    desk.save(*[card][:is_first], page, *[card][is_first:])

    assert desk.column(RESOLVED) == [1]


def test_an_address_that_the_article_had_still_leads_to_it(desk):
    desk.save(desk.read("/bac", article(), article_url=f"{SITE}/ancien"))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(), article_url=f"{SITE}/nouveau"))
    desk.save(desk.read("/une", listing(teaser(url=f"{SITE}/ancien"))))

    assert desk.column("SELECT url FROM articles") == [f"{SITE}/nouveau"]
    assert desk.column(RESOLVED) == [1]


def test_a_card_of_a_page_that_turns_out_to_be_a_part_promotes_the_whole(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre lundi matin", body="Un.\n\nDeux.", lead=None)))
    desk.save(desk.read("/bac/2", article(title="Le bac rouvre lundi matin", body="Deux.", lead=None)))
    desk.save(desk.read("/une", text_only("Le bac rouvre lundi matin")))
    desk.save(desk.read("/deux", listing(teaser(url=f"{SITE}/bac/2"))))
    assert desk.column(RESOLVED) == [None, 2]
    whole = desk.reparsed("/bac", article(title="Le bac rouvre lundi matin", body="Un.\n\nDeux.", lead=None))
    desk.archive.save_reparsed([replace(whole, parts=(f"{SITE}/bac/2",))])

    assert desk.column(RESOLVED) == [1, 1]


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


TITLES = ("Le bac rouvre lundi matin", "Météo")
TEXTS = ("Pluie sur le lac.", "Temps sec à midi.", "Le bac reprend.")
PATHS = ("/a", "/b", "/c")
ARTICLES = st.tuples(
    st.just("article"), st.sampled_from(TITLES), st.sampled_from(TEXTS), st.sampled_from((*PATHS, None))
)
EXCERPTS = st.sampled_from((None, "Pluie sur le…", "temps sec", "Rien de tel"))
ADDRESSES = st.sampled_from(
    (None, *(f"{SITE}{path}" for path in PATHS), "http://courrier-du-lac.example/b/", SITE + "/p1")
)
CARDS = st.tuples(st.just("card"), st.sampled_from(TITLES), EXCERPTS, ADDRESSES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(ARTICLES | CARDS, min_size=2, max_size=7), data=st.data())
def test_any_order_of_arrival_gives_the_same_resolution(new_archive, tmp_path, events, data):
    order = data.draw(st.permutations(range(len(events))))

    assert resolution(new_archive, tmp_path, events, range(len(events))) == resolution(
        new_archive, tmp_path, events, order
    )


def resolution(new_archive, tmp_path, events, order):
    """By place in the list: the address of the article that each card promotes; articles have one page each."""
    path = shutil.copy(new_archive, tmp_path / "archive.db")
    with open_archive(path, create=False, clock=Clock()) as archive:
        desk = Desk(archive, Clock(), archive.sources()[0])
        taken: set[str] = set()
        for place, (what, title, text, url) in enumerate(events):
            desk.page_id(f"/p{place}")
            if what == "article" and url in taken:
                events[place] = (what, title, text, None)
            taken.add(url)
        for place in order:
            what, title, text, url = events[place]
            if what == "article":
                address = SITE + (url or f"/p{place}")
                desk.save(desk.read(f"/p{place}", article(title=title, lead=None, body=text), article_url=address))
            else:
                desk.save(desk.read(f"/p{place}", listing(teaser(title, url=url, excerpt=text))))
        return sorted(
            desk.rows(
                "SELECT p.url, a.url FROM placements AS pl JOIN pages AS p ON p.id = pl.page_id"
                " JOIN cards AS c ON c.id = pl.card_id LEFT JOIN articles AS a ON a.id = c.article_id"
            )
        )
