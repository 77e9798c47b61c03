"""What the address of a picture tells by itself: a picture, a stub that waits for a script, or a generic stand-in.

Read off the file's name and folder, never off the whole address: ``1x1`` is an aspect ratio in many real addresses,
and ``google-pixel-9.jpg`` is a photograph. The words that names are made of are in ``picture_words``.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from archiver.parser.picture_names import is_generic_name, is_seen_stub, is_size_name, is_stub_name
from archiver.parser.picture_words import PLACEHOLDER_TEXTS, TRIGGERS
from archiver.text import fold


class Worth:
    """How much of a picture an address is; the greater wins.

    Plain numbers, for a member of an ``Enum`` takes 100 ns to look up in Python 3.11.
    """

    #: not an address at all
    NOTHING: Final = 0
    #: an invisible file that a script replaces
    STUB: Final = 1
    #: a generic picture that readers see in place of the missing one
    PLACEHOLDER: Final = 2
    #: a blurred copy of a few pixels
    TINY: Final = 3
    PICTURE: Final = 4


PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif|bmp|tiff?)(?:$|[?#&@!:;,\s\"'\]})])", re.IGNORECASE)
#: in attributes that hold JSON, or a list in brackets; a thousand characters without an ending are no picture's
_ADDRESS_INSIDE = re.compile(
    r"(?:https?:)?\\?/[^\s\"'\[\]{}<>,]{1,1000}\.(?:jpe?g|png|webp|avif)[^\s\"'\[\]{}<>,]*", re.IGNORECASE
)
#: ... where no file's ending tells: ``{"src":"https://…/16e3d","ratio":"1x1"}``
_ADDRESS_KEPT = re.compile(
    r"[\"'](?:src|original|(?:image|img)(?:_?url)?)[\"']\s*:\s*[\"']((?:https?:)?\\?/[^\s\"']+)", re.IGNORECASE
)
_CSS_URL = re.compile(r"url\(\s*(?:&quot;|[\"'])?([^\"')]+)")
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
_TEMPLATE = ("${", "{{", "<%", "%7B%7B", "%7b%7b", "$%7B", "[[", "{%", "<?")
_WORD = re.compile(r"[^\W_]+")
#: folders of what belongs to the site's design, not to a story
_DESIGN_FOLDER = re.compile(
    r"/(?:wp-content|app)/(?:themes|plugins|mu-plugins)/|/wp-includes/|/typo3conf/ext/|/sites/[^/]+/(?:themes|modules)/"
    r"|/themes/(?:custom|contrib)/|/pf/resources/|/templates/[^/]+/(?:images|img)/"
)
#: folders of generic pictures
_GENERIC_FOLDER = re.compile(r"/(?:no[-_]?(?:thumb|image|photo)s?|default[-_]images?|placeholder(?:s|[-_]images)?)/")
#: services that draw grey boxes
_BOX_SERVICES = re.compile(
    r"//(?:via\.)?(?:placeholder\.com|placehold\.(?:it|co|jp)|dummyimage\.com|(?:www\.)?fakeimg\.pl|placeholder\.pics"
    r"|placeimg\.com|place-hold\.it)(?:/|$)|(?:^|/)holder\.js(?:/|$)"
)
#: of an address that is a host alone, or a file beside it
_NO_FOLDERS = frozenset(("", "/", "https:/", "http:/"))
#: one of these stands in each of them
_PLACE_SIGNS = (
    *("/themes/", "/plugins/", "/ext/", "/wp-inc", "/modules/", "/pf/", "/templates/", "/no", "/default", "place"),
    *("dummyimage", "fakeimg", "holder.js"),
)
#: an address that names the picture's own: ``/_next/image?url=…``, ``timthumb.php?src=…``
_WRAPPED = re.compile(r"[?&](?:url|src|image|img|file|path|u)=([^&]*)")
#: endings of programs that hand a picture on
_PROGRAMS = frozenset(("php", "ashx", "aspx", "axd", "cgi", "jsp", "pl"))
#: a query in which nothing is asked for: ``id=&type=null``
_NO_VALUES = re.compile(r"(?:[^=&]*=(?:undefined|null|nan|none|false)?(?:&|$))+", re.IGNORECASE)
#: what scripts write of a value that is not there
_UNSET_PART = re.compile(r"/undefined(?:/|\.\w+$|$)")
_UNSET = frozenset(("undefined", "null", "nan", "false", "none", "n/a", "#n/a", "[object object]"))
#: of a folder that holds one picture in several sizes: an id, or the story's own name
_OWN_FOLDER = re.compile(r"\d{5,}|(?=[^\W\d]*\d)(?=\d*[^\W\d])[\w-]{8,}|\w+(?:-\w+){3,}")
#: of an address that ends with the number of a picture; with a date, it has lost the name of its file
_NUMBERED_FOLDER = re.compile(r"(?:^|/)(?!(?:19|20)\d\d/)[^/]*[^\W\d][^/]*/(?!(?:19|20)\d\d$)\d+$")

#: a width or height of at most 40 pixels, told by the address; aspect ratios look alike and are left out below
_TINY_SIDE = re.compile(
    r"[?&;,/_](?=[whrst])(?:w|h|width|height|resize|size|tr:w)[=_:/-]?([1-3]?\d|40)(?![\d.x%])", re.IGNORECASE
)
_TINY_BOX = re.compile(r"[/_,-](?:w)?([1-3]?\d|40)x(?:h)?([1-3]?\d|40)(?=[/_.,?&-]|$)")
_SMALLEST_BOX = 10
_RATIOS = frozenset({("16", "9"), ("16", "10"), ("21", "9"), ("18", "9"), ("15", "10")})
LONGEST_PLACEHOLDER_TEXT = 48
#: so many letters that one of the texts begins with leave out most others
_BEGINNING = 3
_BEGINNINGS = frozenset(text[:_BEGINNING] for text in PLACEHOLDER_TEXTS)
#: what first stands around an address
_WRAPPERS = frozenset("'\"jau")
#: an address in more quotes, in more ``url(…)`` or in more addresses is none
_MOST_LAYERS = 8


def is_placeholder_text(text: str | None) -> bool:
    """Whether this text is what a page says in place of a picture.

    >>> is_placeholder_text("Image Not Found"), is_placeholder_text("Image of a harbour")
    (True, False)
    """
    return bool(text and len(text) <= LONGEST_PLACEHOLDER_TEXT and is_short_placeholder(text))


@lru_cache(maxsize=2048)
def is_short_placeholder(text: str) -> bool:
    """Of a text no longer than the longest: asked of all in a bare card, most of which are white space or in each."""
    if text.isascii():
        plain = text.lower()
    elif (start := text[:_BEGINNING]).isascii() and start.isalpha() and start.lower() not in _BEGINNINGS:
        return False  # nearly always, without its accents looked at
    else:
        plain = fold(text)
    return plain.strip(" .!-[]()") in PLACEHOLDER_TEXTS


def worth_of(address: str, outlet: str = "", layers: int = _MOST_LAYERS) -> int:
    """What the address leads to, as far as it tells. The words of the outlet's host say nothing in a file's name.

    An address that names another one is worth what that one is, down to so many layers.

    >>> worth_of("/pictures/1x1/google-pixel-9.jpg") == Worth.PICTURE
    True
    >>> worth_of("/static/1x1.gif") == Worth.STUB, worth_of("/img/no-image.png") == Worth.PLACEHOLDER
    (True, True)
    >>> worth_of("/img/echo-logo.png", "www.echo.example") == Worth.PLACEHOLDER
    True
    """
    if address.startswith("data:"):
        return _worth_of_data(address)
    is_odd = "{" in address or "[" in address or "<" in address or "%7" in address or "undefined" in address
    if is_odd and _is_unfilled(address):
        return Worth.NOTHING
    path = address.partition("?")[0].partition("#")[0].lower()
    folder, _, name = path.rpartition("/")
    stem, _, extension = name.rpartition(".")
    if (not stem or extension in _PROGRAMS) and (inner := _inner_of(address, folder, name)) is not None:
        return worth_of(inner, outlet, layers - 1) if inner and layers else Worth.NOTHING
    parts = _words_of(stem or extension)
    if not TRIGGERS.isdisjoint(parts):
        if is_stub_name(parts, extension):
            return Worth.PLACEHOLDER if is_seen_stub(parts, extension) else Worth.STUB
        if is_generic_name(parts, extension, folder, outlet) and not (is_size_name(parts) and _is_own_folder(folder)):
            return Worth.PLACEHOLDER
    told = _told_by_place(path if folder in _NO_FOLDERS else folder)
    is_generic = told if told is not None else PICTURE_FILE.search(path) is not None
    return Worth.PLACEHOLDER if is_generic else Worth.PICTURE


def _is_unfilled(address: str) -> bool:
    """Whether a script that was to fill it in never ran, or had nothing to fill in."""
    path = address.partition("?")[0]
    return any(map(address.__contains__, _TEMPLATE)) or _UNSET_PART.search(path) is not None


def _words_of(name: str) -> list[str]:
    """The words of a file's name, without percent signs and accents; its number in a series is none: ``photo2``."""
    if "%" in name or not name.isascii():
        name = fold(unquote(name))
        if is_placeholder_text(name.replace("-", " ").replace("_", " ")):
            return ["placeholder"]
    if "placeholder" in name:
        name = name.replace("placeholder", "-placeholder-")
    parts = _WORD.findall(name)
    if parts and parts[-1][-1].isdecimal():
        plain = parts[-1].rstrip("0123456789")
        if plain.isalpha() and len(plain) > 1:
            parts[-1] = plain
    return parts


