"""The blocks around an article's text in which its date and its byline stand."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role, Segment

_BODY, _LEAD, _TEASER = Role.BODY, Role.LEAD, Role.TEASER
_UNUSABLE = frozenset({Role.HEADLINE, Role.CAPTION})
#: what stands in these belongs to somebody else's text, or to none
FOREIGN = z.COMMENTS | z.NAV | z.RELATED | z.CONSENT | z.FORM | z.ADVERT | z.PROMOTION
#: columns beside and bands below, where only what names itself counts
_APART = z.ASIDE | z.FOOTER | z.HEADER
_NAMED = z.DATE | z.BYLINE | z.META | z.ARTICLE
_CREDITS = z.DATE | z.BYLINE
#: a header in these is the article's own
_INSIDE = z.ARTICLE | z.MAIN | z.BODY
#: longer blocks are prose
_MAX_CHARS = 300
#: a block of text has at least so many characters; what is shorter at its ends may be a credit line
_PROSE_CHARS = 120
#: how many blocks are looked at above the headline, below it and after the text
_ABOVE = 10
_BELOW = 30
_AFTER = 16
#: blocks at the end of the body that may be credits
_TAIL = 3
#: so close to the headline a short block belongs to it, whatever its class names say
_ADJACENT = 4
_ADJACENT_CHARS = 90


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Short blocks near the article's text, each in reading order; cards and others' texts are left out."""

    above: tuple[Segment, ...] = ()
    #: between the headline and the first paragraph
    below: tuple[Segment, ...] = ()
    after: tuple[Segment, ...] = ()
    #: after the text, too, but in a column or a footer
    apart: tuple[Segment, ...] = ()
    #: where the text ends: its last block, and the two behind it
    end: tuple[Segment, ...] = ()
    #: named as a date or a byline, and further away
    named: tuple[Segment, ...] = ()
    #: the first paragraph
    first: Segment | None = None
    headline: Segment | None = None

    @property
    def near(self) -> tuple[Segment, ...]:
        """All of them but those far away."""
        return (*self.below, *self.above, *self.after, *self.apart)


def read_surroundings(page: Page, headline: Segment | None) -> Surroundings:
    """The blocks around the text, once cards and body have their roles."""
    segments = page.segments
    body = [item.index for item in segments if item.role is _BODY or item.role is _LEAD]
    prose = _prose(segments, body, headline)
    start = headline.index if headline is not None else max(0, (prose[0] if prose else 0) - _BELOW)
    end = min(prose[0] if prose else len(segments), start + _BELOW)
    last = prose[-1] if prose else end
    final = next((index for index in reversed(body) if segments[index].role is _BODY), last)
    text = prose[0] if prose else len(segments)
    after = segments[max(end, last + 1 - _TAIL) : last + 1 + _AFTER]
    return Surroundings(
        above=_usable(segments[max(0, start - _ABOVE) : start], headline, text),
        below=_usable(segments[start : max(end, start + _ADJACENT)], headline, text),
        after=_usable(after, headline, text),
        end=_usable(segments[max(end, final) : final + 3], headline, text),
        apart=tuple(item for item in after if item.zones & _APART and not item.zones & FOREIGN),
        named=_usable([item for item in segments if item.zones & _CREDITS], headline, text),
        first=segments[prose[0]] if prose else None,
        headline=headline,
    )


def _prose(segments: list[Segment], body: list[int], headline: Segment | None) -> list[int]:
    """The article's paragraphs, or, where it has none, its blocks."""
    top = headline.index if headline is not None else -1
    below = [index for index in body if index > top]
    return [index for index in below if len(segments[index].text) >= _PROSE_CHARS] or below


def _usable(items: list[Segment], headline: Segment | None, text: int) -> tuple[Segment, ...]:
    return tuple([item for item in items if _is_usable(item, headline, text)])


def _is_usable(item: Segment, headline: Segment | None, text: int) -> bool:
    """Whether a block may speak of the article. Zones that the headline stands in, too, say nothing against it."""
    if item.role in _UNUSABLE or len(item.text) > _MAX_CHARS:
        return False
    if item.zones & z.HEADER and not item.zones & _INSIDE:
        return False  # the masthead shows today's date
    if headline is not None and item.index <= text and _is_adjacent(item, headline):
        return item.role is not _TEASER or bool(item.zones & (z.DATE | z.BYLINE))
    zones = item.zones & ~(headline.zones if headline is not None else 0)
    if item.role is _TEASER or zones & FOREIGN:
        return False
    return not zones & _APART or bool(zones & _NAMED)


def _is_adjacent(item: Segment, headline: Segment) -> bool:
    if item.zones & z.COMMENTS and not item.zones & (z.DATE | z.BYLINE | z.META):
        return False
    return len(item.text) <= _ADJACENT_CHARS and abs(item.index - headline.index) <= _ADJACENT
