#!/usr/bin/env python3
"""Scores the cards that `archiver.parse` reads, on labelled pages of our own (fixtures/cards).

    python bench/cards.py                     # figures by group and by page, pictures by class
    python bench/cards.py --misses            # and by page what was missed, read too much, or read wrongly
    python bench/cards.py --only listings     # one group; --data DIR for another folder of the same layout
    python bench/cards.py --json cards.json

A card that was read and a labelled one are a pair when their addresses are equal (scheme, `www.`, fragment, tracking
parameters and a final slash do not count). Pairs are one to one, so a story in two blocks counts twice. Labels marked
doubtful count neither way. A card without an address, a bare `Image Not Found`, is no part of the figures but of the
pictures, where its text finds its pair.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from quality import ROOT

import archiver
from archiver.model import PICTURE_STATUSES

FOLDER = ROOT / "fixtures" / "cards"
FIGURES = ("f1", "precision", "recall", "f1_titled", "image", "image_url", "region", "excerpt", "excerpt_spurious")
TRACKING = re.compile(
    r"(?:utm_|fbclid|gclid|mc_|xtor|at_medium|at_campaign|cmp|wt_)|(?:ico|ref|src|source)$", re.IGNORECASE
)
#: quotes and dashes that are one to a reader, and characters that none sees
ALIKE = str.maketrans({**dict.fromkeys("’‘´`", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑–—", "-")}) | {
    0xAD: None,
    0x200B: None,
}
#: where a text has ended and where a side rail begins is often a matter of taste; before that it is not
SAME_REGION = {"inline", "after"}
#: the share of words that two excerpts have to share
LIKE_ENOUGH = 0.8
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a label says of a card, or a parser."""

    url: str | None
    title: str | None
    title_alt: str | None = None
    excerpt: str | None = None
    image: str = "none"
    image_url: str | None = None
    #: of a label, other addresses of the picture that are as good
    image_url_ok: tuple[str, ...] = ()
    placeholder_text: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A labelled page."""

    group: str
    name: str
    url: str
    content: bytes
    fetched_at: dt.datetime | None
    cards: tuple[Card, ...]
    #: keys of the addresses that count neither way
    doubtful: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's labels beside what was read: each labelled card is paired or missed, each read one paired or extra."""

    pairs: tuple[tuple[Card, Card], ...]
    missed: tuple[Card, ...]
    extra: tuple[Card, ...]


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 scored, 2 there are no labelled pages."""
    options = read_options(arguments)
    pages = list(load_pages(options.data, options.only))
    if not pages:
        print(f"cards: no labelled pages in {options.data} (expected <group>/<name>.html and .html.json)")
        return 2
    readings = {page: compare(page.cards, page.doubtful, read_cards(page)) for page in pages}
    scores = score(readings)
    print("\n".join(table(scores)))
    if options.misses:
        print("\n".join(line for page, reading in readings.items() for line in misses(page, reading)))
    if options.json:
        options.json.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return 0


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=FOLDER, help="default: fixtures/cards")
    parser.add_argument("--only", metavar="WORD", default="", help="pages whose group/name holds this word")
    parser.add_argument("--misses", action="store_true", help="what was missed, extra or wrong, page by page")
    parser.add_argument("--json", type=Path, help="write the figures there")
    return parser.parse_args(arguments)


def load_pages(folder: Path, only: str = "") -> Iterator[Page]:
    """By group and name."""
    for file in sorted(folder.glob("*/*.html.json")):
        page = file.with_suffix("")
        if only in f"{page.parent.name}/{page.name}":
            yield load_page(page, json.loads(file.read_text(encoding="utf-8")))


def load_page(file: Path, label: Mapping[str, Any]) -> Page:
    """The page in this file with its label."""
    fetched_at = label.get("fetched_at")
    return Page(
        group=file.parent.name,
        name=file.stem,
        url=label["url"],
        content=file.read_bytes(),
        fetched_at=dt.datetime.fromisoformat(fetched_at) if fetched_at else None,
        cards=tuple(card_of(one) for one in label["teasers"]),
        doubtful=frozenset(url_key(one["url"]) for one in label.get("doubtful", ())),
    )


def card_of(label: Mapping[str, Any]) -> Card:
    """The label without what is not scored."""
    said = {name: label[name] for name in Card.__slots__ if name in label}
    return Card(**said | {"image_url_ok": tuple(label.get("image_url_ok", ()))})


def read_cards(page: Page) -> tuple[Card, ...]:
    """What `archiver.parse` says."""
    return tuple(
        Card(
            url=teaser.url,
            title=teaser.title,
            excerpt=teaser.excerpt,
            image=teaser.image_status,
            image_url=teaser.image_url,
            placeholder_text=teaser.placeholder_text,
            region=teaser.region,
        )
        for teaser in archiver.parse(page.content, page.url, fetched_at=page.fetched_at).teasers
    )


def url_key(url: str | None) -> str:
    """What two addresses of one page have in common.

    >>> url_key("https://www.ferry.example/a/?utm_source=x&id=3#top")
    'ferry.example/a?id=3'
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return url or ""
    kept = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(pair[0]))
    host = parts.netloc.lower().removeprefix("www.")
    return host + (parts.path.rstrip("/") or "/") + (f"?{urlencode(kept)}" if kept else "")


