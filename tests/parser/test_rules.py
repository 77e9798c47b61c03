"""A site's rule on one of its pages: what it finds goes first, what it does not find is left to the parser."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import archiver
from archiver.document import read_document
from archiver.errors import RulesError
from archiver.model import Author, Block
from archiver.parser.article import parse_document
from archiver.parser.rules import compile_selector
from archiver.site_rules import SiteRules, read_rules
from support.pages import FERRY, MAYOR, ROPES, SALT, URL, html, linked, paragraphs

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
NOTE = "Letters from the quay, every Friday, at your door, for those who cannot come to the quay."
PAGE = f"<article>{HEADLINE}<p class=by>By Ada Penrose</p>{paragraphs()}</article>"


def rules_of(*lines):
    text = "\n".join(['hosts = "gannet-post.example"', "[[rule]]", *lines])
    return SiteRules((read_rules("gannet.toml", text.encode()),))


def article_of(markup, *lines, head="", **given):
    return archiver.parse(html(markup, head), URL, rules=rules_of(*lines), **given)


def evidence_of(article, field):
    return [one for one in article.evidence if one.field == field]


class TestFields:
    def test_a_rule_goes_before_the_parser(self):
        article = article_of(f"{PAGE}<div class=real>Ferry is back</div>", 'title = ".real"')
        assert (article.title, article.headline) == ("Ferry is back", "Ferry is back")

    def test_the_first_heading_is_no_text_when_another_is_the_title(self):
        markup = f"<article>{HEADLINE}<h2 class=real>The boat is back</h2>{paragraphs()}</article>"
        assert article_of(markup, 'title = ".real"', 'body = "article"').blocks[0].text == FERRY

    def test_an_attribute_is_no_headline(self):
        head = '<meta name="clean" content="Ferry is back">'
        article = article_of(PAGE, """title = "meta[name='clean']@content" """, head=head)
        assert (article.title, article.headline) == ("Ferry is back", "Ferry returns to Gannet Quay")

    def test_a_date_is_read_in_its_language(self):
        article = article_of(f"{PAGE}<i class=d>3 mars 2025</i><b>fr</b>", 'published = ".d"', 'language = "b"')
        assert (article.published, article.language) == (dt.date(2025, 3, 3), "fr")

    @pytest.mark.parametrize(
        ("text", "date_format", "expected"),
        [
            ("12|11|2023", "%d|%m|%Y", dt.date(2023, 11, 12)),
            ("2023.317", "%Y.%j", dt.date(2023, 11, 13)),
            ("12|11|23 14h05", "%d|%m|%y %Hh%M", dt.date(2023, 11, 12)),
            ("12|11|23 1405 +0100", "%d|%m|%y %H%M %z", dt.datetime.fromisoformat("2023-11-12T14:05:00+01:00")),
        ],
    )
    def test_a_date_is_read_by_its_format(self, text, date_format, expected):
        line = f'modified = {{ select = ".d", format = "{date_format}" }}'
        assert article_of(f"{PAGE}<p class=d>{text}</p>", line).modified == expected

    def test_a_relative_date_is_relative_to_the_fetching(self):
        moment = dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC)
        article = article_of(f"{PAGE}<p class=d>yesterday</p>", 'published = ".d"', fetched_at=moment)
        assert article.published == dt.date(2025, 3, 3)

    def test_each_element_is_a_credit(self):
        markup = f"{PAGE}<p class=a>By Tom Quill, Harbour Editor</p><p class=a>grimtooth7</p>"
        assert article_of(markup, 'authors = ".a"').authors == (
            Author(name="Tom Quill", role="Harbour Editor"),
            Author(name="grimtooth7"),
        )

    def test_each_element_is_a_tag(self):
        markup = f"{PAGE}<ul class=t><li>Boats</li><li> Salt </li><li>Boats</li></ul><p class=s>Quay</p>"
        article = article_of(markup, 'tags = ".t li"', 'section = ".s"')
        assert (article.tags, article.section) == (("Boats", "Salt"), "Quay")

    def test_the_first_selector_that_finds_something_counts(self):
        article = article_of(f"{PAGE}<p class=s>Quay</p><p class=u>News</p>", 'section = [".none", ".s", ".u"]')
        assert article.section == "Quay"


class TestText:
    def test_the_body_is_what_is_selected(self):
        markup = (
            f"<article>{HEADLINE}<p>{FERRY}</p><p>{ROPES}</p></article><div class=t><h2>Salt</h2><p>{SALT}</p></div>"
        )
        assert article_of(markup, 'body = ".t"').blocks == (
            Block(kind="heading", text="Salt", level=2),
            Block(kind="paragraph", text=SALT),
        )

    def test_single_paragraphs_may_be_selected(self):
        markup = f"<div>{HEADLINE}<p class=y>{FERRY}</p><p>{NOTE}</p><p class=y>{MAYOR}</p></div>"
        assert article_of(markup, 'body = "p.y"').body == f"{FERRY}\n\n{MAYOR}"

    def test_a_short_body_is_enough_when_a_rule_says_so(self):
        assert article_of(f"{HEADLINE}<p class=y>The ferry sank.</p>", 'body = ".y"').body == "The ferry sank."

    def test_hidden_text_can_be_selected(self):
        markup = f'{HEADLINE}<div class=t style="display:none"><p>{FERRY}</p><p>One<br>two</p></div>{paragraphs()}'
        assert article_of(markup, 'body = ".t"').body == f"{FERRY}\n\nOne\n\ntwo"

    def test_cards_inside_the_body_stay_cards(self):
        cards = "".join(linked(f"Another long story of the islands {n}", f"/news/another-{n}") for n in range(4))
        markup = f"<div class=t>{HEADLINE}{paragraphs()}<ul>{cards}</ul></div>"
        article = article_of(markup, 'body = ".t"')
        assert article.body == f"{FERRY}\n\n{ROPES}\n\n{SALT}\n\n{MAYOR}"
        assert len(article.teasers) == 4

    def test_a_lead_is_not_repeated_in_the_body(self):
        markup = f"<div class=t>{HEADLINE}<p class=l>{NOTE}</p>{paragraphs()}</div>"
        article = article_of(markup, 'body = ".t"', 'lead = ".l"')
        assert article.lead == NOTE
        assert NOTE not in article.body

    def test_what_is_removed_is_not_read(self):
        markup = f"<div>{HEADLINE}<p>{FERRY}</p><p class=x>{NOTE}</p>{paragraphs(ROPES, SALT, MAYOR)}</div>"
        assert NOTE not in article_of(markup, 'remove = ".x"').body

    def test_the_text_behind_what_is_removed_stays(self):
        markup = f"<div>{HEADLINE}<p>{FERRY} <b class=x>{NOTE}</b>{ROPES}</p><p>{SALT}</p></div>"
        assert article_of(markup, 'remove = ".x"').body == f"{FERRY} {ROPES}\n\n{SALT}"

    def test_what_is_removed_can_be_an_author(self):
        assert article_of(PAGE.replace("By Ada", "by Eve"), 'remove = ".by"', 'authors = ".by"').authors == (
            Author(name="Eve Penrose"),
        )

    def test_the_document_stays_as_it_was(self):
        document = read_document(html(PAGE), url=URL)
        before = etree.tostring(document.root)
        parse_document(document, rules=rules_of('remove = "p"', 'title = "h1"'))
        assert etree.tostring(document.root) == before


class TestKind:
    NOTE = "<main><p class=kicker>Ferry</p><div>Later.</div></main>"

    def test_a_page_with_a_body_of_the_rules_is_an_article_however_short(self):
        assert article_of(self.NOTE, 'tags = ".none"').kind == "other"
        assert article_of(self.NOTE, 'body = ".kicker"').kind == "article"

    def test_a_body_that_the_page_hides_counts_as_well(self):
        hidden = self.NOTE.replace("class=kicker", "class=kicker hidden")
        assert (one := article_of(hidden, 'body = ".kicker"')).kind == "article"
        assert one.body == "Ferry"

    def test_a_rule_that_finds_no_body_says_nothing(self):
        assert article_of(self.NOTE, 'body = ".none"').kind == "other"

    def test_the_home_page_is_none_for_having_such_a_place(self):
        home = archiver.parse(
            html(self.NOTE, ""), URL.partition(".example")[0] + ".example/", rules=rules_of('body = "p"')
        )
        assert home.kind != "article"


class TestEvidence:
    def test_it_names_the_file_and_the_selector(self):
        (winner,) = evidence_of(article_of(f"{PAGE}<b> Quay </b>", 'section = "b"'), "section")
        assert (winner.value, winner.raw, winner.source) == ("Quay", "Quay", "rule gannet.toml: b")

    def test_a_selector_that_finds_nothing_leaves_the_field_to_the_parser(self):
        article = article_of(PAGE, 'title = ".none"', 'body = ".none"')
        assert article.title == "Ferry returns to Gannet Quay"
        assert article.body is not None
        winner, notice = evidence_of(article, "title")
        assert (winner.rank, winner.source) == (0, "headline")
        assert (notice.rank, notice.value, notice.reason) == (1, None, "selector found nothing")
        assert notice.source == "rule gannet.toml: .none"

    @pytest.mark.parametrize("line", ['published = "h1"', 'language = "h1"'])
    def test_a_text_that_is_no_such_thing_is_said_to_be_none(self, line):
        article = article_of(PAGE, line)
        notice = evidence_of(article, line.split()[0])[-1]
        assert (notice.raw, notice.rank) == ("Ferry returns to Gannet Quay", 1)
        assert "found no" in notice.reason

    def test_what_the_parser_found_lost_when_that_is_asked_for(self):
        line = 'title = ".real"'
        markup = f"{PAGE}<div class=real>Ferry is back</div>"
        head = "<title>Ferry returns to Gannet Quay</title>"
        assert len(evidence_of(article_of(markup, line, head=head), "title")) == 1
        _, *losers = evidence_of(article_of(markup, line, head=head, explain=True), "title")
        assert [loser.rank for loser in losers] == list(range(1, len(losers) + 1))
        assert all(loser.reason for loser in losers)

    def test_every_winner_stands_alone(self):
        lines = ('title = "h1"', 'authors = ".by"', 'body = "article"', 'section = ".none"')
        winners = [one.field for one in article_of(PAGE, *lines, explain=True).evidence if one.rank == 0]
        assert len(winners) == len(set(winners))


class TestNextPage:
    @pytest.mark.parametrize("markup", ['<a class=n href="?page=2">2</a>', '<a class=n href="?page=2"><img></a>'])
    def test_its_address_is_where_the_article_goes_on(self, markup):
        article = article_of(PAGE + markup, 'next_page = "a.n"')
        assert (article.paging.number, article.paging.next_url) == (1, f"{URL}?page=2")
        (winner,) = evidence_of(article, "next_page")
        assert (winner.value, winner.raw) == (f"{URL}?page=2", "?page=2")

    def test_the_head_may_name_it(self):
        head = '<link rel="next" href="/2">'
        (winner,) = evidence_of(article_of(PAGE, """next_page = "link[rel='next']" """, head=head), "next_page")
        assert winner.value == "https://www.gannet-post.example/2"


class TestScope:
    def test_pages_of_other_sites_are_read_as_without_rules(self):
        elsewhere = "https://other.example/a"
        plain = archiver.parse(html(PAGE), elsewhere)
        assert archiver.parse(html(PAGE), elsewhere, rules=rules_of('title = ".by"')) == plain

    def test_a_page_without_an_address_has_no_rule(self):
        assert archiver.parse(html(PAGE), rules=rules_of('title = ".by"')) == archiver.parse(html(PAGE))

    def test_explaining_changes_nothing_but_the_evidence(self):
        lines = ('title = "h1"', 'authors = ".by"', 'body = "article"', 'remove = ".none"', 'lead = ".none"')
        plain, asked = article_of(PAGE, *lines), article_of(PAGE, *lines, explain=True)
        assert dataclasses.replace(asked, evidence=plain.evidence) == plain


EVERY = (
    'title = ["h1", "*"]',
    'published = "time@datetime"',
    'authors = "a"',
    'lead = "p"',
    'body = "*"',
    'remove = "b"',
)
MARKUP = st.lists(
    st.sampled_from(
        [*["<p>", "<h1>", "<b>", "</b>", "<a>", "</a>", "<div>", "</div>", "<br>", "<time>"], "Ferry ", "\x00"]
    )
)


@given(MARKUP.map("".join))
def test_any_page_is_read_or_refused(markup):
    """What a rule selects may be empty, nested, the whole page, or gone."""
    try:
        article = archiver.parse(f"<html>{markup}", URL, rules=rules_of(*EVERY), explain=True)
    except archiver.DocumentError:
        return
    assert all(one.reason for one in article.evidence if one.rank)


def test_rules_cross_threads_and_processes():
    rules = pickle.loads(pickle.dumps(rules_of('title = ".by"', 'body = "p"')))
    with ThreadPoolExecutor(4) as pool:
        articles = list(pool.map(lambda _: archiver.parse(html(PAGE), URL, rules=rules), range(16)))
    assert {article.title for article in articles} == {"By Ada Penrose"}


@pytest.mark.parametrize("css", ["", "h1..x", "h1[", "a::text", "a:hover(", "1"])
def test_what_is_no_selector_is_refused(css):
    with pytest.raises(RulesError, match="invalid selector"):
        compile_selector(css)
