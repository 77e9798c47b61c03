"""`archiver teasers`: the cards of one page."""

from __future__ import annotations

import io
import json
import os
import re
import sys

import pytest

import archiver as package
from archiver.cli.teasers_command import teasers
from archiver.model import REGIONS
from support.command_line import on_terminal

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


@pytest.fixture
def shown(archiver, folder):
    """Calls the command on some markup, and returns the lines that it prints."""

    def call(html: str, *options: str) -> list[str]:
        (folder / "page.html").write_text(html, encoding="utf-8")
        return archiver("teasers", "page.html", "--url", URL, *options).out.splitlines()

    return call


def test_cards_are_printed_under_their_heading(archiver, page):
    """Block and rank, the picture's mark, the excerpt, the address."""
    lines = archiver("teasers", page, "--url", URL).out.splitlines()
    assert lines[:4] == [
        "Most read · block 1 · listing · 4 cards",
        "  1.1 ▣ Another long story of the lake, part 0",
        "        What happened on the lake on the day number 0 of the long and quiet summer.",
        "        https://www.lac.example/story-0",
    ]


def test_a_summary_counts_cards_and_pictures(archiver, page):
    assert archiver("teasers", page, "--url", URL).out.splitlines()[-1] == "4 cards in 1 block, ▣ 4 pictures"


@pytest.mark.parametrize(
    ("picture", "mark", "counted"),
    [
        ('<img src="/2.jpg">', "▣", "▣ 4 pictures"),
        ('<img src="/no-image.png">', "▨", "▣ 3 pictures, ▨ 1 placeholder"),
        ("<figure><img></figure>", "▢", "▣ 3 pictures, ▢ 1 empty picture slot"),
        ("", " ", "▣ 3 pictures, 1 without a picture"),
    ],
)
def test_a_mark_tells_of_the_picture(shown, picture, mark, counted):
    lines = shown(HTML.replace('<img src="/2.jpg">', picture))
    assert f"  1.3 {mark} Another long story of the lake, part 2" in lines
    assert lines[-1] == f"4 cards in 1 block, {counted}"


def test_a_kicker_stands_apart(shown):
    lines = shown(HTML.replace("<h3>", '<span class="kicker">On the lake</span><h3>'))
    assert lines[1] == "  1.1 ▣ [On the lake] Another long story of the lake, part 0"


def test_byline_and_date_share_a_line(shown):
    signed = HTML.replace("</p></li>", '</p><p class="byline">By Ada Penrose</p><time>2025-08-11</time></li>')
    assert shown(signed)[3] == "        By Ada Penrose · 2025-08-11"


def test_a_double_names_the_card_that_it_doubles(shown):
    others = (
        CARDS.replace("/story-0", "/tale-0")
        .replace("story of the lake, part 0", "tale of the hills")
        .replace("What", "How it")
    )
    lines = shown(HTML.replace("</main>", f"</main><aside><h2>Latest</h2><ol>{others}</ol></aside>"))
    assert lines[lines.index("  2.2 ▣ Another long story of the lake, part 1") + 2] == "        same story as 1.2"
    assert lines[-1].endswith("; 3 doubles")


def test_a_placeholder_without_a_link_is_a_card(shown):
    lines = shown(HTML.replace("</main>", "<p>Image Not Found</p></main>"))
    at = lines.index("  1.5 ▨ no headline, no link")
    assert lines[at + 1] == "        “Image Not Found” in place of a picture"


def test_cards_of_one_region_can_be_asked_for(shown):
    """They keep the names that they have among all of them."""
    two = HTML.replace("</main>", f"</main><aside><h2>Beside</h2><ul>{CARDS.replace('story', 'tale')}</ul></aside>")
    lines = shown(two, "--region", "aside")
    assert lines[0] == "Beside · block 2 · aside · 4 cards"
    assert lines[-1].startswith("4 cards in 1 block")


def test_every_region_can_be_asked_for():
    (option,) = (option for option in teasers.params if option.name == "regions")
    assert tuple(option.type.choices) == REGIONS


def test_a_flattened_text_has_cards_without_addresses(archiver, folder):
    excerpt = "What happened on the long lake that day of the summer when nothing else did at all …"
    cards = "\n".join(f"Another story of the lake, part {n}\nDay {n}: {excerpt}" for n in range(3))
    (folder / "page.txt").write_text(f"Read also\n{cards}\nImage Not Found\n", encoding="utf-8")
    lines = archiver("teasers", "page.txt").out.splitlines()
    assert lines[5].strip() == "1.3   Another story of the lake, part 2"
    assert lines[-1] == "4 cards in 1 block, ▨ 1 placeholder, 3 pictures not known"


