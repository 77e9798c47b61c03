"""Side rails that no tag and no name of a rail tells."""

import pytest

from archiver.parser.blocks import Role
from archiver.parser.card_regions import PageSpan, Regions
from support.pages import URL, article_of, linked, page_of, paragraphs

STORIES = (
    ("Village of two bakers ends its long truce", "/news/two-bakers-end-their-truce"),
    ("County library lends its millionth umbrella", "/news/library-lends-millionth-umbrella"),
)
ARTICLE = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}</article>"
CARDS = "<ul>" + "".join(linked(*story) for story in STORIES) + "</ul>"
GRID = "".join(
    f"<div><h2>{linked(f'Another long story {n}', f'/news/another-long-story-{n}', 'b')}</h2></div>" for n in range(9)
)


def regions_of(body, url=URL):
    return {teaser.region for teaser in article_of(body, url=url).teasers}


@pytest.mark.parametrize(
    ("main", "rail"),
    [
        ('class="col-lg-8"', 'class="col-lg-4"'),
        ('class="columns is-9"', 'class="column-right"'),
        ('class="vc_column tdi_44"', 'class="vc_column tdi_50"'),
        ('id="content"', 'class="b-side"'),
        ('class="main"', 'id="colonna-destra"'),
    ],
)
def test_the_lesser_of_two_columns_is_a_rail(main, rail):
    assert regions_of(f"<div><div {main}>{ARTICLE}</div><div {rail}>{CARDS}</div></div>") == {"aside"}


def test_the_narrower_cell_of_a_table_is_a_rail():
    cells = f'<td width="430">{ARTICLE}</td><td width="180">{CARDS}</td>'
    assert regions_of(f"<table><tr>{cells}</tr></table>") == {"aside"}


@pytest.mark.parametrize(
    ("main", "below"),
    [('class="col-12"', 'class="col-12 col-md-12"'), ('class="x1"', 'class="x2"'), ('class="story"', 'class="column"')],
)
def test_what_is_as_wide_as_the_text_stands_below_it(main, below):
    row = f"<header>The Gannet Post</header><div {main}>{ARTICLE}</div><div {below}>{CARDS}</div><p>Tags</p>"
    assert regions_of(f"<div>{row}</div>") == {"after"}


def test_the_lesser_column_of_a_page_that_lists_is_a_rail():
    page = f'<div class="row"><div class="col-8">{GRID}</div><div class="col-4">{CARDS}</div></div>'
    teasers = article_of(page, url="https://www.gannet-post.example/").teasers
    assert [teaser.region for teaser in teasers] == ["listing"] * 9 + ["aside"] * 2


def test_nothing_stands_inside_a_text_on_a_page_that_lists():
    """Although what is left over between its cards may read like one."""
    page = page_of(f"<main>{paragraphs()}</main><aside>{CARDS}<p>Letters</p></aside>")
    page.segments[0].role, card = Role.BODY, page.segments[4]
    assert [Regions(page, PageSpan(0, 6, is_listing)).of(card) for is_listing in (True, False)] == ["aside", "inline"]


def test_a_list_that_is_named_by_how_it_is_paged_is_no_navigation():
    page = (
        f'<main><div class="posts pagination_nav_1">{GRID}<div class="pagination"><a href="/2">2</a></div></div></main>'
    )
    assert regions_of(page, url="https://www.gannet-post.example/") == {"listing"}


def test_a_column_of_a_small_row_is_part_of_the_list():
    first = f'<div class="row"><div class="col-8"><h2>{linked("The first of all stories", "/news/the-first-of-all", "b")}</h2></div>'
    page = f'{first}<div class="col-4">{CARDS}</div></div><div>{GRID}</div>'
    assert regions_of(page, url="https://www.gannet-post.example/") == {"listing"}
