"""A whole page to an Article: what the steps add up to, and what holds for any page at all."""

import dataclasses
import datetime as dt
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver.document import read_document
from archiver.errors import UrlError, UsageError
from archiver.model import Article, Evidence
from archiver.parser.article import parse, parse_document
from archiver.parser.version import PARSER_VERSION
from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, URL, article_of, html, linked, paragraphs

LEAD = "After eleven weeks on the slipway the boat sails again, with the passengers' own ropes."
CARDS = "".join(linked(f"Another long story of the islands {n}", f"/news/another-long-story-{n}") for n in range(4))
PAGE = html(
    f"""<nav><a href="/">Home</a></nav>
    <article><h1>Ferry returns to Gannet Quay</h1><p class="standfirst">{LEAD}</p>
    <p class="byline">By Ada Penrose</p><time datetime="2025-07-11T14:05:00+01:00">11 July 2025</time>
    <figure><img src="/ferry.jpg"><figcaption>The ferry on Friday. Photo: Tom Quill</figcaption></figure>
    <p>{FERRY}</p><p>{ROPES}</p><p>Read also: <a href="/news/two-bakers-end-their-truce">Two bakers end their truce</a></p>
    <h2>What it costs</h2><p>{SALT}</p><p>{MAYOR}</p></article>
    <aside><h2>Most read</h2><ul>{CARDS}</ul></aside><footer>{ROPES}</footer>""",
    '<title>Ferry returns to Gannet Quay - The Gannet Post</title><meta property="og:site_name" content="The Gannet Post">',
)


@pytest.fixture(scope="module")
def article():
    return parse(PAGE, URL)


class TestWholePage:
    def test_every_block_goes_to_one_field(self, article):
        assert (article.title, article.headline) == ("Ferry returns to Gannet Quay",) * 2
        assert article.lead == LEAD
        assert article.body == f"{FERRY}\n\n{ROPES}\n\nWhat it costs\n\n{SALT}\n\n{MAYOR}"

    def test_date_and_author_are_the_articles_own(self, article):
        assert article.published == dt.datetime.fromisoformat("2025-07-11T14:05:00+01:00")
        assert [author.name for author in article.authors] == ["Ada Penrose"]

    def test_the_picture_has_its_caption_and_credit(self, article):
        assert [(image.role, image.caption, image.credit) for image in article.images] == [
            ("main", "The ferry on Friday.", "Photo: Tom Quill")
        ]

    def test_the_teasers_know_their_places(self, article):
        assert [(one.region, one.block_heading) for one in article.teasers] == [
            ("inline", "Read also"),
            *[("aside", "Most read")] * 4,
        ]

    @pytest.mark.parametrize(
        "name", [*("kind", "title", "headline", "lead", "body", "published", "authors"), "language", "images"]
    )
    def test_every_value_has_its_evidence(self, article, name):
        winners = [one for one in article.evidence if one.field == name and one.rank == 0]
        assert winners
        assert all(one.source and one.rule for one in winners)

    def test_the_place_of_the_text_is_named_as_a_selector_would(self):
        article = article_of(f'<div class="story wide x">{paragraphs()}</div>')
        assert [one.source for one in article.evidence if one.field == "body"] == ["div.story.wide"]


class TestRoles:
    def test_a_date_line_at_the_end_of_the_text_is_no_paragraph(self):
        article = article_of(
            f"<div><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}<p>Published on 11 July 2025.</p></div>"
        )
        assert (article.body, article.published) == ("\n\n".join(PROSE), dt.date(2025, 7, 11))

    @pytest.mark.parametrize("url", [None, "https://www.gannet-post.example/news/ferry"])
    def test_dates_of_cards_are_theirs(self, url):
        item = "<li><a href='/news/story-{0}-of-the-isles'>Story {0} of the isles</a> <time>{0} July 2025</time>"
        cards = "".join(item.format(number) for number in (4, 5, 6))
        article = article_of(f"<article><h1>Ferry returns</h1>{paragraphs()}</article><ul>{cards}</ul>", url=url)
        assert article.published is None
        assert [one.published.day for one in article.teasers] == [4, 5, 6]

    def test_a_fragment_of_a_page_can_be_parsed(self):
        assert parse(paragraphs()).body == "\n\n".join(PROSE)

    def test_the_address_is_the_one_that_was_given(self):
        assert parse(PAGE, URL + "?ref=mail#top").url == URL + "?ref=mail#top"
        assert parse(PAGE).url is None


class TestEntrances:
    def test_the_public_function_is_this_one(self):
        assert archiver.parse is parse

    def test_a_tree_gives_the_same_as_its_bytes(self):
        assert parse_document(read_document(PAGE, url=URL)) == parse(PAGE.encode(), URL)

    def test_the_header_names_the_encoding(self):
        page = html("<h1>Größe</h1>", lang="").encode("cp1250")
        assert parse(page, charset="windows-1250").headline == "Größe"

    def test_what_is_no_page_is_refused(self):
        with pytest.raises(archiver.DocumentError):
            parse(b"%PDF-1.7")

    @pytest.mark.parametrize("url", ["", "https://", "http://[", "not an address", "/news", "file:///page.html"])
    def test_an_address_that_is_none_is_the_callers_mistake(self, url):
        with pytest.raises(UrlError):
            parse(PAGE, url)

    @pytest.mark.parametrize("read", [parse, archiver.parse_text])
    def test_a_moment_of_fetching_without_its_zone_is_the_callers_mistake(self, read):
        with pytest.raises(UsageError, match="fetched_at 2025-08-14T10:00:00 names no zone"):
            read(PAGE, fetched_at=dt.datetime(2025, 8, 14, 10))  # noqa: DTZ001 - it is the mistake
        with pytest.raises(TypeError, match="fetched_at is a str"):
            read(PAGE, fetched_at="2025-08-14")

    def test_what_is_neither_bytes_nor_text_is_the_callers_mistake(self):
        with pytest.raises(TypeError, match="the page is a NoneType"):
            parse(None)

    def test_the_version_is_a_number(self):
        assert PARSER_VERSION >= 1


