"""A WARC file of invented pages, as large as those of newspapers: what a crawl of others would have left.

Of 932 saved pages of news sites that the parser is scored on, half have 121 KB of HTML or more, a quarter less than 69,
a quarter more than 237. Here they have 60, 90, 120 or 150 KB, an outlet always the same, and are made by ``loopback``.
Each page is a ``request`` and a ``response``, each a gzip member of its own, the body as it was after decoding: as in
CC-NEWS.
"""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from loopback import Site, Size

#: of the outlets, in turn
KILOBYTES = (60, 90, 120, 150)
PAGES_AN_OUTLET = 200
_GZIP_LEVEL = 6
_DATE = "2026-03-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
_INFO = b"software: archiver bench\r\nformat: WARC File Format 1.1\r\n"
_ASKED = "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: bench\r\n\r\n"
_ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"


def write_warc(path: Path, pages: int) -> None:
    """Writes the file. The same number of pages makes the same file."""
    outlets = -(-pages // PAGES_AN_OUTLET)
    with path.open("wb") as file, ProcessPoolExecutor(2) as pool:
        file.write(_record("warcinfo", "", "application/warc-fields", _INFO, 0))
        for members in pool.map(partial(_outlet, pages), range(outlets)):
            file.writelines(members)


def _outlet(pages: int, number: int) -> list[bytes]:
    """The records of one outlet, in their order."""
    count = min(PAGES_AN_OUTLET, pages - number * PAGES_AN_OUTLET)
    site = Site(number, Size(pages=PAGES_AN_OUTLET + 1, hosts=1, kb=KILOBYTES[number % len(KILOBYTES)]))
    return [member for place in range(count) for member in _exchange(site, number, place)]


def _exchange(site: Site, number: int, place: int) -> Iterator[bytes]:
    host, path = f"www.outlet-{number}.example", site.paths[place]
    url, at = f"https://{host}{path}", number * PAGES_AN_OUTLET + place
    content = site.article(place).encode()
    asked = _ASKED.format(path=path, host=host).encode()
    answer = _ANSWER.format(length=len(content)).encode() + content
    yield _record("request", url, "application/http; msgtype=request", asked, at)
    yield _record("response", url, "application/http; msgtype=response", answer, at)


def _record(kind: str, url: str, media_type: str, block: bytes, at: int) -> bytes:
    moment = {"day": 1 + at // 86400 % 28, "hour": at // 3600 % 24, "minute": at // 60 % 60, "second": at % 60}
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {at} {url}')}>",
        f"WARC-Date: {_DATE.format(**moment)}",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {media_type}",
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", _GZIP_LEVEL, mtime=0)
