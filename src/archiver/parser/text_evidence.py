"""Where the fields of a flattened page came from, which lines lost, and what became of each line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archiver.model import Article, Evidence, ShownBlock, moment_text
from archiver.parser.blocks import Role
from archiver.parser.evidence import ranked
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.text_body import Body
from archiver.parser.text_byline import Credit
from archiver.parser.text_cards import Cards
from archiver.parser.text_dates import Dates
from archiver.parser.text_head import Head, mark_titles
from archiver.text import counted
from archiver.timestamps import find_readings

#: longer lines with a date are prose
_MAX_DATE_CHARS = 160
#: paragraphs that stand closer than this are one run
_GAP = 3
#: what a line is by its sign, when nothing else is known of it
_BY_SIGN = {
    Sign.COMMENTS: Role.COMMENT,
    Sign.CREDIT: Role.CAPTION,
    Sign.PICTURE: Role.CAPTION,
    Sign.PLACEHOLDER: Role.CAPTION,
}


@dataclass(frozen=True, slots=True)
class TextParts:
    """What the lines of a flattened page were found to be."""

    lines: tuple[Line, ...]
    body: Body | None
    head: Head
    dates: Dates
    credit: Credit | None
    cards: Cards
    language: str | None


def winners(parts: TextParts, article: Article) -> Iterator[Evidence]:
    """One for each field that has a value, in the order of the article's fields; then what cards are inferred from."""
    head, dates, credit = parts.head, parts.dates, parts.credit
    words = sum(line.words for line in head.text)
    yield _read("kind", article.kind, f"{counted(words, 'word')} of text")
    if head.title:
        yield _at(head.title, "title", article.title, "headline above the text")
        yield _at(head.title, "headline", head.title.text, "headline above the text")
    for field, date in (("published", dates.published), ("modified", dates.modified)):
        if date:
            yield _at(date.line, field, moment_text(date.moment), date.rule)
    if credit:
        yield _at(credit.lines[0], "byline", credit.byline, credit.rule)
        names = "; ".join(author.name for author in credit.authors)
        yield _at(credit.lines[0], "authors", names, credit.rule)
    if head.lead:
        yield _at(head.lead, "lead", head.lead.text, "sentence between title and text")
    if article.body:
        yield _at(head.text[0], "body", article.body, "first heavy run of paragraphs")
    if article.language:
        yield _read("language", article.language, "common words")
    if article.images:
        yield _read("images", article.images[0].placeholder_text, "the place of a picture beside title or text")
    yield from parts.cards.evidence


def _read(field: str, value: str | None, rule: str) -> Evidence:
    return Evidence(field=field, value=value, raw=None, source="text", rule=rule)


def losers(parts: TextParts, url: str | None, fetched_at: dt.datetime | None) -> Iterator[Evidence]:
    """Lines that could have been the title, a date or the text, each with why they are not."""
    yield from ranked(_lost_titles(parts, url))
    dates = tuple(_lost_dates(parts, fetched_at))
    for field in ("published", "modified"):
        yield from ranked(one for one in dates if one.field == field)
    yield from ranked(_lost_texts(parts))


def _lost_titles(parts: TextParts, url: str | None) -> Iterator[Evidence]:
    if parts.body is None or parts.head.title is None:
        return
    marks = dict(mark_titles(parts.lines, parts.body, url))
    best = marks[parts.head.title]
    for line in sorted(marks, key=marks.__getitem__, reverse=True):
        if line is not parts.head.title:
            is_worse = marks[line] < best
            reason = (
                "shares fewer words with the text, or stands less well" if is_worse else "as good, but further down"
            )
            yield replace(_at(line, "title", line.text, "line above the text"), reason=reason)


def _lost_dates(parts: TextParts, fetched_at: dt.datetime | None) -> Iterator[Evidence]:
    chosen = [found.line for found in (parts.dates.published, parts.dates.modified) if found]
    for line in parts.lines:
        if not line.is_dated or line in chosen or len(line.text) > _MAX_DATE_CHARS:
            continue
        for reading in find_readings(line.text, language=parts.language, reference=fetched_at)[:1]:
            field = "modified" if reading.label == "modified" else "published"
            in_card = line.position in parts.cards.lines
            reason = "stands in a card" if in_card else "stands further from the title and the text"
            yield replace(_at(line, field, moment_text(reading.moment), "line with a date"), reason=reason)


def _lost_texts(parts: TextParts) -> Iterator[Evidence]:
    """Runs of paragraphs that are not the article's."""
    taken = {line.position for line in (*parts.head.text, parts.head.lead) if line}
    for run in _runs(line for line in parts.lines if line.is_prose and line.position not in taken):
        in_cards = run[0].position in parts.cards.lines
        reason = "excerpts of cards" if in_cards else "lighter, or below the first heavy run"
        yield replace(_at(run[0], "body", counted(len(run), "paragraph"), "run of paragraphs"), reason=reason)


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and line.position - run[-1].position >= _GAP:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _at(line: Line, field: str, value: str | None, rule: str) -> Evidence:
    return Evidence(field=field, value=value, raw=line.text, source=f"text line {line.number}", rule=rule)


# --- roles -----------------------------------------------------------------------


def read_text_roles(parts: TextParts) -> tuple[ShownBlock, ...]:
    """All lines in their order, each with the part that it plays."""
    roles = dict(_roles(parts))
    return tuple(
        ShownBlock(
            role=str(roles.get(line.position) or _by_sign(line)),
            text=line.text,
            place=f"line {line.number}",
            teaser=parts.cards.lines.get(line.position),
        )
        for line in parts.lines
    )


def _roles(parts: TextParts) -> Iterator[tuple[int, str]]:
    """Positions and parts; of a line that plays several, the last one counts."""
    dated = [found.line for found in (parts.dates.published, parts.dates.modified) if found]
    groups: tuple[tuple[str, Sequence[Line | None]], ...] = (
        (Role.BODY, parts.head.text),
        (Role.DATE, dated),
        (Role.BYLINE, parts.credit.lines if parts.credit else ()),
        (Role.LEAD, (parts.head.lead,)),
        (Role.HEADLINE, (parts.head.title,)),
    )
    for position in parts.cards.lines:
        yield position, Role.TEASER
    for role, lines in groups:
        for line in lines:
            if line is not None:
                yield line.position, role


def _by_sign(line: Line) -> str:
    return Role.UNKNOWN if line.sign is None else _BY_SIGN.get(line.sign, Role.BOILERPLATE)
