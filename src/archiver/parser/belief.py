"""Which class names are believed: a name on more prose than such a part of a page ever has is a lie of the theme."""

from __future__ import annotations

from bisect import bisect_left
from functools import reduce
from itertools import accumulate
from operator import or_

from archiver.parser import zones as z
from archiver.parser.blocks import Page, Segment

#: a block of at least so many characters, with at most this share of them in links, is prose
_PROSE_CHARS = 100
_PROSE_LINKS = 0.4
#: characters of prose beyond which a zone's name lies: WordPress marks whole articles ``tag-…`` and ``has-thumbnail``
_MAX_PROSE = {
    z.TAGS: 150,
    z.SHARE: 200,
    z.DATE: 200,
    z.KICKER: 200,
    z.META: 300,
    z.CREDIT: 300,
    z.NAV: 400,
    z.TITLE: 500,
    z.BYLINE: 500,
    z.ADVERT: 500,
    z.FORM: 600,
    z.PROMOTION: 600,
    z.CAPTION: 900,
    z.LEAD: 1200,
    z.BIOGRAPHY: 1200,
    z.EMBED: 500,
    z.HEADER: 1500,
    z.RELATED: 800,
    z.FOOTER: 1500,
    z.CONSENT: 2500,
    z.ASIDE: 3000,
}
#: an element that is named as the article's text and holds so much prose is that, whatever is around it
_MIN_BODY = 300
_CLEARED = z.RELATED | z.CAPTION | z.ASIDE | z.HEADER | z.CONSENT | z.LEAD | z.PROMOTION | z.META | z.SHARE | z.TITLE
#: the limits in order
_LIMITS = sorted(set(_MAX_PROSE.values()))
#: by how many of the limits an amount of prose exceeds: the zones that have one of those
_EXCEEDING = [
    reduce(or_, (zone for zone, most in _MAX_PROSE.items() if most in _LIMITS[:below]), 0)
    for below in range(len(_LIMITS) + 1)
]
#: zones that may be long, but not most of a page
_MAX_SHARED = z.ASIDE | z.COMMENTS | z.PAYWALL
_MAX_SHARE = 0.6


def believe_zones(page: Page) -> None:
    """Zones handed down from node to node; a name on more prose than such a part ever has is not believed."""
    prose = list(accumulate(map(_prose_in, page.segments), initial=0))
    headed_at = next((node.start for node in page.nodes if node.tag == "h1"), -1)
    for node in page.nodes:
        own = node.own
        parent = node.parent
        around = parent.zones if parent is not None else 0
        if own and (amount := prose[node.end] - prose[node.start]):
            own &= ~_unbelievable(own, amount, prose[-1], is_below=0 <= headed_at < node.start)
            if own & z.BODY and amount > _MIN_BODY:
                around &= ~_CLEARED
        node.zones = own | around
    for item in page.segments:
        item.zones |= item.node.zones


def _prose_in(item: Segment) -> int:
    chars = len(item.text)
    return chars if chars >= _PROSE_CHARS and item.link_chars < _PROSE_LINKS * chars else 0


def _unbelievable(zones: int, amount: int, total: int, *, is_below: bool) -> int:
    """The zones that no element with so many characters of prose, out of the page's total, really is.

    Comments below the first heading may outweigh the article, however long they are.
    """
    wrong = zones & _EXCEEDING[bisect_left(_LIMITS, amount)]
    if amount > total * _MAX_SHARE:
        wrong |= _MAX_SHARED & ~z.COMMENTS if is_below else _MAX_SHARED
    return wrong
