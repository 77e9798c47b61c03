"""Fixture pages cut, flipped and rearranged, and pages made at random: each is an article as it should be."""

from __future__ import annotations

import copy
import datetime as dt
import json
import multiprocessing
import pickle
import random
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import cases, text_cases

import archiver
from archiver import parse, parse_text
from archiver.parser import zones
from support.claims import broken_claims
from support.pages import FERRY, URL

FETCHED = dt.datetime(2025, 7, 12, 9, tzinfo=dt.UTC)
PAGES = sorted({case.content for case in cases() if not case.name.startswith("text/")})
TEXTS = sorted({case.content.decode() for case in text_cases()})
TAG = re.compile(rb"<[^<>]+>")
ATTRIBUTE = re.compile(rb"""\s([\w:-]+)=("[^"]*"|'[^']*')""")


def read(content):
    """The article, or ``None`` for what is no page."""
    try:
        return parse(content, URL, fetched_at=FETCHED)
    except archiver.DocumentError:
        return None


# --- pages that were well once ---


def cut(page, chance):
    start, end = sorted((chance.randrange(len(page)), chance.randrange(len(page) + 1)))
    return chance.choice((page[:end], page[start:], page[:start] + page[end:]))


def flip(page, chance):
    mangled = bytearray(page)
    for _ in range(chance.randrange(1, 60)):
        mangled[chance.randrange(len(mangled))] = chance.randrange(256)
    return bytes(mangled)


def with_tags(change):
    """Some of a page's tags, each replaced by what the change makes of it."""

    def mutate(page, chance):
        share = chance.choice((0.01, 0.1, 0.5))
        return TAG.sub(lambda tag: change(tag[0], chance) if chance.random() < share else tag[0], page)

    return mutate


def swap_attributes(page, chance):
    """The values of a page's attributes go round among them."""
    values = [match[2] for match in ATTRIBUTE.finditer(page)]
    chance.shuffle(values)
    return ATTRIBUTE.sub(lambda match: b" " + match[1] + b"=" + values.pop(), page)


def splice(page, chance):
    """Half of one page before half of another."""
    other = chance.choice(PAGES)
    return page[: len(page) // 2] + other[len(other) // 2 :]


MUTATIONS = {
    "cut": cut,
    "flipped bytes": flip,
    "dropped tags": with_tags(lambda tag, chance: b""),
    "doubled tags": with_tags(lambda tag, chance: tag * chance.choice((2, 2, 300))),
    "tags in tags": with_tags(lambda tag, chance: b"<div>" + tag + tag[:-1]),
    "other tags": with_tags(lambda tag, chance: chance.choice(TAG.findall(chance.choice(PAGES)))),
    "swapped attributes": swap_attributes,
    "spliced": splice,
}


@pytest.mark.parametrize("mutation", MUTATIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(page=st.sampled_from(PAGES), seed=st.integers(0, 2**32))
def test_a_mangled_page_is_an_article_as_it_should_be(mutation, page, seed):
    article = read(MUTATIONS[mutation](page, random.Random(seed)))
    assert article is None or broken_claims(article) == []


@given(text=st.sampled_from(TEXTS), seed=st.integers(0, 2**32))
def test_a_mangled_text_is_an_article_as_it_should_be(text, seed):
    lines = text.split("\n")
    chance = random.Random(seed)
    some = chance.choices(lines, k=chance.randrange(1, 2 * len(lines)))
    try:
        article = parse_text("\n".join(some), URL, fetched_at=FETCHED)
    except archiver.DocumentError:
        return
    assert broken_claims(article) == []


# --- pages that nobody wrote ---

NAMES = sorted({name.rstrip("*") for names in zones._VOCABULARY.values() for name in names.split()})
TAGS = st.sampled_from(
    [
        "div",
        "p",
        "a",
        "h1",
        "h2",
        "h3",
        "span",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "article",
        "section",
        "aside",
        "nav",
        "header",
        "footer",
        "figure",
        "figcaption",
        "img",
        "picture",
        "time",
        "blockquote",
        "b",
        "em",
        "br",
        "address",
        "main",
        "form",
        "button",
        "script",
        "noscript",
        "template",
        "iframe",
        "svg",
        "amp-img",
        "dl",
        "dt",
        "dd",
        "pre",
        "code",
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "By Ada Penrose",
            "Von Käthe Größler und Jan Öz",
            "文/王小明",
            "כתב: דנה לוי",
            "بقلم: سامي حداد",
            "記者 山田太郎",
        ),
        *(
            "3 January 2024, 14:05 CET",
            "il y a 3 heures",
            "2024年1月3日",
            "٣ يناير ٢٠٢٤",
            "วันที่ 3 มกราคม 2567",
            "31.02.2023",
        ),
        *(
            "Read also:",
            "Image Not Found",
            "Photo: Tom Quill",
            "Newsletter",
            "©",
            "…",
            "\u200f",
            "\ufeff",
            "\x7f",
            "a\u0301",
        ),
        *(FERRY, "島を結ぶ渡し船が金曜日に再び動き出した。", "Паром снова ходит между островами.", "เรือข้ามฟากแล่นอีกครั้ง"),
        *('{"@type": "NewsArticle", "headline": "x", "datePublished": "2024-01-03T25:00"}', "&#128;&nbsp;&lt;b&gt;"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(NAMES), WORDS, st.sampled_from(["/news/a-long-story", "//[", "data:,x", "#", "1704290700"])
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["class", "id", "href", "src", "srcset", "data-src", "datetime", "itemprop", "rel", "style", "alt", "role", "hidden", "content", "type"]),
    VALUES,
    max_size=3,
)  # fmt: skip


def element(tag, attributes, inner):
    written = "".join(f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(inner)}</{tag}>"


TREES = st.recursive(
    WORDS | st.text(max_size=12),
    lambda inner: st.builds(element, TAGS, ATTRIBUTES, st.lists(inner, max_size=5)),
    max_leaves=40,
)


METAS = "og:title og:url article:published_time article:author author date og:image og:site_name keywords description"
PROPERTIES = (
    "headline author datePublished dateModified image articleBody publisher keywords articleSection mainEntityOfPage "
    "isAccessibleForFree url @id inLanguage"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "name", "url", "@id", "@list"]), inner)
    ),
    max_leaves=8,
)


