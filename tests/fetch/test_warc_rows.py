"""A record is the one that its row says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import UrlError
from archiver.fetch.chain import redirect_target
from archiver.fetch.warc_record import uri_of
from archiver.fetch.warc_rows import Identity, difference, spelling
from archiver.urls import normalise_url

NOON = dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)
ROW = Identity("https://www.lac.example/ferry?a=b", NOON)


@pytest.mark.parametrize(
    "record",
    [
        ROW,
        Identity("https://www.LAC.example:443/ferry?a=b#top", NOON.replace(microsecond=7)),
        Identity(ROW.url, NOON.astimezone(dt.timezone(dt.timedelta(hours=2)))),
    ],
)
def test_spelling_fractions_and_time_zones_make_no_difference(record):
    assert difference(ROW, record) is None


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (Identity("https://www.lac.example/tram", NOON), "its address is https://www.lac.example/tram, and "),
        (Identity(ROW.url, NOON + dt.timedelta(seconds=1)), "its moment is 2025-08-11T12:00:01Z, and "),
    ],
)
def test_another_page_or_moment_is_said(record, words):
    assert difference(ROW, record).startswith(words)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40))
def test_an_address_is_compared_as_row_and_record_both_have_it(path):
    """The row has it normalised, the record as the server spelt it, but without what no URI may hold."""
    asked = redirect_target(ROW.url, path)
    try:
        row = normalise_url(asked or "")
    except UrlError:
        return
    assert spelling(uri_of(asked)) == spelling(row)
