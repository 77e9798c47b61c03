"""The page in a real browser: nothing runs or is asked for, labels do not touch, and everybody can read it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from support.archives import START, article, listing, teaser
from support.browser import find_browser, open_page
from support.nasty import PIECES

OWNED = re.compile(r"<html[^>]*data-owned")
NAMES = (
    *PIECES,
    "مرحبا بالعالم من بحيرة الجنوب الكبرى",
    "\u202eevil gnol",
    "湖のニュース" * 12,
    "MMMWWW@@%%" * 20,
    "👩‍👩‍👧‍👦 news",
)
#: of each chart's texts, those that touch one another, or leave the drawing
MEASURE = """() => [...document.querySelectorAll("svg.chart-wide, svg.chart-narrow")].flatMap(svg => {
  const room = svg.getBoundingClientRect();
  if (!room.width) return [];
  const boxes = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
  const bars = [...svg.querySelectorAll("rect.chart-bar")].map(bar => ["a bar", bar.getBoundingClientRect()]);
  const touch = (a, b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
  const said = [];
  boxes.forEach(([text, box], n) => {
    if (box.left < room.left - 2 || box.right > room.right + 2 || box.bottom > room.bottom + 2) said.push(text + " leaves");
    boxes.slice(n + 1).concat(bars).forEach(([other, its]) => touch(box, its) && said.push(text + " touches " + other));
  });
  return said;
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path) as browser:
        yield browser


@pytest.fixture
def hostile(desk, written):
    """A page about an archive in which all names and titles are hostile, long, or of other scripts."""
    found = []
    for n, name in enumerate(NAMES):
        source = desk.archive.add_source(f"https://o{n}.example/", name=name)
        moment = START - dt.timedelta(days=31 * n, hours=n)
        found.append(desk.read(f"https://o{n}.example/a", article(title=name, published=moment), source_id=source.id))
    desk.save(*found)
    shown = [
        teaser(name, position=n, url=f"https://o{n}.example/a", image_status="missing") for n, name in enumerate(NAMES)
    ]
    desk.save(desk.read("/", listing(*shown)), desk.failed("/x"))
    desk.clock.pass_hours(30)
    desk.save(*(desk.read(f"https://o{n}.example/a", article(title=f"{name}!")) for n, name in enumerate(NAMES)))
    return written()


@pytest.fixture(params=[(1000, "light"), (360, "dark")], ids=["desk", "phone"])
def page(request, browser, hostile) -> Iterator[Page]:
    width, scheme = request.param
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(hostile.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        yield page


def test_nothing_runs_and_nothing_is_asked_for(hostile):
    opened = open_page(hostile)
    assert not OWNED.search(opened.dom)
    assert opened.requests == []
    assert opened.console == []


def test_labels_touch_neither_each_other_nor_bars(page):
    assert page.evaluate(MEASURE) == []


def test_the_page_fits_its_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_everybody_can_read_it(page):
    """By the rules of WCAG 2.2, AA, as far as a machine can tell."""
    found = Axe().run(page).response["violations"]
    assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == []


def test_tables_are_reached_with_the_keyboard(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the charts"
    regions = page.locator("[role=region]")
    assert regions.count() > 5
    assert {regions.nth(n).get_attribute("tabindex") for n in range(regions.count())} == {"0"}


def test_no_head_of_a_table_ends_a_sheet_of_paper(page):
    page.emulate_media(media="print")
    breaks = "[...document.querySelectorAll('h2, caption, thead')].map(one => getComputedStyle(one).breakAfter)"
    assert set(page.evaluate(breaks)) == {"avoid"}
