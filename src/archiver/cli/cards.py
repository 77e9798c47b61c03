"""What cards are called on paper, and how their pictures are marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archiver.model import PictureStatus, Teaser


class Mark(NamedTuple):
    """How a picture's status is shown."""

    #: before the headline
    sign: str
    #: on a terminal
    colour: str
    #: what one of them is, and several
    one: str
    several: str


#: picture status → its mark; in this order they are counted
MARKS: dict[PictureStatus, Mark] = {
    "present": Mark("▣", "green", "picture", "pictures"),
    "placeholder": Mark("▨", "yellow", "placeholder", "placeholders"),
    "missing": Mark("▢", "red", "empty picture slot", "empty picture slots"),
    "none": Mark("", "", "without a picture", "without a picture"),
    "unknown": Mark("", "", "picture not known", "pictures not known"),
}


def card_names(teasers: Iterable[Teaser]) -> dict[int, str]:
    """Position on the page → block and rank within it: ``2.1``."""
    ranks: Counter[int] = Counter()
    names = {}
    for teaser in teasers:
        ranks[teaser.block] += 1
        names[teaser.position] = f"{teaser.block}.{ranks[teaser.block]}"
    return names


def count_pictures(teasers: Iterable[Teaser]) -> list[tuple[Mark, str]]:
    """Each status that occurs, with how often: ``2 placeholders``."""
    statuses = Counter(teaser.image_status for teaser in teasers)
    return [
        (mark, f"{number} {mark.one if number == 1 else mark.several}")
        for status, mark in MARKS.items()
        if (number := statuses[status])
    ]
