"""On which line of a TOML file each key and each element of an array stands.

Readers of TOML give values without their places. This reads a text that a parser has found to be valid, so it need not
know what a number or a date is: only where strings, comments, tables and arrays begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys, and numbers in arrays from 0."""

#: what can stand at one place; strings before single signs, the longest quotes first
_TOKEN = re.compile(
    r"""
      (?P<skip> [ \t\r]+ | \#[^\n]* )
    | (?P<newline> \n )
    | (?P<string> \"\"\"(?:[^\\]|\\.)*?\"{3,5} | '''.*?'{3,5} | "(?:[^"\\\n]|\\.)*" | '[^'\n]*' )
    | (?P<sign> [\[\]{},=.] )
    | (?P<bare> [^\s\[\]{},=.\#"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_END = ("end", "")


def lines_of(text: str) -> Mapping[Path, int]:
    """Path of each key and element → its line, from 1. The text must be valid TOML."""
    return _Scan(text).run()


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of what a path leads to, or of the nearest thing around it; ``None`` when nothing of it is there."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), None)


class _Scan:
    """Goes through a text once; ``_token`` is the one that comes next, and the line it begins on."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.finditer(text)
        self._line = self._next_line = 1
        self._token = _END
        self._lines: dict[Path, int] = {}
        #: tables in each array of tables, so far
        self._counts: dict[Path, int] = {}
        self._advance()

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while self._token != _END:
            if self._is_sign("["):
                table = self._header()
            elif self._token[0] == "newline":
                self._advance()
            else:
                self._pair(table)
        return self._lines

    def _advance(self) -> str:
        """The text of the token, which is passed."""
        passed = self._token[1]
        for match in self._tokens:
            kind = match.lastgroup or ""
            self._line = self._next_line
            self._next_line += match[0].count("\n")
            if kind != "skip":
                self._token = kind, match[0]
                return passed
        self._token = _END
        return passed

    def _is_sign(self, sign: str) -> bool:
        return self._token == ("sign", sign)

    def _pass_newlines(self) -> None:
        while self._token[0] == "newline":
            self._advance()

    def _header(self) -> Path:
        """The path of ``[a.b]``, or of the next element of ``[[a.b]]``."""
        line = self._line
        self._advance()
        is_array = self._is_sign("[")
        if is_array:
            self._advance()
        path = self._resolved(self._key(), is_array=is_array, line=line)
        while self._is_sign("]"):
            self._advance()
        return path

    def _resolved(self, key: list[str], *, is_array: bool, line: int) -> Path:
        """With the number of the last element wherever the path goes through an array of tables."""
        path: Path = ()
        for depth, part in enumerate(key, 1):
            path = (*path, part)
            if depth == len(key) and is_array:
                self._counts[path] = self._counts.get(path, 0) + 1
            self._lines.setdefault(path, line)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
                self._lines.setdefault(path, line)
        return path

    def _key(self) -> list[str]:
        """The parts of a dotted key."""
        parts = [_key_part(self._advance())]
        while self._is_sign("."):
            self._advance()
            parts.append(_key_part(self._advance()))
        return parts

    def _pair(self, table: Path) -> None:
        line = self._line
        path = table
        for part in self._key():
            path = (*path, part)
            self._lines.setdefault(path, line)
        self._advance()  # the sign between them
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._is_sign("["):
            self._array(path)
        elif self._is_sign("{"):
            self._inline_table(path)
        else:
            self._scalar()

    def _scalar(self) -> None:
        """A string, or all that there is of a number or a date, which may have a dot or a space in it."""
        while self._token[0] in {"string", "bare"} or self._is_sign("."):
            self._advance()

    def _array(self, path: Path) -> None:
        self._advance()
        number = 0
        self._pass_newlines()
        while not self._is_sign("]"):
            self._lines[(*path, number)] = self._line
            self._value((*path, number))
            number += 1
            self._pass_separators()
        self._advance()

    def _inline_table(self, path: Path) -> None:
        self._advance()
        self._pass_newlines()
        while not self._is_sign("}"):
            self._pair(path)
            self._pass_separators()
        self._advance()

    def _pass_separators(self) -> None:
        while self._token[0] == "newline" or self._is_sign(","):
            self._advance()


def _key_part(token: str) -> str:
    if token[0] == "'":
        return token[1:-1]
    return _ESCAPE.sub(_unescaped, token[1:-1]) if token[0] == '"' else token


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
