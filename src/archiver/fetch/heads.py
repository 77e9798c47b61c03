"""Reads request and response heads: what headers say of a body, of robots, of waiting. Pure."""

from __future__ import annotations

import datetime as dt
import math
import re
import string
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from archiver.fetch.wire import Headers
from archiver.model import Validators

#: our name in robots.txt and X-Robots-Tag
AGENT_TOKEN = "archiver"  # noqa: S105 - a product token

_STATUS_LINE = re.compile(rb"HTTP/\d+(?:\.\d+)? +(\d{3})(?!\d)")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(?:;|,|$)")
_CHARSET = re.compile(r"""(?i);\s*charset\s*=\s*["']?\s*([\w.:+-]+)""")
#: headers whose bytes are asked for again as they are
_ADDRESSES = {b"location", b"refresh"}
#: X-Robots-Tag directives that bring a value after their own colon
_VALUED_DIRECTIVES = {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}


def read_head(head: bytes) -> tuple[int | None, Headers]:
    """Status and headers of a response head; ``None`` and what headers there are when it has no status line.

    Header bytes are UTF-8, or else Latin-1, and in an address escaped, as browsers do. Folded lines are unfolded, lines
    without a colon left out.
    """
    first, _, rest = _FOLD.sub(b" ", head).partition(b"\n")
    match = _STATUS_LINE.match(first)
    pairs = (line.partition(b":") for line in rest.splitlines() if b":" in line)
    headers = tuple((_text(name), _value(name, value)) for name, _, value in pairs)
    return (int(match[1]) if match else None), headers


def values_of(headers: Headers, name: str) -> tuple[str, ...]:
    """Every value of that header, in order."""
    wanted = name.lower()
    return tuple(value for key, value in headers if key.lower() == wanted)


def value_of(headers: Headers, name: str) -> str | None:
    """The first value of that header, ``None`` when it is missing or empty."""
    return next((value for value in values_of(headers, name) if value), None)


def media_type_of(headers: Headers) -> str | None:
    """``text/html``, in lower case and without parameters."""
    match = _MEDIA_TYPE.match(value_of(headers, "Content-Type") or "")
    return match[1].lower() if match else None


def charset_of(headers: Headers) -> str | None:
    """The charset that Content-Type names, as written."""
    match = _CHARSET.search(value_of(headers, "Content-Type") or "")
    return match[1] if match else None


def content_codings(headers: Headers) -> tuple[str, ...]:
    """Content codings in the order they were applied, in lower case, ``identity`` left out."""
    names = (name.strip().lower() for name in ",".join(values_of(headers, "Content-Encoding")).split(","))
    return tuple(name for name in names if name not in {"", "identity", "none"})


def validators_of(headers: Headers) -> Validators:
    """What a later conditional request can send back."""
    return Validators(etag=value_of(headers, "ETag"), last_modified=value_of(headers, "Last-Modified"))


def conditional_headers(validators: Validators) -> Headers:
    """The request headers that ask for news only."""
    pairs = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return tuple((name, value) for name, value in pairs if value and value.isascii() and value.isprintable())


def retry_after_s(headers: Headers, now: dt.datetime) -> float | None:
    """Seconds that Retry-After asks to wait, from either of its forms; ``None`` when it is missing or unreadable."""
    text = value_of(headers, "Retry-After")
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        return _seconds_until(text, now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def robots_tags(headers: Headers, agent: str = AGENT_TOKEN) -> tuple[str, ...]:
    """X-Robots-Tag directives for everybody and for ``agent``, in lower case, each once.

    >>> robots_tags((("X-Robots-Tag", "noindex, otherbot: nofollow, archiver: noarchive"),))
    ('noindex', 'noarchive')
    """
    found: dict[str, None] = {}
    for value in values_of(headers, "X-Robots-Tag"):
        found.update(dict.fromkeys(_directives(value.lower(), agent)))
    return tuple(found)


def _directives(value: str, agent: str) -> Iterator[str]:
    """A name before a colon speaks for all directives after it, up to the next name."""
    applies = True
    for part in value.split(","):
        before, colon, after = (piece.strip() for piece in part.partition(":"))
        if colon and before not in _VALUED_DIRECTIVES:
            applies = before == agent
            directive = after
        else:
            directive = part.strip()
        if applies and directive:
            yield directive


def _seconds_until(text: str, now: dt.datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:  # "-0000", or no zone: HTTP dates are UTC
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


def _value(name: bytes, raw: bytes) -> str:
    is_plain = raw.isascii() or name.strip().lower() not in _ADDRESSES
    return _text(raw) if is_plain else quote(raw.strip(), safe=string.printable)


def _text(raw: bytes) -> str:
    stripped = raw.strip(b" \t\r\n")
    try:
        return stripped.decode("utf-8")
    except UnicodeDecodeError:
        return stripped.decode("latin-1")
