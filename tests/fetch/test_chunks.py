"""Bodies that others have kept in their chunks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.chunks import joined_chunks

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def in_chunks(pieces):
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*filter(None, pieces), b""))


@given(st.lists(st.binary(max_size=300)))
def test_whatever_was_in_chunks_is_put_together(pieces):
    joined = joined_chunks(CHUNKED, in_chunks(pieces))
    assert (joined.body, joined.is_whole) == (b"".join(pieces), True)


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1), st.data())
def test_what_breaks_off_gives_what_came(pieces, data):
    body = in_chunks(pieces)
    cut = data.draw(st.integers(len(b"%x\r\n" % len(pieces[0])), len(body) - len(b"0\r\n\r\n")))
    joined = joined_chunks(CHUNKED, body[:cut])
    assert not joined.is_whole
    assert b"".join(pieces).startswith(joined.body)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (CHUNKED, b"<html>as it is</html>"),
        (CHUNKED, b""),
        (CHUNKED, b"5\r\nfive apples were eaten"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"5\r\nfive \r\n0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Crawl-Transfer-Encoding: chunked\r\n\r\n", b"5\r\nfive \r\n0\r\n\r\n"),
    ],
    ids=["no chunks", "nothing", "looks like it", "not said", "said by an archive"],
)
def test_what_is_in_no_chunks_stays_as_it_is(head, body):
    assert joined_chunks(head, body) is None


def test_extensions_and_trailers_are_left_out():
    body = b"4;name=value\r\nnews\r\n0\r\nX-Checksum: 1\r\n\r\n"
    assert joined_chunks(CHUNKED.replace(b"chunked", b"gzip, Chunked"), body).body == b"news"
