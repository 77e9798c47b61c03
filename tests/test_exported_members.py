"""What ``__all__`` lists is promised: it resolves, it is described, and nothing else leaks."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import subprocess
import sys

import pytest

import archiver
from support.project import ROOT, package_modules

PACKAGES = [module for module in package_modules() if module.is_package]
ROOT_MODULE = next(module for module in PACKAGES if module.name == "archiver")


def exported(module) -> list[str]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return []


@pytest.mark.parametrize("name", archiver.__all__)
def test_a_public_name_resolves(name):
    assert getattr(archiver, name) is not None


def test_the_public_names_are_those_that_the_design_promises():
    """Taking one away breaks somebody's program: only a major version may."""
    assert set(archiver.__all__) >= {"open", "parse", "parse_text", "Archive", "Article", "Author", "Block", "Evidence"}
    assert set(archiver.__all__) >= {"Image", "Teaser", "ArchiverError", "DocumentError", "__version__"}


def test_each_public_name_has_a_home_and_a_type():
    """The lazy table and the imports for type checkers say the same."""
    homes = set(archiver.__all__) - {"__version__"}
    typed = {
        alias.asname or alias.name
        for node in ast.walk(ROOT_MODULE.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("archiver.")
        for alias in node.names
    }
    assert set(archiver._HOMES) == homes == typed


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        archiver.prase  # noqa: B018 - the access is what is tried


def test_a_public_name_is_described_in_the_reference():
    text = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert [name for name in archiver.__all__ if f"`{name}" not in text and f"archiver.{name}" not in text] == []


@pytest.mark.parametrize("module", PACKAGES, ids=lambda module: module.name)
def test_what_a_package_lists_resolves(module):
    names = exported(module)
    package = importlib.import_module(module.name)
    assert [name for name in names if not hasattr(package, name)] == []
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), not name[0].isupper(), name))


def test_the_version_is_written_once():
    """``pyproject.toml`` and ``archiver.__version__`` agree with what is installed."""
    assert archiver.__version__ == importlib.metadata.version("archiver")


def test_importing_the_package_loads_no_heavy_library():
    """``archiver --help`` does not wait for lxml, requests and SQLite."""
    heavy = "{'lxml', 'bs4', 'requests', 'sqlite_utils', 'fastwarc'}"
    code = f"import sys, archiver; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_types_are_shipped():
    assert (ROOT / "src" / "archiver" / "py.typed").is_file()
