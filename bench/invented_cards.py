"""The rows of cards, and of the places where they stood: for hours on lists, ever since below articles."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from invented import Outlet
from invented_pages import END, FIRST, LISTS, Numbers, Row, Size, capture, list_id

from archiver.store.matching import address_key
from archiver.timestamps import utc_text

HEADINGS = ("Most read", "Read also", "À lire aussi", "Mehr zum Thema", None)
#: how many times a card came to stand on a list, and how often that is
STAYS = ((1, 45), (2, 25), (4, 15), (8, 10), (15, 5))
CARDS_ON_A_PAGE = 10
_LOOK = dt.timedelta(hours=3)


class Promoted(NamedTuple):
    """What cards need to know of an article."""

    id: int
    url: str
    title: str
    lead: str
    outlet: Outlet
    first_seen: dt.datetime


class _Stay(NamedTuple):
    """When a card stood, and where: a page, its address, a position."""

    page_id: int
    url: str
    position: int
    since: dt.datetime
    until: dt.datetime


def card_rows(promoted: Sequence[Promoted], size: Size, numbers: Numbers) -> Iterator[tuple[str, Row]]:
    """Cards of articles by their age, and where each stood; some lead to what is not archived."""
    random = Random(f"cards {size.seed}")
    shown = sorted(random.choices(range(len(promoted)), k=size.cards))
    for card_id, at in enumerate(shown, 1):
        article = promoted[at]
        yield "cards", _card(random, card_id, article)
        for stay in _stays(random, article, size):
            yield from _placement_rows(card_id, stay, numbers)
    yield from _rows_below_articles(promoted, shown, size, random)


def _card(random: Random, number: int, article: Promoted) -> Row:
    is_archived = random.random() < 0.9
    url = article.url if is_archived else f"https://elsewhere.example/story-{number}"
    ((status, text),) = random.choices(
        (("present", None), ("none", None), ("missing", None), ("placeholder", "Image Not Found")), (88, 10, 1, 1)
    )
    return {
        "id": number,
        "digest": f"{number:032x}",
        "title": article.title if random.random() < 0.85 else f"{article.title.split(' ', 2)[-1].capitalize()} !",
        "kicker": article.outlet.sections[0] if random.random() < 0.2 else None,
        "url": url,
        "excerpt": article.lead[:110] if random.random() < 0.6 else None,
        "published": f"{article.first_seen:%Y-%m-%d}" if random.random() < 0.3 else None,
        "image_url": f"https://{article.outlet.host}/media/{article.id}-small.jpg" if status == "present" else None,
        "image_status": status,
        "placeholder_text": text,
        "article_id": article.id if is_archived else None,
        "match_key": address_key(url),
    }


def _stays(random: Random, article: Promoted, size: Size) -> Iterator[_Stay]:
    """Down one of its outlet's lists, from one look to the next."""
    (many,) = random.choices([number for number, _ in STAYS], [weight for _, weight in STAYS])
    which = random.choice((0, 0, 0, 1, 2, 3, 4, 5))
    page_id, url = list_id(article.outlet, which, size), f"https://{article.outlet.host}/{LISTS[which]}"
    since, position = _look(article.first_seen), random.randrange(6)
    for _ in range(many):
        until = since + _LOOK * random.choice((1, 1, 2, 3, 8))
        yield _Stay(page_id, url, position, min(since, END), min(until, END))
        if until >= END:
            return
        since, position = until, min(position + random.randrange(1, 6), 49)


def _placement_rows(card_id: int, stay: _Stay, numbers: Numbers) -> Iterator[tuple[str, Row]]:
    """The placement, and the capture that showed it first, if no other one has named it yet."""
    look, place = (stay.page_id, stay.since), (stay.page_id, stay.position)
    if look not in numbers.looks:
        numbers.looks[look] = next(numbers.captures)
        yield "captures", capture(numbers.looks[look], stay.page_id, stay.url, stay.since)
    is_open = stay.until == END and place not in numbers.standing
    if is_open:
        numbers.standing.add(place)
    yield (
        "placements",
        {
            "card_id": card_id,
            "page_id": stay.page_id,
            "region": "listing",
            "block": stay.position // 10 + 1,
            "block_heading": HEADINGS[0] if stay.position >= 40 else None,
            "position": stay.position,
            "first_seen": utc_text(stay.since),
            "ended_at": None if is_open else utc_text(stay.until),
            "last_seen": None if is_open else utc_text(max(stay.since, stay.until - _LOOK)),
            "first_capture_id": numbers.looks[look],
            "last_capture_id": numbers.looks[look],
        },
    )


def _rows_below_articles(
    promoted: Sequence[Promoted], shown: Sequence[int], size: Size, random: Random
) -> Iterator[tuple[str, Row]]:
    """What articles' pages show: what was new then, often in the same outlet; it stands as nobody has looked again."""
    for at in sorted(random.sample(range(len(promoted)), size.pages_with_cards)):
        newest = bisect_right(shown, at)
        for position in range(CARDS_ON_A_PAGE):
            card_id = max(1, newest - int(random.expovariate(1 / 150)))
            block = position // 5
            yield (
                "placements",
                {
                    "card_id": card_id,
                    "page_id": promoted[at].id,
                    "region": ("aside", "after")[block],
                    "block": block + 1,
                    "block_heading": HEADINGS[(promoted[at].outlet.id + block) % len(HEADINGS)],
                    "position": position,
                    "first_seen": utc_text(promoted[at].first_seen),
                    "ended_at": None,
                    "last_seen": None,
                    "first_capture_id": None,
                    "last_capture_id": None,
                },
            )


def _look(moment: dt.datetime) -> dt.datetime:
    """When the list was looked at next: every three hours."""
    return moment + (FIRST - moment) % _LOOK
