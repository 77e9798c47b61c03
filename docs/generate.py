#!/usr/bin/env python3
"""Writes what the documentation takes from the code: docs/reference/, and the output beneath each example and cell.

python docs/generate.py             # write
python docs/generate.py --check     # change nothing; exit with 1 and name the pages that are not up to date
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from examples import ROOT, corrected, documents, run_document
from notebooks import corrected as corrected_notebook
from notebooks import notebooks
from reference_pages import names, page

REFERENCE = ROOT / "docs" / "reference"


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 1 with --check when a page is not up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, name what is not up to date")
    options = parser.parse_args(arguments)
    old = {path: text for path, text in contents().items() if read(path) != text}
    for path, text in old.items():
        print(f"{path.relative_to(ROOT)}: {'not up to date (make docs)' if options.check else 'written'}")
        if not options.check:
            path.write_text(text, encoding="utf-8")
    return 1 if old and options.check else 0


def contents() -> dict[Path, str]:
    """Every page as it should be."""
    generated = {REFERENCE / name: page(name) for name in names()}
    written = {path: corrected(read(path), run_document(path)) for path in documents()}
    return generated | written | {path: corrected_notebook(path) for path in notebooks()}


def read(path: Path) -> str:
    """The page as it is; empty when there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
