"""Pages that are nothing but a redirect: a ``Refresh`` header, or ``<meta http-equiv="refresh">`` with a line of text.

Only such pages: one that has something to read and reloads itself, or goes on to the next one after a while, is a page.
"""

from __future__ import annotations

import html
import re

#: what is longer has something to say
_MAX_BYTES = 32 * 1024
_MAX_TEXT = 400
#: seconds after which a page goes on that nobody is meant to read
_MAX_DELAY_S = 30

_MAX_VALUE = 2_500

_META = re.compile(rb"""<meta\b[^<>]*?\bhttp-equiv\s*=\s*["']?refresh\b[^<>]*>""", re.IGNORECASE)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
#: the seconds and the address, as HTML reads them (4.2.5.3, "shared declarative refresh steps")
_VALUE = re.compile(
    r"""\s*(\d{1,9})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?(["']?)(.*?)\2\s*$""", re.IGNORECASE | re.DOTALL
)
#: what is not shown; a refresh in ``noscript`` is for browsers without scripts, and leads to a page that says so
_UNSEEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(rb"<[^>]*>")


def refresh_address(content: bytes, header: str | None) -> str | None:
    """Where a page that is only a redirect leads, as it is written there; ``None`` for any other page.

    >>> refresh_address(b'<meta http-equiv="Refresh" content="0; URL=/news/a">', None)
    '/news/a'
    """
    if len(content) > _MAX_BYTES:
        return None
    seen = _UNSEEN.sub(b" ", content)
    value = header or _meta_value(seen)
    match = _VALUE.match(value[:_MAX_VALUE]) if value else None
    if match is None or not match[3] or int(match[1]) > _MAX_DELAY_S:
        return None
    text = html.unescape(_TAGS.sub(b" ", seen).decode("utf-8", "replace"))
    return match[3] if len(" ".join(text.split())) <= _MAX_TEXT else None


def _meta_value(content: bytes) -> str | None:
    tag = _META.search(content)
    found = _CONTENT.search(tag[0]) if tag else None
    if found is None:
        return None
    raw = next(group for group in found.groups() if group is not None)
    return html.unescape(raw.decode("utf-8", "replace"))
