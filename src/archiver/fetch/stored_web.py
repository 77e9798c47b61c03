"""Files of web servers, from any byte on: asked for by a range, or from the beginning where a server knows none."""

from __future__ import annotations

import io
import re
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError

from archiver.errors import StoredFileError
from archiver.fetch.own_headers import user_agent
from archiver.fetch.stored_places import Bytes, PassingError, passing

_TIMEOUTS_S = (30.0, 60.0)
_OK, _PARTIAL, _NO_SUCH_RANGE = 200, 206, 416
#: statuses that may be another one the next time, with all other 5xx
_PASSING = frozenset({408, 425, 429})
_SERVER_ERRORS = range(500, 600)
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")
_PIECE_BYTES = 1 << 18


class WebPlace:
    """A file of a web server."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._etag: str | None = None

    def files(self) -> tuple[str, ...]:
        """Itself: a web server has no folders."""
        return (self.address,)

    def size(self) -> int | None:
        """In bytes; ``None`` where the server does not say."""
        response = self._asked("bytes=0-0")
        with response:
            if response.status_code == _OK:
                length = response.headers.get("Content-Length", "")
                return int(length) if length.isdecimal() else None
            said = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        return int(said[2]) if said is not None and said[2] != "*" else None

    def open_at(self, offset: int) -> Bytes:
        """The file from there on."""
        response = self._asked(f"bytes={offset}-" if offset else None)
        if response.status_code == _NO_SUCH_RANGE:
            response.close()
            return io.BytesIO()
        return self._body_from(response, offset)

    def _body_from(self, response: requests.Response, offset: int) -> _Body:
        """What is there from that byte on, in an answer that may begin before it."""
        body = _Body(response)
        said = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        start = int(said[1] or 0) if response.status_code == _PARTIAL and said is not None else 0
        if start > offset:
            body.close()
            raise StoredFileError(f"{self.address}: another part came than was asked for", address=self.address)
        body.pass_over(offset - start)
        return body

    def part(self, offset: int, count: int) -> bytes:
        """So many bytes from there on, fewer at the end of the file; no more is asked for."""
        response = self._asked(f"bytes={offset}-{offset + count - 1}")
        with response:
            return b"" if response.status_code == _NO_SUCH_RANGE else self._body_from(response, offset).all_of(count)

    def _asked(self, range_: str | None) -> requests.Response:
        """The head of the answer. Raises unless it is what was asked for, or all of it, or says that there is none."""
        headers = {"User-Agent": user_agent(None), "Accept-Encoding": "identity"}
        if range_ is not None:
            headers["Range"] = range_
        try:
            # what stands in ~/.netrc is for nobody
            response = requests.get(self.address, headers=headers, stream=True, timeout=_TIMEOUTS_S, auth=_as_it_is)
        except (requests.ConnectionError, requests.Timeout) as error:
            raise passing(error, _words(error)) from error
        except requests.RequestException as error:
            raise StoredFileError(f"{self.address}: {_words(error)}", address=self.address) from error
        status = response.status_code
        if status not in {_OK, _PARTIAL, _NO_SUCH_RANGE}:
            response.close()
            if status in _PASSING or status in _SERVER_ERRORS:
                raise PassingError(f"HTTP {status}")
            raise StoredFileError(f"{self.address}: HTTP {status} {response.reason}", address=self.address)
        self._verify_same(response)
        return response

    def _verify_same(self, response: requests.Response) -> None:
        """Raises when the file was changed since it was asked for first: two halves of two files are none."""
        etag = response.headers.get("ETag") or self._etag
        if self._etag not in {None, etag}:
            response.close()
            raise StoredFileError(f"{self.address}: changed while it was read", address=self.address)
        self._etag = etag


class _Body:
    """A response's body as it comes."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response

    def read(self, size: int) -> bytes:
        try:
            return bytes(self._response.raw.read(size, decode_content=False))
        except (HTTPError, HTTPException, OSError) as error:
            raise PassingError(_words(error)) from error

    def all_of(self, count: int) -> bytes:
        pieces = []
        while count > 0 and (piece := self.read(min(count, _PIECE_BYTES))):
            count -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def pass_over(self, count: int) -> None:
        while count > 0 and (passed := self.read(min(count, _PIECE_BYTES))):
            count -= len(passed)

    def close(self) -> None:
        self._response.close()


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _words(error: Exception) -> str:
    """What went wrong, without the objects that libraries name in their messages."""
    inner = error
    while (cause := getattr(inner, "reason", None) or next(iter(inner.args), None)) and isinstance(cause, Exception):
        inner = cause
    return re.sub(r"<[^>]*>:? ?|\w+\(.*?\): ", "", str(inner)).strip() or type(inner).__name__
