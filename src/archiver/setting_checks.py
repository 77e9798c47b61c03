"""What the type of a setting cannot tell: whether the file, the folder or the program that it names is there.

All are looked for when settings are read, so that no command begins with what it could not use later.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from archiver.complaints import Complaint, shown

_CERTIFICATE = re.compile(rb"^-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----", re.MULTILINE)


def _is_folder_of_rules(value: str) -> bool:
    return any(Path(value).glob("*.toml"))


def _is_file(value: str) -> bool:
    return Path(value).is_file() and os.access(value, os.R_OK)


def _has_certificates(value: str) -> bool:
    """Whether one begins in it; whether it is one, is for those to say who need it."""
    return _is_file(value) and _CERTIFICATE.search(Path(value).read_bytes()) is not None


def _is_program(value: str) -> bool:
    import shutil  # noqa: PLC0415 - as few a browser

    return shutil.which(value) is not None


#: by the names of settings: whether a value can be used, and what is expected
ON_DISK: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "rules": (_is_folder_of_rules, "a folder of rules (files that end in .toml)"),
    "source.rules": (_is_file, "a file of rules"),
    "fetch.ca_bundle": (_has_certificates, "a file of certificates (PEM)"),
    "fetch.browser": (_is_program, "a program that is installed"),
}


def check_on_disk(path: tuple[str | int, ...], name: str, value: str | None) -> None:
    """Raises ``Complaint``, which leads to ``path``, for the value of a setting that names what is not there."""
    if value is None or name not in ON_DISK:
        return
    is_usable, expected = ON_DISK[name]
    if "\0" in value or not is_usable(value):
        raise Complaint(path, f"expected {expected}, found {shown(value)}")
