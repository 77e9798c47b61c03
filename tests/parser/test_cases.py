"""Every fixture page gives the values that its file expects: a new case is a page and a ``.json``, no code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sites

import archiver
from archiver.pipelines.rule_cases import find_differences

PAGES = [*sites.page_cases(state=1), *sites.page_cases(state=2), *sites.lone_cases()]
TEXTS = list(sites.text_cases())


def differences(expected: Any, found: Any) -> Iterator[str]:
    """One entry for each value that is not as expected, in lines that a person may compare."""
    for one in find_differences(expected, found):
        yield f"{one.place}\n  expected {printed(one.expected)}\n  found    {printed(one.found)}"


def printed(value: Any) -> str:
    """The value as a person may compare it: a list one item to a line."""
    return "".join(f"\n    {one!r}" for one in value) if value and isinstance(value, list) else repr(value)


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


class TestComparison:
    """What the comparison itself finds, for a case that passes must have been compared."""

    def test_only_the_expected_keys_are_compared(self) -> None:
        assert list(differences({"title": "a"}, {"title": "a", "lead": "b"})) == []

    def test_a_missing_key_is_a_difference(self) -> None:
        assert list(differences({"title": "a"}, {})) == ["title\n  expected 'a'\n  found    None"]

    def test_the_message_names_the_place(self) -> None:
        found = {"teasers": [{"title": "a"}, {"title": "b"}]}
        (message,) = differences({"teasers": [{"title": "a"}, {"title": "c"}]}, found)
        assert message == "teasers[1].title\n  expected 'c'\n  found    'b'"

    def test_lists_of_different_length_are_shown_whole(self) -> None:
        assert list(differences({"tags": ["a"]}, {"tags": ["a", "b"]})) == [
            "tags\n  expected \n    'a'\n  found    \n    'a'\n    'b'"
        ]
