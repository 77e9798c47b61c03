"""What has been counted once holds until the archive changes."""

from __future__ import annotations

import asyncio
import itertools
import os

import pytest

from archiver.serve import remembering
from archiver.serve.remembering import Memory
from archiver.store.serving import state_of
from support.archives import article
from support.served import desk_at


@pytest.fixture
def path(tmp_path):
    with desk_at(tmp_path / "archive.db"):
        pass
    settled(tmp_path / "archive.db")
    return tmp_path / "archive.db"


def settled(path) -> None:
    """As if nobody had written to it for a minute."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 60_000_000_000))


def counting():
    """A maker that gives 1, then 2, then 3."""
    numbers = itertools.count(1)

    async def make() -> int:
        await asyncio.sleep(0)
        return next(numbers)

    return make


def test_a_value_is_made_once_and_anew_after_a_commit(path):
    async def ask():
        memory, make = Memory(path), counting()
        before = [await memory.get("a", make), await memory.get("a", make)]
        with desk_at(path) as desk:
            desk.save(desk.read("/bac", article()))
            during = await memory.get("a", make)
        return before, during

    assert asyncio.run(ask()) == ([1, 1], 2)


def test_a_value_made_in_the_moment_of_a_commit_is_made_again(path):
    """The next commit may come within the same tick of the clock that the file system has."""
    path.touch()

    async def ask():
        memory, make = Memory(path), counting()
        return [await memory.get("a", make), await memory.get("a", make)]

    assert asyncio.run(ask()) == [1, 2]


def test_of_a_link_the_log_beside_the_file_itself_counts(path, tmp_path):
    link = tmp_path / "link.db"
    link.symlink_to(path)
    before = state_of(link)
    with desk_at(path) as desk:
        desk.save(desk.read("/bac", article()))
        assert state_of(link) != before


def test_who_asks_while_it_is_made_waits_for_it(path):
    async def ask():
        memory, make = Memory(path), counting()
        return await asyncio.gather(*(memory.get("a", make) for _ in range(5)))

    assert asyncio.run(ask()) == [1] * 5


def test_a_failure_is_not_kept(path):
    async def ask():
        memory = Memory(path)

        async def fail():
            raise LookupError("gone")

        with pytest.raises(LookupError):
            await memory.get("a", fail)
        return await memory.get("a", counting())

    assert asyncio.run(ask()) == 1


def test_no_more_are_kept_than_there_is_room_for(path):
    async def ask():
        memory = Memory(path)
        for n in range(remembering._MOST + 50):
            await memory.get(n, counting())
        return len(memory._kept)

    assert asyncio.run(ask()) == remembering._MOST


def test_an_empty_log_that_a_reader_makes_is_no_commit(path):
    before = state_of(path)
    path.with_name(f"{path.name}-wal").touch()
    assert state_of(path) == before