def text_key(text: str | None) -> str:
    """What two prints of one text have in common: quotes, dashes, case, white space and a final stop do not count."""
    alike = unicodedata.normalize("NFKC", text or "").translate(ALIKE).casefold()
    return " ".join(re.sub(r'\s*"\s*', '"', alike).split()).strip(" .…")


def compare(labels: Sequence[Card], doubtful: frozenset[str], cards: Iterable[Card]) -> Reading:
    """Pairs each card with a label of its address, rather one of its title too."""
    waiting = list(labels)
    pairs, extra = [], []
    for card in cards:
        label = find_label(waiting, card)
        if label is not None:
            waiting.remove(label)
            pairs.append((label, card))
        elif card.url and url_key(card.url) not in doubtful:
            extra.append(card)
    return Reading(pairs=tuple(pairs), missed=tuple(waiting), extra=tuple(extra))


def find_label(waiting: Sequence[Card], card: Card) -> Card | None:
    """Of the labels that have no card yet; one without an address is found by the text in its picture's place."""
    if not card.url:
        unlinked = (label for label in waiting if not label.url)
        return next(
            (one for one in unlinked if text_key(one.placeholder_text) == text_key(card.placeholder_text)), None
        )
    same = [label for label in waiting if label.url and url_key(label.url) == url_key(card.url)]
    return next((label for label in same if is_same_title(label, card)), same[0] if same else None)


def is_same_title(label: Card, card: Card) -> bool:
    """Whether the card has one of the headlines that are right."""
    return bool(text_key(card.title)) and text_key(card.title) in {text_key(label.title), text_key(label.title_alt)}


def is_same_region(label: Card, card: Card) -> bool:
    """Inside the text and after it are one."""
    return label.region == card.region or {label.region, card.region} == SAME_REGION


def is_same_picture(label: str, url: str | None) -> bool:
    """Whether both are of one picture, be it in two sizes that the query tells apart.

    >>> is_same_picture("https://ferry.example/boat.jpg?w=300", "https://ferry.example/boat.jpg?w=600")
    True
    """
    ours, theirs = url_key(label), url_key(url)
    path = ours.partition("?")[0]
    return ours == theirs or (path.endswith(PICTURE_ENDINGS) and path == theirs.partition("?")[0])


def has_picture(label: Card, card: Card) -> bool:
    """Whether the address read is one of those that are right."""
    right = [one for one in (label.image_url, *label.image_url_ok) if one]
    return any(is_same_picture(one, card.image_url) for one in right)


def is_like(label: str | None, text: str | None) -> bool:
    """Whether two excerpts share most of their words."""
    ours, theirs = Counter(text_key(label).split()), Counter(text_key(text).split())
    return 2 * (ours & theirs).total() >= LIKE_ENOUGH * ((ours.total() + theirs.total()) or 1)


def count(reading: Reading) -> Counter[str]:
    """What the figures are made of; cards without an address are left out."""
    pairs = [pair for pair in reading.pairs if pair[0].url]
    counts = Counter(pairs=len(pairs), labels=len(pairs) + sum(bool(one.url) for one in reading.missed))
    counts["cards"] = len(pairs) + len(reading.extra)
    for label, card in pairs:
        counts["titled"] += is_same_title(label, card)
        counts["image"] += label.image == card.image
        counts["image_urls"] += label.image_url is not None
        counts["image_url"] += label.image_url is not None and has_picture(label, card)
        counts["region"] += is_same_region(label, card)
        counts["excerpts" if label.excerpt else "no_excerpts"] += 1
        counts["excerpt"] += bool(label.excerpt) and is_like(label.excerpt, card.excerpt)
        counts["excerpt_spurious"] += not label.excerpt and bool(card.excerpt)
    return counts


def figures(counts: Counter[str]) -> dict[str, float | None]:
    """F1 by address, and by address and headline; the rest are shares of the pairs. None where there is nothing."""
    both = counts["cards"] + counts["labels"]
    return {
        "f1": share(2 * counts["pairs"], both),
        "precision": share(counts["pairs"], counts["cards"]),
        "recall": share(counts["pairs"], counts["labels"]),
        "f1_titled": share(2 * counts["titled"], both),
        "image": share(counts["image"], counts["pairs"]),
        "image_url": share(counts["image_url"], counts["image_urls"]),
        "region": share(counts["region"], counts["pairs"]),
        "excerpt": share(counts["excerpt"], counts["excerpts"]),
        "excerpt_spurious": share(counts["excerpt_spurious"], counts["no_excerpts"]),
    }


