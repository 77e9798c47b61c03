"""`archiver explain`: where each field comes from, what lost, and the page with its roles coloured."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

import archiver as package

FIRST = "The ferry across the lake will run again from Monday, the council said late last night after a long meeting."
SECOND = "For six months the people of the far shore had to take the road around the mountain to get to work each day."
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>The ferry runs again - Lake Courier</title>
<meta property="og:title" content="Ferry: at last!"><meta property="og:site_name" content="Lake Courier">
<script>alert("page")</script></head><body onload="alert(1)">
<nav><a href="/">Home</a></nav><article><h1>The ferry runs again</h1><p class="byline">By Ada Penrose</p>
<time datetime="2025-08-10T09:00:00+02:00">10 August 2025</time><p>{FIRST}</p><p>{SECOND} &lt;script&gt;alert(2)&lt;/script&gt;</p>
</article><footer>All of it is invented.</footer></body></html>"""


@pytest.fixture
def page(folder):
    path = folder / "page.html"
    path.write_text(HTML, encoding="utf-8")
    return path


@pytest.fixture
def written(archiver, page, folder) -> str:
    """The file that explains the page."""
    called = archiver("explain", page, "--html", "out.html")
    assert (called.code, called.out, called.err) == (0, "", "out.html written\n")
    return (folder / "out.html").read_text(encoding="utf-8")


class TestText:
    def test_a_field_has_its_value_its_place_and_its_rule(self, archiver, page):
        lines = archiver("explain", page).out.splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith("title "))
        assert lines[start].split(maxsplit=1) == ["title", "The ferry runs again"]
        assert lines[start + 1].strip().startswith("from headline; ")

    def test_what_lost_stands_beneath_with_its_reason(self, archiver, page):
        out = archiver("explain", page).out
        assert re.search(r"^ +✗ Ferry: at last!\n +meta og:title; .*: \w+", out, re.MULTILINE)

    def test_the_raw_text_is_shown_where_it_differs(self, archiver, page):
        assert re.search(
            r"^authors +Ada Penrose\n.*\n +raw By Ada Penrose$", archiver("explain", page).out, re.MULTILINE
        )

    def test_an_author_has_role_and_affiliation(self, archiver, folder):
        byline = '<p class="byline">By Ada Penrose, Senior Reporter, AFP</p>'
        (folder / "page.html").write_text(HTML.replace('<p class="byline">By Ada Penrose</p>', byline), "utf-8")
        shown = "Ada Penrose: role Senior Reporter, affiliation AFP"
        assert re.search(rf"^authors +Ada Penrose.*\n +{shown}$", archiver("explain", "page.html").out, re.MULTILINE)
        assert f">{shown}</p>" in archiver("explain", "page.html", "--html", "-").out

    def test_a_few_losers_are_shown_and_the_others_counted(self, archiver, folder):
        cards = "".join(
            f'<li><h3><a href="/{n}">What the lake did on a long day, part {n}</a></h3>'
            f'<time datetime="2025-07-0{n}T09:00:00Z">July</time></li>'
            for n in range(1, 9)
        )
        text = "".join(f"<p>{number} times over: {FIRST} {SECOND}</p>" for number in range(5))
        page = HTML.replace("</article>", f"{text}</article><ul>{cards}</ul>")
        (folder / "page.html").write_text(page, encoding="utf-8")
        out = archiver("explain", "page.html").out
        assert 0 < out.count("stands in a card") < 8
        assert re.search(r"✗ and \d more \(--json has them\)", out)

    def test_fields_without_evidence_are_named(self, archiver, page):
        last = archiver("explain", page).out.splitlines()[-1]
        assert last.startswith("nothing found")
        assert "section" in last

    def test_a_flattened_text_is_explained_line_by_line(self, archiver, folder):
        (folder / "page.txt").write_text(f"11 August 2025\nThe ferry runs again\n{FIRST}\n{SECOND}\n", encoding="utf-8")
        assert "text line 2; headline above the text" in archiver("explain", "page.txt").out

    def test_text_can_be_said_to_be_text(self, archiver, folder):
        (folder / "page").write_text(f"<b>The ferry\n{FIRST}\n{SECOND}\n", encoding="utf-8")
        assert "from text line" in archiver("explain", "page", "--text").out

    def test_control_characters_do_not_reach_the_terminal(self, archiver, folder):
        (folder / "page.html").write_text(HTML.replace("runs again", "runs\x1b[2J again"), encoding="utf-8")
        assert "\x1b" not in archiver("explain", "page.html").out


