"""Plain values as YAML, of which little is used: what every reader of YAML reads alike.

Texts always stand in double quotes, with everything escaped that YAML does not print: no text can be taken for a date,
a number, ``no`` or the end of the block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: YAML 1.2, 5.1, without what breaks lines or is no character of a text; quotes and backslashes
_ESCAPED = re.compile(r'[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|["\\]')
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", '"': '\\"', "\\": "\\\\"}


def yaml_block(facts: Mapping[str, object]) -> str:
    r"""A line for each fact.

    >>> print(yaml_block({"title": 'A "b"\n---', "tags": ["no", "1"], "words": 3, "lead": None}), end="")
    title: "A \"b\"\n---"
    tags: ["no", "1"]
    words: 3
    lead: null
    """
    return "".join(f"{name}: {_value(value)}\n" for name, value in facts.items())


def _value(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return f'"{_ESCAPED.sub(_escape, str(value))}"'


#: how a letter without a short escape is written: a mark and so many digits, the first that hold it
_CODES = (("x", 2), ("u", 4), ("U", 8))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if (short := _SHORT.get(character)) is not None:
        return short
    number = ord(character)
    return next(f"\\{mark}{number:0{digits}x}" for mark, digits in _CODES if number < 16**digits)
