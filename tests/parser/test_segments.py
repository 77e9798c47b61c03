"""A page as blocks of text: where they begin and end, what they stand in, and which class names are believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.document import read_document
from archiver.parser import zones as z
from archiver.parser.blocks import Role
from archiver.parser.segments import segment
from support.pages import FERRY, PROSE, ROPES, page_of, paragraphs, texts_of


def texts(body):
    """Of all blocks, on a page long enough to be read as it is."""
    page = page_of(f"<div>{body}</div>" + paragraphs())
    return [text for text in texts_of(page.segments) if text not in PROSE]


def block(body):
    """The page's first block."""
    return page_of(f"<div>{body}</div>" + paragraphs()).segments[0]


class TestBlocks:
    def test_inline_markup_belongs_to_its_block(self):
        assert texts("<p>The <em>ferry</em> <a href=/x><b>sails</b></a>\n again</p>") == ["The ferry sails again"]

    def test_text_around_a_block_is_two_more_blocks(self):
        assert texts("before<p>within</p>after") == ["before", "within", "after"]

    def test_a_line_break_is_white_space(self):
        assert texts("<p>One line<br>and the next</p>") == ["One line and the next"]

    @pytest.mark.parametrize("gap", ["<br><br>", "<br/>\n\u00a0<br/>", "<br><br><br>"])
    def test_two_line_breaks_part_paragraphs(self, gap):
        assert texts(f"<p>First{gap}Second</p>") == ["First", "Second"]

    def test_items_cells_and_terms_are_blocks(self):
        assert texts("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table><dl><dt>e<dd>f</dl>") == list("abcdef")

    def test_every_block_knows_its_element(self):
        item = block('<h2 id="x">Headline</h2>')
        assert (item.tag, item.element.get("id"), item.index, item.role) == ("h2", "x", 0, Role.UNKNOWN)

    def test_a_node_holds_the_blocks_inside_it(self):
        page = page_of(f"<section><h2>Headline</h2><p>{FERRY}</p></section><p>{ROPES}</p>")
        section = next(node for node in page.nodes if node.tag == "section")
        assert texts_of(page.inside(section)) == ["Headline", FERRY]
        assert section.chars == len("Headline") + len(FERRY)

    def test_a_page_without_a_body_has_blocks_too(self):
        assert texts_of(segment(read_document("<title>Ferry</title>Bare text")).segments) == ["Bare text"]


class TestWhatIsNotShown:
    @pytest.mark.parametrize(
        "tag", ["script", "style", "noscript", "template", "button", "select", "textarea", "iframe", "svg", "video"]
    )
    def test_what_is_no_text_is_skipped(self, tag):
        assert texts(f"before<{tag}>not text</{tag}>after") == ["beforeafter"]

    @pytest.mark.parametrize(
        "hidden", ['style="color:red; DISPLAY : none"', "hidden", 'style="visibility:hidden"', 'hidden=""']
    )
    def test_hidden_text_is_not_read(self, hidden):
        assert texts(f"<div {hidden}>A secret</div><p>Shown <span {hidden}>not</span></p>") == ["Shown"]

    def test_hidden_text_is_read_when_the_page_shows_nothing_else(self):
        """A script will uncover it."""
        page = page_of(f'<p>Loading</p><div style="display:none">{paragraphs()}</div>')
        assert texts_of(page.segments) == ["Loading", *PROSE]

    @pytest.mark.parametrize(
        "panels",
        [
            '<div class="p">Shown</div><div class="p" style="display:none">{}</div>',
            '<div class="p active">Shown</div><div class="p" hidden>{}</div>',
            '<div>Shown</div><div role="tabpanel" hidden>{}</div>',
        ],
        ids=["like a shown one", "like the active one", "by its role"],
    )
    def test_a_hidden_panel_of_links_is_read(self, panels):
        """It is shown by turns with others."""
        links = '<a href="/a">The ferry sails</a> <a href="/b">The mayor waves</a>'
        assert texts(f"<div>{panels.format(links)}</div>") == ["Shown", "The ferry sails The mayor waves"]

    def test_a_hidden_panel_of_text_is_not_read(self):
        assert texts('<div class="p">Shown</div><div class="p" hidden>A secret with <a href="/">a link</a></div>') == [
            "Shown"
        ]

    def test_a_hidden_article_is_read_all_the_same(self):
        assert texts("<article hidden>The ferry</article>") == ["The ferry"]


class TestLinks:
    def test_the_share_of_links_is_told_in_characters(self):
        item = block('<p><a href="/a">Four</a> and <a href="/b">nine more</a></p>')
        assert item.link_share == pytest.approx(13 / 18)

    def test_an_anchor_that_holds_blocks_is_a_block(self):
        page = page_of(f'<a href="/x"><h3>Headline</h3><p>{FERRY}</p></a>' + paragraphs(*PROSE[1:]))
        anchor = next(node for node in page.nodes if node.tag == "a")
        assert texts_of(page.inside(anchor)) == ["Headline", FERRY]
        assert [item.link_share for item in page.segments[:3]] == [1.0, 1.0, 0.0]

    def test_an_anchor_without_an_address_is_none(self):
        page = page_of('<p><a name="top">Top</a></p>' + paragraphs())
        assert (page.links, page.segments[0].link_share) == ([], 0.0)

    def test_a_block_knows_its_anchors(self):
        page = page_of('<p><a href="/a">A</a></p><p>None</p><p><a href="/b">B</a><a href="/c">C</a></p>' + paragraphs())
        hrefs = [[link.href for link in page.links[item.first_link : item.last_link]] for item in page.segments[:3]]
        assert hrefs == [["/a"], [], ["/b", "/c"]]

    def test_an_anchor_knows_its_text_and_block(self):
        page = page_of('<ul><li>3 <a href="/a"><b>The</b> ferry</a></ul>' + paragraphs())
        assert [(link.text, link.node.tag, link.block) for link in page.links] == [("The ferry", "li", None)]

    def test_bold_text_is_counted(self):
        assert block("<p><b>Bold</b> plain <strong>strong</strong></p>").strong_chars == len("Boldstrong")


