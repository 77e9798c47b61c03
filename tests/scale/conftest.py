"""Engines that have begun, each once for all tests of a module."""

from __future__ import annotations

import pytest

from archiver.scale.process_engine import ProcessEngine
from support.bulk import write_warc


@pytest.fixture(scope="module")
def processes():
    with ProcessEngine(2) as engine:
        yield engine


@pytest.fixture
def warc(tmp_path):
    """A file of 40 stories."""
    return write_warc(tmp_path / "lac.warc.gz", 40)
