"""The full text of many articles at once, made in another thread and taken over as it is.

To cut texts into words is a third of the work of a merge, and SQLite lets one thread at a time write to a file. So the
other thread makes an index of its own, by the same definition, of the texts as they are in the other archive, under
the numbers that they get here. What it is made of (segments: lists of pages in the order of their words) is copied
behind the newest segments here (``full_text_tables``). SQLite puts them together as it does with what it writes, while
the writer would wait for the next ones.

Where no address of an article is in both, most probably all of them are new: the thread begins on that guess, while the
rows of both are still compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event

from archiver.store.full_text_tables import is_known_format, put_together, take_over
from archiver.store.merging_rows import HASH_BYTES, iter_indexed

#: articles for which a thread is worth its while
_MANY = 500
_INDEX = "articles_fts"
_DEFINITION = f"SELECT sql FROM main.sqlite_master WHERE name = '{_INDEX}'"
_SHARED = "SELECT EXISTS (SELECT 1 FROM other.articles AS o CROSS JOIN main.articles AS m ON m.url = o.url)"
#: as the map of articles says it if all of them are new
_GUESSED = """
    SELECT json_group_array(json_array(id, here)) FROM (
        SELECT id, (SELECT coalesce(max(id), 0) FROM main.articles) + row_number() OVER (ORDER BY id) AS here
        FROM other.articles ORDER BY id
    )
"""
_NUMBERS = """
    SELECT json_group_array(json_array(id, here)) FROM (SELECT id, here FROM temp.of_articles WHERE is_new ORDER BY id)
"""
_ADD = f"""
    INSERT INTO {_INDEX} (rowid, title, lead, body, byline)
    SELECT j.value ->> 1, a.title, a.lead, a.body, a.byline
    FROM json_each(?) AS j CROSS JOIN other.articles AS a ON a.id = j.value ->> 0
"""
#: of SQLite, between two looks at whether it is given up: some dozens of articles
_STEPS = 1000
#: what is not written to a file as long as it fits, and never has to last
_OWN = ("main.journal_mode = OFF", "main.cache_size = -65536")


class Building:
    """The full text of what comes. Made by ``building``."""

    def __init__(self, own: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._own = own
        self._thread = thread
        self._version = self._data_version()
        self._built: Future[None] | None = None
        self._is_given_up = Event()
        #: of what it is built: pairs of numbers, over there and here
        self._numbers = ""

    def guess(self, conn: sqlite3.Connection) -> None:
        """Begins before there is a map of articles, if all of them seem to be new."""
        if not conn.execute(_SHARED).fetchone()[0]:
            self._begin(conn, conn.execute(_GUESSED).fetchone()[0])

    def start(self, conn: sqlite3.Connection) -> None:
        """Begins with what is new by the map of articles (``merging_maps``), if that is much."""
        (numbers,) = conn.execute(_NUMBERS).fetchone()
        if self._built is None:
            self._begin(conn, numbers)
        elif numbers != self._numbers:  # it was guessed, and some are known by other things than their addresses
            self.give_up()
            self._built = None

    def give_up(self) -> None:
        """Nobody waits for it any more: what is going on ends soon, what is still to come at once."""
        self._is_given_up.set()

    def _begin(self, conn: sqlite3.Connection, numbers: str) -> None:
        (many,) = conn.execute("SELECT json_array_length(?)", [numbers]).fetchone()
        if many >= _MANY and is_known_format(conn, _INDEX):
            (definition,) = conn.execute(_DEFINITION).fetchone()
            self._numbers = numbers
            self._built = self._thread.submit(self._build, definition, numbers)

    def finish(self, conn: sqlite3.Connection) -> None:
        """Has all that came in the index of the archive."""
        if self._built is not None:
            put_together(conn, _INDEX)  # while the other thread is still at it
            self._built.result()
            # else another program has written to it: these may be other texts than those that were copied
            if self._data_version() == self._version:
                take_over(conn, self._own, _INDEX)
                return
        for _ in iter_indexed(conn, _INDEX):
            pass

    def _build(self, definition: str, numbers: str) -> None:
        # unlike `interrupt`, it ends statements that begin later, too
        self._own.set_progress_handler(self._is_given_up.is_set, _STEPS)
        self._own.execute(definition)
        self._own.execute(f"INSERT INTO {_INDEX} ({_INDEX}, rank) VALUES ('hashsize', {HASH_BYTES})")
        self._own.execute(_ADD, [numbers])

    def _data_version(self) -> int:
        return int(self._own.execute("PRAGMA other.data_version").fetchone()[0])


@contextmanager
def building(address: str) -> Iterator[Building]:
    """Full text of the archive at this address, of which nothing has been read so far."""
    with closing(sqlite3.connect("", uri=True, isolation_level=None, check_same_thread=False)) as own:
        for pragma in _OWN:
            own.execute(f"PRAGMA {pragma}")
        own.execute("ATTACH ? AS other", [address])
        with ThreadPoolExecutor(1) as thread:
            index = Building(own, thread)
            try:
                yield index
            finally:
                index.give_up()
