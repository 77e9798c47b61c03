"""The page: figures in, one HTML text out that asks for nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from archiver import charts
from archiver.charts.drawing import amount
from archiver.charts.scales import day_text
from archiver.report.coverage import all_sources, articles_a_day, fields_filled, publication_hours
from archiver.report.observations import edits, empty_slots, failures, most_promoted
from archiver.report.policy import content_security_policy
from archiver.store.figures import Figures
from archiver.timestamps import utc_text

#: what the first lines of a report say, so that a later one may take its place
MARK = '<meta name="generator" content="archiver report">'

_SECTIONS = (
    *(articles_a_day, publication_hours, fields_filled, failures),
    *(empty_slots, most_promoted, edits, all_sources),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is reported, and when."""

    #: of the archive
    name: str
    figures: Figures
    #: UTC
    generated_at: dt.datetime


def report_html(report: Report) -> str:
    """The whole file: the same report gives the same text."""
    style = files("archiver.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    style = f"{style}{charts.style_sheet()}"
    return (
        _environment()
        .get_template("report.html")
        .render(
            mark=MARK,
            policy=content_security_policy(style),
            style=style,
            name=report.name,
            generated_at=utc_text(report.generated_at),
            generated_text=f"{day_text(report.generated_at)}, {report.generated_at:%H:%M} UTC",
            part=_part(report.figures),
            summary=_summary(report.figures),
            sections=[section(report.figures) for section in _SECTIONS],
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("archiver.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _part(figures: Figures) -> str:
    """Which part of the archive it is about, as a clause; empty for all of it."""
    scope = figures.scope
    since = f"from {day_text(scope.since)}" if scope.since else ""
    until = f"to {day_text(scope.until)}" if scope.until else ""
    period = " ".join(filter(None, ("published", since, until))) if since or until else ""
    return "; ".join(filter(None, (", ".join(scope.sources), period)))


def _summary(figures: Figures) -> list[tuple[str, str]]:
    """The totals, each with its name."""
    totals = figures.totals
    return [
        (amount(totals.articles), "articles"),
        (amount(totals.sources), "sources"),
        (amount(totals.authors), "authors"),
        (amount(totals.words), "words"),
        (amount(totals.edits), "edits"),
        (amount(totals.headline_changes), "headlines changed"),
        (amount(totals.cards), "cards"),
        (amount(totals.placements), "places where they stood"),
    ]
