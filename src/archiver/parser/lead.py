"""The standfirst: what stands between the headline and the text and sums it up."""

from __future__ import annotations

from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role, Segment
from archiver.text import fold, word_count

#: zones that a standfirst never has
_NEVER = z.APART & ~z.META | z.KICKER
_MIN_WORDS = 5
_MIN_CHARS = 30
_MAX_CHARS = 900
_MAX_LINK_SHARE = 0.5
_BOLD_SHARE = 0.95
_MAX_BOLD_CHARS = 200
#: how many blocks a standfirst has at most (a list of points, say)
_MAX_BLOCKS = 4
_HEADINGS = frozenset({"h2", "h3", "h4"})


def find_lead(page: Page, headline: Segment | None, descriptions: list[str]) -> list[Segment]:
    """The standfirst's blocks, their role set; ``descriptions`` is what the metadata say the page is about."""
    if headline is None:
        return []
    first = next((item.index for item in page.segments if item.role is Role.BODY and item.index > headline.index), None)
    if first is None:
        return []
    folded = [fold(text) for text in descriptions if text]
    above = [
        item
        for item in page.segments[headline.index + 1 : first]
        if item.role is Role.LEAD or _is_lead(item, folded, follows=item.index == headline.index + 1)
    ]
    if above:
        return _at_most(above)
    inside = _named_lead(page, first) or _bold_lead(page, first)
    if inside is not None:
        inside.role = Role.LEAD
        return [inside]
    return []


def _at_most(items: list[Segment]) -> list[Segment]:
    """The first of the blocks; none when they are long, for then they are text as the rest is."""
    lead = items[:_MAX_BLOCKS]
    if sum(item.length for item in lead) > _MAX_CHARS:
        lead = []
    for number, item in enumerate(items):
        if number < len(lead):
            item.role = Role.LEAD
        elif item.role is Role.LEAD:
            item.role = Role.BODY
    return lead


def _named_lead(page: Page, first: int) -> Segment | None:
    """The first paragraph of the text when its own name says that it is the standfirst, and the next one's does not."""
    item = page.segments[first]
    following = next((one for one in page.segments[first + 1 :] if one.role is Role.BODY), None)
    if following is None or not item.node.own & z.LEAD or following.node.own & z.LEAD:
        return None
    if "intro" in (item.element.get("class") or ""):  # an introduction in line with the text is where it begins
        return None
    return item if _MIN_CHARS < item.length <= _MAX_CHARS else None


def _bold_lead(page: Page, first: int) -> Segment | None:
    """The first paragraph of the text when all of it is bold and the next one is not: a standfirst without a name.

    A long one is no summary but where the story begins.
    """
    body = [item for item in page.segments[first:] if item.role is Role.BODY][:2]
    if len(body) < 2 or not all(item.tag == "p" for item in body):  # noqa: PLR2004 - the paragraph and the next one
        return None
    bold, plain = body
    if bold.strong_chars < _BOLD_SHARE * len(bold.text) or plain.strong_chars > len(plain.text) / 2:
        return None
    return bold if _MIN_CHARS < bold.length <= _MAX_BOLD_CHARS else None


def _is_lead(item: Segment, descriptions: list[str], *, follows: bool) -> bool:
    if item.role is not Role.UNKNOWN or item.zones & _NEVER or item.link_share > _MAX_LINK_SHARE:
        return False
    length = item.length
    if not _MIN_CHARS <= length <= _MAX_CHARS or word_count(item.text) < _MIN_WORDS:
        return False
    if item.zones & z.LEAD:
        return True
    if follows and item.tag in _HEADINGS:
        return True
    return _is_described(fold(item.text), descriptions)


def _is_described(text: str, descriptions: list[str]) -> bool:
    """Whether a description says the same, cut short or not."""
    return any(text.startswith(one.rstrip(". ")[:160]) or one.startswith(text.rstrip(". ")) for one in descriptions)
