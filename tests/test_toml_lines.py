"""Where things stand in a TOML file."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.toml_lines import Path, line_of, lines_of

EVERYTHING = '''\
# a comment with [brackets] and "quotes"
db = "x"  # = 1
[fetch]

delay_s = 3.5
"quoted key" = 1979-05-27 07:32:00.5

[[source]]
url = """
[not.a.table]
key = \\"""" # five quotes end it: """""
name = \'\'\'
# no comment\'\'\'
[[source]]
a.b . "c.d" = 1
inline = { x = 1, y.z = "}", "e\\u0041" = [
  1,  # ]

  [2, { deep = '[' }],
] }
[source.headers]
k = true
[[source.deeper]]
v = 1
[[source.deeper]]
w = 2
'''
PLACES = {
    ("db",): 2,
    ("fetch",): 3,
    ("fetch", "delay_s"): 5,
    ("fetch", "quoted key"): 6,
    ("source", 0): 8,
    ("source", 0, "url"): 9,
    ("source", 0, "name"): 12,
    ("source", 1): 14,
    ("source", 1, "a"): 15,
    ("source", 1, "a", "b", "c.d"): 15,
    ("source", 1, "inline", "x"): 16,
    ("source", 1, "inline", "y", "z"): 16,
    ("source", 1, "inline", "eA", 0): 17,
    ("source", 1, "inline", "eA", 1): 19,
    ("source", 1, "inline", "eA", 1, 1, "deep"): 19,
    ("source", 1, "headers"): 21,
    ("source", 1, "headers", "k"): 22,
    ("source", 1, "deeper", 0, "v"): 24,
    ("source", 1, "deeper", 1): 25,
    ("source", 1, "deeper", 1, "w"): 26,
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_everything_that_toml_has_is_placed(end):
    text = EVERYTHING.replace("\n", end)
    lines = lines_of(text)
    assert {path: lines[path] for path in PLACES} == PLACES
    assert set(paths_in(tomllib.loads(text))) <= set(lines)


def test_what_is_missing_stands_where_the_table_around_it_begins():
    lines = lines_of("\n[fetch]\nx = 1")
    assert line_of(lines, ("fetch", "delay_s")) == 2
    assert line_of(lines, ("crawl", "max_pages")) is None


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), st.text(st.characters(codec="utf-8"), max_size=4)
)
SCALARS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.datetimes(dt.datetime(1000, 1, 1)),  # noqa: DTZ001 - TOML has local times
    st.dates(dt.date(1000, 1, 1)),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@given(tables=st.lists(st.dictionaries(KEYS, VALUES, max_size=3), min_size=1, max_size=3))
def test_any_value_is_found_on_the_line_where_its_key_was_written(tables):
    """Each pair stands on a line of its own, which the writer knows."""
    written: list[str] = []
    expected: dict[Path, int] = {}
    for number, table in enumerate(tables):
        written.append("[[t]] # ]")
        expected["t", number] = len(written)
        for key, value in table.items():
            line = len("\n".join(written).split("\n")) + 1
            written.append(f"{as_key(key)} = {as_toml(value)}")
            expected |= {("t", number, key, *path): line for path in [(), *paths_in(value)]}
    text = "\n".join(written)
    assert tomllib.loads(text) == {"t": tables}
    lines = lines_of(text)
    assert {path: lines[path] for path in expected} == expected


def as_key(key: str) -> str:
    is_bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if is_bare else as_toml(key)


def as_toml(value: Any) -> str:
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case list():
            return f"[ {', '.join(map(as_toml, value))} ]"
        case dict():
            return "{ " + ", ".join(f"{as_key(key)} = {as_toml(inner)}" for key, inner in value.items()) + " }"
        case dt.date():
            return value.isoformat()
        case _:
            return repr(value)


def paths_in(tree: Any) -> Iterator[Path]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, inner in pairs:
        yield (step,)
        yield from ((step, *path) for path in paths_in(inner))
