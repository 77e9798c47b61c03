"""Runs the notebooks in the documentation, and keeps beneath each cell what it prints and draws.

A notebook is true when each cell runs, and prints today what stands beneath it. Pictures are kept small and are not
compared: the fonts of another machine would draw another one. They are drawn anew when something else has changed.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any, cast

import nbformat
from examples import ROOT
from jupyter_client.client import KernelClient
from nbclient import NotebookClient

#: runs in the kernel first: small pictures, no word of the library's version in them
_SETTINGS = """
%config InlineBackend.figure_formats = ["png"]
%config InlineBackend.print_figure_kwargs = {"dpi": 70, "metadata": {"Software": None}}
"""


def notebooks() -> tuple[Path, ...]:
    """Every notebook of the documentation."""
    return tuple(sorted((ROOT / "docs").rglob("*.ipynb")))


def run(path: Path) -> Any:
    """The notebook with what its cells give now, beside a copy of the sample. Raises what a cell raises."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shutil.copy(ROOT / "archive.db", folder)
        resources = {"metadata": {"path": folder}}
        client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources)
        client.extra_arguments = ["--log-level=ERROR"]
        with client.setup_kernel():
            cast("KernelClient", client.kc).execute(_SETTINGS, silent=True)
            for number, cell in enumerate(notebook.cells):
                client.execute_cell(cell, number)
    return _tidied(notebook)


def texts(notebook: Any) -> list[tuple[str, list[dict[str, str]]]]:
    """Each code cell with what it prints; of a picture, that there is one."""
    return [(cell.source, list(map(_text, cell.outputs))) for cell in notebook.cells if cell.cell_type == "code"]


def corrected(path: Path) -> str:
    """The file as it should be: as it is, where it tells the truth."""
    ran = run(path)
    if texts(ran) == texts(nbformat.read(path, as_version=4)):
        return path.read_text(encoding="utf-8")
    return f"{nbformat.writes(ran)}\n"


def _text(output: Any) -> dict[str, str]:
    if output.output_type == "stream":
        return {output.name: output.text}
    kinds = output.data
    return {kind: "" if kind.startswith("image/") else kinds[kind] for kind in kinds}


def _tidied(notebook: Any) -> Any:
    """Without what differs from run to run, and without a picture's description as text."""
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                output.data.pop("text/plain", None)
    return notebook
