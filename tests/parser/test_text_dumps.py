"""Marks of the tools that make text of pages, taken out again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parser.lines import read_lines
from archiver.parser.text_dumps import read_dump

LYNX = """\
   [1]Skip to content

   The [2]ferry left the harbour.

     * [3]Two bakers end a truce
     * Goats travel free

References

   Visible links:
   1. https://lac.example/#content
   2. https://lac.example/tag/ferry
   3. https://lac.example/bakers
"""
MARKDOWN = """\
# The ferry runs again

![The ferry](https://lac.example/ferry.jpg) By [Ada Penrose](https://lac.example/ada)

* * *

It left **on time**, said _nobody_ who knows snake_case\\_names.

  * [Two bakers](https://lac.example/bakers)
"""


def texts(dump):
    return [line.text for line in read_dump(dump)]


def test_numbers_of_links_and_the_list_of_addresses_are_taken_out():
    assert texts(LYNX) == [
        "Skip to content",
        "The ferry left the harbour.",
        "Two bakers end a truce",
        "Goats travel free",
    ]


def test_a_line_that_is_one_link_leads_there():
    assert [line.url for line in read_dump(LYNX)] == [
        "https://lac.example/#content",
        None,
        "https://lac.example/bakers",
        None,
    ]


def test_markdown_is_taken_out():
    assert texts(MARKDOWN) == [
        "The ferry runs again",
        "The ferry By Ada Penrose",
        "It left on time, said nobody who knows snake_case_names.",
        "Two bakers",
    ]
    assert read_dump(MARKDOWN)[-1].url == "https://lac.example/bakers"


@pytest.mark.parametrize(
    "text",
    [
        "As Penrose [1] and Fenn [2] have shown [3], it floats.",
        "* a star\n# a number sign\n[1] a note",
        "a](b) and c](d)",
    ],
)
def test_a_text_of_its_own_with_such_signs_is_left_alone(text):
    assert texts(text) == text.splitlines()


def test_items_of_a_dump_are_lines_of_their_own():
    dump = LYNX.replace("Goats travel free", "Goats of all ages and sizes travel with the ferry free of charge and")
    assert "Two bakers end a truce" in [line.text for line in read_lines(dump)]


def test_an_empty_line_parts_paragraphs_that_are_wrapped():
    wrapped = "The ferry left the harbour at noon with eleven passengers and a goat\naboard.\n\neach of them asleep\n"
    assert [line.text for line in read_lines(wrapped * 2)] == [
        "The ferry left the harbour at noon with eleven passengers and a goat aboard.",
        "each of them asleep",
    ] * 2


@given(st.text(st.characters(exclude_characters="[](){}*_#\\")))
def test_without_signs_nothing_is_taken_out(text):
    assert "".join(texts(text)) == "".join(line.text for line in map(read_dump, text.splitlines()) for line in line)


ADDRESSES = "".join(f"  {n}. https://gannet.example/{n}\n" for n in range(1, 6))


def test_a_number_apart_from_its_link_is_taken_out_too():
    dump = f"   [1] The seal is elected\n   [2] [3]Two bakers end a truce\n   [4]Contact\n\nReferences\n\n{ADDRESSES}"
    assert [(line.text, line.url) for line in read_lines(dump)][:2] == [
        ("The seal is elected", "https://gannet.example/1"),
        ("Two bakers end a truce", "https://gannet.example/3"),
    ]


def test_links_without_a_space_between_them_are_lines_of_their_own():
    dump = f"   [1]The seal is elected[2]Two bakers end a truce[3]Lamp lit again\n   [4]Contact\n\n{ADDRESSES}"
    assert texts(dump)[:3] == ["The seal is elected", "Two bakers end a truce", "Lamp lit again"]
