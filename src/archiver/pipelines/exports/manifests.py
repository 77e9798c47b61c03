"""What a folder of an export says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.pipelines.exports.drafts import MADE_BY, MANIFEST, files_in
from archiver.store.extracts import Extract


def write_manifest(folder: Path, kind: str, extract: Extract, **facts: Any) -> None:
    """Writes ``manifest.json``: what made the folder, from what, and every file that belongs to it."""
    manifest = {
        "made_by": MADE_BY,
        "version": __version__,
        "format": kind,
        "schema_version": extract.schema_version,
        "selection": extract.selection.words,
        "articles": extract.articles,
        **facts,
        "holds": files_in(folder),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
