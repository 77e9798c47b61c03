"""What templates make of the archive's values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from archiver.serve.templating import MARKS, add_tools, may_be_link, moment, number, paragraphs, pieces
from support.project import ROOT


@pytest.fixture(scope="module")
def macros():
    env = Environment(loader=FileSystemLoader(ROOT / "src/archiver/serve/html"), autoescape=True)
    add_tools(env)
    return env.get_template("archiver/macros.html").module


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//news.example/a",
        "/a",
        "https:\\\\news.example",
        "https://news.example/a b",
        "https://",
        "https:news.example",
        "urn:sha256:0",
        "",
        None,
        7,
    ],
)
def test_no_other_address_becomes_a_link(address):
    assert not may_be_link(address)


@pytest.mark.parametrize("address", ["https://news.example/a?b=c#d", "http://lac.example:8080/é", "HTTPS://a.example"])
def test_web_addresses_become_links(address):
    assert may_be_link(address)


def test_a_link_leaves_no_trace_of_where_it_was(macros):
    link = macros.outside("https://news.example/a", "A & B")
    assert 'rel="noreferrer noopener nofollow"' in link
    assert "A &amp; B" in link


def test_an_address_that_is_no_link_is_text(macros):
    shown = macros.outside("javascript:alert(1)", "Click me")
    assert "href" not in shown
    assert "javascript:alert(1)" in shown


def test_a_picture_is_told_of_and_not_loaded(macros):
    shown = macros.picture("https://news.example/p.jpg", alt="A <ferry>")
    assert "<img" not in shown
    assert "A &lt;ferry&gt;" in shown
    assert 'href="https://news.example/p.jpg"' in shown


def test_a_moment_is_in_the_publishers_own_offset_and_utc_is_beside_it(macros):
    assert (moment("2025-08-11T23:05:00+09:00").text, moment("2025-08-11T23:05:00+09:00").utc) == (
        "11 August 2025, 23:05 +09:00",
        "11 August 2025, 14:05 UTC",
    )
    assert 'title="11 August 2025, 14:05 UTC"' in macros.time("2025-08-11T23:05:00+09:00")
    assert moment("2025-08-11T23:05:00Z").text == "11 August 2025, 23:05 UTC"
    assert moment("2025-08-11").utc is None
    assert "no date" in macros.time(None)


@given(st.text())
def test_any_text_in_the_place_of_a_moment_is_shown_as_it_is(text):
    shown = moment(text)
    assert shown is None or shown.iso == text


def test_matches_are_marked_and_all_else_is_escaped(macros):
    shown = macros.marked(f"<b>the</b> {MARKS[0]}Rhine{MARKS[1]} rose")
    assert shown == "&lt;b&gt;the&lt;/b&gt; <mark>Rhine</mark> rose"


@given(st.text(alphabet=st.sampled_from(["a", "<", *MARKS, "\n"])))
def test_cutting_at_marks_loses_nothing_but_the_marks(text):
    assert "".join(piece.text for piece in pieces(text)) == "".join(c for c in text if c not in MARKS)


def test_figures_have_their_thousands_apart():
    assert (number(1234567), number(0), number(None)) == ("1,234,567", "0", "–")


def test_a_body_is_its_blocks():
    assert paragraphs("One.\n\nTwo,\nstill two.\n\n\n") == ["One.", "Two,\nstill two.\n\n\n".strip()]
