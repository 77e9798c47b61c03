"""What one response means: its body inflated, its headers read, its status judged. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace

from archiver.fetch.heads import (
    charset_of,
    content_codings,
    media_type_of,
    retry_after_s,
    robots_tags,
    validators_of,
    value_of,
)
from archiver.fetch.inflate import Inflated, inflate
from archiver.fetch.wire import Headers, WireRequest, WireResponse
from archiver.model import Capture, Exchange, FailureReason

NOT_MODIFIED = 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_GONE = frozenset({404, 410})
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503
#: statuses that may be another one the next time, with all other 5xx
_TRANSIENT = frozenset({408, 425, _TOO_MANY_REQUESTS})
_SUCCESS = range(200, 300)
_PARTIAL = 206
_CONTENT_RANGE = re.compile(r"bytes 0-(\d{1,15})/(\d{1,15})")
_CUTS = frozenset({FailureReason.DISCONNECTED, FailureReason.TIMEOUT})
#: where the end of a page is looked for
_END_BYTES = 100
_SERVER_ERRORS = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response as a capture of its own, with what a capture does not keep."""

    capture: Capture
    headers: Headers = ()
    #: another try may go better
    is_transient: bool = False


def read_answer(request: WireRequest, response: WireResponse) -> Answer:
    """The answer to that request."""
    if response.exchange is None:
        capture = Capture(
            url=request.url,
            final_url=request.url,
            fetched_at=request.started_at,
            failure=response.failure,
            detail=response.detail,
        )
        return Answer(capture=capture, is_transient=response.is_transient)
    capture = read_capture_of(response, response.exchange, request.max_bytes)
    may_pass = response.is_transient or response.status in _TRANSIENT or response.status in _SERVER_ERRORS
    return Answer(capture=capture, headers=response.headers, is_transient=may_pass and capture.failure is not None)


def read_capture_of(response: WireResponse, exchange: Exchange, max_bytes: int) -> Capture:
    """The capture of one exchange, its content inflated up to ``max_bytes``."""
    media_type = media_type_of(response.headers)
    inflated = inflate(exchange.body, content_codings(response.headers), max_bytes, media_type)
    is_cut = exchange.truncated is not None
    if is_cut and _is_merely_announced_longer(response, inflated):
        response, is_cut = replace(response, failure=None, detail=None), False
        exchange = replace(exchange, truncated=None)  # the record says what the row does
    wait_s = _wait_s(response, exchange)
    failure, detail = _failure(response, inflated, wait_s, max_bytes)
    content = inflated.content
    return Capture(
        url=exchange.url,
        final_url=exchange.url,
        fetched_at=exchange.started_at,
        status=response.status,
        failure=failure,
        detail=detail,
        media_type=media_type,
        charset=charset_of(response.headers),
        content=content,
        payload_digest=digest_of(content),
        size_bytes=len(exchange.body),
        elapsed_s=exchange.elapsed_s,
        is_truncated=is_cut or inflated.is_too_large or inflated.problem is not None,
        validators=validators_of(response.headers),
        retry_after_s=wait_s,
        robots_tags=robots_tags(response.headers),
        exchanges=(exchange,),
    )


def digest_of(content: bytes) -> str | None:
    """``sha256:`` and the hex digest; ``None`` for no content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}" if content else None


def _wait_s(response: WireResponse, exchange: Exchange) -> float | None:
    """What Retry-After asks, where it means to come back later: after a redirect or a success it does not."""
    if response.status not in _TRANSIENT and response.status not in _SERVER_ERRORS:
        return None
    ended_at = exchange.started_at + dt.timedelta(seconds=exchange.elapsed_s)
    return retry_after_s(response.headers, ended_at)


def _failure(
    response: WireResponse, inflated: Inflated, wait_s: float | None, max_bytes: int
) -> tuple[FailureReason | None, str | None]:
    """The status speaks first, then the connection, then the content coding."""
    reason = _status_failure(response.status, wait_s)
    if reason is not None:
        return reason, f"HTTP {response.status}" + ("" if wait_s is None else f", asks to wait {wait_s:.0f} s")
    if response.status == _PARTIAL and not _is_whole(value_of(response.headers, "Content-Range")):
        return FailureReason.HTTP, "HTTP 206, a part of what was asked for"
    if response.failure is not None:
        return response.failure, response.detail
    if inflated.is_too_large:
        return FailureReason.TOO_LARGE, f"content cut at {max_bytes} bytes"
    return (FailureReason.BAD_ENCODING, inflated.problem) if inflated.problem else (None, None)


def _is_whole(content_range: str | None) -> bool:
    """Whether ``bytes 0-99/100`` says that the part is all there is."""
    match = _CONTENT_RANGE.fullmatch(content_range or "")
    return match is not None and int(match[1]) + 1 == int(match[2])


def _is_merely_announced_longer(response: WireResponse, inflated: Inflated) -> bool:
    """Whether a body that ended before its Content-Length, or not at all, is a whole page all the same.

    Browsers show such a page, so its publisher may never learn that it was counted wrong.
    """
    is_cut = response.failure in _CUTS and inflated.problem is None
    return is_cut and inflated.content[-_END_BYTES:].rstrip().lower().endswith(b"</html>")


def _status_failure(status: int | None, wait_s: float | None) -> FailureReason | None:
    """What a status by itself means; redirects are for whoever follows them."""
    if status == _TOO_MANY_REQUESTS or (status == _UNAVAILABLE and wait_s is not None):
        return FailureReason.RATE_LIMITED
    if status in _GONE:
        return FailureReason.GONE
    is_fine = status in _SUCCESS or status in REDIRECTS or status == NOT_MODIFIED
    return None if is_fine else FailureReason.HTTP
