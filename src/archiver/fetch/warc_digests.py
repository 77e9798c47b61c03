"""Digests of WARC records as the programs of this world write them. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

_DIGEST = re.compile(r"(?i)\s*(md5|sha-?1|sha-?256|sha-?384|sha-?512)\s*:\s*([a-z0-9+/=]+)\s*")


def is_digest_of(digest: str, block: bytes) -> bool | None:
    """Whether a labelled digest, in hexadecimal or base 32, is that of the block; ``None`` where that cannot be told.

    >>> is_digest_of("md5:900150983cd24fb0d6963f7d28e17f72", b"abc"), is_digest_of("sha1:other", b"abc")
    (True, None)
    """
    found = _DIGEST.fullmatch(digest)
    if found is None:
        return None
    hashed = hashlib.new(found[1].lower().replace("-", ""), block, usedforsecurity=False)
    said = _bytes_of(found[2], hashed.digest_size)
    return None if said is None else said == hashed.digest()


def _bytes_of(text: str, size: int) -> bytes | None:
    """What the text stands for, where it stands for so many bytes."""
    try:
        if len(text) == 2 * size:
            return bytes.fromhex(text)
        value = base64.b32decode(text.rstrip("=").upper() + "=" * (-len(text.rstrip("=")) % 8))
    except (ValueError, binascii.Error):
        return None
    return value if len(value) == size else None
