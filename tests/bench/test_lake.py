"""A lake that is copied many times over is one archive, and answers the cookbook."""

from __future__ import annotations

import pytest
from lake import ask_all, copy_lake, questions, value_of, write_big_lake

from archiver.pipelines.lakes import open_lake


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lake")
    write_big_lake(folder / "lake", 120, folder, at_first=40)
    return folder / "lake"


def rows(folder, sql):
    with open_lake(folder) as lake:
        return list(lake.query(sql).rows)


def test_each_copy_has_articles_of_its_own(folder):
    columns = ("id", "url", "text_digest", "body", "page_id")
    counts = ", ".join(f"count(DISTINCT {column})" for column in columns)
    assert rows(folder, f"SELECT count(*), {counts} FROM articles") == [(120,) * 6]


def test_what_belongs_together_is_copied_together(folder):
    of_one, of_all = rows(
        folder,
        "SELECT count(*) FROM articles a JOIN pages p ON p.id = a.page_id AND p.article_id = a.id AND p.url = a.url"
        " JOIN article_list l ON l.article_id = a.id GROUP BY a.id < 10000000 ORDER BY 1",
    )
    assert (of_one, of_all) == ((40,), (80,))


def test_a_list_is_one_page_however_many_articles_it_has_shown(folder):
    lists, placed = rows(
        folder,
        "SELECT count(DISTINCT id) FROM pages WHERE kind = 'listing' UNION ALL"
        " SELECT count(DISTINCT page_id) FROM placements JOIN pages p ON p.id = page_id WHERE p.kind = 'listing'",
    )
    assert lists >= placed > (0,)


def test_a_small_lake_of_months_becomes_one_of_sources_and_months(tmp_path):
    write_big_lake(tmp_path / "small", 1000, tmp_path)
    assert list(tmp_path.glob("small/articles/month=*/*.parquet"))
    copy_lake(tmp_path / "small", tmp_path / "lake", 2, tmp_path / "spill")
    assert list(tmp_path.glob("lake/articles/source=*/month=*/*.parquet"))
    assert rows(tmp_path / "lake", "SELECT count(*), count(DISTINCT source_id) FROM articles") == [(2000, 40)]


def test_every_question_is_asked(folder, capsys):
    answers = ask_all(folder)
    assert [one.question for one in answers] == [heading for heading, _ in questions()]
    assert len(capsys.readouterr().out.splitlines()) == len(answers) + 1
    assert sum(one.rows > 0 for one in answers) > 30


def test_authors_are_the_same_in_all_copies():
    assert value_of("article_authors", "author_id") == 'r."author_id"'
