"""The page of what changed in an article."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from support.archives import article
from support.served import desk_at, served


@pytest.fixture(scope="module")
def thrice(tmp_path_factory):
    """An archive with an article that had three titles, the last one by a newer parser."""
    path = tmp_path_factory.mktemp("thrice") / "thrice.db"
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article(title="Le bac ferme")))
        desk.save(desk.read("/bac", article(title="Le bac rouvre")))
        desk.archive.save_reparsed([desk.reparsed("/bac", article(title="Bac : il rouvre"))])
    return path


def open_changes(path, query=""):
    with served(path) as pages:
        return BeautifulSoup(pages.get(f"/-/article/1/changes{query}").text, "lxml")


def headings(soup):
    return [heading.get_text() for heading in soup.select("main h2")]


def test_words_that_came_and_went_are_marked_as_such(lake):
    soup = open_changes(lake)
    title = soup.select_one(".difference-title")
    assert [str(part) for part in title.select("del, ins")] == ["<del>lundi</del>", "<ins>mardi</ins>"]
    assert [heading.get_text() for heading in soup.select("main h3")] == ["Title", "Lead", "Text"]


def test_of_texts_that_are_not_kept_it_is_said_that_they_changed(textless):
    soup = open_changes(textless)
    assert [heading.get_text() for heading in soup.select("main h3")] == ["Title", "Lead", "Text"]
    lead, body = (line.get_text() for line in soup.select(".comparison .unknown"))
    assert lead == "It changed; this archive does not keep what it said."
    assert re.fullmatch(r"It changed; .* what it said \(\d+ words before, \d+ after\)\.", body)
    assert "The two are the same" not in soup.get_text()


def test_long_parts_that_stayed_are_folded(lake):
    (fold,) = open_changes(lake).select(".difference-body details")
    assert "characters that stayed" in fold.summary.get_text()
    assert "le capitaine salue le clocher" in fold.get_text()


def test_each_revision_stands_against_the_one_before_the_newest_first(thrice):
    soup = open_changes(thrice)
    assert headings(soup) == ["Revision 2 → 3", "Revision 1 → 2"]
    causes = [line.get_text() for line in soup.select(".comparison > p")]
    assert "the page was read differently" in causes[0]
    assert "the publisher changed the page" in causes[1]


@pytest.mark.parametrize("query", ["?old=1&new=3", "?old=3&new=1"])
def test_any_two_can_be_chosen(thrice, query):
    soup = open_changes(thrice, query)
    assert headings(soup) == ["Revision 1 → 3"]
    chosen = [option["value"] for option in soup.select("option[selected]")]
    assert chosen == ["1", "3"]


@pytest.mark.parametrize("query", ["?old=1&new=99", "?old=x&new=2", "?old=2&new=2", "?old=2"])
def test_a_choice_that_is_none_shows_all(thrice, query):
    assert len(headings(open_changes(thrice, query))) == 2


def test_an_article_that_never_changed_says_so(lake):
    with served(lake) as pages:
        assert "Nothing so far" in pages.get("/-/article/2/changes").text


def test_many_revisions_come_page_by_page(tmp_path):
    with desk_at(tmp_path / "many.db") as desk:
        for number in range(14):
            desk.save(desk.read("/bac", article(title=f"Titre {number}")))
    assert headings(open_changes(tmp_path / "many.db"))[::9] == ["Revision 13 → 14", "Revision 4 → 5"]
    rest = headings(open_changes(tmp_path / "many.db", "?page_number=2"))
    assert rest == ["Revision 3 → 4", "Revision 2 → 3", "Revision 1 → 2"]


def test_a_break_before_a_new_paragraph_is_no_part_of_what_came(tmp_path):
    with desk_at(tmp_path / "more.db") as desk:
        desk.save(desk.read("/bac", article(body="Le bac rouvre.\n\nLe port aussi.")))
        desk.save(desk.read("/bac", article(body="Le bac rouvre.\n\nLe port aussi.\n\nLa foire attend.\n\nFin.")))
    (difference,) = open_changes(tmp_path / "more.db").select(".difference-body")
    assert [part.get_text() for part in difference.select("ins")] == ["La foire attend.", "Fin."]
    assert difference.get_text().split("\n")[-3:] == ["Le port aussi.", "La foire attend.", "Fin."]


def test_a_paragraph_that_was_divided_shows_where(tmp_path):
    with desk_at(tmp_path / "divided.db") as desk:
        for body in ("Le bac rouvre. Le port aussi.", "Le bac rouvre.\n\nLe port aussi."):
            desk.save(desk.read("/bac", article(body=body)))
    (difference,) = open_changes(tmp_path / "divided.db").select(".difference-body")
    assert "¶" in [part.get_text() for part in difference.select("ins")]


def test_of_very_long_texts_a_page_compares_few(tmp_path):
    words = " ".join(f"mot{n}" for n in range(25_000))
    with desk_at(tmp_path / "long.db") as desk:
        for n in range(5):
            desk.save(desk.read("/bac", article(body=f"Version {n}. {words}")))
    soup = open_changes(tmp_path / "long.db")
    assert headings(soup) == ["Revision 4 → 5", "Revision 3 → 4"]
    assert "Page 1 of 2" in soup.get_text()
