"""The house style where a machine can hold it; what ruff and mypy hold is in pyproject.toml."""

from __future__ import annotations

import ast
import itertools
import re
import statistics

import pytest

from support.project import ROOT, Module, package_modules

LONGEST_FUNCTION = 50
LONGEST_MODULE = 400
LARGEST_MEDIAN = 10
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "process", "data", "misc", "common"}

SILENCED = re.compile(r"#\s*(?:noqa|type: ignore)")
REASONED = re.compile(r"#\s*(?:noqa: ?[A-Z0-9, ]+|type: ignore\[[a-z, -]+\])\s+(?:-|–|#)\s*\S")
BLANKET = re.compile(r"#\s*(?:noqa(?!:)|type: ignore(?!\[)).*")

MODULES = package_modules()
by_name = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    statements = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - statements[0].lineno + 1


def code_lines(module: Module) -> int:
    return len(module.text.splitlines())


@by_name
def test_no_function_is_long(module):
    long = {f.name: n for f in module.functions if (n := body_lines(f)) > LONGEST_FUNCTION}
    assert long == {}


def test_most_functions_are_short():
    lines = [body_lines(function) for module in MODULES for function in module.functions]
    assert statistics.median(lines) < LARGEST_MEDIAN


@by_name
def test_a_module_is_one_thing(module):
    assert code_lines(module) <= LONGEST_MODULE
    assert module.name.rsplit(".", 1)[-1] not in VAGUE_NAMES


@by_name
def test_nothing_is_left_to_do(module):
    assert re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError", module.text) == []


@by_name
def test_a_silenced_check_names_its_code_and_reason(module):
    """``# noqa: S608 - the table names are ours``, or the reason in a comment above."""
    lines = ["", *module.text.splitlines()]
    bare = [
        line.strip()
        for above, line in itertools.pairwise(lines)
        if SILENCED.search(line) and not REASONED.search(line) and not above.strip().startswith("#")
    ]
    assert bare == []
    assert BLANKET.findall(module.text) == []


@by_name
def test_no_failure_is_swallowed(module):
    """No bare ``except``, and no ``except Exception`` that goes on in silence."""
    silent = [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (ast.unparse(node.type) in {"Exception", "BaseException"} and is_silent(node)))
    ]
    assert silent == []


def is_silent(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(node, ast.Pass | ast.Continue) for node in handler.body)


@by_name
def test_the_environment_is_read_in_config_alone(module):
    reads = re.search(r"\bos\.(?:environ|getenv)\b", module.text)
    assert reads is None or module.name == "archiver.config"


@by_name
def test_values_stay_as_they_were_made(module):
    """A frozen value is replaced, never written into from outside."""
    writes = [
        ast.unparse(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "object.__setattr__"
        and ast.unparse(node.args[0]) != "self"
    ]
    assert writes == []


def test_every_sub_package_has_its_tests():
    """The test tree mirrors the package."""
    packages = {m.path.parent.name for m in MODULES if m.is_package and m.name.count(".") == 1} - {"model"}
    assert [name for name in sorted(packages) if not list((ROOT / "tests" / name).glob("test_*.py"))] == []


def test_the_project_names_no_machine():
    """No path of whoever wrote it; of all folders outside, the quality gate alone names one."""
    texts = [
        *ROOT.glob("*.*"),
        *(p for d in ("src", "docs", "bench", "fixtures", ".ci") for p in (ROOT / d).rglob("*")),
    ]
    machine = re.compile(rf"{re.escape(str(ROOT))}\b|/root/|/home/\w|/Users/\w|\.\./shared")
    named = {
        str(path.relative_to(ROOT))
        for path in texts
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".txt", ".sql", ".html", ".json", ""}
        if machine.search(path.read_text(encoding="utf-8", errors="ignore"))
    }
    assert named <= {"bench/quality.py"}
