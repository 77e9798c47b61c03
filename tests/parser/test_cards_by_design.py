"""On home pages, sections and articles in many designs, the cards are found, and read as readers read them."""

from collections import Counter

import cards
import pytest

#: figure → what it has to reach
LEAST = {"f1": 0.95, "f1_titled": 0.95, "image": 0.95, "region": 0.90, "excerpt": 0.85}
MOST_SPURIOUS_EXCERPTS = 0.05
#: no single design may be far behind the others
LEAST_OF_A_PAGE = 0.7


@pytest.fixture(scope="module", params=["listings", "articles"])
def counts(request):
    pages = cards.load_pages(cards.FOLDER, f"{request.param}/")
    return {page.name: cards.count(cards.compare(page.cards, page.doubtful, cards.read_cards(page))) for page in pages}


def test_there_are_many_designs(counts):
    assert len(counts) >= 20


@pytest.mark.parametrize("figure", LEAST)
def test_all_pages_together_reach_each_figure(counts, figure):
    assert cards.figures(sum(counts.values(), Counter()))[figure] >= LEAST[figure]


def test_excerpts_are_not_made_up(counts):
    assert cards.figures(sum(counts.values(), Counter()))["excerpt_spurious"] <= MOST_SPURIOUS_EXCERPTS


def test_no_design_is_left_behind(counts):
    found = {name: cards.figures(page)["f1_titled"] for name, page in counts.items()}
    assert {name: figure for name, figure in found.items() if figure < LEAST_OF_A_PAGE} == {}
