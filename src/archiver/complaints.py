"""Plain data into typed values; what does not fit is said with its path, what was expected and what was found."""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar

import msgspec

if typing.TYPE_CHECKING:
    from archiver.toml_lines import Path

_T = TypeVar("_T")

#: longer values are cut in a message
_MAX_CHARS = 60
_STEP = re.compile(r"\.(?P<key>[^.\[\]]+)|\[(?P<number>\d+)\]|\[(?P<any>\.\.\.)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`")
_MISSING = re.compile(r"Object missing required field `(?P<key>[^`]*)`")
_TABLE = "a table"
_WORDS: dict[object, str] = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


class Complaint(ValueError):  # noqa: N818 - it is one, and what is raised for users is made of it
    """Something does not fit: ``path`` leads to it, ``text`` says what is wrong with it."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__(f"{dotted(path)}: {text}")
        self.path = path
        self.text = text


def fitted(tree: object, kind: type[_T], *, strict: bool = True) -> _T:
    """The tree as a value of that kind; when not strict, text may stand for numbers. Raises ``Complaint``."""
    try:
        value = msgspec.convert(tree, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise _complaint(str(error), tree, kind) from error
    endless = next(_endless(tree if strict else msgspec.to_builtins(value), ()), None)
    if endless is not None:
        raise _unexpected(tree, kind, endless)
    return value


def dotted(path: Path) -> str:
    """As people write it, elements counted from 1.

    >>> dotted(("source", 1, "delay_s"))
    'source[2].delay_s'
    """
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def suggestion(name: str, known: Iterable[str], *, fold: Callable[[str], str] = str.lower) -> str:
    """`` (did you mean delay_s?)``, or nothing where no known name is near; ``fold`` is how they are written."""
    import difflib  # noqa: PLC0415 - spares the start what only misspelt names need

    near = difflib.get_close_matches(fold(name), tuple(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def shown(value: object) -> str:
    """What was found, short enough for a message."""
    if isinstance(value, Mapping):
        return _TABLE
    if isinstance(value, list | tuple):
        return "a list"
    text = msgspec.json.encode(value).decode() if isinstance(value, str | bool) else str(value)
    return text if len(text) <= _MAX_CHARS else f"{text[: _MAX_CHARS - 1]}…"


def expectation(kind: Any) -> str:
    """What a value of that kind is, in words: those of its annotation, where it has some."""
    kind = _present(kind)
    described = next((meta.description for meta in getattr(kind, "__metadata__", ()) if meta.description), None)
    if described is not None:
        return str(described)
    if typing.get_origin(kind) is Literal:
        return "one of " + ", ".join(typing.get_args(kind))
    if typing.get_origin(kind) is tuple:
        inner = expectation(typing.get_args(kind)[0])
        return "tables in double brackets" if inner == _TABLE else f"a list of {inner}"
    return _WORDS.get(kind, _TABLE)


def _complaint(message: str, tree: object, kind: Any) -> Complaint:
    text, _, place = message.partition(" - at `$")
    path = _path(place.rstrip("`"), tree, kind)
    if unknown := _UNKNOWN.match(text):
        fields = _fields(_kind_at(kind, path))
        key = unknown["key"]
        return Complaint((*path, key), f"there is no such setting{suggestion(key, fields)}")
    if missing := _MISSING.match(text):
        return Complaint(path, f"{missing['key']} is missing")
    return _unexpected(tree, kind, path)


def _unexpected(tree: object, kind: Any, path: Path) -> Complaint:
    return Complaint(path, f"expected {expectation(_kind_at(kind, path))}, found {shown(_value_at(tree, path))}")


def _path(place: str, tree: object, kind: Any) -> Path:
    """``.source[1].headers[...]`` as a path; which of the table's values it is, the place does not say."""
    path: Path = ()
    for step in _STEP.finditer(place):
        if step["any"]:
            path = (*path, _unfit_key(_value_at(tree, path), _kind_at(kind, path)))
        else:
            path = (*path, step["key"] or int(step["number"]))
    return path


def _unfit_key(table: Any, kind: Any) -> str:
    inner = typing.get_args(_bare(kind))[1]
    for key, value in table.items():
        try:
            msgspec.convert(value, inner)
        except msgspec.ValidationError:
            return str(key)
    raise AssertionError("one of them was found wanting")


def _endless(tree: object, path: Path) -> typing.Iterator[Path]:
    """Paths to ``inf`` and ``nan``, which TOML has, and of which no limit is made."""
    if isinstance(tree, float) and not math.isfinite(tree):
        yield path
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _endless(value, (*path, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from _endless(value, (*path, number))


def _value_at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _kind_at(kind: Any, path: Path) -> Any:
    """The annotation of what the path leads to."""
    for step in path:
        bare = _bare(kind)
        if isinstance(step, int):
            kind = typing.get_args(bare)[0]
        elif isinstance(bare, type) and issubclass(bare, msgspec.Struct):
            kind = _fields(bare)[step]
        else:
            kind = typing.get_args(bare)[1]
    return kind


def _fields(kind: Any) -> dict[str, Any]:
    """By the names that they have in files, the annotations of a struct's fields."""
    kind = _bare(kind)
    hints = typing.get_type_hints(kind, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)}


def _bare(kind: Any) -> Any:
    """Without its annotations."""
    kind = _present(kind)
    return _bare(kind.__origin__) if hasattr(kind, "__metadata__") else kind


def _present(kind: Any) -> Any:
    """Without the ``None`` that stands for a value that is not there."""
    if typing.get_origin(kind) not in {typing.Union, types.UnionType}:
        return kind
    given = [one for one in typing.get_args(kind) if one is not type(None)]
    return given[0] if len(given) == 1 else kind
