"""Reading WARC files of others: a loop over our entries beside one over fastwarc's records, in CPU time.

    python bench/warc_reading.py [--megabytes 300] [--file FILE]

Without a file one is made of invented pages of 40 to 250 KB. fastwarc is measured twice: reading alone, and verifying
block digests, which ours always does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from archiver.fetch.warc_record import Record, new_record_id, record_to_bytes
from archiver.fetch.warc_stream import Entry, iter_entries

TYPES = frozenset({"response", "request", "warcinfo"})
NOW = dt.datetime(2025, 8, 11, tzinfo=dt.UTC)
WORDS = [
    f"{start}{end}"
    for start in ["fe", "br", "gr", "st", "wi", "la", "mo", "ta"]
    for end in ["rry", "idge", "ound", "ever", "nd", "ke", "rn", "le"]
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    if given.file is not None:
        measure(given.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.warc.gz"
        write(path, given.megabytes * 1_000_000)
        measure(path)


def write(path: Path, size: int) -> None:
    """A file of about that size, a request behind each response."""
    rng = random.Random(5)
    pages = [page(rng) for _ in range(40)]
    with path.open("wb") as file:
        number = 0
        while file.tell() < size:
            number += 1
            body = pages[number % len(pages)] + str(number).encode()
            for kind, block in (
                ("response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body),
                ("request", b"GET / HTTP/1.1\r\n\r\n"),
            ):
                file.write(record_to_bytes(record(kind, f"https://lac.example/{number}", block)))


def record(kind: str, url: str, block: bytes) -> Record:
    media_type = f"application/http; msgtype={kind}"
    headers = (("WARC-Target-URI", url),)
    return Record(type=kind, id=new_record_id(), date=NOW, media_type=media_type, headers=headers, block=block)


def page(rng: random.Random) -> bytes:
    lines = []
    for _ in range(rng.randint(150, 900)):
        words = " ".join(rng.choices(WORDS, k=40))
        lines.append(f'<p id="p{rng.getrandbits(32):x}"><a href="/n/{rng.getrandbits(64):x}">{words}</a></p>\n')
    return "".join(lines).encode()


def measure(path: Path) -> None:
    megabytes = path.stat().st_size / 1e6
    for name, read in (
        ("fastwarc", fast),
        ("fastwarc, digests verified", verified),
        ("iter_entries", ours),
        ("iter_entries, passed over", passed),
    ):
        seconds, records = min(timed(read, path) for _ in range(2))
        print(
            f"{name:28}{megabytes / seconds:8.0f} MB/s{records / seconds:9.0f} records/s"
            f"{seconds / records * 1e6:7.0f} µs a record"
        )
    print(f"peak memory of all{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


def timed(read: Callable[[Path], int], path: Path) -> tuple[float, int]:
    before = time.process_time()
    records = read(path)
    return time.process_time() - before, records


def fast(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for found in ArchiveIterator(stream, parse_http=False) if found.reader.read())


def verified(path: Path) -> int:
    with path.open("rb") as stream:
        found = ArchiveIterator(stream, parse_http=False, verify_digests=True)
        return sum(1 for one in found if one.reader.read())


def ours(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(isinstance(one, Entry) for one in iter_entries(stream, types=TYPES, max_block_bytes=100_000_000))


def passed(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in iter_entries(stream, types=(), max_block_bytes=1))


if __name__ == "__main__":
    main()
