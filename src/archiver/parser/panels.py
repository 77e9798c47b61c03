"""Hidden elements that are shown by turns with others, such as the tabs of a box of cards."""

from __future__ import annotations

from lxml import etree

from archiver.document import text_in
from archiver.parser import zones as z
from archiver.text import squeeze

#: a hidden panel is one of these, with so many links at least
_PANELS = frozenset(("div", "section", "ul", "ol"))
_PANEL_LINKS = 2


def is_panel(element: etree._Element) -> bool:
    """Whether a hidden element is one of several that are shown by turns, and holds a list of links."""
    if element.get("role") != "tabpanel" and not _has_shown_twin(element):
        return False
    in_links = [squeeze(text_in(link)) for link in element.iter("a")]
    if sum(map(bool, in_links)) < _PANEL_LINKS:
        return False
    return 2 * sum(map(len, in_links)) > len(squeeze(text_in(element)))


def _has_shown_twin(element: etree._Element) -> bool:
    """Whether an element of the same tag and classes, but for one as "active", stands beside it and is not hidden."""
    names, parent = set((element.get("class") or "").split()), element.getparent()
    if not names or parent is None or element.tag not in _PANELS:
        return False
    twins = (one for one in parent.iterchildren(element.tag) if names <= set((one.get("class") or "").split()))
    return any(not z.is_hidden(one) for one in twins)
