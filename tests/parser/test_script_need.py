"""Pages that are empty until a browser has run their scripts."""

import json

import pytest

from support.pages import PROSE, article_of, paragraphs

PROGRAM = '<script src="/static/main.8f3a.js"></script>'


def needs(body, head=""):
    return article_of(body, head).needs_javascript


def evidence_of(article):
    return next(one for one in article.evidence if one.field == "needs_javascript")


@pytest.mark.parametrize(
    "root",
    [
        '<div id="root"></div>',
        '<div id="app"><p>Loading …</p></div>',
        '<div id="__next"></div>',
        '<main><div id="gannet-post-app"></div></main>',
        "<app-root></app-root>",
        "<gannet-shell></gannet-shell>",
    ],
)
def test_an_empty_element_that_a_framework_fills_needs_one(root):
    article = article_of(root + PROGRAM, "<title>Gannet Post</title>")
    assert (article.kind, article.needs_javascript) == ("other", True)
    assert evidence_of(article).source == "empty root"


@pytest.mark.parametrize(
    "words",
    [
        "You need to enable JavaScript to run this app.",
        "Veuillez activer JavaScript pour lire cette page.",
        "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.",
        "このページを表示するには JavaScript を有効にしてください。",
        "Для просмотра страницы включите JavaScript.",
        "يرجى تفعيل جافا سكريبت لعرض هذه الصفحة",
        "이 페이지를 보려면 자바스크립트를 켜세요.",
    ],
)
def test_a_page_that_asks_for_it_in_any_language_needs_one(words):
    for body in (f"<noscript>{words}</noscript><div class=x></div>", f"<p>{words}</p>"):
        article = article_of(body + PROGRAM)
        assert article.needs_javascript
        assert evidence_of(article).raw == words


def test_scripts_alone_need_one():
    article = article_of(PROGRAM + PROGRAM)
    assert evidence_of(article).raw == "2 scripts, 0 characters of text"


def test_a_page_with_its_text_needs_none_whatever_it_asks_for():
    asks = "<noscript>Please enable JavaScript for comments.</noscript>"
    assert not needs(f'<div id="root"><h1>Ferry returns</h1>{paragraphs()}</div>{asks}{PROGRAM}')


def test_a_short_page_needs_none():
    contact = (
        "<h1>Contact</h1><p>Write to the editors at the harbour office, second door on the left, or ring the bell.</p>"
    )
    assert not needs(f"{contact}<p>We are there from nine to noon.</p><noscript>JavaScript is off.</noscript>{PROGRAM}")


def test_a_text_that_the_scripts_hold_needs_none():
    state = json.dumps({"article": {"headline": "Ferry returns", "body": " ".join(PROSE)}})
    article = article_of(
        f'<div id="app"></div><script type="application/json">{state}</script>{PROGRAM}', "<title>Ferry returns</title>"
    )
    assert article.body
    assert not article.needs_javascript


def test_a_page_without_programs_needs_none():
    assert not needs('<div id="app"></div>')
    assert not needs('<div id="app"></div><script type="application/ld+json">{}</script>')


@pytest.mark.parametrize(
    "wall",
    ['<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/v1"></script>', "<script>var captcha = 1</script>"],
)
def test_a_page_that_looks_for_robots_is_a_wall(wall):
    assert not needs(f"<noscript>Enable JavaScript and cookies to continue</noscript>{wall}")


def test_a_frame_or_a_picture_is_no_bare_body():
    assert not needs(f'<iframe src="/page"></iframe>{PROGRAM}')
    assert not needs(f'<img src="/poster.jpg">{PROGRAM}')


def test_an_archive_of_cards_needs_none():
    cards = "".join(
        f'<li><a href="/news/a-story-of-the-lake-{n}">A story of the lake and its people {n}</a></li>' for n in range(9)
    )
    assert not needs(f'<div id="app"></div><ul>{cards}</ul>{PROGRAM}')


def test_evidence_that_a_browser_is_needed_is_given_where_it_is_and_only_there():
    assert article_of(f'<div id="root"></div>{PROGRAM}').to_dict()["needs_javascript"] is True
    plain = article_of(f"<h1>Ferry returns</h1>{paragraphs()}")
    assert not any(one.field == "needs_javascript" for one in plain.evidence)
