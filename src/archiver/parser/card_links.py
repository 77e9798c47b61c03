"""Links that may lead to another article of the site, and what their addresses say of that."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archiver.parser import zones as z
from archiver.parser.blocks import Link, Page
from archiver.text import word_count
from archiver.urls import normalise_url, registered_domain, resolve

#: links in these never promote an article
_NEVER = z.CONSENT | z.COMMENTS | z.BIOGRAPHY
#: links in these do only when their text reads like a headline: themes call many a list of articles so
_RARELY = z.TAGS | z.SHARE | z.ADVERT
_HEADLINE_WORDS = 5
_ABOVE = z.NAV | z.HEADER
_MENUS = z.NAV | z.HEADER | z.FOOTER
#: four; written so that the search leaps to the first, in half of the time
_DIGITS = re.compile(r"[0-9][0-9]{3}")
#: where a page is thought to be that came without its address: its cards stand where they stand
_NOWHERE = "https://unknown.invalid/page"
#: what scripts put addresses and headlines in place of
_BLANK = re.compile(r"[$%{<]\{|<%|%7B%7B", re.IGNORECASE)
#: first path segments of pages that list, and of people
_LISTS = frozenset(
    (
        *("tag", "tags", "topic", "topics", "category", "categories", "author", "authors", "autor", "auteur", "user"),
        *("search", "login", "account", "newsletter", "newsletters", "about", "contact", "privacy", "terms", "profile"),
        *("wp-admin", "wp-login.php", "admin", "administrator", "edit", "feed", "rss", "cart", "basket", "checkout"),
        *("thema", "themen", "rubrik", "people", "team", "staff", "profil", "by", "help", "jobs", "subscribe"),
    )
)
#: path segments of what is offered rather than told
_OFFERS = frozenset(
    (
        *("event", "events", "evenements", "eventos", "eventi", "evenementen", "evenemang"),
        *("kupon", "kuponlar", "cupon", "cupao", "gutscheincode", "kortingen", "club-de-beneficios"),
        *(
            "calendar",
            "whats-on",
            "kalender",
            "veranstaltungskalender",
            "termine",
            "calendrier",
            "calendario",
            "tapahtumat",
        ),
        *("calendario-de-eventos", "kalendarz", "kalendarium", "kalendar", "takvim", "arrangementer", "etkinlikler"),
        *("stellenmarkt", "stellenangebote", "lavoro-offerte", "vacature", "vacatures", "praca-oferty"),
        *("ledige-stillinger", "lediga-jobb"),
        *("veranstaltung", "veranstaltungen", "gutschein", "gutscheine", "coupon", "coupons", "voucher", "vouchers"),
        *("bons-plans", "codes-promo", "code-promo", "cupones", "cupom", "cupons", "codici-sconto", "kortingscode"),
        *("kortingscodes", "kody-rabatowe", "rabattkoder", "rabatkoder", "promo-codes", "discount-codes"),
        *("petites-annonces", "kleinanzeigen", "traueranzeigen", "classifieds", "clasificados", "forum", "forums"),
        *("inzerce", "ogloszenia", "anunturi", "annunci", "classificados", "anuncios-clasificados", "ilan", "ilanlar"),
    )
)
#: ... or, where a year follows, of what is told of work: adverts have none
_WORK = frozenset(("job", "jobs", "emploi", "emplois", "empleo", "empleos", "emprego", "empregos"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_FORUMS = frozenset(("forum", "forums"))
#: words of these that are sections of newspapers, too: articles below them are told by their long slugs
_SECTIONS = _FORUMS.union(
    _WORK,
    ("people", "team", "staff", "profil", "profile", "profiles", "by", "help", "topic", "topics", "thema", "themen"),
    ("rubrik", "reporter", "reporters", "journalist", "journalists", "columnist", "columnists", "vacature"),
    ("vacatures", "event", "events", "evenements", "eventos", "eventi", "evenementen", "evenemang", "veranstaltung"),
    ("veranstaltungen",),
)
#: what comments stand under
_COMMENTS = frozenset(
    (
        *("comments", "comment", "commentaires", "kommentare", "comentarios", "commenti", "reacties", "komentarze"),
        *("komentare", "kommentarer", "kommentit", "diskuse", "diskusia", "diskussion", "discussion", "discussions"),
        *("discuss", "yorumlar", "hozzaszolasok", "forum"),
    )
)
#: what people are listed under: the next segment is a person, and a last one a person's page
_PEOPLE = frozenset(
    (
        *("author", "authors", "autor", "autoren", "autorin", "autores", "autori", "autore", "auteur", "auteurs"),
        *("redakteur", "redakteure", "redacteur", "redacteurs", "redactores", "redaktion", "redazione", "journalist"),
        *("journalists", "journalisten", "journaliste", "journalistes", "periodistas", "giornalisti", "reporter"),
        *("reporters", "contributor", "contributors", "columnist", "columnists", "profile", "profiles", "profil"),
        *("writer", "writers", "byline", "bylines", "staff", "forfatter", "skribent", "skribenter", "autorzy"),
    )
)
#: ... whatever their names are
_AUTHORS = _PEOPLE - _SECTIONS
_SPECIAL = _OFFERS | _WORK | _PEOPLE
#: first labels of hosts where something is sold or asked for
_COUNTERS = frozenset(
    (
        *(
            "abo",
            "abos",
            "abonnement",
            "abonnements",
            "abonne",
            "abonnes",
            "subscribe",
            "subscription",
            "subscriptions",
        ),
        *("suscripciones", "suscripcion", "assine", "assinatura", "abbonamenti", "prenumeration", "prenumerata"),
        *("shop", "store", "boutique", "tienda", "loja", "winkel", "sklep", "butik", "butikk", "login", "account"),
        *("accounts", "secure", "support", "help", "jobs", "stellen", "stellenmarkt", "emploi", "empleo", "karriere"),
        *("tickets", "billetterie", "events", "newsletter", "newsletters", "epaper", "e-paper", "forum", "forums"),
        *("kupon", "cupon", "cupones", "cupom", "club", "clube", "veranstaltungen", "agenda", "eventos", "etkinlik"),
        *("advertise", "advertising", "mediadaten", "anzeigen", "werbung", "leserreisen", "coupons", "gutscheine"),
    )
)
#: last path segments of what a house says of itself: links to them stand in menus
_HOUSE = frozenset(
    (
        *("about", "about-us", "aboutus", "ueber-uns", "uber-uns", "qui-sommes-nous", "a-propos", "quienes-somos"),
        *("chi-siamo", "quem-somos", "over-ons", "o-nas", "om-oss", "om-os", "hakkimizda", "contact", "contact-us"),
        *(
            "kontakt",
            "contactez-nous",
            "contacto",
            "contato",
            "contatti",
            "iletisim",
            "imprint",
            "impressum",
            "colofon",
        ),
        *("kunye", "mentions-legales", "aviso-legal", "note-legali", "legal", "legal-notice", "disclaimer", "privacy"),
        *("privacy-policy", "privacypolicy", "privacy-notice", "privacy-statement", "datenschutz", "dataprotection"),
        *("datenschutzerklaerung", "datenschutzhinweise", "politique-de-confidentialite", "confidentialite"),
        *("donnees-personnelles", "politica-de-privacidad", "politica-de-privacidade", "informativa-privacy"),
        *("privacyverklaring", "privacybeleid", "polityka-prywatnosci", "personvern", "personvernerklaering"),
        *("integritetspolicy", "privatlivspolitik", "tietosuoja", "gizlilik-politikasi", "cookies", "cookie-policy"),
        *("cookiepolitik", "cookie-settings", "politica-de-cookies", "gestion-des-cookies", "terms", "terms-of-use"),
        *("terms-of-service", "terms-and-conditions", "agb", "nutzungsbedingungen", "cgu", "cgv", "conditions-of-use"),
        *("conditions-generales", "conditions-generales-d-utilisation", "termos-de-uso", "terminos-y-condiciones"),
        *("algemene-voorwaarden", "regulamin", "advertise", "advertise-with-us", "mediadaten", "publicite"),
        *("publicidad", "pubblicita", "accessibility", "barrierefreiheit", "accessibilite", "accesibilidad", "sitemap"),
    )
)
#: what addresses of files end with
_FILES = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".avif",
    ".svg",
    ".pdf",
    ".mp3",
    ".mp4",
    ".m4a",
    ".zip",
    ".rss",
    ".ics",
)
_MIN_SLUG_WORDS = 4
#: links of fewer words need an address that looks like an article's
_MIN_WORDS = 3


@dataclass(slots=True)
class Linked:
    """A content link with its address."""

    link: Link
    url: str
    #: its place in the page's links
    number: int


@dataclass(slots=True)
class Links:
    """The links of a page that may promote another page of its site, in order."""

    content: list[Linked]
    #: outside of menus, those whose text says too little by itself, wherever they lead
    weak: list[Link]
    #: addresses, as written, to which menus lead with as few words
    sections: set[str]
    #: elements with links to what the house says of itself
    house: set[int]
    #: the normalised address of what may be another page of the site
    address_of: Callable[[str], str | None]


def read_links(page: Page, headline_at: int = 0) -> Links:
    """The page's links by what their texts and addresses say; those of menus before its headline are not looked at."""
    document = page.document
    site = _Site(document.url, document.base_url)
    found = Links([], [], set(), set(), site.address_of)
    for number, link in enumerate(page.links):
        node = link.node
        zones = node.zones
        if zones & _NEVER or (zones & _ABOVE and node.end <= headline_at):
            continue
        pieces = len(link.text.split(None, _HEADLINE_WORDS))
        if pieces <= _HEADLINE_WORDS and not _is_told_by_few_words(link, pieces, zones, found):
            continue
        if (url := site.address_of(link.href)) is not None and (pieces or not site.is_below(url)):
            found.content.append(Linked(link, url, number))
    if found.sections:
        found.content = [one for one in found.content if not _is_to_section(one, found.sections)]
    return found


