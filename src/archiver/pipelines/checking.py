"""Whether an archive is whole: the database by itself, every WARC record that a row points to, and the files.

A record is what its row says when it can be read, its digests are right, and type, status, address, moment and the
digest of the content are those of the row. A file may hold more than rows name (requests, redirects, answers that said
that nothing had changed), and less only where something was lost. It is read from its first record to its last, as any
other program would, so that what no row names is whole too. Files of others, in the same folder, are theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.errors import DamagedArchiveError, LostRecordError
from archiver.fetch.warc_files import (
    Finished,
    file_names,
    finish,
    has_our_name,
    is_ours,
    left_open,
    open_to_read,
)
from archiver.fetch.warc_in_place import is_address, problem_in_place
from archiver.fetch.warc_reading import StoredRecord, capture_of, read_record, with_body
from archiver.fetch.warc_rows import differing, spelling
from archiver.fetch.warc_walk import Stretch, Tail, leads_to, read_tail, type_of_cut
from archiver.model import Capture, FailureReason, RunCounts, WarcLocation, WarcPosition
from archiver.pipelines.decide import Verdict
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.lost_records import LostRecords
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools
from archiver.store.archive import Archive
from archiver.store.records import CheckReport, RecordClaim
from archiver.text import counted
from archiver.timestamps import utc_text

#: out of a file that somebody else keeps, and has replaced
_BRING_BACK = "bring back the file that was taken in, or take in the one that is there now"


def check_archive(archive: Archive, *, with_records: bool = True) -> CheckReport:
    """What is wrong with the archive; reads every record unless told not to."""
    files = list(_files(archive))
    folder = archive.warc_folder
    outside = dict(_lacking_outside(archive))
    missing = {file.name for file in files if file.size is None} | outside.keys()
    told: list[WarcLocation] = []
    lost = LostRecords()

    def problem(claim: RecordClaim) -> str | None:
        found = None if claim.warc.file in missing else record_problem(folder, claim)
        if found is None:
            return None
        if is_address(claim.warc.file):  # another file lies there now, as a rule
            lost.note(claim.warc.file, found, claim.warc.offset)
            return None
        told.append(claim.warc)
        return found

    report = archive.check(problem if with_records else None)
    looks = [_look(file, with_records=with_records) for file in files]
    of_files = (
        *outside.values(),
        *(f"{file.sentence} ({_BRING_BACK})" for file in lost.files),
        *(words for look in looks for words in _losses(look, told)),
    )
    return replace(
        report,
        problems=(*report.problems, *of_files),
        problem_count=report.problem_count + len(of_files),
        notes=(*report.notes, *(words for look in looks for words in _notes(look))),
    )


def repair_archive(archive: Archive) -> list[str]:
    """Finishes files that a killed run has left, and says what it did to each. Takes the writer's lock.

    Whole records stay, whether a row names them or not; bytes that are no whole record are cut off where no row points.
    Nothing else is touched: what is lost is for ``check_archive`` to tell.
    """
    with Run(Tools(archive=archive, interrupts=Interrupts()), "check", ("--repair",)) as run:
        done = [told for file in _files(archive) if (told := _mended(archive, file))]
        run.ended(Verdict(), RunCounts())
    return done


def record_problem(folder: Path, claim: RecordClaim) -> str | None:
    """What is wrong with the record that a row points to, ``None`` when it is what the row says."""
    try:
        record = read_record(folder, claim.warc)
        if record.type == "revisit":
            record = with_body(folder, record, claim.original)
        capture = capture_of(record)
        is_led_to = _is_led_to(folder, claim.warc)
    except LostRecordError as error:
        return error.problem
    except DamagedArchiveError as error:
        return str(error).removeprefix(f"{claim.warc.file} at {claim.warc.offset}: ")
    if not is_led_to:
        return f"the exchanges before it, from {claim.warc.start} on, are not whole"
    for what, said, found in _facts(claim, record, capture):
        if said != found:
            return differing(what, said, found)
    return None


def _is_led_to(folder: Path, place: WarcLocation) -> bool:
    """Whether the redirects and other tries before it are whole records."""
    if place.start is None or is_address(place.file):  # what others have written, nothing is said to lead to
        return True
    with open_to_read(folder, place.file) as stream:
        return leads_to(stream, place.start, place.offset)


def _facts(claim: RecordClaim, record: StoredRecord, capture: Capture) -> Iterator[tuple[str, object, object]]:
    """What the row says, and what the record does."""
    yield "type", _type_of(claim, record), record.type
    if claim.status is None and claim.error is not None:
        return  # nothing came in the end: the record is that of an earlier exchange, or of a file that is no page
    if not claim.is_rendered:  # what a browser has drawn has no head of its own
        yield "status", claim.status, record.status
    yield "address", spelling(claim.final_url), spelling(record.url)
    yield "moment", utc_text(claim.fetched_at), utc_text(record.recorded_at)
    # where a limit has cut the content, the limit of today may be another one
    if not claim.is_truncated and capture.failure != FailureReason.TOO_LARGE:
        yield "content", claim.payload_digest, capture.payload_digest


def _type_of(claim: RecordClaim, record: StoredRecord) -> str:
    if claim.is_rendered:
        return "conversion"
    if claim.original is not None:
        return "revisit"
    if claim.status is not None:
        return "response"
    is_either = claim.error is not None and record.type == "response"
    # a text that somebody else has made of a page is as good as a file
    return record.type if is_either or record.type == "conversion" else "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A WARC file, on disk or only in rows."""

    path: Path
    #: ``None`` when it is not there
    size: int | None
    #: how far rows point into it
    pointed: int
    #: how far rows, or the last commit, say that it is whole
    vouched: int
    #: how many rows point into it
    rows: int
    #: it is the one that the last commit has written to
    is_newest: bool
    is_open: bool

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_foreign(self) -> bool:
        """No row knows it, and somebody else has written it: its name and its first record are not ours."""
        is_known = self.rows > 0 or self.is_newest or has_our_name(self.name)
        return not is_known and not is_ours(self.path.parent, self.name)

    @property
    def is_repairable(self) -> bool:
        """It begins as we begin files, or is empty as we leave them: nothing is done to any other."""
        return is_ours(self.path.parent, self.name) or (self.size == 0 and has_our_name(self.name))

    @property
    def short(self) -> int:
        """How many bytes are missing of what the last commit vouched for."""
        return 0 if self.size is None else max(0, self.vouched - self.size)

    def tail(self) -> Tail | None:
        """All that lies in it, the whole records counted from what is vouched for on; ``None`` if not to be looked at.

        Bytes at its end that are no record are torn, and may be cut off, where no row points; elsewhere they are
        damage. So is what does not look like the beginning of a record, but where a killed run can have left it: behind
        what is vouched for, in a file that is open or was the last to be written to.
        """
        if self.size is None or self.is_foreign:
            return None
        with open_to_read(self.path.parent, self.name) as stream:
            tail = read_tail(stream, counted=self.vouched)
        is_left = tail.end >= self.vouched and (self.is_open or self.is_newest)
        is_torn = tail.end >= self.pointed and (tail.is_cut or is_left)
        return tail if is_torn or tail.torn is None else replace(tail, torn=None, damage=(*tail.damage, tail.torn))

    def type_of(self, torn: Stretch) -> str | None:
        """What was to be a record there, and has no end; ``None`` where that cannot be told."""
        with open_to_read(self.path.parent, self.name) as stream:
            return type_of_cut(stream, torn.start) if torn.is_cut else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A file, and what lies in it where that was read."""

    file: _File
    tail: Tail | None


def _look(file: _File, *, with_records: bool) -> _Look:
    """The file, read to its end; what a run has opened since is open, and what it is writing is not torn."""
    tail = file.tail() if with_records else None
    if tail is None or tail.torn is None or file.is_open:
        return _Look(file=file, tail=tail)
    now = replace(file, is_open=file.name in left_open(file.path.parent))
    return _Look(file=now, tail=tail if now.is_open else file.tail())


def _files(archive: Archive) -> Iterator[_File]:
    folder, position, ends = archive.warc_folder, archive.warc_records.position(), archive.warc_records.ends()
    still_open = set(left_open(folder))
    newest = set() if position is None else {position.file}
    named = {name for name in ends if not is_address(name)}
    for name in sorted({*file_names(folder), *named, *newest}):
        end, rows = ends.get(name, (0, 0))
        is_newest = position is not None and name == position.file
        yield _File(
            path=folder / name,
            size=_size(folder, name),
            pointed=end,
            vouched=max(end, position.end) if position is not None and is_newest else end,
            rows=rows,
            is_newest=is_newest,
            is_open=name in still_open,
        )


def _lacking_outside(archive: Archive) -> Iterator[tuple[str, str]]:
    """Files outside of the archive's folder that rows point to and that cannot be read, each with a sentence."""
    for name, (_, rows) in archive.warc_records.ends().items():
        if is_address(name) and (problem := problem_in_place(archive.warc_folder, name)) is not None:
            yield name, f"{name}: {problem}: the records of {counted(rows, 'capture')} lie in it"


