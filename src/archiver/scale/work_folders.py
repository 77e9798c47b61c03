"""What lies in a work folder, by its names, and what goes when nobody has any use for it.

A crawl that is shared out and an ingest may have the same one, beside the archive: neither touches what is the other's.
Whoever clears it holds the archive's lock.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

#: in front of the name of a part of a crawl, and of what lies beside it under its name
PART = "sites-"
#: ... of a file that tells a worker whether it sees the folder, and of one that tells it to end
PROBE, STOP = "probe-", "stop-"
#: where a lake is made: the archive that it is made of, and the folder of what workers have written of it
LAKE_ARCHIVE, LAKE_PARTS = "lake.db", "parts"


def remove_probes(folder: Path) -> None:
    """Removes those of runs that were killed."""
    _remove(folder.glob(f"{PROBE}*"))


def clear_after_ingest(folder: Path) -> None:
    """Removes what tasks have made, also of another call, which has no use for it once all is done; then the folder."""
    _remove(path for path in folder.glob("*") if not path.name.removeprefix(".").startswith(PART))
    with suppress(OSError):  # a crawl has parts there
        folder.rmdir()


def clear_after_lake(folder: Path) -> None:
    """Removes what a lake was made of, once it is there; then the folder, if nobody has put anything else there."""
    beside = folder.glob(f"{Path(LAKE_ARCHIVE).stem}.*")
    _remove((*beside, *folder.glob(f"{PROBE}*"), folder / LAKE_PARTS))
    with suppress(OSError):
        folder.rmdir()


def clear_around_crawl(folder: Path) -> None:
    """Removes what belongs to no part, where a run was killed while it handed one out, or took it back.

    While there is any, somebody may still be at it, and has to be told that it is to end.
    """
    parts = {path.stem for path in folder.glob(f"{PART}*.db")}
    _remove(path for start in ((PROBE,) if parts else (PROBE, STOP)) for path in folder.glob(f"{start}*"))
    _remove(
        path
        for start in (PART, f".{PART}")
        for path in folder.glob(f"{start}*")
        if path.name.partition(".")[0] not in parts  # of a draft, there is nothing before the dot
    )


def remove_part(part: Path) -> None:
    """Removes a part with all that lies beside it under its name: itself first, for the rest is none without it."""
    part.unlink(missing_ok=True)
    _remove(part.parent.glob(f"{part.stem}.*"))


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):  # another machine has done so, or holds it: it is no use to anybody
                path.unlink()
