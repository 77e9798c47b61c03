"""The flattened page that the project began with: third-party text, read only where its folder lies beside the project."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import archiver
from archiver.pipelines.rule_cases import find_differences

SEED = Path(os.environ.get("ARCHIVER_SEED") or Path(__file__).parents[3] / "shared" / "seed")


@pytest.mark.skipif(not (SEED / "page.txt").is_file(), reason="its folder is not here (ARCHIVER_SEED names it)")
def test_every_value_of_the_seed_page_is_as_expected():
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    found = archiver.parse_text((SEED / "page.txt").read_text(encoding="utf-8")).to_dict()
    assert [one.place for one in find_differences(expected, found)] == []
