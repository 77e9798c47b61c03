"""What `archiver explain --html` writes, opened in a real browser."""

from __future__ import annotations

import html
import json
import re

import pytest

from support.browser import find_browser, open_page
from support.nasty import PIECES, STORY, page_with
from support.project import FIXTURES

OWNED = re.compile(r"<html[^>]*data-owned")


@pytest.fixture(autouse=True)
def browser() -> str:
    return find_browser()


@pytest.fixture
def explained(archiver, folder):
    """The file that explains some markup."""

    def write(markup: str):
        (folder / "page.html").write_text(markup, encoding="utf-8")
        assert archiver("explain", "page.html", "--html", "out.html").code == 0
        return folder / "out.html"

    return write


def test_a_browser_would_run_and_load_what_the_page_holds(folder):
    """Or the tests below would say nothing."""
    nasty = page_with(*PIECES).replace('http-equiv="refresh"', "").replace("f.submit()", "")
    (folder / "page.html").write_text(nasty, encoding="utf-8")
    opened = open_page(folder / "page.html")
    assert OWNED.search(opened.dom)
    assert opened.requests


def test_a_nasty_page_neither_runs_nor_loads_anything(explained):
    opened = open_page(explained(page_with(*PIECES)))
    assert not OWNED.search(opened.dom)
    assert opened.requests == []


def test_the_browser_has_nothing_to_complain_about(explained):
    """The policy lets the style in, and nothing that it would have to keep out is there."""
    opened = open_page(explained(page_with(*PIECES)))
    assert STORY in opened.dom
    assert opened.console == []


def test_the_markup_stays_within_its_part_of_the_file(explained):
    """Whatever the page ends or begins, the panel comes after it, beside it."""
    dom = open_page(explained(page_with(*PIECES))).dom
    assert re.search(r"</div>\s*<aside id=\"fields\">\s*<h2>The article, field by field</h2>", dom)
    assert dom.count('id="fields"') == 1
    assert dom.rstrip().endswith("</aside>\n\n\n</body></html>")


def test_marks_are_where_they_were_put(explained):
    """The browser mends no markup around them, not even around cells and paragraphs that hold blocks."""
    table = f"<table><tr><td>{STORY}<p>{STORY}</p></td><td><ul><li>{STORY}</li></ul></td></tr></table>"
    path = explained(page_with(table, f"<p>{STORY}<div>{STORY}</div></p>"))
    marks = re.compile(r'(?:id="block-\d+" )?data-role="\w+" title="[^"]+">[^<]*')
    assert marks.findall(open_page(path).dom) == marks.findall(path.read_text(encoding="utf-8"))


MEASURE = """<script>
document.title = JSON.stringify([...document.querySelectorAll("#page :is(table, tbody, tr)[data-card]")].map(card => {
  const labels = [card, ...card.querySelectorAll("*")].map(e => getComputedStyle(e, "::before"));
  const cell = card.querySelector("td"), table = card.closest("table");
  return {
    tag: card.tagName, shift: cell.getBoundingClientRect().left - table.getBoundingClientRect().left,
    labels: labels.filter(s => s.display != "none" && /^"\\d+\\.\\d+/.test(s.content)).map(s => s.content),
  };
}))</script>"""


def test_a_card_that_is_part_of_a_table_is_labelled_once_and_keeps_its_columns(archiver, folder):
    """The label of a row stands in its first cell; before the row it would be a cell of its own."""
    page = FIXTURES / "cards" / "listings" / "tables-front-page-2003.html"
    written = archiver("explain", page, "--html", "-").out
    as_measured = re.sub(r"<meta http-equiv[^>]+>", "", written).replace("</body>", f"{MEASURE}</body>")
    (folder / "out.html").write_text(as_measured, encoding="utf-8")
    title = re.search(r"<title>(.*?)</title>", open_page(folder / "out.html").dom, re.DOTALL)[1]
    cards = json.loads(html.unescape(title))
    assert {card["tag"] for card in cards} == {"TABLE", "TR"}
    assert [len(card["labels"]) for card in cards] == [1] * len(cards)
    assert max(card["shift"] for card in cards) < 10
