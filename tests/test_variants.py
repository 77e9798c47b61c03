"""The addresses at which a site serves one page are told from one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.urls import normalise_url, resolve
from archiver.variants import is_view, main_address, other_addresses

SITE = "https://www.lac.example"


@pytest.mark.parametrize(
    "view",
    [
        "/the-ferry/amp",
        "/the-ferry?amp",
        "/the-ferry?amp=1",
        "/the-ferry?outputType=amp",
        "/the-ferry?print=1",
        "/the-ferry?m=1",
        "/the-ferry?view=print",
        "/the-ferry/print",
        "/the-ferry.amp",
    ],
)
def test_a_view_has_a_main_address_and_can_be_nothing_else(view):
    assert main_address(SITE + view) == f"{SITE}/the-ferry"
    assert is_view(SITE + view)


@pytest.mark.parametrize("view", ["/amp/the-ferry", "/m/the-ferry", "/mobile/the-ferry", "/print/the-ferry"])
def test_a_first_segment_may_ask_for_a_view_or_be_a_section(view):
    assert main_address(SITE + view) == f"{SITE}/the-ferry"
    assert not is_view(SITE + view)


@pytest.mark.parametrize("host", ["m.lac.example", "amp.lac.example", "mobile.lac.example", "m.www.lac.example"])
def test_a_host_for_phones_repeats_the_main_one(host):
    assert main_address(f"https://{host}/a?p=2") == f"{SITE}/a?p=2"


def test_what_else_an_address_holds_stays():
    assert main_address(f"{SITE}/a/amp/?p=2&print=1&q=m") == f"{SITE}/a/?p=2&q=m"
    assert main_address(f"{SITE}/a.amp.html") == f"{SITE}/a.html"


@pytest.mark.parametrize(
    "path",
    ["/", "/amp", "/print/", "/camp/a", "/a?m=202508", "/a?view=article", "/a?format=html", "/amphibians", "/a/m/b"],
)
def test_most_addresses_ask_for_no_view(path):
    assert main_address(SITE + path) is None
    assert not is_view(SITE + path)


def test_one_page_may_have_eight_spellings():
    assert set(other_addresses("http://lac.example/a/")) == {
        "http://lac.example/a",
        "http://www.lac.example/a/",
        "http://www.lac.example/a",
        "https://lac.example/a/",
        "https://lac.example/a",
        "https://www.lac.example/a/",
        "https://www.lac.example/a",
    }


def test_an_index_stands_for_its_folder():
    assert {f"{SITE}/a", f"{SITE}/a/"} <= set(other_addresses(f"{SITE}/a/index.html"))
    assert f"{SITE}/" in other_addresses(f"{SITE}/index.php")


def test_a_file_has_no_slash_and_a_numbered_host_no_other_name():
    assert f"{SITE}/a.html/" not in other_addresses(f"{SITE}/a.html")
    assert other_addresses("http://127.0.0.1:8000/a") == ("http://127.0.0.1:8000/a/",)


def test_the_main_address_comes_first():
    assert other_addresses(f"{SITE}/a/amp/")[0] == f"{SITE}/a/"


@given(st.text(max_size=80))
def test_every_other_address_is_one_and_the_page_is_not_among_them(text):
    url = resolve(f"{SITE}/", text)
    if url is not None:
        others = other_addresses(url)
        assert url not in others
        assert [normalise_url(other) for other in others if "//" not in other[8:]] == [
            other for other in others if "//" not in other[8:]
        ]


@given(st.text("abmp/.?=&1print", max_size=30))
def test_what_asks_for_a_view_is_shorter_without_it(text):
    url = resolve(f"{SITE}/", text)
    main = None if url is None else main_address(url)
    assert main is None or len(main) < len(url)