def _is_to_section(linked: Linked, sections: set[str]) -> bool:
    """Whether a link leads where one of a menu does, with more words: "All stories from the harbour"."""
    return linked.link.href in sections and not is_article_address(linked.url)


def _is_told_by_few_words(link: Link, pieces: int, zones: int, found: Links) -> bool:
    """Whether a link of few words may promote an article; those of the house and weak ones are noted.

    In scripts without spaces, one piece of a text may be many words.
    """
    length = pieces if link.text.isascii() else word_count(link.text)
    if length > _HEADLINE_WORDS:
        return True
    if zones & _RARELY and length < _HEADLINE_WORDS:
        return False
    if not zones & _MENUS and _is_house(link.href):
        found.house.update((id(link.node), id(link.node.parent)))
        return False
    if length > _MIN_WORDS or is_article_address(link.href):
        return True
    if zones & _MENUS:
        found.sections.add(link.href)
    elif length:
        found.weak.append(link)
    return False


class _Site:
    """What is the page's own site, and which addresses lead to another page of it."""

    def __init__(self, url: str | None, base_url: str | None) -> None:
        self.base_url = base_url or _NOWHERE
        #: of the page, ``None`` where its address is not known: then everything is its site's
        self.url = normalise_url(url) if url else None
        self.host = self.url.split("/", 3)[2] if self.url else None
        self.domain = registered_domain(url) if url else None
        #: address as written → as normalised, or ``None`` for what leads elsewhere
        self.known: dict[str, str | None] = {}

    def address_of(self, href: str) -> str | None:
        """The normalised address of what may be another page of the site, and not of its comments; else ``None``."""
        if href not in self.known:
            self.known[href] = self._read(href)
        return self.known[href]

    def _read(self, href: str) -> str | None:
        if href.startswith(("#", "javascript:", "mailto:", "tel:")) or "#comment" in href:
            return None
        url = resolve(self.base_url, href)
        if url is None:
            return None
        page, _, query = url.partition("?")
        _, _, host, path = page.split("/", 3)
        if not self._is_own(host) or self._is_same_page(url, page):
            return None
        if ("{" in href or "%" in href) and _BLANK.search(href):
            return None
        return url if (_is_content_path(path) if path else query) else None

    def _is_own(self, host: str) -> bool:
        """Whether a host is the site's; it is compared first, for the list of suffixes takes longer."""
        if host == self.host or self.host is None:
            return True
        return registered_domain(host) == self.domain and host.partition(".")[0] not in _COUNTERS

    def is_below(self, url: str) -> bool:
        """Whether an address is that of a part of the page, where the page is an article: of one of its pictures."""
        own = self.url
        return own is not None and url.startswith(own.rstrip("/") + "/") and is_article_address(own)

    def _is_same_page(self, url: str, page: str) -> bool:
        """Whether the address is the page's own, with or without a query added to it (``?share=…``)."""
        own = self.url
        return own is not None and (url == own or ("?" not in own and page.rstrip("/") == own.rstrip("/")))


