"""Who wrote an article."""

import pytest

from archiver.model import Author
from archiver.parser.byline import find_byline
from support.papers import Paper, read_paper

CARDS = """<h2>Most read</h2><ul>
<li><a href="/news/one"><h3>The lighthouse is painted in two colours again</h3></a><span class="author">By Cara Card</span></li>
<li><a href="/news/two"><h3>The bakery opens at five in the morning now</h3></a><span class="author">By Dora Deck</span></li>
<li><a href="/news/six"><h3>Nobody knows who owns the third of the piers</h3></a><span class="author">By Ella Edge</span></li></ul>"""
ANN = {"@type": "Person", "name": "Ann Doe"}


def byline_of(**parts):
    return find_byline(read_paper(Paper(**parts)).byline)


def names(**parts):
    return [author.name for author in byline_of(**parts).authors]


@pytest.mark.parametrize("author", [ANN, "Ann Doe", [ANN], "By Ann Doe", {"@type": "Person", "name": ["Ann Doe"]}])
def test_json_ld_names_the_author_in_any_shape(author):
    assert names(json_ld={"author": author}) == ["Ann Doe"]


def test_json_ld_names_role_and_affiliation():
    person = {**ANN, "jobTitle": "Editor", "worksFor": {"@type": "Organization", "name": "Bay Wire"}}
    assert byline_of(json_ld={"author": person}).authors == (
        Author(name="Ann Doe", role="Editor", affiliation="Bay Wire"),
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"head": '<meta name="author" content="Ann Doe">', "below": "<p>Words: Ann Doe</p>"},
        {"below": '<p><a rel="author" href="/people/ann-doe">Ann Doe</a></p>'},
        {"below": '<p itemprop="author"><span itemprop="name">Ann Doe</span></p>'},
        {"below": '<p class="byline">Ann Doe</p>'},
        {"below": "<p>By Ann Doe</p>"},
        {"above": "<p>By Ann Doe</p>"},
        {"below": "<p>11 August 2025 • Ann Doe • 3 min read</p>"},
        {"below": "<p>Posted on 11 August 2025 by Ann Doe | Leave a comment</p>"},
        {"below": "<p>byAnn Doe </p>"},
        {"below": "<p>---- by Ann Doe</p>"},
        {"below": "<p>Monday 11 August 2025, by Ann Doe</p>"},
        {"below": '<p>Comment<a href="/author/ann-doe">Ann Doe</a>0</p>'},
        {"after": '<p class="author">Ann Doe</p>'},
        {"after": "<p>Text: Ann Doe</p>"},
        {"after": '<p style="text-align:right"><strong>Ann Doe</strong></p>'},
    ],
)
def test_each_place_names_the_author(parts):
    assert names(**parts) == ["Ann Doe"]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Doe",
        "Von Ann Doe",
        "Von: Ann Doe",
        "Par Ann Doe",
        "Por Ann Doe",
        "Di Ann Doe",
        "Door Ann Doe",
        "Av Ann Doe",
        "Af Ann Doe",
        "Autor: Ann Doe",
        "Text: Ann Doe",
        "Tekst: Ann Doe",
        "Oleh Ann Doe",
        "Kolumne von Ann Doe",
        "Author of the article: By Ann Doe",
        "Propos recueillis par Ann Doe",
        "Veröffentlicht am 11. August 2025 von Ann Doe",
        "文／山田花子",
        "Του Γιάννη Μαρή",
    ],
)
def test_a_credit_line_is_introduced_in_many_languages(line):
    assert names(below=f"<p>{line}</p>") in (["Ann Doe"], ["山田花子"], ["Γιάννη Μαρή"])


@pytest.mark.parametrize(
    "below",
    [
        '<p class="byline"><span>Ann Doe</span><span>Senior Reporter</span></p>',
        '<p class="byline"><a rel="author" href="/u/1">Ann Doe</a><span>Senior Reporter</span></p>',
        '<div class="byline"><p>Ann Doe</p><p>Senior Reporter</p></div>',
        "<p>By Ann Doe</p><p>Senior Reporter</p>",
    ],
)
def test_a_role_in_an_element_of_its_own_is_the_name_s(below):
    assert byline_of(below=below).authors == (Author(name="Ann Doe", role="Senior Reporter"),)


@pytest.mark.parametrize(
    "following",
    ["<p>Reporter held in the harbour for two days</p>", '<p><a href="/jobs">Staff</a></p>', "<p>Ships</p>"],
)
def test_another_block_below_the_name_is_no_role(following):
    assert byline_of(below=f"<p>By Ann Doe</p>{following}").authors == (Author(name="Ann Doe"),)


def test_capitals_inside_a_name_part_nothing():
    assert names(below='<p class="byline">By <b>M</b>ac <i>Ann</i> McDoe</p>') == ["Mac Ann McDoe"]


def test_a_bar_parts_a_name_from_its_role():
    found = byline_of(below="<p>By Ann Doe | Senior Reporter | Nairobi</p>")
    assert found.authors == (Author(name="Ann Doe", role="Senior Reporter"),)


