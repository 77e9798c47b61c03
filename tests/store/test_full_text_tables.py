"""What one index is made of, taken over into another: it is then as if it had been written there."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.store.full_text_tables import is_known_format, put_together, take_over

INDEX = "CREATE VIRTUAL TABLE words USING fts5(title, body, content='texts', content_rowid='id', prefix='3')"
TEXTS = "CREATE TABLE texts (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"
CHECK = "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)"
DROP = "INSERT INTO words (words, rowid, title, body) SELECT 'delete', id, title, body FROM texts WHERE id = ?"


@pytest.fixture
def conn():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        conn.execute(TEXTS)
        conn.execute(INDEX)
        yield conn


def write(conn, numbers):
    """Texts, and what is found by them."""
    rows = [(number, f"titre {number}", f"Le bac numéro {number} rouvre {'ici ' * (number % 7)}") for number in numbers]
    conn.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", rows)
    return rows


def bring(conn, numbers):
    """The same from another index."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as own:
        own.execute(INDEX)
        own.execute("BEGIN")
        conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", write(own, numbers))
        own.execute("COMMIT")
        conn.execute("BEGIN")
        put_together(conn, "words")
        take_over(conn, own, "words")
        conn.execute("COMMIT")


def found(conn, words):
    return [number for (number,) in conn.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", [words])]


def test_texts_are_found_that_came_into_an_empty_index(conn):
    bring(conn, range(1, 50))
    assert found(conn, "titre") == [*range(1, 50)]
    assert found(conn, "body:bac title:17") == [17]
    conn.execute(CHECK)


def test_texts_are_found_beside_those_that_were_there(conn):
    conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", write(conn, range(1, 20)))
    assert found(conn, "rouv*") == [*range(1, 20)]  # which is remembered
    bring(conn, range(20, 50))
    assert found(conn, "rouv*") == [*range(1, 50)]
    conn.execute(CHECK)


def test_the_index_is_written_on_as_any_other(conn):
    bring(conn, range(1, 50))
    conn.execute(DROP, [7])
    conn.execute("DELETE FROM texts WHERE id = 7")
    conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", write(conn, [60]))
    assert found(conn, "titre") == [*range(1, 7), *range(8, 50), 60]
    conn.execute(CHECK)
    conn.execute("INSERT INTO words (words) VALUES ('optimize')")
    conn.execute(CHECK)


def test_what_came_counts_when_hits_are_ranked(conn):
    bring(conn, range(1, 50))
    ranked = conn.execute("SELECT rowid, bm25(words) FROM words WHERE words MATCH 'ici'").fetchall()
    conn.execute("INSERT INTO words (words) VALUES ('rebuild')")
    assert conn.execute("SELECT rowid, bm25(words) FROM words WHERE words MATCH 'ici'").fetchall() == ranked


def test_many_that_come_are_put_together(conn):
    for start in range(1, 3001, 100):
        bring(conn, range(start, start + 100))
        conn.execute(CHECK)
    (parts,) = conn.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()
    assert parts < 16
    assert found(conn, "titre") == [*range(1, 3001)]


def test_a_transaction_that_is_taken_back_leaves_the_index_as_it_was(conn):
    bring(conn, range(1, 20))
    conn.execute("BEGIN")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as own:
        own.execute(INDEX)
        write(own, range(20, 50))
        take_over(conn, own, "words")
    conn.execute("ROLLBACK")
    assert found(conn, "titre") == [*range(1, 20)]
    conn.execute(CHECK)


def test_what_changes_before_something_comes_stays_found(conn):
    for start in range(1, 1001, 100):
        bring(conn, range(start, start + 100))
    conn.execute("BEGIN")
    conn.execute(DROP, [7])  # which SQLite has not written yet
    conn.execute("DELETE FROM texts WHERE id = 7")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as own:
        own.execute(INDEX)
        conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", write(own, range(1001, 1051)))
        put_together(conn, "words")
        take_over(conn, own, "words")
    conn.execute("COMMIT")
    conn.execute(CHECK)
    assert found(conn, "titre") == [*range(1, 7), *range(8, 1051)]


def test_an_index_that_is_written_in_another_way_is_told(conn):
    assert is_known_format(conn, "words")
    conn.execute("UPDATE words_config SET v = 99 WHERE k = 'version'")
    assert not is_known_format(conn, "words")