def _inner_of(address: str, folder: str, name: str) -> str | None:
    """The address that one without an ending names, empty where it leads nowhere; ``None`` where it names none."""
    if "?" in address and (wrapped := _WRAPPED.search(address)) is not None:
        return address_in(unquote(wrapped.group(1))) or ""
    query = address.partition("?")[2]
    if name in _UNSET or (
        not name and not query and not _is_own_folder(folder) and not _NUMBERED_FOLDER.search(folder)
    ):
        return ""
    return "" if query and _NO_VALUES.fullmatch(query) else None


def _is_own_folder(folder: str) -> bool:
    """Whether the folder is one picture's: its files are called by their size, ``/4711881/default.jpg``."""
    if folder.startswith(("/static/", "/assets/", "/_next/")):
        return False
    last = folder.rpartition("/")[2]
    return _OWN_FOLDER.fullmatch(last) is not None and "placeholder" not in last


@lru_cache(maxsize=512)
def _told_by_place(folder: str) -> bool | None:
    """Whether the folder or the host tells that the picture is no story's; ``None`` where any picture file is none.

    Asked of every picture of a page, most of which lie in a few folders.
    """
    folder += "/"
    if not any(map(folder.__contains__, _PLACE_SIGNS)):
        return False
    if _GENERIC_FOLDER.search(folder) or _BOX_SERVICES.search(folder):
        return True
    return None if _DESIGN_FOLDER.search(folder) else False


