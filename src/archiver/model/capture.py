"""What came over the wire, and what became of asking for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class FailureReason(StrEnum):
    """Why a page did not come, or was not asked for: the words in ``pages.reason``. Behind the arrow, what to do."""

    #: what cannot be read as an address
    #: → correct the address that was given by hand; in a page's links nothing is to be done
    INVALID_URL = "invalid-url"
    #: an address with a scheme other than http and https
    #: → nothing where a crawler's file notes it (``dns:``); correct one that was given by hand
    NOT_WEB = "not-web"
    #: private, loopback or link-local, and not allowed
    #: → ``--allow-private`` if the host is meant to be on your own network
    PRIVATE_ADDRESS = "private-address"
    #: robots.txt says no
    #: → nothing, or ask the publisher; looked at again once robots.txt has changed
    ROBOTS = "robots"
    #: robots.txt failed with 5xx or 429, was cut or gave no answer: keep out
    #: → nothing; asked again after a few minutes
    ROBOTS_UNREACHABLE = "robots-unreachable"
    #: the host does not resolve, or its name server says nothing in time
    #: → look at the spelling and at your own connection; tried again later
    DNS = "dns"
    #: nobody listens there, or there is no way to it
    #: → look whether the site opens in a browser; tried again later
    REFUSED = "refused"
    #: no connection in time, TLS included
    #: → raise ``fetch.connect_timeout_s`` for a slow network; tried again later
    CONNECT_TIMEOUT = "connect-timeout"
    #: no first byte, or not the whole answer, in time
    #: → raise ``fetch.first_byte_timeout_s`` or ``fetch.total_timeout_s``; tried again later
    TIMEOUT = "timeout"
    #: the certificate does not verify, or there is no TLS
    #: → ``captures.error`` says what is wrong; ``fetch.ca_bundle`` trusts an issuer of your own
    TLS = "tls"
    #: reset, or cut in the middle
    #: → nothing; tried again at once and later
    DISCONNECTED = "disconnected"
    #: what came is not HTTP, or its head does not end
    #: → look whether host and port are a web server's
    BAD_RESPONSE = "bad-response"
    #: in a circle, or more than ``fetch.max_redirects``
    #: → open the page in a browser: it may ask for a login or for consent
    TOO_MANY_REDIRECTS = "too-many-redirects"
    #: to no address, or to one that may not be asked
    #: → nothing; the last answer is kept
    BAD_REDIRECT = "bad-redirect"
    #: the body is not of its content coding, or breaks off
    #: → nothing; what could be undone is kept
    BAD_ENCODING = "bad-encoding"
    #: cut at ``fetch.max_bytes``, as received or inflated
    #: → raise it if such pages are wanted
    TOO_LARGE = "too-large"
    #: an answer other than a whole 2xx, 304, 404 and 410; the status tells
    #: → 401 and 403: the site does not want to be crawled, or not so fast; 5xx: nothing, tried again later
    HTTP = "http"
    #: 404 or 410
    #: → nothing; what was archived stays
    GONE = "gone"
    #: 429, or 503 with Retry-After: the host is left alone for so long
    #: → raise ``--delay``; goes on by itself
    RATE_LIMITED = "rate-limited"
    #: a PDF, a picture: kept, not parsed
    #: → nothing
    NOT_HTML = "not-html"
    #: claims to be HTML and is not, is empty, or cannot be read in time
    #: → ``archiver explain`` the address; a page that you can read is worth a report
    UNREADABLE = "unreadable"
    #: next to nothing is in the page before scripts have run
    #: → have it rendered by a browser
    NEEDS_JAVASCRIPT = "needs_javascript"
    #: robots meta or X-Robots-Tag asks not to be kept
    #: → nothing, or ``--ignore-noarchive`` if you have the right to
    NOARCHIVE = "noarchive"
    #: of a site that another crawler of the same run asks; its robots.txt leads to one, or it does
    #: → nothing; asked for when the others are done
    ANOTHER_CRAWLER = "another-crawler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request sends back to the server (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response, as they were on the wire after de-chunking."""

    url: str
    #: UTC
    started_at: dt.datetime
    elapsed_s: float
    #: request line and headers, CRLF between them, the blank line included
    request_head: bytes
    #: status line and headers as received, the blank line included
    response_head: bytes
    #: still content-encoded
    body: bytes
    #: of the peer; ``None`` when not known
    ip_address: str | None = None
    #: WARC's word for why the body is not whole: ``length``, ``time``, ``disconnect``; ``None`` when it is
    truncated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcLocation:
    """Where a record lies: a file's name in the archive's WARC folder, and the gzip member's place in it."""

    file: str
    offset: int
    length: int
    #: where the exchanges before it begin (redirects, tries that failed), up to this one; ``None`` without any
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptContent:
    """A capture whose record holds a content that has come before."""

    capture_id: int
    warc: WarcLocation


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPosition:
    """How far a WARC file is known to be whole: what was on disk at the last commit."""

    file: str
    #: bytes from the file's start
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer to one request for a page, redirects followed; a failure is one too."""

    #: what was asked
    url: str
    #: after redirects
    final_url: str
    #: UTC, when the last request began
    fetched_at: dt.datetime
    #: HTTP status of the last response; ``None`` when none came, and for ingested files
    status: int | None = None
    failure: FailureReason | None = None
    #: one clause for a person: ``no first byte within 30 s``
    detail: str | None = None
    #: lower case, without parameters: ``text/html``
    media_type: str | None = None
    #: of the Content-Type header
    charset: str | None = None
    #: the body with its content-encoding undone
    content: bytes = b""
    #: ``sha256:`` and the hex digest of ``content``; ``None`` when there is no body
    payload_digest: str | None = None
    #: received, still encoded
    size_bytes: int = 0
    elapsed_s: float = 0.0
    is_truncated: bool = False
    validators: Validators = Validators()
    #: from ``Retry-After`` in either form
    retry_after_s: float | None = None
    #: X-Robots-Tag directives that apply to us, lower case: ``noarchive``
    robots_tags: tuple[str, ...] = ()
    #: in the order they happened, redirects first; empty for ingested files
    exchanges: tuple[Exchange, ...] = ()
    #: of the last response's record, once written
    warc: WarcLocation | None = None
    #: the content is what a browser has drawn, and not what came
    is_rendered: bool = False
    #: number of the capture whose record holds the content, where this one's says no more than that it is the same
    revisit_of: int | None = None

    @property
    def is_ok(self) -> bool:
        """Whether there is a body to parse."""
        return self.failure is None and self.status != 304  # noqa: PLR2004 - Not Modified

    @property
    def error(self) -> str | None:
        """What ``captures.error`` holds: ``timeout: no first byte within 30 s``."""
        if self.failure is None:
            return None
        return f"{self.failure}: {self.detail}" if self.detail else str(self.failure)
