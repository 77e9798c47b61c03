"""Archives to be served, written once."""

from __future__ import annotations

import pytest

from support.hostile_archive import write_hostile_archive
from support.lake_archive import write_lake_archive


@pytest.fixture(scope="session")
def lake(tmp_path_factory):
    """Where the small archive lies; nobody writes to it."""
    return write_lake_archive(tmp_path_factory.mktemp("lake") / "lake.db")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """Where the hostile archive lies; nobody writes to it."""
    return write_hostile_archive(tmp_path_factory.mktemp("hostile") / "hostile.db")
