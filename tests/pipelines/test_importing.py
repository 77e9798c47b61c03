"""A lake is an archive again, row by row, or is refused in one sentence."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import ArchiveError, DamagedArchiveError, NewerArchiveError, NotAnArchiveError
from archiver.pipelines.exports.formats import FORMATS
from archiver.pipelines.exports.order import Order
from archiver.pipelines.importing import import_lake, refuse_lake
from archiver.pipelines.lakes import open_lake
from archiver.store.archive import open_archive
from archiver.store.meta import warc_folder
from archiver.store.selecting import Selection
from support.archives import SITE, START, Clock, Desk, article
from support.exported import NASTY, write_archive, write_nasty
from support.lake_archive import write_lake_archive
from support.merged import told_by

#: of sqlite-utils and of the file itself
OWN = {"_sqlite_migrations", "meta"}


def export(db, folder):
    with open_archive(db, create=False) as archive:
        for _ in FORMATS["parquet"].export(Order(archive=archive, selection=Selection(), path=folder)):
            pass
    return folder


def tables(path):
    """Everything in the file but full text, table by table."""
    with closing(sqlite3.connect(path)) as conn:
        names = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if name not in OWN and "_fts" not in name and not name.startswith("sqlite_")]
        return {name: sorted(conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in kept}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with an archive and its lake, for all that alter neither."""
    folder = tmp_path_factory.mktemp("written")
    export(write_lake_archive(folder / "archive.db"), folder / "lake")
    return folder


