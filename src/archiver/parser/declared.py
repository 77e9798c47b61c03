"""The text that stands only in a page's metadata: what is left when a script would have drawn the rest."""

from __future__ import annotations

import re
from html import unescape

from archiver.model import Block
from archiver.parser.metadata import Metadata
from archiver.text import squeeze, text_length

#: a page that shows at least so much of an article is read as it is
MIN_SHOWN = 200
_BLOCK_TAGS = re.compile(
    r"</?(?:br|p|div|li|h[1-6]|ul|ol|blockquote|figure|figcaption|section|article|table|tr|td|th|hr|pre)\b[^>]*>",
    re.IGNORECASE,
)
_OTHER_TAGS = re.compile(r"<[a-zA-Z/!][^>]*>")
_LINES = re.compile(r"(?:\r?\n|\r|\u2028|\u2029)+")


def read_declared_blocks(metadata: Metadata) -> tuple[Block, ...]:
    """The JSON-LD ``articleBody`` as paragraphs, or ``()`` where there is none to speak of."""
    article = metadata.article or {}
    text = article.get("articleBody")
    if not isinstance(text, str):
        return ()
    plain = _OTHER_TAGS.sub("", _BLOCK_TAGS.sub("\n", unescape(text)))
    lines = tuple(Block(kind="paragraph", text=line) for line in map(squeeze, _LINES.split(plain)) if line)
    return lines if sum(text_length(line.text) for line in lines) >= MIN_SHOWN else ()
