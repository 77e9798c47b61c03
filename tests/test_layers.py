"""Imports point down, and each third-party library lives behind the module that owns it."""

from __future__ import annotations

import re
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter

import pytest

from support.project import ROOT, Import, Module, imports_of, package_modules

#: from the bottom up; a module may import from a lower row, and from its own part
LAYERS = (
    {
        "model",
        "errors",
        "signal_codes",
        "config",
        "drafts",
        "source_settings",
        "setting_checks",
        "setting_kinds",
        "complaints",
        "toml_lines",
        "urls",
        "slugs",
        "variants",
        "address_words",
        "address_shapes",
        "scopes",
        "timestamps",
        "calendar_clocks",
        "calendar_days",
        "calendar_ages",
        "calendar_lines",
        "calendar_words",
        "text",
        "document",
        "jsontext",
        "site_rules",
        "charts",
        "word_changes",
        "fingerprints",
        "text_facts",
    },
    {"fetch", "discover", "parser", "store"},
    {"pipelines"},
    {"report", "scale", "serve"},
    {"cli"},
    {"archiver"},  # the package's own __init__: the public names
)
#: who may import a library; every dependency has its line
OWNERS = {
    "requests": {"fetch"},
    "urllib3": {"fetch"},
    "tenacity": {"fetch"},
    "protego": {"fetch"},
    "fastwarc": {"fetch"},
    "brotli": {"fetch"},
    "zlib_ng": {"fetch"},
    "backports": {"fetch"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "filelock": {"store"},
    "pandas": {"store"},
    "polars": {"store"},
    "lxml": {"document", "parser", "discover"},
    "bs4": {"document"},
    "playwright": {"fetch"},
    "fsspec": {"fetch"},
    "dask": {"scale"},
    "distributed": {"scale"},
    "idna": {"urls"},
    "publicsuffixlist": {"urls"},
    "cssselect": {"parser"},
    "msgspec": {"config", "source_settings", "setting_checks", "setting_kinds", "complaints", "jsontext", "site_rules"},
    "datasette": {"serve"},
    "uvicorn": {"serve"},
    "duckdb": {"pipelines"},
    "jinja2": {"report", "serve"},
    "click": {"cli"},
    "rich": {"cli"},
}
#: of the standard library: what reaches the network
SOCKETS = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib"}
#: who may import which of it: what fetch asks, and what serve listens at
SOCKET_USERS = {"fetch": SOCKETS, "serve": {"socket"}}
#: parts that are functions of their arguments: no clock, network, disk or chance
PURE = LAYERS[0] - {"config", "drafts", "setting_checks"} | {"discover", "parser"}
IMPURE_MODULES = SOCKETS | {"os", "pathlib", "shutil", "tempfile", "subprocess", "random", "secrets", "time"}
IMPURE_CALLS = re.compile(r"\b(?:datetime|date)\.(?:now|utcnow|today)\(|(?<![\w.])(?:open|input|print)\(")
IMPORT = re.compile(r"\s+(?:from \S+ )?import ")
REASON = re.compile(r"#(?! noqa: PLC0415$)")
DISTRIBUTIONS = {"beautifulsoup4": "bs4", "backports.zstd": "backports"}
#: needed without being imported: beautifulsoup4 guesses encodings with the one, fsspec reads s3:// with the next, and
#: Dask draws its dashboard with the third
UNSEEN = {"charset_normalizer", "s3fs", "bokeh"}
#: used where the user has them, and asked of nobody
BROUGHT = {"pandas", "polars"}
#: with what Python 3.14 adds
STANDARD = sys.stdlib_module_names | {"compression"}

MODULES = package_modules()
by_name = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def part_of(name: str) -> str:
    """``archiver.fetch.warc`` → ``fetch``; the package's root is ``archiver``."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "archiver"


def level_of(part: str) -> int:
    return next(level for level, parts in enumerate(LAYERS) if part in parts)


def ours(module: Module) -> tuple[Import, ...]:
    return tuple(found for found in imports_of(module) if found.target.split(".")[0] == "archiver")


def foreign(module: Module) -> tuple[Import, ...]:
    return tuple(found for found in imports_of(module) if found.target.split(".")[0] != "archiver")


def at(module: Module, found: Import) -> str:
    return f"{module.path.relative_to(ROOT)}:{found.line} imports {found.target}"


def test_every_part_has_its_layer():
    """A new module or sub-package is put into a layer on purpose."""
    assert {part_of(module.name) for module in MODULES} <= set().union(*LAYERS)


@by_name
def test_imports_point_down(module):
    """Never up, never to a sibling; within the base, cycles are looked for below."""
    part = part_of(module.name)
    wrong = [
        at(module, found)
        for found in ours(module)
        if found.target != "archiver"
        and (other := part_of(found.target)) != part
        and (level_of(other) > level_of(part) or (level_of(other) == level_of(part) > 0))
    ]
    assert wrong == []


@by_name
def test_no_module_imports_the_package_root(module):
    """Inside the package the defining module is imported, or the root would tie all modules into one knot.

    The version is the root's own, and may be asked for."""
    names = {found.target for found in ours(module)} - {module.name}
    assert "archiver" not in names or imports_only_version(module)


def imports_only_version(module: Module) -> bool:
    lines = [
        line for line in module.text.splitlines() if re.match(r"\s*(from archiver import|import archiver)\b", line)
    ]
    return all(re.fullmatch(r"\s*from archiver import __version__", line) for line in lines)


def test_no_module_needs_itself():
    """No import cycle, late imports included."""
    known = {module.name for module in MODULES}
    graph = {
        module.name: {found.target for found in ours(module)} & known - {module.name, "archiver"}
        for module in MODULES
        if module.name != "archiver"
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@by_name
def test_a_library_is_imported_by_its_owner_alone(module):
    part = part_of(module.name)
    wrong = [
        at(module, found)
        for found in foreign(module)
        if (library := found.target.split(".")[0]) not in STANDARD or library in OWNERS
        if part not in OWNERS.get(library, set())
    ]
    assert wrong == []


def test_every_dependency_is_used_and_has_an_owner():
    """What pyproject.toml asks for is what the package imports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [
        line for name, lines in project["optional-dependencies"].items() if name not in {"all", "dev"} for line in lines
    ]
    names = {re.split(r"[<>=~!\[; ]", line, maxsplit=1)[0].lower() for line in [*project["dependencies"], *extras]}
    declared = {DISTRIBUTIONS.get(name, name).replace("-", "_") for name in names}
    used = {found.target.split(".")[0] for module in MODULES for found in foreign(module)}
    assert declared - UNSEEN == (used & set(OWNERS)) - STANDARD - BROUGHT


@by_name
def test_only_fetch_asks_and_only_serve_listens(module):
    refused = SOCKETS - SOCKET_USERS.get(part_of(module.name), set())
    assert [at(module, found) for found in foreign(module) if found.target in refused] == []


@pytest.mark.parametrize("module", [m for m in MODULES if part_of(m.name) in PURE], ids=lambda module: module.name)
def test_parsing_and_discovery_touch_neither_clock_nor_disk(module):
    assert [at(module, found) for found in foreign(module) if found.target in IMPURE_MODULES] == []
    assert [line.strip() for line in module.text.splitlines() if IMPURE_CALLS.search(line.split("#")[0])] == []


@by_name
def test_a_late_import_says_why(module):
    """It may spare a slow library that is seldom needed, never dodge a cycle: the graph above has late ones too."""
    lines = module.text.splitlines()
    mute = [at(module, found) for found in imports_of(module) if found.is_late and not has_reason(lines, found.line)]
    assert mute == []


def has_reason(lines: list[str], number: int) -> bool:
    """In a comment on one of the imports that stand together, or above them."""
    first = last = number - 1
    while IMPORT.match(lines[first - 1]):
        first -= 1
    while IMPORT.match(lines[last + 1]):
        last += 1
    together = any(REASON.search(line) for line in lines[first : last + 1])
    return together or lines[first - 1].strip().startswith("#")


@pytest.mark.parametrize("module", [m for m in MODULES if m.is_package and m.name != "archiver"], ids=lambda m: m.name)
def test_an_init_file_is_a_table_of_contents(module):
    """A docstring, re-exports and ``__all__``; the root's also finds its names when they are first used."""
    kinds = {type(node).__name__ for node in module.tree.body}
    assert kinds <= {"Expr", "Import", "ImportFrom", "Assign", "AnnAssign"}
