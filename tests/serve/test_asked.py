"""What stands behind a question mark, whatever that is."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.serve.asked import Asked, Paging, page_offset, read_query


def test_values_come_decoded_and_without_spaces_around_them():
    asked = read_query("q=l%27%C3%A9t%C3%A9+de+&source=3")
    assert (asked.text("q"), asked.number("source")) == ("l'été de", 3)


def test_what_nobody_filled_in_asks_for_nothing():
    asked = read_query("q=&source=+&page")
    assert not asked.has("q")
    assert asked.text("source") is None


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "1e9", "٣", "²", "9" * 30, "0x10"])
def test_what_is_no_number_is_none(value):
    assert Asked((("article", value),)).number("article") is None


def test_a_choice_is_one_of_those_there_are():
    asked = read_query("region=aside&shown=sideways")
    assert asked.choice("region", ("aside", "inline")) == "aside"
    assert asked.choice("shown", ("now", "ever")) is None


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_any_query_string_is_text_that_sqlite_takes(query):
    with sqlite3.connect(":memory:") as conn:
        for name, value in read_query(query).pairs:
            assert conn.execute("SELECT ?, ?", (name, value)).fetchone() == (name, value)
    conn.close()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(min_size=1)), max_size=5))
def test_a_query_that_is_written_is_read_again(pairs):
    asked = read_query("&".join(f"{name}=x" for name, _ in pairs))
    assert read_query(asked.query().removeprefix("?")) == asked


def test_another_filter_begins_with_the_first_page():
    asked = read_query("source=1&region=aside&page_number=4")
    assert asked.query(region="nav") == "?source=1&region=nav"
    assert asked.query(region=None) == "?source=1"


@pytest.mark.parametrize(
    ("total", "number", "shown"), [(0, 1, (0, 0)), (50, 1, (1, 50)), (51, 2, (51, 51)), (9, 7, (1, 9))]
)
def test_a_page_of_a_list_says_what_it_shows(total, number, shown):
    """One that lies behind the end is the last one."""
    paging = Paging(Asked((("page_number", str(number)),)), total, 50)
    assert (paging.first, paging.last) == shown


def test_a_list_leads_from_page_to_page():
    paging = Paging(read_query("q=a&page_number=2"), 130, 50)
    assert (paging.earlier, paging.later) == ("?q=a&page_number=1", "?q=a&page_number=3")
    last = Paging(read_query("page_number=3"), 130, 50)
    assert last.later is None


def test_the_offset_of_the_largest_number_is_one_that_sqlite_takes():
    assert page_offset(Asked((("page_number", "9" * 12),)), 50) < 2**63
