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
_DIGITS = re.compile(r"\d{4,}")
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
        *("job", "jobs", "stellenmarkt", "stellenangebote", "emploi", "emplois", "empleo", "empleos", "emprego"),
        *("empregos", "lavoro-offerte", "vacature", "vacatures", "praca-oferty", "ledige-stillinger", "lediga-jobb"),
        *("veranstaltung", "veranstaltungen", "gutschein", "gutscheine", "coupon", "coupons", "voucher", "vouchers"),
        *("bons-plans", "codes-promo", "code-promo", "cupones", "cupom", "cupons", "codici-sconto", "kortingscode"),
        *("kortingscodes", "kody-rabatowe", "rabattkoder", "rabatkoder", "promo-codes", "discount-codes"),
        *("petites-annonces", "kleinanzeigen", "traueranzeigen", "classifieds", "clasificados", "forum", "forums"),
        *("inzerce", "ogloszenia", "anunturi", "annunci", "classificados", "anuncios-clasificados", "ilan", "ilanlar"),
    )
)
#: what comments stand under
_COMMENTS = frozenset(
    (
        *("comments", "comment", "commentaires", "kommentare", "comentarios", "commenti", "reacties", "komentarze"),
        *("komentare", "kommentarer", "kommentarer", "diskuse", "diskusia", "diskussion", "discussion", "discussions"),
        *("discuss", "yorumlar", "kommentit", "hozzaszolasok", "forum"),
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
    #: elements with links to what the house says of itself
    house: set[int]
    #: the normalised address of what may be another page of the site
    address_of: Callable[[str], str | None]


def read_links(page: Page, headline_at: int = 0) -> Links:
    """The page's links by what their texts and addresses say; those of menus before its headline are not looked at."""
    document = page.document
    own = normalise_url(document.url) if document.url else None
    domain = registered_domain(document.url) if document.url else None
    addresses: dict[str, str | None] = {}

    def address_of(href: str) -> str | None:
        if href not in addresses:
            addresses[href] = _content_address(href, document.base_url, own, domain)
        return addresses[href]

    found = Links([], [], set(), address_of)
    for number, link in enumerate(page.links):
        zones, href = link.node.zones, link.href
        if zones & _NEVER or (zones & _ABOVE and link.node.end <= headline_at):
            continue
        length = _few_words(link.text)
        if zones & _RARELY and length < _HEADLINE_WORDS:
            continue
        if length <= _HEADLINE_WORDS and not zones & _MENUS and _is_house(href):
            found.house.update((id(link.node), id(link.node.parent)))
        elif length <= _MIN_WORDS and not is_article_address(href):
            if length and not zones & _MENUS:
                found.weak.append(link)
        elif (url := address_of(href)) is not None:
            found.content.append(Linked(link, url, number))
    return found


def _few_words(text: str) -> int:
    """Number of words, counted closely only where it is small: in scripts without spaces one piece may be many."""
    pieces = len(text.split())
    return pieces if pieces > _HEADLINE_WORDS or text.isascii() else word_count(text)


def _content_address(href: str, base_url: str | None, own: str | None, domain: str | None) -> str | None:
    """The normalised address of what may be another page of the site, and not of its comments; else ``None``."""
    if href.startswith(("#", "javascript:", "mailto:", "tel:")) or "#comment" in href:
        return None
    url = resolve(base_url or _NOWHERE, href)
    if url is None or _is_same_page(url, own) or not _is_same_site(url, own, domain):
        return None
    if _BLANK.search(href):
        return None
    path = _path(url)
    return url if _is_content_path(path.lower().strip("/").split("/")) or (path == "/" and "?" in url) else None


def _is_content_path(segments: list[str]) -> bool:
    """Whether a path, in lower case, is not one of those that list, sell, or speak of people and of the house."""
    first, last = segments[0].partition(".")[0], segments[-1].partition(".")[0]
    if not segments[0] or first in _LISTS or last in _HOUSE or last in _COMMENTS:
        return False
    if segments[-1].endswith(_FILES):
        return False
    around = segments[:-1]
    return _OFFERS.isdisjoint((first, *around)) and not (around and around[-1] in _PEOPLE)


def _is_house(href: str) -> bool:
    return href.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0].lower() in _HOUSE


def _is_same_site(url: str, own: str | None, domain: str | None) -> bool:
    """Whether an address is the site's; the host is compared first, for the list of suffixes takes longer."""
    if own is None or domain is None:
        return True
    host = url.split("/", 3)[2]
    if host == own.split("/", 3)[2]:
        return True
    return registered_domain(url) == domain and host.partition(".")[0] not in _COUNTERS


def _path(url: str) -> str:
    """The path of a normalised address."""
    return "/" + url.partition("://")[2].partition("?")[0].partition("/")[2]


def _is_same_page(url: str, own: str | None) -> bool:
    """Whether the address is the page's own, with or without a query added to it (``?share=…``)."""
    return own is not None and (url == own or ("?" not in own and url.partition("?")[0].rstrip("/") == own.rstrip("/")))


def is_article_address(url: str) -> bool:
    """Whether an address, absolute or not, looks like an article's: a long slug, or a number."""
    path = url.partition("#")[0]
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return last.count("-") + last.count("_") >= _MIN_SLUG_WORDS - 1 or _DIGITS.search(path) is not None
