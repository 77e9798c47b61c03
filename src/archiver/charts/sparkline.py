"""A line the size of a word."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.charts.drawing import amount, number, plain, tag

_WIDTH, _HEIGHT, _EDGE = 120, 24, 3


def sparkline(values: Sequence[float], name: str) -> str:
    """The course of some figures from 0 up, with a dot on the last; ``name`` says what they are.

    Whoever does not see it is told the first, the last and the highest.
    """
    if not values:
        return ""
    top = max(*values, 1)
    step = (_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    points = [
        (_EDGE + n * step, _HEIGHT - _EDGE - value / top * (_HEIGHT - 2 * _EDGE)) for n, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    x, y = points[-1]
    said = f"{name}: from {amount(values[0])} to {amount(values[-1])}, at most {amount(max(values))}"
    return tag(
        "svg",
        tag("title", plain(said)) + tag("path", d=path, class_="chart-line") + tag("circle", cx=x, cy=y, r=2.5),
        class_="chart chart-spark",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=said,
    )
