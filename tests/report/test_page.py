"""The page, as text and as a tree."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from lxml import html

from archiver.model import Author
from archiver.report.sections import Linked
from support.archives import SITE, address_of, article, cards, listing, teaser

MONDAY = dt.datetime(2025, 8, 11, 9, tzinfo=dt.UTC)
HOSTILE = "<script>document.title='owned'</script>\"'&\u202e{{ 7*7 }}"
KEYS = ["days", "hours", "fields", "failures", "slots", "promoted", "edits", "sources"]


def tree(text: str):
    return html.fromstring(text)


def table(page, caption: str) -> list[list[str]]:
    (found,) = page.xpath(f"//table[caption[contains(., '{caption}')]]")
    return [["".join(cell.itertext()).strip() for cell in row] for row in found.xpath(".//tr")]


def finding(page, key: str) -> str:
    return page.xpath(f"string(//section[@id='{key}']/p[@class='finding'])")


@pytest.fixture
def full(desk):
    """An archive with something for every section."""
    desk.save(desk.read("/bac", article(title="Le bac", published=MONDAY, authors=(Author(name="Léa Roux"),))))
    desk.save(desk.read("/", listing(*cards("bac"), teaser("Image", position=1, image_status="missing"))))
    desk.save(desk.failed("/x"))
    desk.clock.pass_hours(48)
    desk.save(desk.read("/bac", article(title="Le bac repart", published=MONDAY)))
    return desk


def test_the_same_figures_make_the_same_page(full, reported):
    assert reported() == reported()


def test_every_section_has_a_finding_a_way_to_it_and_what_it_does_not_say(full, reported):
    page = tree(reported())
    assert page.xpath("//main/section/@id") == KEYS
    assert page.xpath("//nav//a/@href") == [f"#{key}" for key in KEYS]
    for section in page.xpath("//main/section"):
        assert section.xpath("p[@class='finding']//text()")
        assert section.xpath("p[@class='note']/em/text()")


def test_figures_stand_in_words_charts_and_tables(full, reported):
    page = tree(reported())
    assert finding(page, "days") == "1 article, of 11 Aug 2025."
    assert finding(page, "hours") == "Most articles appear between 09:00 and 10:00: 100\N{NO-BREAK SPACE}% of 1."
    assert finding(page, "failures") == "1 page failed when last asked for, most often for the reason “timeout”."
    assert finding(page, "slots") == "1 slot without a proper picture."
    assert finding(page, "promoted") == "“Le bac repart” came to stand in 1 place on 1 page."
    assert finding(page, "edits") == "1 edit of 1 article, 100\N{NO-BREAK SPACE}% of all; 1 changed the headline."
    assert table(page, "Articles by day") == [["day", "all"], ["11 Aug 2025", "1"]]
    assert table(page, "Empty slots by source")[1] == ["Courrier du Lac", "teaser", "no address", "1"]
    assert table(page, "newest changes")[1][:2] == ["Le bac", "Le bac repart"]
    assert table(page, "Every source")[1][2:] == ["1", "2025-08-11", "2025-08-11", "3", "1", "1"]
    assert len(page.xpath("//figure//svg")) == 2 * len(page.xpath("//figure"))


def test_an_empty_archive_says_so_in_every_section(reported):
    page = tree(reported())
    assert [finding(page, key) for key in KEYS[:-1]] == [
        "No article has a date.",
        "No article names the hour of its publication.",
        "There are no articles.",
        "No page failed when it was last asked for.",
        "No slot lacks its picture.",
        "No card leads to an archived article.",
        "No edit was seen.",
    ]
    assert finding(page, "sources") == "1 source, 1 of them without an article."


def test_the_part_that_is_meant_stands_at_the_top(full, reported):
    text = reported(sources=("Courrier du Lac",), since=dt.date(2025, 8, 1), until=dt.date(2025, 8, 31))
    about = tree(text).xpath("string(//p[@class='about'])")
    assert about.startswith(
        "Courrier du Lac; published from 1 Aug 2025 to 31 Aug 2025. Generated 1 Jan 2026, 00:00 UTC"
    )


def test_whatever_publishers_write_is_text(desk, reported):
    evil = desk.archive.add_source("https://evil.example/", name=HOSTILE)
    desk.save(desk.read("/bac", article(title=HOSTILE, published=MONDAY), source_id=evil.id))
    desk.save(desk.read("/", listing(teaser(HOSTILE, url=f"{SITE}/bac"))))
    desk.save(desk.read("/bac", article(title=f"{HOSTILE}!", published=MONDAY), source_id=evil.id))

    text = reported()
    page = tree(text)
    assert page.xpath("//script") == []
    assert [name for name in page.xpath("//@*/..//@*") if name.startswith("javascript:")] == []
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", text))
    assert "49" not in finding(page, "promoted")
    assert finding(page, "promoted").startswith(f"“{HOSTILE}!”")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "urn:sha256:0", None]
)
def test_no_link_leads_to_what_is_no_address_of_the_web(address):
    assert Linked("text", address).url is None


def test_a_story_without_an_address_is_named_and_not_linked(desk, reported):
    desk.archive.add(article(title="Le phare de la pointe", published=MONDAY))
    desk.save(desk.read("/", listing(teaser("Le phare de la pointe", url=None))))
    page = tree(reported())
    assert table(page, "promoted")[1][0] == "Le phare de la pointe"
    assert page.xpath("//table[caption[contains(., 'promoted')]]//a") == []


def test_sources_of_one_name_are_told_apart_by_their_home_pages(desk, reported):
    for home in ("https://a.example/", "https://b.example/"):
        desk.archive.add_source(home, name="The Gazette")
    names = [row[0] for row in table(tree(reported()), "Every source")[1:]]
    assert names == ["Courrier du Lac", "The Gazette (https://a.example/)", "The Gazette (https://b.example/)"]


def test_hundreds_of_sources_fit(desk, reported):
    for n in range(300):
        source = desk.archive.add_source(f"https://outlet-{n}.example/")
        url = f"https://outlet-{n}.example/a"
        desk.save(desk.read(url, article(title=f"t{n}", published=MONDAY), source_id=source.id))
    text = reported()
    assert len(table(tree(text), "Every source")) == 302
    assert len(table(tree(text), "Articles by day")[0]) == 2 + 9
    assert len(text) < 600_000


def test_the_policy_lets_the_style_in_and_nothing_else(reported):
    page = tree(reported())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page.xpath("//style/text()")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert page.xpath("//@style | //script | //link | //img | //iframe") == []


def test_ids_are_unique(full, reported):
    ids = tree(reported()).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_figure_and_its_sign_stand_on_one_line(full, reported):
    text = reported()
    assert "100\N{NO-BREAK SPACE}%" in text
    assert "0 %" not in text


def test_a_story_is_linked_to_its_address(full, reported):
    page = tree(reported())
    assert page.xpath("//table[caption[contains(., 'promoted')]]//a/@href") == [address_of("bac")]
