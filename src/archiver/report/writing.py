"""A report as a file: whole or not there, and never over something that is no report."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from archiver.errors import ArchiverError, UsageError
from archiver.report.page import MARK

#: where the mark stands, in bytes
_HEAD = 500


def checked_target(path: Path, *, is_forced: bool = False) -> Path:
    """Where a report may be written: where nothing is, or an older one, so that a clock may write it again and again.

    Anything else is overwritten only with ``is_forced``. Raises ``UsageError``.
    """
    if _is_no_file(path):  # /dev/stdout may be a pipe: what its name leads to is no name
        return path
    target = path.resolve()
    if not target.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {target.parent}")
    if target.is_dir():
        raise UsageError(f"{path} is a folder: name a file in it")
    if not is_forced and target.exists() and not is_report(target):
        raise UsageError(f"{path}: there is something already that is no report (--force overwrites it)")
    return target


def write_report(text: str, target: Path) -> None:
    """Writes the file at once: whoever reads there meanwhile reads the old one or the new one.

    Raises ``ArchiverError`` when it cannot be written; then the old one is as it was.
    """
    try:
        if _is_no_file(target):  # nothing to be replaced
            target.write_text(text, encoding="utf-8")
        else:
            _replace(target, text)
    except OSError as error:
        raise ArchiverError(f"{target}: {error.strerror or error}") from error


def is_report(path: Path) -> bool:
    """Whether a report was written there; as good as one is an empty file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return not head or MARK.encode() in head


def _is_no_file(path: Path) -> bool:
    """Whether it is there and keeps nothing: a pipe, a device."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _replace(target: Path, text: str) -> None:
    """With the rights of the file that was there, or of any new one."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
