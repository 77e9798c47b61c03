"""Whether a page shows its content only in a browser that runs its scripts, and what says so.

Asked only of pages that show next to nothing: whoever wrote a text into the markup needs no script to be read. The
signs, the surest first: an element that a framework fills and that is empty; a ``noscript`` or the page itself that
asks for JavaScript; a body of scripts alone. Pages that ask a visitor to prove that he is no robot are none of these:
they are walls, and nobody means them to be climbed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archiver.model import Evidence
from archiver.parser.blocks import Page
from archiver.text import squeeze

#: more text than this in the page itself, header and footer apart, is content
_MAX_SHOWN = 100
#: what stands in the place of the content while it loads: "Loading …"
_MAX_LOADING = 40
#: a body with less text than this, all of it counted, is bare
_MAX_BARE = 60
#: a ``noscript`` longer than this is the page again, for browsers without scripts
_MAX_REQUEST = 1000
#: names that frameworks and their templates give to the element that holds the whole page
_ROOTS = re.compile(
    r"(?:(?:react|vue|ember|angular|svelte|main|my|the|page|next|nuxt|blazor)[-_]?)?(?:app|application|root|spa)"
    r"(?:[-_]?(?:root|container|mount|wrapper|content|main|holder))?|__next|__nuxt|__layout|___gatsby|q-app|svelte|mount"
    r"|[\w-]+[-_](?:app|root|spa)",
    re.IGNORECASE,
)
#: the language's name, as it is written in others
_JAVASCRIPT = re.compile(
    r"java ?script|джаваскрипт|جافا ?سكر[يى]بت|جاوا ?اسکریپت|ג'?אווה ?סקריפט|जावास्क्रिप्ट|জাভাস্ক্রিপ্ট"
    r"|จาวาสคริปต์|자바 ?스크립트",
    re.IGNORECASE,
)
#: of services that tell people from programs
_CHALLENGE = re.compile(
    r"/cdn-cgi/challenge-platform/|captcha|_incapsula_|px-captcha|datadome|challenges\.cloudflare\.com"
    r"|awswaf\.com|/akam/",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "title"})
_FRAME = frozenset({"header", "nav", "footer", "aside", "dialog"})
#: how deep below the body a framework's element stands
_MAX_DEPTH = 3


def find_script_need(page: Page) -> Evidence | None:
    """What says that the content comes by script; ``None`` where nothing does."""
    body = page.document.root.find("body")
    if body is None or not _has_program(page.document.root) or _is_challenge(page.document.root):
        return None
    shown = _text_of(body, _UNSEEN | _FRAME)
    if len(shown) > _MAX_SHOWN:
        return None
    found = _by_root(body) or _by_request(body, shown) or _by_bareness(body)
    if found is None:
        return None
    source, raw = found
    return Evidence(
        field="needs_javascript",
        value="true",
        raw=raw,
        source=source,
        rule=f"no text but what scripts draw, by {source}",
    )


def _by_root(body: etree._Element) -> tuple[str, str] | None:
    """An empty element that a program fills, on a page that shows nothing beside it."""
    for element in _near(body, _MAX_DEPTH):
        if _is_root(element) and len(_text_of(element, _UNSEEN)) <= _MAX_LOADING:
            name = element.get("id")
            return "empty root", f'<{element.tag} id="{name}">' if name else f"<{element.tag}>"
    return None


def _by_request(body: etree._Element, shown: str) -> tuple[str, str] | None:
    """A sentence that asks for JavaScript."""
    for noscript in body.iter("noscript"):
        text = squeeze("".join(map(str, noscript.itertext())))
        if len(text) <= _MAX_REQUEST and _JAVASCRIPT.search(text):
            return "noscript", text
    return ("text", shown) if _JAVASCRIPT.search(shown) else None


def _by_bareness(body: etree._Element) -> tuple[str, str] | None:
    """Scripts, and next to nothing else: no frame, no picture, no link that would be the page."""
    if next(body.iter("iframe", "frame", "img", "video", "audio", "object", "embed", "canvas"), None) is not None:
        return None
    text = _text_of(body, _UNSEEN)
    scripts = sum(1 for script in body.iter("script") if _is_program(script))
    is_bare = scripts and len(text) <= _MAX_BARE and next(body.iter("a"), None) is None
    return ("bare body", f"{scripts} scripts, {len(text)} characters of text") if is_bare else None


def _has_program(root: etree._Element) -> bool:
    return any(_is_program(script) for script in root.iter("script"))


def _is_program(script: etree._Element) -> bool:
    """Whether a script runs: data for scripts does not."""
    kind = (script.get("type") or "").strip().lower()
    return kind in {"", "module"} or "javascript" in kind


def _is_challenge(root: etree._Element) -> bool:
    return any(
        _CHALLENGE.search(script.get("src") or "") or _CHALLENGE.search(script.text or "")
        for script in root.iter("script")
    )


def _is_root(element: etree._Element) -> bool:
    """Whether this is what a framework fills: by its name, or because no HTML element is called like that."""
    return "-" in element.tag or _ROOTS.fullmatch(element.get("id") or "") is not None


def _near(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    for child in element.iterchildren("*"):
        if child.tag not in _UNSEEN:
            yield child
            if depth > 1:
                yield from _near(child, depth - 1)


def _text_of(element: etree._Element, left_out: frozenset[str]) -> str:
    """The text below an element, without that of some others."""
    return squeeze(" ".join(_pieces(element, left_out)))


def _pieces(element: etree._Element, left_out: frozenset[str]) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end", "comment"))
    for event, node in walk:
        if event == "start":
            if node.tag in left_out:
                walk.skip_subtree()
            elif node.text:
                yield node.text
        elif node is not element and node.tail:
            yield node.tail
