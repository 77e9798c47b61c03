"""Links to pages about authors."""

import pytest

from archiver.parser.author_links import names_linked
from support.pages import page_of


def linked(html):
    page = page_of(html)
    return [name for item in page.segments for name in names_linked(page, item)]


@pytest.mark.parametrize(
    "href",
    [
        "/author/ann-doe",
        "/authors/12",
        "/Autor/ann-doe/",
        "/auteurs/ann-doe",
        "/forfatter/ann-doe",
        "/yazar/ann-doe",
        "/news/staff/ann-doe",
        "/people/ann-doe.html",
        "/?author=3",
    ],
)
def test_an_address_under_an_author_s_folder_leads_to_one(href):
    assert linked(f'<p>Sport <a href="{href}">Ann Doe</a></p>') == ["Ann Doe"]


@pytest.mark.parametrize(
    "href", ["/", "/news/ann-doe", "/authors", "/authority/ann-doe", "https://videos.example/user/ann-doe"]
)
def test_other_addresses_do_not(href):
    assert linked(f'<p>Sport <a href="{href}">Ann Doe</a></p>') == []


def test_each_author_of_a_block_is_named():
    html = '<p><a href="/author/1">Ann Doe</a>, <a href="/author/2">Ben Roe</a> in <a href="/topic/3">Cem Town</a></p>'
    assert linked(html) == ["Ann Doe", "Ben Roe"]


def test_one_word_counts_only_beside_a_date_or_in_a_byline():
    assert linked('<p>Sport <a href="/author/gizmo">gizmo</a></p>') == []
    assert linked('<p>11 August 2025 <a href="/author/gizmo">gizmo</a></p>') == ["gizmo"]
    assert linked('<p class="byline">Sport <a href="/author/gizmo">gizmo</a></p>') == ["gizmo"]


@pytest.mark.parametrize("text", ["jd", "All our authors", "Follow", "admin", "ann@harbour.example"])
def test_initials_and_phrases_are_no_names(text):
    assert linked(f'<p>11 August 2025 <a href="/author/x">{text}</a></p>') == []


def test_a_name_that_stands_there_twice_counts_once():
    html = '<p><a href="/author/1"><span>Ann Doe</span><span class="mobile">Ann Doe</span></a></p>'
    assert linked(html) == ["Ann Doe"]
