"""JSON feeds give their pages, whole or broken."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.discover.feeds import Feed, read_feed
from archiver.discover.json_feeds import is_json_feed
from archiver.errors import DocumentError
from archiver.model import ListNote

URL = "https://www.gazette.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items, **more):
    return json.dumps({"version": VERSION, "title": "Gazette", "items": items} | more).encode()


def addresses(content):
    return [item.url for item in read_feed(content, URL).items]


def test_an_item_gives_address_title_moments_and_language():
    item = {
        "id": "1",
        "url": "/une?utm_source=feed",
        "title": "Une  rentrée",
        "date_published": "2025-08-11T14:05:00+02:00",
        "date_modified": "2025-08-12T08:00:00Z",
    }
    read = read_feed(feed(item, language="fr"), URL)
    (found,) = read.items
    assert (read.title, read.note, read.older) == ("Gazette", None, None)
    assert (found.url, found.title, found.language) == ("https://www.gazette.example/une", "Une rentrée", "fr")
    assert found.published == dt.datetime(2025, 8, 11, 12, 5, tzinfo=dt.UTC)
    assert found.modified == dt.datetime(2025, 8, 12, 8, 0, tzinfo=dt.UTC)


def test_version_1_0_and_escaped_slashes_are_known():
    old = b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": [{"id": "https://www.gazette.example/a"}]}'
    assert addresses(old) == ["https://www.gazette.example/a"]


def test_items_without_a_page_of_this_site_are_left_out():
    items = (
        {"id": "x"},
        {"external_url": "https://elsewhere.example/"},
        {"url": "/a.mp3"},
        {"url": 7},
        7,
        {"url": "/"},
    )
    assert addresses(feed(*items, home_page_url="https://www.gazette.example/")) == []


def test_the_next_document_is_named():
    older = read_feed(feed({"url": "/a"}, next_url="?page=2"), URL).older
    assert older is not None
    assert (older.url, older.expected, older.is_next) == (URL + "?page=2", "feed", True)


def test_one_that_breaks_off_is_read_as_far_as_it_goes():
    whole = feed({"url": "/a"}, {"url": "/b"}, {"url": "/c"})
    read = read_feed(whole[: whole.rindex(b"/c")], URL)
    assert [item.url[-2:] for item in read.items] == ["/a", "/b"]
    assert read.note == ListNote.BROKEN_OFF


def test_other_json_is_no_feed():
    assert not is_json_feed(b'{"name": "manifest"}')
    with pytest.raises(DocumentError, match="this is no feed"):
        read_feed(b'{"name": "manifest"}', URL)
    with pytest.raises(DocumentError, match="this is no feed"):
        read_feed(b'{"version": "https://jsonfeed.org/version/1", "items": [', URL)


@given(
    st.recursive(
        st.none() | st.text() | st.floats() | st.booleans(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_values_are_a_feed(value):
    content = json.dumps({"version": VERSION, "items": [value, {"url": value}], "title": value, "next_url": value})
    assert isinstance(read_feed(content.encode(), URL), Feed)


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ulri0e', max_size=200).map(str.encode))
def test_any_bytes_are_a_feed_or_an_error(content):
    for prefix in (b"{", b'{"version":"https://jsonfeed.org/version/1","items":[', b'{"jsonfeed.org/version":'):
        try:
            assert isinstance(read_feed(prefix + content, URL), Feed)
        except DocumentError:
            continue
