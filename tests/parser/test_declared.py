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


@pytest.mark.parametrize(
    "gap", ["\n", "\r\n\r\n", "\u2029", "<br>", "<br /><br>", "</p><p>", "</div>\n<div class='x'>"]
)
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


def test_a_live_blog_gives_its_updates():
    updates = [{"@type": "BlogPosting", "headline": f"Entry {n}", "articleBody": text} for n, text in enumerate(PROSE)]
    thing = {"@type": "LiveBlogPosting", "headline": "Ferry returns", "liveBlogUpdate": updates}
    article = article_of('<div id="app"></div>', f'<script type="application/ld+json">{json.dumps(thing)}</script>')
    assert (article.kind, article.body) == (
        "liveblog",
        "\n\n".join(part for n, text in enumerate(PROSE) for part in (f"Entry {n}", text)),
    )


STORED = {"title": "Ferry returns to Gannet Quay", "publishedAt": "2025-07-11T10:00:00Z", "content": list(PROSE)}


class TestState:
    """A page that shows nothing, and whose scripts hold its article."""

    def shell(self, state, head="<title>Ferry returns to Gannet Quay | Gannet Post</title>"):
        data = f'<script id="__DATA__" type="application/json">{json.dumps(state)}</script>'
        return article_of(f'<div id="root"></div>{data}', head)

    def test_it_is_read_with_what_stands_beside_it(self):
        article = self.shell({"page": {"article": STORED}})
        assert (article.kind, article.title, article.body) == ("article", "Ferry returns to Gannet Quay", BODY)
        assert str(article.published) == "2025-07-11 10:00:00+00:00"

    def test_the_evidence_names_the_script(self):
        sources = {one.field: one.source for one in self.shell({"article": STORED}).evidence}
        assert (sources["body"], sources["published"]) == ("state __DATA__", "state __DATA__ datePublished")

    def test_the_text_below_the_title_is_meant_not_the_longest(self):
        other = {"title": "Salt runs out", "content": list(map(str.upper, PROSE * 3))}
        assert self.shell({"others": [other], "article": STORED}).body == BODY

    def test_without_a_title_several_articles_are_none(self):
        others = [{"title": f"Story {n}", "content": [f"{n} {text}" for text in PROSE]} for n in range(3)]
        assert self.shell({"items": others}, head="").body is None

    def test_cards_are_no_paragraphs(self):
        cards = [{"title": f"Story {n}", "url": f"/news/{n}", "text": text} for n, text in enumerate(PROSE)]
        assert self.shell({"title": "Ferry returns to Gannet Quay", "list": cards}).body is None

    def test_terms_and_consent_texts_are_not_the_article(self):
        state = {"title": "Ferry returns to Gannet Quay", "cookieConsent": {"text": BODY}}
        assert self.shell(state).body is None

    def test_a_page_that_shows_its_text_is_read_as_it_is(self):
        data = f'<script type="application/json">{json.dumps({"article": STORED})}</script>'
        shown = paragraphs(*map(str.swapcase, PROSE))
        assert article_of(HEADLINE + shown + data).body == "\n\n".join(map(str.swapcase, PROSE))