class TestMarks:
    def test_what_names_itself_is_kept(self):
        page = page_of(
            '<p>By <a rel="author" href="/a">A</a> <time datetime="2025-07-11">Friday</time></p>'
            '<div itemprop="publisher">Gannet Post</div>'
        )
        assert [(mark.name, mark.segment) for mark in page.marked] == [("author", 0), ("time", 0), ("publisher", 1)]

    def test_pictures_know_what_text_follows(self):
        page = page_of(f'<img src="a.jpg"><p>{FERRY}</p><figure><picture><img src="b.jpg"></picture></figure>')
        assert [(one.element.tag, one.before) for one in page.pictures] == [
            ("img", 0),
            ("figure", 1),
            ("picture", 1),
            ("img", 1),
        ]


class TestZones:
    def test_a_zone_is_handed_down(self):
        item = block('<aside class="most-read"><ul><li>The ferry</li></ul></aside>')
        assert item.zones & z.ASIDE
        assert item.zones & z.RELATED
        assert not item.node.own

    def test_an_inline_name_speaks_for_the_block_that_it_wraps(self):
        assert block('<p><span class="byline">By Ada Penrose</span></p>').zones & z.BYLINE

    def test_an_inline_name_does_not_speak_for_half_a_block(self):
        assert not block('<p>Written <span class="byline">by Ada Penrose</span></p>').zones & z.BYLINE

    def test_names_that_wrap_all_parts_of_a_block_add_up(self):
        item = block('<p><span class="meta"><span class="date">Friday</span> <i class="author">Ada</i></span></p>')
        assert item.zones & (z.META | z.DATE | z.BYLINE) == z.META


TAGS = st.sampled_from(["p", "div", "a href='/x'", "span", "b", "li", "ul", "h2", "td", "figure", "section", "time"])
TREES = st.recursive(
    st.sampled_from(["word ", "two words", " ", "<br>", "<br><br>", "<img src='/i.jpg'>", "<wbr>", "é", "\n"]),
    lambda inner: st.builds(
        lambda tag, children: f"<{tag}>{''.join(children)}</{tag.split()[0]}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@given(TREES)
def test_no_text_is_lost_doubled_or_moved(tree):
    document = read_document(f"<body>{tree}</body>")
    everything = "".join("".join(document.root.itertext()).split())
    assert "".join("".join(texts_of(segment(document).segments)).split()) == everything


@given(TREES)
def test_nodes_lie_in_one_another(tree):
    page = segment(read_document(f"<body>{tree}</body>"))
    assert [item.index for item in page.segments] == list(range(len(page.segments)))
    for node in page.nodes:
        assert node.chars == sum(len(item.text) for item in page.inside(node))
        assert node.parent is None or node.parent.start <= node.start <= node.end <= node.parent.end


@given(TREES)
def test_the_share_of_links_is_a_share(tree):
    page = segment(read_document(f"<body>{tree}</body>"))
    assert all(0 <= item.link_share <= 1 for item in page.segments)
    assert all(item.link_chars for item in page.segments if item.node.tag == "a")


class TestMenus:
    ENTRIES = "".join(f'<li><a href="/{name}">{name}</a>' for name in ("Home", "World", "Sports", "Culture", "Weather"))

    def test_a_menu_is_one_block_and_its_links_are_not_the_pages(self):
        page = page_of(f"<nav><ul>{self.ENTRIES}</ul></nav>" + paragraphs())
        menu = page.segments[0]
        assert (menu.text, menu.role, menu.link_share) == ("HomeWorldSportsCultureWeather", Role.NAVIGATION, 1.0)
        assert (page.links, texts_of(page.segments[1:])) == ([], list(PROSE))

    @pytest.mark.parametrize("outside", ["<div>", "<div class=tags>", "<article>"])
    def test_a_list_that_nothing_names_a_menu_is_read_in_full(self, outside):
        assert texts(f"{outside}<ul>{self.ENTRIES}</ul>")[:2] == ["Home", "World"]

    @pytest.mark.parametrize(
        "entry",
        [
            "<li><a href=/x>The ferry to the island sails again after a long winter</a>",
            "<li><p><a href=/x>Ferry</a></p>",
            "<li><a href=/x><img src=/x.jpg>Ferry</a>",
        ],
    )
    def test_a_list_of_headlines_or_pictures_is_no_menu(self, entry):
        page = page_of(f"<nav><ul>{entry * 6}</ul></nav>" + paragraphs())
        assert len(page.links) == 6

    def test_a_short_list_is_no_menu(self):
        """The articles before and after this one."""
        page = page_of("<nav><ul><li><a href=/a>Older</a><li><a href=/b>Newer</a></ul></nav>" + paragraphs())
        assert [link.href for link in page.links] == ["/a", "/b"]
