"""Pages read in worker processes: the same as here, in order, and whatever happens to a process costs one page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import islice

import pytest
from sites import page_cases

from archiver.model import Capture, FailureReason
from archiver.pipelines import worker
from archiver.pipelines.crawl import crawl
from archiver.pipelines.decide import Reading
from archiver.pipelines.readers import WAITING_PER_WORKER, Readers
from archiver.pipelines.reading import read_content
from archiver.pipelines.tasks import Setup, Task
from archiver.pipelines.tools import Staff
from support.command_line import wait_until
from support.memory_web import Desk, MemoryWeb, page

NOW = dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)
#: workers begin with the first page
AT_ONCE = Staff(workers=2, after_s=0.0)


def capture(content: str | bytes, url: str = "https://www.lac.example/a/") -> Capture:
    body = content.encode() if isinstance(content, str) else content
    return Capture(url=url, final_url=url, fetched_at=NOW, status=200, media_type="text/html", content=body)


def story(number: int) -> Task:
    return Task(capture=capture(page(f"Story {number}"), f"https://www.lac.example/story-{number}/"))


def huge() -> Task:
    """A page that takes longer than the blink of an eye."""
    return Task(capture=capture("<html><body>" + "<div><p>Salt and <b>vanilla</b>.</p></div>" * 30_000))


def read_all(readers: Readers, count: int) -> dict:
    return dict(done for _ in range(count) if readers.waiting for done in readers.take(is_patient=True))


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_a_worker_reads_what_is_read_here():
    captures = [capture(case.content, case.url) for case in islice(page_cases(), 0, None, 12) if case.url]
    with Readers(Setup(), AT_ONCE) as readers:
        readings = {}
        for number, one in enumerate(captures):
            readers.put(number, Task(capture=one))
            readings |= dict(readers.take(is_patient=readers.is_full))
        readings |= read_all(readers, len(captures))
        wait_until(lambda: len(readers.process_ids) == 2)
    assert readings == {number: read_content(one) for number, one in enumerate(captures)}


def test_the_pages_of_a_line_come_in_the_order_they_were_put_in():
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put(("a", 0), huge(), "a")
        for number in range(1, 6):
            readers.put(("a", number), story(number), "a")
            readers.put(("b", number), story(number), "b")
        readers.put(("a", 6), None, "a")
        order = list(read_all(readers, 12))
    assert [number for line, number in order if line == "a"] == [0, 1, 2, 3, 4, 5, 6]
    assert [number for line, number in order if line == "b"] == [1, 2, 3, 4, 5]


def test_what_is_left_when_a_few_are_taken_wakes():
    woken = []
    with Readers(Setup(), Staff(), wake=lambda: woken.append(True)) as readers:
        for number in range(5):
            readers.put(number, story(number), number % 2)
        taken = [[job for job, _ in readers.take(most=2)] for _ in range(3)]
    assert taken == [[0, 2], [4, 1], [3]]
    assert len(woken) == 2


def test_a_few_pages_start_no_worker():
    with Readers(Setup(), Staff(workers=2)) as readers:
        for number in range(3):
            readers.put(number, story(number))
        assert len(dict(readers.take())) == 3
        assert readers.process_ids == ()


def test_workers_begin_early_when_many_pages_are_in_sight():
    def slowly(_task: Task) -> Reading:
        time.sleep(0.25)
        return Reading()

    for in_sight, workers in ((1, 0), (1_000, 2)):
        with Readers(
            Setup(), Staff(workers=2, after_s=1.0), in_sight=lambda count=in_sight: count, read_here=slowly
        ) as readers:
            readers.put(1, story(1))
            readers.put(2, story(2))
            assert len(read_all(readers, 2)) == 2
            wait_until(lambda expected=workers: len(readers.process_ids) == expected)


def test_workers_begin_before_the_first_page_when_many_sites_are_due():
    for sites, in_sight, workers in ((30, 1, 0), (1, 1_000, 0), (30, 1_000, 2)):
        with Readers(Setup(), Staff(workers=2), in_sight=lambda count=in_sight: count) as readers:
            readers.expect(sites)
            wait_until(lambda expected=workers: len(readers.process_ids) == expected)


def test_whoever_mostly_waits_starts_no_worker():
    with Readers(Setup(), Staff(workers=2, after_s=0.0001, from_share=1.1)) as readers:
        for number in range(3):
            readers.put(number, story(number))
            assert len(dict(readers.take())) == 1
        assert readers.process_ids == ()


@pytest.mark.parametrize("workers", [0, 1])
def test_without_workers_all_is_read_here(workers):
    with Readers(Setup(), Staff(workers=workers, after_s=0.0)) as readers:
        readers.put(1, story(1))
        ((job, reading),) = readers.take()
        assert (job, reading.kind, readers.process_ids) == (1, "article", ())


def test_there_is_a_bound_to_what_may_wait():
    with Readers(Setup(), AT_ONCE) as readers:
        put = 0
        while not readers.is_full:
            readers.put(put, story(put))
            put += 1
        assert put <= WAITING_PER_WORKER * 2
        assert len(read_all(readers, put)) == put
        assert not readers.is_full
        assert readers.waiting == 0


def test_a_worker_that_is_killed_costs_the_page_it_was_reading_and_no_other():
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put("first", story(0))
        assert read_all(readers, 1)["first"].failure is None
        wait_until(lambda: len(readers.process_ids) == 2)
        before = readers.process_ids
        for pid in before:
            os.kill(pid, signal.SIGSTOP)  # so that it is known to be at work when it is killed
        for number in range(8):
            readers.put(number, story(number))
        wait_until(lambda: readers.handed_out == 4)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        readings = read_all(readers, 8)
        assert set(before).isdisjoint(readers.process_ids)
    failed = [reading for reading in readings.values() if reading.failure is not None]
    assert len(readings) == 8
    assert [(reading.failure, reading.detail) for reading in failed] == [
        (FailureReason.UNREADABLE, "the process that read it was ended by SIGKILL")
    ] * 2


def test_a_worker_that_dies_in_its_sleep_costs_nothing():
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put("first", story(0))
        read_all(readers, 1)
        wait_until(lambda: len(readers.process_ids) == 2)
        for pid in readers.process_ids:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(map(_is_at_work, readers.process_ids)))
        for number in range(4):
            readers.put(number, story(number))
        assert [reading.failure for reading in read_all(readers, 4).values()] == [None] * 4


def _is_at_work(pid: int) -> bool:
    """Whether it runs and is no zombie."""
    called = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return called.stdout.strip()[:1] not in {"", "Z"}


def test_a_page_that_takes_too_long_is_given_up():
    with Readers(Setup(timeout_s=0.02), AT_ONCE) as readers:
        readers.put("huge", huge())
        reading = read_all(readers, 1)["huge"]
    assert (reading.failure, reading.detail) == (FailureReason.UNREADABLE, "took longer than 0.02 s to read")


def test_a_worker_that_needs_much_memory_makes_room_for_another():
    assert worker.MOST_MEMORY_BYTES < 500_000_000
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put("large", Task(capture=capture("<p>" + "<b>salt</b>" * 400_000)))
        read_all(readers, 1)
        for number in range(20):
            readers.put(number, story(number))
        readings = read_all(readers, 20)
    assert [reading.failure for reading in readings.values()] == [None] * 20


def test_a_worker_of_a_large_process_is_not_large_itself():
    ours = bytearray(worker.MOST_MEMORY_BYTES)
    ours[::4096] = b"x" * len(ours[::4096])  # really there
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put("small", story(1))
        assert read_all(readers, 1)["small"].failure is None
    assert len(ours) == worker.MOST_MEMORY_BYTES


def test_a_worker_that_is_killed_in_the_middle_of_taking_in_a_page_is_replaced():
    large = Task(capture=capture("<p>" + "salt " * 1_000_000))
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put("first", story(1))
        read_all(readers, 1)
        wait_until(lambda: len(readers.process_ids) == 2)
        for pid in readers.process_ids:
            os.kill(pid, signal.SIGSTOP)
        for number in range(4):
            readers.put(number, large)
        wait_until(lambda: readers.handed_out >= 2)  # more than fits into the pipe
        for pid in readers.process_ids:
            os.kill(pid, signal.SIGKILL)
        for number in range(10, 20):
            readers.put(number, story(number))
        readings = read_all(readers, 14)
    assert len(readings) == 14
    assert all(reading.failure is None for number, reading in readings.items() if number >= 10)


def test_workers_end_with_the_block():
    with Readers(Setup(), AT_ONCE) as readers:
        readers.put(1, huge())
        wait_until(lambda: len(readers.process_ids) == 2)
        workers = readers.process_ids
    assert not any(map(is_running, workers))


def test_workers_with_nothing_to_do_end_at_once():
    for _ in range(3):
        with Readers(Setup(), AT_ONCE) as readers:
            readers.put(1, story(1))
            read_all(readers, 1)
            wait_until(lambda: len(readers.process_ids) == 2)
        assert "worker" not in {thread.name for thread in threading.enumerate()}


PROGRAM = """
import datetime, time
from archiver.model import Capture
from archiver.pipelines.readers import Readers
from archiver.pipelines.tools import Staff
from archiver.pipelines.tasks import Setup, Task

