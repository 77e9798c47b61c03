"""What the address of a picture tells by itself: a picture, a stub that waits for a script, or a generic stand-in.

Read off the file's name and folder, never off the whole address: ``1x1`` is an aspect ratio in many real addresses,
and ``google-pixel-9.jpg`` is a photograph.
"""

# ruff: noqa: SIM905 - a vocabulary reads best as running text
from __future__ import annotations

import re
from enum import IntEnum

from archiver.text import fold


class Worth(IntEnum):
    """How much of a picture an address is; the greater wins."""

    #: not an address at all
    NOTHING = 0
    #: an invisible file that a script replaces
    STUB = 1
    #: a generic picture that readers see in place of the missing one
    PLACEHOLDER = 2
    #: a blurred copy of a few pixels
    TINY = 3
    PICTURE = 4


PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif|bmp|tiff?)(?:$|[?#&@!:;,\s\"'\]}])", re.IGNORECASE)
#: in attributes that hold JSON, or a list in brackets
_ADDRESS_INSIDE = re.compile(
    r"(?:https?:)?(?:\\?/){2}[^\s\"'\[\]{}<>,]+\.(?:jpe?g|png|webp|avif)[^\s\"'\[\]{}<>,]*", re.IGNORECASE
)
_TEMPLATE = ("${", "{{", "<%", "%7B%7B", "$%7B")

_WORD = re.compile(r"[a-z0-9]+")
#: parts of a name that say nothing: sizes and hashes
_SIZE_OR_HASH = re.compile(r"\d+x\d+|(?=[a-z]*\d)[0-9a-f]{6,}|\d{3,}")

_STUB_CORE = frozenset(
    "blank empty spacer pixel transparent trans transp clear clearpixel 1x1 lazy lazyload lazyloading lazyloader "
    "loading loader preload preloader".split()
)
_STUB_MORE = frozenset(
    "img image images picture jeg placeholder fallback gif png bg background white black grey gray dark light icon "
    "small big square ajax default 0 1 px".split()
)
_GENERIC_CORE = frozenset("default defaut dummy generic fallback missing unavailable logo".split())
_GENERIC_MORE = frozenset(
    "image images img picture pic photo foto bild imagen imagem thumb thumbs thumbnail thumbnails post posts article "
    "articles news featured feature teaser preview share og social cover poster card story video site main small "
    "medium large big square wide grey gray white black dark light wp theme not found available a b 1 2 3".split()
)
_NEGATED = frozenset(
    "noimage noimg nothumb nothumbnail nophoto nopic nopicture nofoto noimagen notfound imagenotfound imagemissing "
    "missingimage defaultimage".split()
)
_PICTURE_NOUN = (
    r"(?:images?|img|photos?|pic|pics|picture|thumb|thumbnail|preview|poster|cover|foto|bild|imagen|imagem|src)"
)
_NO_PICTURE = re.compile(
    rf"(?:^|-)(?:no|not|missing|without|kein|sans|sem|sin|geen|senza|brak|ingen|pas-d|aucune)-{_PICTURE_NOUN}(?:-|$)"
    rf"|(?:^|-){_PICTURE_NOUN}-(?:not|non|nao|no|nicht|niet|is-not)-(?:found|available|disponible|disponivel|disponibile"
    r"|encontrada|verfugbar|vorhanden|beschikbaar|gevonden)"
    rf"|(?:^|-){_PICTURE_NOUN}-(?:unavailable|missing|coming-soon|introuvable|manquante|indisponible|mancante)(?:-|$)"
)
_TRIGGERS = (
    _STUB_CORE
    | _GENERIC_CORE
    | _NEGATED
    | frozenset(
        "placeholder no not non nao nicht niet without kein sans sem sin geen senza brak ingen pas aucune coming "
        "introuvable manquante indisponible mancante".split()
    )
)
#: folders of what belongs to the site's design, not to a story
_DESIGN_FOLDER = re.compile(
    r"/(?:wp-content|app)/(?:themes|plugins|mu-plugins)/|/wp-includes/|/typo3conf/ext/|/sites/[^/]+/(?:themes|modules)/"
    r"|/themes/(?:custom|contrib)/|/no-?thumbs?/"
)
#: a width or height of at most 40 pixels, told by the address; aspect ratios look alike and are left out below
_TINY_SIDE = re.compile(r"[?&;,/_](?:w|h|width|height|resize|size|tr:w)[=_:/-]?([1-3]?\d|40)(?![\d.x%])", re.IGNORECASE)
_TINY_BOX = re.compile(r"[/_,-](?:w)?([1-3]?\d|40)x(?:h)?([1-3]?\d|40)(?=[/_.,?&-]|$)")
_SMALLEST_BOX = 10
_RATIOS = frozenset({("16", "9"), ("16", "10"), ("21", "9"), ("18", "9"), ("15", "10")})

#: folded; what pages say in place of a picture
PLACEHOLDER_TEXTS = frozenset(
    fold(text)
    for text in (
        "image not found, image not available, image unavailable, image is not available, image missing, "
        "missing image, no image, no image available, no image found, no photo, no photo available, no picture, "
        "no picture available, no thumbnail, no preview, no preview available, photo not available, "
        "photo unavailable, picture not available, picture not found, image coming soon, photo coming soon, "
        "image placeholder, placeholder image, placeholder, default image, default thumbnail, thumbnail not found, "
        "image non disponible, image non trouvée, image introuvable, image indisponible, image manquante, "
        "image absente, pas d'image, pas de photo, aucune image, aucune image disponible, photo non disponible, "
        "photo indisponible, sans image, image par défaut, kein bild, kein bild vorhanden, kein bild verfügbar, "
        "kein foto, bild nicht gefunden, bild nicht verfügbar, bild nicht vorhanden, platzhalter, platzhalterbild, "
        "sin imagen, sin foto, imagen no disponible, imagen no encontrada, no hay imagen, sem imagem, sem foto, "
        "imagem não disponível, imagem indisponível, imagem não encontrada, nessuna immagine, "
        "immagine non disponibile, immagine non trovata, geen afbeelding, geen foto, afbeelding niet beschikbaar, "
        "afbeelding niet gevonden, brak zdjęcia, brak obrazka, zdjęcie niedostępne, ingen bild, bild saknas, "
        "ingen bilde, bilde mangler, intet billede, billede mangler, ei kuvaa, kuva puuttuu, fără imagine, "
        "imagine indisponibilă, nincs kép, žádný obrázek, obrázek není k dispozici, resim yok, resim bulunamadı, "
        "нет изображения, изображение не найдено, нет фото, немає зображення, няма изображение, χωρίς εικόνα, "
        "画像なし, 画像がありません, no画像, 이미지 없음, 이미지 준비중, 暂无图片, 無圖片, لا توجد صورة, "
        "tidak ada gambar, gambar tidak tersedia, không có hình ảnh"
    ).split(", ")
)
_LONGEST_PLACEHOLDER_TEXT = 40


def is_placeholder_text(text: str | None) -> bool:
    """Whether this text is what a page says in place of a picture.

    >>> is_placeholder_text("Image Not Found"), is_placeholder_text("Image of a harbour")
    (True, False)
    """
    if not text or len(text) > _LONGEST_PLACEHOLDER_TEXT:
        return False
    plain = text.lower() if text.isascii() else fold(text)
    return plain.strip(" .!-[]()") in PLACEHOLDER_TEXTS


def worth_of(address: str) -> Worth:
    """What the address leads to, as far as it tells.

    >>> worth_of("/pictures/1x1/google-pixel-9.jpg"), worth_of("/static/1x1.gif"), worth_of("/img/no-image.png")
    (<Worth.PICTURE: 4>, <Worth.STUB: 1>, <Worth.PLACEHOLDER: 2>)
    """
    if address.startswith("data:"):
        return _worth_of_data(address)
    if any(mark in address for mark in _TEMPLATE):
        return Worth.NOTHING
    path = address.partition("?")[0].partition("#")[0].lower()
    stem, _, extension = path.rpartition("/")[2].rpartition(".")
    parts = _WORD.findall(stem or extension)
    if not _TRIGGERS.isdisjoint(parts):
        return _worth_of_name(parts, extension)
    if ("/themes/" in path or "/plugins/" in path or "thumb" in path or "/ext/" in path or "/wp-inc" in path) and (
        _DESIGN_FOLDER.search(path) and PICTURE_FILE.search(path)
    ):
        return Worth.PLACEHOLDER
    return Worth.PICTURE


def _worth_of_data(address: str) -> Worth:
    """A picture in the page itself: vector and one-pixel stubs are small, blurred copies not much larger."""
    is_photo = address.startswith(("data:image/jpeg", "data:image/webp", "data:image/png", "data:image/avif"))
    return Worth.PICTURE if is_photo and len(address) > _LONGEST_DATA_STUB else Worth.STUB


#: blurred copies of 20 pixels take some 1,500 characters
_LONGEST_DATA_STUB = 4000


def _worth_of_name(parts: list[str], extension: str) -> Worth:
    telling = {part for part in parts if not _SIZE_OR_HASH.fullmatch(part) or part == "1x1"}
    if telling & _STUB_CORE and telling <= (_STUB_CORE | _STUB_MORE):
        return Worth.STUB
    if "placeholder" in telling or telling & _NEGATED:
        return Worth.PLACEHOLDER
    if telling & _GENERIC_CORE and telling <= (_GENERIC_CORE | _GENERIC_MORE):
        return Worth.PLACEHOLDER
    if extension == "svg" and "logo" in telling:
        return Worth.PLACEHOLDER
    return Worth.PLACEHOLDER if _NO_PICTURE.search("-".join(parts)) else Worth.PICTURE


_ICON_ADDRESS = re.compile(
    r"gravatar\.com/|[/_-]avatars?[/_.-]|/icons?/|/emojis?/|/(?:authors?|autor(?:en|es)?|auteurs?)/"
)
_ICON_SIGNS = ("avatar", "/icon", "/emoji", "/author", "/autor", "/auteur")


def is_icon_address(address: str) -> bool:
    """Whether the address is that of a portrait or an icon, which show nothing of a story.

    >>> is_icon_address("/img/authors/aline-morel.jpg"), is_icon_address("/2025/08/iconic-harbour.jpg")
    (True, False)
    """
    return any(sign in address for sign in _ICON_SIGNS) and _ICON_ADDRESS.search(address) is not None


def is_tiny(address: str) -> bool:
    """Whether the address asks for a copy of a few pixels, to be shown blurred until the real one is there.

    >>> is_tiny("/p/harbour.jpg?w=20"), is_tiny("/p/16x9/harbour.jpg?w=640")
    (True, False)
    """
    if _TINY_SIDE.search(address):
        return True
    for width, height in _TINY_BOX.findall(address):
        if (width, height) not in _RATIOS and max(int(width), int(height)) >= _SMALLEST_BOX:
            return True
    return False


def address_in(value: str) -> str | None:
    """The address that an attribute holds, also when it is wrapped in JSON or brackets; ``None`` when there is none."""
    value = value.strip()
    if value[:1] in {"{", "["}:
        found = _ADDRESS_INSIDE.search(value)
        return found.group().replace("\\/", "/") if found else None
    if not value or value[0] in "#<" or value.startswith(("javascript:", "about:")):
        return None
    return value if "/" in value or "." in value or value.startswith("data:") else None


def largest_in(srcset: str) -> str | None:
    """The candidate of a ``srcset`` with the greatest width or density, stubs left out.

    >>> largest_in("a.jpg 320w, b.jpg?w=1,h=2 640w")
    'b.jpg?w=1,h=2'
    """
    best, best_size = None, -1.0
    for address, size in _candidates(srcset):
        if size > best_size and worth_of(address) > Worth.STUB:
            best, best_size = address, size
    return best


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
