"""Rows on stdout: a table for eyes, tab-separated lines for pipes, JSON for programs."""

from __future__ import annotations

import csv
import itertools
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

#: of a table on a terminal, which is as wide as its rows need: a million of them are several tables
_ROWS_AT_ONCE = 1000
#: what would break a line of tab-separated values
_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})
#: what a page could use to play tricks on a terminal: commands, and what turns the order of the letters around
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_json(value: object) -> None:
    """One value, on one line."""
    from archiver.jsontext import encode_json  # spares the start of --help msgspec

    print(encode_json(value))


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table on a terminal, else a header and tab-separated lines: a tab or line break in a value is a space there."""
    if sys.stdout.isatty():
        _print_table(columns, rows)
        return
    for row in itertools.chain([columns], rows):
        print("\t".join(_cell(value).translate(_BREAKS) for value in row))


def print_json_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A JSON array with an object for each row, a row a line; bytes are Base64, what is no finite number ``null``.

    Of columns with one name, the second gets a 2 behind it, for an object holds a name once.
    """
    from archiver.jsontext import encode_json  # as above

    separator, names = "[", _distinct(columns)
    for row in rows:
        print(separator, encode_json(dict(zip(names, row, strict=True))), sep="\n", end="")
        separator = ","
    print("[]" if separator == "[" else "\n]")


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Comma-separated values with a header (RFC 4180, but for the line ends); bytes are Base64."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(_base64_for_bytes, row) for row in rows)


def printable(text: str) -> str:
    """Text out of a page without the control characters that a terminal would take for commands."""
    return _CONTROLS.sub("", text)


def _distinct(columns: Sequence[str]) -> list[str]:
    """The names, each once.

    >>> _distinct(["a", "b", "a", "a"])
    ['a', 'b', 'a_2', 'a_3']
    """
    names: list[str] = []
    for name in columns:
        others = (f"{name}_{number}" for number in itertools.count(2))
        names.append(next(one for one in itertools.chain([name], others) if one not in names))
    return names


def _base64_for_bytes(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    from binascii import b2a_base64  # spares every other answer a library

    return b2a_base64(value, newline=False).decode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"<{len(value)} bytes>" if isinstance(value, bytes) else printable(str(value))


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from rich import box  # late: 50 ms that pipes need not wait for
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console, rest, is_first = Console(), iter(rows), True
    while (together := list(itertools.islice(rest, _ROWS_AT_ONCE))) or is_first:
        table = Table(*(Column(Text(_cell(name))) for name in columns), box=box.SIMPLE_HEAD, pad_edge=False)
        for row in together:
            table.add_row(*(Text(_cell(value)) for value in row))
        console.print(table)
        is_first = False
