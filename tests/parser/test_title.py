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
        " ‖ Harbour Gazette",
        "丨Harbour Gazette",
        " • Harbour Gazette",
        " → Harbour Gazette",
        " ~ Harbour Gazette",
        " / Harbour Gazette",
        "_News_Harbour Gazette",
        "——Harbour Gazette",
        " (Harbour Gazette)",
        " [Harbour Gazette]",
        "【Harbour Gazette】",
    ],
)
def test_the_outlet_s_name_goes_at_any_separator(tail):
    assert without_outlet(HEADLINE + tail, OUTLET) == HEADLINE


@pytest.mark.parametrize(
    "head",
    ["Harbour Gazette | ", "Harbour Gazette: ", "Harbour Gazette - ", "[Harbour Gazette] ", "【Harbour Gazette】"],
)
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
        "The ferry (of the other harbour)",
        "[Update] Ferry stays in port",
        "Ex-Harbour Gazette",
        "【速報】港の船が止まる",
    ],
)
def test_titles_with_separators_of_their_own_stay(title):
    assert without_outlet(title, OUTLET) == title


def test_a_dash_without_spaces_parts_where_words_are_written_without_them():
    outlet = Outlet(keys=frozenset({"港新聞"}))
    assert without_outlet("港の船が三週間止まる-港新聞", outlet) == "港の船が三週間止まる"


def test_a_tail_is_cut_where_the_rest_is_a_known_title():
    assert without_outlet(f"{HEADLINE} | Unheard-of Paper", OUTLET, [HEADLINE]) == HEADLINE


def test_the_page_s_headline_beats_what_search_engines_and_networks_are_told():
    paper = Paper(head=f"<title>Ferry: all you need to know</title>{meta('og:title', 'Ferry: all you need to know')}")
    assert title_of(paper).title == HEADLINE


def test_a_title_with_the_outlet_s_name_was_written_for_search_engines():
    seo = "All you need to know about ferries - Harbour Gazette"
    assert title_of(Paper(head=meta("og:title", seo), json_ld={"headline": seo})).title == HEADLINE


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


@pytest.mark.parametrize("tail", ["", " | Transport | Unheard-of Paper", " - Unheard-of Paper"])
def test_a_kicker_without_name_and_space_is_told_by_the_title(tail):
    paper = Paper(
        headline=f"<h1><span>Transport</span><span>{HEADLINE}</span></h1>", head=f"<title>{HEADLINE}{tail}</title>"
    )
    assert title_of(paper).title == HEADLINE


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        (f"{HEADLINE} | Ships | Unheard-of Paper", HEADLINE),
        (f"{HEADLINE} | Unheard-of Paper", HEADLINE),
        (f"Live | {HEADLINE}", f"Live | {HEADLINE}"),
        (f"The ferry | {HEADLINE}", f"The ferry | {HEADLINE}"),
    ],
)
def test_names_behind_bars_go_where_nothing_else_names_the_title(declared, title):
    assert title_of(Paper(headline="", head=f"<title>{declared}</title>")).title == title


def test_bars_that_another_source_has_stay():
    declared = f"{HEADLINE} | Part one"
    head = f"<title>{declared}</title>{meta('og:title', declared)}"
    assert title_of(Paper(headline="", head=head)).title == declared


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("Unheard-of Paper", HEADLINE),
        ("Unheard-of Ferry", "Unheard-of Ferry"),
        ("Nobody sails", "Nobody sails"),
        ("The Very Last Unheard-of Day", "The Very Last Unheard-of Day"),
    ],
)
def test_a_heading_like_a_name_is_a_logo_where_the_titles_agree_on_other_words(shown, title):
    head = f"<title>{HEADLINE}</title>{meta('og:title', HEADLINE)}"
    assert title_of(Paper(headline=f"<h1>{shown}</h1>", head=head)).title == title


