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
)


def evidence(field: str, value: str, *, raw: str | None = None, rank: int = 0, source: str = "text") -> Evidence:
    return Evidence(field=field, value=value, raw=raw, source=source, rule="a rule", rank=rank)


def places(*blocks: ShownBlock, images: tuple[Image, ...] = (), markup: str | None = None) -> Places:
    return Places(Explanation(article=Article(kind="article", images=images), blocks=blocks, markup=markup))


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (evidence("title", "The ferry runs again"), "block-1"),
        (evidence("title", "Ferry: at last!", source="meta og:title"), "block-1"),
        (evidence("authors", "Ada Penrose", raw="By Ada Penrose, AFP"), "block-2"),
        (evidence("body", "3 blocks"), "block-3"),
        (evidence("published", "2025-08-11", raw="11 August 2025", rank=1), "block-3"),
        (evidence("title", "The ferry of 2019", rank=1), "block-4"),
        (evidence("title", "Not on the page", rank=1), None),
        (evidence("language", "en"), None),
    ],
    ids=lambda value: getattr(value, "value", value),
)
def test_a_value_stands_where_its_text_does(one, place):
    """First where that plays the field's part; what won without standing anywhere, at the first that plays it."""
    assert places(*BLOCKS).of(one) == place


def test_of_a_flattened_text_the_line_is_named():
    lines = (ShownBlock(role="unknown", text="a", place="line 3"), ShownBlock(role="date", text="b", place="line 7"))
    assert places(*lines).of(evidence("published", "2025-08-11", source="text line 7")) == "block-1"


def test_a_picture_stands_where_the_markup_has_it():
    images = (Image(url="https://pics.example/1.jpg"), Image(url="https://pics.example/2.jpg"))
    known = places(images=images, markup='<span data-picture="present" id="image-1"></span>')
    assert known.of(evidence("images", "2 pictures", raw="https://pics.example/2.jpg")) == "image-1"
    assert known.of_image("https://pics.example/1.jpg") is None
