"""Site rules off the disk: a folder of TOML files, every selector tried before the first page is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archiver.errors import RulesError
from archiver.parser.rules import compile_selector
from archiver.site_rules import RuleFile, SiteRules, read_rules
from archiver.source_settings import SourceSettings
from archiver.urls import host_of


def load_rules(folder: str | Path | None, sources: Iterable[SourceSettings] = ()) -> SiteRules:
    """The rules of all ``*.toml`` files in a folder, and of the files that are set for single sources.

    Raises ``RulesError`` when one cannot be used: in one sentence the file, the key, and what is wrong.
    """
    files = {} if folder is None else {path.resolve(): _load(path) for path in _paths_in(folder)}
    for source in sources:
        if source.rules is not None:
            path = Path(source.rules)
            file = files.setdefault(path.resolve(), _load(path))
            if SiteRules((file,)).file_for(source.url) is None:
                raise RulesError(f"{path}: hosts: {host_of(source.url)} is missing, whose rules are said to stand here")
    return SiteRules(tuple(files.values()))


def _paths_in(folder: str | Path) -> list[Path]:
    paths = sorted(Path(folder).glob("*.toml"))
    if not paths:
        what = (
            "no rules in it (expected files that end in .toml)" if Path(folder).is_dir() else "no such folder of rules"
        )
        raise RulesError(f"{folder}: {what}")
    return paths


def _load(path: Path) -> RuleFile:
    try:
        file = read_rules(path.name, path.read_bytes())
    except OSError as error:
        raise RulesError(f"{path}: {error.strerror}") from error
    for rule in file.rules:
        for key, selectors in rule.selectors.items():
            for selector in selectors:
                _refuse_invalid(f"{file.name}: rule {rule.number}: {key}", selector.css)
    return file


def _refuse_invalid(place: str, css: str) -> None:
    try:
        compile_selector(css)
    except RulesError as error:
        raise RulesError(f"{place}: {error}") from error
