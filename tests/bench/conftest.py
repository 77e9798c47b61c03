"""Labelled pages as the benches want them, all invented: a score.py that counts right titles, and pages to score."""

from __future__ import annotations

import gzip
import json
import sys

import pytest

SCORE = """
import json, time

SETS = ("fundus",)
TOTALS = {"title": (lambda pages: {"exact": sum(x[0] for x in pages) / len(pages)}, "exact")}
for field in ("body", "segments", "authors", "date", "teasers"):
    TOTALS[field] = TOTALS["title"]

def labels(only, data):
    return [json.loads(line) for line in (data / "gold.jsonl").read_text().splitlines()]

def call(function, html, url):
    try:
        return function(html, url), None, 0.25
    except ValueError as error:
        return None, str(error), 0.25

def judge(row, out):
    right = bool(out) and out.get("title") == row["gold"]["title"]
    return {"title": ([float(right)], right)}

def paired(ours, theirs, total, key):
    return total(ours)[key] - total(theirs)[key], 0.01

def parser_archiver():
    from archiver import parse
    return lambda html, url: parse(html, url=url).to_dict()

def parser_flat():
    from archiver import parse_text
    return lambda text, url: parse_text(text).to_dict()

def parser_lxml():
    return lambda html, url: {}
"""
FLATTEN = """
import re

def flatten(html):
    return re.sub(r"(?:<[^>]*>)+", "\\n\\n", html.decode())
"""


@pytest.fixture
def labelled_pages(tmp_path, monkeypatch):
    """Writes pages of these addresses, each titled as its label says but for those in ``wrong``."""
    monkeypatch.setenv("ARCHIVER_EVAL", str(tmp_path))
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name, source in (("score", SCORE), ("flatten", FLATTEN)):
        monkeypatch.delitem(sys.modules, name, raising=False)
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    (tmp_path / "pages").mkdir()

    def write(*urls, wrong=()):
        labels = []
        for number, url in enumerate(urls):
            page, title = f"{number}.html.gz", f"Ferry number {number} returns to the quay"
            (tmp_path / "pages" / page).write_bytes(gzip.compress(f"<h1>{title}</h1><p>Some words.".encode()))
            gold = {"title": "Another title" if url in wrong else title}
            labels.append({"id": str(number), "page": page, "dataset": "fundus", "url": url, "gold": gold})
        (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
        return tmp_path

    yield write
    for name in ("score", "flatten"):
        sys.modules.pop(name, None)