def _worth_of_data(address: str) -> int:
    """A picture in the page itself: vector and one-pixel stubs are small, blurred copies not much larger."""
    if address.startswith("data:image/svg"):
        drawn = _drawn_text(address)
        return Worth.PLACEHOLDER if drawn and "load" not in drawn else Worth.STUB
    is_photo = address.startswith(("data:image/jpeg", "data:image/webp", "data:image/png", "data:image/avif"))
    return Worth.PICTURE if is_photo and len(address) > _LONGEST_DATA_STUB else Worth.STUB


#: blurred copies of 20 pixels take some 1,500 characters
_LONGEST_DATA_STUB = 4000
_SVG_TEXT = re.compile(r"<text[^>]*>(?:<tspan[^>]*>)?([^<]*)")
#: "<text" in base64, at its three places
_TEXT_IN_BASE64 = ("PHRleH", "x0ZXh0", "8dGV4d")


def _drawn_text(address: str) -> str:
    """What is written in a vector graphic, in small letters: ``no image``, ``300 x 200``."""
    head, _, data = address.partition(",")
    if head.endswith("base64"):
        if not any(sign in data for sign in _TEXT_IN_BASE64):
            return ""
        try:
            data = base64.b64decode(data + "==").decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    found = _SVG_TEXT.search(unquote(data)) if "text" in data else None
    return found.group(1).strip().lower() if found else ""


_ICON_ADDRESS = re.compile(
    r"gravatar\.com/|/avatars?/|[/_-]avatar(?:[_-]?\d+)*(?:x\d+)?\.\w+(?:$|\?)|/icons?/|/emojis?/|/flags?/|flagcdn\."
    r"|/(?:authors?|autor(?:en|es|i)?|auteurs?|columnists?)/|favicons?[/?._-]|apple-touch-icon|[_-]icon\.(?:svg|png|gif)"
    r"|/(?:icons?|ico|btn|button)(?:[_-][^\W_]+){1,2}\.(?:svg|png|gif|webp)(?:$|\?)"
    r"|/(?:video[_-]?|btn[_-]|button[_-])?play(?:[_-](?:button|btn|icon|white|black|circle|small|right|fill|\d+))*"
    r"\.(?:svg|png|gif)(?:$|\?)"
)
#: drawings that are part of the page's controls
_ICON_DRAWING = re.compile(
    r"/(?:(?:arrows?|chevron|caret|bullet|quotes?|comments?|bookmark|share|clock|plus|minus|star|lock|search|close|menu"
    r"|burger|external|video|audio|live|podcasts?|headphones|gallery|slideshow|premium|exclusive|subscribers?|abonn[eé]s?"
    r"|abonnenten|abbonati|suscriptor(?:es)?|assinantes?|prenumerant(?:er)?|abo|only|double|left|right|up|down|small|light|dark|white|black|circle|fill|link)[_-]?)+"
    r"(?:[.-][0-9a-f]{6,})?\.svg"
)
_ICON_SIGNS = ("avatar", "icon", "/emoji", "/author", "/auto", "/auteur", "flag", "play", "/ico_", "/btn", "/columnist")


