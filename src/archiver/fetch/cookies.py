"""Cookies within one page's redirects: sent back to the host that set them, forgotten with the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from archiver.fetch.heads import values_of
from archiver.fetch.wire import Headers
from archiver.urls import host_of

#: more than this is not a session but an attack
_MAX_COOKIES = 50
_MAX_COOKIE_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cookie:
    name: str
    #: as it is sent back
    pair: str
    path: str
    needs_tls: bool

    def goes_to(self, path: str) -> bool:
        """Whether an address with that path gets it (RFC 6265, section 5.1.4)."""
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


class ChainCookies:
    """Some sites redirect until a cookie comes back; no cookie outlives the chain or reaches another host.

    Not even with ``Domain``: a cookie for a whole domain goes back to the host that set it, and one for a domain that
    the host is not in to nobody. ``Path``, ``Secure``, ``Max-Age`` and ``Expires`` mean what they say.
    """

    def __init__(self) -> None:
        self._jars: dict[str, dict[tuple[str, str], _Cookie]] = {}

    def learn(self, url: str, headers: Headers, now: dt.datetime) -> None:
        """The cookies that a response sets."""
        jar = self._jars.setdefault(host_of(url), {})
        for line in values_of(headers, "Set-Cookie"):
            pair, *rest = (part.strip() for part in line.split(";"))
            attributes = _attributes(rest)
            cookie = _cookie(pair, attributes, url)
            if cookie is None or not _is_of_host(attributes.get("domain", ""), url):
                continue
            key = cookie.name, cookie.path
            if _is_taken_back(attributes, now):
                jar.pop(key, None)
            elif key in jar or len(jar) < _MAX_COOKIES:
                jar[key] = cookie

    def header(self, url: str) -> str | None:
        """The Cookie header for a request to that address, ``None`` when there is nothing to send."""
        if not self._jars:
            return None
        is_secure = url.startswith("https:")
        path = urlsplit(url).path or "/"
        jar = self._jars.get(host_of(url), {}).values()
        fit = [cookie for cookie in jar if cookie.goes_to(path) and (is_secure or not cookie.needs_tls)]
        fit.sort(key=lambda cookie: -len(cookie.path))  # the most special first (RFC 6265, section 5.4)
        return "; ".join(cookie.pair for cookie in fit) or None


def _attributes(parts: list[str]) -> dict[str, str]:
    """By lower-case name; the last one of a name counts."""
    pairs = (part.partition("=") for part in parts)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _cookie(pair: str, attributes: dict[str, str], url: str) -> _Cookie | None:
    name = pair.partition("=")[0].strip()
    is_fit = pair.isascii() and pair.isprintable() and len(pair) <= _MAX_COOKIE_BYTES
    if not name or "=" not in pair or not is_fit:
        return None
    path = attributes.get("path", "")
    if not path.startswith("/"):
        path = urlsplit(url).path.rpartition("/")[0] or "/"
    return _Cookie(name=name, pair=pair, path=path, needs_tls="secure" in attributes)


def _is_of_host(domain: str, url: str) -> bool:
    """Whether the host may speak for that domain: it is that host, or one above it."""
    domain = domain.lower().removeprefix(".")
    host = (urlsplit(url).hostname or "").removesuffix(".")
    return not domain or host == domain or host.endswith(f".{domain}")


def _is_taken_back(attributes: dict[str, str], now: dt.datetime) -> bool:
    """Whether the cookie has run out; ``Max-Age`` speaks before ``Expires``, and neither counts when unreadable."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdecimal():
        return int(age[:20]) <= 0
    try:
        expires = parsedate_to_datetime(attributes["expires"])
    except (KeyError, ValueError):
        return False
    return expires.replace(tzinfo=expires.tzinfo or dt.UTC) <= now
