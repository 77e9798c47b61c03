"""Cookies within one page's redirects: sent back to the host that set them, forgotten with the page."""

from __future__ import annotations

from archiver.fetch.heads import values_of
from archiver.fetch.wire import Headers
from archiver.urls import host_of

#: more than this is not a session but an attack
_MAX_COOKIES = 50
_MAX_COOKIE_BYTES = 4096


class ChainCookies:
    """Some sites redirect until a cookie comes back; no cookie outlives the chain or reaches another host.

    ``Path``, ``Domain`` and ``Expires`` are not looked at: within a few redirects they make no difference, or only
    keep a cookie from going where it is not sent here anyway. ``Secure`` and ``Max-Age=0`` are.
    """

    def __init__(self) -> None:
        self._jars: dict[str, dict[str, tuple[str, bool]]] = {}

    def learn(self, url: str, headers: Headers) -> None:
        """The cookies that a response sets."""
        jar = self._jars.setdefault(host_of(url), {})
        for line in values_of(headers, "Set-Cookie"):
            pair, *attributes = (part.strip() for part in line.split(";"))
            name = pair.partition("=")[0].strip()
            flags = {attribute.replace(" ", "").lower() for attribute in attributes}
            if "max-age=0" in flags:
                jar.pop(name, None)
            elif _is_fit(name, pair) and len(jar) < _MAX_COOKIES:
                jar[name] = pair, "secure" in flags

    def header(self, url: str) -> str | None:
        """The Cookie header for a request to that address, ``None`` when there is nothing to send."""
        is_secure = url.startswith("https:")
        jar = self._jars.get(host_of(url), {})
        return "; ".join(pair for pair, needs_tls in jar.values() if is_secure or not needs_tls) or None


def _is_fit(name: str, pair: str) -> bool:
    return bool(name) and "=" in pair and pair.isascii() and pair.isprintable() and len(pair) <= _MAX_COOKIE_BYTES
