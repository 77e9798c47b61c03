"""Runs the examples in the documentation, and writes what they print beneath them.

A fence's language says what becomes of it:

    ```python     runs; what it prints stands in the ```text block beneath, if there is one
    ```sql        is asked of archive.db, the sample; its rows stand in the ```text block beneath, if there is one
    ```sql lake   is asked of lake/, the sample as Parquet; it is exported when it is first needed
    ```console    each line that begins with `$ ` runs in a shell; what it prints stands beneath the line
    ```sh         is only shown: it needs a network, or changes the machine

The examples of one file share a folder and, in Python, their names. The folder holds a copy of the sample as
`archive.db`, and whatever a comment asks for: `<!-- with page.html = fixtures/… -->`. A line `...` in an expected
output stands for any number of lines.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: a longer cell is cut, so that a page stays readable
MAX_CELL = 70
RUNNABLE = ("python", "sql", "sql lake", "console")
_FENCE = re.compile(r"^```(?P<language>\w*(?: lake)?)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_OUTPUT = re.compile(r"\n+```text\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_WITH = re.compile(r"^<!-- with (?P<name>\S+) = (?P<source>\S+) -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One fenced block that runs."""

    language: str
    text: str
    #: what the document says that it prints; ``None`` when the document does not say
    output: str | None
    #: where the output stands in the document
    span: tuple[int, int]
    #: from 1
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An example and what it printed."""

    example: Example
    output: str

    @property
    def is_as_told(self) -> bool:
        """Whether the document tells the truth."""
        return self.example.output is None or matches(self.example.output, self.output)


def documents() -> tuple[Path, ...]:
    """Every document that people write: README and docs/, the generated reference left out."""
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(page for page in pages if not is_generated(page)))


def is_generated(page: Path) -> bool:
    """Whether `make docs` writes the whole page."""
    return page.read_text(encoding="utf-8").startswith("<!-- Written by")


def examples_in(text: str) -> Iterator[Example]:
    """The blocks that run, in order."""
    for fence in _FENCE.finditer(text):
        if fence["language"] not in RUNNABLE:
            continue
        line = text.count("\n", 0, fence.start()) + 1
        if fence["language"] == "console":
            output, span = fence["text"], fence.span("text")
        elif told := _OUTPUT.match(text, fence.end()):
            output, span = told["text"], told.span("text")
        else:
            output, span = None, (0, 0)
        yield Example(language=fence["language"], text=fence["text"], output=output, span=span, line=line)


def run_document(path: Path) -> list[Outcome]:
    """Every example of one document with what it prints now."""
    text = path.read_text(encoding="utf-8")
    examples = list(examples_in(text))
    if not examples:
        return []
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        _provide(text, Path(folder))
        desk = _Desk(path=path)
        return [Outcome(example=example, output=desk.run(example)) for example in examples]


def corrected(text: str, outcomes: list[Outcome]) -> str:
    """The document with each output as it is now; those that are told truly stay as they are."""
    for outcome in sorted(outcomes, key=lambda one: one.example.span, reverse=True):
        if not outcome.is_as_told:
            start, end = outcome.example.span
            text = text[:start] + outcome.output + text[end:]
    return text


def matches(told: str, printed: str) -> bool:
    """Whether the output is as told, `...` lines standing for any lines, the ends of lines aside."""
    parts = [re.escape(line.rstrip()) + r"\n" if line.strip() != "..." else r"(?:.*\n)*" for line in told.splitlines()]
    plain = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    return re.fullmatch("".join(parts), plain) is not None


def _provide(text: str, folder: Path) -> None:
    shutil.copy(ROOT / "archive.db", folder / "archive.db")
    for wanted in _WITH.finditer(text):
        source, target = ROOT / wanted["source"], folder / wanted["name"]
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)


@dataclass(slots=True)
class _Desk:
    """Where the examples of one document are tried, one after the other."""

    path: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def run(self, example: Example) -> str:
        runners = {"python": self._python, "sql": self._sql, "sql lake": self._lake, "console": self._console}
        return runners[example.language](example)

    def _python(self, example: Example) -> str:
        printed = io.StringIO()
        code = compile("\n" * example.line + example.text, str(self.path), "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, self.names)
        return printed.getvalue()

    def _sql(self, example: Example) -> str:
        return _as_table(_shell('archiver query --json "$SQL"', SQL=example.text))

    def _lake(self, example: Example) -> str:
        if not Path("lake").exists():
            _shell("archiver export lake --format parquet --quiet")
        return _as_table(_shell('archiver query --parquet lake --json "$SQL"', SQL=example.text))

    def _console(self, example: Example) -> str:
        commands = [line for line in example.text.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{_shell(line.removeprefix('$ '))}" for line in commands)


def _as_table(printed: str) -> str:
    return "\n".join(_columns(json.loads(printed))) + "\n" if printed.startswith("[") else printed


def _columns(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Rows as aligned columns, as a terminal shows them; a dash for NULL."""
    if not rows:
        yield "(no rows)"
        return
    cells = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in (cells[0], ["-" * width for width in widths], *cells[1:]):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cell(value: object) -> str:
    text = "–" if value is None else " ".join(str(value).split())
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


def _shell(command: str, **variables: str) -> str:
    """What a command prints, on both streams. Raises CalledProcessError where there is a traceback."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    ran = subprocess.run(
        ["sh", "-c", command],
        env=kept | {"PATH": path, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if "Traceback (most recent call last)" in ran.stdout:
        raise subprocess.CalledProcessError(ran.returncode, command, ran.stdout)
    return ran.stdout


def main() -> int:
    """Rewrites the outputs of the documents named, or of all."""
    for path in [Path(name) for name in sys.argv[1:]] or documents():
        text = path.read_text(encoding="utf-8")
        path.write_text(corrected(text, run_document(path)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
