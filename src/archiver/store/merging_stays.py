"""How long cards stood on a page that two archives have looked at, worked out from all looks of both. Pure.

A *look* is a moment at which it is known what stood on a page. Between two looks nothing is known, so a card that both
show has stayed, and one that the later does not show had ended by then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Spot(NamedTuple):
    """A card at its place, known in both archives."""

    #: digest of the card
    card: str
    region: str
    block: int
    block_heading: str | None
    position: int


class Stay(NamedTuple):
    """A card at its place, from when to when it was seen there, and when it was seen to be gone."""

    place: Spot
    first_seen: str
    #: the moment of a look
    last_seen: str
    #: ``None`` while it stands
    ended_at: str | None


class Looks(NamedTuple):
    """What one archive knows of the cards of a page."""

    #: when the page was looked at, in order
    moments: Sequence[str]
    stays: Sequence[Stay]
    #: of the parser that read what stands
    version: int


def shown_at(looks: Looks) -> dict[str, frozenset[Spot]]:
    """What stood on the page at each look."""
    shown: dict[str, set[Spot]] = {moment: set() for moment in looks.moments}
    for stay in looks.stays:
        start = bisect_right(looks.moments, stay.first_seen)
        for moment in (stay.first_seen, *looks.moments[start : bisect_right(looks.moments, stay.last_seen)]):
            shown.setdefault(moment, set()).add(stay.place)
    return {moment: frozenset(places) for moment, places in shown.items()}


def united(one: Looks, other: Looks) -> list[Stay]:
    """The stays of both, in the order in which they began."""
    ours, theirs = shown_at(one), shown_at(other)
    shown = {
        moment: _chosen(
            [(looks.version, seen[moment]) for looks, seen in ((one, ours), (other, theirs)) if moment in seen]
        )
        for moment in sorted({*ours, *theirs})
    }
    return _stays(shown)


def _chosen(seen: Sequence[tuple[int, frozenset[Spot]]]) -> frozenset[Spot]:
    """Of two readings of one moment the newer parser's; of two by the same, the one with more cards."""
    return max(seen, key=lambda known: (known[0], len(known[1]), sorted(map(repr, known[1]))))[1]


def _stays(shown: Mapping[str, frozenset[Spot]]) -> list[Stay]:
    done: list[Stay] = []
    standing: dict[Spot, Stay] = {}
    for moment, places in shown.items():
        done += [stay._replace(ended_at=moment) for place, stay in standing.items() if place not in places]
        standing = {
            place: standing[place]._replace(last_seen=moment)
            if place in standing
            else Stay(place, moment, moment, None)
            for place in places
        }
    return sorted([*done, *standing.values()], key=_order)


def _order(stay: Stay) -> tuple[object, ...]:
    return stay.first_seen, stay.place.position, stay.place.region, stay.place.block, stay.place.card
