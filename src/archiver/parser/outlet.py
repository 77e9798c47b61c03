"""The outlet's own name, and where it was tacked on to a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from archiver.parser.blocks import Page
from archiver.parser.metadata import Metadata, Thing, texts_of, types_of
from archiver.text import fold, squeeze, words
from archiver.urls import registered_domain

#: bars of every script: ASCII, full width, box drawings, the Hangul vowel and the Chinese stroke that look like one
_BARS = "|｜ǀ∣❘❙❚│┃┆¦‖ㅣ丨︱"
_DASHES = "-–—―‐−‑─"
_POINTERS = "»«›‹<>→←►▸▶"
#: what stands between a title and an outlet's or a section's name
_SEPARATOR = re.compile(
    rf"\s+(?:[{_DASHES}~〜～*·•∙・●■◆★/\\:]+|[{_POINTERS}]{{1,2}})\s+|\s*[{_BARS}：]+\s*|\s*-{{2,}}\s*|\s*[—―─]{{2}}\s*"
    r"|\s*:{2,}\s*|(?<=\S)_+(?=\D)|(?<=\S)[-–—－](?=\S)"
)
_BAR = re.compile(rf"\s*[{_BARS}]+\s*")
#: separators that join words as well
_TIGHT = frozenset("-–—－_")
#: from here on Unicode holds the scripts of China, Japan and Korea
_CJK = "\u2e80"
_LEADING = re.compile(rf"\s*[{_BARS}：]\s*|\s+(?:[{_DASHES}*·•:]+|[{_POINTERS}]{{1,2}})\s+|:\s+")
#: a name in brackets at either end: ``(Harbour Gazette)``, ``【港新聞】``
_BRACKETED = re.compile(
    r"^[\[【［〔]([^\]】］〕]+)[\]】］〕]\s*|\s*[(（\[【［〔「]([^()（）\[\]【】［］〔〕「」]+)[)）\]】］〕」]$"
)
#: a text without any of the signs above is the title alone
_SIGN = re.compile(rf"[{re.escape(_BARS + _DASHES + _POINTERS)}~〜～*·•∙・●■◆★/\\:：_－)）\]】］〕」]")
#: a tail longer than this is part of the title
_MAX_TAIL_CHARS = 80
#: a name behind a bar has at most so many words, and what is a title without it at least so many
_MAX_NAME_WORDS = 4
_MIN_TITLE_WORDS = 3
#: an outlet's name at the other side of the separator has at least so many letters in common with what is known
_MIN_LETTERS = 3
_MIN_SHARE = 0.4
#: types of JSON-LD whose name is the outlet's
_OUTLET_TYPES = frozenset({"WebSite", "NewsMediaOrganization", "Newspaper", "Periodical"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """What the outlet is called on this page, and by its address."""

    #: the letters of its names, and the address's own word for it: ``example`` of ``www.example.co.uk``
    keys: frozenset[str] = frozenset()
    #: the letters of the sections' names that this page is in
    sections: frozenset[str] = frozenset()

    def is_named_by(self, text: str) -> bool:
        """Whether a text is this outlet's name, alone or with a word or two around it."""
        key = _letters(text)
        if len(key) < _MIN_LETTERS:
            return key in self.keys
        return any(_is_alike(key, known) for known in self.keys)

    def is_exactly(self, text: str) -> bool:
        """Whether a text is nothing but the outlet's name."""
        return _letters(text) in self.keys

    def has_section(self, text: str) -> bool:
        """Whether a text is a section of it that this page names."""
        return _letters(text) in self.sections


def read_outlet(metadata: Metadata, page: Page) -> Outlet:
    """What the page and its address call the outlet: as declared, and as its links to the home page are called."""
    declared = (
        *metadata.metas.get("og:site_name", ()),
        *(name for thing in metadata.article_things("publisher") for name in _publisher_names(thing)),
        *(
            name
            for thing in (() if _OUTLET_TYPES.isdisjoint(metadata.types) else metadata.things)
            if not _OUTLET_TYPES.isdisjoint(types_of(thing))
            for name in texts_of(thing, "name")
        ),
        *metadata.metas.get("application-name", ()),
        *metadata.metas.get("apple-mobile-web-app-title", ()),
        *metadata.metas.get("publisher", ()),
        *metadata.metas.get("dc.publisher", ()),
        *_logos(page),
    )
    address = page.document.url
    domain = registered_domain(address).partition(".")[0] if address else ""
    sections = (*metadata.article_texts("articleSection"), *metadata.metas.get("article:section", ()))
    return Outlet(
        keys=frozenset(map(_letters, {*declared, domain})) - {""},
        sections=frozenset(map(_letters, sections)) - {""},
    )


