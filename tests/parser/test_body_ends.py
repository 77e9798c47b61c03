"""What stands at either end of the body without being text."""

import pytest

from support.pages import FERRY, PROSE, SALT, article_of, paragraphs

BODY = "\n\n".join(PROSE)
TITLE = "Ferry returns to Gannet Quay"
DATED = '<meta property="article:published_time" content="2025-04-03T12:00:00+02:00">'


def body_of(markup, head=""):
    return article_of(markup, head).body


@pytest.mark.parametrize(
    "line",
    [
        "Published 3 April 2025",
        "Publié le 3 avril 2025 à 12h00",
        "Veröffentlicht am 3. April 2025, 12:00 Uhr",
        "2025年4月3日 19:00",
        "5 min read",
        "Reading time: 5 minutes",
    ],
)
def test_a_date_or_reading_time_at_either_end_is_no_text_where_the_metadata_have_the_date(line):
    assert body_of(f"<article><h1>{TITLE}</h1><p>{line}</p>{paragraphs()}</article>", DATED) == BODY
    assert body_of(f"<article><h1>{TITLE}</h1>{paragraphs()}<p>{line}</p></article>", DATED) == BODY


def test_a_date_among_the_paragraphs_stays():
    said = [FERRY, "3 April 2025", SALT]
    assert body_of(f"<article><h1>{TITLE}</h1>{paragraphs(*said)}{paragraphs()}</article>", DATED).startswith(
        "\n\n".join(said)
    )


def test_a_day_that_is_a_heading_stays():
    markup = f"<article><h1>{TITLE}</h1><h2>3 April 2025</h2>{paragraphs()}</article>"
    assert body_of(markup, DATED) == f"3 April 2025\n\n{BODY}"


def test_the_credit_line_is_no_text_where_the_metadata_have_the_author():
    head = DATED + '<meta name="author" content="Ada Penrose">'
    assert (
        body_of(f"<article><h1>{TITLE}</h1><p>By Ada Penrose | 3 April 2025</p>{paragraphs()}</article>", head) == BODY
    )


def test_a_second_heading_with_the_title_is_no_text():
    logo = '<header><h1><a href="/">The Gannet Post</a></h1></header>'
    assert body_of(f"{logo}<article><h2>{TITLE}</h2>{paragraphs()}</article>", f"<title>{TITLE}</title>") == BODY


def test_a_heading_that_says_something_else_stays():
    markup = f"<article><h1>{TITLE}</h1><h2>What it costs</h2>{paragraphs()}</article>"
    assert body_of(markup) == f"What it costs\n\n{BODY}"


def test_a_bold_line_with_the_title_is_no_text_where_the_page_has_no_headline():
    markup = f"<div><p><b>{TITLE}</b></p>{paragraphs()}</div>"
    assert body_of(markup, f"<title>The Gannet Post - {TITLE}</title>") == BODY