def keys_of(value):
    return {field.name for field in dataclasses.fields(value)}


class TestPlainForm:
    def test_it_is_json_with_every_key(self):
        plain = json.loads(json.dumps(parse(PAGE, URL).to_dict()))
        assert plain.keys() == keys_of(Article)
        assert plain["published"] == "2025-07-11T14:05:00+01:00"
        assert {frozenset(one) for one in plain["evidence"]} == {frozenset(keys_of(Evidence))}

    def test_an_empty_page_has_every_key_too(self):
        plain = parse("<p></p>").to_dict()
        assert plain.keys() == keys_of(Article)
        assert {name for name, value in plain.items() if value not in (None, [], False)} == {"kind", "evidence"}


PROCESSES = partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, PROCESSES], ids=["threads", "processes"])
def test_a_parse_is_a_function_of_its_arguments(pool):
    """In threads, in other processes (with other hashes), and twice in this one."""
    pages = [PAGE, PAGE.replace("Ferry", "Boat"), html(CARDS)] * 4
    with pool(max_workers=2) as workers:
        assert list(workers.map(parse, pages, [URL] * len(pages))) == [parse(page, URL) for page in pages]


class TestLongPages:
    def test_a_hundred_thousand_nested_boxes_are_a_page(self):
        assert parse("<div>" * 100_000 + FERRY, URL).kind == "other"

    def test_twenty_thousand_nested_anchors_are_a_page(self):
        assert parse('<a href="/news/another-long-story-1">' * 20_000 + FERRY, URL).kind == "other"

    def test_twenty_megabytes_of_text_are_a_page(self):
        page = "<h1>Ferry</h1>" + "".join(f"<p>{number} {FERRY * 20}</p>" for number in range(5_000))
        assert len(page) > 20_000_000
        assert len(parse(page, URL).blocks) == 5_000

    def test_twenty_megabytes_without_markup_are_a_page(self):
        assert len(parse("<p>" + FERRY * 100_000, URL).body) > 20_000_000

    @pytest.mark.parametrize("piece", ["text<br><br>", "<td>", "<b>", "<li>x", "<time>1</time>", "<img src=/a.jpg>"])
    def test_ten_thousand_of_anything_are_a_page(self, piece):
        assert parse("<p>" + piece * 10_000, URL).teasers == ()


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='related'>", "</div>", "<a href='/news/a-long-story-of-1'>", "</a>", "<h1>", "</h1>",
        "<h2>", "<ul><li>", "<br><br>", "<img src='/a.jpg'>", "<figure>", "</figure>", "<time datetime='2025-07-11'>",
        "<script type='application/ld+json'>", '{"@type": "NewsArticle", "author": [{"name": 3}], "datePublished": []}',
        "</script>", "<meta property='og:title' content='x'>", "<meta name=author content=''>", "<base href='http://['>",
        "<link rel=canonical href='//'>", "Image Not Found", "Read also: ", "By Ada Penrose", "31 février 2025", "&#0;",
        "<time datetime='99999'>", "<article hidden>", "<aside>", "<nav>", "<!--", "-->", FERRY, "\u0000", "\ud800", "﷽",
    ]
)  # fmt: skip
MARKUP = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)
MOMENTS = st.none() | st.datetimes(timezones=st.just(dt.UTC))
ADDRESSES = st.none() | st.sampled_from([URL, "https://[2001:db8::7]/", "http://müller.example/a b?c=d#é", "http://x"])


@given(content=st.binary(max_size=300) | MARKUP.map(lambda text: text.encode("utf-8", "replace")), url=ADDRESSES)
def test_any_bytes_are_an_article_or_a_document_error(content, url):
    try:
        article = archiver.parse(content, url=url)
    except archiver.DocumentError:
        return
    assert article.to_dict().keys() == keys_of(Article)


@given(markup=MARKUP, url=ADDRESSES, fetched_at=MOMENTS)
def test_any_markup_is_an_article_in_plain_json(markup, url, fetched_at):
    article = parse("<p>" + markup, url, fetched_at=fetched_at)
    assert json.loads(json.dumps(article.to_dict())) == article.to_dict()


@given(markup=MARKUP)
def test_a_second_parse_gives_the_same(markup):
    page = html(markup)
    assert parse(page, URL) == parse(page, URL)


@given(markup=MARKUP)
def test_the_parts_of_any_article_fit_together(markup):
    article = article_of(markup)
    assert article.body == ("\n\n".join(block.text for block in article.blocks if block.text) or None)
    assert [teaser.position for teaser in article.teasers] == list(range(len(article.teasers)))
    assert [teaser.block for teaser in article.teasers] == sorted(teaser.block for teaser in article.teasers)
    assert all(one.same_story_as is None or one.same_story_as < one.position for one in article.teasers)
    assert "" not in {article.title, article.headline, article.lead, article.byline, article.section}