def _publisher_names(publisher: Thing) -> tuple[str, ...]:
    """Its names, unless it is the author: blogs declare one person as both."""
    return () if "Person" in types_of(publisher) else texts_of(publisher, "name")


def _logos(page: Page) -> Iterator[str]:
    """The texts of the links to the home page."""
    parts = urlsplit(page.document.url or "")
    homes = {"/", f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{parts.netloc}/"}
    for link in page.links:
        if link.href in homes and len(text := squeeze(link.text)) <= _MAX_TAIL_CHARS and text:
            yield text


def without_outlet(text: str, outlet: Outlet, known: Iterable[str] = ()) -> str:
    """The title without the outlet's name at either end, and without the section beside it.

    A tail is cut where it names the outlet, and where what is left is one of the ``known`` titles.
    """
    if not _SIGN.search(text):
        return text.strip()
    text = _without_bracketed(text, outlet)
    keys = {fold(title) for title in known} - {fold(text)}
    cuts = [cut for cut in _SEPARATOR.finditer(text) if cut.start() and len(text) - cut.end() <= _MAX_TAIL_CHARS]
    for cut in cuts:
        if fold(text[: cut.start()]) in keys:
            return text[: cut.start()].strip()
    return _without_head(_without_tail(text, cuts, outlet), outlet)


def without_bars(text: str) -> str:
    """The title without the names behind its bars, whatever they name: each is shorter than what stands before.

    >>> without_bars("Council votes budget | Politics | Lake Courier")
    'Council votes budget'
    """
    title, *tails = [part.strip() for part in _BAR.split(text)]
    count = len(words(title))
    if count < _MIN_TITLE_WORDS or not all(0 < len(words(tail)) <= min(count, _MAX_NAME_WORDS) for tail in tails):
        return text
    return title if all(len(tail) < len(title) for tail in tails) else text


def _without_bracketed(text: str, outlet: Outlet) -> str:
    for bracketed in _BRACKETED.finditer(text):
        if outlet.is_exactly(bracketed[1] or bracketed[2]):
            return (text[: bracketed.start()] + text[bracketed.end() :]).strip() or text
    return text


def _without_tail(text: str, cuts: list[re.Match[str]], outlet: Outlet) -> str:
    """Cut part by part from the end: the outlet's name first, then the names of its sections."""
    end = len(text)
    for cut in reversed(cuts):
        part = text[cut.end() : end]
        is_outlet = _is_loose(cut, text) and outlet.is_named_by(part)
        if is_outlet or (end < len(text) and outlet.has_section(part)):
            end = cut.start()
        elif cut[0] not in _TIGHT:
            break
    return text[:end].strip()


def _is_loose(cut: re.Match[str], text: str) -> bool:
    """Whether a separator parts: a dash between two letters does so only where words are written without spaces."""
    return cut[0] not in _TIGHT or cut[0] == "_" or text[cut.start() - 1] >= _CJK


def _without_head(text: str, outlet: Outlet) -> str:
    start = _LEADING.search(text)
    if start is None or not start.start() or not text[start.end() :].strip():
        return text
    head = text[: start.start()]
    names = outlet.is_exactly(head) if start[0].startswith(":") else outlet.is_named_by(head)
    return text[start.end() :].strip() if names else text


def _is_alike(key: str, known: str) -> bool:
    """Whether one of two names, their letters only, holds the other and not much besides."""
    short, long = sorted((key, known), key=len)
    return key == known or (len(short) >= _MIN_LETTERS and short in long and len(short) >= _MIN_SHARE * len(long))


def _letters(text: str) -> str:
    return "".join(words(fold(text))).replace("_", "")
