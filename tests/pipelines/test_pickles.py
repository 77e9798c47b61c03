"""Values go between processes as they are."""

from __future__ import annotations

import copy
import datetime as dt
import io
import pickle

import pytest
from sites import page_cases

from archiver import parse
from archiver.model import Capture, Discovered, Evidence, Exchange, Teaser, Validators
from archiver.pipelines.decide import Reading
from archiver.pipelines.pickles import receive, send
from archiver.pipelines.reading import read_content

NOW = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
PAGES = list(page_cases())


def passed(value: object) -> object:
    stream = io.BytesIO()
    send(value, stream)
    return receive(io.BytesIO(stream.getvalue()))


@pytest.mark.parametrize("case", PAGES[:: max(1, len(PAGES) // 8)], ids=lambda case: case.url)
def test_what_a_page_is_read_into_arrives_as_it_was(case):
    url = case.url or "https://lac.example/"
    capture = Capture(url=url, final_url=url, fetched_at=NOW, status=200, media_type="text/html", content=case.content)
    reading = read_content(capture)
    assert reading.article is not None
    assert passed(reading) == reading


def test_a_tuple_of_several_kinds_arrives_as_it_was():
    mixed = (Discovered(url="https://lac.example/", found_by="link"), Validators(etag='"un"'))
    assert passed(Reading(found=mixed)) == Reading(found=mixed)


def test_a_capture_arrives_with_its_exchanges():
    exchange = Exchange(
        url="https://lac.example/",
        started_at=NOW.astimezone(dt.timezone(dt.timedelta(hours=2))),
        elapsed_s=0.25,
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\n\r\n",
        body=b"<p>un",
    )
    capture = Capture(
        url="https://lac.example/",
        final_url="https://lac.example/",
        fetched_at=NOW,
        validators=Validators(etag='"un"'),
        exchanges=(exchange,),
    )
    received = passed(capture)
    assert received == capture
    assert received.exchanges[0].started_at.utcoffset() == dt.timedelta(hours=2)


def test_values_are_still_frozen_when_they_arrive():
    with pytest.raises(AttributeError):
        passed(Discovered(url="https://lac.example/un", found_by="link")).url = "https://lac.example/deux"


def test_equal_parts_stay_one_and_lists_of_cards_stay_tuples():
    card = Teaser(position=0, region="listing", block=1, title="Le bac")
    cards = passed((card, card))
    assert isinstance(cards, tuple)
    assert cards[0] is cards[1]


def test_other_values_go_as_pickle_has_them():
    assert passed({"ready": (1, "deux")}) == {"ready": (1, "deux")}


def test_a_stream_that_ends_early_is_said_so():
    stream = io.BytesIO()
    send(Evidence(field="title", value="Le bac", raw="Le bac", source="text", rule="a heading"), stream)
    with pytest.raises((EOFError, pickle.UnpicklingError)):
        receive(io.BytesIO(stream.getvalue()[:-10]))


def test_whoever_else_copies_a_value_is_left_alone():
    """Python's own pickling of a value stays what it was after one has been sent."""
    article = parse(PAGES[0].content)
    passed(article)
    assert pickle.loads(pickle.dumps(article)) == copy.deepcopy(article) == copy.copy(article) == article
