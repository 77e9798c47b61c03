"""A page that needs a browser, drawn by one that never reaches the network itself.

The browser is given the page as it came. Whatever its scripts ask for is asked for here, as any page is: in its host's
turn, where robots.txt allows it, from public addresses, and kept in the WARC. So a rendered page is as polite as ten
plain ones, and as slow.

Asked for are scripts and data, with GET, from the page's own registered domain and from hosts that its markup names.
Pictures, fonts, styles, frames, adverts and counters that scripts add are not: none of them draws text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from archiver.errors import UrlError
from archiver.fetch.answers import digest_of
from archiver.model import Capture, FailureReason, Validators
from archiver.urls import host_of, same_site

#: what a page may have asked for it, one page after the other; those that need more are hardly ever read in vain
MAX_REQUESTS = 60

_DRAWING = frozenset({"script", "fetch", "xhr"})
#: where markup names what a page loads
_LOADED = re.compile(
    rb"""<(?:script|link)\b[^>]{0,2000}?\b(?:src|href)\s*=\s*["']?\s*((?:https?:)?//[^\s"'>]{1,500})""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Something that a page's scripts ask for."""

    #: of the question, within the page
    number: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the browser shows in the end."""

    #: ``None`` when nothing came of it
    html: str | None
    #: one clause for a person, where nothing did
    detail: str | None = None


class Drawing(Protocol):
    """One page in the browser."""

    def wait(self) -> Wanted | Drawn:
        """What it wants next, or the end. Waits; for one thread at a time."""
        ...

    def answer(self, wanted: Wanted, capture: Capture | None) -> None:
        """Give it what it wanted; ``None`` where that is not to be had."""
        ...


class Browser(Protocol):
    """Draws pages; any number at a time."""

    def draw(self, capture: Capture, wants: Wants) -> Drawing:
        """Begin with a page that came."""
        ...

    def interrupt(self) -> None:
        """Have all that wait for it come back."""
        ...


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for what the page in the browser wants, or for its end."""

    drawing: Drawing


class Wants:
    """What of all that a page's scripts ask for is asked for."""

    def __init__(self, capture: Capture) -> None:
        self._url = capture.final_url
        self._named = frozenset(filter(None, map(_host, _named_in(capture.content, capture.final_url))))
        self._left = MAX_REQUESTS

    def admits(self, url: str, *, method: str, kind: str) -> bool:
        """Whether to ask for it; ``kind`` is what the browser wants it for. Counts what it admits."""
        if method != "GET" or kind not in _DRAWING or not url.startswith(("http://", "https://")) or not self._left:
            return False
        host = _host(url)
        if host is None or not (same_site(host, self._url) or host in self._named):
            return False
        self._left -= 1
        return True


def rendered(capture: Capture, drawn: Drawn) -> Capture:
    """The page as the browser shows it; a failure where nothing came of it."""
    if drawn.html is None:
        return replace(capture, failure=FailureReason.NEEDS_JAVASCRIPT, detail=f"not rendered: {drawn.detail}")
    content = drawn.html.encode("utf-8", "replace")
    # its validators speak of the markup, which stays the same whatever the scripts draw
    return replace(
        capture,
        content=content,
        media_type="text/html",
        charset="utf-8",
        payload_digest=digest_of(content),
        validators=Validators(),
        is_rendered=True,
    )


def _named_in(content: bytes, url: str) -> list[str]:
    scheme = url.partition(":")[0]
    found = (match[1].decode("utf-8", "replace") for match in _LOADED.finditer(content))
    return [f"{scheme}:{address}" if address.startswith("//") else address for address in found]


def _host(url: str) -> str | None:
    try:
        return host_of(url)
    except UrlError:
        return None
