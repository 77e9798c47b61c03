"""Addresses that a site makes in the same way have one shape, others another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.address_shapes import any_query, any_section, shape_of
from archiver.urls import resolve

SITE = "https://site.example"


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/", "/"),
        ("/sport/", "/{word}"),
        ("/about-us", "/{word}"),
        ("/sport/the-ferry-runs-again", "/sport/{slug}"),
        ("/sport/The-Ferry-Runs-Again-123456.html", "/sport/{slug}-{id}.html"),
        ("/123456-the-ferry-runs-again", "/{id}-{slug}"),
        ("/2025/08/11/the-ferry-runs-again/", "/{year}/{n}/{n}/{slug}"),
        ("/archives/2025-08-11", "/archives/{day}"),
        ("/archives/20250811", "/archives/{id}"),
        ("/article/100012.html", "/article/{id}.html"),
        ("/tag/lake/page/12/", "/tag/{word}/page/{n}"),
        ("/fr/category/lac", "/fr/category/{word}"),
        ("/a/0f8fad5b-d9cb-469f-a165-70867728950e", "/a/{id}"),
        ("/n/p12345", "/n/p{id}"),
        ("/spip.php?article8532", "/spip.php?article{n}"),
        ("/shop?size=2&colour=1", "/shop?colour&size"),
        ("/l/top-10-places-to-see-in-2025", "/l/{slug}-{n}"),
    ],
)
def test_an_address_has_a_shape(path, shape):
    assert shape_of(SITE + path) == shape


def test_the_pages_of_one_template_have_one_shape_for_each_section():
    one, other = f"{SITE}/sport/the-ferry-wins-again-100001", f"{SITE}/monde/a-longer-headline-than-that-100002"
    assert shape_of(one) != shape_of(other)
    assert any_section(shape_of(one)) == any_section(shape_of(other)) == "/{word}/{slug}-{id}"


def test_a_kind_of_page_is_no_section():
    assert any_section(shape_of(f"{SITE}/tag/lake")) == "/tag/{word}"
    assert any_section("/{year}/{n}/{slug}") == "/{year}/{n}/{slug}"
    assert any_section("/{word}") == "/{word}"


def test_words_alone_say_nothing_of_other_sections():
    assert any_section("/n/{word}") == "/n/{word}"


def test_all_questions_to_one_path_have_a_shape_in_common():
    assert any_query(shape_of(f"{SITE}/shop?size=1")) == any_query(shape_of(f"{SITE}/shop?a=1&b=2"))
    assert any_query("/tag/{word}") is None


@given(st.text(max_size=60))
def test_any_address_has_a_shape_that_is_no_longer_than_needed(text):
    url = resolve(f"{SITE}/", text)
    if url is not None:
        assert shape_of(url).startswith("/")
        assert " " not in shape_of(url)


@given(
    st.integers(10_000, 10**9),
    st.integers(10_000, 10**9),
    st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=3),
)
def test_neither_number_nor_words_of_a_headline_matter(one, other, words):
    assert shape_of(f"{SITE}/a/{'-'.join(words)}-{one}.html") == shape_of(f"{SITE}/a/one-two-three-{other}.html")
