"""What a tag, a class or an id says of the part of the page that it wraps.

A zone is a bit; an element's zones are its own and those of the elements around it. Class names are a hint, never a
proof: generated ones say nothing, and whatever wraps most of a page's text is not believed (``segments``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

ARTICLE = 1 << 0
MAIN = 1 << 1
ASIDE = 1 << 2
NAV = 1 << 3
HEADER = 1 << 4
FOOTER = 1 << 5
COMMENTS = 1 << 6
RELATED = 1 << 7
PROMOTION = 1 << 8
SHARE = 1 << 9
CAPTION = 1 << 10
BYLINE = 1 << 11
DATE = 1 << 12
LEAD = 1 << 13
BODY = 1 << 14
TAGS = 1 << 15
FORM = 1 << 16
ADVERT = 1 << 17
CONSENT = 1 << 18
BIOGRAPHY = 1 << 19
TITLE = 1 << 20
KICKER = 1 << 21
EMBED = 1 << 22
META = 1 << 23
PAYWALL = 1 << 24
CREDIT = 1 << 25
HEADING = 1 << 26

#: no zones, but noted with them: not shown by its style, or by ``hidden``; marked by ``itemprop`` or ``rel``
HIDDEN = 1 << 40
COVERED = 1 << 41
MARKED = 1 << 42
NOTES = HIDDEN | COVERED | MARKED

#: every zone there is
ALL = tuple(1 << bit for bit in range(27))
#: zones whose text is never the article's
BOILERPLATE = NAV | FOOTER | COMMENTS | PROMOTION | SHARE | TAGS | FORM | ADVERT | CONSENT | BIOGRAPHY
#: zones that surround an article, or stand in it, without being its text
APART = BOILERPLATE | ASIDE | RELATED | CAPTION | BYLINE | DATE | EMBED | META | CREDIT

#: what a tag says by itself
TAG_ZONES = {
    "article": ARTICLE,
    "main": MAIN,
    "aside": ASIDE,
    "nav": NAV,
    "header": HEADER,
    "footer": FOOTER,
    "form": FORM,
    "figcaption": CAPTION,
    "figure": CAPTION,
    "address": BYLINE,
    "dialog": CONSENT,
    "menu": NAV,
    "time": DATE,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
}

#: what an ARIA role says (WAI-ARIA 1.2, section 5.4)
ROLE_ZONES = {
    "article": ARTICLE,
    "main": MAIN,
    "complementary": ASIDE,
    "navigation": NAV,
    "banner": HEADER,
    "contentinfo": FOOTER,
    "search": FORM,
    "dialog": CONSENT,
    "alertdialog": CONSENT,
    "menu": NAV,
    "menubar": NAV,
    "toolbar": SHARE,
    "tablist": NAV,
}

#: what schema.org's itemprop says
PROPERTY_ZONES = {
    "articleBody": BODY,
    "headline": TITLE,
    "description": LEAD,
    "author": BYLINE,
    "datePublished": DATE,
    "dateModified": DATE,
    "caption": CAPTION,
    "comment": COMMENTS,
    "keywords": TAGS,
}

#: zone → words of class names and ids, two neighbours written together; ``*`` stands for any ending
_VOCABULARY = {
    BODY: "articlebody postbody entrybody storybody contentbody newsbody bodytext bodycontent bodycopy articletext "
    "posttext storytext newstext articlecontent articlecontents postcontent entrycontent storycontent singlecontent "
    "pagecontent newscontent contenttext maintext blogcontent richtext wysiwyg artikeltext textearticle testo cuerpo "
    "contenu blogpost articlecopy storycopy articlemain",
    ARTICLE: "article hentry post story artikel nota noticia articolo artigo",
    COMMENTS: "comment comments commentlist commentform respond disqus* kommentar* commentaire* comentario* reactions "
    "fbcomments livefyre coral opinionbox discussion replies trackback* pingback* forum",
    RELATED: "related* relacionad* similar* recommend* recommand* empfehl* suggest* readmore readalso readnext "
    "readingnext morefrom moreon mostread mostpopular popular* trending latest* teaser* card cards outbrain* taboola* "
    "plista alsoread lireaussi alireaussi weiterlesen mehrzum mehrzumthema lesenswert upnext nextup furtherreading "
    "recententries recentposts recentarticles latestposts latestarticles "
    "carousel* slider* ranking topstories morestories alsolike zergnet* linkbox internallink* crosslink* promobox",
    PROMOTION: "newsletter* subscri* abo abonne* promo* signup signin register registration login downloadapp appstore "
    "membership donat* spenden kiosk cta calltoaction callout upsell* marketing whatsapp telegram followus survey poll "
    "quiz supportus",
    SHARE: "share* sharing social* addthis* sharethis shariff teilen partage* compart* sns follow bookmark toolbar "
    "tools articletools print printer printbutton sociable like likes fontsize textsize",
    ASIDE: "sidebar* aside rail rightcol* leftcol* widget widgets widgetarea infobox factbox sidecolumn secondary "
    "rightrail",
    NAV: "nav navi navbar* navig* menu menus breadcrumb* pagination pager paging pagenav* skip skiplink toc "
    "tableofcontents prevnext nextprev megamenu submenu topbar anchorlinks jumplinks",
    HEADER: "masthead siteheader pageheader topheader",
    FOOTER: "footer* foot sitefooter colophon copyright disclaimer imprint legal footnote* endnote*",
    CAPTION: "caption* figcaption wpcaption* legende bildunterschrift imagetext phototext photodesc* photoinfo gallery "
    "slideshow lightbox imgdesc piedefoto mediacaption mediainfo thumbcaption thumbnail videoplayer player",
    CREDIT: "credit credits photocredit imagecredit bildnachweis photographer source",
    BYLINE: "byline* author authors auteur* autor* writtenby contributor contributors postedby writer journalist "
    "reporter signature redacteur verfasser creditline vcard firma creator",
    BIOGRAPHY: "authorbio* aboutauthor abouttheauthor authorinfo authorbox authordescription authorabout authorcard "
    "authorprofile authorarea writerbio contributorbio bio biography aboutbox",
    DATE: "date dates datetime time timestamp published pubdate publishdate postdate entrydate updated modified datum "
    "fecha dateline posted postedon",
    LEAD: "lead leads lede standfirst chapo chapeau sapo deck dek subhead* subtitle* subtitulo soustitre abstract "
    "summary excerpt intro introduction teasertext vorspann sottotitolo occhiello bajada copete description ingress "
    "perex strapline kurzfassung subline",
    TAGS: "tag tags tagcloud taglist topic topics keyword keywords label labels hashtag* categories catlinks posttags "
    "entrytags",
    ADVERT: "ad ads advert* adbox adunit adslot adcontainer adsense sponsor* banner werbung anzeige* publicite "
    "publicidad partners partnercontent commercial dfp gpt googlead* affiliate* promoted leaderboard mpu",
    CONSENT: "cookie* consent* gdpr privacy modal popup toast notification notice onetrust* didomi*",
    TITLE: "headline articletitle entrytitle posttitle pagetitle storytitle heading title",
    KICKER: "kicker eyebrow overline dachzeile surtitre topline roofline overtitle antetitulo flag rubric rubrik "
    "supertitle",
    EMBED: "embed embeds embedded tweet twitter* instagram facebook youtube tiktok pullquote pulledquote videowrapper",
    META: "meta postmeta entrymeta articlemeta metadata postinfo articleinfo readingtime readtime viewcount views "
    "wordcount",
    PAYWALL: "paywall* regwall meter metered premiumcontent piano barrier articlelock* restricted subscriberonly "
    "locked",
}


def _table() -> tuple[dict[str, int], re.Pattern[str], dict[str, int]]:
    """Whole words with their zones, one pattern for the beginnings, and their zones."""
    exact: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    for zone, vocabulary in _VOCABULARY.items():
        for word in vocabulary.split():
            table = beginnings if word.endswith("*") else exact
            key = word.rstrip("*")
            table[key] = table.get(key, 0) | zone
    longest_first = sorted(beginnings, key=len, reverse=True)
    return exact, re.compile("|".join(longest_first)), beginnings


_WORDS, _BEGINNING, _BEGINNINGS = _table()
_SIDES = frozenset(
    (
        "left",
        "right",
        "links",
        "rechts",
        "gauche",
        "droite",
        "izquierda",
        "derecha",
        "sinistra",
        "destra",
        "prawa",
        "lewa",
    )
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_MAX_NAMES = 12
_MAX_LENGTH = 60


#: what has been read, forgotten when it is much; a page asks for some 200 names that no page before it had, so that
#: each layer (attributes, names, words) keeps its own and is asked without a call
_REMEMBERED = 30_000
#: longer ones are read anew, for they would be kept whole
_MAX_REMEMBERED_CHARS = 500
_ATTRIBUTES: dict[str, int] = {}
_NAMES: dict[str, int] = {}
_ZONES_OF_WORDS: dict[str, int] = {}


def _remember(table: dict[str, int], text: str, zones: int) -> int:
    if len(text) <= _MAX_REMEMBERED_CHARS:
        if len(table) >= _REMEMBERED:
            table.clear()
        table[text] = zones
    return zones


def named_zones(names: str) -> int:
    """Zones that a class attribute or an id names, each of its names read by itself."""
    known = _ATTRIBUTES.get(names)
    return _read_names(names) if known is None else known


def _read_names(names: str) -> int:
    zones = 0
    for name in names.split(None, _MAX_NAMES)[:_MAX_NAMES]:
        known = _NAMES.get(name)
        zones |= _read_name(name) if known is None else known
    return _remember(_ATTRIBUTES, names, zones)


def _read_name(name: str) -> int:
    """Zones of one class name: of each of its words, and of each two neighbours together."""
    zones, before = 0, ""
    for word in _words_of(name[:_MAX_LENGTH]):
        known = _ZONES_OF_WORDS.get(word)
        zones |= _read_word(word) if known is None else known
        if before in _FIRST_HALVES:
            zones |= _WORDS.get(before + word, 0)
        before = word
    return _remember(_NAMES, name, _narrowed(zones) if zones else 0)


def _words_of(name: str) -> list[str]:
    if name.islower():
        return name.replace("_", "-").split("-")
    return [word.lower() for word in _PARTS.findall(name)]


def _read_word(word: str) -> int:
    zones = _WORDS.get(word, 0)
    beginning = _BEGINNING.match(word)
    return _remember(_ZONES_OF_WORDS, word, zones | _BEGINNINGS[beginning.group()] if beginning else zones)


_FIRST_HALVES = frozenset(word[:end] for word in _WORDS for end in range(1, len(word)))


def _narrowed(zones: int) -> int:
    """One meaning where several words of a name would give two: the more particular one stands."""
    if zones & BIOGRAPHY:
        zones &= ~BYLINE
    if zones & (BODY | LEAD | TITLE | COMMENTS | RELATED):
        zones &= ~ARTICLE
    if zones & TITLE:  # "related-title" heads its block and "article-title" is one: neither is a date or a byline
        zones &= ~(DATE | BYLINE | META)
    return zones


def _identified_zones(name: str) -> int:
    """Zones that an id names; of classes, "right" says how a picture is set, of ids it names a column."""
    return named_zones(name) | (ASIDE if name.lower() in _SIDES else 0)


def _role_zones(role: str) -> int:
    return ROLE_ZONES.get(role, 0)


def _property_zones(prop: str) -> int:
    return MARKED | PROPERTY_ZONES.get(prop, 0)


def _style_zones(style: str) -> int:
    return HIDDEN if _hides(style) else 0


def _hides(style: str) -> bool:
    style = style.lower()
    return ("none" in style or "hidden" in style) and _HIDDEN_STYLE.search(style) is not None


def is_hidden(element: etree._Element) -> bool:
    """Whether an element's attributes say that it is not shown."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _hides(style))


#: the attributes that say what an element is, each with what reads its value
_READERS: dict[str, Callable[[str], int]] = {
    "class": named_zones,
    "id": _identified_zones,
    "role": _role_zones,
    "itemprop": _property_zones,
    "style": _style_zones,
    "hidden": lambda _: COVERED,
    "rel": lambda relations: MARKED if "author" in relations else 0,
}


def zones_of(tag: str, attributes: Iterable[tuple[str, str]]) -> int:
    """Zones that an element names by its tag and its attributes; it may have ``NOTES``, too."""
    zones = TAG_ZONES.get(tag, 0)
    for name, value in attributes:
        if name == "class":  # by far the most, and most of them known
            known = _ATTRIBUTES.get(value)
            zones |= _read_names(value) if known is None else known
        elif name in _READERS:
            zones |= _READERS[name](value)
    return zones


def zones_of_element(element: etree._Element) -> int:
    """The same of an element that is at hand; the walk, which asks for each, calls `zones_of` itself."""
    return zones_of(element.tag, element.items())  # type: ignore[arg-type]  # of HTML they are never bytes
