"""The title, settled between the page and its metadata."""

import pytest

from archiver.parser.headline import find_headline
from archiver.parser.outlet import Outlet, without_outlet
from archiver.parser.segments import segment
from archiver.parser.title import declared_titles, find_title
from support.papers import HEADLINE, Paper, read_paper

OUTLET = Outlet(keys=frozenset({"harbourgazette"}), sections=frozenset({"news"}))


def title_of(paper):
    read = read_paper(paper)
    headline = find_headline(segment(paper.document()), declared_titles(read.metadata))
    return find_title(read.metadata, read.outlet, headline)


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    "tail",
    [
        " | Harbour Gazette",
        " - Harbour Gazette",
        " – Harbour Gazette",
        " — Harbour Gazette",
        "：Harbour Gazette",
        "ㅣHarbour Gazette",
        "|Harbour Gazette",
        " * Harbour Gazette",
        " · Harbour Gazette",
        " » Harbour Gazette",
        " « Harbour Gazette",
        " :: Harbour Gazette",
        "--Harbour Gazette",
        " | News | Harbour Gazette",
        "-News | Harbour Gazette",
        " | The Harbour Gazette",
        " | harbour-gazette.example",
    ],
)
def test_the_outlet_s_name_goes_at_any_separator(tail):
    assert without_outlet(HEADLINE + tail, OUTLET) == HEADLINE


@pytest.mark.parametrize("head", ["Harbour Gazette | ", "Harbour Gazette: ", "Harbour Gazette - "])
def test_the_outlet_s_name_goes_in_front_too(head):
    assert without_outlet(head + HEADLINE, OUTLET) == HEADLINE


@pytest.mark.parametrize(
    "title",
    [
        "Ferry – and then?",
        "Harbour Gazette",
        "15 years of harbour-gazette.example",
        "A | B",
        "Why the harbour - the old one - closed",
    ],
)
def test_titles_with_separators_of_their_own_stay(title):
    assert without_outlet(title, OUTLET) == title


def test_a_tail_is_cut_where_the_rest_is_a_known_title():
    assert without_outlet(f"{HEADLINE} | Unheard-of Paper", OUTLET, [HEADLINE]) == HEADLINE


def test_the_page_s_headline_beats_what_search_engines_and_networks_are_told():
    paper = Paper(head=f"<title>Ferry: all you need to know</title>{meta('og:title', 'Ferry: all you need to know')}")
    assert title_of(paper).title == HEADLINE


def test_two_sources_that_agree_beat_json_ld_alone():
    paper = Paper(head=meta("og:title", HEADLINE), json_ld={"headline": "Ferry, ferry"})
    assert title_of(paper).title == HEADLINE


def test_json_ld_wins_where_another_source_confirms_it():
    paper = Paper(
        head=meta("og:title", "Third week without a ferry"), json_ld={"headline": "Third week without a ferry"}
    )
    found = title_of(paper)
    assert (found.title, found.headline) == ("Third week without a ferry", HEADLINE)


def test_a_kicker_inside_the_heading_stays_out_of_the_title():
    paper = Paper(headline=f'<h1><span class="kicker">Transport</span> <span>{HEADLINE}</span></h1>')
    found = title_of(paper)
    assert (found.title, found.headline) == (HEADLINE, f"Transport {HEADLINE}")


def test_a_kicker_without_a_telling_name_is_told_by_the_metadata():
    paper = Paper(
        head=meta("og:title", f"Transport: {HEADLINE}"),
        headline=f'<h1><span class="x1">Transport</span> <b>{HEADLINE}</b></h1>',
    )
    assert title_of(paper).title == HEADLINE


def test_a_colon_that_the_page_shows_belongs_to_the_headline():
    paper = Paper(headline=f'<h1><span class="kicker">Column: </span>{HEADLINE}</h1>')
    assert title_of(paper).title == f"Column: {HEADLINE}"


def test_entities_that_were_encoded_twice_are_decoded():
    paper = Paper(headline="", head=meta("og:title", "Bread &amp;amp; butter at five"))
    assert title_of(paper).title == "Bread & butter at five"


def test_a_logo_is_not_a_headline():
    paper = Paper(
        headline='<h1><a href="/">Harbour Gazette</a></h1>', head=f"<title>{HEADLINE} | Harbour Gazette</title>"
    )
    assert title_of(paper).title == HEADLINE


def test_the_winner_says_where_it_came_from():
    evidence = title_of(Paper(headline="", head=f"<title>{HEADLINE} | Harbour Gazette</title>")).evidence
    assert [(e.field, e.value, e.raw, e.source, e.rank) for e in evidence] == [
        ("title", HEADLINE, f"{HEADLINE} | Harbour Gazette", "title", 0)
    ]


def test_a_page_without_any_title_has_none():
    found = title_of(Paper(headline=""))
    assert (found.title, found.headline, found.evidence) == (None, None, ())


def test_an_author_who_publishes_is_no_outlet():
    person = {"@type": ["Person", "Organization"], "name": "Ann Doe"}
    outlet = read_paper(Paper(json_ld={"headline": HEADLINE, "publisher": person})).outlet
    assert not outlet.is_exactly("Ann Doe")
    assert outlet.is_exactly("Harbour Gazette")


def test_an_explanation_names_the_titles_that_lost_and_why():
    paper = Paper(head=f"{meta('og:title', 'Ferry: all you need to know')}<title>{HEADLINE}</title>")
    read = read_paper(paper)
    headline = find_headline(segment(paper.document()), declared_titles(read.metadata))
    found = find_title(read.metadata, read.outlet, headline, explain=True)
    losers = [(e.value, e.source, e.rank, e.reason) for e in found.evidence if e.rank]
    assert losers == [
        (HEADLINE, "title", 1, "says the same as the winner"),
        ("Ferry: all you need to know", "meta og:title", 2, "what says so weighs 0.8, what says the winner 1.7"),
    ]
    assert find_title(read.metadata, read.outlet, headline).evidence == found.evidence[:-2]
