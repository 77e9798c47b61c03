"""The transport that goes out: requests over connections that vet, watch and remember.

Read leanly: the raw bytes as they come, bounded, never inflated here. The requests session is left out: its ``send``
reads the whole body of a redirect, unbounded, even when told not to follow it.
"""

from __future__ import annotations

import http.client
import re
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
import urllib3

from archiver.config import FetchSettings
from archiver.errors import SettingsError
from archiver.fetch.adapter import WatchedAdapter, prepared
from archiver.fetch.dialling import addresses_of, resolve
from archiver.fetch.heads import read_head
from archiver.fetch.tls import words_of_certificate
from archiver.fetch.watch import Resolve, Watch, WireFailure, watching
from archiver.fetch.wire import WireRequest, WireResponse
from archiver.model import Exchange, FailureReason

_READ_BYTES = 256 * 1024
#: where in Python's own source an ssl error was raised
_SOURCE_LINE = re.compile(r"\(?_ssl\.c:\d+\)?:? ?")

_NOT_OURS = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, UnicodeError)


class RequestsTransport:
    """Sends requests over the network, with the timeouts, the proxy and the vetting that the settings ask for."""

    def __init__(self, settings: FetchSettings, *, resolve: Resolve = resolve) -> None:
        """``resolve`` looks up hosts. Raises ``SettingsError`` for a proxy or certificates that cannot be used."""
        self._settings = settings
        self._resolve = resolve
        self._proxies = _proxies(settings.proxy)
        #: as requests would make it of two figures, for each request anew
        self._timeout: Any = urllib3.Timeout(connect=settings.connect_timeout_s, read=settings.total_timeout_s)
        self._adapter = WatchedAdapter(settings.ca_bundle)
        self._lock = threading.Lock()
        self._under_way: list[Watch] = []

    def send(self, request: WireRequest) -> WireResponse:
        """The response, or why there is none; never raises for what a remote side does."""
        with self._watch() as watch:
            try:
                self._vet_behind_proxy(request.url, watch)
                response = self._open(request)
            except (WireFailure, *_NOT_OURS) as error:
                return _failed(_failure_of(error, watch))
            body, failure = _read_body(response, request.max_bytes, watch)
            return _answered(request, watch, body, failure)

    def interrupt(self) -> None:
        """Has every ``send`` that is under way come back at once."""
        with self._lock:
            for watch in self._under_way:
                watch.interrupt()

    def close(self) -> None:
        """Interrupt, and close the connections that were kept."""
        self.interrupt()
        self._adapter.close()

    @contextmanager
    def _watch(self) -> Iterator[Watch]:
        settings = self._settings
        watch = Watch(
            connect_timeout_s=settings.connect_timeout_s,
            first_byte_timeout_s=settings.first_byte_timeout_s,
            total_timeout_s=settings.total_timeout_s,
            allow_private=settings.allow_private,
            resolve=self._resolve,
            started=time.monotonic(),
        )
        with self._lock:
            self._under_way.append(watch)
        try:
            with watching(watch):
                yield watch
        finally:
            with self._lock:
                self._under_way = [other for other in self._under_way if other is not watch]

    def _vet_behind_proxy(self, url: str, watch: Watch) -> None:
        """As far as it can be told from here: what the proxy will reach has no address that we get to see."""
        if self._proxies and not watch.allow_private:
            for address in addresses_of(urlsplit(url).hostname or "", watch):
                watch.vet(address)

    def _open(self, request: WireRequest) -> urllib3.HTTPResponse:
        response = self._adapter.send(prepared(request), stream=True, timeout=self._timeout, proxies=self._proxies)
        raw: urllib3.HTTPResponse = response.raw
        return raw


def _read_body(
    response: urllib3.HTTPResponse, max_bytes: int, watch: Watch
) -> tuple[bytes, tuple[str, WireFailure] | None]:
    """The body as received after de-chunking, and, when it was cut, WARC's word for it with the failure."""
    parts: list[bytes] = []
    size = 0
    try:
        while size <= max_bytes and (part := response.read1(_READ_BYTES, decode_content=False)):
            parts.append(part)
            size += len(part)
        if size <= max_bytes:
            response.drain_conn()
            return b"".join(parts), None
        cut = "length", WireFailure(FailureReason.TOO_LARGE, f"body cut at {max_bytes} bytes")
    except (WireFailure, *_NOT_OURS) as error:
        failure = _failure_of(error, watch)
        cut = "time" if failure.reason is FailureReason.TIMEOUT else "disconnect", failure
    response.close()
    return b"".join(parts)[:max_bytes], cut


