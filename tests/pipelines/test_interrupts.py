"""Signals: they end a run at once, but never in the middle of what may not be cut."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from archiver.pipelines.interrupts import Interrupted, Interrupts


@pytest.mark.parametrize(("signum", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_interrupts_where_the_program_is(signum, exit_code):
    before = signal.signal(signum, signal.SIG_DFL)  # also where the tests run below nohup
    try:
        with Interrupts().watched() as interrupts:
            with pytest.raises(Interrupted) as caught:
                os.kill(os.getpid(), signum)
            assert caught.value.exit_code == interrupts.exit_code == exit_code
    finally:
        signal.signal(signum, before)


def test_a_closed_terminal_means_nothing_to_whom_it_was_to_mean_nothing():
    """As nohup has it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interrupts().watched() as interrupts:
            os.kill(os.getpid(), signal.SIGHUP)
        assert interrupts.received is None
    finally:
        signal.signal(signal.SIGHUP, before)


def end_and_finish(interrupts: Interrupts, done: list[str]) -> None:
    """Is told to end in the middle of what may not be cut, itself in a part of something larger."""
    with interrupts.held_back():
        with interrupts.held_back():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("the commit")
        done.append("what belongs to it")
    done.append("the next page")


def test_what_is_held_back_is_finished_first():
    done: list[str] = []
    with Interrupts().watched() as interrupts, pytest.raises(Interrupted):
        end_and_finish(interrupts, done)
    assert done == ["the commit", "what belongs to it"]


def kill(signum: int) -> None:
    os.kill(os.getpid(), signum)


def test_a_second_signal_cuts_short_nothing_that_the_first_has_begun():
    with Interrupts(clock=lambda: 0.0).watched() as interrupts:
        with pytest.raises(Interrupted) as caught:
            kill(signal.SIGTERM)
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            kill(signum)
        assert interrupts.exit_code == caught.value.exit_code == 143


def test_a_signal_is_heeded_again_when_the_first_was_of_no_use_for_a_while():
    now = 0.0
    with Interrupts(clock=lambda: now).watched():
        with pytest.raises(Interrupted) as first:
            kill(signal.SIGTERM)
        now = 5.0
        with pytest.raises(Interrupted) as caught:
            kill(signal.SIGINT)
    assert caught.value is not first.value
    assert caught.value.exit_code == 143  # of the first


class Falling:
    """Is told to end where Python throws away what is raised, and says so."""

    def __del__(self):
        kill(signal.SIGTERM)


class Silent(io.RawIOBase):
    """Is told to end where it is thrown away without a word."""

    def close(self):
        kill(signal.SIGTERM)


class Lookup(dict):
    """Has it thrown away by somebody's code."""

    def __init__(self):
        with suppress(BaseException):
            kill(signal.SIGTERM)


def wait_after(thrown_away: Callable[[], object]) -> None:
    thrown_away()
    time.sleep(10)


@pytest.mark.parametrize("thrown_away", [Falling, Silent, Lookup])
def test_a_signal_is_not_lost_where_nothing_can_be_raised(thrown_away, capfd):
    with Interrupts().watched(), pytest.raises(Interrupted):
        wait_after(thrown_away)
    assert capfd.readouterr().err == ""


def sleep_on(seconds: float) -> None:
    with suppress(BaseException):
        time.sleep(seconds)


def put_away(interrupts: Interrupts, done: list[str]) -> None:
    """SQLite makes an error of its own of what is raised in a function."""
    with closing(sqlite3.connect(":memory:")) as conn, interrupts.recognised():
        conn.create_function("told_to_end", 0, lambda: kill(signal.SIGTERM))
        try:
            conn.execute("SELECT told_to_end()")
        finally:
            time.sleep(0.1)
            done.append("what was begun")


def test_what_is_put_away_for_an_error_that_a_signal_has_become_is_not_cut_short():
    done: list[str] = []
    with Interrupts().watched() as interrupts, pytest.raises(Interrupted) as caught:
        put_away(interrupts, done)
    assert done == ["what was begun"]
    assert caught.value.exit_code == 143


def fail_held_back(interrupts: Interrupts) -> None:
    with suppress(ValueError), interrupts.held_back():
        kill(signal.SIGTERM)
        raise ValueError


def test_what_was_held_back_comes_also_where_that_fails():
    with Interrupts().watched() as interrupts, pytest.raises(Interrupted):
        fail_held_back(interrupts)


def test_nor_is_a_time_limit():
    began = time.monotonic()
    with Interrupts().watched() as interrupts, pytest.raises(Interrupted) as caught, interrupts.time_limit(0.05):
        wait_after(lambda: sleep_on(10))
    assert caught.value.is_time_limit
    assert time.monotonic() - began < 5


def test_what_was_heeded_does_not_come_again():
    with Interrupts().watched() as interrupts:
        try:
            kill(signal.SIGTERM)
        except Interrupted:
            interrupts.heed()
        time.sleep(0.1)


def test_the_handlers_of_before_come_back():
    before = signal.getsignal(signal.SIGTERM)
    with Interrupts().watched():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_time_limit_ends_a_wait():
    began = time.monotonic()
    with Interrupts().watched() as interrupts, pytest.raises(Interrupted) as caught, interrupts.time_limit(0.05):
        time.sleep(10)
    assert caught.value.is_time_limit
    assert time.monotonic() - began < 5
    assert interrupts.exit_code == 130  # the process was not told to end


def test_a_time_limit_that_was_kept_does_nothing():
    with Interrupts().watched() as interrupts:
        with interrupts.time_limit(0.05):
            pass
        time.sleep(0.1)


def test_a_limit_that_has_ended_is_not_taken_for_a_later_one():
    kept: list[BaseException] = []
    with Interrupts().watched() as interrupts:
        with interrupts.time_limit(0.05):
            try:
                time.sleep(10)
            except Interrupted as order:  # by somebody's code, that keeps it for a while
                kept.append(order)
        with interrupts.time_limit(60):
            kept.clear()
            time.sleep(1.2)


def test_a_limit_within_another_leaves_that_one_on():
    with Interrupts().watched() as interrupts, interrupts.time_limit(60):
        with pytest.raises(Interrupted), interrupts.time_limit(0.05):
            time.sleep(10)
        assert 50 < signal.getitimer(signal.ITIMER_REAL)[0] < 60
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_timer_that_goes_off_behind_its_block_does_nothing():
    with Interrupts().watched():
        kill(signal.SIGALRM)


def test_without_signals_there_is_no_timer():
    with Interrupts().time_limit(0.01):
        time.sleep(0.05)
