"""Small invented pages, and the values that are read off them."""

from __future__ import annotations

from archiver.document import read_document
from archiver.parser.article import parse
from archiver.parser.segments import segment

URL = "https://www.gannet-post.example/news/ferry-returns-to-gannet-quay-20250711"

FERRY = (
    "The ferry that links Gannet Quay with the outer islands sailed again on Friday, eleven weeks after its engine "
    "was taken apart on the slipway and carried home, piece by piece, by the people who had promised to mend it."
)
ROPES = (
    "Passengers were asked to bring their own ropes. Most of them did, and those who had none were lent a length by "
    "the harbour master, who keeps four hundred metres of it in a cupboard that was meant for lifejackets."
)
SALT = (
    "The price of a crossing stays what it was in spring, three coins and a handful of salt. The council had proposed "
    "two handfuls, but withdrew the motion after counting the salt that is left on the islands."
)
MAYOR = (
    "The mayor, who does not like boats, waved from the pier for as long as the photographers were there. Then she "
    "went back to her office, which has no window on the sea, and signed the timetable for the winter."
)
PROSE = (FERRY, ROPES, SALT, MAYOR)


def paragraphs(*texts):
    """Each text in a ``p``; the four of this module when none is given."""
    return "".join(f"<p>{text}</p>" for text in texts or PROSE)


def html(body, head="", lang="en"):
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def page_of(body, head="", url=URL):
    """The page as ``segment`` gives it, its roles unknown."""
    return segment(read_document(html(body, head), url=url))


def article_of(body, head="", url=URL, **given):
    return parse(html(body, head), url, **given)


def texts_of(items):
    return [item.text for item in items]


def linked(title, address, around="li"):
    """One item of a list of links."""
    return f'<{around}><a href="{address}">{title}</a></{around}>'
