"""WARC records as bytes, written by hand, so that anything may be wrong with them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid

DATE = "2025-08-11T10:00:00Z"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def sha1(block):
    return "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()


def record(name="a", body=b"<p>The ferry runs again.</p>", *, kind="response", version="1.0", eol="\r\n", **fields):
    """One plain record, always the same for the same; ``Content_Length=None`` leaves a field out, another value takes its place."""
    block = HTTP + body if kind in {"response", "revisit"} else body
    media_type = "application/http; msgtype=response" if kind in {"response", "revisit"} else "text/plain"
    said = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{name} {kind} {body!r} {fields}')}>",
        "WARC-Date": DATE,
        "WARC-Target-URI": None if kind == "warcinfo" else f"https://lac.example/{name}",
        "WARC-Block-Digest": sha1(block),
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
    } | {key.replace("_", "-"): value for key, value in fields.items()}
    lines = "".join(f"{key}: {value}{eol}" for key, value in said.items() if value is not None)
    return f"WARC/{version}{eol}{lines}{eol}".encode() + block + b"\r\n\r\n"


def member(content):
    """The same gzip member for the same content."""
    return gzip.compress(content, mtime=0)
