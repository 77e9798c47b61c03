"""The headers that every response has, and by which names the server may be asked.

Our pages need no script and have no style outside of the style sheet, so their Content-Security-Policy allows neither:
whatever a publisher has put into a title or a text, nothing of it runs and nothing is fetched. Datasette's own pages
have scripts and styles within. Its scripts are allowed one by one, by the digest of what its templates hold, so that
an injected one does not run there either; its styles are written for each table anew, so that they can only be allowed
all together.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
#: of our pages
OWN_POLICY = (
    f"{_NOTHING}; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'"
)
#: of Datasette's pages, with the digests of its scripts
_DATASETTE_POLICY = (
    f"{_NOTHING}; style-src 'self' 'unsafe-inline'; script-src 'self' {{digests}}; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'"
)
#: of everything that is no page
_FILE_POLICY = _NOTHING

_COMMON_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
_POLICY = b"content-security-policy"

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: what stands in Datasette's scripts for a value, and the values that it takes
_FILLED_IN = {"{{ datasette_allow_facet }}": ("true", "false")}

_MISDIRECTED = 421
_PLAIN = (b"content-type", b"text/plain; charset=utf-8")
_REFUSAL = (
    b"This archive is served to this machine alone, by the names localhost and 127.0.0.1.\n"
    b"Behind a proxy with another name, start it with --public-url.\n"
)

#: this machine to itself, whatever the port
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

App = Callable[..., Any]


def datasette_policy(templates: Iterable[str]) -> str:
    """The policy of pages that are made from these templates."""
    digests = sorted({_digest(script) for template in templates for script in _scripts(template)})
    return _DATASETTE_POLICY.format(digests=" ".join(digests))


def _scripts(template: str) -> Iterator[str]:
    """The texts of the scripts within, as far as they are always the same."""
    for script in _INLINE_SCRIPT.findall(template):
        for variant in _filled_in(script):
            if "{{" not in variant and "{%" not in variant:
                yield variant


def _filled_in(script: str) -> Iterator[str]:
    for placeholder, values in _FILLED_IN.items():
        if placeholder in script:
            yield from (script.replace(placeholder, value) for value in values)
            return
    yield script


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def with_headers(app: App, policy_of_datasette: str) -> App:
    """The same application; every response says what may be done with it."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": _secured(message.get("headers", []), policy_of_datasette)}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def _secured(headers: Iterable[tuple[bytes, bytes]], policy_of_datasette: str) -> list[tuple[bytes, bytes]]:
    """The same headers and ours. A page that has a policy keeps it."""
    kept = {name.lower(): value for name, value in headers}
    added = dict(_COMMON_HEADERS)
    if _POLICY not in kept:
        is_page = kept.get(b"content-type", b"").startswith(b"text/html")
        added[_POLICY] = (policy_of_datasette if is_page else _FILE_POLICY).encode()
    return [*((name, value) for name, value in headers if name.lower() not in added), *added.items()]


def allowed_names(host: str, public_name: str | None) -> frozenset[str] | None:
    """By which names a server that listens on this host may be asked, ``None`` for any.

    On the loopback interface nobody has a reason for another name but a page elsewhere whose owner has let its name
    point here (DNS rebinding): a browser would hand it what it reads.
    """
    bare = host if ":" not in host else f"[{host.strip('[]')}]"
    if bare not in _LOOPBACK_NAMES and not bare.startswith("127."):
        return None
    return _LOOPBACK_NAMES | {bare} | ({public_name} if public_name else set())


def asked_by_name(app: App, names: frozenset[str] | None) -> App:
    """The same application, which answers only requests to one of these names."""
    if names is None:
        return app

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and _name_of(scope) not in names:
            await send({"type": "http.response.start", "status": _MISDIRECTED, "headers": [_PLAIN]})
            await send({"type": "http.response.body", "body": _REFUSAL})
            return
        await app(scope, receive, send)

    return wrapped


def _name_of(scope: dict[str, Any]) -> str:
    """The Host header, without the port."""
    header = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return re.sub(r":\d+$", "", header.lower())
