"""The text that stands only in a page's metadata."""

import json

import pytest

from archiver.document import read_document
from archiver.parser.declared import read_declared_blocks
from archiver.parser.metadata import read_metadata
from support.pages import PROSE, article_of, paragraphs

BODY = "\n\n".join(PROSE)
HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"


def script(text, kind="NewsArticle"):
    thing = {"@context": "https://schema.org", "@type": kind, "headline": "Ferry returns", "articleBody": text}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def declared(text):
    """The paragraphs that are read of an ``articleBody``."""
    return [block.text for block in read_declared_blocks(read_metadata(read_document(script(text) + "<p>")))]


def test_a_page_that_a_script_would_draw_gives_its_declared_text():
    article = article_of('<div id="app"></div>', script("\n".join(PROSE)))
    assert (article.kind, article.body) == ("article", BODY)


def test_the_evidence_says_so():
    article = article_of(
        '<div id="app">Loading, please wait a moment for the text to come.</div>', script("\n".join(PROSE))
    )
    assert [one.source for one in article.evidence if one.field == "body"] == ["json-ld"]


def test_declared_text_counts_only_when_the_page_shows_none():
    article = article_of(HEADLINE + paragraphs(), script("\n".join(map(str.upper, PROSE))))
    assert article.body == BODY


@pytest.mark.parametrize("gap", ["\n", "\r\n\r\n", "\u2029", "<br>", "</p><p>", "</div>\n<div class='x'>"])
def test_lines_and_tags_part_paragraphs(gap):
    assert declared(gap.join(PROSE)) == list(PROSE)


def test_tags_inside_a_paragraph_go():
    assert declared(f"<p>The <b>ferry</b>.</p>{BODY}")[0] == "The ferry."


def test_entities_are_read():
    assert declared(f"Ropes &amp; salt&#8230;\n{BODY}")[0] == "Ropes & salt…"


def test_markup_may_be_written_with_entities():
    assert declared("".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in PROSE)) == list(PROSE)


def test_signs_that_are_no_tags_stay():
    assert declared(f"3 < 4 and 5 > 4\n{BODY}")[0] == "3 < 4 and 5 > 4"


@pytest.mark.parametrize("text", ["", "Too short to speak of.", None, 3, ["a", "b"], {"@value": "x"}])
def test_what_is_no_text_to_speak_of_is_nothing(text):
    assert declared(text) == []
