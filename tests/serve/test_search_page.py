"""The search page: what it finds, how that is narrowed down, and that it answers whatever it is asked."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.archives import article
from support.served import desk_at, served


@pytest.fixture(scope="module")
def pages(lake):
    with served(lake) as opened:
        yield opened


def search(pages, **asked):
    response = pages.get(f"/-/search?{urlencode(asked)}")
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def titles(soup):
    return texts(soup, ".result h3")


def test_words_are_found_and_marked(pages):
    soup = search(pages, q="LIGNE fermee")
    assert titles(soup) == ["Le bac rouvre mardi"]
    assert {mark.get_text() for mark in soup.select("mark")} == {"ligne", "fermée"}
    assert soup.select_one(".result a")["href"] == "/-/article/1"


def test_what_was_asked_stands_in_the_form(pages):
    soup = search(pages, q='"le bac" </input>', author="Zoé Muñoz", order="date")
    assert soup.select_one("input[name=q]")["value"] == '"le bac" </input>'
    assert soup.select_one("input[name=author]")["value"] == "Zoé Muñoz"
    assert soup.select_one("select[name=order] option[selected]")["value"] == "date"


def test_facets_count_and_narrow_down(pages):
    soup = search(pages, q="la OR runs")
    links = {link.get_text(): link for link in soup.select(".facet a")}
    assert links["fr"].find_next("span").get_text() == "2"
    narrowed = BeautifulSoup(pages.get(f"/-/search{links['en']['href']}").text, "lxml")
    assert titles(narrowed) == ["The ferry runs again"]


def test_a_year_narrows_to_its_days(pages):
    soup = search(pages, q="bac")
    (year,) = [link for link in soup.select(".facet a") if link.get_text() == "2025"]
    assert year["href"] == "?q=bac&since=2025-01-01&until=2025-12-31"


def test_each_filter_can_be_taken_away(pages):
    soup = search(pages, q="bac", language="en", tag="lac")
    removers = {link.get_text(" ", strip=True): link["href"] for link in soup.select(".active a")}
    assert removers == {"Language: en ×": "?q=bac&tag=lac", "Tag: lac ×": "?q=bac&language=en"}


def test_filters_alone_find_everything_that_they_let_pass(pages):
    assert titles(search(pages, language="en")) == ["The ferry runs again"]
    assert titles(search(pages, source="Courrier du Lac", section="Transports")) == ["Le bac rouvre mardi"]


def test_teasers_are_a_search_of_their_own(pages):
    soup = search(pages, q="marché", among="teasers")
    assert titles(soup) == ["Le marché déménage"]
    assert "not archived" in soup.select_one(".result").get_text()
    promoted = search(pages, q="foire", among="teasers")
    assert {link["href"] for link in promoted.select(".result h3 a")} == {"/-/article/2"}


def test_nothing_found_says_what_may_help(pages):
    soup = search(pages, q="bac", author="Nobody")
    advice = " ".join(texts(soup, "main li"))
    assert "Leave all filters out" in advice
    assert "The beginning of a word with a star" in advice
    assert "Look among teasers" in advice


def test_a_day_that_is_none_is_said_to_be_none(pages):
    soup = search(pages, q="bac", since="yesterday")
    assert "“yesterday” is no day" in soup.select_one(".notice").get_text()
    assert titles(soup) == ["Le bac rouvre mardi"]


def test_days_that_none_lies_between_are_said_to_be_wrong(pages):
    soup = search(pages, q="bac", since="2025-01-01", until="2024-12-31")
    assert "“2024-12-31” is before the first day" in soup.select_one(".notice").get_text()
    assert titles(soup) == ["Le bac rouvre mardi"]


def test_an_empty_search_says_how_to_search(pages):
    assert '"last ferry"' in search(pages).get_text()


@pytest.mark.parametrize(
    "words",
    [
        *('"', "'", '"a', "a*", "*", "AND", "OR", "NOT a", "a AND", "NEAR(a b)", "title:", "-", "--", "a-b", "^a", "("),
        *(")", "{a}", "a:b", "🚢", "\0", "%", "_", ";--", "\ufffe", "a\nb"),
    ],
)
def test_what_means_something_to_sqlite_is_only_text(pages, words):
    search(pages, q=words)
    search(pages, q=words, among="teasers")


@pytest.mark.parametrize("words", ["a" * 10_000, "a " * 5_000, '"' * 10_000, "é" * 10_000, "AND " * 2_500], ids=len)
def test_ten_thousand_characters_are_answered(pages, words):
    search(pages, q=words)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(["q", "source", "since", "until", "author", "page_number"]), st.text(max_size=30))
)
def test_whatever_is_asked_is_answered(pages, asked):
    search(pages, **{name: value.encode("utf-8", "replace") for name, value in asked.items()})


def test_many_hits_come_page_by_page(tmp_path):
    with desk_at(tmp_path / "many.db") as desk:
        desk.save(*(desk.read(f"/{n}", article(title=f"Le bac {n}")) for n in range(45)))
    with served(tmp_path / "many.db") as pages:
        first, last = search(pages, q="bac"), search(pages, q="bac", page_number=3)
    assert texts(first, "h2")[0] == "45 articles"
    assert (len(titles(first)), len(titles(last))) == (20, 5)
    assert first.select_one("a[rel=next]")["href"] == "?q=bac&page_number=2"
    assert not set(titles(first)) & set(titles(last))
