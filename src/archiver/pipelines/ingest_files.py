"""Files that are one page each, as captures: under the address that is known of them, of the moment that is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from archiver.errors import DocumentError, UrlError
from archiver.fetch.refusals import refusal_of_address
from archiver.model import Capture, FailureReason
from archiver.pipelines.manifest import File
from archiver.pipelines.reading import HTML_TYPE, TEXT_TYPE, gunzip, is_text, looks_like_html, read_content
from archiver.urls import is_web_address, normalise_url

#: larger files are not read
MAX_FILE_BYTES = 100_000_000


def capture_of_file(file: File, now: dt.datetime) -> Capture:
    """What is in the file, under the address that the manifest says, else that it declares, else its own."""
    return _addressed(file, _capture(file, now))


def _capture(file: File, now: dt.datetime) -> Capture:
    """The file as a capture, under the address that is known so far."""
    url = file.path.absolute().as_uri()
    capture = Capture(url=url, final_url=url, fetched_at=file.fetched_at or now)
    try:
        if file.url is not None:
            capture = _at(capture, normalise_url(file.url))
        if file.fetched_at is None:
            capture = replace(capture, fetched_at=_changed_at(file.path, now))
        content = gunzip(_read_file(file.path))
    except UrlError as error:
        refusal = refusal_of_address(error)
        return replace(capture, failure=refusal.reason, detail=refusal.detail)
    except OSError as error:
        return replace(capture, failure=FailureReason.UNREADABLE, detail=error.strerror)
    except DocumentError as error:
        return replace(capture, failure=FailureReason.UNREADABLE, detail=str(error))
    return replace(
        capture,
        content=content,
        media_type=_media_type(content),
        payload_digest=f"sha256:{sha256(content).hexdigest()}",
        size_bytes=len(content),
    )


def _read_file(path: Path) -> bytes:
    if path.is_char_device():  # which may never end
        raise DocumentError("a device is no file")
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise DocumentError(f"the file has {size:,} bytes (expected at most {MAX_FILE_BYTES:,})")
    return path.read_bytes()


def _addressed(file: File, capture: Capture) -> Capture:
    """The capture under the canonical address that it declares, where nobody has said another.

    Such a file is parsed twice: what its links are relative to is known only then.
    """
    if file.url is not None or not capture.is_ok:
        return capture
    article = read_content(capture, with_links=False).article
    declared = None if article is None else article.canonical_url
    return capture if declared is None or not is_web_address(declared) else _at(capture, normalise_url(declared))


def _at(capture: Capture, url: str) -> Capture:
    return replace(capture, url=url, final_url=url)


def _changed_at(path: Path, now: dt.datetime) -> dt.datetime:
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return min(changed, now)


def _media_type(content: bytes) -> str | None:
    if looks_like_html(content):
        return HTML_TYPE
    return TEXT_TYPE if is_text(content) else None
