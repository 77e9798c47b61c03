"""Cases of site rules: saved pages and what they are expected to say, as a fixture is tested.

They lie in the folder ``cases`` beside the rule files: ``ferry.html``, and ``ferry.html.json`` with keys of
``Article.to_dict()``. A key that is left out is free; ``url`` is needed, ``fetched_at`` may be there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.errors import ArchiverError, RulesError
from archiver.jsontext import JsonError, decode_json
from archiver.pipelines.single import Page, parse_page
from archiver.site_rules import SiteRules
from archiver.timestamps import parse_utc

FOLDER = "cases"
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value that is not as expected."""

    #: ``authors[0].name``
    place: str
    expected: Any
    found: Any

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {"place": self.place, "expected": self.expected, "found": self.found}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCase:
    """A case, and where its page says something else."""

    #: the page's path, relative to the folder of the rules
    name: str
    #: the rule file that the page was read with
    file: str
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {"case": self.name, "rules": self.file, "differences": [one.to_dict() for one in self.differences]}


def check_cases(folder: Path, rules: SiteRules) -> Iterator[CheckedCase]:
    """Every case with its differences. Raises ``RulesError`` for a case that cannot be used."""
    for path in sorted((folder / FOLDER).rglob(f"*{_SUFFIX}")):
        yield _check(folder, path, rules)


def _check(folder: Path, path: Path, rules: SiteRules) -> CheckedCase:
    page_path = path.with_name(path.name.removesuffix(_SUFFIX))
    name = str(path.relative_to(folder))
    expected = _expected(name, path)
    url, fetched_at = expected.get("url"), _moment(name, expected.pop("fetched_at", None))
    if not isinstance(url, str):
        raise RulesError(f"{name}: url: missing (expected the page's address as a string)")
    file = rules.file_for(url)
    if file is None:
        raise RulesError(f"{name}: url: unknown host in '{url}' (no rule file names it)")
    try:
        page = Page(content=page_path.read_bytes(), url=url, fetched_at=fetched_at)
        found = parse_page(page, rules=rules).to_dict()
    except OSError as error:
        raise RulesError(f"{page_path.relative_to(folder)}: {error.strerror}") from error
    except ArchiverError as error:
        raise RulesError(f"{page_path.relative_to(folder)}: {error}") from error
    case = str(page_path.relative_to(folder))
    return CheckedCase(name=case, file=file.name, differences=tuple(find_differences(expected, found)))


def _expected(name: str, path: Path) -> dict[str, Any]:
    try:
        expected = decode_json(path.read_bytes())
    except OSError as error:
        raise RulesError(f"{name}: {error.strerror}") from error
    except JsonError as error:
        raise RulesError(f"{name}: not valid JSON: {error}") from error
    if not isinstance(expected, dict):
        raise RulesError(f"{name}: expected an object with keys of an article")
    return expected


def _moment(name: str, text: object) -> dt.datetime | None:
    if text is None:
        return None
    try:
        return parse_utc(str(text))
    except ValueError as error:
        raise RulesError(f"{name}: fetched_at: {error}") from error


def find_differences(expected: object, found: object, place: str = "") -> Iterator[Difference]:
    """One for each value that is not as expected; a mapping may hold keys that nobody expects."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            yield from find_differences(value, found.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from find_differences(one, other, f"{place}[{number}]")
    elif expected != found:
        yield Difference(place=place, expected=expected, found=found)
