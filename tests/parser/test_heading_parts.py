"""Kickers and subtitles inside a heading."""

import pytest
from lxml import html

from archiver.parser.heading_parts import Heading, has_kicker, read_heading, without_kicker

NOTHING = Heading(None, None)


def parts_of(inner, *titles):
    return read_heading(html.fromstring(f"<h1>{inner}</h1>"), titles)


@pytest.mark.parametrize(
    "inner",
    [
        '<span class="kicker">Transport</span> Ferry stays',
        '<span class="overline">Transport</span><span>Ferry stays</span>',
        "<small>Transport</small> Ferry stays",
        '<span class="date">Transport</span><br>Ferry stays',
        '<a href="/x"><span class="kicker">Transport</span> Ferry stays</a>',
        '<span class="kicker">Transport<span class="sr-only">:</span></span> Ferry stays',
    ],
)
def test_a_first_part_named_as_a_kicker_is_one(inner):
    assert parts_of(inner) == Heading("Transport", None)


@pytest.mark.parametrize("title", ["Transport: Ferry stays", "Transport | Ferry stays", "Ferry stays"])
def test_other_titles_tell_a_kicker_without_a_name(title):
    assert parts_of("<b>Transport</b> Ferry stays", title) == Heading("Transport", None)


@pytest.mark.parametrize(
    "inner",
    [
        "Ferry stays",
        "<span>Ferry stays</span>",
        "<b>Ferry</b> stays",
        '<span class="kicker">Column:</span> Ferry stays',
        f'<span class="kicker">{"long " * 20}</span> Ferry stays',
        '<span class="kicker">Ferry</span>, stays in port',
        "",
    ],
)
def test_everything_else_is_the_headline(inner):
    assert parts_of(inner) == NOTHING


@pytest.mark.parametrize(
    "inner",
    [
        "Ferry stays <small>And nobody knows why</small>",
        'Ferry stays<span class="subtitle">And nobody knows why</span>',
        '<b>Ferry stays</b><span class="deck">And nobody knows why</span>',
    ],
)
def test_a_last_part_named_as_a_subtitle_is_one(inner):
    assert parts_of(inner) == Heading(None, "And nobody knows why")


def test_text_behind_the_last_element_makes_it_a_part_of_the_headline():
    assert parts_of("Ferry <small>stays</small> in port") == NOTHING


def test_a_kicker_goes_with_the_sign_behind_it():
    assert without_kicker("Transport : Ferry stays", "Transport") == "Ferry stays"
    assert without_kicker("Transport", "Transport") == "Transport"
    assert without_kicker("Ferry stays", "Transport") == "Ferry stays"


def test_only_a_sign_makes_a_beginning_a_kicker():
    assert has_kicker("TRANSPORT – Ferry stays", "Transport")
    assert not has_kicker("Transport stays in port", "Transport")
