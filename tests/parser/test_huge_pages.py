"""Pages of up to 50 MB are read, or refused, within a memory that is a multiple of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from support.project import ROOT

#: runs alone, so that its peak of memory is this page's
READER = """
import json, resource, sys
from archiver import parse, parse_text
from support.pages import URL
from support.shapes import SHAPES, TEXT_SHAPES

def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

name, size, is_text = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "text"
page = (TEXT_SHAPES if is_text else SHAPES)[name][0](size).encode()
before = peak_bytes()
article = parse_text(page.decode()) if is_text else parse(page, URL)
print(json.dumps({"bytes": len(page), "extra": peak_bytes() - before, "kind": article.kind,
                  "teasers": len(article.teasers), "chars": len(article.body or "")}))
"""
#: beyond its multiple, what a process takes whatever it reads
LOADED_BYTES = 60_000_000
PATIENCE_S = 300
#: shape, size, how many times its own bytes it may take: a tree of elements weighs more than its markup
HUGE = [
    ("one word", 50_000_000, 5),
    ("sentences", 230_000, 20),
    ("long class", 20_000_000, 6),
    ("attributes", 200_000, 4),
    ("entities", 500_000, 5),
    ("comments", 300_000, 20),
    ("empty elements", 500_000, 60),
    ("line breaks", 500_000, 60),
    ("links in a row", 100_000, 40),
    ("JSON-LD text", 2_300_000, 6),
    ("JSON-LD scripts", 100_000, 10),
    ("deep JSON-LD", 1_000_000, 5),
    ("meta", 200_000, 40),
    ("times", 100_000, 30),
    ("h2", 100_000, 80),
    ("cards", 20_000, 40),
    ("pictures with many widths", 50_000, 10),
    ("long title", 1_500_000, 20),
    ("nested div class=card", 100_000, 10),
    ("nested table><tr><td", 100_000, 10),
    ("nested a href=/news/a-long-story", 100_000, 60),
    ("nested b", 100_000, 10),
]


def read_alone(name, size, kind):
    """What the reader says of the page."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    command = [sys.executable, "-c", READER, name, str(size), kind]
    ran = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    return json.loads(ran.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "size", "multiple"), HUGE, ids=[name for name, _, _ in HUGE])
def test_a_huge_page_takes_no_more_than_its_share_of_memory(name, size, multiple):
    told = read_alone(name, size, "page")
    assert told["extra"] <= multiple * told["bytes"] + LOADED_BYTES


@pytest.mark.slow
def test_a_text_of_fifty_megabytes_is_one_article():
    told = read_alone("one line", 230_000, "text")
    assert told["bytes"] > 48_000_000
    assert told["extra"] <= 20 * told["bytes"]
    assert told["chars"] > 48_000_000
