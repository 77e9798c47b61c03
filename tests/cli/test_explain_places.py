"""Which block of a page a value was read from."""

from __future__ import annotations

import pytest

from archiver.cli.explain_places import Places
from archiver.model import Article, Evidence, Explanation, Image, ShownBlock

BLOCKS = (
    ShownBlock(role="navigation", text="The ferry runs again", place="a"),
    ShownBlock(role="headline", text="The ferry runs again", place="h1"),
    ShownBlock(role="byline", text="By Ada Penrose, AFP", place="p"),
    ShownBlock(role="body", text="It runs from Monday, 11 August 2025, on.", place="p"),
    ShownBlock(role="teaser", text="The ferry of 2019", place="h3"),
    ShownBlock(role="navigation", text="Lake Courier", place="a"),
    ShownBlock(role="navigation", text="Home", place="a"),
)


def evidence(field: str, value: str, *, raw: str | None = None, rank: int = 0, source: str = "text") -> Evidence:
    return Evidence(field=field, value=value, raw=raw, source=source, rule="a rule", rank=rank)


def places(*blocks: ShownBlock, images: tuple[Image, ...] = (), markup: str | None = None) -> Places:
    return Places(Explanation(article=Article(kind="article", images=images), blocks=blocks, markup=markup))


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (evidence("title", "The ferry runs again"), "block-1"),
        (evidence("title", "The Ferry Runs Again"), "block-1"),
        (evidence("authors", "Ada Penrose", raw="By Ada Penrose, AFP"), "block-2"),
        (evidence("authors", "Ada Penrose, Bo Quill", source="json-ld author"), "block-2"),
        (evidence("authors", "AFP", source="json-ld author"), "block-2"),
        (evidence("body", "3 blocks"), "block-3"),
        (evidence("published", "2025-08-11", raw="11 August 2025", rank=1), "block-3"),
        (evidence("title", "The ferry of 2019", rank=1), "block-4"),
        (evidence("site_name", "lake courier"), "block-5"),
    ],
    ids=lambda value: getattr(value, "value", value),
)
def test_a_value_stands_where_its_text_does(one, place):
    """First where that plays the field's part, however it is spelt."""
    assert places(*BLOCKS).of(one) == place


@pytest.mark.parametrize(
    "one",
    [
        evidence("title", "Ferry: at last!", source="meta og:title"),
        evidence("title", "Not on the page", rank=1),
        evidence("title", "Home", source="title"),
        evidence("title", "erry", source="title"),
        evidence("authors", "Penro", source="json-ld author"),
        evidence("published", "2025-08-12", raw="https://www.lac.example/2025/08/12/ferry/", source="url"),
        evidence("language", "Home"),
        evidence("kind", "Home"),
    ],
    ids=lambda one: f"{one.field} {one.value}",
)
def test_a_value_that_no_block_shows_has_no_place(one):
    """Not even where something plays its part and says something else, or holds it by chance."""
    assert places(*BLOCKS).of(one) is None


DATES = (
    ShownBlock(role="date", text="12 August 2025", place="time", teaser=0),
    ShownBlock(role="date", text="Published 11 August 2025, 9 a.m.", place="p"),
)


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (evidence("published", "2025-08-11T09:00:00+02:00", source="json-ld datePublished"), "block-1"),
        (evidence("published", "2025-08-12", source="url"), None),
        (evidence("published", "2025-08-12T07:00:00+00:00", source="time", rank=1), "block-0"),
        (evidence("modified", "2025-08-13", source="meta"), None),
    ],
    ids=lambda value: getattr(value, "value", value),
)
def test_a_moment_stands_where_its_day_is_shown(one, place):
    """The winner not in a card: that is another article's."""
    assert places(*DATES).of(one) == place


def test_of_a_flattened_text_the_line_is_named():
    lines = (ShownBlock(role="unknown", text="a", place="line 3"), ShownBlock(role="date", text="b", place="line 7"))
    assert places(*lines).of(evidence("published", "2025-08-11", source="text line 7")) == "block-1"


def test_a_picture_stands_where_the_markup_has_it():
    images = (Image(url="https://pics.example/1.jpg"), Image(url="https://pics.example/2.jpg"))
    known = places(images=images, markup='<span data-picture="present" id="image-1"></span>')
    assert known.of(evidence("images", "2 pictures", raw="https://pics.example/2.jpg")) == "image-1"
    assert known.of_image("https://pics.example/1.jpg") is None
