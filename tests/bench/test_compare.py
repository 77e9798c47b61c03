"""Tools side by side: what each is worth, how far ahead this parser is, and where the table goes."""

from __future__ import annotations

import json
from types import SimpleNamespace

import compare
import peers
import pytest
from labelled import COLUMNS

URLS = [f"https://paper-{number}.example/" for number in range(4)]
NONE = ["--peers", "no such tool"]
TITLE = next(number for number, column in enumerate(COLUMNS) if column.name == "fundus title")


@pytest.fixture
def kept(tmp_path):
    """A file of results of another tool that got two of four titles right, in twice the time of one lxml parse."""
    counts = {"extruct": {"fundus/title": {str(number): [number % 2] for number in range(4)}}}
    seconds = {"extruct": {f"{number}.html.gz": [0.5, 0.25] for number in range(4)}}
    results = {"counts": counts, "seconds": seconds, "failures": {"extruct": 0}, "versions": {"extruct": "0.18"}}
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(results), encoding="utf-8")
    return path


def cells_of(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows_of(printed, tool):
    return [cells_of(line)[1:] for line in printed.splitlines() if line.startswith(f"| {tool} |")]


def test_each_tool_has_its_figures_and_its_time(labelled_pages, kept, capsys):
    labelled_pages(*URLS)
    assert compare.main(["--reuse", str(kept)]) == 0
    printed = capsys.readouterr().out
    (ours,), (theirs, lead) = rows_of(printed, "archiver"), rows_of(printed, "extruct")
    assert (ours[TITLE], ours[-1]) == ("1.000", "1.0")
    assert (theirs[TITLE], theirs[-1]) == ("0.500", "2.0")
    assert lead[TITLE] == "**+0.500 ±0.010**"
    assert "; extruct 0.18." in printed


def test_what_is_kept_can_be_reused(labelled_pages, tmp_path, capsys):
    labelled_pages(*URLS, wrong=URLS[:1])
    compare.main([*NONE, "--save", str(tmp_path / "run.json")])
    first = capsys.readouterr().out
    compare.main([*NONE, "--reuse", str(tmp_path / "run.json")])
    assert capsys.readouterr().out == first
    assert rows_of(first, "archiver")[0][TITLE] == "0.750"


def test_the_table_goes_between_its_marks(labelled_pages, tmp_path):
    labelled_pages(*URLS)
    page = tmp_path / "page.md"
    page.write_text(f"before\n{compare.START}\nNot measured yet.\n{compare.END}\nafter\n", encoding="utf-8")
    compare.main([*NONE, "--write", str(page)])
    text = page.read_text(encoding="utf-8")
    assert (text.partition("\n")[0], text.rpartition("\n\n")[2]) == ("before", f"{compare.END}\nafter\n")
    assert ("| archiver |" in text, "Not measured yet" in text) == (True, False)


def test_the_page_of_the_documentation_has_the_marks():
    text = compare.PAGE.read_text(encoding="utf-8")
    assert text.index(compare.START) < text.index(compare.END)


def test_fewer_mistakes_are_ahead(labelled_pages):
    spurious = next(column for column in COLUMNS if column.is_less_better)
    totals = {"authors": (lambda pages: {"spurious": sum(pages) / len(pages)}, "f1")}

    scorer = SimpleNamespace(TOTALS=totals, paired=lambda ours, theirs, total, key: (-0.3, 0.5))
    assert compare.lead(scorer, spurious, {"a": 0.1, "b": 0.1}, {"a": 0.4}) == "+0.300 ±0.500"


def test_a_tool_that_is_not_installed_is_left_out():
    assert peers.installed(("no such tool",)) == {}


class TestEmbedded:
    def test_the_article_is_found_inside_a_graph(self):
        things = peers.embedded([{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"]}]}, "text"])
        assert [peers.is_article(thing) for thing in things] == [False, False, True]

    @pytest.mark.parametrize(
        ("author", "names"),
        [
            ({"name": "Ada Penrose"}, ["Ada Penrose"]),
            (["Ada Penrose", {"name": "Tom Quill"}, {"name": None}], ["Ada Penrose", "Tom Quill"]),
            (None, []),
        ],
    )
    def test_names_stand_in_texts_and_objects(self, author, names):
        assert peers.names_of(author) == names

    @pytest.mark.parametrize("text", ["2024-08-28T10:00:23+0000", "2024-08-28T10:00:23Z"])
    def test_a_moment_is_read_whatever_its_zone_looks_like(self, text):
        assert peers.moment(text).isoformat() == "2024-08-28T10:00:23+00:00"


def test_a_list_where_a_text_belongs_is_its_first():
    read = peers.tidied(lambda html, url: {"title": ["One", "Two"], "date": None, "authors": ["Ada", ["Tom"], None]})
    assert read(b"", "") == {"title": "One", "date": None, "authors": ["Ada", "Tom"]}
