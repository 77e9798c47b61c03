"""`query` and `stats`, on an archive with one article."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import signal
import subprocess

import pytest

import archiver as package
from support.command_line import on_terminal

HTML = """<html lang="fr"><head><title>Le théâtre rouvre</title></head><body><article><h1>Le théâtre rouvre</h1>
<p>Le théâtre de la rive rouvre lundi, après six mois de travaux et une longue soirée du conseil municipal.</p>
<p>Les habitants de l’autre rive devaient jusqu’ici contourner la montagne pour aller voir une pièce.</p>
</article></body></html>"""
URL = "https://www.lac.example/theatre"


@pytest.fixture(autouse=True)
def archive(folder):
    with package.open(folder / "archive.db") as archive:
        archive.add(dataclasses.replace(package.parse(HTML, url=URL), kind="article"))


def test_rows_are_tab_separated_when_nobody_watches(archiver):
    called = archiver("query", "SELECT title, url, NULL AS gap FROM articles")
    assert called.out == f"title\turl\tgap\nLe théâtre rouvre\t{URL}\t\n"


def test_rows_can_be_json(archiver):
    assert json.loads(
        archiver("query", "SELECT 1 AS a, 'é' AS b, NULL AS c UNION SELECT 2, '', 0.5", "--json").out
    ) == [
        {"a": 1, "b": "é", "c": None},
        {"a": 2, "b": "", "c": 0.5},
    ]


def test_parquet_answers_as_the_archive_does(archiver):
    archiver("export", "lake", "--format", "parquet")
    asked = "SELECT title, published_day, is_paywalled, first_seen FROM articles"
    for option in ((), ("--json",), ("--csv",)):
        called = archiver("query", "--parquet", "lake", asked, *option)
        assert (called.code, called.err) == (0, "")
        assert called.out == archiver("query", asked, *option).out


def test_parquet_is_asked_instead_of_an_archive(archiver, monkeypatch):
    archiver("export", "lake", "--format", "parquet")
    refused = archiver("query", "SELECT 1", "--parquet", "lake", "--db", "archive.db")
    assert (refused.code, refused.err.partition(" (")[0]) == (2, "archiver: --parquet and --db exclude each other")
    monkeypatch.setenv("ARCHIVER_DB", "elsewhere.db")
    assert archiver("query", "SELECT count(*) AS n FROM articles", "--parquet", "lake").out == "n\n1\n"


@pytest.mark.parametrize(
    ("sql", "code", "words"),
    [
        ("SELECT titel FROM articles", 2, 'archiver: Referenced column "titel" not found in FROM clause!'),
        ("DROP VIEW articles", 2, "archiver: not authorized (a query can only read)"),
        (
            "SELECT count(*) FROM range(1000000000) a, range(1000000000) b",
            1,
            "archiver: interrupted: the statement took",
        ),
    ],
)
def test_what_parquet_cannot_answer_is_one_sentence(archiver, sql, code, words):
    archiver("export", "lake", "--format", "parquet")
    called = archiver("query", "--parquet", "lake", sql, "--timeout", "0.3")
    assert (called.code, called.out, called.err.count("\n")) == (code, "", 1)
    assert called.err.startswith(words)


def test_a_folder_without_parquet_is_one_sentence(archiver, folder):
    called = archiver("query", "--parquet", folder, "SELECT 1")
    assert (called.code, called.err.count("\n")) == (1, 1)
    assert "no archive (expected one, or a folder that 'export --format parquet' has written)" in called.err


def test_ctrl_c_ends_a_question_to_parquet(archiver, start):
    archiver("export", "lake", "--format", "parquet")
    process = start("query", "--parquet", "lake", "SELECT count(*) FROM range(1000000000) a, range(1000000000) b")
    with pytest.raises(subprocess.TimeoutExpired):
        process.popen.wait(2)
    called = process.end(signal.SIGINT, timeout=20)
    assert (called.code, called.out, called.err) == (130, "", "")


def test_no_rows_are_an_empty_array(archiver):
    assert json.loads(archiver("query", "SELECT 1 WHERE 0", "--json").out) == []


def test_rows_can_be_csv(archiver):
    called = archiver("query", "SELECT 'a,b' AS x, 'c\nd' AS y", "--csv")
    assert list(csv.reader(io.StringIO(called.out))) == [["x", "y"], ["a,b", "c\nd"]]


def test_bytes_and_what_is_no_number_can_be_printed(archiver):
    odd = "SELECT x'00ff' AS bytes, 9e999 AS endless, 9e999 - 9e999 AS nan, '' AS empty"
    (row,) = json.loads(archiver("query", odd, "--json").out)
    assert row == {"bytes": "AP8=", "endless": None, "nan": None, "empty": ""}
    assert archiver("query", odd, "--csv").out == "bytes,endless,nan,empty\nAP8=,inf,,\n"
    assert archiver("query", odd).out == "bytes\tendless\tnan\tempty\n<2 bytes>\tinf\t\t\n"


def test_two_columns_of_one_name_are_two_in_an_object(archiver):
    assert json.loads(archiver("query", "SELECT 1 AS a, 2 AS b, 3 AS a", "--json").out) == [{"a": 1, "b": 2, "a_2": 3}]


def test_many_rows_on_a_terminal_come_as_several_tables():
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2001) SELECT i FROM n"
    heads = [line for line in on_terminal("query", counting, columns=40) if "i" in line]
    assert len(heads) == 3
    assert any("i" in line for line in on_terminal("query", "SELECT 1 AS i WHERE 0", columns=40))


def test_an_endless_query_is_given_up_in_a_sentence(archiver):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    called = archiver("query", endless, "--timeout", "0.2")
    assert (called.code, called.out) == (1, "")
    assert called.err.startswith("archiver: interrupted: the statement took more than 0.2 s (a narrower one, or")
    assert called.err.count("\n") == 1


def test_a_time_of_nothing_is_no_limit(archiver):
    assert archiver("query", "SELECT 1 AS a", "--timeout", "0").out == "a\n1\n"
    assert archiver("query", "SELECT 1", "--timeout", "soon").code == 2


def test_a_line_break_in_a_cell_does_not_break_the_line(archiver):
    assert archiver("query", "SELECT 'c' || char(10, 9) || 'd' AS y").out == "y\nc  d\n"


def test_control_characters_reach_programs_alone(archiver):
    sql = "SELECT 'a' || char(27) || '[31mb' AS \"c\td\x1b[0m\""
    assert archiver("query", sql).out == "c d[0m\na[31mb\n"
    assert "a\x1b[31mb" in archiver("query", sql, "--csv").out
    assert json.loads(archiver("query", sql, "--json").out) == [{"c\td\x1b[0m": "a\x1b[31mb"}]


def test_a_column_name_is_no_markup_on_a_terminal():
    assert any("[red]x" in line for line in on_terminal("query", 'SELECT 1 AS "[red]x"', columns=40))


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_bytes_that_are_no_text_are_told_by_their_sign(archiver, form):
    called = archiver("query", "SELECT CAST(x'41FF' AS TEXT) AS y", *form)
    assert (called.code, called.err) == (0, "")
    assert "A\ufffd" in called.out


@pytest.mark.parametrize(
    "sql",
    [
        "SELEC 1",
        "SELECT * FROM nothing",
        "",
        "DELETE FROM articles",
        "SELECT 1; SELECT 2",
    ],
)
def test_sql_that_is_none_or_writes_is_one_sentence_and_code_2(archiver, sql):
    called = archiver("query", sql)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("archiver: ")
    assert called.err.count("\n") == 1


def test_figures_are_for_people_or_for_programs(archiver):
    assert "articles             1" in archiver("stats").out
    assert json.loads(archiver("stats", "--json").out)["articles"] == 1


@pytest.fixture
def promoted(folder):
    """Cards on a page of the archive: two of them without a picture, and one of another site."""
    shown = [
        package.Teaser(position=at, region="aside", block=1, block_heading="À lire", title=title, **fields)
        for at, (title, fields) in enumerate(
            (
                ("Le théâtre", {"url": URL, "image_status": "present"}),
                ("Le phare", {"url": "https://mer.example/phare", "image_status": "missing"}),
                (None, {"image_status": "placeholder", "placeholder_text": "Image Not Found"}),
            )
        )
    ]
    with package.open(folder / "archive.db") as archive:
        archive.add(package.Article(kind="article", url=f"{URL}/suite", title="La suite", teasers=tuple(shown)))


def test_figures_of_teasers_say_what_a_site_promotes_and_what_is_empty(archiver, promoted):
    called = archiver("stats", "--teasers")

    assert called.code == 0
    assert called.out.startswith("www.lac.example\n\n")
    for line in (
        "        3        3  placements",
        "        2        2  stories",
        "        1        1  stories that are archived",
        "        3        3  À lire [aside]",
        "        1        1  Le théâtre rouvre",
        "        1        1  Le phare [not archived]",
        "   66.7 %   66.7 %  of the slots are empty",
    ):
        assert f"\n{line}\n" in called.out


def test_figures_of_teasers_can_be_json(archiver, promoted):
    (site,) = json.loads(archiver("stats", "--teasers", "--source", "www.lac.example", "--json").out)

    assert site["source"] == "www.lac.example"
    assert site["teaser_slots_now"]["empty_share"] == 0.6667


def test_an_archive_without_teasers_is_no_failure(archiver):
    called = archiver("stats", "--teasers")
    assert (called.code, called.out, called.err) == (0, "", "no teasers found\n")
    assert archiver("stats", "--teasers", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--source", "www.lac.example"), "--source is for --teasers"),
        (("--teasers", "--source", "mer.example"), "no source 'mer.example' (known: https://www.lac.example/)"),
    ],
)
def test_figures_of_no_source_are_refused(archiver, options, message):
    called = archiver("stats", *options)
    assert (called.code, called.out) == (2, "")
    assert message in called.err


def test_looking_writes_nothing(archiver, folder):
    before = (folder / "archive.db").read_bytes()
    archiver("search", "theatre")
    archiver("query", "SELECT 1")
    archiver("stats")
    archiver("stats", "--teasers")
    archiver("check")
    assert (folder / "archive.db").read_bytes() == before


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_query_that_runs_for_ever_can_be_ended(start, signum, code):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    process = start("query", endless, "--verbose")
    with pytest.raises(subprocess.TimeoutExpired):
        process.popen.wait(1)
    called = process.end(signum, timeout=10)
    assert (called.code, called.out, called.err) == (code, "", "")  # nobody watches: the code says it


def test_a_reader_that_has_seen_enough_is_no_failure(start):
    """As with `| head`: no traceback, no complaint."""
    process = start(
        "query", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) SELECT i FROM n"
    )
    assert process.popen.stdout is not None
    assert process.popen.stdout.readline() == "i\n"
    process.popen.stdout.close()
    assert process.popen.wait(20) == 0
    assert process.popen.stderr is not None
    assert process.popen.stderr.read() == ""