def _is_content_path(path: str) -> bool:
    """Whether a path is not one of those that list, sell, or speak of people and of the house."""
    segments = path.lower().strip("/").split("/")
    first, last = segments[0].partition(".")[0], segments[-1].partition(".")[0]
    if not segments[0] or last in _HOUSE or last in _COMMENTS or segments[-1].endswith(_FILES):
        return False
    around = segments[:-1]
    if first not in _LISTS and _SPECIAL.isdisjoint((first, *around)):  # nearly always
        return True
    offers = _OFFERS.intersection((first, *around))
    if not any(map(_YEAR.fullmatch, around)):
        offers |= _WORK.intersection((first, *around))
    if first not in _LISTS and not offers and not (around and around[-1] in _PEOPLE):
        return True
    return _is_in_section(first, around, offers) and _is_long_slug(last)


def _is_in_section(first: str, around: list[str], offers: frozenset[str]) -> bool:
    """Whether the words of a path that list and offer may be a newspaper's sections: "/economy/jobs/", "/forum/"."""
    if not around or (first in _LISTS and first not in _SECTIONS) or around[-1] in _AUTHORS:
        return False
    is_whole = not offers or offers == {around[-1]}  # what is offered has a page of a kind: "/events/detail/"
    return is_whole and offers <= _SECTIONS and first not in offers - _FORUMS


def _is_long_slug(slug: str) -> bool:
    """Whether the end of a path has as many words as a headline; a name, a topic and an offer have fewer."""
    return slug.count("-") + slug.count("_") >= _MIN_SLUG_WORDS - 1


def _is_house(href: str) -> bool:
    return href.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0].lower() in _HOUSE


def is_article_address(url: str) -> bool:
    """Whether an address, absolute or not, looks like an article's: a long slug, or a number."""
    path = url.partition("#")[0] if "#" in url else url
    if _DIGITS.search(path) is not None:
        return True
    if path.count("-") + path.count("_") < _MIN_SLUG_WORDS - 1:  # nearly always, of what is asked
        return False
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return _is_long_slug(last)