def _size(folder: Path, name: str) -> int | None:
    try:
        with open_to_read(folder, name) as stream:
            return stream.seek(0, 2)
    except (OSError, ValueError):
        return None


def _losses(look: _Look, told: list[WarcLocation]) -> Iterator[str]:
    """What is missing of a file, and what is damaged in it, but for what was ``told`` of the rows' own records."""
    file = look.file
    if file.size is None:
        yield f"{file.path} is missing: the records of {counted(file.rows, 'capture')} lie in it"
    elif file.size < file.pointed:
        yield f"{file.path} is {counted(file.short, 'byte')} shorter than at the last commit"
    for stretch in look.tail.damage if look.tail else ():
        if not any(_lies_in(place, stretch) for place in told if place.file == file.name):
            yield f"{file.path}: {_words(stretch)}"
    if look.tail and look.tail.torn and not file.is_open:  # no run closes a file before it is whole
        remedy = "'archiver check --repair' cuts them off"
        yield f"{file.path}: {_words(look.tail.torn)}, and no row points there ({remedy})"


def _words(stretch: Stretch) -> str:
    return f"{counted(stretch.end - stretch.start, 'byte')} at {stretch.start}: {stretch.problem}"


def _lies_in(place: WarcLocation, stretch: Stretch) -> bool:
    """Whether what a row points to, or what comes before it there, is in those bytes."""
    start = place.offset if place.start is None else place.start
    return start < stretch.end and stretch.start < place.offset + place.length


