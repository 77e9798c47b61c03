"""Links to a page about an author: their text is a name, whatever the block around them says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archiver.parser import zones as z
from archiver.parser.blocks import Link, Page, Segment
from archiver.parser.names import is_person, is_possible
from archiver.text import squeeze

#: what such pages lie under, as content systems and newsrooms call it in many languages
_FOLDERS = (
    "author authors autor autora autores autoras auteur auteurs autrice autori autore autoren autorinnen autorzy "
    "autoři avtor avtory avtori awtor forfatter forfattere författare kirjoittaja toimittaja skribent skribenter "
    "szerzo szerzok yazar yazarlar penulis redaktur tac-gia byline bylines by writer writers contributor contributors "
    "columnist columnists columnista columnistas kolumnist kolumnisten reporter reporters journalist journalists "
    "journaliste journalistes journalisten periodista periodistas jornalista jornalistas giornalista giornalisti "
    "redacteur redacteurs redakteur redakteure redaktor redakcja reporteri muhabir correspondent correspondents "
    "korrespondent user users profile profiles profil profils profilo perfil person people personen persona staff "
    "staff-profile our-team member members mitglied"
)
_TO_AUTHOR = re.compile(rf"/(?:{'|'.join(_FOLDERS.split())})/[^/?#]|[?&]author(?:_name|_id)?=", re.IGNORECASE)
_MAX_CHARS = 60
#: a name of one word counts only in a block that is named so, or dated
_CREDITS = z.BYLINE | z.META | z.DATE
_MIN_NICK_CHARS = 4
_DIGIT = re.compile(r"\d")


def names_linked(page: Page, item: Segment) -> Iterator[str]:
    """The texts of a block's links to authors of the same site."""
    links = [link for link in page.links[item.first_link : item.last_link] if _TO_AUTHOR.search(link.href)]
    if not links:
        return
    host = urlsplit(page.document.url or "").netloc
    takes_nicks = bool(item.zones & _CREDITS or _DIGIT.search(item.text))
    for link in links:
        name = _text(link)
        if _is_same_site(link.href, host) and (is_person(name) or (takes_nicks and _is_nick(name))):
            yield name


def _is_same_site(href: str, host: str) -> bool:
    return not urlsplit(href).netloc or urlsplit(href).netloc == host


def _is_nick(name: str) -> bool:
    return _MIN_NICK_CHARS <= len(name) <= _MAX_CHARS and " " not in name and is_possible(name)


def _text(link: Link) -> str:
    """The link's text, once where it stands there twice: for wide screens and for small ones."""
    text = squeeze(link.text)
    half = text[: len(text) // 2].strip()
    return half if half and half == text[len(half) :].strip() else text
