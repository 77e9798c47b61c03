"""What a column holds is told by the schema, a name, or the values."""

from __future__ import annotations

import re

import pytest

from archiver.store.archive import open_archive
from archiver.store.column_kinds import UNKNOWN, Column, Kind, columns_called, columns_of, settled
from archiver.store.schema import descriptions
from support.project import SAMPLE

OBJECTS = sorted({row.object for row in descriptions()} - {"_sqlite_migrations"})


@pytest.mark.parametrize("name", OBJECTS)
def test_every_column_holds_what_the_schema_says(name):
    """And what only a view works out is text, or in the table of kinds: so that an empty frame has true types, too."""
    with open_archive(SAMPLE, create=False) as archive:
        answer = archive.table(name)
        values = list(zip(*answer.rows, strict=True)) or [()] * len(answer.columns)
    said = {
        name: (column.kind or Kind.TEXT, settled(column, column_values))
        for name, column, column_values in zip(answer.columns, answer.known, values, strict=True)
    }
    assert {name: kinds for name, kinds in said.items() if kinds[0] is not kinds[1]} == {}


def test_a_moment_is_what_is_described_as_one():
    described = [row for row in descriptions() if row.column and row.object != "meta"]
    names = [(row.object, row.column) for row in described if re.search(r"\bUTC[,;]|^UTC", row.description)]
    assert len(names) > 30
    assert [pair for pair in names if columns_of(*one_name(pair))[0].kind is not Kind.MOMENT] == []


def one_name(pair):
    return pair[0], [pair[1]]


def test_words_are_those_of_the_schema():
    (cause,) = columns_of("revisions", ["cause"])
    assert cause == Column(Kind.WORD, ("first", "publisher", "parser"))


def test_a_name_that_means_several_things_tells_nothing():
    """The role of a picture is one of two words, that of an author whatever the page prints."""
    assert columns_called(["role"]) == (UNKNOWN,)
    assert columns_of("images", ["role"])[0].kind is Kind.WORD
    assert columns_of("article_authors", ["role"])[0].kind is Kind.TEXT


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("first_seen", Kind.MOMENT),
        ("newest_at", Kind.MOMENT),
        ("day", Kind.DAY),
        ("last_day", Kind.DAY),
        ("is_current", Kind.FLAG),
        ("is_evening", Kind.FLAG),
        ("title_changed", Kind.FLAG),
        ("hours_shown", Kind.REAL),
        ("word_count", Kind.INTEGER),
        ("title", Kind.TEXT),
        ("n", None),
    ],
)
def test_a_column_of_an_answer_is_known_by_its_name(name, kind):
    assert columns_called([name])[0].kind is kind


@pytest.mark.parametrize(
    ("kind", "values", "is_such"),
    [
        (Kind.MOMENT, ["2025-08-11T12:05:00Z", None], True),
        (Kind.MOMENT, ["2025-08-11"], False),
        (Kind.MOMENT, [5], False),
        (Kind.DAY, ["2025-08-11"], True),
        (Kind.DAY, ["2025-08"], False),
        (Kind.DAY, ["2025-02-30"], False),
        (Kind.MOMENT, ["2025-08-11T25:00:00Z"], False),
        (Kind.FLAG, [0, 1, None], True),
        (Kind.FLAG, [2], False),
        (Kind.INTEGER, [1.5], False),
        (Kind.REAL, [1, 1.5], True),
        (Kind.WORD, ["a"], True),
        (Kind.WORD, ["c"], False),
        (Kind.BYTES, [b"a"], True),
        (Kind.MOMENT, [None, None], True),
        (Kind.MOMENT, [], True),
    ],
)
def test_what_is_said_holds_where_each_value_is_such(kind, values, is_such):
    assert (settled(Column(kind, ("a", "b")), values) is kind) is is_such


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", None], Kind.TEXT),
        ([1, None], Kind.INTEGER),
        ([1, 1.5], Kind.REAL),
        ([b"a"], Kind.BYTES),
        ([1, "a"], Kind.TEXT),
        ([], Kind.TEXT),
    ],
)
def test_what_nothing_is_known_of_is_what_it_looks_like(values, kind):
    assert settled(UNKNOWN, values) is kind
