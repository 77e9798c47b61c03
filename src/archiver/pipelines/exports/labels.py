"""What a source's folders are called: its name or host, as in the views, where it can be told from the others."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from archiver.store.extracts import SourceName

#: bytes of a folder's name once it is escaped: file systems end at 255
_LONGEST = 200


def labels_of(sources: Iterable[SourceName]) -> dict[int, str]:
    """By source, what its partitions are called; sources of one name share theirs, as they do in the views.

    A name that is too long for a folder gives way to the host; one that differs from an earlier one in case alone has
    the source's number behind it, since there are file systems that would put both into one folder.
    """
    labels: dict[int, str] = {}
    spelled: dict[str, str] = {}
    for source in sources:
        label = source.label if len(quote(source.label, safe="")) <= _LONGEST else source.host[:_LONGEST]
        if spelled.setdefault(label.casefold(), label) != label:
            label = f"{label} ({source.id})"
        labels[source.id] = label
    return labels
