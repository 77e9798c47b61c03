#!/usr/bin/env python3
"""Takes the documentation's pictures anew, from the sample, in a Chromium.

python docs/pictures.py             # all of them
python docs/pictures.py report      # those whose file begins so

Pictures are no part of `make docs`: fonts differ from machine to machine, so that they would change without need. A
picture is a line in ``PICTURES``; it shows a file that a command writes, or a page of ``archiver serve``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
#: larger ones make a page of the documentation slow
MOST_BYTES = 150_000
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One file, and what is on it."""

    #: below docs/
    file: str
    #: of ``archiver serve``: a path; of a command's file: its name
    shows: str
    #: what writes the file that is shown; none for a page that is served
    command: tuple[str, ...] = ()
    width: int = 900
    height: int = 640
    scheme: Literal["light", "dark"] = "light"
    #: how far down, in pixels
    scrolled: int = 0


PICTURES = (
    Picture(
        file="how-to/report.png",
        shows="report.html",
        command=("report", "report.html"),
        width=860,
        height=1080,
    ),
    Picture(file="tutorial/front.png", shows="/", height=760),
    Picture(file="tutorial/changes.png", shows="/-/article/1/changes", height=1090),
    Picture(file="tutorial/placements.png", shows="/-/placements", height=760),
    Picture(file="tutorial/finding.png", shows="finding.html", command=("report", "finding.html"), scrolled=900),
)


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 1 when a picture has become too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="beginnings of files' names")
    names = tuple(parser.parse_args(arguments).names)
    wanted = [one for one in PICTURES if not names or Path(one.file).name.startswith(names)]
    large = 0
    with tempfile.TemporaryDirectory() as folder, _chromium() as browser, _served(Path(folder)) as address:
        for picture in wanted:
            path = ROOT / "docs" / picture.file
            _take(browser, picture, _address(picture, Path(folder), address), path)
            size = path.stat().st_size
            large += size > MOST_BYTES
            print(f"{picture.file}: {size} bytes{' (too large)' if size > MOST_BYTES else ''}")
    return 1 if large else 0


def _address(picture: Picture, folder: Path, served: str) -> str:
    if not picture.command:
        return served + picture.shows.lstrip("/")
    subprocess.run([sys.executable, "-m", "archiver.cli", *picture.command, "--quiet"], cwd=folder, check=True)
    return (folder / picture.shows).as_uri()


def _take(browser: Browser, picture: Picture, address: str, path: Path) -> None:
    with browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    ) as context:
        page = context.new_page()
        page.goto(address)
        page.mouse.wheel(0, picture.scrolled)
        page.screenshot(path=path, animations="disabled")


@contextmanager
def _chromium() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=executable) as browser:
        yield browser


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """A copy of the sample, and its address while it is served."""
    shutil.copy(ROOT / "archive.db", folder / "archive.db")
    command = [sys.executable, "-m", "archiver.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://\S+/", line)
            if found is None:
                raise SystemExit(f"the sample could not be served: {line}")
            yield found[0]
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
