"""Files and folders that appear under their names when they are whole, and not before.

They are written beside it, under a name that nobody else has, and moved into place in one step. Whatever ends an
export before (a full disk, a signal, an error), nothing is left, and what was there is as it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archiver.drafts import draft_of, put_in_place
from archiver.errors import ExportError, UsageError
from archiver.jsontext import JsonError, decode_json

#: in every folder that an export has written, what it holds; whose absence says that it is somebody else's
MANIFEST = "manifest.json"
MADE_BY = "archiver export"
#: what a disk says that has no room, or a limit to a file's size
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def file_draft(path: Path | None, stream: BinaryIO | None, *, is_forced: bool) -> Iterator[BinaryIO]:
    """A file to write to, which appears at the end of the block; or the stream, where one is given."""
    if path is None:
        assert stream is not None, "a path or a stream"
        yield stream
        stream.flush()
        return
    refuse_file(path, is_forced=is_forced)
    draft = draft_of(path)
    with explained(path), _gone_at_last(draft):
        with draft.open("xb") as written:
            yield written
            written.flush()
            os.fsync(written.fileno())
        place(draft, path, is_forced=is_forced)


@contextmanager
def folder_draft(path: Path, *, is_forced: bool) -> Iterator[Path]:
    """A folder to fill, which appears at the end of the block; where it has no manifest by then, it is an error."""
    refuse_folder(path, is_forced=is_forced)
    draft = draft_of(path)
    with explained(path), _gone_at_last(draft):
        draft.mkdir()
        yield draft
        assert (draft / MANIFEST).exists(), "every folder says what it holds"
        _put_in_place(draft, path, is_forced=is_forced)


def refuse_file(path: Path, *, is_forced: bool) -> None:
    """Raises ``UsageError`` for what is there already, unless ``is_forced``, and for a folder that is not there."""
    _refuse_lost(path)
    if path.is_dir():
        raise UsageError(f"{path}: a folder (expected the name of a file)")
    if (path.exists() or path.is_symlink()) and not is_forced:
        raise _taken(path)


def place(draft: Path, path: Path, *, is_forced: bool) -> None:
    """The whole file takes its name. Raises ``UsageError`` for what has come there meanwhile, unless ``is_forced``."""
    try:
        put_in_place(draft, path, is_forced=is_forced)
    except FileExistsError as error:
        raise _taken(path) from error


def refuse_folder(path: Path, *, is_forced: bool) -> None:
    """Raises ``UsageError`` for a folder with something in it, unless that is an export's and ``is_forced``."""
    _refuse_lost(path)
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise UsageError(f"{path}: there is something already that is no folder")
    if not path.exists() or not any(path.iterdir()):
        return
    strange = _strangers(path)
    if strange:
        raise UsageError(f"{path}: holds what no export has written ({strange[0]}): name another folder")
    if not is_forced:
        raise UsageError(f"{path}: there is an export already (--force replaces it)")


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if path.is_dir():
        return sum(size_of(Path(entry.path)) for entry in os.scandir(path))
    return path.stat().st_size


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Says of what could not be written where, why, and that nothing is there. A reader that went away is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = "no room to write" if error.errno in _NO_ROOM else "cannot be written"
        raise ExportError(f"{path}: {reason} ({error.strerror or error}); nothing was left there") from error


def _refuse_lost(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")


def files_in(folder: Path) -> list[str]:
    """Every file in a folder and below, and every link, by its path from there."""
    found: list[str] = []
    for place_, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place_) / name).is_symlink()]
        found += (str((Path(place_) / name).relative_to(folder)) for name in (*files, *links))
    return sorted(found)


def _taken(path: Path) -> UsageError:
    return UsageError(f"{path}: there is something already (--force overwrites it)")


def _strangers(path: Path) -> list[str]:
    """What lies in a folder that its manifest does not name; all of it where there is no manifest of ours."""
    try:
        manifest = decode_json((path / MANIFEST).read_bytes())
    except (OSError, JsonError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("made_by") != MADE_BY:
        return sorted(entry.name for entry in path.iterdir())
    holds = manifest.get("holds")
    known = {MANIFEST, *map(str, holds if isinstance(holds, list) else ())}
    return [name for name in files_in(path) if name not in known]


def _put_in_place(draft: Path, path: Path, *, is_forced: bool) -> None:
    """Another folder's place is taken in two steps, each undone where the next one fails."""
    refuse_folder(path, is_forced=is_forced)  # much may have come there meanwhile
    if not path.exists() or not any(path.iterdir()):
        draft.replace(path)
        return
    old = draft_of(path)
    path.replace(old)
    try:
        draft.replace(path)
    finally:
        if path.exists():  # the new one, or that of an export which was quicker
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.replace(path)


@contextmanager
def _gone_at_last(draft: Path) -> Iterator[None]:
    """Nothing is at this path when the block has ended."""
    try:
        yield
    finally:
        _remove(draft)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