html = b"<p>Salt and <b>vanilla</b>.</p>" * 200_000
capture = Capture(url="file:/a", final_url="file:/a", fetched_at=datetime.datetime.now(datetime.UTC), content=html,
    media_type="text/html")
with Readers(Setup(), Staff(workers=2, after_s=0.0)) as readers:
    for number in range(4):
        readers.put(number, Task(capture=capture))
    while len(readers.process_ids) < 2 or readers.handed_out < 4:
        time.sleep(0.01)
    print(*readers.process_ids, flush=True)
    time.sleep(60)
"""


def test_workers_end_when_their_parent_is_killed():
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as parent:
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(workers) == 2
        parent.kill()
    wait_until(lambda: not any(map(_is_at_work, workers)))


def test_an_archive_is_the_same_whoever_has_read_its_pages(tmp_path):
    web = MemoryWeb()
    home = "https://www.lac.example/"
    stories = [f"{home}2025/08/{1 + number % 28:02}/story-number-{number}-of-the-lake/" for number in range(40)]
    web.put(home, page("Lake Courier", links=stories))
    for number, url in enumerate(stories):
        web.put(url, page(f"Story number {number}", links=stories[number : number + 5]))
    here, there = Desk(tmp_path / "here.db", web), Desk(tmp_path / "there.db", web)
    for desk, staff in ((here, Staff()), (there, AT_ONCE)):
        with desk.tools() as tools:
            list(crawl(dataclasses.replace(tools, staff=staff), desk.fetcher(tools.archive), [home]))
    assert rows_of(there) == rows_of(here)
    assert len(here.rows("SELECT * FROM articles WHERE title LIKE 'Story%'")) == 40


def rows_of(desk: Desk) -> list[list[tuple]]:
    """What it holds, by addresses instead of numbers."""
    return [
        sorted(map(repr, desk.rows(sql)))
        for sql in (
            "SELECT url, kind, state, reason FROM pages",
            "SELECT url, title, published, body, kind, text_digest FROM articles",
            "SELECT url, status, payload_digest, error FROM captures",
            "SELECT page_url, title, url, article_title, position, region FROM teaser_placements",
        )
    ]
