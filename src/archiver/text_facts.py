"""What follows from an article's lead and body, and takes longer to work out than to hand over."""

from __future__ import annotations

from archiver.fingerprints import fingerprint
from archiver.model import TextFacts
from archiver.text import word_count


def facts_of(lead: str | None, body: str | None) -> TextFacts:
    """How many words it has, and what near-identical texts are found by: those of lead and body.

    Titles do not count: other outlets print others above the same story.
    """
    print_ = fingerprint(compared(lead, body))
    return TextFacts(
        lead=lead,
        body=body,
        word_count=word_count(body or ""),
        simhash=None if print_ is None else print_.simhash,
        sketch=() if print_ is None else print_.sketch,
    )


def compared(lead: str | None, body: str | None) -> str:
    """What near-identical articles have in common."""
    return f"{lead or ''}\n{body or ''}"
