"""Which records and pages are taken in."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from archiver.fetch.warc_stream import iter_entries
from archiver.model import Article, FailureReason
from archiver.model.bulk import Wanted
from archiver.pipelines.choosing import accepts_type, identified_languages, refused_reading, refused_record
from archiver.pipelines.decide import Reading
from support.warc_bytes import record


def entry(**fields):
    stream = io.BytesIO(record("sport/12", **fields))
    (found,) = iter_entries(stream, types={"response", "conversion"}, max_block_bytes=1_000_000)
    return found


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(), None),
        (Wanted(hosts=frozenset({"lac.example"}), pattern=r"/sport/\d+$"), None),
        (Wanted(hosts=frozenset({"mer.example"})), "host"),
        (Wanted(pattern="/politics/"), "address"),
        (Wanted(since=dt.datetime(2025, 8, 12, tzinfo=dt.UTC)), "date"),
        (Wanted(until=dt.datetime(2025, 8, 11, tzinfo=dt.UTC)), "date"),
        (Wanted(languages=frozenset({"de"})), None),
    ],
)
def test_what_a_record_says_of_itself_is_told_before_it_is_looked_into(wanted, reason):
    assert refused_record(entry(), wanted) == reason


def test_languages_that_others_have_found_are_told_by_their_subtags():
    told = entry(kind="conversion", body=b"x", WARC_Identified_Content_Language="eng, fra,tlh")
    assert identified_languages(told) == ("en", "fr", "tlh")
    assert refused_record(told, Wanted(languages=frozenset({"fr"}))) is None
    assert refused_record(told, Wanted(languages=frozenset({"de"}))) == "language"


def test_plain_text_of_a_server_is_no_page_and_that_of_a_wet_file_is_one():
    assert not accepts_type(entry(), Wanted())("text/plain")
    assert accepts_type(entry(kind="conversion", body=b"x"), Wanted())("text/plain")


def reading(kind="article", language="en"):
    return Reading(kind=kind, article=Article(kind=kind, language=language))


@pytest.mark.parametrize(
    ("read", "wanted", "reason"),
    [
        (reading(), Wanted(only_articles=True, languages=frozenset({"en"})), None),
        (reading(kind="gallery"), Wanted(only_articles=True), None),
        (reading(kind="listing"), Wanted(only_articles=True), "no-article"),
        (reading(kind="listing"), Wanted(), None),
        (Reading(kind="feed"), Wanted(only_articles=True), "no-article"),
        (reading(language=None), Wanted(languages=frozenset({"en"})), "language"),
        (Reading(failure=FailureReason.UNREADABLE), Wanted(only_articles=True), None),
    ],
)
def test_what_only_the_parser_can_tell_is_told_by_what_it_has_read(read, wanted, reason):
    assert refused_reading(read, wanted) == reason
