"""A page's own markup, made safe to show and marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from sites import cases

from archiver.document import read_document
from archiver.parser.article import explain_document
from support.nasty import PIECES, page_with
from support.pages import URL

FIRST = "The ferry across the lake will run again from Monday, the council said late last night after a long meeting."
SECOND = "For six months the people of the far shore had to take the road around the mountain to get to work each day."
#: all that may ever be written
TAGS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"),
    *("address", "figure", "figcaption", "article", "section", "main", "aside", "nav", "header"),
    *("footer", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "abbr", "b", "bdi"),
    *("bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "rt", "rp"),
    *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "div", "br", "hr"),
    *("wbr",),
}
ATTRIBUTES = {
    *("id", "title", "dir", "lang", "colspan", "rowspan", "start", "data-role", "data-card", "data-row"),
    *("data-unread", "data-picture", "data-embed", "data-link"),
}
PAGES = sorted({case.content for case in cases() if not case.name.startswith("text/")})


def explained(page: str | bytes):
    return explain_document(read_document(page, url=URL), with_markup=True)


def body(inside: str) -> str:
    """The markup of a page with a headline and two paragraphs, and this between them."""
    end = f"<p>{SECOND}</p><p>{FIRST} {SECOND}</p></article>"
    return explained(f"<!DOCTYPE html><body><article><h1>The ferry runs again</h1><p>{FIRST}</p>{inside}{end}").markup


def tree(markup: str) -> etree._Element:
    return html.fromstring(f"<div>{markup}</div>")


def bare(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]+", "", text)


def test_nobody_pays_for_it_who_does_not_ask():
    assert explain_document(read_document(f"<p>{FIRST}")).markup is None


class TestBlocks:
    def test_a_block_has_its_role_its_number_and_its_place(self):
        markup = explained(f'<body><h1>The ferry runs again</h1><p class="text big">{FIRST}</p><p>{SECOND}</p>').markup
        assert f'<p id="block-1" data-role="body" title="body · p.text.big">{FIRST}</p>' in markup

    def test_text_beside_other_blocks_is_marked_by_itself(self):
        markup = body(f"<div>Before it. <p>{FIRST}</p> And after it.</div>")
        assert re.search(
            r'<div><span id="block-2" data-role="\w+" title="[^"]+">Before it. </span><p id="block-3"', markup
        )

    def test_a_block_in_pieces_has_its_number_once(self):
        markup = body(f"<div>It <b>runs</b> again. <p>{FIRST}</p></div>")
        assert markup.count('id="block-2"') == 1
        assert re.search(r'<b><span data-role="\w+" title="[^"]+">runs</span></b>', markup)

    def test_a_paragraph_of_line_breaks_is_marked_line_by_line(self):
        markup = body(f"<div>{FIRST}<br><br>{SECOND}</div>")
        assert re.search(r'id="block-2"[^>]+>The ferry[^<]+</span><br><br><span id="block-3"[^>]+>For six', markup)

    @pytest.mark.parametrize("content", PAGES, ids=range(len(PAGES)))
    def test_every_block_is_marked_once_with_its_text(self, content):
        found = explained(content)
        marked: dict[str, str] = {}
        for element in tree(found.markup).iter():
            if name := element.get("id", "").removeprefix("block-"):
                marked[name] = bare(element.text_content())
        assert [number for number, block in enumerate(found.blocks) if not marked[str(number)].strip()] == []
        assert found.markup.count(' id="block-') == len(found.blocks)


class TestCards:
    CARDS = "".join(
        f'<li><a href="/2025/a-long-story-{n}"><h3>A long story of the lake, part {n}</h3></a><p>What happened then.</p></li>'
        for n in range(3)
    )

    def test_a_card_is_marked_by_its_place_among_the_teasers(self):
        cards = tree(body(f"<h2>Read also</h2><ul>{self.CARDS}</ul>")).xpath("//li/@data-card")
        assert cards == ["0", "1", "2"]

    def test_cards_side_by_side_are_a_row(self):
        assert '<ul data-row="cards">' in body(f"<h2>Read also</h2><ul>{self.CARDS}</ul>")

    def test_a_card_that_is_one_line_is_marked_in_it(self):
        links = " ".join(f'<a href="/2025/a-long-story-{n}">A long story of the lake, part {n}</a>' for n in range(3))
        markup = body(f"<div><h2>Read also</h2>{links}</div>")
        assert re.findall(r'<span data-link="" title="[^"]*" data-card="(\d)" id="card-\d">', markup) == ["0", "1", "2"]

    def test_a_card_that_is_no_teaser_has_no_mark(self):
        """Such as a copy of a block for other screens."""
        block = f"<h2>Read also</h2><ul>{self.CARDS}</ul>"
        first, copy = body(f"<div>{block}</div><hr><div>{block}</div>").split("<hr>")
        assert (first.count("data-card"), copy.count("data-card")) == (3, 0)

    def test_blocks_know_their_teaser(self):
        found = explained(f"<body><main><h2>Most read</h2><ul>{self.CARDS}</ul><p>Image Not Found</p></main>")
        told = {block.text: block.teaser for block in found.blocks}
        assert told["Most read"] is None
        assert told["A long story of the lake, part 1"] == 1
        assert told["Image Not Found"] == 3


class TestWhatIsNotRead:
    def test_what_is_hidden_is_said_to_be(self):
        markup = body('<div style="display: none">Only for robots.</div>')
        assert '<div data-unread="hidden">Only for robots.</div>' in markup

    def test_what_a_script_will_uncover_is_not(self):
        """The page shows nothing else, and so it is read."""
        assert "data-unread" not in explained(f'<body><div style="display: none"><h1>A ferry</h1><p>{FIRST}').markup

    @pytest.mark.parametrize("tag", ["template", "noscript"])
    def test_what_no_reader_sees_is_hidden(self, tag):
        assert f'<span data-unread="hidden"><p>{FIRST}</p></span>' in body(f"<{tag}><p>{FIRST}</p></{tag}>")

    def test_a_double_that_is_hidden_does_not_take_the_marks(self):
        hidden = f'<p style="display: none">{SECOND}</p>'
        assert f'<p data-unread="hidden">{SECOND}</p>' in body(hidden)

    def test_an_empty_one_leaves_nothing(self):
        assert "data-unread" not in body('<noscript><img src="/pixel.gif"></noscript><div hidden> </div>')

    def test_a_picture_leaves_a_box_with_its_address_as_a_note(self):
        box = '<span data-picture="present" title="https://pics.example/f.jpg">The ferry at &lt;noon&gt;</span>'
        assert box in body('<aside><img src="https://pics.example/f.jpg" alt="The ferry at <noon>"></aside>')

    @pytest.mark.parametrize(
        ("picture", "status"),
        [
            ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/f.jpg">', "present"),
            ('<picture><source srcset="/f.webp"><img alt="The ferry"></picture>', "present"),
            ('<img src="/img/no-image.png">', "placeholder"),
            ("<img>", "missing"),
        ],
    )
    def test_its_status_is_that_of_its_slot(self, picture, status):
        assert f'<span data-picture="{status}"' in body(f"<div>{picture}</div>")

    def test_the_pictures_of_the_article_have_their_numbers(self):
        found = explained(f"""<body><article><h1>The ferry runs again</h1><img src="/main.jpg"><p>{FIRST}</p>
            <img src="/second.jpg"><p>{SECOND}</p></article><aside><img src="/beside.jpg"></aside>""")
        assert len(found.article.images) == 2
        numbered = re.findall(r'title="([^"]+)" id="image-(\d)"', found.markup)
        assert numbered == [(image.url, str(number)) for number, image in enumerate(found.article.images)]

    def test_what_counts_visits_leaves_nothing(self):
        assert "data-picture" not in body('<img src="https://count.example/p.gif" width="1" height="1">')

    def test_a_frame_leaves_its_address(self):
        markup = body('<iframe src="https://video.example/1"><p>No frames?</p></iframe>')
        assert "<span data-embed>iframe https://video.example/1</span>" in markup
        assert "No frames?" not in markup

    @pytest.mark.parametrize("tag", ["embed", "source", "wbr", "link", "input", "track", "image"])
    def test_what_follows_an_empty_element_is_kept(self, tag):
        """libxml2 puts it into some of them."""
        assert "<b>Behind it.</b>" in re.sub(r"</?span[^>]*>", "", body(f"<div><{tag}><b>Behind it.</b></div>"))


class TestSafety:
    def test_of_attributes_only_direction_language_and_spans_are_kept(self):
        markup = body(
            '<table><tr><td class="a" style="color: red" colspan="2" dir="rtl" lang="ar">cell</td></tr></table>'
        )
        assert re.search(
            r'<td dir="rtl" lang="ar" colspan="2" id="[^"]+" data-role="[^"]+" title="[^"]+">cell</td>', markup
        )

    @pytest.mark.parametrize(
        "attribute", ['dir="sideways"', 'lang="x y"', 'colspan="1000"', 'rowspan="0"', 'start="a"']
    )
    def test_what_none_of_them_may_say_is_left_out(self, attribute):
        assert attribute.partition("=")[0] not in re.sub(
            r">[^<]*<", "><", body(f"<blockquote {attribute}>said</blockquote>")
        )

    @pytest.mark.parametrize("tag", ["script", "style", "textarea", "svg", "select", "canvas"])
    def test_what_is_no_text_is_not_shown_as_one(self, tag):
        assert "unseen" not in body(f"<div><{tag}>unseen</{tag}></div>")

    def test_a_link_keeps_its_address_as_a_note_alone(self):
        assert '<span data-link="" title="/out">out</span>' in re.sub(
            r"<span [^>]*data-role[^>]*>out</span>",
            "out",
            body('<div>A link <a href="/out">out</a> <p>of it.</p></div>'),
        )

    def test_a_paragraph_around_blocks_is_no_paragraph(self):
        """A browser would end it at the first of them, and what is marked would end there."""
        page = etree.fromstring(f"<html><body><p>{FIRST}<q><ul><li>One</li></ul></q></p></body></html>")
        document = read_document(f"<p>{FIRST}")
        (paragraph,) = document.root.iter("p")
        paragraph.getparent().replace(paragraph, page[0][0])
        assert "<p" not in explain_document(document, with_markup=True).markup

    @pytest.mark.parametrize("piece", PIECES)
    def test_no_piece_of_a_nasty_page_gets_through(self, piece):
        assert not broken(explained(page_with(piece)).markup)

    @given(
        st.lists(st.sampled_from([*PIECES, *"<>\"'&/=", "<p", "<svg", "<!--", "-->", "]]>", " onload=x "]), max_size=12)
    )
    @settings(max_examples=150)
    def test_nor_do_they_together(self, pieces):
        """However they are cut and put one into the other."""
        assert not broken(explained(page_with("".join(pieces))).markup)

    def test_it_ends_what_it_begins(self):
        markup = explained(page_with(*PIECES)).markup
        opened = re.findall(r"<(/?)([a-z0-9]+)[^>]*>", markup)
        depth = 0
        for slash, tag in opened:
            depth += 0 if tag in {"br", "hr", "wbr"} else -1 if slash else 1
            assert depth >= 0
        assert depth == 0


def broken(markup: str) -> list[str]:
    """What is in it that should not be, in the eyes of another parser."""
    found = []
    for element in tree(markup).iter():
        if element.tag not in TAGS:
            found.append(str(element.tag))
        found += [name for name in element.attrib if name not in ATTRIBUTES]
    return found