@pytest.mark.parametrize(
    "line", ["By Ann Doe. Photographs by Sam Snap", "By Ann Doe. Photos: Sam Snap", "Par Ann Doe. Photos par Sam Snap"]
)
def test_whoever_took_the_pictures_did_not_write_it(line):
    assert names(below=f"<p>{line}</p>") == ["Ann Doe"]


def test_a_newsroom_signs_with_the_outlet_behind_it():
    assert byline_of(below="<p>Par La rédaction du Lac Bleu avec Reuters</p>").authors == (
        Author(name="La rédaction du Lac Bleu", affiliation="Reuters"),
    )


@pytest.mark.parametrize("line", ["— Ann Doe", "– Ann Doe", "(Ann Doe)", "[Ann Doe]", "(Ann Doe avec AFP)"])
def test_a_dash_or_brackets_make_a_name_below_the_text_a_signature(line):
    assert names(after=f"<p>{line}</p>") == ["Ann Doe"]


@pytest.mark.parametrize(
    "after",
    [
        "<blockquote><p>The harbour sleeps.</p><p>— Ann Doe</p></blockquote>",
        "<blockquote>— Ann Doe</blockquote>",
        "<p>(dpa)</p>",
        "<p>(Great lines of the harbour)</p>",
    ],
)
def test_what_else_is_set_off_below_the_text_is_no_signature(after):
    assert names(after=after) == []


def test_the_credit_line_is_kept_as_printed():
    found = byline_of(below='<p class="meta">Par Ann Doe, AFP</p>', language="fr")
    assert found.byline == "Par Ann Doe, AFP"
    assert found.authors == (Author(name="Ann Doe", affiliation="AFP"),)


def test_a_signature_below_the_text_names_the_outlet_written_for():
    found = byline_of(after="<p>Ann Doe, Great Lines</p>")
    assert found.authors == (Author(name="Ann Doe", affiliation="Great Lines"),)


@pytest.mark.parametrize("line", ["Par Ann Doe, Great Lines", "By Ann Doe, Great Lines", "Von Ann Doe, Great Lines"])
def test_a_second_name_behind_a_comma_alone_is_whom_the_first_writes_for(line):
    assert byline_of(below=f"<p>{line}</p>").authors == (Author(name="Ann Doe", affiliation="Great Lines"),)


@pytest.mark.parametrize(
    "parts",
    [
        {"below": "<p>By Ann Doe and Ben Roe</p>"},
        {"below": '<p>By <a href="/u/1">Ann Doe</a>, <a href="/u/2">Ben Roe</a></p>'},
        {"below": "<p>By Ann Doe, Ben Roe</p>", "json_ld": {"author": [ANN, {"@type": "Person", "name": "Ben Roe"}]}},
        {"below": "<p>By Ann Doe, Ben Roe</p>", "head": '<meta name="author" content="Ann Doe, Ben Roe">'},
    ],
)
def test_two_names_are_two_people_where_more_than_a_comma_says_so(parts):
    assert names(**parts) == ["Ann Doe", "Ben Roe"]


@pytest.mark.parametrize("second", ["Ben R. Roe", "Ben ROE", "Ben Roe-Holm"])
def test_two_names_are_two_people_where_the_second_is_spelled_like_one(second):
    assert names(below=f"<p>By Ann Doe, {second}</p>") == ["Ann Doe", second]


def test_three_names_are_three_people():
    assert names(below="<p>By Ann Doe, Ben Roe, Cem Holm</p>") == ["Ann Doe", "Ben Roe", "Cem Holm"]


def test_the_outlet_behind_a_name_is_no_second_author():
    found = byline_of(after='<p class="signature">Ann Doe, Harbour Gazette</p>')
    assert found.authors == (Author(name="Ann Doe", affiliation="Harbour Gazette"),)


def test_a_declared_author_takes_what_the_page_shows_beside_the_name():
    found = byline_of(json_ld={"author": ANN}, below="<p>By Ann Doe, Bay Correspondent</p>")
    assert found.authors == (Author(name="Ann Doe", role="Bay Correspondent"),)
    assert found.byline == "By Ann Doe, Bay Correspondent"


def test_a_credit_line_with_more_people_beats_the_declaration():
    assert names(json_ld={"author": ANN}, below="<p>By Ann Doe and Ben Roe</p>") == ["Ann Doe", "Ben Roe"]


def test_a_name_in_the_block_after_the_word_that_introduces_it_is_found():
    assert names(below='<p class="byline">Essay By</p><p class="byline">Ann Doe</p>') == ["Ann Doe"]


def test_a_link_to_an_author_says_where_a_name_ends():
    below = '<p>Posted 11 August 2025 by <a href="/author/ann-doe">Ann Doe</a>in Ships</p>'
    assert names(below=below) == ["Ann Doe"]


def test_a_name_of_many_words_beside_a_date_is_an_event():
    assert names(below="<p>Exhibition Harbour Palace Gannet 11 August 2025</p>") == []


