"""What has been counted once holds until the archive changes."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from archiver.serve import remembering
from archiver.serve.remembering import Memory
from support.archives import article
from support.served import desk_at


@pytest.fixture
def path(tmp_path):
    with desk_at(tmp_path / "archive.db"):
        pass
    return tmp_path / "archive.db"


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
