"""Which class names are believed: those on no more prose than such a part of a page ever has."""

import pytest

from archiver.parser import zones as z
from support.pages import FERRY, PROSE, ROPES, page_of, paragraphs


def block(body):
    """The page's first block."""
    return page_of(f"<div>{body}</div>" + paragraphs()).segments[0]


@pytest.mark.parametrize("name", ["tag-ferry", "has-thumbnail", "share-on", "newsletter-page", "nav-open", "related"])
def test_a_class_name_around_most_of_the_prose_is_not_believed(name):
    page = page_of(f'<div class="{name}">{paragraphs()}{paragraphs(*map(str.upper, PROSE))}</div>')
    assert {item.zones for item in page.segments} == {0}


@pytest.mark.parametrize("name", ["tags", "share", "newsletter", "nav", "related-articles"])
def test_the_same_name_around_a_few_words_is(name):
    assert block(f'<div class="{name}">The ferry</div>').zones


def test_links_may_be_as_long_as_they_like():
    """They are what a list of related articles is made of."""
    items = "".join(f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(PROSE * 2))
    assert block(f'<div class="related"><ul>{items}</ul></div>').zones & z.RELATED


def test_a_long_aside_is_one_as_long_as_the_page_is_longer():
    short, long = (page_of(f"<aside>{FERRY}{ROPES}</aside>{rest}") for rest in (paragraphs(*PROSE * 2), "<p>End</p>"))
    assert short.segments[0].zones & z.ASIDE
    assert not long.segments[0].zones & z.ASIDE


def test_an_element_named_as_the_text_is_that_whatever_is_around_it():
    page = page_of(f'<div class="recommended"><div class="article-body"><p>{FERRY}</p><p>{ROPES}</p></div></div>')
    assert page.segments[0].zones & z.BODY
    assert not page.segments[0].zones & z.RELATED


def test_comments_may_be_longer_than_the_article_they_are_about():
    comments = paragraphs(*PROSE, *map(str.upper, PROSE))
    page = page_of(f'<h1>Ferry returns</h1><p>{FERRY}</p><div class="comments">{comments}</div>')
    assert not page.segments[1].zones & z.COMMENTS
    assert page.segments[2].zones & z.COMMENTS


def test_a_page_inside_a_forum_is_no_comment():
    page = page_of(f'<div class="forum"><h1>Ferry returns</h1>{paragraphs()}</div>')
    assert not page.segments[1].zones & z.COMMENTS
