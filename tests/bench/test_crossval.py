"""Folds are by publisher, and a figure is told for all pages and for each fold."""

from __future__ import annotations

import importlib
import json
import sys
from functools import partial

import crossval
import pytest
from quality import ROOT

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
    assert crossval.main(["--folds", "7", "--plain", "--json", str(tmp_path / "folds.json")]) == 0
    told = json.loads((tmp_path / "folds.json").read_text())["The parser as it is"]
    (title,) = [one for one in told if one["name"] == "fundus title"]
    expected = [None] * 7
    expected[crossval.fold_of(FERRY[0], 7)] = 1.0
    expected[crossval.fold_of(SALT[0], 7)] = 0.0
    assert (title["plain"], title["folds"], title["mean"], title["pages"]) == (0.6, expected, 0.5, 5)
    assert title["deviation"] == pytest.approx(0.5**0.5)
    assert "| fundus title | 5 | 0.600 | 0.500 ±0.707 |" in capsys.readouterr().out


def test_flattened_pages_are_read_as_text(labelled_pages, capsys):
    labelled_pages(*FERRY, *SALT, wrong=SALT)
    assert crossval.main(["--flat", "--plain"]) == 0
    told = capsys.readouterr().out
    assert "| fundus title | 5 | 0.600 |" in told
    assert "teasers" not in told


def test_a_figure_without_pages_is_a_dash(labelled_pages, capsys):
    labelled_pages(*ROPES)
    assert crossval.main(["--plain"]) == 0
    assert "| aeb body F1 | 0 | – | – ±– | – | – | – | – | – |" in capsys.readouterr().out


FIT = """
from pathlib import Path
WEIGHTS = Path({weights!r})

def fitted(folder, is_used):
    return " ".join(name for name in ("ferry-post", "salt-times") if is_used(name + ".example"))
"""


@pytest.fixture
def fits(tmp_path):
    """A folder with a script that fits a file to the publishers it may use."""
    (tmp_path / "fits").mkdir()
    script = tmp_path / "fits" / "fit_invented.py"
    script.write_text(FIT.format(weights=str(ROOT / "src" / "invented.txt")), encoding="utf-8")
    yield script
    sys.modules.pop("fit_invented", None)


def test_weights_are_fitted_to_the_publishers_of_other_folds(monkeypatch, tmp_path, fits):
    monkeypatch.setattr(sys, "path", [*sys.path])
    for site, other in (("ferry-post", "salt-times"), ("salt-times", "ferry-post")):
        own = crossval.fold_of(f"https://{site}.example/", 1000)
        is_used = partial(crossval.is_in_another_fold, fold=own, folds=1000)
        crossval.write_weights(fits, tmp_path, tmp_path, is_used)
        assert (tmp_path / "invented.txt").read_text() == other


@pytest.mark.slow
def test_a_fold_is_scored_with_what_was_fitted_to_the_others(labelled_pages, monkeypatch, fits, capfd):
    labelled_pages(*FERRY, *SALT, wrong=SALT)
    assert crossval.main(["--folds", "2", "--fits", str(fits.parent)]) == 0
    plain, held_out = capfd.readouterr().out.split("Each fold with weights fitted to the others")
    assert table_of(held_out) == table_of(plain)
    assert "| fundus title | 5 | 0.600 |" in held_out


def table_of(text):
    return [line for line in text.splitlines() if line.startswith("|")]


def test_one_fold_is_none():
    with pytest.raises(SystemExit, match="2"):
        crossval.main(["--folds", "1"])


def test_without_labelled_pages_there_is_nothing_to_measure(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))
    assert crossval.main([]) == 2
    assert "no labelled pages" in capsys.readouterr().err


@pytest.mark.parametrize("script", sorted((ROOT / "bench").glob("fit_*.py")), ids=lambda script: script.stem)
def test_every_script_that_fits_can_be_asked_for_some_publishers(script, labelled_pages):
    fit = importlib.import_module(script.stem)
    assert fit.WEIGHTS.is_file()
    assert fit.fitted(labelled_pages(*ROPES), lambda _: False) == "{}\n"
