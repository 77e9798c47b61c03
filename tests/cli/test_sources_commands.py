"""`archiver sources`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

LAC = "https://lac.example/"


def rows(called):
    header, *lines = [line.split("\t") for line in called.out.splitlines()]
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_an_added_site_is_listed_and_not_asked(archiver, folder):
    called = archiver("sources", "add", LAC, "--name", "Lake", "--language", "fr", "--path", "/news/")
    assert (called.code, called.out) == (0, "")
    assert called.err == f"{LAC} registered: Lake, fr, path /news/\n"
    (row,) = rows(archiver("sources"))
    assert (row["source"], row["host"], row["state"], row["health"]) == ("Lake", "lac.example", "active", "new")
    assert not (folder / "archive.warc").exists()


def test_adding_twice_changes_what_is_said_alone(archiver):
    archiver("sources", "add", LAC, "--name", "Lake")
    called = archiver("sources", "add", "https://www.lac.example/more", "--language", "fr")
    assert called.err == f"{LAC} is registered already: Lake, fr, the whole host\n"
    assert len(json.loads(archiver("sources", "--json").out)) == 1


def test_an_added_site_is_asked_by_the_next_update(archiver, server):
    archiver("sources", "add", server.url("/"))
    assert archiver("update", "--allow-private", "--delay", "0").code == 0
    (one,) = json.loads(archiver("sources", "list", "--json").out)
    assert (one["health"], one["articles"]) == ("well", 3)
    assert one["last_success_at"].endswith("Z")


def test_a_paused_site_is_left_out_until_it_is_resumed(archiver, server):
    archiver("sources", "add", server.url("/"), "--name", "Lake")
    assert archiver("sources", "pause", "Lake").err == f"{server.url('/')} is paused\n"
    archiver("update", "--allow-private", "--delay", "0")
    assert server.paths == []
    assert rows(archiver("sources"))[0]["health"] == "paused"
    archiver("sources", "resume", server.host)
    archiver("update", "--allow-private", "--delay", "0")
    assert "/" in server.paths


def test_a_site_that_the_settings_pause_is_shown_as_such(archiver, folder):
    archiver("sources", "add", LAC)
    (folder / "archiver.toml").write_text(f'[[source]]\nurl = "{LAC}"\npaused = true\n', encoding="utf-8")
    assert rows(archiver("sources"))[0]["state"] == "paused"
    assert "is still paused, by the settings" in archiver("sources", "resume", "lac.example").err


def test_settings_of_a_site_that_is_not_registered_are_told(archiver, folder):
    archiver("sources", "add", LAC)
    (folder / "archiver.toml").write_text('[[source]]\nurl = "https://mer.example/"\nname = "Sea"\n', encoding="utf-8")
    assert "https://mer.example/ has settings and is not registered" in archiver("sources").err
    assert archiver("sources", "add", "https://mer.example/").err.startswith("https://mer.example/ registered: Sea")


def test_a_site_that_nothing_was_asked_of_can_be_removed(archiver, server):
    archiver("sources", "add", LAC)
    assert archiver("sources", "remove", "lac.example").code == 0
    archiver("crawl", server.url("/"), "--allow-private", "--delay", "0")
    called = archiver("sources", "remove", server.host)
    assert called.code == 2
    assert "has pages in the archive and stays" in called.err


@pytest.mark.parametrize(
    "arguments", [("pause", LAC), ("pause", "x"), ("resume", "x"), ("remove", "x"), ("add", "https://b.example/")]
)
def test_the_sample_says_first_that_it_is_the_sample(archiver, folder, arguments):
    archiver("sources", "add", LAC)
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("INSERT INTO meta VALUES ('is_sample', '1')")
    called = archiver("sources", *arguments)
    assert (called.code, called.err) == (1, "archiver: archive.db is the sample: pass --db\n")


def test_each_change_is_a_run(archiver):
    archiver("sources", "add", LAC)
    archiver("sources", "pause", "lac.example")
    archiver("sources", "pause", "lac.example")
    out = archiver("query", "SELECT command, outcome, exit_code FROM runs ORDER BY id", "--csv").out
    assert out.splitlines()[1:] == ["sources add,done,0", "sources pause,done,0"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "lac.example"), "invalid address 'lac.example' (expected http:// or https:// and a host)"),
        (("add", LAC, "--language", "French"), "expected a language as in"),
        (("pause", "mer.example"), "no source 'mer.example' (known: https://lac.example/)"),
        (("pause",), "Missing argument"),
        (("lst",), "No such command 'lst'"),
        (("test", "mer.example"), "'mer.example' is no address as in https://news.example/, and there is no source"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_sentence(archiver, arguments, sentence):
    archiver("sources", "add", LAC)
    called = archiver("sources", *arguments)
    assert called.code == 2
    assert sentence in called.err
    assert called.err.count("\n") == 1


class TestTrying:
    def test_a_site_touches_no_database(self, archiver, server, folder):
        called = archiver("sources", "test", server.url("/"), "--allow-private", "--delay", "0")
        assert called.code == 0
        assert called.out.splitlines()[-1].split() == ["verdict", "can", "be", "crawled"]
        assert "The ferry runs again" in called.out
        assert list(folder.iterdir()) == []

    def test_a_site_gives_json(self, archiver, server):
        called = archiver("sources", "test", server.url("/"), "--allow-private", "--delay", "0", "--json")
        report = json.loads(called.out)
        assert (report["is_crawlable"], report["reason"], report["articles_found"]) == (True, None, 3)
        assert report["requests"] == len(server.paths)

    def test_a_site_that_is_not_there_ends_with_1(self, archiver):
        called = archiver("sources", "test", "http://127.0.0.1:9/", "--allow-private")
        assert called.code == 1
        assert "cannot be crawled: the home page does not come: refused" in " ".join(called.out.split())

    def test_a_registered_site_goes_by_its_name(self, archiver, server):
        archiver("sources", "add", server.url("/"), "--name", "Lake")
        assert archiver("sources", "test", "Lake", "--allow-private", "--delay", "0").code == 0
