"""Archives to be served, written once."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from support.hostile_archive import write_hostile_archive
from support.lake_archive import write_lake_archive
from support.project import ROOT


@pytest.fixture(scope="session")
def lake(tmp_path_factory):
    """Where the small archive lies; nobody writes to it."""
    return write_lake_archive(tmp_path_factory.mktemp("lake") / "lake.db")


@pytest.fixture(scope="session")
def textless(lake, tmp_path_factory):
    """The small archive without its texts, as the how-to page on publishing takes them out."""
    path = shutil.copy(lake, tmp_path_factory.mktemp("textless") / "textless.db")
    script = ROOT / "docs" / "how-to" / "files" / "publish" / "without-texts.sql"
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.executescript(script.read_text(encoding="utf-8"))
    return path


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """Where the hostile archive lies; nobody writes to it."""
    return write_hostile_archive(tmp_path_factory.mktemp("hostile") / "hostile.db")
