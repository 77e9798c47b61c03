"""WARC files with pages in them, as others write them."""

from __future__ import annotations

from support.warc_bytes import HTTP, member, record

AT = "2025-08-11T10:00:00Z"


def page_record(url: str, content: str | bytes, *, at: str = AT, http: bytes = HTTP, **fields: str) -> bytes:
    """A response with this page."""
    body = content.encode() if isinstance(content, str) else content
    block = http + body
    said = {"WARC_Target_URI": url, "WARC_Date": at, "WARC_Block_Digest": None, "Content_Length": str(len(block))}
    return record(f"{url} {at}", kind="response", body=b"", **said | fields).replace(
        HTTP + b"\r\n\r\n", block + b"\r\n\r\n"
    )


def other_record(kind: str, url: str, content: bytes, *, at: str = AT, **fields: str | None) -> bytes:
    """A record that is no response."""
    said = {"WARC_Target_URI": url, "WARC_Date": at}
    return record(f"{url} {at}", kind=kind, body=content, **said | fields)


def packed(*records: bytes) -> bytes:
    """Each a gzip member of its own."""
    return b"".join(map(member, records))