def test_characters_that_play_tricks_on_a_terminal_are_left_out(shown):
    lines = shown(HTML.replace("part 0", "part\u202e 0\x9b"))
    assert lines[1] == "  1.1 ▣ Another long story of the lake, part 0"


class TestOnATerminal:
    @pytest.fixture
    def looked_at(self, folder):
        """What a terminal of some width shows, or with ``raw`` is sent."""

        def call(html: str, columns: int, *, raw: bool = False) -> list[str]:
            (folder / "page.html").write_text(html, encoding="utf-8")
            lines = on_terminal("teasers", "page.html", "--url", URL, columns=columns)
            return lines if raw else [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]

        return call

    @pytest.mark.parametrize("columns", [40, 72])
    def test_text_is_wrapped_to_its_width(self, looked_at, columns):
        longest = max(len(line) for line in looked_at(HTML, columns) if "://" not in line)
        assert columns - 12 <= longest <= columns

    def test_a_wide_character_takes_two_cells(self, looked_at):
        japanese = HTML.replace(
            "Another long story of the lake", "渡し船の運航が再び始まり町の人びとが列をつくって待つ"
        )
        lines = looked_at(japanese, 40)
        assert lines[1:3] == ["  1.1 ▣ 渡し船の運航が再び始まり町の人び", "        とが列をつくって待つ, part 0"]

    def test_an_address_is_never_cut(self, looked_at):
        address = f"{URL}{'a-long-way-' * 9}"
        assert f"        {address}" in looked_at(HTML.replace("/story-0", address), 40)

    def test_a_picture_has_a_colour(self, looked_at, monkeypatch):
        monkeypatch.delenv("NO_COLOR")
        assert "\x1b[32m▣" in looked_at(HTML, 72, raw=True)[1]

    def test_no_colour_is_respected(self, looked_at):
        assert "\x1b[32m" not in looked_at(HTML, 72, raw=True)[1]


def test_json_is_what_to_dict_says(archiver, page):
    told = json.loads(archiver("teasers", page, "--url", URL, "--json").out)
    assert told == package.parse(HTML, url=URL).to_dict()["teasers"]


def test_a_page_without_cards_says_so_on_stderr(archiver, folder):
    (folder / "page.html").write_text("<p>Nothing here.</p>", encoding="utf-8")
    called = archiver("teasers", "page.html")
    assert (called.code, called.out, called.err) == (0, "", "no teasers found\n")


def test_without_the_pages_address_one_is_asked_for(archiver, page):
    assert archiver("teasers", page).err == "addresses are not known in full: give the page's own with --url\n"
    assert archiver("teasers", page, "--url", URL).err == ""


def test_who_has_seen_enough_may_leave(start, page):
    """`archiver teasers page.html | head -1`"""
    process = start("teasers", "page.html")
    process.popen.stdout.close()
    process.popen.stdout = None
    assert process.end().code == 0


def test_a_terminal_that_knows_few_letters_is_told_the_others_by_number(start, folder, page):
    page.write_text(HTML.replace("story", "渡"), encoding="utf-8")
    called = start("teasers", "page.html", "--url", URL, env=os.environ | {"PYTHONIOENCODING": "ascii"}).end()
    assert called.code == 0
    assert "Another long \\u6e21 of the lake, part 0" in called.out


def test_a_page_at_an_address_is_fetched(archiver, server):
    out = archiver("teasers", server.url("/"), "--allow-private").out
    assert "The ferry runs again\n" in out
    assert server.url("/2025/08/10/the-ferry-runs-again/") in out


def test_standard_input_is_a_dash(archiver, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML.encode())))
    assert archiver("teasers", "-").out.startswith("Most read")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x1f\x8bcut", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_page_is_one_sentence_and_code_1(archiver, folder, content):
    (folder / "page.html").write_bytes(content)
    called = archiver("teasers", "page.html")
    assert (called.code, called.out, called.err.count("\n")) == (1, "", 1)
    assert called.err.startswith("archiver: page.html: ")


@pytest.mark.parametrize(
    "arguments",
    [("nope.html",), (".",), (), ("page.html", "--region", "everywhere"), ("page.html", "--html", "--text")],
)
def test_a_wrong_call_is_one_sentence_and_code_2(archiver, page, arguments):
    called = archiver("teasers", *arguments)
    assert (called.code, called.out, called.err.count("\n")) == (2, "", 1)
