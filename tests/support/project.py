"""Where the project's files lie, and its source code as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "archiver"
FIXTURES = ROOT / "fixtures"
SAMPLE = ROOT / "archive.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file of the package."""

    #: dotted: ``archiver.fetch.warc``; a package's ``__init__.py`` has the package's name
    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported module, wherever in the file the import stands."""

    target: str
    line: int
    #: inside a function, so that it runs late
    is_late: bool


@cache
def package_modules() -> tuple[Module, ...]:
    """All files of the package, by name."""
    return tuple(sorted(map(_read, PACKAGE.rglob("*.py")), key=lambda module: module.name))


def imports_of(module: Module) -> tuple[Import, ...]:
    """What a module imports, relative imports made absolute."""
    late = {id(inner) for function in module.functions for inner in ast.walk(function)}
    return tuple(
        Import(target=target, line=node.lineno, is_late=id(node) in late)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for target in _targets(module, node)
    )


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name=name, path=path, text=text, tree=ast.parse(text, str(path)))


def _targets(module: Module, node: ast.Import | ast.ImportFrom) -> tuple[str, ...]:
    if isinstance(node, ast.Import):
        return tuple(alias.name for alias in node.names)
    base = node.module or ""
    if node.level:
        package = module.name.split(".") if module.is_package else module.name.split(".")[:-1]
        base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
    names = {known.name for known in package_modules()} if base.startswith("archiver") else set()
    return tuple(dict.fromkeys(f"{base}.{a.name}" if f"{base}.{a.name}" in names else base for a in node.names))
