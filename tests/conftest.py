"""For all tests: one profile for properties, and nothing from the outside that could sway a result."""

from __future__ import annotations

import logging
import os

import pytest
from hypothesis import settings

# No deadline: two cores shared with other work make any wall-clock limit a coin toss.
settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Slow tests first, in whatever order: at the end, one process would work at them while the others wait."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """No ``ARCHIVER_*`` setting, proxy or colour preference of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith("ARCHIVER_") or name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(autouse=True)
def plain_logging():
    """What a command or a library made of logs in this process is gone before each test.

    Not only after it: a command may have run where a module prepares what its tests share. Levels are set, not
    written: each logger beneath remembers what it has been told of its level until then.
    """
    logging.disable(logging.NOTSET)
    logging.getLogger().setLevel(logging.WARNING)
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "archiver"]
    for logger in map(logging.getLogger, ["archiver", *names]):
        logger.handlers, logger.propagate, logger.disabled = [], True, False
        logger.setLevel(logging.NOTSET)
