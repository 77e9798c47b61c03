"""Articles, cards, revisions and answers as frames: the same rows in both libraries, with true types."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys

import pandas as pd
import polars as pl
import pytest

from archiver.errors import UsageError
from archiver.model import Author, Image
from support.archives import SITE, article, listing, teaser

LIBRARIES = ("pandas", "polars")
by_library = pytest.mark.parametrize("library", LIBRARIES)
EVENING = dt.datetime(2025, 8, 11, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-2)))


def frame(rows, library):
    return getattr(rows, f"to_{library}")()


def dicts(made):
    """The rows of either frame, missing values as None."""
    if isinstance(made, pl.DataFrame):
        return made.to_dicts()
    plain = made.astype(object)
    return plain.where(made.notna(), None).to_dict("records")


@pytest.fixture
def library_of_two(desk):
    """Two articles, one of which was edited, and a page that promotes one of them."""
    first = article(
        title="Le bac rouvre",
        authors=(Author(name="Awa Delcourt"), Author(name="AFP")),
        tags=("bac", "lac"),
        published=EVENING,
        is_paywalled=True,
        language="fr",
        section="Région",
        images=(Image(url=f"{SITE}/a.jpg", role="main", status="present"),),
    )
    desk.save(desk.read("/bac", first), desk.read("/lac", article(title="Le lac", published=dt.date(2024, 1, 1))))
    desk.clock.pass_hours(1)
    desk.save(
        desk.read("/bac", article(title="Le bac coule", published=EVENING, authors=first.authors, tags=first.tags))
    )
    desk.save(desk.read("/", listing(teaser("Le bac", url=f"{SITE}/bac"))))
    return desk.archive


@by_library
def test_articles_become_rows_with_their_source_authors_and_tags(library_of_two, library):
    first, second = dicts(frame(library_of_two.articles(), library))

    assert (first["source"], first["title"], first["kind"]) == ("Courrier du Lac", "Le bac coule", "article")
    assert (list(first["authors"]), list(first["tags"])) == (["Awa Delcourt", "AFP"], ["bac", "lac"])
    assert (list(second["authors"]), second["language"], second["is_paywalled"]) == ([], None, None)
    assert first["published"] == "2025-08-11T23:30:00-02:00"
    assert first["published_at"] == dt.datetime(2025, 8, 12, 1, 30, tzinfo=dt.UTC)
    assert first["published_day"].isoformat()[:10] == "2025-08-11"
    assert second["published_at"] is None


def test_the_types_of_pandas_know_what_is_missing(library_of_two):
    types = {name: str(dtype) for name, dtype in library_of_two.articles().to_pandas().dtypes.items()}

    assert types["id"] == types["word_count"] == "Int64"
    assert types["title"] == types["language"] == types["published"] == "string"
    assert types["published_at"] == types["first_seen"] == "datetime64[us, UTC]"
    assert types["published_day"] == "datetime64[us]"
    assert types["is_paywalled"] == "boolean"
    assert types["kind"] == "category"
    assert {name for name, dtype in types.items() if dtype == "object"} == {"authors", "tags"}


def test_the_types_of_polars(library_of_two):
    types = library_of_two.articles().to_polars().schema

    assert types["word_count"] == pl.Int64
    assert types["title"] == pl.String
    assert types["published_at"] == types["last_seen"] == pl.Datetime("us", "UTC")
    assert types["published_day"] == pl.Date
    assert types["is_paywalled"] == pl.Boolean
    assert types["kind"] == pl.Enum(["article", "liveblog", "gallery"])
    assert types["authors"] == types["tags"] == pl.List(pl.String)
    assert pl.Object not in types.values()


@by_library
@pytest.mark.parametrize("what", ["articles", "teasers", "revisions"])
def test_what_is_empty_has_the_same_columns_and_types(library_of_two, library, what):
    full = frame(getattr(library_of_two, what)(), library)
    library_of_two.add_source("https://autre.example/")
    empty = frame(getattr(library_of_two, what)(source="autre.example"), library)

    assert len(empty) == 0 < len(full)
    assert list(empty.columns) == list(full.columns)
    assert list(empty.dtypes) == list(full.dtypes)


@by_library
def test_cards_become_rows_with_the_page_they_stood_on(library_of_two, library):
    (row,) = dicts(frame(library_of_two.teasers(), library))

    assert (row["page_url"], row["title"], row["region"], row["article_id"]) == (f"{SITE}/", "Le bac", "aside", 1)
    assert row["is_current"] is True


@by_library
def test_revisions_become_rows_with_the_article_they_are_of(library_of_two, library):
    rows = dicts(frame(library_of_two.revisions(cause="publisher"), library))

    assert [(row["source"], row["url"], row["number"], row["title"]) for row in rows] == [
        ("Courrier du Lac", f"{SITE}/bac", 2, "Le bac coule")
    ]
    assert rows[0]["seen_at"] == dt.datetime(2025, 8, 11, 13, tzinfo=dt.UTC)


@by_library
@pytest.mark.parametrize("name", ["article_list", "teaser_placements", "headline_changes", "placements", "sources"])
def test_any_table_or_view_is_a_frame(library_of_two, library, name):
    made = frame(library_of_two.table(name), library)

    assert list(made.columns) == list(library_of_two.table(name).columns)
    assert len(made) == len(list(library_of_two.table(name).rows))


@by_library
def test_an_answer_is_typed_by_names_and_values(library_of_two, library):
    sql = """
        SELECT count(*) AS n, max(first_seen) AS newest_at, avg(word_count) AS words, x'00' AS bytes, NULL AS void,
               'never' AS seen_at, 3 AS is_odd FROM articles
    """
    (row,) = dicts(frame(library_of_two.query(sql), library))

    assert row["newest_at"] == dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)
    assert (row["n"], row["words"], row["bytes"], row["void"]) == (2, 3.0, b"\0", None)
    assert (row["seen_at"], row["is_odd"]) == ("never", 3), "a name alone does not make it so"


@by_library
def test_values_of_several_kinds_in_a_column_are_text(desk, library):
    made = frame(desk.archive.query("SELECT 1 AS mixed UNION ALL SELECT 'a' UNION ALL SELECT NULL"), library)
    assert [row["mixed"] for row in dicts(made)] == ["1", "a", None]


@by_library
def test_moments_at_the_ends_of_the_calendar_fit(desk, library):
    made = frame(desk.archive.query("SELECT '9999-12-31T23:59:59Z' AS seen_at, '0001-01-01' AS day"), library)
    (row,) = dicts(made)
    assert (row["seen_at"].year, row["day"].year) == (9999, 1)


@by_library
def test_two_columns_of_one_name_are_refused(desk, library):
    with pytest.raises(UsageError, match="two columns called 'a'"):
        frame(desk.archive.query("SELECT 1 AS a, 2 AS a"), library)


@by_library
def test_batches_are_all_rows_in_their_order(desk, library):
    desk.save(*(desk.read(f"/{number}", article(title=str(number))) for number in range(5)))
    made = [frame(batch, library) for batch in desk.archive.articles().in_batches(2)]

    assert [len(one) for one in made] == [2, 2, 1]
    concat = pd.concat if library == "pandas" else pl.concat
    whole = concat(made)
    assert [row["title"] for row in dicts(whole)] == list("01234")
    assert list(whole.dtypes) == list(frame(desk.archive.articles(), library).dtypes)


@by_library
def test_an_empty_answer_is_one_empty_batch(desk, library):
    (made,) = [frame(batch, library) for batch in desk.archive.articles().in_batches()]
    assert len(made) == 0


@by_library
def test_a_selection_can_be_used_again(library_of_two, library):
    articles = library_of_two.articles(since=dt.date(2025, 1, 1))

    assert [one.title for one in articles] == [one.title for one in articles] == ["Le bac coule"]
    assert len(frame(articles, library)) == len(frame(articles, library)) == 1


@pytest.mark.parametrize(
    ("what", "filters", "count"),
    [
        ("articles", {}, 2),
        ("articles", {"author": "AFP", "source": "Courrier du Lac"}, 1),
        ("articles", {"since": dt.date(2030, 1, 1)}, 0),
        ("teasers", {}, 1),
        ("teasers", {"article_id": 2}, 0),
        ("revisions", {}, 3),
        ("revisions", {"article_id": 1, "cause": "publisher"}, 1),
    ],
)
def test_a_selection_can_be_counted_and_an_empty_one_is_false(library_of_two, what, filters, count):
    selected = getattr(library_of_two, what)(**filters)

    assert len(selected) == len(list(selected)) == count
    assert bool(selected) is bool(count)


@pytest.mark.parametrize(("at", "shown"), [(0, "[0]"), (-1, "[-1]"), (slice(5), "[:5]")])
def test_a_selection_has_no_positions_and_says_what_has(library_of_two, at, shown):
    with pytest.raises(TypeError, match=re.escape(f"list(…){shown} reads all of it first")):
        library_of_two.articles()[at]


def test_a_selection_says_what_to_do_with_it(library_of_two):
    articles = library_of_two.articles()
    library_of_two.close()
    assert "loop over it, or ask for list(…), len(…), to_pandas() or to_polars()" in repr(articles)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_missing_library_is_said_in_one_sentence(library, tmp_path):
    """In a Python that cannot find it."""
    script = f"""
import sys
sys.modules[{library!r}] = None
import archiver
with archiver.open({str(tmp_path / "archive.db")!r}) as archive:
    try:
        archive.articles().to_{library}()
    except archiver.ArchiverError as error:
        print(type(error).__name__, error.library, error)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == f"MissingLibraryError {library} this needs {library}: pip install {library}\n"
