"""What of a site is archived, as somebody has said it: checked once, here, and kept with the source as JSON.

A *pattern* is an address in which ``*`` stands for any characters, ``/`` and none included; all else stands for itself
(``?`` begins the query, as in addresses), and the whole has to match. One that begins with ``/`` or ``*`` is compared
with the path and the query, one that begins with ``http`` with the whole address. Patterns, not regular expressions:
in those every ``.`` and ``?`` of an address would have to be escaped, and a forgotten one matches too much in silence.

A *path* takes in what lies below it, and itself: ``/sport`` and ``/sport/`` are the same, ``/sports`` is another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from archiver.errors import UrlError, UsageError
from archiver.urls import escape_part, host_of

if TYPE_CHECKING:
    from archiver.model import SourceScope

_STARTS = ("/", "*", "http://", "https://")


def read_scope(said: Mapping[str, Any]) -> SourceScope:
    """The scope out of what was said of it, by the names of its fields.

    Raises ``UsageError`` that names what is no host, path or pattern.
    """
    from archiver.model import SourceScope  # noqa: PLC0415 - every command reads settings, few the model

    return SourceScope(
        hosts=_each(_host, said.get("hosts", ())),
        is_whole_domain=bool(said.get("is_whole_domain", False)),
        paths=_each(_path, said.get("paths", ())),
        include=_each(_pattern, said.get("include", ())),
        exclude=_each(_pattern, said.get("exclude", ())),
    )


def pattern_regex(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Matches a whole address that one of the patterns matches; ``None`` when there are none.

    >>> regex = pattern_regex(["/sport/*"])
    >>> bool(regex.fullmatch("https://site.example/sport/une?p=1")), bool(regex.fullmatch("https://site.example/sport"))
    (True, False)
    """
    alternatives = [_regex(pattern) for pattern in patterns]
    return re.compile("|".join(alternatives)) if alternatives else None


def _regex(pattern: str) -> str:
    first, *others = (re.escape(part) for part in re.split(r"\*+", pattern))
    regex = first if pattern.startswith("http") else f"https?://[^/]+{first}"
    if others:
        # each part where it comes first, for good: otherwise a pattern of many parts takes minutes on a long address
        regex += "".join(f"(?>.*?{part})" for part in others[:-1]) + f".*{others[-1]}"
    return regex


def _each(read: Callable[[str], str], values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read(value) for value in values))


def _host(said: str) -> str:
    try:
        host = None if not {*"/?#"}.isdisjoint(said) else host_of(f"https://{said}/")
    except UrlError:
        host = None
    if host is None:
        raise UsageError(f"invalid host '{said}' (expected a name such as blog.site.example, without http and path)")
    return host.removeprefix("www.")


def _path(said: str) -> str:
    if not said.startswith("/") or said.startswith("//") or _has_gap(said) or not {"?", "*"}.isdisjoint(said):
        raise UsageError(f"invalid path '{said}' (expected the beginning of one, such as /sport/, without ? and *)")
    return escape_part(said).rstrip("/") + "/"


def _pattern(said: str) -> str:
    if not said.startswith(_STARTS) or _has_gap(said):
        raise UsageError(
            f"invalid pattern '{said}' (expected /, * or http at its beginning, no space, no #, * for any characters:"
            " /sport/*, *?page=*)"
        )
    return escape_part(said)


def _has_gap(said: str) -> bool:
    """Whether it holds what no normalised address holds."""
    return "#" in said or any(char.isspace() or not char.isprintable() for char in said)
