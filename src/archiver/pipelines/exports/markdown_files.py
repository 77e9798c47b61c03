"""Markdown: a folder with a file for each article, its facts as YAML before its text.

    notes/
    ├── manifest.json
    └── lake.example/2025/08/the-ferry-runs-again-17.md

The archive keeps an article's text as plain text, so what stands in the files is paragraphs: what looks like markup in
a text is escaped, and shows as it is.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

from archiver.pipelines.exports.drafts import folder_draft
from archiver.pipelines.exports.manifests import write_manifest
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order
from archiver.pipelines.exports.steps import EVERY, written
from archiver.pipelines.exports.yaml_text import yaml_block
from archiver.store.extracts import UNKNOWN
from archiver.text import fold

#: what stands before the text, in this order; of authors and tags the names
FIELDS = (
    "id", "url", "canonical_url", "source", "kind", "title", "headline", "authors", "byline", "published", "modified",
    "language", "section", "tags", "site_name", "image_url", "is_paywalled", "word_count", "first_seen", "last_seen",
)  # fmt: skip
_LONGEST_SLUG = 60
_LONGEST_FOLDER = 100
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_NO_HOST = re.compile(r"[^a-z0-9.-]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-")
#: what has a meaning wherever it stands
_INLINE = re.compile(r"([\\`*_\[\]<>&~|$])")
#: what has one at the beginning of a line: a heading, a list, a quote, a rule, the underline of a heading
_LINE_START = re.compile(r"^([#+=-])")
_NUMBERED = re.compile(r"^([0-9]{1,9})([.)])")
_LINES = re.compile(r"\r\n|[\r\n]")


def export_markdown(order: Order) -> Generator[Event, None, None]:
    """Writes a file for each article."""
    assert order.path is not None, "a folder"
    with order.archive.extract(order.selection) as extract:
        yield Begun(total=extract.articles)
        folders = {source.label: folder_name(source.host) for source in extract.sources()}
        with folder_draft(order.path, is_forced=order.is_forced) as folder:
            made: set[Path] = set()
            for number, entry in enumerate(extract.entries(("authors", "tags")), 1):
                _write(folder, path_of(entry, folders), entry, made)
                if number % EVERY == 0:
                    yield Advanced(done=number)
            write_manifest(folder, "markdown", extract)
        yield written(order, extract)


def path_of(entry: dict[str, Any], folders: dict[str, str]) -> Path:
    """Where the file of an article lies: source/year/month/slug-number.md, without a day source/unknown/….

    Lower case, letters of ASCII and short: no two differ in case alone, and none leads out of the folder.
    """
    day = _DAY.match(entry["published_day"] or "")
    dated = Path(day[1], day[2]) if day is not None else Path(UNKNOWN)
    slug = slug_of(entry["title"])
    return Path(folders.get(entry["source"], UNKNOWN)) / dated / f"{slug}{'-' if slug else ''}{entry['id']}.md"


def slug_of(title: str | None) -> str:
    """A few words of a title that can be a file's name; empty for a title without Latin letters.

    >>> slug_of("L’Été – à venir: ../../etc/passwd")
    'l-ete-a-venir-etc-passwd'
    """
    slug = _NO_SLUG.sub("-", fold(title or "")).strip("-")
    return slug[:_LONGEST_SLUG].rstrip("-")


def folder_name(host: str) -> str:
    """A host as a folder's name.

    >>> folder_name("lake.example:8080"), folder_name("..")
    ('lake.example-8080', 'unknown')
    """
    return _NO_HOST.sub("-", host.lower()).strip(".-")[:_LONGEST_FOLDER] or UNKNOWN


def markdown_of(entry: dict[str, Any]) -> str:
    """The whole file."""
    facts = {name: entry[name] for name in FIELDS}
    facts["authors"] = [author["name"] for author in entry["authors"]]
    parts = [f"---\n{yaml_block(facts)}---\n"]
    if entry["title"] is not None:
        parts.append(f"# {_one_line(entry['title'])}\n")
    parts += [f"{paragraphs(entry[name])}\n" for name in ("lead", "body") if entry[name] is not None]
    return "\n".join(parts)


def paragraphs(text: str) -> str:
    r"""A plain text as Markdown that shows it: blocks are paragraphs, and their lines end where they end.

    >>> paragraphs("# 1 * 2\n- three\n\n4. five")
    '\\# 1 \\* 2\\\n\\- three\n\n4\\. five'
    """
    blocks = [[_escaped(line) for line in _LINES.split(block) if line.strip()] for block in text.split("\n\n")]
    return "\n\n".join("\\\n".join(lines) for lines in blocks if lines)


def _one_line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(line: str) -> str:
    plain = _INLINE.sub(r"\\\1", line.strip())
    return _NUMBERED.sub(r"\1\\\2", plain) if _NUMBERED.match(plain) else _LINE_START.sub(r"\\\1", plain)


def _write(folder: Path, path: Path, entry: dict[str, Any], made: set[Path]) -> None:
    if path.parent not in made:
        (folder / path.parent).mkdir(parents=True, exist_ok=True)
        made.add(path.parent)
    (folder / path).write_text(markdown_of(entry), encoding="utf-8", newline="")
