"""The notebooks run: each cell prints what stands beneath it, and draws a picture that shows something."""

from __future__ import annotations

import base64
import io
import re

import matplotlib.image
import nbformat
import notebooks
import pytest
from matplotlib.figure import Figure
from nbclient.exceptions import CellExecutionError

from support.project import ROOT

LARGEST = 200_000
by_notebook = pytest.mark.parametrize("path", notebooks.notebooks(), ids=lambda path: path.name)


@by_notebook
def test_a_notebook_tells_the_truth(path):
    """`make docs` writes it anew."""
    ran = notebooks.run(path)

    assert notebooks.texts(ran) == notebooks.texts(nbformat.read(path, as_version=4))
    pictures = [data for cell in ran.cells for output in cell.get("outputs", ()) if (data := picture(output))]
    assert pictures
    assert [number for number, data in enumerate(pictures) if is_empty(data)] == []


def picture(output) -> bytes:
    return base64.b64decode(output.get("data", {}).get("image/png", ""))


def is_empty(png: bytes) -> bool:
    """Whether nothing in it has a colour: axes, ticks and words are black on white."""
    pixels = matplotlib.image.imread(io.BytesIO(png))[..., :3]
    is_coloured = pixels.max(axis=2) - pixels.min(axis=2) > 0.2
    return bool(is_coloured.mean() < 0.002)


@by_notebook
def test_a_notebook_is_small_and_keeps_no_warning(path):
    text = path.read_text(encoding="utf-8")
    streams = {
        name for _, outputs in notebooks.texts(nbformat.reads(text, as_version=4)) for one in outputs for name in one
    }

    assert len(text) < LARGEST
    assert streams <= {"stdout", "text/plain", "text/html", "image/png"}


@by_notebook
def test_its_links_lead_somewhere(path):
    cells = nbformat.read(path, as_version=4).cells
    words = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", words)

    assert targets
    assert [target for target in targets if not (path.parent / target).is_file()] == []


@by_notebook
def test_the_index_names_it(path):
    assert f"({path.relative_to(ROOT / 'docs').as_posix()})" in (ROOT / "docs" / "README.md").read_text(
        encoding="utf-8"
    )


def test_a_cell_that_fails_and_one_that_prints_something_else_are_found(tmp_path):
    path = tmp_path / "try.ipynb"
    cell = nbformat.v4.new_code_cell("print(1)", outputs=[nbformat.v4.new_output("stream", name="stdout", text="2\n")])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    assert notebooks.texts(notebooks.run(path)) == [("print(1)", [{"stdout": "1\n"}])]
    assert '"1\\n"' in notebooks.corrected(path)

    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        notebooks.run(path)


@pytest.mark.parametrize("values", [[], [1, 3, 2]])
def test_an_empty_plot_is_known_from_one_that_shows_something(values):
    figure, png = Figure(figsize=(8, 3), dpi=70), io.BytesIO()
    axes = figure.add_subplot()
    axes.bar(range(len(values)), values)
    axes.set_title("Articles a day")
    figure.savefig(png)
    assert is_empty(png.getvalue()) is not bool(values)
