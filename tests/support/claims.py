"""What holds for every article, whatever page it came from."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archiver.model import Article

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FIELDS = {field.name for field in dataclasses.fields(Article)}


def broken_claims(article: Article) -> list[str]:
    """In a few words each; empty for an article as it should be."""
    said = article.to_dict() | {"evidence": []}  # which tells what the page holds, untouched
    return [
        *(f"the text {text!r} has a control character" for text in texts(said) if CONTROLS.search(text)),
        *(f"{moment!r} is no date and no aware datetime" for moment in moments(article) if not is_moment(moment)),
        *(f"the address {url!r} is not absolute" for url in addresses(article) if not is_absolute(url)),
        *(f"evidence of {one.field!r}, which is no field" for one in article.evidence if not is_field(one.field)),
        *(["the body is not its blocks"] if article.body != joined(article) else []),
        *(["the plain form is not JSON"] if not is_json(article) else []),
        *(["teasers are not counted"] if [t.position for t in article.teasers] != [*range(len(article.teasers))] else []),
        *(["an empty text stands for none"] if "" in texts(article.to_dict()) else []),
    ]  # fmt: skip


def is_field(name: str) -> bool:
    """``title``, or ``teasers[3].title`` for a part of one."""
    return name.partition("[")[0] in FIELDS


def joined(article: Article) -> str | None:
    return "\n\n".join(block.text for block in article.blocks) or None


def is_json(article: Article) -> bool:
    plain = article.to_dict()
    return plain.keys() == FIELDS and json.loads(json.dumps(plain)) == plain


def texts(value: object) -> Iterator[str]:
    """Every text in plain types."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def moments(article: Article) -> list[object]:
    return [article.published, article.modified, *(teaser.published for teaser in article.teasers)]


def is_moment(moment: object) -> bool:
    """A bare day, or a moment with its zone; ``None`` is no claim."""
    if isinstance(moment, dt.datetime):
        return moment.tzinfo is not None
    return moment is None or isinstance(moment, dt.date)


def addresses(article: Article) -> list[str | None]:
    return [
        article.canonical_url,
        *(image.url for image in article.images),
        *(address for teaser in article.teasers for address in (teaser.url, teaser.image_url)),
        *(block.url for block in article.blocks),
    ]


def is_absolute(url: str | None) -> bool:
    return url is None or bool(urlsplit(url).scheme)
