"""The rows of an archive that holds the articles of ``invented.py``, as years of rounds would leave them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from invented import AGENCIES, TOPICS, Planned, Text, outlets, plan, texts_of, topic_tags
from invented_cards import Promoted, card_rows
from invented_pages import Numbers, Row, Size, capture, digest, page_rows, rows_of_lists, rows_of_other_pages, run_rows

from archiver.jsontext import encode_json
from archiver.store.matching import address_key, title_key, title_match
from archiver.store.revising import Text as StoredText
from archiver.store.revising import count_new_blocks, diff_rows, make_text
from archiver.store.texts import has_unspaced, moment_columns, url_day
from archiver.text import fold, word_count
from archiver.timestamps import utc_text

PARSER_VERSION = 4


class Filed(NamedTuple):
    """An article with its number and its texts, oldest first, and when each was first fetched."""

    id: int
    planned: Planned
    texts: list[Text]
    seen: list[dt.datetime]

    @property
    def url(self) -> str:
        """Where it stands: with the day that it appeared, nearly always."""
        day = self.planned.published.date()
        if self.id % 97 == 0:
            day -= dt.timedelta(days=self.id % 7 + 1)
        slug = "-".join(fold(self.texts[0].title).split()[:6])
        return f"https://{self.planned.outlet.host}/{day:%Y/%m/%d}/{slug}-{self.id}"

    @property
    def text(self) -> Text:
        """As it is now."""
        return self.texts[-1]


def rows(size: Size) -> Iterator[tuple[str, Row]]:
    """All rows, each with its table; those of articles in the order in which they came."""
    numbers = Numbers()
    promoted: list[Promoted] = []
    yield from _name_rows(size.seed)
    yield from run_rows()
    for number, planned in enumerate(plan(size.articles, size.seed), 1):
        filed = _filed(number, planned, size.seed)
        title, lead = filed.texts[0].title, filed.text.lead
        promoted.append(Promoted(number, filed.url, title, lead, planned.outlet, planned.first_seen))
        yield from _article_rows(filed, size, numbers)
    yield from rows_of_lists(size)
    yield from rows_of_other_pages(size, numbers)
    yield from card_rows(promoted, size, numbers)


def _name_rows(seed: int) -> Iterator[tuple[str, Row]]:
    for name, number in _author_ids(seed).items():
        yield "authors", {"id": number, "name": name}
    for name, number in _tag_ids(seed).items():
        yield "tags", {"id": number, "name": name}


@cache
def _author_ids(seed: int) -> dict[str, int]:
    names = {name for outlet in outlets(seed) for name in outlet.authors} | set(AGENCIES)
    return {name: number for number, name in enumerate(sorted(names), 1)}


@cache
def _tag_ids(seed: int) -> dict[str, int]:
    names = {tag for topic in range(TOPICS) for tag in topic_tags(topic, seed)}
    return {name: number for number, name in enumerate(sorted(names), 1)}


# --- articles ------------------------------------------------------------------------------------------------


def _filed(number: int, planned: Planned, seed: int) -> Filed:
    random = Random(f"seen {seed} {number}")
    texts, seen = texts_of(planned, seed), [planned.first_seen]
    for _ in texts[1:]:
        seen.append(seen[-1] + dt.timedelta(minutes=int(random.expovariate(1 / 600)) + 10))
    return Filed(number, planned, texts, seen)


def _article_rows(filed: Filed, size: Size, numbers: Numbers) -> Iterator[tuple[str, Row]]:
    random = Random(f"article {size.seed} {filed.id}")
    captures = [next(numbers.captures) for _ in filed.texts]
    article = _article(filed, random, captures[-1])
    yield "articles", article
    for at in range(len(filed.texts)):
        yield "captures", capture(captures[at], filed.id, filed.url, filed.seen[at])
    yield from _revision_rows(filed, captures)
    for key in dict.fromkeys((address_key(filed.url), *(title_match(text.title) for text in filed.texts))):
        yield "article_keys", {"match_key": key, "article_id": filed.id}
    yield from page_rows(filed.url, article)
    yield from _parts(filed, random, size, article)


def _article(filed: Filed, random: Random, capture_id: int) -> Row:
    planned, text, outlet = filed.planned, filed.text, filed.planned.outlet
    published = random.choices((planned.published, planned.published.date(), None), (93, 5, 2))[0]
    modified = filed.seen[-1].astimezone(outlet.offset) if len(filed.texts) > 1 else None
    authors = _authors(planned, random)
    byline = ", ".join(filter(None, (*authors, planned.agency))) or None
    row = {
        "id": filed.id,
        "source_id": outlet.id,
        "url": filed.url,
        "canonical_url": filed.url,
        "url_day": url_day(filed.url),
        "has_unspaced": has_unspaced(text.title, text.lead, text.body),
        "kind": random.choices(("article", "liveblog", "gallery"), (97, 2, 1))[0],
        "title": text.title,
        "headline": text.title,
        "byline": byline,
        "lead": text.lead,
        "body": text.body,
        "language": outlet.language if random.random() < 0.99 else None,
        "section": outlet.sections[planned.topic % 5] if random.random() < 0.92 else None,
        "site_name": outlet.name,
        "image_url": f"https://{outlet.host}/media/{filed.id}.jpg" if random.random() < 0.8 else None,
        "is_paywalled": random.choices((None, 0, 1), (70, 20, 10))[0],
        **_moments("published", published),
        **_moments("modified", modified),
        "word_count": word_count(text.body),
        "text_digest": _stored(text).digest,
        "first_seen": utc_text(filed.seen[0]),
        "last_seen": utc_text(filed.seen[-1]),
        "parser_version": PARSER_VERSION,
        "page_id": filed.id,
        "capture_id": capture_id,
        "title_key": title_key(text.title),
        "record_digest": digest("record", filed.id)[7:39],
    }
    return {**row, "evidence": _evidence(row, authors, random)}


def _moments(name: str, moment: dt.datetime | dt.date | None) -> Row:
    columns = moment_columns(moment)
    return {name: columns.text, f"{name}_at": columns.at, f"{name}_day": columns.day}


def _authors(planned: Planned, random: Random) -> list[str]:
    """The people in the byline: a few of an outlet's write most; an agency's stories often name nobody."""
    if planned.agency and random.random() < 0.6:
        return []
    people = planned.outlet.authors
    drawn = (people[min(int(random.expovariate(0.15)), len(people) - 1)] for _ in range(random.choice((0, 1, 1, 1, 2))))
    return list(dict.fromkeys(drawn))


def _evidence(row: Row, authors: list[str], random: Random) -> str:
    """As the parser leaves it: where each field that the article has came from."""
    declared = random.random() < 0.7
    sources = {
        "kind": ("text", "kind article by text"),
        "title": ("headline", "as it stands"),
        "headline": ("text <h1>", "heading"),
        "published": ("json-ld datePublished", "first declared") if declared else ("below the headline", "as declared"),
        "byline": ("text", "the line that shows the authors"),
        "authors": ("json-ld author", "first source with a person") if declared else ("credit line", "names in it"),
        "canonical_url": ("link canonical", "the first declared address that may be the article's"),
        "language": ("html lang", "first declared"),
        "section": ("meta article:section", "first declared"),
        "lead": ("h2.standfirst", "after the headline") if random.random() < 0.8 else ("meta description", "declared"),
        "body": ("div.content-inner", "the element around most of the prose"),
        "image_url": ("<img>", "pictures around headline and text"),
    }
    values = {**row, "authors": ", ".join(authors) or None, "body": f"{row['body'].count(chr(10) * 2) + 1} blocks"}
    return encode_json(
        [
            {"field": name, "value": values[name], "raw": values[name], "source": source, "rule": rule}
            for name, (source, rule) in sources.items()
            if values[name] is not None
        ]
    )


def _stored(text: Text) -> StoredText:
    return make_text(text.title, text.lead, text.body)


def _revision_rows(filed: Filed, captures: list[int]) -> Iterator[tuple[str, Row]]:
    texts = [_stored(text) for text in filed.texts]
    past = {text.digest: text for text in texts if text.digest != texts[-1].digest}
    for text in past.values():
        title, lead, body, digest = text
        yield (
            "past_texts",
            {"article_id": filed.id, "text_digest": digest, "title": title, "lead": lead, "body": body},
        )
    for at, text in enumerate(texts):
        before = texts[at - 1] if at else None
        yield "revision_log", _revision(filed, at, captures[at], text) | _changed_blocks(before, text)
        if before is not None:
            yield from _diff_rows(filed.id, at + 1, before, text)


def _revision(filed: Filed, at: int, capture_id: int, text: StoredText) -> Row:
    return {
        "article_id": filed.id,
        "number": at + 1,
        "capture_id": capture_id,
        "cause": "publisher" if at else "first",
        "seen_at": utc_text(filed.seen[at]),
        "text_digest": text.digest,
        "parser_version": PARSER_VERSION,
        "word_count": word_count(text.body or ""),
    }


def _changed_blocks(before: StoredText | None, after: StoredText) -> Row:
    added, removed = (None, None) if before is None else count_new_blocks(before, after)
    return {"paragraphs_added": added, "paragraphs_removed": removed}


def _diff_rows(article_id: int, number: int, before: StoredText, after: StoredText) -> Iterator[tuple[str, Row]]:
    names = ("field", "position", "op", "old_start", "new_start", "old_words", "new_words")
    for row in diff_rows(before, after):
        yield "revision_diffs", {"article_id": article_id, "number": number, **dict(zip(names, row, strict=True))}


def _parts(filed: Filed, random: Random, size: Size, article: Row) -> Iterator[tuple[str, Row]]:
    """Authors, tags, pictures, other languages."""
    planned, ids = filed.planned, _author_ids(size.seed)
    for position, name in enumerate((article["byline"] or "").split(", ") if article["byline"] else ()):
        affiliation = planned.agency if name != planned.agency and random.random() < 0.3 else None
        yield (
            "article_authors",
            {
                "article_id": filed.id,
                "author_id": ids[name],
                "position": position,
                "role": "Reporter" if random.random() < 0.1 else None,
                "affiliation": affiliation,
            },
        )
    for position, tag in enumerate(random.sample(topic_tags(planned.topic, size.seed), random.randrange(5))):
        yield "article_tags", {"article_id": filed.id, "tag_id": _tag_ids(size.seed)[tag], "position": position}
    for position in range(bool(article["image_url"]) + random.choice((0, 0, 0, 1, 3))):
        yield "images", _image(filed, random, position)
    if random.random() < 0.01:
        url = f"{filed.url}?lang=en"
        yield "alternates", {"article_id": filed.id, "position": 0, "language": "en", "url": url}


def _image(filed: Filed, random: Random, position: int) -> Row:
    (status,) = random.choices(("present", "placeholder", "missing"), (98, 1, 1))
    name = f"{filed.id}-{position}.jpg" if position else f"{filed.id}.jpg"
    address = "default.png" if status == "placeholder" else name
    return {
        "article_id": filed.id,
        "position": position,
        "url": None if status == "missing" else f"https://{filed.planned.outlet.host}/media/{address}",
        "alt": filed.text.title if random.random() < 0.6 else None,
        "caption": filed.text.lead[:80] if random.random() < 0.5 else None,
        "credit": random.choice(AGENCIES) if random.random() < 0.4 else None,
        "role": "inline" if position else "main",
        "status": status,
        "placeholder_text": "Image Not Found" if status == "placeholder" and random.random() < 0.5 else None,
    }
