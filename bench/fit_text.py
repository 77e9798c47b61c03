#!/usr/bin/env python3
"""Fits the weights by which the parser tells an article's text from the other lines of a flattened page.

    ARCHIVER_EVAL=folder python bench/fit_text.py            # cross-validate over publishers
    ARCHIVER_EVAL=folder python bench/fit_text.py --write    # the same, and write archiver/parser/text_weights.json

As fit_body.py does, with lines in the place of blocks. Each page is flattened twice, for there are two kinds of dumps:
one has alternative texts in the place of pictures and leaves out lines that it has seen, the other (as in WET files of
Common Crawl) begins with the page's title and has neither. A line that nobody has marked counts a little, as what the
parser reads off the page with its tags says of it: so every labelled page says something of all of its lines.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import fit_body
import lxml.html

import archiver
from archiver.errors import DocumentError
from archiver.parser.lines import Line, read_lines
from archiver.parser.text_body import find_outline
from archiver.parser.text_clues import Outline, read_clues
from archiver.parser.text_verdict import is_weighed
from archiver.parser.verdict import BIAS
from archiver.urls import registered_domain

WEIGHTS = fit_body.WEIGHTS.with_name("text_weights.json")
#: tags without text of the page, and those that begin no line
_DROPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea"]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "ins",
        "del",
    ]
)
#: what lines of a page count together that people have marked whole, and what its lines count that nobody has marked
_PAGE_WEIGHT = 4.5
_UNMARKED_WEIGHT = 2.5
_MARKED_WEIGHT = 0.5
#: a shorter text is no teacher
_MIN_TEXT = 200


def main() -> int:
    """Cross-validates, then fits on everything; exit code 0."""
    return fit_body.run(__doc__, "lines", read_records, rows_of, WEIGHTS)


def fitted(folder: Path, is_used: Callable[[str], bool]) -> str:
    """What the file of weights would hold, fitted to the pages whose address may be used; for crossval.py."""
    records = [record for record in read_records(folder) if is_used(record["url"])]
    return fit_body.as_text(fit_body.fit([row for record in records for row in rows_of(record, folder)]))


# --- rows -----------------------------------------------------------------------


def read_records(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled pages, each once; of the same page the label that says something of its text goes first."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    known: set[str] = set()
    for record in sorted(records, key=lambda record: not {"with", "body"} & record["gold"].keys()):
        if record["page"] not in known:
            yield record
        known.add(record["page"])


def rows_of(record: dict[str, Any], folder: Path) -> Iterator[fit_body.Row]:
    """The lines of one page in both kinds of dumps."""
    html = gzip.decompress((folder / "pages" / record["page"]).read_bytes())
    taught = text_of(html, record["url"])
    for is_bare in (False, True):
        lines = read_lines("\n\n".join(flattened(html, is_bare=is_bare)))
        outline = find_outline(lines)
        if outline is not None:
            yield from rows_of_lines(record, outline, taught)


def rows_of_lines(record: dict[str, Any], outline: Outline, taught: str) -> Iterator[fit_body.Row]:
    """The lines of one dump that something is known of."""
    marked = labels_of(record, outline.lines)
    unmarked = [None] * len(marked) if "body" in record["gold"] else labels_by_text(outline.lines, taught)
    is_whole = "body" in record["gold"]
    each = (_PAGE_WEIGHT if is_whole else _UNMARKED_WEIGHT) / max(10, len(marked) if is_whole else marked.count(None))
    for number, line in enumerate(outline.lines):
        label = unmarked[number] if marked[number] is None else marked[number]
        if label is None or not is_weighed(outline, number):
            continue
        weight = each if len(line.text) >= fit_body.LONG_CHARS else each / 2
        yield fit_body.Row(
            site=registered_domain(record["url"]),
            dataset=record["dataset"],
            clues=(BIAS, *read_clues(outline, number)),
            is_text=label,
            weight=weight if is_whole or marked[number] is None else _MARKED_WEIGHT,
            is_marked=marked[number] is not None,
            is_ordinary=outline.text.start <= number < outline.text.end,
            plain=None,
        )


def labels_of(record: dict[str, Any], lines: Sequence[Line]) -> list[bool | None]:
    """What people have marked."""
    gold = record["gold"]
    if "body" in gold:
        return fit_body.labels_by_text([line.text for line in lines], gold["body"], has_lead=record["dataset"] != "aeb")
    return fit_body.labels_by_sentence([line.text for line in lines], gold.get("with", []), gold.get("without", []))


def labels_by_text(lines: Sequence[Line], text: str) -> list[bool | None]:
    """What the page with its tags says; nothing where it has hardly any text."""
    return (
        fit_body.labels_by_text([line.text for line in lines], text, has_lead=True)
        if len(text) > _MIN_TEXT
        else [None] * len(lines)
    )


def text_of(html: bytes, url: str) -> str:
    """The text that the parser reads off the page with its tags."""
    try:
        article = archiver.parse(html, url=url)
    except DocumentError:
        return ""
    return f"{article.lead or ''}\n\n{article.body or ''}"


# --- flattening -------------------------------------------------------------------


def flattened(html: bytes, *, is_bare: bool) -> list[str]:
    """The page's lines; ``is_bare`` as in WET files, else with alternative texts, and each line once."""
    try:
        root = lxml.html.document_fromstring(html)
    except (lxml.etree.ParserError, ValueError):
        return []
    body = root.find("body")
    text = "".join(pieces_of(body if body is not None else root, with_pictures=not is_bare))
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    title = " ".join((root.findtext(".//title") or "").split())
    return [title, *lines] if is_bare else list(dict.fromkeys(lines))


def pieces_of(root: lxml.html.HtmlElement, *, with_pictures: bool) -> Iterator[str]:
    """Text and line breaks in order; without recursion, for pages nest deeply."""
    stack: list[lxml.html.HtmlElement | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if node is not root:
            stack.append(node.tail or "")
        if not isinstance(node.tag, str) or node.tag in _DROPPED:
            continue
        edge = "" if node.tag in _INLINE else "\n"
        yield edge
        if node.tag == "img" and with_pictures:
            yield f"\n{node.get('alt') or ''}\n"
        yield node.text or ""
        stack.append(edge)
        stack.extend(reversed(node))


if __name__ == "__main__":
    raise SystemExit(main())
