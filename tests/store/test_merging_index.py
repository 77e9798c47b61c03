"""Full text of much that comes, made in another thread."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from archiver.store.merging_index import Building, building
from support.archives import article

MANY = 700
CHECK = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
#: articles like the first one, by SQL: to save so many takes a second
COPY = """
    WITH RECURSIVE n (number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM n WHERE number < ?)
    INSERT INTO articles ({0}, id, url, title) SELECT {0}, number, url || number, 'Le bac ' || number
    FROM n CROSS JOIN articles WHERE id = 1
"""


@pytest.fixture
def other(tmp_path, desk, new_archive):
    """The path of an archive of many articles."""
    path = tmp_path / "other.db"
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    desk.archive.backup(path)
    with closing(sqlite3.connect(path)) as conn:
        names = conn.execute("SELECT name FROM pragma_table_info('articles') WHERE name NOT IN ('id', 'url', 'title')")
        conn.execute(COPY.format(", ".join(name for (name,) in names)), [MANY])
        conn.commit()
    return path


def test_all_that_came_is_found(desk, other):
    desk.archive.merge(other)
    assert [hit.title for hit in desk.archive.search(f'"bac {MANY}"')] == [f"Le bac {MANY}"]
    with closing(sqlite3.connect(desk.archive.path)) as conn:
        conn.execute(CHECK)


def test_an_article_that_came_can_change_and_go(desk, other):
    desk.archive.merge(other)
    with closing(sqlite3.connect(desk.archive.path)) as conn:
        conn.execute("UPDATE articles SET title = 'Le pont' WHERE title = 'Le bac 500'")
        conn.execute("DELETE FROM articles WHERE title = 'Le bac 501'")
        conn.commit()
        conn.execute(CHECK)
    assert [hit.title for hit in desk.archive.search("pont")] == ["Le pont"]


@pytest.fixture
def here(tmp_path):
    """A connection to a file that has what full text needs, and nothing in it."""
    with closing(sqlite3.connect(tmp_path / "here.db", isolation_level=None)) as conn:
        conn.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, url, title, lead, body, byline)")
        conn.execute(
            "CREATE VIRTUAL TABLE articles_fts USING fts5(title, lead, body, byline, content=articles, content_rowid=id)"
        )
        conn.execute("CREATE TEMP TABLE of_articles (id INTEGER PRIMARY KEY, here, is_new)")
        yield conn


def copy_new(conn):
    conn.execute(
        "INSERT INTO articles SELECT k.here, o.url, o.title, o.lead, o.body, o.byline"
        " FROM of_articles AS k CROSS JOIN other.articles AS o ON o.id = k.id WHERE k.is_new"
    )


def found(conn, words):
    conn.execute(CHECK)
    return [number for (number,) in conn.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [words])]


def test_what_changes_while_it_is_read_is_read_again(here, other):
    with building(f"{other.as_uri()}?mode=ro") as index:
        with closing(sqlite3.connect(other)) as writer:
            writer.execute("UPDATE articles SET title = 'Le pont ferme' WHERE id = 500")
            writer.commit()
        here.execute("ATTACH ? AS other", [str(other)])
        here.execute("INSERT INTO of_articles SELECT id, id, 1 FROM other.articles")
        copy_new(here)
        here.execute("BEGIN")
        index.start(here)
        index.finish(here)
        here.execute("COMMIT")
    assert found(here, "pont") == [500]


def test_it_is_begun_before_it_is_known_what_is_new(here, other):
    here.execute("ATTACH ? AS other", [str(other)])
    with building(f"{other.as_uri()}?mode=ro") as index:
        here.execute("BEGIN")
        index.guess(here)
        here.execute("INSERT INTO of_articles SELECT id, id, 1 FROM other.articles")
        index.start(here)
        copy_new(here)
        index.finish(here)
        here.execute("COMMIT")
    assert found(here, f'"bac {MANY}"') == [MANY]


def test_a_wrong_guess_is_given_up(here, other):
    here.execute("INSERT INTO articles (id, url) VALUES (1, 'where the first one has moved')")
    here.execute("INSERT INTO articles_fts (rowid) VALUES (1)")
    here.execute("ATTACH ? AS other", [str(other)])
    with building(f"{other.as_uri()}?mode=ro") as index:
        here.execute("BEGIN")
        index.guess(here)  # that they are numbered from 2 on
        here.execute("INSERT INTO of_articles SELECT id, id, id > 1 FROM other.articles")
        index.start(here)
        copy_new(here)
        index.finish(here)
        here.execute("COMMIT")
    assert found(here, f'"bac {MANY}"') == [MANY]


def test_what_is_given_up_before_it_began_is_not_done(here, other):
    with closing(sqlite3.connect("", uri=True, isolation_level=None, check_same_thread=False)) as own:
        for conn in (own, here):
            conn.execute("ATTACH ? AS other", [f"{other.as_uri()}?mode=ro" if conn is own else str(other)])
        with ThreadPoolExecutor(1) as thread:
            is_free = Event()
            thread.submit(is_free.wait)
            index = Building(own, thread)
            index.guess(here)
            here.execute("INSERT INTO of_articles SELECT id, id, id > 1 FROM other.articles")
            index.start(here)
            is_free.set()
        assert own.execute("SELECT count(*) FROM articles_fts_docsize").fetchone() == (0,)
