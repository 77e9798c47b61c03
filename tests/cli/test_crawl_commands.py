"""`crawl` and `update` as commands: real sockets on loopback, real signals, real processes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
from contextlib import closing

import pytest
from warcio.archiveiterator import ArchiveIterator

from support.bad_server import late, page, redirect, silence
from support.command_line import article, wait_until

QUICK = ("--allow-private", "--delay", "0")


def rows(path, sql):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchall()


def test_a_site_fills_an_archive(archiver, folder, server):
    called = archiver("crawl", server.url("/"), *QUICK)
    assert called.code == 0
    assert called.out == ""
    assert "3 articles new" in called.err
    assert archiver("check").code == 0


def test_a_summary_can_be_json(archiver, server):
    facts = json.loads(archiver("crawl", server.url("/"), *QUICK, "--json").out)
    assert (facts["outcome"], facts["exit_code"], facts["articles_new"]) == ("done", 0, 3)


def test_quiet_is_silent(archiver, server):
    called = archiver("crawl", server.url("/"), *QUICK, "--quiet")
    assert (called.code, called.out, called.err) == (0, "", "")


def test_verbose_says_what_becomes_of_each_page(archiver, server):
    called = archiver("crawl", server.url("/"), *QUICK, "--verbose")
    assert f"ok article {server.url('/2025/08/10/the-ferry-runs-again/')}" in called.err


def test_messages_can_be_json_lines(archiver, server):
    called = archiver("crawl", server.url("/"), *QUICK, "--verbose", "--log-format", "json")
    records = [json.loads(line) for line in called.err.splitlines()]
    assert {record["level"] for record in records} == {"debug", "info"}
    assert records[-1]["articles_new"] == 3
    assert server.url("/") in {record.get("url") for record in records}


def test_warcio_reads_every_record(archiver, folder, server):
    archiver("crawl", server.url("/"), *QUICK)
    (file,) = (folder / "archive.warc").iterdir()
    with file.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds.count("response") == kinds.count("request") == len(server.paths)


def test_a_limit_is_code_4_and_the_next_crawl_goes_on(archiver, server):
    limited = archiver("crawl", server.url("/"), *QUICK, "--max-pages", "2")
    assert limited.code == 4
    assert "limit" in limited.err
    assert archiver("crawl", server.url("/"), *QUICK).code == 0
    assert len(server.paths) == len(set(server.paths))


def test_a_time_limit_ends_a_wait(archiver, server):
    server.routes["/2025/08/10/the-ferry-runs-again/"] = silence(30)
    called = archiver("crawl", server.url("/"), *QUICK, "--max-time", "1s")
    assert called.code == 4


def test_a_host_that_does_not_resolve_is_code_1_and_recorded(archiver, folder):
    called = archiver("crawl", "http://nowhere.invalid/")
    assert called.code == 1
    assert called.err.splitlines()[-1].startswith("archiver: no seed could be fetched: http://nowhere.invalid/: dns")
    assert rows(folder / "archive.db", "SELECT state, reason FROM pages") == [("failed", "dns")]


def test_a_refused_connection_is_code_1_and_recorded(archiver, folder, server, monkeypatch):
    monkeypatch.setenv("ARCHIVER_FETCH_MAX_ATTEMPTS", "1")
    url = server.url("/")
    server.__exit__()
    assert archiver("crawl", url, "--allow-private").code == 1
    assert rows(folder / "archive.db", "SELECT state, reason FROM pages") == [("failed", "refused")]


def test_a_private_address_is_code_1_unless_allowed(archiver, server):
    called = archiver("crawl", server.url("/"))
    assert called.code == 1
    assert "private-address" in called.err
    assert server.paths == []


def test_too_many_failures_are_code_3(archiver, server):
    links = "".join(f'<a href="/dead/{number}">{number}</a> ' for number in range(30))
    server.routes["/"] = page(f"<title>Lake Courier</title>{links}")
    for number in range(30):
        server.routes[f"/dead/{number}"] = page("no", status="403 Forbidden")
    called = archiver("crawl", server.url("/"), *QUICK)
    assert called.code == 3
    assert "--max-failures" in called.err
    assert archiver("crawl", server.url("/"), *QUICK).code == 0  # nothing is due


def test_the_sample_is_refused_in_one_sentence(archiver, folder, server):
    archiver("crawl", server.url("/"), *QUICK)
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("INSERT INTO meta VALUES ('is_sample', '1')")
    for command in (("crawl", server.url("/")), ("update",), ("reparse",), ("ingest", folder)):
        called = archiver(*command)
        assert called.code == 1
        assert called.err == "archiver: archive.db is the sample: pass --db\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(archiver, folder, server):
    (folder / "locked").mkdir()
    (folder / "locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    called = archiver("crawl", server.url("/"), *QUICK, "--db", "locked/archive.db")
    if os.geteuid() == 0:
        assert called.code == 0  # root may write anywhere
    else:
        assert called.code == 1
        assert called.err.count("\n") == 1


def test_an_archive_of_a_newer_version_is_one_sentence(archiver, folder, server):
    archiver("crawl", server.url("/"), *QUICK)
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    for command in ("update", "stats", "check"):
        called = archiver(command)
        assert called.code == 1
        assert "newer" in called.err
        assert called.err.count("\n") == 1


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_crawl_and_everything_is_kept(  # noqa: PLR0917 - fixtures
    archiver, start, folder, server, signum, code
):
    server.routes["/2025/08/12/the-mill-has-a-roof/"] = silence(60)
    process = start("crawl", server.url("/"), *QUICK)
    wait_until(lambda: "/2025/08/12/the-mill-has-a-roof/" in server.paths)
    count_kept = "SELECT count(*) FROM articles WHERE title LIKE 'The %'"
    others = {"/2025/08/10/the-ferry-runs-again/", "/2025/08/11/the-market-moves/"}
    came_before = len(others.intersection(server.paths))
    wait_until(lambda: rows(folder / "archive.db", count_kept) == [(came_before,)])
    called = process.end(signum, timeout=10)
    assert called.code == code
    assert "Traceback" not in called.err
    assert rows(folder / "archive.db", "SELECT outcome, exit_code FROM runs") == [("interrupted", code)]
    assert rows(folder / "archive.db", count_kept) == [(came_before,)]
    server.routes["/2025/08/12/the-mill-has-a-roof/"] = article("The mill has a roof")
    assert archiver("crawl", server.url("/"), *QUICK).code == 0
    assert rows(folder / "archive.db", count_kept) == [(3,)]
    assert archiver("check").code == 0


def test_two_writers_on_one_archive_are_code_75(archiver, start, server):
    server.routes["/2025/08/12/the-mill-has-a-roof/"] = silence(60)
    start("crawl", server.url("/"), *QUICK)
    wait_until(lambda: "/2025/08/12/the-mill-has-a-roof/" in server.paths)
    for command in (("crawl", server.url("/")), ("update",), ("reparse",)):
        called = archiver(*command, *QUICK[: 0 if command[0] == "reparse" else None])
        assert called.code == 75
        assert called.err.count("\n") == 1
    assert archiver("stats").code == 0  # readers never wait


def test_an_update_is_silent_when_all_is_well(archiver, server):
    archiver("crawl", server.url("/"), *QUICK)
    called = archiver("update", *QUICK)
    assert (called.code, called.out, called.err) == (0, "", "")


def test_an_update_speaks_when_asked(archiver, server):
    archiver("crawl", server.url("/"), *QUICK)
    assert "articles new" in archiver("update", *QUICK, "--verbose").err
    (line,) = archiver("update", *QUICK, "--log-format", "json").err.splitlines()
    assert json.loads(line)["outcome"] == "done"


def test_an_update_of_an_unknown_source_is_code_2(archiver, server):
    archiver("crawl", server.url("/"), *QUICK)
    called = archiver("update", "other.example")
    assert called.code == 2
    assert "no source 'other.example'" in called.err


def test_a_page_that_never_comes_does_not_hold_up_the_others(archiver, folder, server, monkeypatch):
    monkeypatch.setenv("ARCHIVER_FETCH_FIRST_BYTE_TIMEOUT_S", "0.3")
    monkeypatch.setenv("ARCHIVER_FETCH_MAX_ATTEMPTS", "1")
    server.routes["/2025/08/11/the-market-moves/"] = late(page("too late"), 30)
    assert archiver("crawl", server.url("/"), *QUICK).code == 0
    assert rows(folder / "archive.db", "SELECT reason FROM pages WHERE state = 'failed'") == [("timeout",)]


def test_an_endless_redirect_is_recorded(archiver, folder, server):
    server.routes["/2025/08/11/the-market-moves/"] = redirect("/2025/08/11/the-market-moves/")
    assert archiver("crawl", server.url("/"), *QUICK).code == 0
    assert rows(folder / "archive.db", "SELECT reason FROM pages WHERE state = 'failed'") == [("too-many-redirects",)]


def test_the_options_of_a_scope_are_kept(archiver, folder, server):
    called = archiver("crawl", server.url("/"), *QUICK, "--exclude", "/2025/*", "--path", "/", "--host", "b.example")
    assert called.code == 0
    assert rows(folder / "archive.db", "SELECT scope FROM sources") == [
        ('{"hosts":["b.example"],"paths":["/"],"exclude":["/2025/*"]}',)
    ]
    assert rows(folder / "archive.db", "SELECT count(*) FROM articles WHERE url LIKE '%/2025/%'") == [(0,)]


def test_another_scope_is_said_and_the_default_one_can_be_had_back(archiver, folder, server):
    archiver("crawl", server.url("/"), *QUICK, "--exclude", "/2025/*")
    called = archiver("crawl", server.url("/"), *QUICK, "--default-scope")
    assert "the scope is now the whole host; it was exclude /2025/*" in called.err
    assert "3 articles new" in called.err


@pytest.mark.parametrize(
    "options",
    [("--include", "sport"), ("--path", "sport"), ("--host", "a/b"), ("--default-scope", "--path", "/a")],
)
def test_a_scope_that_is_none_is_refused_in_a_sentence(archiver, folder, options):
    called = archiver("crawl", "https://lac.example/", *options)
    assert called.code == 2
    assert options[-1] in called.err or "--default-scope" in called.err
    assert "Traceback" not in called.err
    assert not (folder / "archive.db").exists()


@pytest.mark.parametrize(
    "line", ['proxy = "foo"', 'ca_bundle = "/no/a.pem"', 'contact = "nobody"', 'browser = "/no/chrome"']
)
@pytest.mark.parametrize("command", [["crawl", "https://lac.example/"], ["update"], ["sources"], ["stats"]])
def test_a_setting_that_cannot_be_used_ends_every_command_before_it_begins(archiver, folder, command, line):
    (folder / "archiver.toml").write_text(f"[fetch]\n{line}\n", encoding="utf-8")
    called = archiver(*command)
    assert called.code == 2
    assert called.err.startswith(f"archiver: archiver.toml, line 2: fetch.{line.split()[0]}: expected ")
    assert [path.name for path in folder.iterdir()] == ["archiver.toml"]
