"""An archive whose every text tries to run or to load, served and opened in a real browser: it is text, all of it."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import quote

import pytest

from archiver.store.texts import storable
from support.archives import SITE
from support.browsing import PHONE, chromium, window
from support.hostile_archive import EVIL, RAN, TEXTS
from support.served import running

OURS = (
    *("/", "/-/source/1", "/-/source/2", "/-/pictures", "/-/placements", "/-/placements?shown=ever"),
    *(f"/-/article/{number}/changes" for number in (1, 6, 23)),
    *(f"/-/placements?article={number}" for number in (1, 4, 31)),
    *(f"/-/{path}={quote(text)}" for text in TEXTS[:3] for path in ("search?q", "pictures?text", "article?url")),
)
#: Datasette's own pages of the same archive: its tables, some rows, and what somebody asks in SQL
DATASETTE = (
    "/archive",
    *(f"/archive/{name}" for name in ("articles", "cards", "teasers", "evidence", "revisions", "images", "sources")),
    *(f"/archive/{name}" for name in ("placeholder_images", "captures", "authors", "tags", "runs", "alternates")),
    *(f"/archive/articles/{number}" for number in (1, 5, 9, 27)),
    *("/archive/cards/5", "/archive/sources/1", "/archive/runs/1"),
    f"/archive?sql={quote('SELECT title, body, evidence, canonical_url FROM articles')}",
    f"/archive/articles?_facet=title&_search={quote(TEXTS[0])}",
    f"/archive?sql={quote(f'SELECT 1 AS {chr(34)}{TEXTS[3]}{chr(34)}')}",
)
#: opens what is folded, and lets the pointer pass over everything that could wait for it
TOUCH = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  for (const part of document.querySelectorAll("main *, section *"))
    for (const kind of ["mouseover", "focus", "animationstart", "error", "load"]) part.dispatchEvent(new Event(kind));
}"""
#: headings, the first paragraph behind the lead, how many main parts and style sheets
SHOWN = """() => [
  [...document.querySelectorAll("h1")].map(h => h.textContent), document.querySelectorAll(".body > p")[1].textContent,
  document.querySelectorAll("main").length, document.styleSheets.length,
]"""
LINKS = (
    "() => [...document.querySelectorAll('[href], [src], [action]')].map(e => e.href || e.src || e.action).map(String)"
)


@pytest.fixture(scope="module")
def base(hostile):
    with running(hostile) as server:
        yield server.url.rstrip("/")


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def test_a_browser_would_run_and_load_what_the_archive_holds(browser, base):
    """Or the tests below would say nothing."""
    with window(browser, base) as opened:
        opened.page.set_content(TEXTS[0])
        assert opened.page.evaluate(RAN)
        assert opened.dialogs
        opened.page.set_content("".join(TEXTS[2:4]))
        assert opened.strayed


def visit(opened, paths):
    """Opens pages one after the other and touches everything; the links that they have."""
    links = set()
    for path in paths:
        assert opened.open(path) in {200, 400, 404}, path
        opened.page.evaluate(TOUCH)
        assert not opened.page.evaluate(RAN), path
        links.update(opened.page.evaluate(LINKS))
    return links


@pytest.mark.parametrize("paths", [OURS, DATASETTE], ids=["ours", "datasette"])
def test_nothing_runs_and_nothing_is_fetched(browser, base, paths):
    with window(browser, base) as opened:
        links = visit(opened, paths)
    assert (opened.dialogs, opened.strayed) == ([], [])
    assert {link.partition(":")[0] for link in links} <= {"http", "https"}


def test_articles_are_text_all_of_them(browser, base):
    """As it was, under one heading; and the policy has nothing to keep out: escaping is the first wall, it the second."""
    with window(browser, base, viewport=PHONE) as opened:
        for number, text in enumerate(TEXTS, start=1):
            visit(opened, [f"/-/article/{number}"])
            kept = normalize("NFC", storable(text))
            assert opened.page.evaluate(SHOWN) == [[kept], kept.strip(), 1, 4], text
            assert opened.overflow() == 0, text
    assert (opened.dialogs, opened.strayed, opened.complaints) == ([], [], [])


def test_an_address_that_is_none_is_no_link(browser, base):
    with window(browser, base) as opened:
        links = visit(opened, ["/-/article/1", "/-/article/2", "/-/pictures"])
    elsewhere = {link for link in links if not link.startswith(base)}
    assert all(link.startswith((f"{SITE}/", f"{EVIL}/", "https://user:pass@evil.example/")) for link in elsewhere)
