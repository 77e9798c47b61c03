"""``reparse``: what a better parser makes of pages that were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING

import click

from archiver.cli.session import Session, rules_option, session_options
from archiver.cli.tables import print_json, printable

if TYPE_CHECKING:
    from archiver.pipelines.events import Change, Event, PageReparsed

#: of a text that changed, so much is shown
_SHOWN_CHARS = 70


@click.command()
@click.option("--outdated", is_flag=True, help="Only what another version of the parser has read.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each page that changes, one a line.")
@rules_option
@session_options
def reparse(session: Session, *, outdated: bool, dry_run: bool, as_json: bool) -> int:
    """Parse kept pages again, and report what changed.

    No site is asked: pages are read back from the WARC files. Every field that is read differently is reported, before
    and after; at the end, how many pages changed in which field. A changed text becomes a revision with the cause
    'parser': it never counts as an edit by the publisher.
    """
    from archiver.cli.progress import conclude, follow
    from archiver.pipelines.reparse import Selection  # spares the start of --help lxml
    from archiver.pipelines.reparse import reparse as pipeline

    selection = Selection(is_outdated_only=outdated, is_dry_run=dry_run)
    report = _Report(as_json=as_json)
    with session.open_to_read() if dry_run else session.open_tools() as tools:
        ended = follow(report.passing(pipeline(tools, selection)), session)
    return conclude(ended, session, report.summary())


class _Report:
    """Prints what changes as it goes by, and counts."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._pages = 0
        self._changed = 0
        self._failed = 0
        #: pages in which a field changed
        self._fields: Counter[str] = Counter()

    def summary(self) -> str:
        """One line: how many pages were parsed, how many changed, and in which fields."""
        fields = ", ".join(f"{field} {pages}" for field, pages in self._fields.most_common())
        failed = f"{self._failed} could not be read, " if self._failed else ""
        figures = (
            f"{failed}{self._pages - self._failed} kept pages parsed, {self._changed} of them read differently now"
        )
        return f"{figures}: {fields}" if fields else figures

    def passing(self, events: Generator[Event]) -> Generator[Event]:
        """The same events."""
        from archiver.pipelines.events import PageReparsed  # as above

        with closing(events):
            for event in events:
                if isinstance(event, PageReparsed):
                    self._pages += 1
                    self._failed += event.failure is not None
                    self._take(event)
                yield event

    def _take(self, page: PageReparsed) -> None:
        if page.changes:
            self._changed += 1
            self._fields.update(change.field for change in page.changes)
            _print(page, as_json=self._as_json)


def _print(page: PageReparsed, *, as_json: bool) -> None:
    if as_json:
        fields = {change.field: {"before": change.before, "after": change.after} for change in page.changes}
        print_json({"url": page.url, "changes": fields})
        return
    print(page.url)
    for change in page.changes:
        print(f"  {change.field}: {_shown(change, change.before)} -> {_shown(change, change.after)}")


def _shown(change: Change, text: str | None) -> str:
    """The value, or of a long one its beginning at the first difference."""
    if text is None:
        return "none"
    other = (change.after if text is change.before else change.before) or ""
    start = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(0, start - 20) if len(text) > _SHOWN_CHARS else 0
    part = printable(" ".join(text[start : start + _SHOWN_CHARS].split()))
    return f"'{'…' if start else ''}{part}{'…' if start + _SHOWN_CHARS < len(text) else ''}'"