@pytest.fixture
def lake(written, tmp_path):
    """A lake of one's own, with its archive beside it."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return tmp_path / "lake"


def brought_back(lake, draft):
    import_lake(lake, scratch := draft.with_suffix(".scratch"))
    with open_archive(draft) as archive:
        archive.merge(scratch)
    return draft


def test_an_archive_that_was_a_lake_has_every_row_that_it_had(lake, tmp_path):
    assert tables(brought_back(lake, tmp_path / "draft.db")) == tables(tmp_path / "archive.db")


@pytest.mark.parametrize("write", [write_archive, write_nasty], ids=["articles", "nasty texts"])
def test_texts_and_rare_rows_come_back_as_they_were(write, tmp_path):
    write(tmp_path / "a.db")
    lake = export(tmp_path / "a.db", tmp_path / "lake")
    assert tables(brought_back(lake, tmp_path / "draft.db")) == tables(tmp_path / "a.db")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=("Cs",)))), min_size=1))
def test_any_text_comes_back_as_it_was(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("any")
    write_nasty(folder / "a.db", tuple(texts))
    lake = export(folder / "a.db", folder / "lake")
    assert tables(brought_back(lake, folder / "draft.db")) == tables(folder / "a.db")


def test_an_archive_that_was_a_lake_is_whole(lake, tmp_path):
    with open_archive(brought_back(lake, tmp_path / "draft.db"), create=False) as archive:
        assert archive.check().problems == ()


def test_what_a_lake_brings_and_counts_is_what_its_archive_does(tmp_path):
    for name, hours in (("here", (0, 3)), ("there", (1, 2, 4))):
        clock = Clock()
        with closing(open_archive(tmp_path / f"{name}.db", clock=clock)) as archive:
            desk = Desk(archive, clock, archive.add_source(SITE))
            for hour in hours:
                clock.now = START + dt.timedelta(hours=hour)
                desk.save(desk.read("/bac", article()), desk.read(f"/{name}", article(title=f"{name} {hour}")))
    lake = export(tmp_path / "there.db", tmp_path / "lake")
    import_lake(lake, draft := tmp_path / "lake.db")
    found = []
    for number, other in enumerate((tmp_path / "there.db", draft)):
        shutil.copy(tmp_path / "here.db", path := tmp_path / f"{number}.db")
        with closing(open_archive(path)) as archive:
            found.append((archive.merge(other), told_by(archive)))
    assert found[0] == found[1]


def test_where_the_warc_files_lie_is_told_from_wherever_the_lake_is(lake, tmp_path):
    (tmp_path / "work").mkdir()
    import_lake(lake, draft := tmp_path / "work" / "draft.db")
    with closing(sqlite3.connect(draft)) as conn:
        assert warc_folder(conn, draft).resolve() == tmp_path / "archive.warc"


def rewrite(file, select, condition=""):
    """Its rows otherwise."""
    with closing(duckdb.connect()) as connection:
        connection.execute(f"CREATE TABLE other AS {select} FROM '{file}' {condition}")
        connection.execute(f"COPY other TO '{file}' (FORMAT parquet)")


def altered(lake, **facts):
    manifest = json.loads((lake / "manifest.json").read_text())
    (lake / "manifest.json").write_text(json.dumps(manifest | facts))


def test_an_empty_folder_is_no_lake(tmp_path):
    with pytest.raises(NotAnArchiveError, match="no archive"):
        refuse_lake(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"made_by": "archiver export", "format": "csv"}'])
def test_another_folder_with_a_manifest_is_no_lake(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ArchiveError, match=r"not JSON: |not that of an export as parquet"):
        refuse_lake(tmp_path)


def test_a_lake_of_a_newer_schema_is_refused(lake):
    altered(lake, schema_version=999)
    with pytest.raises(NewerArchiveError, match="schema 999"):
        refuse_lake(lake)


def test_a_manifest_that_says_nothing_is_damaged(lake):
    altered(lake, tables=None)
    with pytest.raises(DamagedArchiveError, match="does not say"):
        refuse_lake(lake)


def test_a_lake_with_types_that_are_spelt_otherwise_is_refused(lake):
    text = (lake / "manifest.json").read_text().replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
    (lake / "manifest.json").write_text(text)
    for read in (refuse_lake, open_lake):
        with pytest.raises(DamagedArchiveError, match=r"is TIMESTAMPTZ, which no lake has .*export it anew"):
            read(lake)


def test_a_lake_without_tables_is_refused(lake):
    altered(lake, tables={})
    for read in (refuse_lake, open_lake):
        with pytest.raises(DamagedArchiveError, match="names no table"):
            read(lake)


def test_a_lake_that_lacks_a_file_is_refused(lake):
    next((lake / "captures").glob("*.parquet")).unlink()
    with pytest.raises(DamagedArchiveError, match="is missing"):
        refuse_lake(lake)


def test_a_lake_with_a_file_of_another_is_refused(lake):
    (lake / "captures" / "part-x.parquet").touch()
    with pytest.raises(DamagedArchiveError, match="not of this lake"):
        refuse_lake(lake)


def test_what_lies_beside_the_tables_of_a_lake_is_of_no_concern(lake):
    (lake / "README.txt").touch()
    refuse_lake(lake)


def test_a_file_that_was_cut_is_told(lake, tmp_path):
    path = next((lake / "articles").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DamagedArchiveError, match=f"{path.relative_to(lake)} is no whole file of Parquet"):
        import_lake(lake, tmp_path / "draft.db")


def test_rows_that_are_missing_are_told(lake, tmp_path):
    rewrite(next((lake / "pages").glob("*.parquet")), "SELECT *", "LIMIT 1")
    with pytest.raises(DamagedArchiveError, match="pages has 1 rows"):
        import_lake(lake, tmp_path / "draft.db")


def test_a_file_whose_rows_are_damaged_is_named_once_as_the_lake_was(lake, tmp_path, monkeypatch):
    path = next((lake / "articles").rglob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[4:400] = bytes(396)  # of the first columns; how many rows there are is said at the end
    path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DamagedArchiveError, match=r"^lake: articles/\S+ cannot be read \(") as raised:
        import_lake(Path("lake"), tmp_path / "draft.db")
    assert str(tmp_path) not in str(raised.value)


def test_a_file_with_other_columns_is_told(lake, tmp_path):
    path = next((lake / "pages").glob("*.parquet"))
    rewrite(path, "SELECT id AS number")
    with pytest.raises(
        DamagedArchiveError, match=rf"^{lake}: pages/[^/ ]+ has not the columns that manifest.json names"
    ):
        import_lake(lake, tmp_path / "draft.db")


def test_rows_that_no_archive_holds_are_told(lake, tmp_path):
    rewrite(next((lake / "pages").glob("*.parquet")), "SELECT * REPLACE (1 AS id)")
    with pytest.raises(DamagedArchiveError, match="rows that cannot be"):
        import_lake(lake, tmp_path / "draft.db")


def test_rows_that_point_to_nothing_are_told(lake, tmp_path):
    rewrite(next((lake / "captures").glob("*.parquet")), "SELECT * REPLACE (CAST(999999 AS BIGINT) AS page_id)")
    with pytest.raises(DamagedArchiveError, match="holds rows of captures that point to pages which are not there"):
        import_lake(lake, tmp_path / "draft.db")


def test_a_column_that_is_not_there_is_told(lake, tmp_path):
    manifest = json.loads((lake / "manifest.json").read_text())
    del manifest["tables"]["captures"]["columns"]["warc_start"]
    altered(lake, tables=manifest["tables"])
    with pytest.raises(DamagedArchiveError, match=r"has no captures\.warc_start .*export it anew"):
        import_lake(lake, tmp_path / "draft.db")
