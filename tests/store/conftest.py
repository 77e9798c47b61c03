"""An archive of one site in a folder of its own, for every test of the store."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from archiver.store.archive import open_archive
from support.archives import SITE, START, Clock, Desk


@pytest.fixture(scope="session")
def new_archive(tmp_path_factory):
    """A new archive with one source, to be copied: making one takes 30 ms, copying it one."""
    path = tmp_path_factory.mktemp("new") / "archive.db"
    with open_archive(path, clock=Clock()) as archive:
        archive.add_source(SITE, name="Courrier du Lac", language="fr")
    return path


@pytest.fixture
def path(tmp_path, new_archive):
    """Where an archive lies."""
    return shutil.copy(new_archive, tmp_path / "archive.db")


@pytest.fixture
def clock():
    return Clock(START)


@pytest.fixture
def desk(path, clock):
    """An open archive with one source."""
    with closing(open_archive(path, create=False, clock=clock)) as archive:
        yield Desk(archive, clock, archive.sources()[0])
