"""Archives that others have written to: a column of dates may hold any text, and every page still comes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.serve.drawing import days_picture, series_of
from archiver.serve.templating import moment
from archiver.store.figures import Scope, load_figures
from support.served import served

NO_DATES = (
    "not a time",
    "0000-99-99",
    "2025-02-30T10:00:00Z",
    "9999-12-31T23:59:59-05:00",
    "0001-01-01T00:00:00+05:00",
)
COLUMNS = (
    "articles.published",
    "articles.published_at",
    "articles.published_day",
    "articles.first_seen",
    "placements.first_seen",
    "placements.last_seen",
    "pages.last_fetched_at",
    "revision_log.seen_at",
    "runs.started_at",
)
PAGES = (
    "/",
    "/-/sources",
    "/-/source/1",
    "/-/search?language=fr",
    "/-/search?q=bac&order=date",
    "/-/search?q=bac&among=teasers",
    "/-/article/1",
    "/-/article/1/changes",
    "/-/placements",
    "/-/placements?shown=ever",
    "/-/placements?article=1",
    "/-/pictures",
    "/archive/articles",
)
#: near dates, as well as any text
texts = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}))?", fullmatch=True),
)


def with_text(lake, folder, column, text):
    """A copy of the archive with this text in all rows of the column; ``table.column``."""
    table, name = column.split(".")
    path = shutil.copy(lake, folder / "other.db")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(f"UPDATE {table} SET {name} = ?", (text,))
    return path


@pytest.mark.parametrize("column", COLUMNS)
def test_every_page_comes_whatever_stands_for_a_date(lake, tmp_path, column):
    path = with_text(lake, tmp_path, column, NO_DATES[0])
    with served(path) as pages:
        for text in NO_DATES:
            with_text(lake, tmp_path, column, text)
            codes = {page: pages.get(page).status_code for page in PAGES}
            assert set(codes.values()) == {200}, (text, codes)
    with closing(sqlite3.connect(path)) as conn:
        assert load_figures(conn, Scope()).totals.articles == 3


def test_a_date_that_is_none_is_counted_beside_the_chart(lake, tmp_path):
    with served(with_text(lake, tmp_path, "articles.published_day", "0000-99-99")) as pages:
        for page in ("/", "/-/source/1"):
            assert "No article has a date. 3 more have a date that is none." in pages.get(page).text
    with served(with_text(lake, tmp_path, "placements.first_seen", "not a time")) as pages:
        assert "not a time" in pages.get("/-/placements?article=1").text


@given(st.lists(st.tuples(texts, st.integers(1, 9)), max_size=8))
@settings(max_examples=20)
def test_any_text_makes_a_chart_of_the_days_among_them(days):
    series = series_of("Courrier", days)
    picture = days_picture([series], left_out=sum(count for _, count in days) - series.total)
    assert sum(count for _, count in days) >= series.total
    assert "<svg" in picture.svg


@given(texts)
def test_any_text_is_a_moment_or_shown_as_it_is(text):
    shown = moment(text)
    assert shown is None if not text else shown.iso == text
