"""JSON in and out: strict for our own files, forgiving for what stands in pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import msgspec


class JsonError(ValueError):
    """Not JSON; the message says what and where."""


#: what surrounds JSON in script elements: comments and CDATA marks, themselves in comments for old browsers
_WRAPPING = ("//", "/*", "*/", "<!--", "-->", "<![CDATA[", "]]>")
_WRAPPING_LAYERS = 4
_PADDING = " ;\ufeff"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
#: group 1 is an escape that JSON knows, group 2 half a surrogate pair; what matches neither is a stray backslash
_ESCAPE = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|\\[\"\\/bfnrt])"
    r"|(\\u[0-9a-fA-F]{4})|\\"
)


def decode_json(content: bytes | str) -> Any:
    """The value of a JSON text, which must be well formed. Raises ``JsonError``."""
    try:
        return msgspec.json.decode(content)
    except (ValueError, RecursionError) as error:
        raise JsonError(f"not JSON: {error}") from error


def decode_page_json(text: str) -> Any:
    r"""The value of a JSON text out of a page, mended where pages usually break it. Raises ``JsonError``.

    Mended are: wrapping in comments or CDATA, raw line breaks inside strings, trailing commas, a closing semicolon,
    escapes that JSON does not know, and halves of surrogate pairs.

    >>> decode_page_json('<!-- {"headline": "L\\\'été\n revient",} -->;')
    {'headline': "L'été  revient"}
    """
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return decode_json(_mended(text))


def decode_leading_json(text: str, start: int) -> tuple[Any, int]:
    """The JSON value that begins there, whatever follows it, and where it ends. Raises ``JsonError``.

    >>> decode_leading_json('state = {"a": [1]}; run()', 8)
    ({'a': [1]}, 18)
    """
    try:
        return _LENIENT.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        raise JsonError(f"no JSON at {start}: {error}") from error


#: msgspec wants the end of a value to be the end of the text; raw line breaks in strings are let through
_LENIENT = json.JSONDecoder(strict=False)


def encode_json(value: object) -> str:
    """JSON on one line, letters as they are. Takes plain types, dataclasses, dates and msgspec structs."""
    return msgspec.json.encode(value).decode()


def encode_json_lines(values: Iterable[object]) -> list[bytes]:
    """The same for each of many values, as bytes, the end of the line included."""
    encode = msgspec.json.encode
    return [encode(value) + b"\n" for value in values]


def _mended(text: str) -> str:
    text = _CONTROLS.sub(" ", text.encode(errors="replace").decode())
    return _TRAILING_COMMA.sub("", _ESCAPE.sub(_known_escape, _unwrapped(text)))


def _unwrapped(text: str) -> str:
    """The text without padding and wrapping at its ends; string methods, since a pattern goes quadratic here."""
    for _ in range(_WRAPPING_LAYERS):
        text = text.strip(_PADDING)
        for mark in _WRAPPING:
            text = text.removeprefix(mark).removesuffix(mark)
    return text.strip(_PADDING)


def _known_escape(match: re.Match[str]) -> str:
    if match[2]:
        return "\\ufffd"
    return match[1] or ""
