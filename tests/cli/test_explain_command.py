"""`archiver explain`: where each field comes from, what lost, and the page with its roles coloured."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import sys

import pytest

import archiver as package
from support.project import FIXTURES

FIRST = "The ferry across the lake will run again from Monday, the council said late last night after a long meeting."
SECOND = "For six months the people of the far shore had to take the road around the mountain to get to work each day."
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>The ferry runs again - Lake Courier</title>
<meta property="og:title" content="Ferry: at last!"><meta property="og:site_name" content="Lake Courier">
<script>alert("page")</script></head><body onload="alert(1)">
<nav><a href="/">Home</a></nav><article><h1>The ferry runs again</h1><p class="byline">By Ada Penrose</p>
<time datetime="2025-08-10T09:00:00+02:00">10 August 2025</time><p>{FIRST}</p><p>{SECOND} &lt;script&gt;alert(2)&lt;/script&gt;</p>
</article><footer>All of it is invented.</footer></body></html>"""
CARDS = "".join(
    f'<li><a href="/2025/a-story-{n}"><img {address}><h3>A long story of the lake, part {n}</h3></a></li>'
    for n, address in (
        (1, 'src="https://pics.example/1.jpg"'),
        (2, 'data-src="https://pics.example/2.jpg"'),
        (3, 'src=""'),
    )
)
WITH_CARDS = HTML.replace("</article>", f"<h2>Read also</h2><ul>{CARDS}</ul></article>")


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

    def test_cards_are_counted_by_what_became_of_their_pictures(self, archiver, folder):
        (folder / "page.html").write_text(WITH_CARDS, encoding="utf-8")
        out = archiver("explain", "page.html").out
        assert re.search(r"^teasers +3 cards: ▣ 2 pictures, ▢ 1 empty picture slot\n.*--verbose", out, re.MULTILINE)
        assert "teasers[" not in out

    def test_where_each_picture_was_read_is_said_when_asked_for(self, archiver, folder):
        (folder / "page.html").write_text(WITH_CARDS, encoding="utf-8")
        told = archiver("explain", "page.html", "--verbose").out
        assert re.search(
            r"^teasers\[0\]\.image_status present\n +from <img src>; .*\n +raw https://pics\.example/1\.jpg$",
            told,
            re.MULTILINE,
        )
        assert told.count("].image_status ") == 3
        fields = json.loads(archiver("explain", "page.html", "--json").out)["fields"]
        assert [name for name in fields if name.startswith("teasers")] == [
            f"teasers[{n}].image_status" for n in range(3)
        ]

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
        assert {"role": "body", "text": FIRST, "place": "p", "teaser": None} in told["blocks"]

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
    def test_it_is_the_page_with_its_blocks_marked(self, written):
        assert f'<p id="block-4" data-role="body" title="body · p">{FIRST}</p>' in written

    def test_the_fields_stand_beside_the_page(self, written):
        assert ">title</span></h3>" in written
        assert "<s>Ferry: at last!</s>" in written

    @pytest.mark.parametrize(
        ("value", "role"), [("The ferry runs again", "headline"), ("Ada Penrose", "byline"), ("2025-08-10", "date")]
    )
    def test_a_field_leads_to_its_place(self, written, value, role):
        (block,) = set(re.findall(rf'<a href="#(block-\d+)">{value}[^<]*</a>', written))
        assert f'id="{block}" data-role="{role}"' in written

    def test_every_link_leads_somewhere_in_the_file(self, written):
        targets = re.findall(r'href="([^"]*)"', written)
        assert targets
        assert [target for target in targets if f'id="{target.removeprefix("#")}"' not in written] == []

    def test_the_legend_counts_the_blocks_of_each_role(self, written):
        assert re.search(r'id="show-body"[^>]+> <a href="#block-4">body</a> 2</li>', written)

    def test_no_script_of_the_page_is_kept(self, written):
        """Neither its elements nor its handlers, and its text is escaped."""
        assert not re.search(r"<script|onload|javascript:", written)
        assert "&lt;script&gt;alert(2)" in written

    def test_the_browser_is_told_to_load_nothing(self, written):
        """But the style, by its digest."""
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', written)[1]
        style = re.search(r"<style>(.*)</style>", written, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

    def test_cards_stand_in_the_panel_by_block_and_rank(self, archiver, folder):
        cards = "".join(
            f'<li><a href="/2025/a-story-{n}"><h3>A long story of the lake, part {n}</h3></a></li>' for n in "123"
        )
        page = HTML.replace("</article>", f"<h2>Read also</h2><ul>{cards}</ul></article>")
        (folder / "page.html").write_text(page, encoding="utf-8")
        out = archiver("explain", "page.html", "--html", "-").out
        assert '<p class="why">Read also · block 1 · after · 3 cards</p>' in out
        place = re.search(r'<li><b>1\.2 </b> <a href="#(block-\d+)">A long story of the lake, part 2</a></li>', out)[1]
        assert re.search(rf'<h3 id="{place}"[^>]*>(<[^>]+>)*A long story of the lake, part 2', out)
        assert '#page [data-card="1"] { --card: "1.2"; }' in out

    def test_a_card_says_where_its_picture_was_read(self, archiver, folder):
        (folder / "page.html").write_text(WITH_CARDS, encoding="utf-8")
        out = archiver("explain", "page.html", "--html", "-").out
        assert re.search(
            r'part 2</a><br><span class="why" title="https://pics.example/2.jpg">picture: &lt;img data-src&gt; · [^<]+</span>',
            out,
        )
        assert "teasers[" not in out

    def test_what_the_page_does_not_show_leads_nowhere(self, archiver):
        """Not to what plays the field's part and says something else."""
        out = archiver("explain", FIXTURES / "sites" / "riveaustrale" / "state-1" / "index.html", "--html", "-").out
        assert 'data-role="headline"' in out
        assert '<p class="value">Accueil</p>' in out

    def test_pictures_lead_to_their_places(self, archiver, folder):
        pictures = (
            '<h1>The ferry runs again</h1><img src="/1.jpg" alt="One">',
            f"<p>{FIRST}</p><img src='/2.jpg' alt='Two'>",
        )
        page = HTML.replace("<h1>The ferry runs again</h1>", pictures[0]).replace(f"<p>{FIRST}</p>", pictures[1])
        (folder / "page.html").write_text(page, encoding="utf-8")
        out = archiver("explain", "page.html", "--html", "-", "--url", "https://www.lac.example/").out
        assert (
            '<li><b>main ▣</b> <a href="#image-0">One</a></li>\n<li><b>inline ▣</b> <a href="#image-1">Two</a>' in out
        )

    def test_letters_of_an_old_encoding_are_those_that_the_page_shows(self, archiver, folder):
        page = HTML.replace("<head>", '<head><meta charset="windows-1252">').replace(
            "The ferry runs", "L’été à Zürich runs"
        )
        (folder / "page.html").write_bytes(page.encode("cp1252"))
        archiver("explain", "page.html", "--html", "out.html")
        assert ">L’été à Zürich runs again</h1>" in (folder / "out.html").read_text(encoding="utf-8")

    def test_a_page_that_covers_itself_is_uncovered(self, archiver, folder):
        """Nothing of how it looks is kept, and a dark page with a veil over it reads like any other."""
        veil = '<style>body { background: #000 }</style><div class="veil" style="position: fixed; inset: 0">Subscribe!</div>'
        (folder / "page.html").write_text(HTML.replace("<nav>", f"{veil}<nav>"), encoding="utf-8")
        out = archiver("explain", "page.html", "--html", "-").out
        assert "Subscribe!" in out
        assert not re.search("background: #000|position: fixed|inset: 0", out)

    def test_a_flattened_text_is_shown_line_by_line(self, archiver, folder):
        lines = f"11 August 2025\nThe ferry runs again\n{FIRST}\n{SECOND}\nRead also\nAnother long story of the lake\n"
        (folder / "page.txt").write_text(lines, encoding="utf-8")
        out = archiver("explain", "page.txt", "--html", "-").out
        assert '<p id="block-1" data-role="headline" title="headline · line 2">The ferry runs again</p>' in out
        assert re.search(
            r'<div id="card-0" data-card="0">\n<p id="block-5"[^>]+>Another long story of the lake</p>', out
        )
        assert '<a href="#block-1">The ferry runs again</a>' in out

    def test_a_text_that_stands_in_data_alone_is_shown_as_well(self, archiver, folder):
        data = json.dumps(
            {"@type": "NewsArticle", "headline": "The ferry runs again", "articleBody": f"{FIRST}\n\n{SECOND}"}
        )
        page = (
            f'<html><head><script type="application/ld+json">{data}</script></head><body><p>Loading</p></body></html>'
        )
        (folder / "page.html").write_text(page, encoding="utf-8")
        assert f'<p data-role="body">{FIRST}</p>' in archiver("explain", "page.html", "--html", "-").out

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

    @pytest.mark.parametrize("make", ["hardlink_to", "symlink_to"])
    def test_the_page_itself_is_not_written_over(self, archiver, page, folder, make):
        """By whatever name."""
        other = folder / "other.html"
        getattr(other, make)(page)
        for out in (page, other):
            called = archiver("explain", page, "--html", out)
            assert (called.code, called.err.count("\n")) == (2, 1)
        assert page.read_text(encoding="utf-8") == HTML

    def test_the_page_on_standard_input_is_not_written_over(self, start, page):
        with page.open() as stdin:
            called = start("explain", "-", "--html", page, stdin=stdin).end()
        assert called.code == 2
        assert "page.html is the page itself" in called.err
        assert page.read_text(encoding="utf-8") == HTML

    def test_the_file_may_be_another_or_a_device(self, start, page, folder):
        for out in ("out.html", "/dev/null"):
            with page.open() as stdin:
                assert start("explain", "-", "--html", out, stdin=stdin).end().code == 0
        assert (folder / "out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    def test_a_file_without_a_name_is_a_usage_error(self, archiver, page):
        called = archiver("explain", page, "--html", "")
        assert (called.code, called.err.count("\n")) == (2, 1)
        assert "'--html': it names no file" in called.err

    def test_standard_input_is_a_dash(self, archiver, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML.encode())))
        assert archiver("explain", "-").out.startswith("kind ")
