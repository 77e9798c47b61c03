"""Names for what is not whole yet, beside what it is to become."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

#: characters of a name that are kept: with the rest, no name gets longer than a file system takes
_LONGEST = 50


def draft_of(path: Path) -> Path:
    """A new name beside a path, which nobody else has: ``.NAME.9f86d081884c7d65.part``."""
    return path.with_name(f".{path.name[:_LONGEST]}.{secrets.token_hex(8)}.part")


def put_in_place(draft: Path, path: Path, *, is_forced: bool) -> None:
    """A whole file takes its name. Raises ``FileExistsError`` where that is taken by now, unless ``is_forced``."""
    if not is_forced:
        try:
            path.hardlink_to(draft)  # in one step with the look at what is there
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            path.touch(exist_ok=False)
        else:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
            return
    draft.replace(path)
