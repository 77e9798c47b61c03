"""Whole numbers as SQLite writes them in its files: the larger, the more bytes. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_MORE = 0x80
_BITS = 0x7F
#: a number has at most so many bytes, and the last of them eight bits
_LONGEST = 9


def read_varints(block: bytes) -> list[int]:
    """The numbers that are written one behind the other.

    >>> read_varints(bytes([5, 0x81, 0]))
    [5, 128]
    """
    numbers, number, length = list[int](), 0, 0
    for byte in block:
        length += 1
        number = number << 8 | byte if length == _LONGEST else number << 7 | byte & _BITS
        if byte < _MORE or length == _LONGEST:
            numbers.append(number)
            number = length = 0
    return numbers


def write_varints(numbers: Iterable[int]) -> bytes:
    """The numbers, each from 0 to 2 ** 56 - 1, one behind the other.

    >>> write_varints([5, 128]).hex()
    '058100'
    """
    return b"".join(map(_varint, numbers))


def _varint(number: int) -> bytes:
    parts = [number & _BITS]
    while number := number >> 7:
        parts.append(number & _BITS | _MORE)
    return bytes(reversed(parts))
