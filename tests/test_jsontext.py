"""Our own JSON is read strictly, the JSON of pages as it comes."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.jsontext import JsonError, decode_json, decode_page_json, encode_json

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(PLAIN)
def test_what_was_encoded_decodes_to_the_same(value):
    text = encode_json(value)
    assert decode_json(text) == value
    assert decode_json(text.encode()) == value
    assert decode_page_json(text) == value


def test_encoding_keeps_letters_and_writes_dates_as_iso():
    assert encode_json({"titre": "été", "jour": dt.date(2025, 8, 11)}) == '{"titre":"été","jour":"2025-08-11"}'


@pytest.mark.parametrize("broken", ["", "{", "[1,]", "{'a': 1}", "NaN", b'"\xff"', '{"a": 1};', "[" * 100_000])
def test_what_is_not_json_raises(broken):
    with pytest.raises(JsonError, match=r"^not JSON: "):
        decode_json(broken)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('//<![CDATA[\n{"a": 1}\n//]]>', {"a": 1}),
        ('/*<![CDATA[*/ {"a": 1} /*]]>*/', {"a": 1}),
        ('<!-- {"a": 1} -->', {"a": 1}),
        ('\ufeff{"a": 1};\n', {"a": 1}),
        ('{"a": [1, 2, ], }', {"a": [1, 2]}),
        ('{"a": "two\nlines\tand a tab"}', {"a": "two lines and a tab"}),
        (r'{"a": "l\'été"}', {"a": "l'été"}),
        (r'{"a": "\ud800 half, \ud83d\ude00 whole"}', {"a": "\ufffd half, 😀 whole"}),
        (r'{"a": "C:\\news", "b": "https:\/\/site.example\/",}', {"a": "C:\\news", "b": "https://site.example/"}),
        ('{"url": "https://site.example//", }', {"url": "https://site.example//"}),
    ],
)
def test_json_of_pages_is_mended_where_pages_break_it(text, value):
    assert decode_page_json(text) == value


@given(st.text(alphabet='{}[]",:\\/ud83;*<!->\n1a', max_size=60))
def test_any_text_is_a_value_or_an_error(text):
    with contextlib.suppress(JsonError):
        decode_page_json(text)


@pytest.mark.parametrize("filler", [" ", "/", "//", "; ", ", ", "\\", "<!--", "\\ud8"])
def test_long_junk_is_refused_in_time_that_grows_with_its_length(filler):
    """A pattern for the wrapping took five minutes over 400,000 characters."""
    with pytest.raises(JsonError):
        decode_page_json('{"a": "' + filler * 200_000)
