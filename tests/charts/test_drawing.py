from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.charts import Bar, Frame, bars_chart, for_all_widths, style_sheet
from archiver.charts.drawing import clipped, clipped_within, share, text_width
from support.charts import SVG, parsed, texts

HOSTILE = '<script>x</script> & "quoted" \x00\x1b\ud800 </svg>'


def test_a_chart_is_a_picture_with_a_name_and_a_description():
    root = parsed(bars_chart(Frame(key="top", title="Most shown", summary="Ferry leads."), [Bar(label="a", value=1)]))
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert [named[name] for name in root.get("aria-labelledby").split()] == ["Most shown", "Ferry leads."]


def test_a_chart_is_drawn_for_wide_and_narrow_screens_and_shares_no_id():
    both = for_all_widths(lambda frame: bars_chart(frame, [Bar(label="a", value=1)]), Frame(key="k", title="t"))
    ids = [element.get("id") for element in ET.fromstring(both).iter() if element.get("id")]
    assert len(set(ids)) == len(ids) == 2
    assert [svg.get("viewBox").split()[2] for svg in ET.fromstring(both).iter(SVG)] == ["720", "340"]


def test_a_broad_chart_has_a_drawing_more():
    frame = Frame(key="k", title="t")
    drawn = for_all_widths(lambda one: bars_chart(one, [Bar(label="a", value=1)]), frame, is_broad=True)
    assert [svg.get("viewBox").split()[2] for svg in ET.fromstring(drawn).iter(SVG)] == ["1120", "720", "340"]


def test_texts_stay_texts():
    markup = bars_chart(Frame(key="k", title=HOSTILE, summary=HOSTILE), [Bar(label=HOSTILE, value=2, text=HOSTILE)])
    assert {element.tag for element in parsed(markup).iter()} == {SVG, *("title", "desc", "text", "rect")}
    assert '<script>x</script> & "quoted"' in " ".join(texts(markup))


@given(st.text(max_size=80), st.integers(0, 400))
def test_a_clipped_text_is_never_wider_than_its_room(text, room):
    for short in (clipped(text, room), clipped_within(text, room)):
        assert text_width(short) <= max(room, text_width("…"))
        assert "…" in short or short == " ".join(text.split())


def test_charts_have_no_style_of_their_own():
    """A strict policy of the page lets no style attribute in; colours are the style sheet's."""
    markup = bars_chart(Frame(key="k", title="t"), [Bar(label="a", value=1)], whole=2)
    assert "style" not in markup
    assert "fill=" not in markup
    assert {name for name in markup.split('"') if name.startswith("chart")} >= {"chart-bar", "chart-whole"}
    assert ".chart-bar" in style_sheet()


@pytest.mark.parametrize(("part", "whole", "text"), [(1, 200, "< 1 %"), (199, 200, "> 99 %"), (200, 200, "100 %")])
def test_a_share_is_whole_or_nothing_only_where_it_is(part, whole, text):
    assert share(part, whole).replace("\N{NO-BREAK SPACE}", " ") == text
    assert " " not in share(part, whole), "no line ends in it"
