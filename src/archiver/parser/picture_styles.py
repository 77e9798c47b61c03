"""Backgrounds that a page gives its elements in a style block: ``#post-12 .thumb { background-image: url(…) }``.

A rule for one id, or for a class with a number in it, is for one card; a rule for all elements of a class gives them
the theme's own picture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from archiver.parser.picture_address import css_addresses

#: a page with longer style blocks has them for its theme; the rules at their beginning are read
_MAX_CHARS = 200_000
_COMBINATORS = re.compile(r"[\s>+~]+")
_NAME = re.compile(r"[#.][\w-]+")
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^)]*\))?")


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One selector, and the picture that it gives."""

    #: what the element must be called, and then, in order, what stands around it: ``#id``, ``.class``
    names: tuple[frozenset[str], ...]
    address: str

    @property
    def is_for_one(self) -> bool:
        """Whether the rule is written for one element."""
        return any(name[0] == "#" or any(map(str.isdecimal, name)) for names in self.names for name in names)


#: by a name of the element
StyleRules = Mapping[str, list[StyleRule]]


def read_style_rules(root: etree._Element) -> StyleRules:
    """The rules of the page's style blocks that name a picture."""
    rules: defaultdict[str, list[StyleRule]] = defaultdict(list)
    for style in root.iter("style"):
        text = style.text or ""
        if "url(" in text and "background" in text:
            for rule in _rules_in(text[:_MAX_CHARS]):
                rules[min(rule.names[0])].append(rule)
    return rules


def _rules_in(text: str) -> Iterator[StyleRule]:
    at = text.find("url(")
    while at >= 0:
        start, end = text.rfind("{", 0, at), text.find("}", at)
        end = end if end >= 0 else len(text)
        if "background" in text[start:at]:
            before = max(text.rfind("}", 0, start), text.rfind("{", 0, start))
            yield from _rules_of(text[before + 1 : start], text[start + 1 : end])
        at = text.find("url(", end)


def _rules_of(selectors: str, body: str) -> Iterator[StyleRule]:
    address = next(iter(css_addresses(body)), None)
    for selector in selectors.split(",") if address else ():
        compounds = _COMBINATORS.split(_PSEUDO.sub("", selector).strip())
        names = tuple(frozenset(_NAME.findall(compound)) for compound in reversed(compounds))
        if names[0] and address:
            yield StyleRule(names, address)


def rule_for(element: etree._Element, rules: StyleRules) -> StyleRule | None:
    """The rule that gives this element its picture."""
    own = _names_of(element)
    found = [rule for name in own if name in rules for rule in rules[name] if rule.names[0] <= own]
    return next((rule for rule in found if _stands_within(element, rule.names[1:])), None)


def _names_of(element: etree._Element) -> frozenset[str]:
    named = element.get("id")
    classes = (element.get("class") or "").split()
    return frozenset([f".{name}" for name in classes] + ([f"#{named}"] if named else []))


def _stands_within(element: etree._Element, outer: tuple[frozenset[str], ...]) -> bool:
    """Whether elements of these names stand around it, in this order; tags are not asked."""
    wanted = [names for names in outer if names]
    for around in element.iterancestors():
        if wanted and wanted[0] <= _names_of(around):
            wanted.pop(0)
    return not wanted
