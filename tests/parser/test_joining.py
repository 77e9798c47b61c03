"""Pages put together: text in order, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver.model import Article, Author, Block, Evidence, Image, Paging, Teaser
from archiver.parser.joining import adds_anything, join_pages
from support.spread import FIRST, LEAD, TITLE, in_path, spread_page, whole_text

CARD = Teaser(position=0, region="after", block=1, title="The market moves", url="https://lac.example/market")


def pages(*numbers, count=3):
    return [archiver.parse(spread_page(number, count), in_path(number)) for number in numbers]


def article(*texts, **fields):
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
    plain = {"kind": "article", "title": TITLE, "blocks": blocks, "body": "\n\n".join(texts) or None}
    return Article(**(plain | fields))


def body(*articles):
    return [block.text for block in join_pages(articles).blocks]


def test_text_is_joined_and_what_every_page_repeats_stands_once():
    joined = archiver.join_pages(pages(1, 2, 3))
    assert joined.body == whole_text(1, 2, 3)
    assert (joined.url, joined.title, joined.lead) == (FIRST, TITLE, LEAD)
    assert [author.name for author in joined.authors] == ["Ada Penrose"]
    assert [teaser.position for teaser in joined.teasers] == [0, 1, 2]


def test_pages_can_be_joined_one_by_one():
    first, second, third = pages(1, 2, 3)
    assert join_pages([join_pages([first, second]), third]) == join_pages([first, second, third])


def test_what_follows_the_last_page_follows_the_article():
    first, second, third = pages(1, 2, 3)
    assert join_pages([first, second]).paging.next_url == in_path(3)
    assert join_pages([first, second, third]).paging.next_url is None


def test_one_page_is_the_article():
    (first,) = pages(1)
    assert join_pages([first]) is first


def test_no_page_is_a_mistake():
    with pytest.raises(ValueError, match="no pages"):
        join_pages([])


def test_a_page_that_holds_all_adds_what_is_missing():
    (first,) = pages(1)
    whole = archiver.parse(spread_page(1, texts=whole_text(1, 2, 3).split("\n\n")), FIRST + "?page=all")
    assert join_pages([first, whole]).body == whole_text(1, 2, 3)


def test_the_first_paragraph_of_a_later_page_is_no_second_standfirst():
    later = article("It went on.", lead="What stands at the top of the second page.")
    assert body(article("It began.", lead="In short."), later) == [
        "It began.",
        "What stands at the top of the second page.",
        "It went on.",
    ]


def test_a_short_line_that_comes_again_in_the_middle_stays():
    assert body(article("Yes.", "He said."), article("She asked.", "Yes.", "He went.")) == [
        *("Yes.", "He said."),
        *("She asked.", "Yes.", "He went."),
    ]


@pytest.mark.parametrize("line", ["2", "Page 2 of 3", "Seite 2 von 3", "2/3", "1 2 3", "1 | 2 | 3"])
def test_a_pager_is_no_text(line):
    assert body(article("It began."), article(line, "It went on.")) == ["It began.", "It went on."]


def test_pictures_follow_and_only_one_is_the_main_one():
    first = article("It began.", images=(Image(url="a.jpg", role="main"),))
    second = article("It went on.", images=(Image(url="a.jpg", role="main"), Image(url="b.jpg", role="main")))
    assert join_pages([first, second]).images == (Image(url="a.jpg", role="main"), Image(url="b.jpg", role="inline"))


def test_cards_of_later_pages_are_numbered_on():
    other = replace(CARD, title="The mill has a roof", url="https://lac.example/mill")
    again = replace(other, position=2, same_story_as=1)
    second = article("It went on.", teasers=(CARD, replace(other, position=1), replace(again, title="A new roof")))
    joined = join_pages([article("It began.", teasers=(CARD,)), second])
    assert [(card.position, card.block, card.title, card.same_story_as) for card in joined.teasers] == [
        (0, 1, "The market moves", None),
        (1, 2, "The mill has a roof", None),
        (2, 2, "A new roof", 1),
    ]


def test_a_credit_at_the_end_of_the_last_page_counts():
    joined = join_pages(
        [article("It began."), article("It ended.", byline="Ada Penrose", authors=(Author(name="Ada Penrose"),))]
    )
    assert joined.byline == "Ada Penrose"


def test_a_locked_page_locks_the_article():
    assert join_pages([article("It began."), article("It went on.", is_paywalled=True)]).is_paywalled is True
    assert (
        join_pages([article("It began.", is_paywalled=True), article("On.", is_paywalled=False)]).is_paywalled is True
    )


def test_the_evidence_says_of_how_many_pages_the_text_is():
    found = Evidence(
        field="body", value="1 blocks", raw=None, source="div", rule="the element around most of the prose"
    )
    one, two, three = (article(text, evidence=(found,)) for text in ("One.", "Two.", "Three."))
    (evidence,) = join_pages([one, two, three]).evidence
    assert evidence.value == "3 blocks on 3 pages"


def test_a_page_with_nothing_of_its_own_adds_nothing():
    first, second = pages(1, 2)
    assert adds_anything(first, second)
    assert not adds_anything(first, first)


def test_the_place_of_the_whole_is_that_of_its_first_page():
    joined = join_pages([article("It began."), article("On.", paging=Paging(number=2, first_url=FIRST))])
    assert joined.paging == Paging()


words = st.text(alphabet="abc é", min_size=1, max_size=60)


@given(st.lists(st.lists(words, max_size=4), min_size=1, max_size=4))
def test_no_long_text_stands_twice_and_none_is_lost(texts):
    joined = body(*(article(*page, title=None) for page in texts))
    long = [text for text in joined[len(texts[0]) :] if len(text) >= 40]
    assert len({text.casefold() for text in long}) <= len(long)
    assert set(joined) <= {text for page in texts for text in page}


@given(st.lists(words, max_size=5))
def test_a_page_joined_to_itself_is_itself(texts):
    page = article(*texts)
    assert body(page, page) == [block.text for block in page.blocks]
