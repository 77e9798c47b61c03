"""The archive while it is served: written, replaced, deleted, damaged, asked too much."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import threading

import pytest
from datasette.utils.asgi import Request
from filelock import FileLock

from archiver.errors import NewerArchiveError, OlderArchiveError
from archiver.serve.front_page import front_values
from archiver.serve.reading import rows_in_time
from archiver.serve.responses import page
from archiver.store.archive import open_archive
from support.archives import article
from support.served import desk_at, served

#: without an end
FOREVER = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def path(tmp_path):
    with desk_at(tmp_path / "archive.db") as desk:
        desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    return tmp_path / "archive.db"


@pytest.fixture
def pages(path):
    with served(path) as pages:
        yield pages


def other_archive(path):
    """Another archive, with another article."""
    with desk_at(path) as desk:
        desk.save(desk.read("/pont", article(title="Le pont ferme")))
    return path


def titles(pages) -> list[str]:
    return [row["title"] for row in pages.get("/archive/articles.json?_shape=array").json()]


def sql(pages, statement: str):
    return pages.get("/archive.json", params={"sql": statement, "_shape": "array"})


def change(path, statement: str) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute(statement)
    conn.close()


def test_what_a_crawl_saves_is_seen_at_once_and_the_crawl_is_not_held_up(path, pages):
    with desk_at(path) as desk:
        for n in range(5):
            desk.save(desk.read(f"/{n}", article(title=f"Nouvelle {n}")))
            assert titles(pages)[0] == f"Nouvelle {n}"
            assert f"Nouvelle {n}" in pages.get("/").text


def test_no_page_keeps_the_log_from_being_emptied(path, pages):
    for address in ("/", "/-/sources", "/archive", "/archive/articles", "/archive/articles/1", "/archive/articles.csv"):
        assert pages.get(address).status_code == 200
    with open_archive(path) as archive, archive._db.writing() as conn:
        conn.execute("UPDATE articles SET section = 'Lac'")
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    conn.close()


def test_another_file_in_its_place_is_read_at_once(path, pages, tmp_path):
    """A backup that is put back."""
    assert titles(pages) == ["Le bac rouvre"]
    for n in range(3):
        other_archive(tmp_path / "other.db").replace(path)
        assert titles(pages) == ["Le pont ferme"], n
        assert "Le pont ferme" in pages.get("/").text
    assert pages.get("/archive/articles/1").status_code == 200


def test_a_query_that_runs_meanwhile_does_not_hold_the_new_file_up(path, pages, tmp_path):
    pages.app.sql_time_limit_ms = 60_000
    database = pages.app.get_database()
    running = threading.Event()

    def forever(conn):
        conn.create_function("begun", 0, running.set)
        return conn.execute(FOREVER.replace("SELECT 1 ", "SELECT 1 + coalesce(begun(), 0) ")).fetchall()

    async def both():
        slow = asyncio.ensure_future(database.execute_fn(forever))
        await asyncio.to_thread(running.wait, 30)
        other_archive(tmp_path / "other.db").replace(path)
        found = await database.execute("SELECT title FROM articles")
        return found.rows[0][0], str((await asyncio.gather(slow, return_exceptions=True))[0])

    title, error = pages.run(both())
    assert title == "Le pont ferme"
    assert "replaced while it was read" in error


def test_without_its_file_every_page_says_so_and_works_again_when_it_is_back(path, pages):
    assert pages.get("/").status_code == 200
    away = path.rename(path.with_suffix(".away"))
    for address in ("/", "/-/sources", "/-/source/1", "/archive", "/archive/articles"):
        response = pages.get(address)
        assert response.status_code == 503
        assert "Its file is not there at the moment." in response.text
        assert str(path.parent) not in response.text
    assert pages.get("/archive/articles.json").json()["status"] == 503
    away.rename(path)
    assert pages.get("/").status_code == 200
    assert titles(pages) == ["Le bac rouvre"]


@pytest.mark.parametrize("damage", ["half", "zeros", "empty", "text", "other database"])
def test_a_file_that_is_no_whole_archive_gives_one_sentence_until_it_is_mended(path, pages, damage, caplog):
    whole = path.read_bytes()
    assert pages.get("/").status_code == 200
    path.unlink()
    if damage == "other database":
        change(path, "CREATE TABLE mine (x)")
    else:
        path.write_bytes(
            {"half": whole[: len(whole) // 2], "zeros": bytes(len(whole)), "empty": b"", "text": b"text\n" * 999}[
                damage
            ]
        )
    for address in ("/", "/archive", "/archive/articles"):
        response = pages.get(address)
        assert response.status_code == 503, response.text
        assert "The archive cannot be read" in response.text
    assert caplog.records == []
    path.unlink()
    path.write_bytes(whole)
    assert titles(pages) == ["Le bac rouvre"]


def test_pages_that_are_damaged_within_are_told_of(path, pages, caplog):
    """The header is whole: SQLite finds out while it reads."""
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.unlink()
    path.write_bytes(content)
    assert pages.get("/").status_code == 503
    assert caplog.records == []


def test_an_archive_of_a_newer_version_is_refused(path, pages, tmp_path):
    newer = other_archive(tmp_path / "newer.db")
    change(newer, "UPDATE meta SET value = '9999' WHERE key = 'schema_version'")
    with pytest.raises(NewerArchiveError), served(newer):
        pass
    newer.replace(path)
    response = pages.get("/")
    assert response.status_code == 503
    assert "written by a newer version of archiver" in response.text


def test_an_older_archive_that_another_program_holds_is_refused(path):
    change(path, "UPDATE meta SET value = '5' WHERE key = 'schema_version'")
    with (
        FileLock(f"{path}.lock"),
        pytest.raises(OlderArchiveError, match="'archiver stats' brings it up to date"),
        served(path),
    ):
        pass


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("how many articles", "Statement must be a SELECT"),
        ("SELECT * FROM elsewhere", "no such table: elsewhere"),
        ("SELECT FROM WHERE", "syntax error"),
        ("DELETE FROM articles", "Statement must be a SELECT"),
        ("WITH one AS (SELECT 1) DELETE FROM articles", "readonly"),
        ("ATTACH DATABASE '/tmp/other.db' AS other", "Statement must be a SELECT"),
        ("SELECT load_extension('x')", "not authorized"),
        ("SELECT zeroblob(1000000000)", "too big"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
    ],
)
def test_sql_that_cannot_be_answered_is_told_why(pages, statement, word, capfd):
    as_json, as_page = sql(pages, statement), pages.get("/archive", params={"sql": statement})
    assert as_json.status_code == as_page.status_code == 400
    assert word in as_json.json()["error"]
    assert word in as_page.text.replace("&#39;", "'")
    assert "Traceback" not in as_page.text
    assert capfd.readouterr() == ("", "")
    assert titles(pages) == ["Le bac rouvre"]


def test_sql_without_an_end_is_stopped_with_a_clear_word(pages):
    pages.app.sql_time_limit_ms = 50
    for address in ("/archive", "/archive.json"):
        response = pages.get(address, params={"sql": FOREVER})
        assert response.status_code == 400
        assert "The query was stopped after 0.05 seconds" in response.text
    assert FOREVER in pages.get("/archive", params={"sql": FOREVER}).text


def test_the_time_limit_is_a_few_seconds(pages):
    assert pages.app.setting("sql_time_limit_ms") == 3000


def test_the_file_itself_is_not_handed_out(pages):
    assert pages.get("/archive.db").status_code == 403


def test_where_the_file_lies_is_not_told(path, pages):
    for address in ("/-/databases.json", "/archive.json", "/", "/archive", "/-/metadata.json"):
        assert str(path.parent) not in pages.get(address).text


def test_a_part_that_takes_too_long_is_left_out(pages):
    pages.app.sql_time_limit_ms = 50
    assert pages.run(rows_in_time(pages.app, FOREVER)) is None

    pages.app.sql_time_limit_ms = 3000
    assert "takes too long" not in pages.get("/").text
    values = pages.run(front_values(pages.app)) | {"days": None, "chart": None, "sources": None, "headlines": None}
    request = Request.fake("/")
    request.scope["csrftoken"] = lambda: ""
    response = pages.run(page(pages.app, request, "archiver/front.html", values))
    assert response.body.count("takes too long in an archive of this size") == 3
    assert "Le bac rouvre" in response.body


def test_a_defect_is_logged_and_the_page_shows_nothing_of_it(pages, caplog):
    pages.app.memory = None
    response = pages.get("/")
    assert response.status_code == 500
    assert "The server has met an error of its own" in response.text
    assert "Traceback" not in response.text
    assert "Traceback" in caplog.text


def test_nothing_is_left_beside_the_file_at_the_end(tmp_path):
    path = other_archive(tmp_path / "archive.db")
    with served(path) as pages:
        pages.get("/")
    assert not list(tmp_path.glob("archive.db-*"))


def test_a_copy_in_rollback_mode_is_served_too(path, tmp_path):
    copy = shutil.copy(path, tmp_path / "copy.db")
    change(copy, "PRAGMA journal_mode = DELETE")
    with served(copy) as pages:
        assert pages.get("/").status_code == 200