class TestJson:
    def test_it_has_every_field_and_every_block(self, archiver, page):
        told = json.loads(archiver("explain", page, "--json", "--url", "https://www.lac.example/ferry").out)
        article = package.parse(HTML, url="https://www.lac.example/ferry", explain=True)
        assert told["url"] == "https://www.lac.example/ferry"
        assert told["fields"]["title"]["value"] == article.title
        evidence = [one for one in article.to_dict()["evidence"] if one["field"] == "title"]
        assert told["fields"]["title"]["evidence"] == evidence
        assert {"role": "body", "text": FIRST, "place": "p"} in told["blocks"]

    def test_the_parts_of_blocks_are_those_of_the_article(self, archiver, page):
        blocks = json.loads(archiver("explain", page, "--json").out)["blocks"]
        roles = {block["text"]: block["role"] for block in blocks}
        assert roles["The ferry runs again"] == "headline"
        assert roles["By Ada Penrose"] == "byline"
        assert roles["10 August 2025"] == "date"
        assert roles["Home"] == "navigation"
        assert roles["All of it is invented."] == "boilerplate"

    def test_of_a_text_the_place_is_the_line(self, archiver, folder):
        (folder / "page.txt").write_text(f"11 August 2025\nThe ferry runs again\n{FIRST}\n{SECOND}\n", encoding="utf-8")
        blocks = json.loads(archiver("explain", "page.txt", "--json").out)["blocks"]
        assert [(block["role"], block["place"]) for block in blocks] == [
            ("date", "line 1"),
            ("headline", "line 2"),
            ("body", "line 3"),
            ("body", "line 4"),
        ]


class TestHtml:
    def test_every_block_has_its_role_as_its_class(self, written):
        assert f'<p class="block body"><small>body · p</small>{FIRST}</p>' in written

    def test_the_fields_stand_beside_the_page(self, written):
        assert '<h3>title</h3>\n<p class="value">The ferry runs again</p>' in written
        assert "<s>Ferry: at last!</s>" in written

    def test_no_script_of_the_page_is_kept(self, written):
        """Neither its elements nor its handlers, and its text is escaped."""
        assert not re.search(r"<script|onload|javascript:", written)
        assert "&lt;script&gt;alert(2)" in written

    def test_nothing_is_loaded(self, written):
        assert "default-src 'none'" in written
        assert not re.search(r"<(?:link|img|iframe|a)\b|@import|url\(", written)

    def test_a_long_menu_is_folded_up(self, archiver, folder):
        menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(9))
        (folder / "page.html").write_text(HTML.replace('<a href="/">Home</a>', menu), encoding="utf-8")
        out = archiver("explain", "page.html", "--html", "-").out
        assert '<details class="block navigation"><summary><small>navigation · 9 blocks</small> Section 0' in out
        assert out.count('<p class="block navigation">') == 9

    def test_it_can_go_to_standard_output(self, archiver, page):
        assert archiver("explain", page, "--html", "-").out.startswith("<!DOCTYPE html>")


class TestMistakes:
    def test_two_things_on_standard_output_are_refused(self, archiver, page):
        called = archiver("explain", page, "--html", "-", "--json")
        assert (called.code, called.err.count("\n")) == (2, 1)

    def test_a_file_that_is_not_there_is_named(self, archiver):
        called = archiver("explain", "nope.html")
        assert called.code == 2
        assert "nope.html: no such file" in called.err

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"\x1f\x8bcut"])
    def test_what_is_no_page_is_one_sentence_and_code_1(self, archiver, folder, content):
        (folder / "page.html").write_bytes(content)
        called = archiver("explain", "page.html")
        assert (called.code, called.out, called.err.count("\n")) == (1, "", 1)
        assert called.err.startswith("archiver: page.html: ")

    def test_a_file_that_cannot_be_written_is_one_sentence(self, archiver, page):
        called = archiver("explain", page, "--html", "missing/out.html")
        assert (called.code, called.err.count("\n")) == (1, 1)
        assert "missing/out.html" in called.err

    def test_standard_input_is_a_dash(self, archiver, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML.encode())))
        assert archiver("explain", "-").out.startswith("kind ")
