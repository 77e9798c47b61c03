"""Cards are paired with their labels one to one, and what was read off each is told apart."""

from __future__ import annotations

import json

import cards
import pytest
from cards import Card

FERRY = "https://www.ferry-post.example/night-boat/"
SALT = "https://www.ferry-post.example/salt-road/"


def card(url=FERRY, title="The night boat sails again", **said):
    return Card(url=url, title=title, **said)


def figures(labels, read, doubtful=()):
    return cards.figures(cards.count(cards.compare(labels, frozenset(map(cards.url_key, doubtful)), read)))


@pytest.mark.parametrize(
    "other",
    [
        "http://ferry-post.example/night-boat",
        "https://www.ferry-post.example/night-boat/?utm_source=home&ref=top#comments",
    ],
)
def test_an_address_is_the_same_without_its_trimmings(other):
    assert figures([card()], [card(other)])["f1"] == 1


def test_a_number_in_the_query_is_another_page():
    assert figures([card(FERRY + "?id=1")], [card(FERRY + "?id=2")])["f1"] == 0


def test_a_story_in_two_blocks_is_two_cards():
    assert figures([card(), card()], [card()])["recall"] == 0.5
    assert figures([card()], [card(), card()])["precision"] == 0.5


def test_of_two_labels_the_one_of_the_same_title_is_taken():
    labels = [card(title="Night boat"), card(title="The boat of the night")]
    assert figures(labels, [card(title="The boat of the night"), card(title="Night boat")])["f1_titled"] == 1


def test_quotes_dashes_and_case_make_no_other_title():
    assert figures([card(title="“Salt” – a road…")], [card(title='"SALT" - a road')])["f1_titled"] == 1


def test_a_second_headline_is_as_good():
    assert figures([card(title="Salt", title_alt="Roads: Salt")], [card(title="Roads: Salt")])["f1_titled"] == 1


def test_a_doubtful_card_counts_neither_way():
    assert figures([card()], [card(), card(SALT)], doubtful=[SALT])["precision"] == 1


def test_in_the_text_and_after_it_are_one_region():
    assert figures([card(region="inline")], [card(region="after")])["region"] == 1
    assert figures([card(region="aside")], [card(region="after")])["region"] == 0


def test_an_excerpt_where_there_is_none_is_spurious():
    labels = [card(), card(SALT, excerpt="Lorries carry the salt by night")]
    read = [card(excerpt="By Ada Quay"), card(SALT, excerpt="Lorries carry the salt by night…")]
    told = figures(labels, read)
    assert (told["excerpt"], told["excerpt_spurious"]) == (1, 1)


def test_the_address_of_a_picture_is_asked_where_it_is_labelled():
    labels = [card(image="present", image_url="https://ferry-post.example/boat.jpg"), card(SALT, image="none")]
    read = [card(image="present", image_url="https://ferry-post.example/grey.gif"), card(SALT, image="none")]
    told = figures(labels, read)
    assert (told["image"], told["image_url"]) == (1, 0)


def test_another_size_of_a_picture_is_the_same_picture():
    labels = [card(image="present", image_url="https://ferry-post.example/boat.jpg?w=300")]
    read = [card(image="present", image_url="https://ferry-post.example/boat.jpg?w=600")]
    assert figures(labels, read)["image_url"] == 1
    labels = [card(image="present", image_url="https://ferry-post.example/image?id=3")]
    read = [card(image="present", image_url="https://ferry-post.example/image?id=4")]
    assert figures(labels, read)["image_url"] == 0


def test_a_label_may_hold_several_addresses_of_the_picture():
    ok = ("https://ferry-post.example/large/boat.jpg",)
    labels = [card(image="present", image_url="https://ferry-post.example/small/boat.jpg", image_url_ok=ok)]
    assert figures(labels, [card(image="present", image_url=ok[0])])["image_url"] == 1
    assert figures(labels, [card(image="present", image_url="https://ferry-post.example/boat.jpg")])["image_url"] == 0


def test_pictures_are_told_by_class():
    labels = [card(image="present"), card(SALT, image="present"), card("https://ferry-post.example/ice", image="none")]
    read = [card(image="placeholder"), card(SALT, image="present")]
    told = cards.pictures([cards.compare(labels, frozenset(), read)])
    assert told["recall"] == {"present": 0.5, "none": 0}
    assert told["recall_of_found"] == {"present": 0.5, "none": None}
    assert told["present_called_otherwise"] == 0.5
    assert told["confusion"] == {"present": {"present": 1, "placeholder": 1}, "none": {"not found": 1}}


def test_a_placeholder_without_a_link_is_a_picture_but_no_card():
    bare = Card(url=None, title=None, image="placeholder", placeholder_text="Image Not Found")
    reading = cards.compare([card(), bare], frozenset(), [card(), bare])
    assert cards.figures(cards.count(reading))["f1"] == 1
    assert cards.count(reading)["labels"] == 1
    assert cards.pictures([reading])["recall"]["placeholder"] == 1


LINKS = "".join(
    f'<article class="card"><h2><a href="/{name}/">{title}</a></h2><p>The harbour office told us so.</p></article>'
    for name, title in (
        ("night-boat", "The night boat sails again after nine winters"),
        ("salt-road", "Lorries may use the salt road until the ice breaks"),
        ("rope-walk", "Nobody wants to buy the longest rope walk of the coast"),
    )
)


@pytest.fixture
def folder(tmp_path):
    """One page of three cards, of which two are labelled."""
    (tmp_path / "listings").mkdir()
    page = tmp_path / "listings" / "home.html"
    page.write_text(
        f"<html><title>Ferry Post</title><body><h1>News</h1><main>{LINKS}</main></body></html>", encoding="utf-8"
    )
    labels = [
        {"url": FERRY, "title": "The night boat sails again after nine winters", "image": "none", "region": "listing"},
        {"url": SALT, "title": "The salt road", "image": "present", "region": "listing"},
    ]
    label = {"url": "https://www.ferry-post.example/", "fetched_at": "2026-03-01T08:00:00Z", "teasers": labels}
    page.with_suffix(".html.json").write_text(json.dumps(label), encoding="utf-8")
    return tmp_path


def test_pages_are_scored_by_group_and_one_by_one(folder, tmp_path):
    assert cards.main(["--data", str(folder), "--json", str(tmp_path / "told.json")]) == 0
    told = json.loads((tmp_path / "told.json").read_text())
    assert told["groups"]["listings"]["f1"] == pytest.approx(0.8)
    assert told["pages"]["listings/home"]["f1_titled"] == pytest.approx(0.4)


def test_misses_say_what_there_is_to_mend(folder, capsys):
    cards.main(["--data", str(folder), "--misses"])
    printed = capsys.readouterr().out
    assert (
        "Nobody wants to buy the longest rope walk of the coast  https://www.ferry-post.example/rope-walk/" in printed
    )
    assert "title       'The salt road': read 'Lorries may use the salt road until the ice breaks'" in printed
    assert "image       'The salt road': present, read none" in printed


def test_a_folder_without_pages_is_said(tmp_path, capsys):
    assert cards.main(["--data", str(tmp_path)]) == 2
    assert "no labelled pages" in capsys.readouterr().out
