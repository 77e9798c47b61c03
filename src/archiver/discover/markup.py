"""XML as sites serve it, made readable: feeds and sitemaps with broken encodings, entities and beginnings.

What makes XML dangerous never reaches the parser: document type declarations are cut off, so there are no entities
to expand and nothing to fetch; names that only HTML knows become their characters, all others plain text; what is
compressed is inflated up to a limit.
"""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html.entities import html5
from typing import IO, Any, NamedTuple, cast

from lxml import etree

from archiver.model import Moment
from archiver.timestamps import parse_moment
from archiver.urls import resolve

#: of a feed or sitemap once inflated: the limit of the sitemap protocol
MAX_BYTES = 50 * 1024 * 1024
#: how lxml is to read what comes out of `readable`
PARSER_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "recover": True,
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_MAX_PACKINGS = 2
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD = 65_536
_PIECE = 256 * 1024
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(rss|feed|rdf|channel|urlset|sitemapindex|html|head|body)\b", re.IGNORECASE)
#: no tag is so long; a parser may take hours for one
_ENDLESS_TAG = re.compile(rb"<(?!!\[CDATA\[)[^>]{65536}")
#: control characters that XML does not allow
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
#: a CDATA section, which stays as it is, or an ampersand that begins none of XML's own references
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)(?:([a-z][a-z0-9]{1,31};))?",
    re.IGNORECASE | re.DOTALL,
)
#: a reference by name that is left in an address once XML has read it
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31};)")
#: more than one undecodable character in so many that are not ASCII, and the text is not UTF-8
_MAX_REPLACED = 0.05


class Inflated(NamedTuple):
    """What a file holds that may be packed."""

    #: a byte more than ``MAX_BYTES`` at most
    content: bytes
    #: False for a packed file that breaks off
    is_whole: bool


def inflate(content: bytes) -> Inflated:
    """The content of a gzip file as far as it goes; any other content as it is, whatever its name says.

    Some servers pack twice what their disk holds packed already.
    """
    inflated = Inflated(content, is_whole=True)
    for _ in range(_MAX_PACKINGS):
        if not inflated.content.startswith(_GZIP):
            break
        inner = _gunzip(inflated.content)
        inflated = Inflated(inner.content, is_whole=inner.is_whole and inflated.is_whole)
    return inflated


def _gunzip(content: bytes) -> Inflated:
    pieces: list[bytes] = []
    room, is_whole = MAX_BYTES + 1, True
    while content.startswith(_GZIP) and room > 0:
        member = zlib.decompressobj(_GZIP_WINDOW)
        try:
            pieces.append(member.decompress(content, room))
        except zlib.error:
            return Inflated(b"".join(pieces), is_whole=False)
        room -= len(pieces[-1])
        is_whole = member.eof
        content = member.unused_data
    return Inflated(b"".join(pieces), is_whole=is_whole)


def decode(content: bytes) -> str:
    """The text: by its byte order mark, else UTF-8 if it can be, else as declared, else windows-1252."""
    for mark, encoding in (*_BOMS, *_WIDE):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(content, 0, _HEAD)
    codec = _codec(declared[1].decode()) if declared else "utf-8"
    if codec == "utf-8":
        text = content.decode(errors="replace")
        return text if _is_mostly_utf8(text) else content.decode("cp1252", "replace")
    return content.decode(codec, "replace")


def readable(content: bytes) -> bytes:
    """UTF-8 that lxml reads with ``PARSER_OPTIONS``, its references mended.

    It begins with the root element of a feed, sitemap or page, without declarations or whatever else stood before it.
    """
    if not content.isascii() or b"\x00" in content[:4]:
        content = decode(content).encode(errors="replace")
    content = content.translate(None, _CONTROLS)
    root = _ROOT.search(content, 0, _HEAD)
    if root is not None:
        content = content[root.start() :]
    if (endless := _ENDLESS_TAG.search(content)) is not None:
        content = content[: endless.start()]
    return _with_references(content) if b"&" in content else content


def root_name(content: bytes) -> str:
    """The name of the element that `readable` content begins with, in lower case; empty for what is none of these."""
    root = _ROOT.match(content)
    return root[1].decode().lower() if root else ""


def root_of(content: bytes) -> str:
    """The same of raw content, packed or not; costs its beginning only."""
    head = content[:_HEAD]
    if head.startswith(_GZIP):
        head = inflate(head).content[:_HEAD]
    return root_name(readable(head))


class _Pieces:
    """A file in large pieces: a parser looks again at what has not ended yet with each piece."""

    def __init__(self, content: bytes) -> None:
        self._stream = io.BytesIO(content)

    def read(self, _size: int = -1) -> bytes:
        """The next piece."""
        return self._stream.read(_PIECE)


def iter_elements(content: bytes) -> Iterator[etree._Element]:
    """The elements of what `readable` gave, each at its end, as far as they can be read."""
    events = etree.iterparse(cast("IO[bytes]", _Pieces(content)), events=("end",), **PARSER_OPTIONS)
    with suppress(etree.LxmlError):  # beyond repair from there on
        for _, element in events:
            yield element


def forget(element: etree._Element, names: frozenset[str]) -> None:
    """Frees an entry of a list and those before it: memory stays flat however long the file is."""
    element.clear()
    parent, previous = element.getparent(), element.getprevious()
    while parent is not None and previous is not None and local_name(previous.tag) in names:
        parent.remove(previous)
        previous = element.getprevious()


@lru_cache(maxsize=512)
def local_name(tag: object) -> str:
    """The name of an element without its namespace or undeclared prefix, in lower case; empty for a comment."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def address_in(text: str | None, base: str | None) -> str | None:
    """The normalised address that a text of a feed or sitemap gives, or ``None``.

    A reference that was escaped twice becomes its character; with one that nobody knows there is no address.
    """
    if not text:
        return None
    if "&" in text and ";" in text:
        names = [match[1] for match in _REFERENCE.finditer(text)]
        if any(name not in html5 for name in names):
            return None
        text = _REFERENCE.sub(lambda match: html5[match[1]], text)
    return resolve(base, text.strip())


def moment_of(text: str | None) -> Moment | None:
    """The moment that a feed or sitemap gives, or ``None``."""
    return parse_moment(text.strip()) if text and not text.isspace() else None


def _codec(label: str) -> str:
    """The Python name of a declared encoding; ISO-8859-1 is read as its superset, as browsers do."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, ValueError):
        return "cp1252"
    return "cp1252" if name in {"ascii", "iso8859-1"} or name.startswith(("utf-16", "utf-32")) else name


def _is_mostly_utf8(text: str) -> bool:
    others = sum(not char.isascii() for char in text)
    return text.count("\ufffd") <= max(1, _MAX_REPLACED * others)


def _with_references(content: bytes) -> bytes:
    """With all references mended; piece by piece, as ``re.sub`` takes a hundred bytes for each of them."""
    mended, end = bytearray(), 0
    for match in _AMPERSAND.finditer(content):
        mended += content[end : match.start()]
        mended += _mended(match)
        end = match.end()
    mended += content[end:]
    return bytes(mended)


def _mended(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"<"):
        return match[0]
    characters = html5.get(match[1].decode()) if match[1] else None
    if characters is None:
        return b"&amp;" + (match[1] or b"")
    return b"".join(b"&#%d;" % ord(char) for char in characters)
