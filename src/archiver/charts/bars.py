"""Horizontal bars, each with its name and its figure: lists of the most, shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.charts.drawing import Frame, Table, amount, box, clipped, label, sentence, svg, text_width

_HEIGHT = {False: 24, True: 40}
_THICK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One of them."""

    label: str
    value: float
    #: the figure as it is written; ``None`` for the value itself
    text: str | None = None

    @property
    def figure(self) -> str:
        """The value for people."""
        return amount(self.value) if self.text is None else self.text


def bars_chart(frame: Frame, bars: Sequence[Bar], *, whole: float | None = None) -> str:
    """Bars in the order given, the longest as wide as there is room, or ``whole``, which is drawn behind each."""
    if not bars:
        return sentence(frame, "There is nothing to show.")
    height = _HEIGHT[frame.is_narrow]
    parts = [part for n, bar in enumerate(bars) for part in _bar(frame, bar, n * height, _Scale.of(frame, bars, whole))]
    return svg(frame, len(bars) * height + 4, parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    left: float
    right: float
    most: float
    has_whole: bool

    @classmethod
    def of(cls, frame: Frame, bars: Sequence[Bar], whole: float | None) -> _Scale:
        widest = max(text_width(bar.label) for bar in bars) + 12
        left = 0 if frame.is_narrow else min(widest, frame.width * 0.55)
        right = frame.width - max(text_width(bar.figure) for bar in bars) - 8
        most = whole or max(bar.value for bar in bars)
        return cls(left, right, most, whole is not None)

    def length(self, value: float) -> float:
        share = min(value / self.most, 1) if self.most else 0
        return share * (self.right - self.left)


def _bar(frame: Frame, bar: Bar, y: float, scale: _Scale) -> Iterator[str]:
    room = frame.width if frame.is_narrow else scale.left - 10
    top = y + (20 if frame.is_narrow else 6)
    yield label(0, y + (14 if frame.is_narrow else 17), clipped(bar.label, room), "chart-name")
    length = scale.length(bar.value)
    if scale.has_whole:
        yield box((scale.left, top), (scale.right - scale.left, _THICK), "chart-whole")
    if bar.value:
        yield box((scale.left, top), (max(length, 1), _THICK), "chart-bar", f"{bar.label}: {bar.figure}")
    end = scale.right if scale.has_whole else scale.left + max(length, 1)
    yield label(end + 6, top + 11, bar.figure, "chart-value")


def bar_rows(bars: Sequence[Bar], headings: tuple[str, str]) -> Table:
    """A row for each bar, under two headings: what, how many."""
    return Table(headings=headings, rows=tuple((bar.label, bar.figure) for bar in bars))
