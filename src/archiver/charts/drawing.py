"""What every chart is put together from: a frame with a name, elements, texts that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files

#: of the drawing, in its own units: pixels where there is room for it
WIDE = 720
NARROW = 340
BROAD = 1120
#: of all texts, as ``charts.css`` has it
TEXT_SIZE = 13
#: a character's share of the text's size, on the wide side of what common typefaces have
_CAPITAL, _LETTER, _SLIM, _BROAD, _WIDEST = 0.78, 0.64, 0.42, 0.98, 1.25
#: a space at which no line ends
_FIXED = "\N{NO-BREAK SPACE}"
_SLIM_ONES, _BROAD_ONES = frozenset(f"iIljtfr.,:;'’|!()[]/ {_FIXED}"), frozenset("mwMW@%<>=+~^—…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is said of a chart, and how wide it is drawn."""

    #: unique on the page: letters, digits and hyphens
    key: str
    title: str
    #: what is to be seen, in a sentence or two, for those who do not see it
    summary: str = ""
    width: int = WIDE

    @property
    def is_narrow(self) -> bool:
        """Whether labels stand above what they are of, for want of room beside it."""
        return self.width < WIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The figures of a chart as texts, to be shown beside it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def style_sheet() -> str:
    """How charts look: what the page links or holds."""
    return files("archiver.charts").joinpath("charts.css").read_text(encoding="utf-8")


def for_all_widths(draw: Callable[[Frame], str], frame: Frame, *, is_broad: bool = False) -> str:
    """A chart drawn twice, for screens and paper, and for phones; the style sheet shows the one that fits.

    A broad one is drawn a third time, for pages that have room for it.
    """
    class_ = "charts charts-broad" if is_broad else "charts"
    widths = (*((BROAD,) if is_broad else ()), WIDE, NARROW)
    return f'<div class="{class_}">{"".join(draw(replace(frame, width=width)) for width in widths)}</div>'


def svg(frame: Frame, height: float, parts: Iterable[str]) -> str:
    """The whole picture."""
    key = f"{frame.key}-{frame.width}"
    title = tag("title", plain(frame.title), id=f"{key}-title")
    summary = tag("desc", plain(frame.summary), id=f"{key}-desc") if frame.summary else ""
    return tag(
        "svg",
        f"{title}{summary}{''.join(parts)}",
        class_=f"chart {_class_of(frame)}",
        viewBox=f"0 0 {frame.width} {number(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc" if frame.summary else f"{key}-title",
    )


def _class_of(frame: Frame) -> str:
    if frame.is_narrow:
        return "chart-narrow"
    return "chart-broad" if frame.width > WIDE else "chart-wide"


def sentence(frame: Frame, text: str) -> str:
    """A chart of nothing: a sentence in its place."""
    return svg(frame, 40, [label(0, 24, text, "chart-muted")])


def tag(name: str, content: str = "", /, **attributes: str | float) -> str:
    """An element; ``content`` is markup. A name's ``_`` is a hyphen in the attribute's, but for one at its end."""
    given = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return plain(value) if isinstance(value, str) else number(value)


def label(x: float, y: float, text: str, class_: str = "", anchor: str = "start") -> str:
    """A text on its base line."""
    classes = f"{class_} chart-{anchor}".strip() if anchor != "start" else class_
    return tag("text", plain(text), x=x, y=y, **({"class_": classes} if classes else {}))


def line(start: tuple[float, float], end: tuple[float, float], class_: str) -> str:
    """A straight line."""
    return tag("path", d=f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}", class_=class_)


def box(corner: tuple[float, float], size: tuple[float, float], class_: str, hint: str = "") -> str:
    """A rectangle; ``hint`` is shown to who points at it."""
    (x, y), (width, height) = corner, size
    inner = tag("title", plain(hint)) if hint else ""
    return tag("rect", inner, x=x, y=y, width=max(width, 0), height=max(height, 0), class_=class_)


def number(value: float) -> str:
    """A coordinate: to a tenth of a unit, without what says nothing.

    >>> number(3.0), number(2.26)
    ('3', '2.3')
    """
    return f"{value:.1f}".removesuffix(".0")


def plain(text: str) -> str:
    """A text as markup, in which control characters and half characters are spaces."""
    return escape("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text))


def amount(value: float) -> str:
    """A figure for people.

    >>> amount(12345), amount(0.5)
    ('12,345', '0.5')
    """
    return f"{value:,.1f}".removesuffix(".0")


def share(part: int, whole: int) -> str:
    """A share for people: 0 % and 100 % where they are exact. The sign stays on the figure's line.

    >>> [share(*one).replace(_FIXED, " ") for one in ((1, 3), (0, 3), (999, 1000), (1, 1000), (0, 0))]
    ['33 %', '0 %', '> 99 %', '< 1 %', '–']
    """
    if not whole:
        return "–"
    per_cent = round(100 * part / whole)
    if per_cent in {0, 100} and part not in {0, whole}:
        return f">{_FIXED}99{_FIXED}%" if per_cent else f"<{_FIXED}1{_FIXED}%"
    return f"{per_cent}{_FIXED}%"


def text_width(text: str) -> float:
    """How long a text is at most, about, in units of the drawing."""
    return TEXT_SIZE * sum(map(_share, text))


def _share(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _WIDEST
    if character in _SLIM_ONES:
        return _SLIM
    if character in _BROAD_ONES:
        return _BROAD
    return _CAPITAL if character.isupper() else _LETTER


def clipped(text: str, width: float) -> str:
    """As much of a text as there is room for, with an ellipsis where something is left out.

    >>> clipped("The ferry was late", 80)
    'The ferry…'
    """
    text = " ".join(text.split())
    if text_width(text) <= width:
        return text
    return f"{text[: _fitting(text, width - text_width('…'))].rstrip()}…"


def clipped_within(text: str, width: float) -> str:
    """A text cut in its middle: for names that begin alike, as addresses do.

    >>> clipped_within("news.example/politics/ferries", 120)
    'news.e…/ferries'
    """
    text = " ".join(text.split())
    if text_width(text) <= width:
        return text
    half = (width - text_width("…")) / 2
    head, tail = _fitting(text, half), _fitting(text[::-1], half)
    return f"{text[:head].rstrip()}…{text[len(text) - tail :].lstrip()}"


def _fitting(text: str, room: float) -> int:
    """How many characters fit."""
    for kept, character in enumerate(text):
        room -= text_width(character)
        if room < 0:
            return kept
    return len(text)