def share(part: int, whole: int) -> float | None:
    """None of nothing."""
    return part / whole if whole else None


def score(readings: Mapping[Page, Reading]) -> dict[str, Any]:
    """`groups`, `pages` (by group/name) and `pictures`, as `--json` writes them."""
    counts = {page: count(reading) for page, reading in readings.items()}
    return {
        "groups": {
            group: {
                **figures(sum((counts[page] for page in counts if page.group == group), Counter())),
                "pages": sum(page.group == group for page in counts),
                "cards": sum(counts[page]["labels"] for page in counts if page.group == group),
            }
            for group in sorted({page.group for page in counts})
        },
        "pages": {f"{page.group}/{page.name}": figures(one) for page, one in counts.items()},
        "pictures": pictures(readings.values()),
    }


def pictures(readings: Iterable[Reading]) -> dict[str, Any]:
    """Of all labelled cards: how often each class was read as which, and the recall of each class.

    ``recall`` is of all labels of the class, ``recall_of_found`` of those whose card was found.
    """
    read_as = Counter(pair for reading in readings for pair in picture_pairs(reading))
    labelled = Counter({label: 0 for label, _ in read_as})
    for (label, _), number in read_as.items():
        labelled[label] += number
    found = {label: number - read_as[label, NOT_FOUND] for label, number in labelled.items()}
    return {
        "recall": {label: share(read_as[label, label], number) for label, number in labelled.items()},
        "recall_of_found": {label: share(read_as[label, label], number) for label, number in found.items()},
        "present_called_otherwise": share(
            found.get("present", 0) - read_as["present", "present"], found.get("present", 0)
        ),
        "confusion": {
            label: {other: read_as[label, other] for other in (*PICTURE_STATUSES, NOT_FOUND) if read_as[label, other]}
            for label in PICTURE_STATUSES
            if labelled[label]
        },
    }


def picture_pairs(reading: Reading) -> Iterator[tuple[str, str]]:
    """What the label says, what was read."""
    yield from ((label.image, card.image) for label, card in reading.pairs)
    yield from ((label.image, NOT_FOUND) for label in reading.missed)


def table(scores: Mapping[str, Any]) -> Iterator[str]:
    """A line for each group and page, then the pictures."""
    rows = {**scores["groups"], **scores["pages"]}
    width = max(map(len, rows))
    yield f"{'':{width}}  {'  '.join(FIGURES)}"
    for name, row in rows.items():
        yield f"{name:{width}}  {'  '.join(f'{printed(row[figure]):>{len(figure)}}' for figure in FIGURES)}"
    yield from picture_table(scores["pictures"])


def picture_table(told: Mapping[str, Any]) -> Iterator[str]:
    """A line for each class: how many of its cards were read as what."""
    columns = [*PICTURE_STATUSES, NOT_FOUND]
    yield f"\n{'picture':12}  recall  of found  {'  '.join(f'{name:>11}' for name in columns)}"
    for label, row in told["confusion"].items():
        numbers = "  ".join(f"{row.get(name, 0):11}" for name in columns)
        recall, of_found = printed(told["recall"][label]), printed(told["recall_of_found"][label])
        yield f"{label:12}  {recall:>6}  {of_found:>8}  {numbers}"
    yield f"present called otherwise: {printed(told['present_called_otherwise'])}"


def printed(figure: float | None) -> str:
    """Three places, or a dash where there is nothing to measure."""
    return "–" if figure is None else f"{figure:.3f}"


def misses(page: Page, reading: Reading) -> Iterator[str]:
    """What there is to mend on a page, a line each; nothing where all is right."""
    lines = [f"  missed      {told(label)}" for label in reading.missed]
    lines += [f"  extra       {told(card)}" for card in reading.extra]
    lines += [line for label, card in reading.pairs for line in differences(label, card)]
    if lines:
        yield "\n".join(["", f"{page.group}/{page.name}", *lines])


def told(card: Card) -> str:
    """Enough of a card to find it on its page."""
    return f"[{card.region}] {card.title or card.placeholder_text}  {card.url}"


def differences(label: Card, card: Card) -> Iterator[str]:
    """What was read wrongly off a card, each with what the label says."""
    name = label.title or label.placeholder_text
    if label.url and not is_same_title(label, card):
        yield f"  title       {name!r}: read {card.title!r}"
    if label.image != card.image:
        yield f"  image       {name!r}: {label.image}, read {card.image}"
    elif label.image_url and not has_picture(label, card):
        yield f"  image url   {name!r}: {label.image_url}, read {card.image_url}"
    if not is_same_region(label, card):
        yield f"  region      {name!r}: {label.region}, read {card.region}"
    if bool(label.excerpt) != bool(card.excerpt) or (label.excerpt and not is_like(label.excerpt, card.excerpt)):
        yield f"  excerpt     {name!r}: {label.excerpt!r}, read {card.excerpt!r}"


if __name__ == "__main__":
    sys.exit(main())
