"""Keys: what makes two addresses, titles or texts the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.store.matching import Promise, address_key, text_key, title_match

SAME_ADDRESS = (
    "https://www.lac.example/2025/le-bac",
    "http://www.lac.example/2025/le-bac",
    "https://lac.example/2025/le-bac/",
    "https://m.lac.example/2025/le-bac#commentaires",
    "https://mobile.lac.example/2025/le-bac?utm_source=une&utm_medium=carte",
    "https://amp.lac.example/2025/le-bac",
    "https://www.lac.example/amp/2025/le-bac",
    "https://www.lac.example/2025/le-bac/amp/",
    "https://www.lac.example/2025/le-bac?amp=1",
    "https://www.lac.example/2025/le-bac?outputType=amp",
    "https://www.lac.example/2025/le-bac.amp",
    "https://www-lac-example.cdn.ampproject.org/c/s/www.lac.example/2025/le-bac",
    "https://WWW.LAC.example:443/a/../2025/le-bac",
)


@pytest.mark.parametrize("url", SAME_ADDRESS)
def test_the_addresses_at_which_a_site_serves_one_page_have_one_key(url):
    assert address_key(url) == "lac.example/2025/le-bac"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.lac.example/2025/le-bac?page=2",
        "https://www.lac.example/2025/Le-bac",
        "https://sport.lac.example/2025/le-bac",
        "https://www.lac.example:8080/2025/le-bac",
        "https://www.lac.example/2025/le-bac/ampoule",
        "https://www.mare.example/2025/le-bac",
    ],
)
def test_another_page_has_another_key(url):
    assert address_key(url) != "lac.example/2025/le-bac"


@pytest.mark.parametrize("url", ["file:///tmp/page.html", "urn:sha256:00", "javascript:void(0)", "https://", ""])
def test_what_is_no_web_address_is_its_own_key(url):
    assert address_key(url) == url


def test_a_short_host_keeps_its_name():
    assert address_key("https://m.example/bac") == "m.example/bac"
    assert address_key("https://www.example/") == "www.example/"


PLACES = st.from_regex(r"(www\.|m\.|amp\.)?[a-z]{1,5}\.example/[a-z/.]{0,20}(\?[a-z=&]{0,9})?", fullmatch=True)


@given(place=PLACES)
def test_the_scheme_and_what_only_tracks_never_count(place):
    tracked = f"{place}{'&' if '?' in place else '?'}utm_source=une"

    assert address_key(f"http://{tracked}") == address_key(f"https://{place}")


@given(url=st.text())
def test_any_text_has_a_key(url):
    assert isinstance(address_key(url), str)


@pytest.mark.parametrize(
    "title",
    [
        "« L’été » arrive : déjà",
        '"L\'ÉTÉ" ARRIVE - DEJA',
        "“L'été” arrive… Déjà !",
        "L’e\u0301te\u0301  arrive,\u00a0déjà",
    ],
)
def test_case_accents_quotes_and_punctuation_of_a_title_do_not_count(title):
    assert title_match(title) == "title:l ete arrive deja"


@pytest.mark.parametrize("title", [None, "", "…", "???", " \u00a0 "])
def test_a_title_without_words_has_no_key(title):
    assert title_match(title) is None


def test_a_text_is_its_words():
    assert text_key("Après six mois, le bac…") in text_key("« Après six mois, le bac reprend. »")


def test_a_title_of_five_words_is_telling_in_any_script():
    assert Promise(None, "Le bac de Berrac rouvre", None).is_telling
    assert Promise(None, "東京都知事選挙始まる", None).is_telling
    assert not Promise(None, "Météo du jour", None).is_telling


def test_a_bare_placeholder_has_nothing_to_go_by():
    assert Promise(None, None, "Image Not Found").match_key is None
