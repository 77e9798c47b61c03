#!/usr/bin/env python3
"""The same WARC file with fastwarc and trafilatura, and nothing kept: what one would write in an afternoon.

    python bench/warc_peer.py FILE START END    # one process; prints how many pages, and in how many seconds

Run by bench/ingest.py with a Python that has them. Read are the records that begin from START on and before END.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType


def main() -> int:
    """Prints the figures."""
    path, start, end = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    began, pages = time.perf_counter(), 0
    with path.open("rb") as file:
        file.seek(start)
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            if record.stream_pos >= end:
                break
            url = record.headers.get("WARC-Target-URI")
            trafilatura.bare_extraction(record.reader.read(), url=url, with_metadata=True)
            pages += 1
    print(pages, time.perf_counter() - began)
    return 0


if __name__ == "__main__":
    sys.exit(main())