def _notes(look: _Look) -> Iterator[str]:
    file, tail = look.file, look.tail
    if file.size is None or file.size < file.pointed:
        return
    if file.short:
        yield (
            f"{file.path} is {counted(file.short, 'byte')} shorter than at the last commit, where no row points: no"
            " capture is missing"
        )
    if file.is_foreign:
        yield f"{file.path}: no capture points into it, and it is none of ours: not looked at"
        return
    if file.is_open:
        yield (
            f"{file.path} is still open: a run is under way, or was killed"
            " (the next one goes on, 'archiver check --repair' finishes the file)"
        )
    if not file.rows and not file.is_newest:
        yield f"{file.path}: no capture points into it"
    if tail and tail.records and file.is_newest:
        yield f"{file.path}: {counted(tail.records, 'whole record')} after the last commit, which no row names"
    if tail and tail.torn and file.is_open:
        yield (
            f"{file.path}: {counted(tail.torn_bytes, 'torn byte')} behind its last whole record, left by a run that was"
            " killed or is under way ('archiver check --repair' cuts them off)"
        )


def _mended(archive: Archive, file: _File) -> str | None:
    """What was done to the file, as a sentence; ``None`` where nothing was to be done."""
    if file.size is None or file.size < file.pointed or not file.is_repairable:
        return None
    tail = file.tail()
    if tail is None or not (file.is_open or file.short or tail.torn):
        return None
    if file.short and (not tail.end or tail.end + tail.torn_bytes < file.size):
        return None  # what is there in place of records is damage
    lost = file.type_of(tail.torn) if tail.torn and not file.is_open else None
    whole = min(file.vouched, tail.end) if file.short or tail.torn else file.vouched
    done = finish(file.path.parent, file.name, whole, is_newest=file.is_newest)
    if done is None:
        return f"{file.path}: left as it is, for another program is writing to it"
    if file.is_newest and done.end != file.vouched:
        archive.warc_records.save_position(WarcPosition(file=file.name, end=done.end))
    return f"{file.path}: {', '.join(_deeds(file, done, lost))}"


def _deeds(file: _File, done: Finished, lost: str | None) -> Iterator[str]:
    if done.torn_bytes:
        what = f", what was left of a {lost} record" if lost else ""
        yield f"{counted(done.torn_bytes, 'torn byte')} behind its last whole record cut off{what}"
    if file.short:
        yield f"{counted(file.short, 'byte')} of the last commit missed no longer, as no row points there"
    if done.is_removed:
        yield "removed, as it held nothing but its own description"
        return
    if done.records and (file.is_newest or not file.rows):
        yield f"{counted(done.records, 'whole record')} kept that no row names"
    if file.is_open:
        yield "finished, and called .open no longer"