def _answered(request: WireRequest, watch: Watch, body: bytes, cut: tuple[str, WireFailure] | None) -> WireResponse:
    status, headers = read_head(watch.response_head)
    exchange = Exchange(
        url=request.url,
        started_at=request.started_at,
        elapsed_s=round(time.monotonic() - watch.started, 6),
        request_head=watch.request_head,
        response_head=watch.response_head,
        body=body,
        ip_address=watch.ip_address,
        truncated=cut[0] if cut else None,
    )
    return WireResponse(
        exchange=exchange,
        status=status,
        headers=headers,
        failure=cut[1].reason if cut else None,
        detail=cut[1].detail if cut else None,
        is_transient=cut is not None and cut[1].is_transient,
    )


def _failed(failure: WireFailure) -> WireResponse:
    return WireResponse(failure=failure.reason, detail=failure.detail, is_transient=failure.is_transient)


_UNFIT_ADDRESS = (
    http.client.InvalidURL,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.LocationValueError,
    UnicodeError,
)


class _Meaning(NamedTuple):
    """What it means to find one of these errors in a chain of causes."""

    kinds: tuple[type[BaseException], ...]
    reason: FailureReason
    is_transient: bool = False
    #: for the detail, before or instead of what the innermost error says
    words: str = "{}"


#: the first row that holds for one of the causes counts
_MEANINGS = (
    _Meaning((requests.exceptions.SSLError, urllib3.exceptions.SSLError), FailureReason.TLS),
    _Meaning((requests.exceptions.ProxyError,), FailureReason.REFUSED, is_transient=True, words="proxy: {}"),
    _Meaning(_UNFIT_ADDRESS, FailureReason.INVALID_URL),
    _Meaning((requests.exceptions.InvalidHeader, urllib3.exceptions.InvalidHeader), FailureReason.BAD_RESPONSE),
    _Meaning(
        (http.client.IncompleteRead,),
        FailureReason.DISCONNECTED,
        is_transient=True,
        words="cut in the middle of the body",
    ),
    _Meaning((ConnectionError,), FailureReason.DISCONNECTED, is_transient=True),
    _Meaning((http.client.UnknownProtocol,), FailureReason.BAD_RESPONSE, words="not HTTP/1: {}"),
    _Meaning((http.client.BadStatusLine,), FailureReason.BAD_RESPONSE, words="not HTTP: {}"),
    _Meaning((http.client.HTTPException,), FailureReason.BAD_RESPONSE),
    _Meaning((TimeoutError, requests.Timeout), FailureReason.TIMEOUT, is_transient=True),
    _Meaning((OSError, urllib3.exceptions.HTTPError), FailureReason.DISCONNECTED, is_transient=True),
)


def _failure_of(error: BaseException, watch: Watch) -> WireFailure:
    """The reason behind an error of the libraries below; a lost connection after an interrupt included."""
    chain = tuple(_causes(error))
    for cause in chain:
        if isinstance(cause, WireFailure):
            return cause
    for meaning in _MEANINGS:
        if any(isinstance(cause, meaning.kinds) for cause in chain):
            detail = meaning.words.format(_words_of(chain[-1]))
            # a read that timed out before the request was sent is a TLS handshake that stalls
            is_early = meaning.reason is FailureReason.TIMEOUT and not watch.request_head
            reason = FailureReason.CONNECT_TIMEOUT if is_early else meaning.reason
            return WireFailure(reason, detail, is_transient=meaning.is_transient)
    raise error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps, outermost first: requests and urllib3 hold it in ``args`` or ``reason``."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        inner = (getattr(current, "reason", None), *current.args, current.__cause__)
        current = next((each for each in inner if isinstance(each, BaseException)), None)


def _words_of(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return words_of_certificate(error)
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    words = " ".join(_SOURCE_LINE.sub("", str(text)).split())
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in words)[:200]


def _proxies(proxy: str | None) -> dict[str, str]:
    if proxy is None:
        return {}
    parts = urlsplit(proxy)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"invalid fetch.proxy {proxy!r} (expected http://host:port)")
    return {"http": proxy, "https": proxy}
