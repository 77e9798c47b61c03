"""The side panel of an explained page: its fields with their evidence, and its cards."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from archiver.cli.cards import MARKS, card_names, count_pictures
from archiver.cli.explain_fields import SHOWN_LOSERS, by_card, by_field, is_of_card, notes_on
from archiver.cli.explain_places import Places
from archiver.model import Article, Evidence, Explanation, Image, Teaser
from archiver.text import counted

#: a value is cut after so many characters; the page has the whole text
_MAX_CHARS = 300


def panel(explanation: Explanation) -> str:
    """The inside of the panel."""
    article, places = explanation.article, Places(explanation)
    fields = "".join(_fields(article, places, {block.role for block in explanation.blocks}))
    cards = "".join(_cards(explanation)) or '<p class="none">nothing found</p>\n'
    return f"<h2>The article, field by field</h2>\n{fields}<h2>What it promotes</h2>\n{cards}"


def _fields(article: Article, places: Places, roles: set[str]) -> Iterator[str]:
    for name, evidence in by_field(article):
        if is_of_card(name):  # it stands at the card
            continue
        notes = [f'<p class="why">{_cut(note)}</p>\n' for note in notes_on(name, article)]
        winners = [_winner(one, places) for one in evidence if not one.rank]
        parts = [*winners, *notes, *(_loser(one, places) for one in evidence if 0 < one.rank <= SHOWN_LOSERS)]
        hidden = [_loser(one, places) for one in evidence if one.rank > SHOWN_LOSERS]
        if hidden:
            parts.append(f"<details><summary>{len(hidden)} more</summary>\n{''.join(hidden)}</details>\n")
        if name == "images" and len(article.images) > 1:
            parts[1:1] = [f'<ul class="cards">\n{"".join(_image(image, places) for image in article.images)}</ul>\n']
        parts = parts or ['<p class="none">nothing found</p>\n']
        role = _ROLE_OF.get(name, name)
        mark = f' data-role="{role}"' if role in roles else ""
        yield f"<section>\n<h3><span{mark}>{escape(name)}</span></h3>\n{''.join(parts)}</section>\n"


#: fields that are coloured like the blocks that show them, where those are called otherwise
_ROLE_OF = {"title": "headline", "published": "date", "modified": "date", "authors": "byline"}


def _winner(one: Evidence, places: Places) -> str:
    value = _led(_cut(one.value) if one.value is not None else "nothing", places.of(one))
    raw = f"<br>raw: {_cut(one.raw)}" if one.raw is not None and not (one.value or "").startswith(one.raw) else ""
    return f'<p class="value">{value}</p>\n<p class="why">{_why(one)}{raw}</p>\n'


def _loser(one: Evidence, places: Places) -> str:
    value = _led(f"<s>{_cut(one.value) if one.value is not None else 'nothing'}</s>", places.of(one))
    return f'<p class="lost">{value}<br><span class="why">{_why(one)}: {escape(one.reason or "lost")}</span></p>\n'


def _image(image: Image, places: Places) -> str:
    text = image.caption or image.alt or image.placeholder_text or image.url or image.status
    return f"<li><b>{image.role} {MARKS[image.status].sign}</b> {_led(_cut(text), places.of_image(image.url))}</li>\n"


def _why(one: Evidence) -> str:
    return f"{escape(one.source)} · {escape(one.rule)}"


def _led(shown: str, place: str | None) -> str:
    """The same as a link to its place on the page, if it has one."""
    return shown if place is None else f'<a href="#{place}">{shown}</a>'


def _cards(explanation: Explanation) -> Iterator[str]:
    teasers = explanation.article.teasers
    places: dict[int, str] = {}
    for number, block in enumerate(explanation.blocks):
        if block.teaser is not None and (block.teaser not in places or block.text == teasers[block.teaser].title):
            places[block.teaser] = f"block-{number}"
    names, evidence = card_names(teasers), by_card(explanation.article)
    for number, group in groupby(teasers, key=lambda teaser: teaser.block):
        cards = list(group)
        heading = f"{cards[0].block_heading} · " if cards[0].block_heading else ""
        about = f"{heading}block {number} · {cards[0].region} · {counted(len(cards), 'card')}"
        items = "".join(
            f"<li>{_card(teaser, names, places.get(teaser.position, f'card-{teaser.position}'))}"
            f"{''.join(map(_card_fact, evidence.get(teaser.position, ())))}</li>\n"
            for teaser in cards
        )
        yield f'<section>\n<p class="why">{escape(about)}</p>\n<ul class="cards">\n{items}</ul>\n</section>\n'
    if teasers:
        pictures = ", ".join(f"{mark.sign} {text}".strip() for mark, text in count_pictures(teasers))
        yield f'<p class="why">{counted(len(teasers), "card")}: {pictures}</p>\n'


def _card(teaser: Teaser, names: dict[int, str], place: str) -> str:
    text = teaser.title or teaser.placeholder_text or "no headline"
    same = names.get(teaser.same_story_as) if teaser.same_story_as is not None else None
    note = f' <span class="why">same story as {same}</span>' if same else ""
    mark = MARKS[teaser.image_status].sign
    return f"<b>{names[teaser.position]} {mark}</b> {_led(_cut(text), place)}{note}"


#: fields of cards, as people call them
_CALLED = {"image_status": "picture", "title": "headline"}


def _card_fact(one: Evidence) -> str:
    """Where a field of a card was read, with the raw text as a note."""
    name = one.field.rpartition(".")[2]
    raw = f' title="{_cut(one.raw)}"' if one.raw else ""
    return f'<br><span class="why"{raw}>{_CALLED.get(name, name)}: {_why(one)}</span>'


def _cut(text: str) -> str:
    return escape(text if len(text) <= _MAX_CHARS else f"{text[:_MAX_CHARS]}…")
