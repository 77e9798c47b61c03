"""Who may ask whom, when: decided without a clock, a thread or a socket."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.politeness import Turns


def test_a_host_has_one_turn_at_a_time():
    turns = Turns()
    turns.wait("a", "first", 0)
    turns.wait("a", "second", 0)
    assert turns.next_turn(0) == ("a", "first")
    assert turns.next_turn(0) is None
    turns.leave("a")
    assert turns.next_turn(0) == ("a", "second")


def test_a_host_rests_before_its_next_turn():
    turns = Turns()
    turns.rest("a", 5)
    turns.wait("a", "job", 0)
    assert turns.next_turn(4.9) is None
    assert turns.seconds_to_turn(4) == 1
    assert turns.next_turn(5) == ("a", "job")


def test_a_rest_never_gets_shorter():
    turns = Turns()
    turns.wait("a", "job", 0)
    turns.rest("a", 5)
    turns.rest("a", 3)
    assert turns.next_turn(4) is None


def test_a_rest_told_while_the_host_is_busy_holds_afterwards():
    turns = Turns()
    turns.wait("a", "first", 0)
    turns.wait("a", "second", 0)
    turns.next_turn(0)
    turns.rest("a", 5)
    turns.leave("a")
    assert turns.next_turn(4) is None
    assert turns.next_turn(5) == ("a", "second")


def test_lower_ranks_go_first_and_what_has_begun_before_them():
    turns = Turns()
    for job, rank in (("late", 20), ("soon", 10), ("also soon", 10)):
        turns.wait("a", job, rank)
    turns.wait("a", "begun")
    order = []
    while turn := turns.next_turn(0):
        order.append(turn[1])
        turns.leave("a")
    assert order == ["begun", "soon", "also soon", "late"]


def test_hosts_are_served_in_the_order_their_rest_ended():
    turns = Turns()
    for host, until in (("a", 3), ("b", 1), ("c", 2)):
        turns.rest(host, until)
        turns.wait(host, host, 0)
    assert [turns.next_turn(9)[0] for _ in range(3)] == ["b", "c", "a"]


def test_a_host_with_many_pages_lets_others_in_between():
    turns = Turns()
    for number in range(3):
        turns.wait("big", f"big {number}", 0)
    turns.wait("small", "small", 0)
    order = []
    for now in range(4):
        host, job = turns.next_turn(now)
        order.append(job)
        turns.rest(host, now)
        turns.leave(host)
    assert order.index("small") <= 1


def test_nobody_to_wait_for_is_none():
    turns = Turns()
    assert turns.seconds_to_turn(0) is None
    turns.wait("a", "job", 0)
    turns.wait("a", "next", 0)
    turns.next_turn(0)
    assert (turns.seconds_to_turn(0), turns.waiting) == (None, 1)


def test_clearing_sends_everybody_home_and_keeps_the_rest():
    turns = Turns()
    turns.wait("a", "busy", 0)
    turns.next_turn(0)
    turns.wait("a", "waiting", 0)
    turns.rest("a", 5)
    turns.clear()
    assert turns.waiting == 0
    turns.wait("a", "new", 0)
    assert turns.next_turn(4) is None
    assert turns.next_turn(5) == ("a", "new")


jobs = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), min_size=1, max_size=40)


@given(jobs, st.floats(0.1, 2), st.floats(0, 3), st.integers(1, 4))
def test_whatever_comes_everybody_gets_a_turn_and_no_host_two_at_once(arriving, delay, took, threads):
    """A small world: jobs arrive, requests take time, hosts rest after them."""
    turns, now, under_way, log = Turns(), 0.0, [], {}
    for number, (host, rank) in enumerate(arriving):
        turns.wait(host, (host, number), rank)
    done = []
    while turns.waiting or under_way:
        while len(under_way) < threads and (turn := turns.next_turn(now)):
            host, job = turn
            assert host == job[0]
            assert all(host != other for _, other, _ in under_way)
            assert now >= log.get(host, -delay) + delay
            under_way.append((now + took, host, job))
        ends = [end for end, _, _ in under_way]
        wait = turns.seconds_to_turn(now) if len(under_way) < threads else None
        now = min([*ends, *([] if wait is None else [now + max(wait, 1e-9)])])
        for entry in [entry for entry in under_way if entry[0] <= now]:
            under_way.remove(entry)
            log[entry[1]] = now
            turns.rest(entry[1], now + delay)
            turns.leave(entry[1])
            done.append(entry[2])
    assert sorted(done) == sorted((host, number) for number, (host, _) in enumerate(arriving))
