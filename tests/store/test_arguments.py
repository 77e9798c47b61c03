"""A call with a wrong value is told so: a value that only found nothing would be taken for an answer."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from archiver.errors import UsageError
from archiver.store.figures import Scope
from archiver.store.search_filters import Filters
from archiver.store.selecting import Selection
from support.archives import article

DAY = dt.date(2025, 8, 11)
LATE = dt.timezone(dt.timedelta(hours=-8))
MOMENTS = [
    DAY,
    dt.datetime(2025, 8, 11, 23, 30),  # noqa: DTZ001 - what a frame without zones gives
    dt.datetime(2025, 8, 11, 23, 30, tzinfo=LATE),
    pd.Timestamp("2025-08-11"),
    pd.Timestamp("2025-08-11T23:30-08:00"),
]


@pytest.mark.parametrize("owner", [Filters, Scope, Selection])
@pytest.mark.parametrize("moment", MOMENTS, ids=repr)
def test_a_moment_stands_for_its_own_day(owner, moment):
    made = owner(since=moment, until=moment)
    assert (made.since, made.until) == (DAY, DAY)
    assert type(made.since) is type(made.until) is dt.date
    assert owner().since is owner().until is None


@pytest.mark.parametrize("moment", MOMENTS, ids=repr)
def test_the_day_of_a_moment_is_not_left_out(desk, moment):
    desk.save(desk.read("/bac", article(published=DAY)))
    assert len(list(desk.archive.articles(since=moment, until=moment))) == 1
    assert desk.archive.count_hits("bac", since=moment, until=moment) == 1
    assert desk.archive.facets(since=moment, until=moment)
    assert desk.archive.figures(since=moment, until=moment).totals.articles == 1


@pytest.mark.parametrize("owner", [Filters, Scope, Selection])
@pytest.mark.parametrize("value", ["2025-08-11", "", 2025, pd.NaT, pd.Period("2025-08"), np.datetime64("2025-08-11")])
@pytest.mark.parametrize("name", ["since", "until"])
def test_what_is_no_day_is_told(owner, value, name):
    with pytest.raises(UsageError) as told:
        owner(**{name: value})
    assert str(told.value) == f"invalid {name} {value!r} (expected a datetime.date, as in date(2025, 8, 11))"


@pytest.mark.parametrize("owner", [Filters, Scope, Selection])
def test_days_that_none_lies_between_are_told(owner):
    with pytest.raises(UsageError, match="since 2025-08-12 is later than until 2025-08-11"):
        owner(since=DAY + dt.timedelta(days=1), until=DAY)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda archive: archive.articles().in_batches(0), "invalid size 0 (expected a whole number, 1 or more)"),
        (lambda archive: archive.table("articles").in_batches(-1), "invalid size -1 (expected"),
        (lambda archive: archive.query("SELECT 1").in_batches(2**63), f"invalid size {2**63} (expected one below"),
        (lambda archive: archive.revisions(cause="bogus"), "invalid cause 'bogus' (expected one of first, publisher,"),
        (lambda archive: archive.revisions("bac"), "invalid article_id 'bac' (expected a whole number, 0 or more)"),
        (lambda archive: archive.revisions(source="bogus"), "no source 'bogus' (known: Courrier du Lac)"),
        (lambda archive: archive.teasers(article_id=1.5), "invalid article_id 1.5 (expected a whole number"),
        (lambda archive: archive.teasers(page_url=7), "invalid page_url 7 (expected a text)"),
        (lambda archive: archive.teasers(source="bogus"), "no source 'bogus' (known: Courrier du Lac)"),
        (lambda archive: archive.search(None), "invalid words None (expected a text)"),
        (lambda archive: archive.search(among="bogus"), "invalid among 'bogus' (expected one of articles, teasers)"),
        (lambda archive: archive.count_hits(among=[]), "invalid among [] (expected one of articles, teasers)"),
        (lambda archive: archive.search(order="bogus"), "invalid order 'bogus' (expected one of relevance, date)"),
        (lambda archive: archive.search(limit=-1), "invalid limit -1 (expected a whole number, 0 or more)"),
        (lambda archive: archive.search(offset="2"), "invalid offset '2' (expected a whole number, 0 or more)"),
        (lambda archive: archive.search(marks="<b>"), "invalid marks '<b>' (expected two texts, as in"),
        (lambda archive: archive.search(marks=(1, 2)), "invalid marks (1, 2) (expected two texts, as in"),
        (lambda archive: archive.figures(sources="bogus"), "no source 'bogus' (known: https://"),
    ],
)
def test_a_value_that_cannot_be_meant_is_told_before_anything_is_read(desk, call, told):
    with pytest.raises(UsageError) as error:
        call(desk.archive)
    assert str(error.value).startswith(told)


def test_a_number_out_of_a_frame_is_one(desk):
    desk.save(desk.read("/bac", article()), desk.read("/lac", article(title="Le lac")))
    numbers = desk.archive.articles().to_pandas()["id"]
    assert [one.title for one in desk.archive.revisions(numbers.iloc[-1])] == ["Le lac"]
    assert list(desk.archive.teasers(article_id=numbers.iloc[-1])) == []


def test_one_source_needs_no_list(desk):
    name = desk.source.name
    assert desk.archive.figures(sources=name).scope.sources == (name,)
