"""Lets a bench that is called by its path find what lies in ``fixtures/`` and ``tests/``: import it before that."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("fixtures", "tests")

sys.path[:0] = [str(ROOT / folder) for folder in FOLDERS]
