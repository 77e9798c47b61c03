"""`archiver teasers`: the cards of one page."""

from __future__ import annotations

import json

import pytest

import archiver as package

URL = "https://www.lac.example/"
CARDS = "".join(
    f'<li><a href="/story-{number}"><img src="/{number}.jpg"><h3>Another long story of the lake, part {number}</h3></a>'
    f"<p>What happened on the lake on the day number {number} of the long and quiet summer.</p></li>"
    for number in range(4)
)
HTML = f'<!DOCTYPE html><html lang="en"><body><main><h2>Most read</h2><ul>{CARDS}</ul></main></body></html>'


@pytest.fixture
def page(folder):
    path = folder / "page.html"
    path.write_text(HTML, encoding="utf-8")
    return path


def test_cards_are_printed_under_their_heading(archiver, page):
    lines = archiver("teasers", page, "--url", URL).out.splitlines()
    assert lines[0].startswith("Most read [")
    assert [line.strip() for line in lines[1:5]] == [
        "1. Another long story of the lake, part 0",
        "https://www.lac.example/story-0",
        "What happened on the lake on the day number 0 of the long and quiet summer.",
        "picture: present",
    ]


def test_json_is_what_to_dict_says(archiver, page):
    told = json.loads(archiver("teasers", page, "--url", URL, "--json").out)
    assert told == package.parse(HTML, url=URL).to_dict()["teasers"]


def test_a_page_without_cards_says_so_on_stderr(archiver, folder):
    (folder / "page.html").write_text("<p>Nothing here.</p>", encoding="utf-8")
    called = archiver("teasers", "page.html")
    assert (called.code, called.out, called.err) == (0, "", "no teasers found\n")


def test_what_is_no_page_is_one_sentence_and_code_1(archiver, folder):
    (folder / "page.html").write_bytes(b"%PDF-1.7")
    called = archiver("teasers", "page.html")
    assert (called.code, called.err.count("\n")) == (1, 1)
