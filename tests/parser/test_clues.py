"""Clues: what is read off a block near the text, and which blocks need no weighing."""

import pytest

from archiver.parser.body import scene_of
from archiver.parser.clues import read_clues
from archiver.parser.container import find_container
from archiver.parser.scene import verdict_at_a_glance
from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, page_of, paragraphs


def scene_from(markup):
    page = page_of(f"<article>{markup}</article>")
    return scene_of(page, find_container(page, None), None)


def clues_of(markup, text):
    """The clues of the block with this text, by name, of the values of each."""
    scene = scene_from(markup)
    number = next(number for number, item in enumerate(scene.items) if item.text == text)
    found = {}
    for name, *values in read_clues(scene, number):
        found.setdefault(name, []).append(tuple(values))
    return found


class TestClues:
    def test_a_block_is_told_by_its_place_among_the_paragraphs(self):
        markup = f"<p>Islands</p>{paragraphs()}<p>Gannet Quay</p>"
        assert clues_of(markup, "Islands")["tag, place"] == [("p", "before")]
        assert clues_of(markup, "Gannet Quay")["tag, place"] == [("p", "after")]

    def test_a_block_is_told_by_its_neighbours(self):
        markup = f"<p>{FERRY}</p><p>Three coins</p><h2>The price</h2><p>{ROPES}</p>"
        assert clues_of(markup, "Three coins")["kind, before, after"] == [("short", "prose", "heading")]

    @pytest.mark.parametrize(
        ("markup", "tag"),
        [
            ("<li>Three coins</li>", "item"),
            ("<li><p>Three coins</p></li>", "in item"),
            ("<blockquote><p>Three coins</p></blockquote>", "in quote"),
            ("<h3>Three coins</h3>", "heading"),
            ("<section>Three coins</section>", "div"),
        ],
    )
    def test_tags_that_mean_the_same_are_one(self, markup, tag):
        assert clues_of(f"<p>{FERRY}</p>{markup}<p>{ROPES}</p>", "Three coins")["tag, place"] == [(tag, "among")]

    def test_a_column_of_the_page_is_no_cell(self):
        markup = f"<table><tr><td>{paragraphs()}<p>Three coins</p><td><p>Menu</p></table>"
        assert clues_of(markup, "Three coins")["tag, place"] == [("p", "after")]

    def test_its_zones_are_clues(self):
        markup = f'<p>{FERRY}</p><p class="kicker">Three coins</p><p>{ROPES}</p>'
        assert clues_of(markup, "Three coins")["zone, place"] == [("KICKER", "among")]

    def test_what_speaks_to_readers_is_a_clue(self):
        text = "Follow us on Mastodon"
        appeals = clues_of(f"{paragraphs()}<p>{text}</p>", text)["appeal, place"]
        assert appeals == [("channel", "after"), ("follow", "after"), ("us", "after")]

    def test_a_small_box_with_links_between_paragraphs_is_told(self):
        markup = f'<p>{FERRY}</p><div><p>Three coins <a href="/a">now</a></p></div>{paragraphs(ROPES, SALT, MAYOR)}'
        assert clues_of(markup, "Three coins now")["box, tag"] == [("with links", "p")]


class TestAtAGlance:
    def test_a_paragraph_among_its_like_needs_no_weighing(self):
        assert verdict_at_a_glance(scene_from(paragraphs(*PROSE, "Later.", "Still later.")), 0) is True

    def test_the_last_paragraphs_are_weighed(self):
        assert verdict_at_a_glance(scene_from(paragraphs()), 3) is None

    @pytest.mark.parametrize("name", ["newsletter", "advertisement", "related", "comments", "author-bio"])
    def test_a_short_block_in_a_box_that_says_what_it_is_is_out(self, name):
        box = f'<div class="{name}"><p>A line about the islands.</p></div>'
        assert verdict_at_a_glance(scene_from(f"<p>{FERRY}</p>{box}{paragraphs(ROPES, SALT, MAYOR)}"), 1) is False
