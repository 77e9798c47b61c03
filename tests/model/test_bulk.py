"""Which records of a WARC file are wanted."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from archiver.model.bulk import Chunk, Wanted

NOON = dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("media_type", "is_wanted"),
    [("text/html", True), ("application/xhtml+xml", True), (None, True), ("image/png", False), ("text/plain", False)],
)
def test_pages_are_wanted_where_nobody_says_otherwise(media_type, is_wanted):
    assert Wanted().has_type(media_type) is is_wanted


def test_a_text_that_others_have_made_of_a_page_is_wanted_like_the_page():
    assert Wanted().has_type("text/plain", is_text=True)


def test_media_types_that_are_named_are_the_only_ones():
    wanted = Wanted(media_types=("application/rss+xml", "image/*"))
    assert [wanted.has_type(one) for one in ("image/png", "application/rss+xml", "text/html", None)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("host", "is_wanted"),
    [
        ("lac.example", True),
        ("www.lac.example", True),
        ("lac.example:8080", True),
        ("black.example", False),
        ("example", False),
    ],
)
def test_a_host_is_wanted_with_all_below_it(host, is_wanted):
    assert Wanted(hosts=frozenset({"lac.example"})).has_host(host) is is_wanted


def test_a_host_with_a_port_is_that_port_alone():
    wanted = Wanted(hosts=frozenset({"lac.example:8080"}))
    assert [wanted.has_host(host) for host in ("lac.example:8080", "lac.example")] == [True, False]


def test_the_end_of_a_time_is_no_part_of_it():
    wanted = Wanted(since=NOON, until=NOON + dt.timedelta(days=1))
    assert [wanted.has_moment(NOON + dt.timedelta(days=days)) for days in (-1, 0, 1)] == [False, True, False]


def test_a_pattern_is_found_anywhere_in_the_address():
    wanted = Wanted(pattern=r"/sport/\d+")
    assert wanted.has_address("https://lac.example/sport/12")
    assert not wanted.has_address("https://lac.example/sport/")


def test_a_language_that_nobody_knows_is_none_of_those_asked_for():
    wanted = Wanted(languages=frozenset({"fr", "de"}))
    assert wanted.has_language("en", "fr")
    assert not wanted.has_language(None)
    assert Wanted().has_language(None)


def test_the_same_choice_has_the_same_digest_in_whatever_order_it_is_said():
    one = Wanted(media_types=("a/b", "c/d"), hosts=frozenset({"lac.example", "mer.example"}), since=NOON)
    other = Wanted(media_types=("c/d", "a/b"), hosts=frozenset({"mer.example", "lac.example"}), since=NOON)
    assert one.digest == other.digest
    assert one.digest != Wanted(since=NOON).digest


def test_they_can_be_handed_to_another_process():
    chunk, wanted = Chunk("/a.warc.gz", 5, 10), Wanted(hosts=frozenset({"lac.example"}), pattern="x")
    assert pickle.loads(pickle.dumps((chunk, wanted))) == (chunk, wanted)
