"""The values that a page's scripts start from: what a script would have drawn, where the page itself shows nothing.

Frameworks put them into ``<script type="application/json">``, assign them (``window.__INITIAL_STATE__ = {…}``), hand
them over as a text (``JSON.parse("…")``) or piece by piece (``self.__next_f.push([1, "…"])``). Nothing is run: what is
no JSON is read for its long texts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from archiver.document import Document
from archiver.jsontext import JsonError, decode_leading_json, decode_page_json

#: a script with less text than this holds no article
_MIN_CHARS = 300
#: how much of a page's scripts is read, and how many values of one script
_MAX_CHARS = 4_000_000
_MAX_VALUES = 40
#: where an object or a list is assigned: looked for by its sign, which is rare, and not by the name before it
_ASSIGNED = re.compile(r"=\s*(?=[{\[]\s*[\"{\[\]}0-9])")
#: what it is assigned to, read from its end: ``name``, ``["name"]``
_NAME_BACKWARDS = re.compile(r"\][\"'][\w$.-]{1,60}[\"']\[|[\w$.]{1,60}+(?![\w$.])")
#: characters looked at for that: the longest name, its quotes and brackets, and what shows that it is no longer one
_NAME_WITHIN = 70
_PARSED = re.compile(r"JSON\.parse\(\s*(?=[\"'])")
#: a literal, in quotes of three kinds; what it follows tells its beginning from another one's end
_STRING = re.compile(
    r'(?<=[:,(\[{=+?\s])(?:"((?:[^"\\\n]|\\.)*)"' + r"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)", re.DOTALL
)
_MIN_STRING = 10
#: the name of strings that stand in a script whose values are no JSON
LOOSE = "script"
_MAX_STRINGS = 2000
_PUSHED = re.compile(r"__next_f\.push\(\s*(?=\[)")
#: a row of React's stream: its number, and the length of the text that follows when it is one
_ROW = re.compile(r"\n?([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
#: escapes that JavaScript knows and JSON does not
_JS_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\(['`$])|\\.|\"", re.DOTALL)
_NOT_STATE = ("ld+json", "importmap", "speculationrules", "template")


class StateValue(NamedTuple):
    """One value, and what the page calls it: ``__NEXT_DATA__``."""

    name: str
    value: Any


def iter_state(document: Document) -> Iterator[StateValue]:
    """The values of the page's scripts, in its order; broken ones are left out."""
    stream: list[str] = []
    for text, kind, name in _scripts(document):
        if "json" in kind:
            yield from _whole(text, name or kind)
        elif "__next_f" in text:
            stream.extend(_pushed(text))
        else:
            yield from _assigned(text)
    if stream:
        yield from _rows("".join(stream))


def _scripts(document: Document) -> Iterator[tuple[str, str, str]]:
    """Text, type and id of the scripts that may hold an article."""
    left = _MAX_CHARS
    for element in document.root.iter("script"):
        text, kind = element.text or "", element.get("type") or ""
        is_short = len(text) < _MIN_CHARS and "__next_f" not in text
        if is_short or len(text) > left or any(name in kind for name in _NOT_STATE):
            continue
        left -= len(text)
        yield text, kind, element.get("id") or ""


def _whole(text: str, name: str) -> Iterator[StateValue]:
    try:
        yield StateValue(name, decode_page_json(text))
    except JsonError:
        return


def _assigned(script: str) -> Iterator[StateValue]:
    """What a script assigns, or hands to ``JSON.parse``; failing that, the long texts in it."""
    end, count = 0, 0
    for start, name, value_start in islice(_assignments(script), _MAX_STRINGS):
        if start < end or count == _MAX_VALUES:
            continue
        try:
            value, end = decode_leading_json(script, value_start)
        except JsonError:
            continue
        count += 1
        yield StateValue(name, value)
    for match in _PARSED.finditer(script):
        count += 1
        yield from _whole(_literal(script, match.end()) or "", "JSON.parse")
    if not count:
        yield from _texts(script)


def _assignments(script: str) -> Iterator[tuple[int, str, int]]:
    """Where each assignment begins, the last part of its name, and where its value begins."""
    for sign in _ASSIGNED.finditer(script):
        end = sign.start()
        while end and script[end - 1].isspace():
            end -= 1
        before = script[max(0, end - _NAME_WITHIN) : end]
        if backwards := _NAME_BACKWARDS.match(before[::-1]):
            name = backwards[0][::-1].strip("[]\"'").rpartition(".")[2]
            yield end - backwards.end(), name, sign.end()


def _literal(script: str, start: int) -> str | None:
    """The text of the JavaScript string that begins there."""
    match = _STRING.match(script, start)
    return _unescaped(match[match.lastindex or 0]) if match else None


def _unescaped(literal: str) -> str | None:
    """What stands between the quotes of a JavaScript string, as text."""
    try:
        value = decode_page_json('"' + _JS_ESCAPE.sub(_json_escape, literal) + '"')
    except JsonError:
        return None
    return value if isinstance(value, str) else None


def _json_escape(match: re.Match[str]) -> str:
    if match[1]:
        return "\\u00" + match[1]
    return '\\"' if match[0] == '"' else match[2] or match[0]


def _texts(script: str) -> Iterator[StateValue]:
    """The strings of a script whose values are no JSON, numbered: ``(function(a){return {body:"…"}})(1)``."""
    strings = (match[match.lastindex or 0] for match in _STRING.finditer(script))
    literals = list(islice((text for text in strings if len(text) >= _MIN_STRING), _MAX_STRINGS))
    if max(map(len, literals), default=0) < _MIN_CHARS:
        return
    found = {str(number): text for number, text in enumerate(map(_unescaped, literals)) if text}
    if any(len(text) >= _MIN_CHARS for text in found.values()):
        yield StateValue(LOOSE, found)


def _pushed(script: str) -> Iterator[str]:
    for match in _PUSHED.finditer(script):
        try:
            value, _ = decode_leading_json(script, match.end())
        except JsonError:
            continue
        if isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))


def _rows(stream: str) -> Iterator[StateValue]:
    """The rows of React's stream: JSON to the end of the line, or a text of so many bytes."""
    data = stream.encode()
    place = 0
    rows: list[Any] = []
    while place < len(data) and len(rows) < _MAX_VALUES * _MAX_VALUES:
        head = _ROW.match(data[place : place + 24].decode("utf-8", "replace"))
        if head and head[2]:
            start = place + head.end()
            place = start + int(head[2], 16)
            rows.append(data[start:place].decode("utf-8", "replace"))
            continue
        end = data.find(b"\n", place + 1)
        end = len(data) if end < 0 else end
        if head:
            rows.extend(one.value for one in _whole(data[place + head.end() : end].decode("utf-8", "replace"), ""))
        place = end
    yield StateValue("__next_f", rows)
