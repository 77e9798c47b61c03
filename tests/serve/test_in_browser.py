"""The served pages in a real browser: read, narrowed down, followed, by keyboard and on a phone."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from support.browsing import DESK, PHONE, WCAG, chromium, window
from support.served import running

PAGES = (
    *("/", "/-/sources", "/-/source/1", "/-/article/1", "/-/article/2", "/-/article/1/changes", "/-/article/2/changes"),
    *("/-/placements", "/-/placements?shown=ever", "/-/placements?article=2", "/-/placements?page=4", "/-/pictures"),
    *("/-/search", "/-/search?q=bac", "/-/search?q=bac&among=teasers", "/-/search?q=nowhere", "/nowhere"),
)
#: of what has the focus: whether that can be seen
FOCUS_SHOWS = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement === document.body || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
FOCUSED = "() => document.activeElement.innerText || document.activeElement.name || document.activeElement.id"


@pytest.fixture(scope="module")
def base(lake):
    with running(lake) as server:
        yield server.url.rstrip("/")


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(browser, base):
    """A window on a desk; at the end it has asked for nothing elsewhere and has complained about nothing."""
    with window(browser, base) as opened:
        yield opened
    assert (opened.strayed, opened.complaints, opened.dialogs) == ([], [], [])


def test_axe_would_find_what_is_wrong(browser, base):
    """Or the test below would say nothing."""
    with window(browser, base) as opened:
        opened.open("/-/article/1")
        opened.page.evaluate("document.querySelector('h1').style.color = '#bbb'; document.body.append(new Image())")
        assert {line.partition(":")[0] for line in opened.violations()} >= {"color-contrast", "image-alt"}


@pytest.mark.parametrize(("scheme", "rules"), [("light", WCAG), ("dark", ["color-contrast"])])
def test_no_page_keeps_anybody_out(browser, base, scheme, rules):
    """WCAG AA as far as axe can tell, contrast in both palettes; and nothing is asked for elsewhere."""
    with window(browser, base, color_scheme=scheme) as opened:
        found = {path: (opened.open(path), opened.violations(rules))[1] for path in PAGES}
    assert {path: lines for path, lines in found.items() if lines} == {}
    assert opened.strayed == []
    assert [line for line in opened.complaints if "404" not in line] == []
    assert len(opened.complaints) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_datasettes_pages_are_legible_and_glare_in_neither_palette(browser, base, scheme):
    pages = (
        "/archive",
        "/archive/articles",
        "/archive/articles/1",
        "/archive?sql=select+1+as+one",
        "/archive/captures",
    )
    with window(browser, base, color_scheme=scheme) as opened:
        found = {path: (opened.open(path), opened.violations(["color-contrast"]))[1] for path in pages}
        shade = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert {path: lines for path, lines in found.items() if lines} == {}
    assert shade == {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 23, 26)"}[scheme]


def test_light_and_dark_differ(browser, base):
    papers = set()
    for scheme in ("light", "dark"):
        with window(browser, base, color_scheme=scheme) as opened:
            opened.open("/-/article/1")
            papers.add(opened.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(papers) == 2


def test_no_page_is_wider_than_a_phone(browser, base):
    with window(browser, base, viewport=PHONE, has_touch=True) as opened:
        wide = {path: (opened.open(path), opened.overflow())[1] for path in PAGES}
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


def test_pages_work_without_scripts(browser, base):
    """There are none of ours; a browser that runs none shows the same."""
    with window(browser, base, java_script_enabled=False) as opened:
        opened.open("/-/article/1")
        opened.page.get_by_role("link", name="See what changed, word by word").click()
        opened.page.get_by_role("heading", name="What changed").wait_for()


def test_from_a_search_to_the_article_a_teaser_and_a_difference(desk):
    desk.open("/")
    desk.page.get_by_role("searchbox").first.fill("bac")
    desk.page.get_by_role("button", name="Search").first.click()
    desk.page.get_by_role("main").get_by_role("link", name="Le bac rouvre mardi").click()
    assert desk.path == "/-/article/1"
    desk.page.get_by_role("link", name="See what changed, word by word").click()
    desk.page.get_by_role("heading", name="What changed").wait_for()
    assert desk.page.locator("ins").get_by_text("mardi").count() == 1
    desk.page.go_back()
    desk.page.locator("#teasers").get_by_role("link", name="La foire s'installe").click()
    assert desk.path == "/-/article/2"
    desk.page.get_by_role("link", name="Its life on the pages, as a timeline").click()
    desk.page.wait_for_load_state()  # the style sheet says which of two drawings is for this screen
    assert desk.page.get_by_role("img", name="Where “La foire s'installe” stood").is_visible()


def test_ten_thousand_emoji_are_answered(desk):
    assert desk.open(f"/-/search?q={quote('🚢' * 10_000)}") == 200
    assert desk.page.get_by_role("heading", name="Nothing found").is_visible()
    assert desk.overflow() == 0


def press_until(page, key, wanted, limit=80):
    """Presses a key until what has the focus says this; every stop on the way can be seen."""
    for _ in range(limit):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS_SHOWS), page.evaluate(FOCUSED)
        if wanted in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{wanted} was not reached")


def test_a_keyboard_is_enough(desk):
    desk.open("/-/article/1")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate(FOCUSED) == "Skip to the content"
    desk.page.keyboard.press("Enter")
    press_until(desk.page, "Tab", "How the text changed")
    desk.page.keyboard.press("Enter")
    press_until(desk.page, "Tab", "See what changed")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/changes")
    press_until(desk.page, "Tab", "characters that stayed")
    desk.page.keyboard.press("Enter")
    assert desk.page.locator("details[open]").count() == 1


def test_the_skip_link_is_seen_when_it_is_reached_and_skips(desk):
    desk.open("/-/placements")
    desk.page.keyboard.press("Tab")
    assert desk.page.get_by_role("link", name="Skip to the content").bounding_box()["x"] >= 0
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.closest('main') !== null")


def test_a_filter_is_chosen_by_keyboard(desk):
    desk.open("/-/pictures")
    press_until(desk.page, "Tab", "the article's own")
    desk.page.keyboard.press("ArrowDown")
    press_until(desk.page, "Tab", "Show")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**slot=article**")
    assert desk.page.locator("#slots tbody tr").count() == 1


def test_a_wide_table_is_scrolled_by_itself(browser, base):
    with window(browser, base, viewport=PHONE) as opened:
        opened.open("/-/article/1")
        box = opened.page.get_by_role("region", name="What the parser took")
        box.focus()
        opened.page.keyboard.press("ArrowRight")
        opened.page.wait_for_function("element => element.scrollLeft > 0", arg=box.element_handle())
        assert opened.overflow() == 0


def test_a_desk_sees_the_facts_beside_the_text(desk):
    desk.open("/-/article/1")
    text, facts = desk.page.locator(".body").bounding_box(), desk.page.locator(".side").bounding_box()
    assert text["x"] + text["width"] <= facts["x"] <= DESK["width"]
