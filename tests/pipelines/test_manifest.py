"""Which files are ingested, and what is known of each."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest

from archiver.errors import UsageError
from archiver.pipelines.manifest import BadLine, File, iter_listed, iter_pages


@pytest.fixture
def folder(tmp_path):
    for name in ("b.html", "a.htm.gz", "notes.txt", "picture.jpg", ".hidden.html", "inner/c.xhtml", "z.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"<p>x</p>")
    return tmp_path


def names(files, folder):
    return [file.path.relative_to(folder).as_posix() for file in files]


def test_a_folder_gives_its_pages_in_the_order_of_their_names(folder):
    assert names(iter_pages(folder), folder) == ["a.htm.gz", "b.html", "inner/c.xhtml", "notes.txt", "z.html"]


def test_a_file_that_is_named_is_taken_whatever_its_name(folder):
    assert names(iter_pages(folder / "picture.jpg"), folder) == ["picture.jpg"]


def test_a_manifest_of_json_lines_says_address_and_moment(folder):
    row = {"path": "b.html", "url": "https://lac.example/b", "fetched_at": "2025-08-11T14:05:00+02:00", "note": 1}
    (folder / "m.jsonl").write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    moment = dt.datetime(2025, 8, 11, 12, 5, tzinfo=dt.UTC)
    expected = File(path=folder / "b.html", url="https://lac.example/b", fetched_at=moment)
    assert list(iter_listed([folder / "m.jsonl"])) == [expected]


def test_a_manifest_may_be_csv_with_a_byte_order_mark_and_empty_cells(folder):
    (folder / "m.csv").write_text("url,path,fetched_at\nhttps://lac.example/é,b.html,\n,z.html,\n", "utf-8-sig")
    assert [(file.url, file.fetched_at) for file in iter_listed([folder / "m.csv"])] == [
        ("https://lac.example/é", None),
        (None, None),
    ]


def test_a_manifest_may_be_packed(folder):
    (folder / "m.jsonl.gz").write_bytes(gzip.compress(b'{"path": "b.html"}\n'))
    assert names(iter_listed([folder / "m.jsonl.gz"]), folder) == ["b.html"]


def test_two_lines_for_one_address_keep_their_order(folder):
    rows = [{"path": "z.html", "url": "https://lac.example/b"}, {"path": "b.html", "url": "https://lac.example/b"}]
    (folder / "m.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert names(iter_listed([folder / "m.jsonl"]), folder) == ["z.html", "b.html"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"url": "https://lac.example/b"}', "no path"),
        ("[]", "no JSON object"),
        ("{broken", "not JSON"),
        ('{"path": "b.html", "fetched_at": "yesterday"}', "fetched_at"),
        ('{"path": "b.html", "fetched_at": "2025-08-11T14:05:00"}', "fetched_at: no zone"),
    ],
)
def test_a_bad_line_is_named_and_stops_nothing(folder, line, problem):
    (folder / "m.jsonl").write_text(f'{line}\n{{"path": "z.html"}}\n', encoding="utf-8")
    bad, good = iter_listed([folder / "m.jsonl"])
    assert isinstance(bad, BadLine)
    assert (bad.line, good.path.name) == (1, "z.html")
    assert problem in bad.problem


def test_a_csv_file_without_its_column_is_a_usage_error(folder):
    (folder / "m.csv").write_text("file,address\nb.html,x\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no column 'path'"):
        list(iter_listed([folder / "m.csv"]))
