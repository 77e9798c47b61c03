"""Bytes to a tree: encoding, markup and base address settled once, for parser and discovery alike.

The tree is lxml's. beautifulsoup4 guesses encodings that nothing declares, and gives a second opinion on markup
that lxml cannot make sense of.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from archiver.errors import DocumentError
from archiver.urls import normalise_url, resolve

#: a page longer than this is refused
MAX_CHARS = 64_000_000

#: how formats other than HTML begin
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x00\x00\x00 ftyp", "a video"),
    (b"ID3", "an audio file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: labels that browsers read as a wider encoding (WHATWG Encoding Standard, section 4.2)
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
#: what pages in a language were written in before UTF-8, unless windows-1252 (WHATWG Encoding, locale defaults)
_LEGACY = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    **dict.fromkeys(("be", "bg", "kk", "mk", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    "el": "cp1253",
    "he": "cp1255",
    "ja": "cp932",
    "ko": "cp949",
    "th": "cp874",
    "tr": "cp1254",
    "zh": "gb18030",
}
#: codecs of Python that read ASCII as it is and that no page is written in
_NOT_OF_PAGES = ("utf-7", "hz", "idna", "unicode-escape", "raw-unicode-escape")
_LANGUAGE = re.compile(rb"""<html[^>]{0,300}?\slang\s*=\s*["']?([a-zA-Z]{2})""")
#: guesses from bytes that are worth more than windows-1252; windows-1250 is guessed for French and German, too
_TELLING = frozenset(
    {"cp1251", "cp1253", "cp1255", "cp1256", "koi8-r", "iso8859-5", "iso8859-7"}
    | {"euc_jp", "euc_jis_2004", "cp932", "cp949", "gb18030", "big5hkscs"}
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(rb"<[a-zA-Z!?/]")
#: a page longer than this gets no second opinion, which takes a hundred times its size in memory
_SECOND_OPINION_BYTES = 2_000_000
#: a tag that may have too many attributes has so many bytes without a ``>``, and keeps so many attributes
_LONG_TAG = 4096
_MAX_ATTRIBUTES = 256
_OPEN_TAG = re.compile(rb"<[a-zA-Z][\w:-]*+")
_ATTRIBUTE = re.compile(rb"""[\s/]+[\w:.@-]++(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']*))?""")
#: ``<![if IE]>``, ``<![CDATA[``, ``<?xml version="1.0"?>``
_ASIDES = re.compile(r"<(?:!\[|\?)[^>]*>")
#: browsers look this far for a declaration; real pages put it later, too
_DECLARED_WITHIN = 8192
#: bytes that an encoding is guessed from
_GUESSED_FROM = 200_000
#: more than this share of undecodable characters, and the declared encoding is not believed
_MAX_REPLACED = 0.01
#: more than this share of control characters at its beginning, and a page is none
_MAX_CONTROLS = 0.05
_SAMPLED = 4096
_CONTROL_BYTES = bytes((*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as a tree. Use it in one thread: lxml's trees do not cross them."""

    #: the ``html`` element
    root: etree._Element
    #: where the page was; ``None`` when nobody said
    url: str | None
    #: what relative addresses are relative to, ``<base>`` respected
    base_url: str | None
    #: the Python name of the encoding that was used
    encoding: str


def read_document(content: bytes | str, *, url: str | None = None, charset: str | None = None) -> Document:
    """The tree of a page. ``charset`` is what the Content-Type header says.

    Raises ``DocumentError`` when the content is empty, of another format, or without any markup, and ``UrlError`` when
    ``url`` is no address of the web.
    """
    if url is not None:
        normalise_url(url)  # the page keeps its address as given
    if not isinstance(content, bytes | str):
        raise TypeError(f"the page is a {type(content).__name__} (expected bytes or str)")
    if isinstance(content, str):
        data, encoding = _utf8_of(content) if "\x00" in content else content.encode("utf-8", "replace"), "utf-8"
    else:
        _refuse_other_formats(content)
        data, encoding = _read_bytes(content, charset)
    _refuse_no_markup(data)
    root = _tree(_without_endless_tags(data))
    _end_body_last(root)
    return Document(root=root, url=url, base_url=_base_url(root, url), encoding=encoding)


def text_in(element: etree._Element) -> str:
    """All the text in an element, as it stands: written by libxml2 at once, for a tenth of what ``itertext`` costs.

    >>> text_in(etree.fromstring("<p>a <b>b</b><i/> c</p>"))
    'a b c'
    """
    if not len(element):  # a third of that again
        return element.text or ""
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


def _refuse_other_formats(content: bytes) -> None:
    head = content[:64].lstrip()
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise DocumentError(f"this is {name}, not an HTML page")
    sample = content[:_SAMPLED].replace(b"\x00", b"")  # NUL bytes alone are an accident, and UTF-16 is full of them
    if len(sample) - len(sample.translate(None, _CONTROL_BYTES)) > _MAX_CONTROLS * len(sample):
        raise DocumentError("this is binary data, not an HTML page")


def _refuse_no_markup(data: bytes) -> None:
    if not data.strip():
        raise DocumentError("the page is empty")
    if len(data) > MAX_CHARS:
        raise DocumentError(f"the page has {len(data):,} bytes (expected at most {MAX_CHARS:,})")
    if not _TAG.search(data):
        raise DocumentError("there is no HTML markup in it")


def _read_bytes(content: bytes, charset: str | None) -> tuple[bytes, str]:
    """The page in UTF-8, and the encoding that it was in."""
    is_ascii = content.isascii()
    is_utf8 = is_ascii or _decoded(content, "utf-8") is not None
    is_surely_utf8 = is_utf8 and not is_ascii  # that does not happen by chance
    encoding = "utf-8" if is_surely_utf8 else _encoding_of(content, charset, is_ascii=is_ascii)
    return _as_utf8(content, encoding, is_utf8=is_utf8), encoding


def _encoding_of(content: bytes, charset: str | None, *, is_ascii: bool) -> str:
    """The encoding of a page that is ASCII or no UTF-8."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return name
    head = content[:_DECLARED_WITHIN]
    declared = _DECLARED.search(head) or _XML_DECLARED.search(head)
    labels = (charset, declared.group(1).decode("ascii") if declared else None)
    candidates = [codec for label in labels if label and (codec := codec_of(label))]
    for name in candidates:
        if (is_ascii and name == "utf-8") or _fits(content, name):
            return name
    return _guess(content)


def codec_of(label: str) -> str | None:
    """The codec that a charset's label stands for, as browsers read it; ``None`` when no page can be written in it."""
    try:
        name = codecs.lookup(label.strip().lower()).name
        reads_ascii = "<p>".encode(name) == b"<p>"
    except (LookupError, ValueError):  # base64 does not encode text; a label may hold a NUL
        return None
    return _WIDER.get(name, name) if reads_ascii and name not in _NOT_OF_PAGES else None


def _fits(content: bytes, name: str) -> bool:
    if _decoded(content, name) is not None:
        return True
    text = content.decode(name, "replace")
    foreign = sum(1 for c in text if c > "\x7f")
    return text.count("\ufffd") <= _MAX_REPLACED * max(foreign, 100)


def _guess(content: bytes) -> str:
    """By the page's language, as browsers do; else by its bytes, where those tell more than one Latin from another."""
    if content.isascii():
        return "utf-8"
    language = _LANGUAGE.search(content[:_DECLARED_WITHIN])
    name = _LEGACY.get(language.group(1).decode("ascii").lower(), "cp1252") if language else None
    if name and _fits(content, name):
        return name
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - 24 ms for what few pages need

    sample = content[:_GUESSED_FROM]
    guesses = (codec_of(label) for label in EncodingDetector(sample, is_html=True).encodings)
    guessed = next((codec for codec in guesses if codec and _fits(sample, codec)), None)
    return guessed if guessed in _TELLING else "cp1252"


def _as_utf8(content: bytes, encoding: str, *, is_utf8: bool) -> bytes:
    if encoding == "utf-8" and is_utf8 and b"\x00" not in content:
        return content.removeprefix(codecs.BOM_UTF8)
    return _utf8_of(content.decode(encoding, "replace").removeprefix("\ufeff"))


def _utf8_of(text: str) -> bytes:
    return _CONTROLS.sub("", text).encode("utf-8", "replace")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _tree(data: bytes) -> etree._Element:
    root = _parse(data)
    if root is None or root.find("body") is None:
        second = _second_opinion(data)
        if second is not None and (root is None or second.find("body") is not None):
            return second
    if root is None:
        raise DocumentError("no parser makes sense of the markup")
    return root


def _end_body_last(root: etree._Element) -> None:
    """Put what follows ``</body>`` into the body, as browsers do."""
    body = root.find("body")
    if body is None or (body.getnext() is None and not body.tail):
        return
    if len(body):
        body[-1].tail = (body[-1].tail or "") + (body.tail or "")
    else:
        body.text = (body.text or "") + (body.tail or "")
    body.tail = None
    body.extend(list(body.itersiblings()))


def _without_endless_tags(data: bytes) -> bytes:
    """The page with at most some hundred attributes a tag: what libxml2 does with 100,000 takes their square in time.

    Such a tag goes on for long without a ``>``, and to look for that costs next to nothing.
    """
    kept, start, place = [], 0, 0
    while (gap := _next_gap(data, place)) is not None:
        end = data.find(b">", gap + _LONG_TAG)
        place = end if end >= 0 else len(data)
        cut = _end_of_attributes(data, gap, place)
        if cut < place:
            kept.append(data[start:cut])
            start = place
    return b"".join((*kept, data[start:])) if kept else data


def _next_gap(data: bytes, start: int) -> int | None:
    """Where the next long run of bytes without a ``>`` begins."""
    while start + _LONG_TAG <= len(data):
        last = data.rfind(b">", start, start + _LONG_TAG)
        if last < 0:
            return start
        start = last + 1
    return None


def _end_of_attributes(data: bytes, start: int, end: int) -> int:
    """Where the tag in a run of bytes has had enough attributes; ``end`` when it never has."""
    tag = _OPEN_TAG.match(data, max(start, data.rfind(b"<", start, end)), end)
    if tag is None:
        return end
    position = tag.end()
    for _ in range(_MAX_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(data, position, end)
        if attribute is None:
            return end
        position = attribute.end()
    return position


def _second_opinion(data: bytes) -> etree._Element | None:
    if len(data) > _SECOND_OPINION_BYTES:
        return None
    from bs4 import BeautifulSoup  # noqa: PLC0415 - as above

    mended = _closed(data)
    return _parse(str(BeautifulSoup(mended, "html.parser")).encode("utf-8", "replace")) if "<" in mended else None


def _closed(data: bytes) -> str:
    """The markup without what is opened and never closed: a comment that swallows the page, a tag cut in the middle.

    ``html.parser`` looks for the end of each of them again and again, for hours on a page that is made of them.
    """
    whole = _ASIDES.sub("", data[: data.rfind(b">") + 1].decode("utf-8", "replace"))
    end = whole.rfind("-->") + 1
    return whole[:end] + whole[end:].replace("<!--", "")


def _parse(data: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False, no_network=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):  # nothing that could be an element
        return None
    return root if root is not None and root.tag == "html" else None


def _base_url(root: etree._Element, url: str | None) -> str | None:
    hrefs = (base.get("href") for base in root.iter("base"))  # a third of the time of ``.//base[@href]``
    href = next((href for href in hrefs if href is not None), None)
    return resolve(url, str(href)) or url if href else url
