"""Lines within a flattened article's text that are not its own although no line's words alone say so.

A heading ("Read also") makes headlines of the short lines below it, down to the next paragraph or its sub-heading; a
button ends a form that asks for an address; a section's name before a colon leads to an article of that section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.text_body import Body
from archiver.parser.text_words import content_words

#: shorter lines above a paragraph are its sub-heading
_MIN_LISTED_WORDS = 4
#: so many headlines stand below a heading within a text
_MAX_LISTED = 8
#: a form asks in so many words, and has so many lines down to its button
_MAX_FORM_WORDS = 9
_MAX_FORM_LINES = 3
_MAX_BUTTON_CHARS = 20
_BUTTON_WORDS = (
    "ok|okay|send|submit|subscribe|sign up|sign me up|join|go|get it|register|absenden|senden|anmelden|abonnieren|"
    "jetzt anmelden|eintragen|envoyer|valider|s'abonner|s'inscrire|je m'inscris|je m'abonne|enviar|suscribirme|"
    "suscribirse|suscríbete|apuntarme|registrarme|invia|iscriviti|iscrivimi|assinar|assine|inscrever|inscreva-se|"
    "cadastrar|verzenden|versturen|aanmelden|inschrijven|abonneren|wyślij|zapisz się|zapisz|subskrybuj|skicka|"
    "prenumerera|anmäl mig|send inn|meld på|tilmeld|lähetä|tilaa|gönder|abone ol|kaydol|подписаться|отправить|"
    "підписатися|odeslat|odebírat|feliratkozom|abonează-te|εγγραφή|登録|登録する|送信|구독|구독하기|신청|订阅|"
    "提交|đăng ký|daftar|kirim|اشترك|إرسال"
)
_BUTTONS = frozenset(_BUTTON_WORDS.split("|"))
#: of a section's name, and of a headline behind it
_MAX_SECTION_CHARS = 28
_MAX_SECTION_WORDS = 3
_MIN_HEADLINE_WORDS = 3
_MAX_HEADLINE_WORDS = 20


def without_asides(body: Body, lines: Sequence[Line], labelled: frozenset[int]) -> Body:
    """The text without forms and the headlines of other articles; ``labelled`` are those that name a section."""
    foreign = {*_listed(body, lines), *_in_forms(body, lines), *labelled}
    if not foreign:
        return body
    kept = tuple(line for line in body.kept if line.position not in foreign)
    return replace(body, kept=kept) if any(line.is_prose for line in kept) else body


def find_labelled(body: Body, lines: Sequence[Line]) -> frozenset[int]:
    """The lines in the text that are the name of one of the page's sections, a colon and a headline."""
    found = [line for line in lines[body.start : body.end] if _can_be_labelled(line)]
    if not found:
        return frozenset()
    sections = {line.text.casefold() for line in lines[: body.start] if line.words <= _MAX_SECTION_WORDS}
    return frozenset(
        line.position
        for line in found
        if line.text.partition(":")[0].strip().casefold() in sections and not _shares_words(line, lines)
    )


def _can_be_labelled(line: Line) -> bool:
    if line.sign is not None or line.words > _MAX_HEADLINE_WORDS or ":" not in line.text[:_MAX_SECTION_CHARS]:
        return False
    return line.words - line.text.partition(":")[0].count(" ") > _MIN_HEADLINE_WORDS


def _listed(body: Body, lines: Sequence[Line]) -> Iterator[int]:
    """The headlines below headings in the text."""
    for heading in lines[body.start : body.end]:
        if heading.sign is Sign.RELATED:
            run = list(takewhile(_can_be_listed, lines[heading.position + 1 : heading.position + 1 + _MAX_LISTED]))
            end = heading.position + 1 + len(run)
            if run and end < body.end and lines[end].is_prose and (len(run) == 1 or _heads(run[-1], lines[end])):
                run.pop()  # the sub-heading; a single line is one where the links were lost
            yield from (line.position for line in run)


def _can_be_listed(line: Line) -> bool:
    return line.sign is None and not line.is_prose and not line.is_item


def _heads(line: Line, text: Line) -> bool:
    """Whether a line is the text's sub-heading."""
    return line.words < _MIN_LISTED_WORDS or not content_words(line.text).isdisjoint(content_words(text.text))


def _shares_words(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the paragraph below a line speaks of the same: then it is a sub-heading."""
    below = lines[line.position + 1 : line.position + 2]
    return any(not content_words(line.text).isdisjoint(content_words(text.text)) for text in below)


def _in_forms(body: Body, lines: Sequence[Line]) -> Iterator[int]:
    for line in lines[body.start : body.end]:
        if line.sign is Sign.PROMOTION and line.words <= _MAX_FORM_WORDS:
            following = lines[line.position + 1 : line.position + 1 + _MAX_FORM_LINES]
            end = next((one.position for one in following if _is_button(one.text)), None)
            if end is not None:
                yield from range(line.position, end + 1)


def _is_button(text: str) -> bool:
    return len(text) <= _MAX_BUTTON_CHARS and text.casefold().replace("’", "'").strip(" !›»→>[]") in _BUTTONS
