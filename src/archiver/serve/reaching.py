"""How requests reach the pages: by which methods, and by which address when a proxy stands in front.

Datasette makes some of its links from the path that was asked for and some from paths of its own. So the path that it
sees always has the prefix of the public address, whether the proxy has cut it off or not, and only a path that has none
is given one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from datasette.url_builder import Urls
from datasette.utils import PrefixedUrlString

from archiver.errors import UsageError

App = Callable[..., Any]

#: with what every address of ours and of Datasette's begins, behind the prefix
_ROOTS = re.compile(r"$|[?#]|\.json|-/|archive(?=$|[/.?#])|favicon\.ico")
#: no escapes: Datasette takes an address with one for one of its older addresses
_PLAIN_PATH = re.compile(r"[\w.~!$&'()*+,;=:@/-]*", re.ASCII)

_PLAIN = (b"content-type", b"text/plain; charset=utf-8")
_ALLOW = (b"allow", b"GET, HEAD")
_READ_ONLY = b"This archive is served to be read: GET and HEAD.\n"
#: the status and the text for every method but those two
_ANSWERS = {"OPTIONS": (204, b"")}
_REFUSED = (405, _READ_ONLY)


def has_prefix(path: str, prefix: str) -> bool:
    """Whether a path begins with this prefix, which may itself be called like one of our pages.

    >>> has_prefix("/archive/articles", "/archive/"), has_prefix("/archive/archive/articles", "/archive/")
    (False, True)
    """
    return path.startswith(prefix) and _ROOTS.match(path, len(prefix)) is not None


class PublicUrls(Urls):
    """Datasette's addresses, which get the prefix of the public one once."""

    def path(self, path: str, format: str | None = None) -> PrefixedUrlString:  # noqa: A002 - Datasette's name for it
        """The address of a path, whether it has the prefix or not."""
        if path.startswith("/") and has_prefix(path, self.ds.setting("base_url")):
            path = PrefixedUrlString(path)
        return super().path(path, format=format)


def as_public(app: App, base_url: str, origin: str | None) -> App:
    """The same application, which takes every request for one to the public address."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = _with_origin(_with_prefix(scope, base_url), origin)
        await app(scope, receive, send)

    return wrapped


def _with_prefix(scope: dict[str, Any], base_url: str) -> dict[str, Any]:
    raw = (scope.get("raw_path") or quote(scope["path"]).encode()).partition(b"?")[0].decode("latin-1")
    if has_prefix(raw, base_url):
        return scope
    prefix = base_url.rstrip("/")
    return scope | {"path": prefix + scope["path"], "raw_path": (prefix + raw).encode("latin-1")}


def _with_origin(scope: dict[str, Any], origin: str | None) -> dict[str, Any]:
    if origin is None:
        return scope
    public = urlsplit(origin)
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return scope | {"scheme": public.scheme, "headers": [(b"host", public.netloc.encode()), *headers]}


def only_read(app: App) -> App:
    """The same application; whoever asks for anything but to read is told that this is all there is."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await app(scope, receive, send)
            return
        status, body = _ANSWERS.get(scope["method"], _REFUSED)
        await send({"type": "http.response.start", "status": status, "headers": [_ALLOW, _PLAIN]})
        await send({"type": "http.response.body", "body": body})

    return wrapped


def check_public_url(text: str) -> None:
    """Raises ``UsageError`` for what is no address of a folder of pages."""
    if (problem := _problem_of(text)) is not None:
        raise UsageError(f"--public-url '{text}': {problem} (expected an address: https://news.example/archive/)")


def _problem_of(text: str) -> str | None:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError as error:
        return str(error)
    problems = {
        "no address": url.scheme not in {"http", "https"} or not url.hostname,
        "a name and a password have no place in it": "@" in url.netloc,
        "it ends before the question mark or the number sign": bool({"?", "#"} & set(text)),
        "a character that has no place in it": re.fullmatch(r"[\w.:\[\]-]+", url.netloc, re.ASCII) is None
        or re.search(r"\s", text) is not None
        or _PLAIN_PATH.fullmatch(url.path) is None,
        "a path that leads elsewhere": {".", "..", ""} & set(url.path.strip("/").split("/")) != set()
        and url.path.strip("/") != "",
    }
    return next((problem for problem, is_so in problems.items() if is_so), None)
