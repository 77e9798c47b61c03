"""Charts as trees, to be looked into."""

from __future__ import annotations

from xml.etree import ElementTree as ET

SVG = "svg"


def parsed(markup: str) -> ET.Element:
    """The picture's root; fails for markup that is not well-formed."""
    return ET.fromstring(markup)


def texts(markup: str) -> list[str]:
    """What is written in the picture, in its order."""
    return [element.text or "" for element in parsed(markup).iter("text")]


def hints(markup: str) -> list[str]:
    """What is said of each bar to who points at it."""
    return [title.text or "" for rect in parsed(markup).iter("rect") for title in rect.iter("title")]


def sizes(markup: str, side: str) -> list[float]:
    """Widths or heights of the bars, in their order."""
    return [float(rect.get(side, "0")) for rect in parsed(markup).iter("rect") if rect.get("class") == "chart-bar"]
