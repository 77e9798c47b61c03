"""A crawl that is killed, and goes on where it stopped: nothing lost, nothing twice."""

from __future__ import annotations

import random
import signal
import sqlite3
from contextlib import closing

from support.bad_server import BadServer, late, page
from support.command_line import article, wait_until
from support.spread import spread_page, whole_text

PAGES = 40
KILLS = 3


def test_killed_again_and_again_a_crawl_comes_to_its_end(archiver, start, folder):
    with BadServer() as server:
        paths = [f"/2025/08/11/story-number-{number}-of-the-lake/" for number in range(PAGES)]
        links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in paths)
        server.routes["/"] = page(f"<title>Lake Courier</title><ul>{links}</ul>")
        for number, path in enumerate(paths):
            server.routes[path] = article(f"Story number {number}")
        chance = random.Random(11)
        for _ in range(KILLS):
            process = start("crawl", server.url("/"), "--allow-private", "--delay", "0.01", "--quiet")
            asked = len(server.log) + chance.randint(3, 20)
            wait_until(lambda: len(server.log) >= asked or process.popen.poll() is not None)  # noqa: B023 - used at once
            process.end(signal.SIGKILL)
        called = archiver("crawl", server.url("/"), "--allow-private", "--delay", "0")
    assert called.code == 0
    assert archiver("check").code == 0
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        states = conn.execute("SELECT state, count(*) FROM pages WHERE url LIKE '%/story-%' GROUP BY state").fetchall()
        articles = conn.execute(
            "SELECT count(*), count(DISTINCT title) FROM articles WHERE title LIKE 'Story%'"
        ).fetchone()
        twice = conn.execute(
            "SELECT url FROM captures WHERE status = 200 AND url LIKE '%/story-%' GROUP BY url HAVING count(*) > 1"
        ).fetchall()
    assert states == [("ok", PAGES)]
    assert articles == (PAGES, PAGES)
    assert twice == []  # what was under way when it was killed was never saved


def test_killed_in_the_middle_of_an_article_a_crawl_puts_it_together_all_the_same(archiver, start, folder):
    """Over real sockets: killed before each of its pages in turn, then let run."""
    root = "/2025/08/11/how-the-ferry-was-mended/"
    paths = [root, *(f"{root}{number}/" for number in (2, 3))]
    with BadServer() as server:
        server.routes["/"] = page(f'<title>Lake Courier</title><ul><li><a href="{root}">The ferry</a></li></ul>')
        for number, path in enumerate(paths, 1):
            text = spread_page(number, address=lambda n: paths[n - 1])
            server.routes[path] = late(page(text), 0.3)
        for path in paths:
            process = start("crawl", server.url("/"), "--allow-private", "--delay", "0", "--quiet")
            asked = len(server.asked_for(path))
            wait_until(lambda: len(server.asked_for(path)) > asked or process.popen.poll() is not None)  # noqa: B023 - used at once
            process.end(signal.SIGKILL)
        called = archiver("crawl", server.url("/"), "--allow-private", "--delay", "0")
    assert called.code == 0
    assert archiver("check").code == 0
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        articles = conn.execute("SELECT url, body FROM articles WHERE url LIKE '%ferry%'").fetchall()
        parts = conn.execute("SELECT part, state FROM pages WHERE part IS NOT NULL ORDER BY part").fetchall()
        causes = conn.execute("SELECT DISTINCT cause FROM revisions").fetchall()
    assert articles == [(server.url(root), whole_text(1, 2, 3))]
    assert parts == [(2, "ok"), (3, "ok")]
    assert causes == [("first",)]
