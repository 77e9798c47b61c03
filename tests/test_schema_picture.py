"""The picture of the tables shows what SQLite says of them, and nothing hides anything."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import pytest
from schema_picture import COLUMNS, WIDTH, Picture, svg
from schema_shape import GROUPS, Column, Table, tables

SVG = "{http://www.w3.org/2000/svg}"
OURS = [one for one in tables() if not one.name.startswith("_")]


@pytest.fixture(scope="module")
def drawn():
    return ET.fromstring(svg())


def table(name, *references):
    keys = [Column(name="id", type="INTEGER", is_nullable=False, is_key=True, refers_to=None)]
    keys += [
        Column(name=f"{to}_id", type="INTEGER", is_nullable=True, is_key=False, refers_to=f"{to}.id")
        for to in references
    ]
    return Table(name=name, group="Content", columns=tuple(keys), indexes=())


def test_every_table_is_in_the_picture_once(drawn):
    assert sorted(box.get("data-table") for box in drawn.iter(f"{SVG}g")) == sorted(one.name for one in OURS)


def test_every_foreign_key_is_a_line(drawn):
    lines = [(line.get("data-from"), line.get("data-to")) for line in drawn.iter(f"{SVG}polyline")]
    assert sorted(lines) == sorted(
        (f"{one.name}.{column}", target) for one in OURS for column, target in one.references
    )


def test_a_line_that_may_be_null_is_dashed(drawn):
    dashed = {line.get("data-from") for line in drawn.iter(f"{SVG}polyline") if "maybe" in line.get("class").split()}
    assert "pages.article_id" in dashed
    assert "placements.card_id" not in dashed


def test_every_table_is_grouped_and_placed_by_hand():
    """One that is new is drawn all the same, grey and at the end: put it where it belongs."""
    names = {one.name for one in OURS}
    assert {name for own in GROUPS.values() for name in own} == names
    assert {name for column in COLUMNS for name in column} == names


def test_a_table_that_nobody_placed_is_drawn_all_the_same():
    picture = Picture([*OURS, table("novelty", "articles", "cards")])
    assert {line.target for line in picture.lines if line.source == "novelty"} == {"articles", "cards"}


def test_no_two_boxes_lie_on_each_other():
    picture = Picture(OURS)
    for one, other in itertools.combinations(picture.boxes.values(), 2):
        assert one.column != other.column or one.bottom < other.top or other.bottom < one.top


def test_no_line_runs_through_a_box():
    picture = Picture(OURS)
    crossed = [
        (line.source, line.column, box.table.name)
        for line in picture.lines
        for start, end in itertools.pairwise(picture.points(line))
        for box in picture.boxes.values()
        if goes_through(picture, box, start, end)
    ]
    assert crossed == []


def goes_through(picture, box, start, end):
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(start, end, strict=True))
    own = picture.left(box.column)
    return left < own + WIDTH and right > own and top < box.bottom and bottom > box.top


def test_no_two_lines_to_different_tables_run_on_each_other():
    picture = Picture(OURS)
    pieces = [
        (line.target, *piece)
        for line in picture.lines
        for piece in itertools.pairwise(picture.points(line))
        if piece[0] != piece[1]
    ]
    hidden = [
        (one, other)
        for one, other in itertools.combinations(pieces, 2)
        if one[0] != other[0] and overlap(one[1:], other[1:])
    ]
    assert hidden == []


def overlap(one, other):
    """Whether two pieces of lines lie on one line and share more than a point."""
    for along, across in ((0, 1), (1, 0)):
        if {point[across] for point in (*one, *other)} == {one[0][across]}:
            low, high = (sorted(point[along] for point in piece) for piece in (one, other))
            return min(low[1], high[1]) > max(low[0], high[0])
    return False


def test_it_asks_for_nothing_and_runs_nothing():
    assert re.findall(r"<script|href|url\((?!#)|@import|\bon\w+=", svg()) == []


def test_it_says_in_words_what_it_shows(drawn):
    assert "placements.card_id refers to cards" in drawn.find(f"{SVG}desc").text


def test_every_index_says_what_is_found_by_it():
    assert [index.name for one in OURS for index in one.indexes if not index.about] == []