def test_a_kicker_that_json_ld_counts_in_stays():
    paper = Paper(
        head=meta("og:title", f"Transport: {HEADLINE}"),
        json_ld={"headline": f"Transport: {HEADLINE}"},
        headline=f'<h1><span class="kicker">Transport</span> {HEADLINE}</h1>',
    )
    assert title_of(paper).title == f"Transport: {HEADLINE}"


@pytest.mark.parametrize(
    "subtitle", ["<small>And nobody knows why</small>", '<span class="subtitle">And nobody knows why</span>']
)
def test_a_subtitle_inside_the_heading_stays_out_of_the_title(subtitle):
    found = title_of(Paper(headline=f"<h1>{HEADLINE} {subtitle}</h1>"))
    assert (found.title, found.headline) == (HEADLINE, f"{HEADLINE} And nobody knows why")


def test_a_subtitle_without_a_telling_name_is_told_by_the_metadata():
    paper = Paper(head=meta("og:title", HEADLINE), headline=f"<h1>{HEADLINE} <b>Nobody knows why</b></h1>")
    assert title_of(paper).title == HEADLINE


def test_a_subtitle_that_says_what_the_headline_says_leaves_the_headline():
    assert title_of(Paper(headline=f'<h1>{HEADLINE}<div class="subtitle">{HEADLINE}</div></h1>')).title == HEADLINE


def test_a_word_set_off_inside_the_headline_stays():
    paper = Paper(headline="<h1>Ferry stays in port for a <em>third</em> week</h1>")
    assert title_of(paper).title == HEADLINE


def test_a_colon_that_the_page_shows_belongs_to_the_headline():
    paper = Paper(headline=f'<h1><span class="kicker">Column: </span>{HEADLINE}</h1>')
    assert title_of(paper).title == f"Column: {HEADLINE}"


def test_entities_that_were_encoded_twice_are_decoded():
    paper = Paper(headline="", head=meta("og:title", "Bread &amp;amp; butter at five"))
    assert title_of(paper).title == "Bread & butter at five"


def test_what_the_page_shows_is_cleaned_for_the_title_alone():
    found = title_of(Paper(headline="<h1>Bread &amp;amp; butter in the har\u00adbour at five</h1>"))
    assert found.title == "Bread & butter in the harbour at five"
    assert found.headline == "Bread &amp; butter in the har\u00adbour at five"


def test_tags_inside_a_declared_title_go():
    paper = Paper(headline="", head=meta("og:title", "The &lt;i&gt;Gannet&lt;/i&gt; sails&lt;br/&gt;again, 3 &lt; 4"))
    assert title_of(paper).title == "The Gannet sails again, 3 < 4"


def test_a_spelling_with_small_letters_beats_one_in_capitals():
    paper = Paper(headline=f"<h1>{HEADLINE}</h1>", json_ld={"headline": HEADLINE.upper()})
    assert title_of(paper).title == HEADLINE


def test_a_title_that_was_cut_off_speaks_for_the_whole_one():
    """Alone, each would weigh less than the other headline."""
    cut = f"{HEADLINE[:20]}…"
    paper = Paper(head=meta("og:title", cut) + f"<title>{HEADLINE}</title>", json_ld={"headline": "Ferry, ferry"})
    assert title_of(paper).title == HEADLINE


def test_a_logo_is_not_a_headline():
    paper = Paper(
        headline='<h1><a href="/">Harbour Gazette</a></h1>', head=f"<title>{HEADLINE} | Harbour Gazette</title>"
    )
    assert title_of(paper).title == HEADLINE


def test_the_winner_says_where_it_came_from():
    evidence = title_of(Paper(headline="", head=f"<title>{HEADLINE} | Harbour Gazette</title>")).evidence
    assert [(e.field, e.value, e.raw, e.source, e.rank) for e in evidence] == [
        ("title", HEADLINE, f"{HEADLINE} | Harbour Gazette", "title", 0),
        ("headline", HEADLINE, f"{HEADLINE} | Harbour Gazette", "title", 0),
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
