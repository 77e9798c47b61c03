"""What is asked of whoever reads a page, be it this process or a worker."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archiver.model import ARCHIVED_KINDS, Capture, PageKind
from archiver.pipelines.decide import Reading
from archiver.site_rules import NO_RULES, SiteRules
from archiver.text_facts import facts_of

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
    #: whether what follows from an article's text is worked out, too: for one that is new, and will be kept
    with_facts: bool = False


def read(task: Task, rules: SiteRules) -> Reading:
    """What is in it."""
    from archiver.pipelines.reading import read_content  # noqa: PLC0415 - 0.11 s for the parser: workers may do it all

    reading = read_content(task.capture, expected=task.expected, with_links=task.with_links, rules=rules)
    article = reading.article
    if not task.with_facts or article is None or article.kind not in ARCHIVED_KINDS:
        return reading
    return replace(reading, facts=facts_of(article.lead, article.body))
