"""The standfirst: found by its name, its place, its look, or by what the metadata say."""

import pytest

from support.pages import FERRY, PROSE, article_of, paragraphs

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
LEAD = "After eleven weeks on the slipway the boat sails again, with the passengers' own ropes."
BODY = "\n\n".join(PROSE)


def split(markup, head=""):
    """Lead and body of an article."""
    article = article_of(f"<article>{markup}</article>", head)
    return article.lead, article.body


@pytest.mark.parametrize("name", ["standfirst", "article-lead", "chapo", "subtitle", "sapo", "excerpt"])
def test_a_block_named_so_is_the_lead(name):
    assert split(f'{HEADLINE}<p class="{name}">{LEAD}</p>{paragraphs()}') == (LEAD, BODY)


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_a_heading_right_below_the_headline_is_the_lead(tag):
    assert split(f"{HEADLINE}<{tag}>{LEAD}</{tag}><div>{paragraphs()}</div>") == (LEAD, BODY)


def test_a_bold_first_paragraph_becomes_the_lead():
    assert split(f"{HEADLINE}<p><strong>{LEAD}</strong></p>{paragraphs()}") == (LEAD, BODY)


def test_bold_paragraphs_throughout_are_a_way_to_print():
    bold = [f"<b>{text}</b>" for text in PROSE]
    assert split(HEADLINE + paragraphs(*bold)) == (None, BODY)


def test_a_bold_word_makes_no_lead():
    assert split(HEADLINE + paragraphs(f"<b>GANNET QUAY</b> {FERRY}", *PROSE[1:]))[0] is None


def test_a_first_paragraph_that_its_class_calls_so_is_the_lead():
    assert split(f'{HEADLINE}<div><p class="standfirst">{LEAD}</p>{paragraphs()}</div>') == (LEAD, BODY)


def test_an_introduction_in_line_with_the_text_is_where_it_begins():
    lead, body = split(f'{HEADLINE}<div><p class="story__introduction">{FERRY}</p>{paragraphs(*PROSE[1:])}</div>')
    assert (lead, body) == (None, BODY)


def test_a_long_bold_paragraph_is_where_the_text_begins():
    assert split(HEADLINE + paragraphs(f"<b>{FERRY} {FERRY.upper()}</b>", *PROSE[1:]))[0] is None


@pytest.mark.parametrize("name", ["teaser-text", "teasertext lead", "article-teaser lead"])
def test_a_teaser_above_the_text_is_the_lead(name):
    """So German themes call the standfirst, which they also show where they promote the article."""
    assert split(f'{HEADLINE}<div class="{name}"><p>{LEAD}</p></div><div>{paragraphs()}</div>') == (LEAD, BODY)


def test_a_description_makes_a_lead_of_the_line_that_says_the_same():
    head = f'<meta name="description" content="{LEAD}">'
    assert split(f"{HEADLINE}<div>{LEAD}</div><div>{paragraphs()}</div>", head) == (LEAD, BODY)


def test_a_description_may_be_cut_short():
    head = f'<meta property="og:description" content="{LEAD[:50]}">'
    assert split(f"{HEADLINE}<div>{LEAD}</div><div>{paragraphs()}</div>", head)[0] == LEAD


def test_a_description_that_the_page_does_not_show_is_no_lead():
    assert split(HEADLINE + paragraphs(), f'<meta name="description" content="{LEAD}">') == (None, BODY)


def test_a_description_that_repeats_the_first_paragraph_leaves_it_in_the_body():
    assert split(HEADLINE + paragraphs(), f'<meta name="description" content="{FERRY}">') == (None, BODY)


def test_the_lead_is_not_repeated_in_the_body():
    lead, body = split(f'{HEADLINE}<p class="standfirst">{LEAD}</p>{paragraphs(LEAD, *PROSE)}')
    assert lead == LEAD
    assert LEAD not in body


def test_points_are_a_lead_of_several_lines():
    points = "".join(f"<li>{number} ropes were lent out on Friday</li>" for number in ("Twelve", "Thirteen"))
    lead, _ = split(f'{HEADLINE}<ul class="summary">{points}</ul><div>{paragraphs()}</div>')
    assert lead == "Twelve ropes were lent out on Friday\nThirteen ropes were lent out on Friday"


def test_a_lead_has_four_blocks_at_most():
    points = "".join(f"<p>Point {number} of what there is to say about the boat</p>" for number in range(6))
    lead, _ = split(f'{HEADLINE}<div class="summary">{points}</div><div>{paragraphs()}</div>')
    assert lead.count("\n") == 3


@pytest.mark.parametrize("line", ["By Ada Penrose", "Friday, 11 July 2025", "Islands"])
def test_a_short_line_is_none(line):
    assert split(f"{HEADLINE}<h2>{line}</h2><div>{paragraphs()}</div>")[0] is None


@pytest.mark.parametrize("name", ["caption", "share-lead", "newsletter-intro"])
def test_a_block_apart_from_the_text_is_none(name):
    assert split(f'{HEADLINE}<div class="{name}">{LEAD}</div><div>{paragraphs()}</div>')[0] is None


def test_without_a_headline_there_is_none():
    assert split(f'<p class="standfirst">{LEAD}</p><div>{paragraphs()}</div>')[0] is None
