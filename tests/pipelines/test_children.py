"""A process of ours begins, answers, and ends with whoever started it."""

from __future__ import annotations

import signal

import pytest

from archiver.pipelines.children import Child, peak_bytes, words_for
from archiver.pipelines.tasks import READY, Setup


def test_a_child_answers_and_ends_when_its_pipes_are_closed():
    child = Child.start("archiver.pipelines.worker")
    child.send(Setup())
    assert (child.receive(), child.code) == (READY, None)
    assert child.see_off() == child.code == 0


def test_a_child_that_is_killed_says_so_by_its_code():
    child = Child.start("archiver.pipelines.worker")
    child.kill()
    with pytest.raises(EOFError):
        child.receive()
    assert child.see_off() == -signal.SIGKILL


def test_how_a_child_ended_is_said_in_words():
    assert words_for(-signal.SIGKILL) == "was ended by SIGKILL"
    assert words_for(3) == "ended with code 3"


def test_the_peak_of_memory_is_no_less_than_what_was_held():
    held = bytearray(b"x") * 30_000_000
    assert peak_bytes() >= len(held)
