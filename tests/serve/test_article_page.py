"""The page of one article."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from archiver.store.archive import open_archive
from support.archives import SITE, article
from support.served import desk_at, served


@pytest.fixture(scope="module")
def shown(lake):
    """Article 1 as its page shows it."""
    with served(lake) as pages:
        yield BeautifulSoup(pages.get("/-/article/1").text, "lxml")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def facts(soup):
    return dict(zip(texts(soup, "dl.facts dt"), texts(soup, "dl.facts dd"), strict=True))


def rows_of(soup, part):
    return [texts(row, "th, td") for row in soup.select(f"#{part} tbody tr")]


def test_it_has_the_text_by_its_paragraphs(shown):
    paragraphs = texts(shown, ".body > p")
    assert paragraphs[0] == "Après sept mois d'arrêt, la ligne reprend."
    assert paragraphs[-1] == "Le premier départ est à sept heures."
    assert shown.select_one(".body")["lang"] == "fr"


def test_a_text_that_is_not_kept_is_no_page_without_one(lake, textless):
    with served(lake) as pages:
        length = facts(BeautifulSoup(pages.get("/-/article/1").text, "lxml"))["Length"]
    with served(textless) as pages:
        soup = BeautifulSoup(pages.get("/-/article/1").text, "lxml")
    assert texts(soup, ".body > p") == ["This archive does not keep the text."]
    assert facts(soup)["Length"] == length != "0 words"


def test_dates_are_the_publishers_with_utc_beside(shown):
    (when,) = texts(shown, ".when")
    assert "11 August 2025, 09:30 +02:00 = 11 August 2025, 07:30 UTC" in when
    assert shown.select_one(".when time")["datetime"] == "2025-08-11T09:30:00+02:00"


def test_an_author_leads_to_what_else_they_wrote(shown):
    assert shown.select_one(".credit a")["href"] == "/-/search?author=Zo%C3%A9%20Mu%C3%B1oz"
    assert texts(shown, ".credit") == ["Zoé Muñoz ( envoyée spéciale, Agence du Lac )"]


def test_the_facts_are_there(shown):
    told = facts(shown)
    assert told["Byline as printed"] == "Par Zoé Muñoz, envoyée spéciale"
    assert (told["Paywall"], told["Language"], told["Tags"]) == ("yes", "fr", "bac lac")
    assert told["First seen"] == "2025-08-11 12:00 UTC"


def test_no_picture_is_loaded_and_all_is_said_of_it(shown):
    assert shown.select("img, picture, video, iframe") == []
    main, inline = texts(shown, "figure.picture")
    assert "Le bac au port" in main
    assert "Le bac, hier. Ada Morin" in main
    assert "placeholder In its place stands: Image Not Found" in inline
    assert shown.select_one("figure.picture a")["href"] == f"{SITE}/bac.jpg"


def test_evidence_tells_value_raw_source_and_rule(shown):
    assert rows_of(shown, "evidence") == [
        ["title", "Le bac rouvre mardi", "Le bac rouvre mardi | Courrier", "json-ld headline", "as it stands"],
        ["byline", "Par Zoé Muñoz", "the same", "text", "below the headline"],
    ]


def test_revisions_lead_to_what_changed(shown):
    newest, first = rows_of(shown, "revisions")
    assert newest[:4] == ["2", "2025-08-11 16:00", "the publisher changed the page", "title, lead, text"]
    assert first[2] == "first text"
    assert shown.select_one("#revisions tbody a")["href"] == "/-/article/1/changes?old=1&new=2"


def test_who_promotes_it_is_told_with_how_long(shown):
    assert rows_of(shown, "promoters") == [
        [f"{SITE}/", "Courrier du Lac", "listing", "2025-08-11 12:00", "2025-08-11 16:00 still there", "4.0 hours"]
    ]


def test_what_its_page_promotes_leads_to_the_archived_article(shown):
    cards = rows_of(shown, "teasers")
    assert cards[0][0] == "La foire s'installe Dès samedi."
    assert shown.select_one("#teasers tbody a")["href"] == "/-/article/2"
    assert cards[2][0] == "no headline"
    assert cards[2][2] == "missing: Image Not Found"


def test_articles_that_are_nearly_the_same_are_told(tmp_path):
    body = "Le conseil a voté hier soir la réouverture du bac, fermé depuis le printemps, après un long débat sur son prix. "
    body += "Les habitants de la rive nord, qui font le tour par le pont, attendaient cette décision avec impatience."
    with desk_at(tmp_path / "same.db") as desk:
        desk.save(desk.read("/a", article(title="A", body=body)), desk.read("/b", article(title="B", body=body)))
        desk.archive.add(article(title="C", body=body, url="https://autre.example/c"))
    with served(tmp_path / "same.db") as pages:
        soup = BeautifulSoup(pages.get("/-/article/1").text, "lxml")
    assert [row[:2] for row in rows_of(soup, "similar")] == [["B", "Courrier du Lac"], ["C", "autre.example"]]


def test_translations_lead_to_their_articles(shown):
    assert texts(shown, "#translations li") == ["en The ferry runs again"]


def test_a_capture_says_how_to_cite_the_page(shown):
    cited = shown.select_one(".cite").get_text()
    assert cited.startswith("Zoé Muñoz. “Le bac rouvre mardi”. Courrier du Lac, 2025-08-11. ")
    assert "Fetched 2025-08-11T16:00:00Z; 0001.warc.gz, record at byte " in cited
    assert len(rows_of(shown, "captures")) == 2


def test_every_row_is_to_be_had_in_the_tables(shown, lake):
    links = {link["href"] for link in shown.select("a[href^='/archive/']")}
    with served(lake) as pages:
        assert {link: pages.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_an_address_leads_to_its_article(lake):
    with served(lake) as pages:
        response = pages.get("/-/article", params={"url": f"{SITE}/bac"})
    assert (response.status_code, response.headers["location"]) == (302, "/-/article/1")


@pytest.mark.parametrize(
    "path", ["/-/article/99", "/-/article/99/changes", "/-/article?url=x", "/-/article/999999999999999999"]
)
def test_an_unknown_article_is_not_found(lake, path):
    with served(lake) as pages:
        assert pages.get(path).status_code == 404


def test_an_article_without_anything_has_a_page(tmp_path):
    """Added by hand: no address, source, author, capture, text."""
    with desk_at(tmp_path / "bare.db") as desk:
        number = desk.archive.add(article(title=None, lead=None, body=None))
    with served(tmp_path / "bare.db") as pages:
        response = pages.get(f"/-/article/{number}")
    assert response.status_code == 200
    assert "The page shows no text." in response.text


def test_lists_without_end_are_cut_and_say_so(tmp_path):
    with desk_at(tmp_path / "long.db") as desk:
        for hour in range(25):
            desk.save(desk.read("/bac", article(title=f"Titre {hour}")))
            desk.clock.pass_hours(1)
    with served(tmp_path / "long.db") as pages:
        soup = BeautifulSoup(pages.get("/-/article/1").text, "lxml")
    assert len(rows_of(soup, "revisions")) == 20
    assert "The first 20 of 25. All of them" in texts(soup, "#revisions .goes-on")


def test_what_was_added_without_address_and_title_says_so(tmp_path):
    with open_archive(tmp_path / "bare.db") as archive:
        archive.add(article(title=None, url=None, lead=None))
    with served(tmp_path / "bare.db") as pages:
        text = pages.get("/-/article/1").text
    soup = BeautifulSoup(text, "lxml")
    assert soup.h1.get_text() == "(no title)"
    assert soup.title.get_text().startswith("(no title)")
    assert "No address" in text
    assert "urn:" not in soup.select_one(".reading").get_text()


def test_parts_of_a_citation_keep_their_own_direction(tmp_path):
    with desk_at(tmp_path / "rtl.db") as desk:
        desk.save(desk.read("/bac", article(title="العبّارة تعود")))
    with served(tmp_path / "rtl.db") as pages:
        soup = BeautifulSoup(pages.get("/-/article/1").text, "lxml")
    parts = [part.get_text() for part in soup.select(".cite bdi")]
    assert "“العبّارة تعود”" in parts
    assert any(part.startswith("Fetched ") for part in parts)
