"""Every fixture page gives the values that its file expects: a new case is a page and a ``.json``, no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import sites

import archiver

PAGES = [*sites.page_cases(state=1), *sites.page_cases(state=2), *sites.lone_cases()]
TEXTS = list(sites.text_cases())


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """One line for each value that is not as expected; a mapping may hold keys that nobody expects."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            yield from differences(value, found.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif expected != found:
        yield f"{place}\n    expected {expected!r}\n    found    {found!r}"


def check(case: sites.Case, article: archiver.Article) -> None:
    wrong = list(differences(case.expected, article.to_dict()))
    if wrong:
        pytest.fail("\n".join([case.name, *wrong]), pytrace=False)


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_page_says_what_is_expected(case: sites.Case) -> None:
    check(case, archiver.parse(case.content, case.url, fetched_at=case.fetched_at, charset=case.charset))


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.name)
def test_a_flattened_page_says_what_is_expected(case: sites.Case) -> None:
    text = case.content.decode("utf-8")
    check(case, archiver.parse_text(text, case.url, fetched_at=case.fetched_at))
