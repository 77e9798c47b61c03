"""How a lake's folders are parted, and that no partition is scattered over files."""

from __future__ import annotations

import datetime as dt
import json

import duckdb
import pytest

from archiver.model import Article
from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.parquet_files import export_parquet
from archiver.store.archive import open_archive
from archiver.store.selecting import Selection


def lake_of(folder, *, sites, months):
    """A lake with an article of each site for each month."""
    with open_archive(folder / "archive.db") as archive:
        for site in range(sites):
            archive.add_source(f"https://site{site}.example/", name=f"Site {site}")
            for month in range(months):
                day = dt.date(2000 + month // 12, 1 + month % 12, 11)
                url = f"https://site{site}.example/{day}"
                archive.add(Article(kind="article", url=url, title=f"{site} {month}", body="Text.", published=day))
        for _ in export_parquet(Order(archive=archive, selection=Selection(), path=folder / "lake")):
            pass
    return folder / "lake"


def manifest_of(lake):
    return json.loads((lake / "manifest.json").read_text())["tables"]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return lake_of(tmp_path_factory.mktemp("few"), sites=3, months=14)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return lake_of(tmp_path_factory.mktemp("many"), sites=72, months=7)


def test_a_partition_is_one_file(few):
    files = sorted(str(path.relative_to(few)) for path in (few / "articles").rglob("*.parquet"))
    assert len(files) == 3 * 14
    assert files[0] == "articles/source=Site%200/month=2000-01/part-0000010.parquet"
    assert manifest_of(few)["articles"]["partitioned_by"] == ["source", "month"]


@pytest.mark.parametrize("table", ["articles", "revisions"])
def test_many_sites_with_little_each_are_parted_by_month_alone(many, table):
    files = sorted(str(path.relative_to(many)) for path in (many / table).rglob("*.parquet"))
    assert files == [f"{table}/month=2000-{month:02}/part-0000010.parquet" for month in range(1, 8)]
    assert manifest_of(many)[table]["partitioned_by"] == ["month"]


def test_readers_see_source_and_month_either_way(few, many):
    for lake, sites, months in ((few, 3, 14), (many, 72, 7)):
        rows = duckdb.sql(
            "SELECT source, month, count(*), any_value(url) LIKE '%-11' FROM"
            f" read_parquet('{lake}/articles/**/*.parquet', hive_partitioning = true) GROUP BY ALL"
        ).fetchall()
        assert len(rows) == sites * months
        assert {row[2:] for row in rows} == {(1, True)}


def test_in_a_month_the_articles_of_a_source_lie_together(many):
    files = many / "articles" / "month=2000-01" / "*.parquet"
    sources = [source for (source,) in duckdb.sql(f"SELECT source FROM read_parquet('{files}')").fetchall()]
    assert sources == sorted(sources)


def test_no_piece_is_left(few):
    assert {path.suffix for path in few.iterdir()} == {"", ".json"}
