"""Whether readers have to pay for an article: by what the page declares, else by the signs that it shows.

``True`` says that there is a paywall, not that the text is missing: many publishers send all of it and hide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from archiver.document import Document
from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role, Segment
from archiver.parser.metadata import Metadata, Thing
from archiver.parser.paywall_words import ALREADY, FREE, SUBSCRIBE, says_rest
from archiver.text import fold, squeeze

#: what publishers call texts that only readers who pay can see
_LOCKED = frozenset({"locked", "paid", "premium", "subscriber", "subscribers", "subscription", "payant", "abo", "plus"})
_FREE = frozenset({"free", "public", "gratuit", "open", "unlocked"})
_TIERS = ("article:content_tier", "og:article:content_tier", "content_tier")
#: names that the makers of paywalls give to theirs, and that nothing else has
_VENDORS = re.compile(
    r"(?:^|[\s_-])(?:leaky-?paywall|pelcro|poool|steady-paywall|zephr|wallkit|tinypass|pigeon-paywall|evolok|newspack-paywall"
    r"|memberful-paywall|piano-(?:paywall|offer|inline)|laterpay|mppglobal|paywall-?(?:box|container|overlay|banner|wrapper"
    r"|message|prompt|barrier|cta|offer|modal|teaser|inline|fade|gradient|content-?locked|active))(?:$|[\s_-])",
    re.IGNORECASE,
)
#: a prompt is no longer than this, and stands so close to the text's end
_MAX_PROMPT = 400
_REACH = 8
_ELSEWHERE = z.HEADER | z.FOOTER | z.NAV | z.COMMENTS | z.ASIDE | z.RELATED | z.CONSENT
#: what a text ends in that is not cut off, and what one that is, bare or in brackets
_ENDS = frozenset(".!?。！？؟।»”\"'’)]")
_DOTS = ("…", "...")
_DOTS_APART = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]$")
#: a class or an id in a CSS selector
_SELECTOR = re.compile(r"([.#])([\w-]+)")
#: finds the elements with a text in that attribute, at the speed of C
_HOLDING = {name: etree.XPath(f".//*[contains(@{name}, $name)]") for name in ("class", "id")}
_MAX_SELECTORS = 4
_MAX_PARTS = 20
_MAX_PARAGRAPHS = 500
#: so many characters tell one paragraph from all others
_SNIPPET = 40

#: raw text, ``true`` or ``false``, where it stands, what it says
Answer = tuple[str, str, str]


def access_answers(metadata: Metadata, page: Page) -> Iterator[Answer]:
    """What the page says of a paywall, the most telling first."""
    yield from _declared(metadata)
    yield from _shown(page)


def uncover_paid(document: Document, metadata: Metadata) -> None:
    """Takes off what hides the part that the page declares to be paid for, so that its text is read like any other."""
    names = [match for part in _paid_parts(metadata) for match in _SELECTOR.findall(str(part.get("cssSelector")))]
    for sign, name in names[:_MAX_SELECTORS]:
        attribute = "class" if sign == "." else "id"
        elements: Any = _HOLDING[attribute](document.root, name=name)
        named = (element for element in elements if name in (element.get(attribute) or "").split())
        for element in islice(named, _MAX_PARTS):
            hiding = {"hidden", "style"}.intersection(element.attrib)
            if hiding and not _is_shown_twice(element, document):
                for one in hiding:
                    del element.attrib[one]


def _is_shown_twice(element: etree._Element, document: Document) -> bool:
    """Whether the page shows the first paragraph of what it hides: some hide a copy for search engines."""
    texts = (squeeze(str(text)) for text in element.itertext())
    first = next((text[:_SNIPPET] for text in texts if len(text) >= _SNIPPET), None)
    if first is None:
        return False
    paragraphs = islice(document.root.iter("p"), _MAX_PARAGRAPHS)
    others = (other for other in paragraphs if element not in other.iterancestors())
    return any(first in squeeze("".join(map(str, other.itertext()))) for other in others)


def _paid_parts(metadata: Metadata) -> list[Thing]:
    """The parts of the JSON-LD article that are not free."""
    parts = (metadata.article or {}).get("hasPart")
    every = parts if isinstance(parts, list) else [parts]
    return [part for part in every if isinstance(part, dict) and _is_paid(part.get("isAccessibleForFree"))]


def _declared(metadata: Metadata) -> Iterator[Answer]:
    flags = [("json-ld isAccessibleForFree", (metadata.article or {}).get("isAccessibleForFree"))]
    flags += [("json-ld hasPart", part["isAccessibleForFree"]) for part in _paid_parts(metadata)]
    for source, flag in flags:
        if (is_paid := _is_paid(flag)) is not None:
            yield str(flag), str(is_paid).lower(), source
    for name in _TIERS:
        for tier in metadata.metas.get(name, ()):
            if tier.lower() in _LOCKED | _FREE:
                yield tier, "true" if tier.lower() in _LOCKED else "false", f"meta {name}"


def _is_paid(flag: object) -> bool | None:
    return {"true": False, "false": True}.get(str(flag).rsplit("/", 1)[-1].lower())


def _shown(page: Page) -> Iterator[Answer]:
    """Prompts right behind the text."""
    last = next((item for item in reversed(page.segments) if item.role is Role.BODY), None)
    if last is None:
        return
    behind = _prompts(page, last.index + 1)
    for item, text in behind:
        if says_rest(text):
            yield item.text, "true", "text behind the article"
    is_broken_off = last.text.endswith(_DOTS) or (last.text.endswith("]") and bool(_DOTS_APART.search(last.text)))
    if not is_broken_off and last.text[-1] in _ENDS:
        return
    offers = [item.text for item, text in behind if SUBSCRIBE.search(text) and not FREE.search(text)]
    readers = [item.text for item, text in behind if ALREADY.search(text)]
    if (offers or readers) if is_broken_off else (offers and readers):
        yield (offers or readers)[0], "true", "text behind an article that is cut off"
    if name := _vendor(page, last):
        yield name, "true", "class of a paywall behind an article that is cut off"


def _prompts(page: Page, start: int) -> list[tuple[Segment, str]]:
    """The short blocks from there on that belong neither to a card nor to another part of the page, and their keys."""
    return [
        (item, fold(item.text))
        for item in page.segments[start : start + _REACH]
        if item.role is not Role.TEASER and len(item.text) <= _MAX_PROMPT and not item.zones & _ELSEWHERE
    ]


def _vendor(page: Page, last: Segment) -> str | None:
    """The class or id of a paywall in the elements behind the text's end."""
    for node in page.nodes:
        if last.index < node.start <= last.index + _REACH:
            names = f"{node.element.get('class') or ''} {node.element.get('id') or ''}"
            if _VENDORS.search(names):
                return names.strip()
    return None
