"""On cards of every shape that content systems, themes and lazy loaders write, each picture status is told."""

import cards
import pytest

MOST_CALLED_OTHERWISE = 0.01
LEAST_RECALL = 0.95


@pytest.fixture(scope="module")
def told():
    pages = cards.load_pages(cards.FOLDER, "pictures/")
    return cards.pictures([cards.compare(page.cards, page.doubtful, cards.read_cards(page)) for page in pages])


@pytest.mark.parametrize("status", ["present", "placeholder", "missing", "none"])
def test_each_class_is_found(told, status):
    assert told["recall"][status] >= LEAST_RECALL


def test_a_picture_that_is_there_is_not_called_otherwise(told):
    assert told["present_called_otherwise"] <= MOST_CALLED_OTHERWISE


@pytest.mark.parametrize("status", ["present", "placeholder", "missing", "none"])
def test_there_are_enough_cards_of_each_class(told, status):
    assert sum(told["confusion"][status].values()) >= 40
