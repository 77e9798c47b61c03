"""Which engine does a run, and where its work folder is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from archiver.errors import MissingLibraryError, ReadOnlyArchiveError
from archiver.fetch.stored_files import is_local
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.inputs import Item
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.tools import Tools, provenance_of
from archiver.scale.engines import Engine
from archiver.scale.plan import CHUNK_BYTES, size_at_no_cost
from archiver.scale.process_engine import ProcessEngine
from archiver.scale.tasks import Keeping, Kit
from archiver.scale.this_process import ThisProcess

EngineName = Literal["process", "dask"]

#: with less to read, starting workers and merging what they make takes longer than it spares
WORTHWHILE_BYTES = 4 * CHUNK_BYTES
#: what the extra `scale` brings
_OF_DASK = frozenset({"dask", "distributed", "tornado"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """Who is to do the work."""

    engine: EngineName = "process"
    workers: int
    #: of Dask, ``tcp://host:port``, with workers of its own
    scheduler: str | None = None
    #: below which the work folder is; ``None`` for beside the archive
    work_dir: Path | None = None

    def has_enough(self, items: Sequence[Item]) -> bool:
        """Whether workers are worth while for these; a WARC file on another machine counts as much."""
        chunks = [item for item in items if isinstance(item, Chunk)]
        is_elsewhere = any(not is_local(chunk.address) for chunk in chunks)
        return is_elsewhere or sum(size_at_no_cost(chunk) or 0 for chunk in chunks) >= WORTHWHILE_BYTES

    def work_folder(self, target: Path) -> Path:
        """Where small archives lie on their way to that archive, and no other."""
        own = target.absolute()
        if self.work_dir is None:
            return own.with_name(f"{own.stem}.work")
        digest = sha256(str(own).encode()).hexdigest()
        return self.work_dir.absolute() / f"{own.stem}-{digest[:8]}.work"

    def lake_folder(self, lake: Path) -> Path:
        """Where the archive is of which a lake is made, and the lake's parts: all workers see them.

        Beside the lake, it has a name that no archive's work folder has: a lake may be called like an archive.
        """
        own = lake.absolute()
        return own.with_name(f"{own.name}.ingest") if self.work_dir is None else self.work_folder(own)

    def kit(self, tools: Tools, wanted: Wanted, *, in_place: bool, contact: str | None = None) -> Kit:
        """What all tasks have that fill the archive of these tools."""
        keeping: Keeping = "in place" if in_place else "copied" if tools.settings.warc else "not kept"
        return Kit(
            folder=str(self.work_folder(tools.archive.path)),
            now=tools.clock(),
            wanted=wanted,
            settings=tools.settings,
            rules=tools.rules,
            sources=tools.sources,
            keeping=keeping,
            provenance=provenance_of(tools.archive.warc_folder, contact),
        )

    @contextmanager
    def open_engine(self, folder: Path, items: Sequence[Item], interrupts: Interrupts) -> Iterator[Engine]:
        """The engine for these, begun, with that work folder, which is gone after it where it was not there before.

        Unless something in it waits for another run. ``interrupts`` are those of this process. Raises
        ``MissingLibraryError``, and ``ReadOnlyArchiveError`` where there can be no such folder.
        """
        is_new = not folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ReadOnlyArchiveError(f"{folder}: {error.strerror}", path=str(folder)) from error
        try:
            with self._engine(folder, items, interrupts) as engine:
                yield engine
        finally:
            if is_new:  # another command's is its own
                with suppress(OSError):
                    folder.rmdir()

    def _engine(self, folder: Path, items: Sequence[Item], interrupts: Interrupts) -> AbstractContextManager[Engine]:
        if self.engine == "process":
            is_alone = self.workers == 1 or not self.has_enough(items)
            return ThisProcess(interrupts) if is_alone else ProcessEngine(self.workers)
        try:
            from archiver.scale.dask_engine import DaskEngine  # noqa: PLC0415 - half a second, and an extra
        except ModuleNotFoundError as error:
            raise explain_missing(error) from error
        return DaskEngine(folder, workers=self.workers, scheduler=self.scheduler)


def explain_missing(error: ModuleNotFoundError) -> Exception:
    """What to raise where Dask cannot be imported: that it is not installed, or the error itself."""
    if error.name is None or error.name.partition(".")[0] not in _OF_DASK:
        return error
    return MissingLibraryError("Dask", install="'archiver[scale]'")
