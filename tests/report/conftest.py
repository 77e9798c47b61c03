"""An archive of one site, and the page that reports of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archiver.report.page import Report, report_html
from archiver.store.archive import open_archive
from support.archives import SITE, START, Clock, Desk


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """An open archive with one source."""
    clock = Clock(START)
    with closing(open_archive(tmp_path / "archive.db", clock=clock)) as archive:
        archive.add_source(SITE, name="Courrier du Lac", language="fr")
        yield Desk(archive, clock, archive.sources()[0])


@pytest.fixture
def reported(desk) -> Callable[..., str]:
    """The page about the archive as it is now."""

    def page(**scope: object) -> str:
        figures = desk.archive.figures(**scope)
        return report_html(
            Report(name="archive.db", figures=figures, generated_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        )

    return page


@pytest.fixture
def written(reported, tmp_path) -> Callable[..., Path]:
    """The same in a file."""

    def write(**scope: object) -> Path:
        path = tmp_path / "report.html"
        path.write_text(reported(**scope), encoding="utf-8")
        return path

    return write
