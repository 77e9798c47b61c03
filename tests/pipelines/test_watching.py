"""What is set for a source, and what a look at a page has shown of it."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.discover.revisits import NO_LIMITS, Limits
from archiver.model import DuePage
from archiver.pipelines.decide import FIRST_CHECK
from archiver.pipelines.watching import Watcher
from archiver.source_settings import SourceSettings, SourceTable
from archiver.store.archive import open_archive

HOME = "https://www.lac.example/"


@pytest.fixture
def watcher(tmp_path):
    own = SourceSettings(url=HOME, revisit_pause_s=60.0, revisit_days=30)
    with open_archive(tmp_path / "archive.db") as archive:
        yield Watcher(archive, SourceTable([own, SourceSettings(url="https://hill.example/", revisit_pause_s=5.0)]))


def page(url):
    due_at = dt.datetime(2025, 8, 11, tzinfo=dt.UTC)
    return DuePage(page_id=1, source_id=1, url=url, kind=None, priority=0, due_at=due_at, found_by="link")


def test_limits_are_those_of_the_pages_own_source(watcher):
    minute, month = dt.timedelta(minutes=1), dt.timedelta(days=30)
    assert watcher.limits(page(f"{HOME}a")) == Limits(shortest=FIRST_CHECK + minute, last_age=month)
    assert watcher.limits(page("https://hill.example/a")) == Limits(
        shortest=FIRST_CHECK + dt.timedelta(seconds=5), last_age=None
    )


@pytest.mark.parametrize("url", ["https://elsewhere.example/a", "urn:sha256:00"])
def test_a_page_of_no_such_source_has_the_usual_limits(watcher, url):
    assert watcher.limits(page(url)) == NO_LIMITS
