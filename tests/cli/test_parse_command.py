"""`archiver parse`: one article on stdout."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys

import pytest

import archiver as package
from support.bad_server import page as served
from support.spread import spread_page, whole_text

HTML = """<!DOCTYPE html><html lang="en"><head><title>The ferry runs again</title></head><body><article>
<h1>The ferry runs again</h1><p>The ferry across the lake will run again from Monday, the council said late last night.</p>
<p>For six months the people of the far shore had to take the road around the mountain to get to work.</p>
</article></body></html>"""


@pytest.fixture
def page(folder):
    path = folder / "page.html"
    path.write_text(HTML, encoding="utf-8")
    return path


def test_an_article_is_printed_for_people(archiver, page):
    called = archiver("parse", page)
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("The ferry runs again\n")
    assert "For six months" in called.out


def test_json_is_what_to_dict_says(archiver, page):
    called = archiver("parse", page, "--json", "--url", "https://www.lac.example/ferry")
    expected = package.parse(HTML, url="https://www.lac.example/ferry").to_dict()
    assert json.loads(called.out) == json.loads(json.dumps(expected))


def test_a_packed_file_is_read_as_its_content(archiver, folder):
    (folder / "page.html.gz").write_bytes(gzip.compress(HTML.encode()))
    assert archiver("parse", "page.html.gz").out.startswith("The ferry runs again\n")


def test_standard_input_is_a_dash(archiver, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML.encode())))
    assert archiver("parse", "-").out.startswith("The ferry runs again\n")


def test_no_archive_is_touched(archiver, folder, page):
    archiver("parse", page)
    assert [path.name for path in folder.iterdir()] == ["page.html"]


def test_an_address_is_fetched_and_robots_txt_respected(archiver, server):
    url = server.url("/2025/08/10/the-ferry-runs-again/")
    called = archiver("parse", url, "--allow-private", "--delay", "0", "--json")
    assert json.loads(called.out)["url"] == url
    assert server.paths == ["/robots.txt", "/2025/08/10/the-ferry-runs-again/"]


@pytest.mark.parametrize("command", ["parse", "teasers", "explain"])
@pytest.mark.parametrize("said", [(), ("--text",)], ids=["not said", "said"])
def test_a_text_at_an_address_is_read_as_in_a_file(archiver, server, folder, command, said):
    text = "11 August 2025\nThe ferry runs again\nIt ran from Monday on, as the council had said that it would.\n"
    (folder / "page.txt").write_text(text, encoding="utf-8")
    server.routes["/page.txt"] = served(text, "Content-Type: text/plain; charset=utf-8")
    called = archiver(command, server.url("/page.txt"), "--allow-private", "--delay", "0", *said, "--json")
    in_file = archiver(command, "page.txt", "--url", server.url("/page.txt"), "--json")
    assert (called.code, called.out, called.err) == (0, in_file.out, in_file.err)


def test_a_page_at_an_address_is_what_it_is_said_to_be(archiver, server):
    server.routes["/"] = served("<p>The ferry runs again</p>")
    options = ("--allow-private", "--delay", "0", "--json")
    assert "<p>" in archiver("parse", server.url("/"), "--text", *options).out
    assert "<p>" not in archiver("parse", server.url("/"), "--html", *options).out


def test_a_private_address_is_refused_unless_allowed(archiver, server):
    called = archiver("parse", server.url("/"))
    assert called.code == 1
    assert "private-address" in called.err
    assert called.err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"\x00\x00\x00\x00", b"\x1f\x8bcut"])
def test_what_is_no_page_is_one_sentence_and_code_1(archiver, folder, content):
    (folder / "page.html").write_bytes(content)
    called = archiver("parse", "page.html")
    assert (called.code, called.out) == (1, "")
    assert called.err.startswith("archiver: page.html: ")
    assert called.err.count("\n") == 1


def test_a_folder_is_no_page(archiver, folder):
    called = archiver("parse", folder)
    assert called.code == 2
    assert "ingest" in called.err


@pytest.mark.parametrize("command", ["parse", "teasers", "explain"])
def test_a_page_without_a_name_is_a_usage_error(archiver, command):
    called = archiver(command, "")
    assert (called.code, called.out, called.err.count("\n")) == (2, "", 1)
    assert "no page is named" in called.err


@pytest.mark.parametrize("command", ["parse", "teasers", "explain"])
def test_a_closed_standard_input_is_a_usage_error(archiver, monkeypatch, command):
    monkeypatch.setattr(sys, "stdin", None)
    called = archiver(command, "-")
    assert (called.code, called.err.count("\n")) == (2, 1)
    assert "standard input is closed" in called.err


@pytest.mark.parametrize("command", [("parse",), ("teasers",), ("explain",), ("explain", "--html", "-")])
def test_a_closed_output_is_no_failure(start, page, command):
    called = start(*command, page, preexec_fn=lambda: os.close(1)).end()
    assert called.code == 0
    assert "Traceback" not in called.err


def test_what_is_said_to_a_closed_stream_is_not_said_on_the_other(start):
    called = start("parse", "nope.html", preexec_fn=lambda: os.close(2)).end()
    assert (called.code, called.out) == (2, "")


def test_control_characters_do_not_reach_the_terminal(archiver, folder):
    (folder / "page.html").write_text(HTML.replace("runs again", "runs\x1b[2J again"), encoding="utf-8")
    assert "\x1b" not in archiver("parse", "page.html").out


def test_an_article_on_several_pages_is_printed_whole(archiver, server):
    with_pages(server)
    called = archiver("parse", server.url(PATH), "--allow-private", "--delay", "0", "--json")
    assert json.loads(called.out)["body"] == whole_text(1, 2, 3)
    assert server.paths == ["/robots.txt", PATH, f"{PATH}2/", f"{PATH}3/"]
    assert called.err == ""


def test_a_further_page_that_does_not_come_is_said_on_stderr(archiver, server):
    with_pages(server)
    del server.routes[f"{PATH}2/"]
    called = archiver("parse", server.url(PATH), "--allow-private", "--delay", "0", "--json")
    assert json.loads(called.out)["body"] == whole_text(1, 3)
    assert (called.code, called.err.count("\n")) == (0, 1)
    assert f"{PATH}2/" in called.err


PATH = "/2025/08/11/how-the-ferry-was-mended/"


def with_pages(server):
    for number in (1, 2, 3):
        path = PATH if number == 1 else f"{PATH}{number}/"
        server.routes[path] = served(spread_page(number, address=lambda n: PATH if n == 1 else f"{PATH}{n}/"))


def test_a_page_is_not_said_to_be_html_and_text(archiver, page):
    called = archiver("parse", page, "--html", "--text")
    assert (called.code, called.out) == (2, "")
    assert "--html and --text exclude each other" in called.err
