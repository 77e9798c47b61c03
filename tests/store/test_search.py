from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archiver.store.search import fts_query
from support.archives import SITE, article, listing, teaser

TEXTS = {
    "/théâtre": article(
        title="Le théâtre rouvre", lead=None, body="La scène du lac, l'été venu.", byline="Par Zoé Muñoz"
    ),
    "/bac": article(title="Le bac coule", lead="Un naufrage au théâtre du lac.", body="Personne à bord."),
    "/marché": article(title="Marché", lead=None, body="Des légumes, et encore des légumes. Rien du théâtre."),
}


@pytest.fixture
def library(desk):
    desk.save(*(desk.read(url, text) for url, text in TEXTS.items()))
    return desk


def found(desk, words, **options):
    return [hit.url.removeprefix(SITE) for hit in desk.archive.search(words, **options)]


@pytest.mark.parametrize("words", ["légumes", "legumes", "LÉGUMES", "le\u0301gumes", "Legumes"])
def test_accents_and_case_do_not_count(library, words):
    assert found(library, words) == ["/marché"]


def test_all_words_must_be_there(library):
    assert found(library, "lac naufrage") == ["/bac"]
    assert found(library, "lac légumes") == []


def test_a_title_weighs_more_than_the_text(library):
    assert found(library, "theatre") == ["/théâtre", "/bac", "/marché"]


def test_a_phrase_in_quotes_stands_together(library):
    assert found(library, '"théâtre du lac"') == ["/bac"]
    assert found(library, "« du lac »") == found(library, '"du lac"') == ["/bac", "/théâtre"]


def test_a_star_finds_the_start_of_a_word(library):
    assert found(library, "naufr*") == ["/bac"]
    assert found(library, "naufr") == []


def test_names_in_the_byline_are_found(library):
    assert found(library, "munoz") == ["/théâtre"]


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("l'été", ["/théâtre"]),
        ("l’été", ["/théâtre"]),
        ("AND", []),
        ("lac AND", []),
        ("lac OR naufrage", []),
        ("NOT lac", []),
        ("title:bac", []),
        ("lac -naufrage", ["/bac"]),
        ("bac!", ["/bac"]),
        ('"bac', ["/bac"]),
        ('bac "', ["/bac"]),
        ("😀 bac", ["/bac"]),
        ("😀", []),
        ("", []),
        ("   ", []),
        ("*", []),
        ('""', []),
        ("(bac)", ["/bac"]),
        ("bac^2", []),
        ("bac\0", ["/bac"]),
        ("NEAR(bac coule)", []),
        ("\ud83d bac", ["/bac"]),
    ],
)
def test_no_character_has_a_hidden_meaning(library, words, urls):
    assert found(library, words) == urls


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(), max_size=30) | st.text(alphabet="ab\"'*^()-:+{} ANDORT", max_size=20))
@example('a""b')
def test_no_text_is_refused(library, words):
    library.archive.search(words)
    library.archive.search(words, among="teasers")


def test_a_query_shows_the_words_as_they_were_typed():
    assert fts_query('deux mots "une phrase" déb*') == '"deux" "mots" "une phrase" "déb"*'


def test_a_snippet_shows_the_match_between_marks(library):
    (hit,) = library.archive.search("legumes", marks=("[", "]"))

    assert hit.snippet == "Des [légumes], et encore des [légumes]. Rien du théâtre."
    assert (hit.title, hit.source, hit.published) == ("Marché", "Courrier du Lac", None)
    assert hit.rank < 0


def test_a_search_can_be_narrowed(desk):
    desk.save(
        desk.read("/old", article(published=dt.date(2020, 1, 1))),
        desk.read("/new", article(published=dt.date(2025, 1, 1))),
    )
    desk.archive.add(article(url="https://autre.example/bac"))

    assert found(desk, "bac", since=dt.date(2024, 1, 1)) == ["/new"]
    for host in ("autre.example", "Autre.Example"):
        assert found(desk, "bac", source=host) == ["https://autre.example/bac"]
        assert [one.url for one in desk.archive.articles(source=host)] == ["https://autre.example/bac"]
    assert len(found(desk, "bac", source="Courrier du Lac")) == 2
    assert len(found(desk, "bac", limit=1)) == 1


def test_cards_are_searched_apart_from_articles(desk):
    desk.save(desk.read("/", listing(teaser("Le musée", excerpt="Des momies", url=f"{SITE}/musée"))))

    assert desk.archive.search("momies") == ()
    (hit,) = desk.archive.search("MOMIES", among="teasers")
    assert (hit.title, hit.url) == ("Le musée", f"{SITE}/musée")
    assert desk.rows(
        "SELECT t.title FROM teasers_fts AS f JOIN teasers AS t ON t.card_id = f.rowid WHERE teasers_fts MATCH 'momies'"
    ) == [("Le musée",)]


WORDS = st.text(alphabet="abé ", max_size=6)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["/1", "/2", "/3"]), st.sampled_from(["read", "reparse", "gone"]), WORDS, WORDS),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
def test_the_index_says_what_the_tables_hold_whatever_happens(desk, events):
    for url, event, title, body in events:
        text = article(title=title.strip() or None, body=body, teasers=(teaser(body),))
        if event == "read":
            desk.save(desk.read(url, text))
        elif event == "gone":
            desk.save(desk.gone(url))
        elif desk.rows("SELECT 1 FROM captures WHERE url = ?", desk.absolute(url)):
            desk.archive.save_reparsed([desk.reparsed(url, text)])
        desk.clock.pass_hours(1)

    assert desk.archive.check().problems == ()
    for word in ("a", "b", "é"):
        by_index = {hit.id for hit in desk.archive.search(word, limit=99)}
        tokens = "SELECT id FROM articles WHERE ' ' || replace(title || ' ' || body || ' ', 'é', 'e') LIKE ?"
        assert by_index >= set(desk.column(tokens, f"% {word.replace('é', 'e')} %"))
