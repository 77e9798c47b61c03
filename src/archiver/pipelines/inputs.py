"""What there is to take in, by what was named: files that are one page each, and WARC files, which hold many.

WARC files are named by a path or an address of their own, by a folder or a pattern, or by a list: a file with an
address on each line, as Common Crawl publishes them (`warc.paths.gz`). What else a name means is in ``manifest``.
"""

from __future__ import annotations

import glob
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archiver.errors import StoredFileError, UsageError
from archiver.fetch.stored_files import is_local, list_stored, local_path, open_stored
from archiver.model.bulk import Chunk
from archiver.pipelines.manifest import (
    PAGE_SUFFIXES,
    BadFile,
    BadLine,
    EmptyFolder,
    File,
    is_manifest,
    iter_listed,
    iter_pages,
    suffix_of,
)
from archiver.text import counted

#: what a file of many pages is called, packed or not
WARC_SUFFIXES = frozenset({".warc", ".wet", ".wacz"})
#: what a list of such files is called
_LIST_SUFFIXES = (".paths", ".paths.gz", ".paths.txt", ".paths.txt.gz")
#: how WARC files begin, whatever they are called; zstd, as a dictionary may come first
_PLAIN, _GZIP, _ZSTD = b"WARC/", b"\x1f\x8b", (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
_SNIFFED_BYTES = 1 << 16
#: of a file, by which a list is known
_SNIFFED_NAMES = 20
#: a list that is longer when inflated is none
_MOST_LIST_BYTES = 1 << 30
#: what is in no text
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19]")

Item = File | BadLine | BadFile | EmptyFolder | Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was named."""

    #: files, folders, patterns and addresses; what each is, its name tells, or its content
    paths: tuple[str, ...] = ()
    manifests: tuple[Path, ...] = ()
    #: of WARC files
    lists: tuple[str, ...] = ()
    #: what the relative names in lists are below; without it, where the list is
    base: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """For the run's row."""
        return (*map(str, self.manifests), *self.lists, *self.paths)


def gather(inputs: Inputs) -> Iterable[Item]:
    """Everything that was named: manifests first, then the rest in its order, a WARC file once.

    A sequence where there are WARC files, so that it can be told how much there is to read; a folder of a million pages
    is not held. Raises ``UsageError`` for what cannot be taken in at all, before anything is written.
    """
    for path in inputs.paths:
        if is_local(path) and _looks_like_list(local_path(path)):
            raise UsageError(f"{path}: looks like a list of WARC files, and no page (give it as --paths {path})")
    inputs = _without_patterns(inputs)
    if inputs.base is not None and not inputs.lists:
        raise UsageError("--base is for the relative names in a list of WARC files, and none was given")
    for path in inputs.paths:
        if is_local(path) and not local_path(path).exists():
            raise UsageError(f"{path}: no such file or folder")
    for listed in inputs.lists:
        if is_local(listed) and not local_path(listed).is_file():
            raise UsageError(f"{listed}: no such file")
    if any(isinstance(item, Chunk) for item in _iter_items(inputs)):
        return list(_iter_items(inputs))
    return _iter_items(inputs)


def names_warc(inputs: Inputs) -> bool:
    """Whether a name says that WARC files are meant, whatever is found there."""
    return bool(inputs.lists) or any(
        is_list(path) or not is_local(path) or suffix_of(Path(path)) in WARC_SUFFIXES for path in inputs.paths
    )


def is_list(name: str) -> bool:
    """Whether a name says that this is a list of WARC files."""
    return name.lower().endswith(_LIST_SUFFIXES)


def is_warc(path: Path) -> bool:
    """Whether its name says that it holds many pages, or its beginning where the name says nothing."""
    suffix = suffix_of(path)
    if suffix in WARC_SUFFIXES:
        return True
    return suffix not in PAGE_SUFFIXES and _begins_like_warc(path)


def _begins_like_warc(path: Path) -> bool:
    return _head_of(path).startswith((_PLAIN, *_ZSTD))


def _looks_like_list(path: Path) -> bool:
    """Whether a file whose name says something else holds names of WARC files, and nothing else, where it begins."""
    if not path.is_file() or is_list(str(path)) or suffix_of(path) in WARC_SUFFIXES:
        return False  # nor is a pipe looked into, which gives what it holds but once
    names = _names_in(_head_of(path).decode("utf-8-sig", "replace"))[:_SNIFFED_NAMES]
    return bool(names) and all(len(name.split()) == 1 and suffix_of(Path(name)) in WARC_SUFFIXES for name in names)


