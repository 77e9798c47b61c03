"""Stories of invented newspapers in any number, no two alike, and the pages that show them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WHO = ["mayor", "ferryman", "baker", "harbour", "council", "orchestra", "lighthouse", "school", "beekeeper", "tailor"]
DID = ["reopens", "paints", "forgets", "counts", "moves", "borrows", "repairs", "defends", "praises", "abandons"]
WHAT = ["bridge", "clock", "orchard", "archive", "tram", "market", "library", "well", "boathouse", "windmill"]
WHERE = ["upper valley", "old harbour", "northern shore", "salt marsh", "station square", "paper mill"]
MORE = ["after a long winter", "for the third time", "without a vote", "to general surprise", "before the fair"]
OPENINGS = ("On Monday", "In the evening", "Before the rain", "Since the spring", "By all accounts", "A year ago")
SECTIONS = ("valley", "harbour", "culture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What an article tells, wherever it stands."""

    number: int
    headline: str
    day: dt.date
    paragraphs: tuple[str, ...]
    section: str
    language: str = "en"

    @property
    def slug(self) -> str:
        """The headline as addresses write it."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.headline.lower()).split())


def make_stories(
    count: int, *, newest: dt.date, every: int = 1, first: int = 0, language: str = "en"
) -> tuple[Story, ...]:
    """So many stories, the newest first, one every so many days; numbers from ``first`` on tell them apart."""
    days = (newest - dt.timedelta(days=every * place) for place in range(count))
    return tuple(_make_story(first + place, day, language) for place, day in enumerate(days))


def _make_story(number: int, day: dt.date, language: str) -> Story:
    chance = random.Random(f"{language}{number}")
    who, did, what, where, more = (chance.choice(words) for words in (WHO, DID, WHAT, WHERE, MORE))
    mark = "" if language == "en" else f" ({language})"
    return Story(
        number=number,
        headline=f"The {who} {did} the {what} number {number} of the {where} {more}{mark}",
        day=day,
        paragraphs=tuple(_make_paragraph(chance, number) for _ in range(4)),
        section=SECTIONS[number % len(SECTIONS)],
        language=language,
    )


def _make_paragraph(chance: random.Random, number: int) -> str:
    sentences = (
        f"{chance.choice(OPENINGS)}, the {chance.choice(WHO)} of the {chance.choice(WHERE)} {chance.choice(DID)} "
        f"the {chance.choice(WHAT)} that stood beside the {chance.choice(WHAT)}, {chance.choice(MORE)}."
        for _ in range(4)
    )
    return f"{' '.join(sentences)} The file has the number {number}-{chance.randrange(10**6)}."


def article_page(
    story: Story, *, head: str = "", links: Iterable[tuple[str, str]] = (), after: str = "", is_declared: bool = True
) -> bytes:
    """The page of one story; ``links`` are (address, text) pairs below it."""
    declared = (
        '<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{story.day.isoformat()}T08:00:00+00:00">'
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8"><title>{story.headline}</title>'
        f"{declared if is_declared else ''}{head}</head><body><main><article><h1>{story.headline}</h1>"
        f'<time datetime="{story.day.isoformat()}">{story.day:%d %B %Y}</time>{text}</article></main>{after}'
        f"<footer>{_menu(links)}</footer></body></html>"
    ).encode()


def listing_page(
    title: str,
    shown: Sequence[tuple[str, Story]] = (),
    *,
    links: Iterable[tuple[str, str]] = (),
    head: str = "",
    more: str = "",
) -> bytes:
    """A page of cards, (address, story) each, with links below them; ``more`` is markup that stands behind the cards."""
    cards = "".join(
        f'<article class="card"><h2><a href="{escape(url)}">{story.headline}</a></h2>'
        f'<time datetime="{story.day}">{story.day:%d %B %Y}</time><p>{story.paragraphs[0][:120]}</p></article>'
        for url, story in shown
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f"<nav>{_menu(links)}</nav><main><h1>{title}</h1>{cards}{more}</main></body></html>"
    ).encode()


def _menu(links: Iterable[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="{escape(url)}">{escape(text)}</a></li>' for url, text in links)
    return f"<ul>{items}</ul>" if items else ""
