"""Folds are by publisher, and a figure is told for all pages and for each fold."""

from __future__ import annotations

import json

import crossval
import pytest

FERRY = [f"https://www.ferry-post.example/{number}" for number in range(3)]
SALT = ["https://news.salt-times.example/a", "https://salt-times.example/b"]
ROPES = ["https://ropes.example/"]


def folds_of(urls, folds):
    return {crossval.fold_of(url, folds) for url in urls}


@pytest.mark.parametrize("urls", [FERRY, SALT])
def test_all_pages_of_a_publisher_are_in_one_fold(urls):
    assert len(folds_of(urls, 1000)) == 1


def test_publishers_are_spread_over_the_folds():
    assert folds_of([f"https://paper-{number}.example/" for number in range(100)], 5) == {0, 1, 2, 3, 4}


def test_a_figure_is_told_plain_and_by_folds(labelled_pages, tmp_path, capsys):
    labelled_pages(*FERRY, *SALT, wrong=SALT)
    assert crossval.main(["--folds", "7", "--json", str(tmp_path / "folds.json")]) == 0
    (title,) = [one for one in json.loads((tmp_path / "folds.json").read_text()) if one["name"] == "fundus title"]
    expected = [None] * 7
    expected[crossval.fold_of(FERRY[0], 7)] = 1.0
    expected[crossval.fold_of(SALT[0], 7)] = 0.0
    assert (title["plain"], title["folds"], title["mean"], title["pages"]) == (0.6, expected, 0.5, 5)
    assert title["deviation"] == pytest.approx(0.5**0.5)
    assert "| fundus title | 5 | 0.600 | 0.500 ±0.707 |" in capsys.readouterr().out


def test_a_figure_without_pages_is_a_dash(labelled_pages, capsys):
    labelled_pages(*ROPES)
    assert crossval.main([]) == 0
    assert "| aeb body F1 | 0 | – | – ±– | – | – | – | – | – |" in capsys.readouterr().out


def test_one_fold_is_none():
    with pytest.raises(SystemExit, match="2"):
        crossval.main(["--folds", "1"])


def test_without_labelled_pages_there_is_nothing_to_measure(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))
    assert crossval.main([]) == 2
    assert "no labelled pages" in capsys.readouterr().err
