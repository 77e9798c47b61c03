"""What is asked of whoever reads a page, be it this process or a worker."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.model import Capture, PageKind
from archiver.pipelines.decide import Reading
from archiver.site_rules import NO_RULES, SiteRules

#: what a worker says when it can begin
READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What holds for all pages."""

    rules: SiteRules = NO_RULES
    #: a page that takes longer ends the process
    timeout_s: float = 60.0

    @property
    def too_long(self) -> str:
        """What is said of such a page."""
        return f"took longer than {self.timeout_s:g} s to read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One page to read."""

    capture: Capture
    #: as for ``read_content``
    expected: PageKind | None = None
    with_links: bool = True


def read(task: Task, rules: SiteRules) -> Reading:
    """What is in it."""
    from archiver.pipelines.reading import read_content  # noqa: PLC0415 - 0.11 s for the parser: workers may do it all

    return read_content(task.capture, expected=task.expected, with_links=task.with_links, rules=rules)
