"""What a page declares about itself."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.document import read_document
from archiver.errors import DocumentError
from archiver.jsontext import encode_json
from archiver.parser.metadata import clean, read_metadata, texts_of, things_of, types_of

URL = "https://www.harbour-gazette.example/news/ferry"


def read(head, url=URL):
    return read_metadata(
        read_document(f"<html lang='en-GB'><head>{head}</head><body><p>Text.</p></body></html>", url=url)
    )


def json_ld(*scripts):
    return read("".join(f'<script type="application/ld+json">{script}</script>' for script in scripts))


def test_meta_tags_are_found_under_any_attribute_in_the_page_s_order():
    metadata = read(
        '<meta property="og:title" content="Ferry"><meta name="Author" content="Ann Doe"><meta name="author" content="Ben Roe">'
        '<meta itemprop="datePublished" content="2025-08-11"><meta name="empty" content=" ">'
    )
    assert metadata.meta("og:title") == "Ferry"
    assert metadata.metas["author"] == ("Ann Doe", "Ben Roe")
    assert metadata.meta("datepublished") == "2025-08-11"
    assert "empty" not in metadata.metas


def test_the_first_name_that_has_a_content_gives_it():
    metadata = read('<meta name="twitter:title" content="B"><meta property="og:title" content="A">')
    assert metadata.meta("nothing", "og:title", "twitter:title") == "A"
    assert metadata.meta("nothing") is None


def test_links_to_what_draws_the_page_are_left_out():
    metadata = read(
        '<link rel="preload" href="/f.woff"><link rel="stylesheet" href="/s.css"><link rel="next" href="/2">'
    )

    assert metadata.links == {"next": ("/2",)}


def test_links_title_and_language_are_kept():
    metadata = read('<title>Ferry &amp;amp; bay</title><link rel="canonical shortlink" href=" /ferry ">')
    assert (metadata.title, metadata.language) == ("Ferry & bay", "en-GB")
    assert metadata.link("canonical") == metadata.link("shortlink") == "/ferry"
    assert metadata.link("amphtml") is None


def test_a_picture_s_title_is_not_the_page_s():
    assert read("<svg><title>Menu</title></svg><title>Ferry</title>").title == "Ferry"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A &amp;quot;B&amp;quot;", 'A "B"'), (" a\n b ", "a b"), ("", None), (" ", None), (None, None), (7, None)],
)
def test_texts_lose_their_entities_and_their_spaces(text, expected):
    assert clean(text) == expected


def test_the_article_is_found_inside_a_graph():
    metadata = json_ld(
        '{"@graph": [{"@type": "WebSite", "name": "Gazette"}, {"@type": ["Article", "NewsArticle"], "headline": "Ferry"}]}'
    )
    assert metadata.article_texts("headline") == ("Ferry",)
    assert types_of(metadata.article) == ("Article", "NewsArticle")


def test_a_bare_page_stands_for_the_article_where_there_is_none():
    metadata = json_ld('{"@type": "WebPage", "name": "Ferry", "datePublished": "2025-08-11"}')
    assert metadata.article_texts("datePublished") == ("2025-08-11",)


def test_an_article_beats_a_page():
    page = '{"@type": "WebPage", "datePublished": "2024-01-01"}'
    article = '{"@type": "BlogPosting", "datePublished": "2025-08-11"}'
    assert json_ld(page, article).article_texts("datePublished") == ("2025-08-11",)


def test_of_several_articles_the_one_with_the_page_s_address_is_meant():
    metadata = json_ld(
        '[{"@type": "NewsArticle", "headline": "Another", "url": "https://www.harbour-gazette.example/other"},'
        ' {"@type": "NewsArticle", "headline": "Ferry", "mainEntityOfPage": {"@id": "http://harbour-gazette.example/news/ferry/?a=1"}}]'
    )
    assert metadata.article_texts("headline") == ("Ferry",)


def test_of_several_articles_the_one_with_the_page_s_title_is_meant():
    scripts = "".join(
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}"}}</script>'
        for title in ("Another", "Ferry")
    )
    assert read(f'<meta property="og:title" content="Ferry">{scripts}').article_texts("headline") == ("Ferry",)


def test_articles_of_a_list_are_other_pages():
    metadata = json_ld('{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]}')
    assert metadata.article is None


def test_references_inside_the_page_are_resolved():
    metadata = json_ld(
        '{"@graph": [{"@type": "Article", "headline": "F", "author": {"@id": "#ann"}}, {"@id": "#ann", "@type": "Person", "name": "Ann Doe"}]}'
    )
    assert [thing["name"] for thing in metadata.article_things("author")] == ["Ann Doe"]


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Ferry"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ferry"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Ferry",}',
        '{"@type": "NewsArticle", "headline": "Ferry"};',
        '{"@type": "NewsArticle",\n "headline": "Fer\try"}'.replace("\t", ""),
        '{"@type": "WebSite", "name": "G"}{"@type": "NewsArticle", "headline": "Ferry"}',
        '{"@type": "http://schema.org/NewsArticle", "headline": ["Ferry"]}',
    ],
)
def test_broken_or_odd_json_is_read_all_the_same(script):
    assert json_ld(script).article_texts("headline") == ("Ferry",)


def test_json_that_cannot_be_mended_is_as_good_as_none():
    assert json_ld('{"@type": "NewsArticle", "headline: Ferry').article is None


def test_one_broken_script_does_not_spoil_the_others():
    assert json_ld("{", '{"@type": "NewsArticle", "headline": "Ferry"}').article_texts("headline") == ("Ferry",)


def test_properties_are_texts_whatever_their_shape():
    thing = {"a": ["x", {"name": "y"}, {"@value": "z"}, [7], True, None, {}], "author": ["Ann", {"name": "Ben"}, {}]}
    assert texts_of(thing, "a") == ("x", "y", "z", "7")
    assert [texts_of(author, "name") for author in things_of(thing, "author")] == [("Ann",), ("Ben",)]
    assert texts_of(None, "a") == things_of(None, "a") == ()


def test_deep_nesting_ends_somewhere():
    assert json_ld('{"@graph": [' * 50 + '{"@type": "NewsArticle", "headline": "F"}' + "]}" * 50).article is None


def test_a_mailing_list_s_worth_of_objects_ends_somewhere():
    things = ",".join(['{"@type": "Person", "name": "A"}'] * 1000)
    assert len(json_ld(f"[{things}]").things) == 400


@given(st.text(max_size=200))
def test_any_text_in_a_script_is_read_or_left(text):
    with contextlib.suppress(DocumentError):
        json_ld(text.replace("</", "<"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["@type", "@graph", "name", "author", "url", "headline"]), inner, max_size=3
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_left(value):
    json_ld(encode_json(value).replace("</", "<"))