def _head_of(path: Path) -> bytes:
    """What it begins with, unpacked; nothing where it cannot be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_SNIFFED_BYTES)
    except OSError:
        return b""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _SNIFFED_BYTES)
    except zlib.error:  # it begins so by chance
        return b""


def _without_patterns(inputs: Inputs) -> Inputs:
    paths: list[str] = []
    for path in inputs.paths:
        if is_local(path) and glob.has_magic(path) and not local_path(path).exists():
            if not (found := list_stored(path)):
                raise UsageError(f"{path}: no file fits this pattern")
            paths += found
        else:
            paths.append(path)
    lists = (*inputs.lists, *(path for path in paths if is_list(path)))
    return Inputs(
        paths=tuple(path for path in paths if not is_list(path)),
        manifests=inputs.manifests,
        lists=lists,
        base=inputs.base,
    )


def _iter_items(inputs: Inputs) -> Iterator[Item]:
    known: set[str] = set()
    for item in _all_items(inputs):
        if isinstance(item, Chunk):
            if item.address in known:
                continue
            known.add(item.address)
        yield item


def _all_items(inputs: Inputs) -> Iterator[Item]:
    local = [local_path(path) for path in inputs.paths if is_local(path)]
    manifests = (*inputs.manifests, *filter(is_manifest, local))
    listed: set[Path] = set()
    for item in iter_listed(manifests):
        if isinstance(item, File):
            listed.add(item.path.resolve())
        yield from _of_file(item) if isinstance(item, File) else (item,)
    for path in inputs.paths:
        if not is_local(path):
            yield from _of_address(path)
        elif not is_manifest(local_path(path)):
            yield from _of_path(local_path(path), listed)
    for named in inputs.lists:
        yield from _of_list(named, inputs.base)


def _of_path(path: Path, listed: set[Path]) -> Iterator[Item]:
    is_empty = True
    for item in iter_pages(path, WARC_SUFFIXES):
        is_empty = False
        if not isinstance(item, File):
            yield item
        elif not listed or item.path.resolve() not in listed:
            yield from _of_file(item)
    if is_empty:
        yield EmptyFolder(path=path)


def _of_file(file: File) -> Iterator[Item]:
    return _of_address(str(file.path.resolve())) if is_warc(file.path) else iter((file,))


def _of_address(address: str) -> Iterator[Item]:
    """The WARC files that an address stands for; only one that may stand for several is looked at."""
    stands_for_many = address.endswith("/") or glob.has_magic(address) or suffix_of(Path(address)) == ".wacz"
    if not stands_for_many or (is_local(address) and suffix_of(Path(address)) != ".wacz"):
        yield Chunk(address)
        return
    try:
        found = list_stored(address)
    except StoredFileError as error:
        yield BadFile(problem=str(error))
        return
    if not found:
        yield BadFile(problem=f"{address}: there are no WARC files")
    for one in found:
        yield Chunk(one)


def _of_list(named: str, base: str | None) -> Iterator[Item]:
    try:
        text, is_whole = _list_text(named)
    except StoredFileError as error:
        yield BadFile(problem=str(error))
        return
    names = _names_in(text)
    if not is_whole:
        read = counted(len(names), "name") if names else "no name"
        problem = f"{named}: this list is damaged, or not all of it is there: {read} could be read"
        yield BadFile(problem=problem, is_cut=True)
    elif not names:
        yield BadFile(problem=f"{named}: this list names no file")
    for name in names:
        yield from _of_address(_joined(name, base or _folder_of(named)))


def _names_in(text: str) -> list[str]:
    """Those that a list gives."""
    return [name for line in text.splitlines() if (name := line.strip()) and not name.startswith("#")]


def _list_text(named: str) -> tuple[str, bool]:
    """What a list says, and whether that is all of it; else its whole lines. Raises ``StoredFileError``."""
    with open_stored(named) as stream:
        content, is_whole = stream.read(_MOST_LIST_BYTES), True
    if content.startswith(_GZIP):
        content, is_whole = _unpacked(content)
    if _NO_TEXT.search(content):
        raise StoredFileError(f"{named}: this is no list of files: a text in UTF-8 is expected", address=named)
    if not is_whole:
        content = content[: content.rfind(b"\n") + 1]
    return content.decode("utf-8-sig", "replace"), is_whole


def _unpacked(content: bytes) -> tuple[bytes, bool]:
    """What is in a gzip file, as far as it can be read, and whether that is all of it."""
    pieces: list[bytes] = []
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        try:
            while piece := stream.read1(_SNIFFED_BYTES):
                pieces.append(piece)
        except (OSError, EOFError, zlib.error):
            return b"".join(pieces), False
    return b"".join(pieces), True


def _folder_of(address: str) -> str:
    return str(local_path(address).absolute().parent) if is_local(address) else address.rpartition("/")[0]


def _joined(name: str, base: str) -> str:
    """The address that a line of a list means."""
    if not is_local(name) or PurePosixPath(name).is_absolute():
        return name
    joined = f"{base.rstrip('/')}/{name}"
    return str(local_path(joined).resolve()) if is_local(joined) else joined
