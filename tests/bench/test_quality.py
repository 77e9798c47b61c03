"""The quality gate judges figures, and its floors go down only with a reason."""

from __future__ import annotations

import json

import pytest
import quality

FLOORS = """# what the file is about
[corpus]
digest = ""
[floors]
"news.body.f1" = 0.9
[ceilings]
"failures" = 0
"x_lxml.all" = 6.0
"""


@pytest.fixture
def gate(tmp_path, monkeypatch):
    """Runs the gate on the figures given and tells its exit code."""
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path / "nowhere"))
    floors, scores = tmp_path / "floors.toml", tmp_path / "scores.json"
    floors.write_text(FLOORS, encoding="utf-8")

    def run(*options, f1=0.95, ratio=4.0, failures=()):
        figures = {"news": {"body": {"f1": f1}}, "x_lxml": {"all": ratio}, "failures": list(failures)}
        scores.write_text(json.dumps({"archiver": figures}), encoding="utf-8")
        return quality.main(["--scores", str(scores), "--floors", str(floors), *options])

    run.floors = floors
    return run


def test_figures_above_their_floors_pass(gate):
    assert gate() == 0


@pytest.mark.parametrize("worse", [{"f1": 0.89}, {"ratio": 6.1}, {"failures": [["page", "error"]]}])
def test_a_figure_past_its_limit_fails_and_is_named(gate, capsys, worse):
    assert gate(**worse) == 1
    assert "FAILED" in capsys.readouterr().out


def test_pinning_moves_the_floor_to_a_little_under_the_figure(gate):
    assert gate("--pin", f1=0.95) == 0
    floors = quality.read_floors(gate.floors)
    assert floors.floors == {"news.body.f1": 0.945}
    assert floors.ceilings == {"failures": 0, "x_lxml.all": 5.0}


def test_pinning_keeps_the_head_of_the_file(gate):
    gate("--pin")
    assert gate.floors.read_text(encoding="utf-8").startswith("# what the file is about\n")


def test_a_figure_inside_the_margin_keeps_its_floor(gate):
    gate("--pin", f1=0.902)
    assert quality.read_floors(gate.floors).floors == {"news.body.f1": 0.9}


def test_a_floor_does_not_go_down_without_a_reason(gate, capsys):
    assert gate("--pin", f1=0.85) == 2
    assert "news.body.f1 (0.900 → 0.845)" in capsys.readouterr().err
    assert quality.read_floors(gate.floors).floors == {"news.body.f1": 0.9}


def test_a_reason_for_a_lower_floor_is_kept_beside_it(gate):
    assert gate("--pin", "--lower", "Captions were counted as body.", f1=0.85) == 0
    floors = quality.read_floors(gate.floors)
    assert floors.floors == {"news.body.f1": 0.845}
    assert [(one.figure, one.why) for one in floors.lowered] == [("news.body.f1", "Captions were counted as body.")]


def test_a_reason_takes_a_sentence(gate):
    with pytest.raises(SystemExit, match="2"):
        gate("--pin", "--lower", "because")


def test_a_figure_that_is_not_measured_fails(gate):
    gate.floors.write_text(FLOORS.replace("news.body", "news.title"), encoding="utf-8")
    assert gate() == 1


@pytest.fixture
def labelled(tmp_path, monkeypatch):
    """A folder with a score.py that tells one ratio after the other; how often it ran."""
    (tmp_path / "score.py").write_text(SCORE, encoding="utf-8")
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))
    (tmp_path / "floors.toml").write_text(FLOORS, encoding="utf-8")

    def measure(*ratios, f1=0.95):
        (tmp_path / "ratios.json").write_text(json.dumps([[f1, ratio] for ratio in ratios]), encoding="utf-8")
        code = quality.main(["--floors", str(tmp_path / "floors.toml")])
        return code, len(ratios) - len(json.loads((tmp_path / "ratios.json").read_text(encoding="utf-8")))

    return measure


SCORE = """
import json, pathlib, sys
here = pathlib.Path(__file__).parent / "ratios.json"
(f1, ratio), *left = json.loads(here.read_text())
if "--flat" in sys.argv:  # fewer words are found on pages without their tags
    f1, left = f1 - 0.2, [(f1, ratio), *left]
here.write_text(json.dumps(left))
figures = {"news": {"body": {"f1": f1}}, "x_lxml": {"all": ratio}, "failures": []}
pathlib.Path(sys.argv[sys.argv.index("--json") + 1]).write_text(json.dumps({"archiver": figures}))
"""


def test_a_time_over_its_ceiling_is_measured_once_more(labelled):
    """A busy machine is no slower parser."""
    assert labelled(7.0, 5.0) == (0, 2)
    assert labelled(7.0, 6.5, 5.0) == (1, 2)


def test_a_quality_below_its_floor_is_not_measured_again(labelled):
    assert labelled(7.0, 5.0, f1=0.8) == (1, 1)


def test_pages_are_measured_as_they_are_and_flattened(labelled, tmp_path):
    (tmp_path / "floors.toml").write_text(FLOORS.replace("[ceilings]", '"flat.news.body.f1" = 0.7\n[ceilings]'))
    assert labelled(5.0, 5.0, f1=0.95) == (0, 1)
    assert labelled(5.0, 5.0, f1=0.899) == (1, 1)


def test_without_labelled_pages_the_gate_says_so_and_passes(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))
    assert quality.main([]) == 0
    assert "skipped" in capsys.readouterr().out


def test_scores_that_cannot_be_read_are_one_sentence(gate, tmp_path, capsys):
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert quality.main(["--scores", str(tmp_path / "broken.json")]) == 2
    assert "holds no scores" in capsys.readouterr().err


def test_the_floors_of_the_project_can_be_read():
    assert quality.read_floors(quality.FLOORS_FILE).floors