def is_icon_address(address: str) -> bool:
    """Whether the address is that of a portrait or an icon, which show nothing of a story.

    >>> is_icon_address("/img/authors/aline-morel.jpg"), is_icon_address("/2025/08/iconic-harbour.jpg")
    (True, False)
    """
    if any(map(address.__contains__, _ICON_SIGNS)) and _ICON_ADDRESS.search(address) is not None:
        return True
    return ".svg" in address and _ICON_DRAWING.search(address) is not None


def is_tiny(address: str) -> bool:
    """Whether the address asks for a copy of a few pixels, to be shown blurred until the real one is there.

    >>> is_tiny("/p/harbour.jpg?w=20"), is_tiny("/p/16x9/harbour.jpg?w=640")
    (True, False)
    """
    if _TINY_SIDE.search(address):
        return True
    for width, height in _TINY_BOX.findall(address) if "x" in address else ():
        if (width, height) not in _RATIOS and max(int(width), int(height)) >= _SMALLEST_BOX:
            return True
    return False


def address_in(value: str) -> str | None:
    """The address that an attribute holds, also when wrapped in CSS, JSON or brackets; ``None`` if there is none.

    >>> address_in("url(/a.jpg)"), address_in('["https://i.example/a.jpg"]'), address_in("item.image")
    ('/a.jpg', 'https://i.example/a.jpg', None)
    """
    value = value.strip()
    if value[:1] in _WRAPPERS:
        value = _unwrapped(value)
    if not value or value[0] in "#<":
        return None
    if value[0] in "{[":
        found = _ADDRESS_INSIDE.search(value) or _ADDRESS_KEPT.search(value)
        return found[found.lastindex or 0].replace("\\/", "/") if found else None
    if "/" in value:
        return value if value.find("/", _LONGEST_SCHEME, -1) > 0 or _has_path(value) else None
    return value if value.startswith("data:") or PICTURE_FILE.search(value) or "?" in value else None


def _unwrapped(value: str) -> str:
    """What stands in quotes, as values in the language of a front-end framework do, and in CSS; nothing in a script."""
    for _ in range(_MOST_LAYERS):
        if value[:1] in {"'", '"'}:
            value = value.strip("'\" ").strip()
        elif value.startswith(("javascript:", "about:", "url(")):
            css = _CSS_URL.match(value)
            value = css.group(1).strip() if css else ""
        else:
            return value
    return ""


#: ``https://``: a slash behind it, with anything after, is a path's
_LONGEST_SCHEME = 8


def _has_path(address: str) -> bool:
    """Whether anything follows the host; ``https://`` and ``N/A`` lead nowhere."""
    if address.lower() in _UNSET:
        return False
    rest = address.partition("//")[2] if address.startswith(("http:", "https:", "//")) else address
    return "/" in rest.rstrip("/") or "?" in rest or (rest is address and rest != "/")


def css_addresses(style: str) -> list[str]:
    """The addresses of the pictures that a style names, in order."""
    if "image-set(" in style and "url(" not in style:
        return [address for address in _QUOTED.findall(style) if PICTURE_FILE.search(address)]
    return [address for found in _CSS_URL.findall(style) if (address := address_in(found))] if "url(" in style else []


def largest_in(srcset: str) -> str | None:
    """The candidate of a ``srcset`` with the greatest width or density, stubs left out.

    >>> largest_in("a.jpg 320w, b.jpg?w=1,h=2 640w")
    'b.jpg?w=1,h=2'
    """
    largest_first = sorted(_candidates(srcset), key=lambda candidate: -candidate[1])
    return next((one for one, _ in largest_first if worth_of(one) > Worth.STUB and address_in(one)), None)


#: a width, height or density, perhaps with the next address close behind: ``1x,https://…``
_DESCRIPTOR = re.compile(r"(\d+(?:\.\d+)?|\.\d+)[wxh](?:,|$)")


def _candidates(srcset: str) -> list[tuple[str, float]]:
    """Addresses with their sizes. A comma ends an address only before white space, as the HTML standard says."""
    found: list[tuple[str, float]] = []
    for token in srcset.split():
        descriptor = _DESCRIPTOR.match(token) if found else None
        if descriptor:
            address, size = found[-1]
            found[-1] = (address, max(size, float(descriptor.group(1))))
        rest = (token[descriptor.end() :] if descriptor else token).strip(",")
        if rest:
            found.append((rest, 0.0))
    return found
