"""What a page shows: sections of a finding, charts, tables, and what the figures do and do not mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archiver import charts
from archiver.charts.drawing import amount
from archiver.store.figures import Figures


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to an address of the web; to none where the address is of another kind."""

    text: str
    address: str | None

    @property
    def url(self) -> str | None:
        """Where it leads: nothing that a browser would run."""
        is_web = self.address is not None and self.address.lower().startswith(("https://", "http://"))
        return self.address if is_web else None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in a cell, as markup."""

    svg: str


Cell: TypeAlias = str | Linked | Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: how many columns hold words, from the first on; the others hold figures
    words: int = 1
    #: whether it is shown at once; else it is opened below its chart
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question and its answer."""

    #: unique on the page: letters and hyphens
    key: str
    title: str
    #: the answer, in a sentence
    finding: str
    #: as markup
    charts: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    #: what the figures mean, and what they do not
    means: str
    means_not: str


def chart_sheet(table: charts.Table, caption: str) -> Sheet:
    """The figures of a chart."""
    return Sheet(caption=caption, headings=table.headings, rows=table.rows)


def many(number: int, thing: str, things: str | None = None) -> str:
    """How many there are of something, for people.

    >>> many(1, "article"), many(2000, "story", "stories")
    ('1 article', '2,000 stories')
    """
    return f"{amount(number)} {thing if number == 1 else things or f'{thing}s'}"


def summed(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Counts of one name together, the largest first."""
    counts: Counter[str] = Counter()
    for name, count in pairs:
        counts[name] += count
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def source_names(figures: Figures) -> dict[int | None, str]:
    """What each source is called, the home page behind the name where several share it."""
    names = {one.source_id: one.source or "added without an address" for one in figures.by_source}
    times = Counter(names.values())
    homes = {one.source_id: one.home_url for one in figures.by_source}
    return {number: name if times[name] == 1 else f"{name} ({homes[number]})" for number, name in names.items()}


def bars_of(pairs: Sequence[tuple[str, int]], most: int = 20) -> tuple[charts.Bar, ...]:
    """The first ``most``, and the rest in one."""
    bars = tuple(charts.Bar(label=name, value=count) for name, count in pairs[:most])
    rest = sum(count for _, count in pairs[most:])
    others = charts.Bar(label=many(len(pairs) - most, "other"), value=rest)
    return (*bars, others) if len(pairs) > most else bars
