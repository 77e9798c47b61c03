"""What is said of a run over large files, while it goes on and at its end. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archiver.model import RunCounts
from archiver.pipelines.events import Advanced, BulkFigures
from archiver.pipelines.ingest_counts import Fault
from archiver.text import counted, size_text

#: a rate below has a digit behind the point, which tells something there
_WHOLE_FROM = 10

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
#: units of a span, and below how many seconds each is fine enough
_UNITS = ((2 * _MINUTE_S, 1, "s"), (2 * _HOUR_S, _MINUTE_S, "min"), (2 * _DAY_S, _HOUR_S, "h"))
#: so soon nobody can tell how fast it goes, and how long it will take
_SOON_S = 5.0


def progress_text(begun: Advanced, now: Advanced, elapsed_s: float) -> str:
    """How far it is, how fast, and how long it will take: ``25%, 57 pages a second, 20 min left, 1.0 GB of 4.0 GB``.

    ``begun`` is where the run began, so many seconds ago. What matters comes first: a narrow terminal cuts the line.
    """
    parts = [f"{now.done_bytes / now.total_bytes:.0%}"] if now.total_bytes else []
    if elapsed_s >= _SOON_S:
        parts.append(f"{_per_second(now.pages - begun.pages, elapsed_s)} pages a second")
    left_s = seconds_left(begun, now, elapsed_s)
    if left_s is not None:
        parts.append(f"{span_text(left_s)} left")
    of_all = "" if now.total_bytes is None else f" of {size_text(now.total_bytes)}"
    parts += [f"{size_text(now.done_bytes)}{of_all}", counted(now.pages, "page"), counted(now.articles, "article")]
    return ", ".join([*parts, f"{now.failed} failed"])


def seconds_left(begun: Advanced, now: Advanced, elapsed_s: float) -> float | None:
    """How long the rest will take at the pace of this run; ``None`` where nobody can tell."""
    done = now.done_bytes - begun.done_bytes
    if now.total_bytes is None or done <= 0 or elapsed_s < _SOON_S:
        return None
    return max(0, now.total_bytes - now.done_bytes) * elapsed_s / done


def span_text(seconds: float) -> str:
    """A span for people.

    >>> span_text(65), span_text(1230), span_text(3 * 86400)
    ('65 s', '20 min', '3 days')
    """
    for below, unit_s, word in _UNITS:
        if seconds < below:
            return f"{seconds / unit_s:.0f} {word}"
    return f"{seconds / _DAY_S:.0f} days"


def bulk_summary(counts: RunCounts, figures: BulkFigures) -> str:
    """One line about a run over large files, with its reasons."""
    articles = f"{counted(counts.articles_new, 'article')} new, {counts.articles_changed} changed"
    parts = [f"{counted(figures.pages, 'page')}, {figures.unchanged} unchanged, {counts.pages_failed} failed", articles]
    failed, files = _failures(figures)
    told = {"passed over": figures.passed, "failed": failed, "failed files": files}
    for word, reasons in told.items():
        if reasons:
            parts.append(f"{word}: {_reasons_text(reasons)}")
    return "; ".join(parts)


def pace_text(figures: BulkFigures) -> str:
    """How long it took: ``4.0 GB in 20 min (3.3 MB and 57 pages a second)``."""
    elapsed_s = figures.elapsed_s
    pace = f"{size_text(figures.read_bytes)} in {span_text(elapsed_s)}"
    if not elapsed_s:
        return pace
    rate = (
        f"{size_text(round(figures.read_bytes / elapsed_s))} and {_per_second(figures.pages, elapsed_s)} pages a second"
    )
    return f"{pace} ({rate})"


def bulk_facts(figures: BulkFigures) -> dict[str, Any]:
    """The same for programs."""
    elapsed_s = figures.elapsed_s
    failed, files = _failures(figures)
    return {
        "pages": figures.pages,
        "pages_unchanged": figures.unchanged,
        "passed_over": dict(sorted(figures.passed.items())),
        "failed": dict(sorted(failed.items())),
        "files_failed": sum(files.values()),
        "bytes_read": figures.read_bytes,
        "elapsed_s": round(elapsed_s, 3),
        "pages_per_s": round(figures.pages / elapsed_s, 1) if elapsed_s else None,
        "bytes_per_s": round(figures.read_bytes / elapsed_s) if elapsed_s else None,
    }


def _failures(figures: BulkFigures) -> tuple[dict[str, int], dict[str, int]]:
    """Of pages, as many as the number of failed pages says, and of files, by reason."""
    pages = {reason: number for reason, number in figures.failed.items() if reason != Fault.UNREADABLE_FILE}
    files = {reason: number for reason, number in figures.failed.items() if reason == Fault.UNREADABLE_FILE}
    return pages, files


def _per_second(number: int, elapsed_s: float) -> str:
    if elapsed_s <= 0:
        return "0"
    rate = number / elapsed_s
    return f"{rate:,.0f}" if rate >= _WHOLE_FROM else f"{rate:.1f}"


def _reasons_text(reasons: Mapping[str, int]) -> str:
    """The most frequent first: ``12 media-type, 3 status``."""
    by_number = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number:,} {reason}" for reason, number in by_number)
