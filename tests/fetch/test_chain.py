"""Where redirects lead, and which cookies go along."""

from __future__ import annotations

import pytest

from archiver.fetch.chain import redirect_target

PAGE = "https://www.journal.example/a/b?c=d"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("/x", "https://www.journal.example/x"),
        ("x", "https://www.journal.example/a/x"),
        ("//other.example/x", "https://other.example/x"),
        ("?e=f", "https://www.journal.example/a/b?e=f"),
        (" /x#part ", "https://www.journal.example/x"),
        ("/a b", "https://www.journal.example/a%20b"),
        ("/x?utm_source=y", "https://www.journal.example/x?utm_source=y"),  # it may be what ends the redirects
        ("mailto:a@b.example", None),
        ("ftp://other.example/", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("http://", None),
        ("http://[::1/", None),
        ("https://me:secret@other.example/", None),
    ],
)
def test_a_location_is_an_address_that_may_be_asked_or_none(location, target):
    assert redirect_target(PAGE, location) == target