def declared(head):
    """One line of a page's head."""
    kind, name, value = head
    return {
        "meta": lambda: element("meta", {"property": name, "content": str(value)}, ()),
        "title": lambda: element("title", {}, (str(value),)),
        "link": lambda: element("link", {"rel": "canonical", "href": str(value)}, ()),
        "json": lambda: (
            f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", name: value})}</script>'
        ),
    }[kind]()


HEADS = st.lists(
    st.one_of(
        st.tuples(st.just("meta"), st.sampled_from(METAS.split()), VALUES | st.text(max_size=20)),
        st.tuples(st.sampled_from(["title", "link"]), st.none(), VALUES | st.text(max_size=20)),
        st.tuples(st.just("json"), st.sampled_from(PROPERTIES.split()), JSON),
    ).map(declared),
    max_size=4,
).map("".join)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(head=HEADS, tree=TREES, url=st.none() | st.just(URL))
def test_a_random_page_is_an_article_as_it_should_be(head, tree, url):
    page = f"<html><head>{head}</head><body>{tree}"
    assert broken_claims(parse(page, url, fetched_at=FETCHED)) == []


WRAPPINGS = st.sampled_from(["url(", "'", "'url(", "url(&quot;", "/resize?url=", "/r?src=%2Fr%3Fsrc=", "{", "[", "\\"])
STORY = "<a href=/news/a-story-of-the-isles>A story of the isles</a>"
PLACES = st.sampled_from(
    [
        f'<div class=card><b style="background:{{0}}"></b>{STORY}</div>',
        f'<div class=card><img data-src="{{0}}">{STORY}</div>',
        f'<div class=card><img srcset="{{0}} 2x">{STORY}</div>',
        '<article><h1>The isles</h1><figure><img src="{0}"><figcaption>An isle</figcaption></figure></article>',
        '<meta property=og:image content="{0}"><h1>The isles</h1>',
        f"<style>.k12 {{{{ background: {{0}} }}}}</style><div class=card><b class=k12></b>{STORY}</div>",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    place=PLACES,
    wrapping=st.lists(WRAPPINGS, min_size=1, max_size=4).map("".join),
    depth=st.sampled_from([1, 3, 1000, 3000]),
)
def test_a_picture_wrapped_without_end_is_an_article_as_it_should_be(place, wrapping, depth):
    page = place.format(wrapping * depth + "/a.jpg") * 3 + f"<p>{FERRY}</p>"
    assert broken_claims(parse(page, URL, fetched_at=FETCHED)) == []


@given(content=st.binary(max_size=400) | st.text(max_size=400))
def test_any_bytes_and_any_text_are_an_article_or_a_document_error(content):
    article = read(content)
    assert article is None or broken_claims(article) == []


# --- a function of its arguments ---

PROCESSES = partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context("spawn"))


@pytest.fixture(scope="module")
def articles():
    """Of every fixture page, in their order."""
    return {page: read(page) for page in PAGES}


@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_pages_before_change_nothing(articles, seed):
    """What is kept between two pages, to be quick, is no memory of them."""
    order = random.Random(seed).sample(PAGES, len(PAGES))
    assert all(read(page) == articles[page] for page in order)


@pytest.mark.parametrize(("pool", "workers"), [(ThreadPoolExecutor, 8), (PROCESSES, 2)], ids=["threads", "processes"])
def test_others_at_work_change_nothing(articles, pool, workers):
    with pool(max_workers=workers) as some:
        assert list(some.map(read, PAGES)) == list(articles.values())


def test_an_article_survives_being_copied_and_sent(articles):
    for article in articles.values():
        assert pickle.loads(pickle.dumps(article)) == copy.deepcopy(article) == copy.copy(article) == article


def test_a_text_gives_what_its_bytes_give(articles):
    for page, article in articles.items():
        if page.decode("utf-8", "ignore").encode() == page:
            assert read(page.decode()) == article


@pytest.mark.parametrize("case", [*cases()], ids=lambda case: case.name)
def test_every_fixture_is_an_article_as_it_should_be(case):
    reading = parse_text if case.name.startswith("text/") else parse
    content = case.content.decode() if reading is parse_text else case.content
    assert broken_claims(reading(content, case.url, fetched_at=case.fetched_at)) == []
