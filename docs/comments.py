"""What the code's own comments say of a class's members: the one place where each is described."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One field of a value, or one member of an enumeration."""

    name: str
    #: source text: ``str | None``; ``None`` for members of an enumeration
    type: str | None
    #: source text of the default; ``None`` when there is none
    default: str | None
    #: from the ``#:`` lines above it, or the comment behind it
    description: str | None


def members_of(owner: type) -> tuple[Member, ...]:
    """The members that a class declares itself, in their order."""
    source = textwrap.dedent(inspect.getsource(owner))
    lines = source.splitlines()
    (body,) = ast.parse(source).body
    assert isinstance(body, ast.ClassDef)
    return tuple(
        _member(node, lines)
        for node in body.body
        if isinstance(node, ast.AnnAssign | ast.Assign) and not _name(node).startswith("_")
    )


def _name(node: ast.AnnAssign | ast.Assign) -> str:
    return ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])


def _member(node: ast.AnnAssign | ast.Assign, lines: list[str]) -> Member:
    return Member(
        name=_name(node),
        type=ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else None,
        default=ast.unparse(node.value) if node.value is not None else None,
        description=_above(lines, node.lineno - 1) or _behind(lines[(node.end_lineno or 1) - 1]),
    )


def _above(lines: list[str], index: int) -> str | None:
    found: list[str] = []
    while index > 0 and lines[index - 1].strip().startswith("#:"):
        index -= 1
        found.insert(0, lines[index].strip().removeprefix("#:").strip())
    return " ".join(found) or None


def _behind(line: str) -> str | None:
    _, mark, comment = line.partition("  # ")
    return comment.strip() if mark and not comment.startswith(("noqa", "type:")) else None