def test_authors_with_a_block_each_are_all_found():
    below = '<div class="byline"><p>Ann Doe</p><p>Ben Roe</p></div>'
    assert names(below=below) == ["Ann Doe", "Ben Roe"]


def test_an_outlet_that_only_content_systems_declare_is_no_author():
    outlet = {"@type": "Person", "name": "Harbour Gazette"}
    mention = "<p>Subscribe to Harbour Gazette</p>"
    assert names(json_ld={"@type": "WebPage", "author": outlet}, below=mention) == []
    assert names(json_ld={"@type": "NewsArticle", "author": outlet}) == ["Harbour Gazette"]
    assert names(json_ld={"@type": "WebPage"}, below="<p>By Harbour Gazette</p>") == ["Harbour Gazette"]


def test_a_declared_name_far_from_the_text_is_no_credit():
    boxes = "".join(f"<p>Box {number}</p>" for number in range(30))
    assert names(json_ld={"@type": "WebPage", "author": ANN}, aside=f"{boxes}<p>Friends of Ann Doe</p>") == []


def test_the_outlet_counts_only_where_there_is_nobody_else():
    outlet = {"@type": "Organization", "name": "Harbour Gazette"}
    assert names(json_ld={"author": outlet}) == ["Harbour Gazette"]
    assert names(json_ld={"author": [outlet, ANN]}) == ["Ann Doe"]
    assert names(json_ld={"author": outlet}, below="<p>By Ann Doe</p>") == ["Ann Doe"]


def test_an_agency_beside_a_person_stays():
    authors = [ANN, {"@type": "Organization", "name": "Bay Wire Agency"}]
    assert names(json_ld={"author": authors}) == ["Ann Doe", "Bay Wire Agency"]


def test_whoever_pressed_the_button_is_no_author():
    """Content systems declare their user; only a news article's author need not be shown."""
    assert names(json_ld={"@type": "WebPage", "author": ANN}) == []
    assert names(head='<meta name="author" content="Ann Doe">') == []
    assert names(json_ld={"@type": "NewsArticle", "author": ANN}) == ["Ann Doe"]


def test_the_shown_author_beats_a_declared_one_that_is_not_shown():
    assert names(json_ld={"author": {"@type": "Person", "name": "Ed Itor"}}, below="<p>By Ann Doe</p>") == ["Ann Doe"]


def test_text_that_sticks_to_a_name_is_cut_off_where_another_source_has_it():
    head = '<meta name="author" content="Ann Doe">'
    assert names(head=head, below='<p class="byline">By Ann DoeFollow</p>') == ["Ann Doe"]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"aside": CARDS},
        {"after": CARDS},
        {"below": "<p>Photo: Ann Doe</p>"},
        {"below": "<figure><figcaption>Foto: Ann Doe</figcaption></figure>"},
        {"below": "<p>Übersetzung: Ann Doe</p>"},
        {"after": "<p>Editor: Ann Doe</p>"},
        {"after": '<ol class="comments"><li class="comment">Ann Doe, 12 August 2025</li></ol>'},
        {"below": "<p>Share this article</p>"},
        {"below": "<p>Read in four minutes</p>"},
        {"json_ld": {"author": "https://www.harbour-gazette.example/people/ann"}},
        {"json_ld": {"author": {"@type": "Person", "name": "admin"}}},
        {"json_ld": {"author": {"@type": "Person", "name": "ann.doe"}}},
        {"json_ld": {"author": {"@type": "Person", "name": "ann@harbour.example"}}},
    ],
)
def test_nobody_is_invented(parts):
    found = byline_of(**parts)
    assert (found.byline, found.authors, found.evidence) == (None, (), ())


def test_the_winner_says_where_it_came_from():
    evidence = byline_of(below="<p>By Ann Doe</p>").evidence
    assert [(e.field, e.value, e.raw, e.source) for e in evidence] == [
        ("authors", "Ann Doe", "By Ann Doe", "credit line")
    ]


def losers_of(**parts):
    found = find_byline(read_paper(Paper(**parts)).byline, explain=True)
    return [(e.value, e.source, e.rank, e.reason) for e in found.evidence if e.rank]


def test_an_explanation_names_the_credits_that_lost_and_why():
    outlet = {"@type": "Organization", "name": "Harbour Gazette"}
    ed = '<meta name="author" content="Ed Itor">'
    assert losers_of(json_ld={"author": outlet}, head=ed, below="<p>By Ann Doe</p>") == [
        ("Harbour Gazette", "json-ld author", 1, "names an outlet or a newsroom, not a person"),
        ("Ed Itor", "meta author", 2, "the page does not show that name as a credit"),
    ]


def test_an_explanation_of_nobody_names_who_might_have_been_it():
    assert losers_of(head='<meta name="author" content="Ann Doe">') == [
        ("Ann Doe", "meta author", 1, "the page does not show that name as a credit")
    ]
    assert losers_of() == []


def test_credits_that_agree_have_not_lost():
    assert losers_of(json_ld={"author": ANN}, below="<p>By Ann Doe</p>") == []
