"""The article's own pictures: the main one and those in its text, with captions and credits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archiver.model import Evidence, Image, ImageRole
from archiver.parser import zones as z
from archiver.parser.bare_placeholders import bare_placeholders, is_articles
from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.blocks import Picture as Slot
from archiver.parser.captions import split_credit
from archiver.parser.declared_images import DeclaredImage, declared_images
from archiver.parser.evidence import ranked
from archiver.parser.metadata import Metadata
from archiver.parser.picture_address import is_icon_address, is_placeholder_text
from archiver.parser.pictures import Picture, read_picture
from archiver.text import squeezed_or_none
from archiver.urls import resolve

#: pictures in these are not the article's
_NEVER = (z.BOILERPLATE & ~(z.TAGS | z.FORM)) | z.BYLINE | z.ASIDE | z.RELATED
#: so many blocks around headline and text a main picture may stand
_REACH = 12
_CAPTION_CHARS = 700
#: a header in these is the article's own
_INSIDE = z.ARTICLE | z.MAIN | z.BODY
_SLASHES_OF_HOME = 3
#: ``site-logo``, ``/img/logo.svg``, ``Logo of the Harbour Gazette``, in any attribute of a picture; the content system
#: SPIP calls the picture of each article its logo
_LOGO = re.compile(r"(?<![^\W_])(?<!spip_)logo(?![^\W\d_])", re.IGNORECASE)
#: a picture that its own attributes make no larger than this is an icon, or counts readers
_ICON_SIDE = 32


@dataclass(frozen=True, slots=True)
class ImageScope:
    """What of the page may hold pictures of the article."""

    headline: Segment | None
    container: Node | None
    cards: list[Card]
    #: where a gallery ends, whose captions are not in the body: an index of the page's segments
    end: int | None = None
    #: around each of a gallery's pictures and its caption
    shots: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Images:
    """What ``find_images`` found."""

    images: tuple[Image, ...]
    evidence: tuple[Evidence, ...]


def find_images(page: Page, scope: ImageScope, metadata: Metadata, *, explain: bool = False) -> Images:
    """The pictures of the article in reading order; the first is the main one when it stands at the top.

    When the page shows none, the one that its metadata declare.
    """
    found = _shown(page, scope)
    source, rule = f"<{found[0].tag}>" if found else "text", "pictures around headline and text"
    images = [one.image for one in found]
    if not images and (empty := _empty_slot(page, scope)) is not None:
        images, rule = [empty], "the slot between headline and text"
    elif not images and (main := _declared_main(metadata, page.document.base_url)) is not None:
        images, source, rule = [Image(url=main.url, role="main")], main.source, "declared, for the page shows none"
    losers = ranked(_losers(page, images, metadata)) if explain else ()
    return Images(tuple(images), (*_winner(images, source, rule), *losers))


def _declared_main(metadata: Metadata, base_url: str | None) -> DeclaredImage | None:
    """The first declared picture that is the article's; those behind it are not read."""
    return next((one for one in declared_images(metadata, base_url) if not one.is_generic), None)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture, or what is in place of one, where the page shows it."""

    image: Image
    #: index of the segment that follows it
    before: int
    tag: str


def _shown(page: Page, scope: ImageScope) -> list[_Shown]:
    """The article's pictures, and the texts in place of some, in reading order."""
    found: list[_Shown] = []
    seen: set[str] = set()
    shots = {id(node): node for node in scope.shots}
    for slot in _slots(page, scope):
        picture = read_picture(slot.element, page.document.base_url)
        if picture.status == "none" or (picture.url or "") in seen or (picture.url and is_icon_address(picture.url)):
            continue
        if picture.url:
            seen.add(picture.url)
        image = _image(page, slot, picture, _role(page, slot.before, bool(found)), _shot_of(slot, shots))
        found.append(_Shown(image, slot.before, str(slot.element.tag)))
    for item in _bare(page, scope):
        _add_text(page, found, item)
    return found


def _bare(page: Page, scope: ImageScope) -> Iterator[Segment]:
    """Texts in place of the article's own pictures."""
    if scope.container is None:
        return
    last = next((item.index for item in reversed(page.inside(scope.container)) if item.role is Role.BODY), 0)
    first = scope.headline.index if scope.headline is not None else scope.container.start
    for item in bare_placeholders(page.segments[first : last + 1], scope.cards):
        if not item.zones & _NEVER and is_articles(page, item, scope.cards, scope.headline):
            yield item


def _add_text(page: Page, found: list[_Shown], item: Segment) -> None:
    """The text put to the empty slot that it stands in, or beside the others as a slot of its own."""
    item.role = Role.CAPTION
    place = next((n for n, one in enumerate(found) if one.before >= item.index), len(found))
    text = Image(url=None, role=_role(page, item.index, place > 0), status="placeholder", placeholder_text=item.text)
    for number in (place, place - 1):
        near = found[number] if 0 <= number < len(found) else None
        if near is not None and near.image.status == "missing" and abs(near.before - item.index) <= 1:
            found[number] = replace(
                near, image=replace(near.image, status=text.status, placeholder_text=text.placeholder_text)
            )
            return
    found.insert(place, _Shown(text, item.index, "text"))


def _winner(images: list[Image], source: str, rule: str) -> Iterator[Evidence]:
    """Evidence of the first picture; it stands for all of them."""
    if images:
        first = images[0]
        value = f"{len(images)} pictures" if len(images) > 1 else first.url or first.placeholder_text or first.status
        yield Evidence(field="images", value=value, raw=first.url, source=source, rule=rule)


def _losers(page: Page, images: list[Image], metadata: Metadata) -> Iterator[Evidence]:
    """What the metadata declare and the pictures elsewhere on the page, each address once."""
    seen = {image.url for image in images}
    for one in declared_images(metadata, page.document.base_url):
        if one.url not in seen:
            seen.add(one.url)
            reason = "a generic picture" if one.is_generic else "the page shows pictures of its own"
            yield _loser(one.url, one.source, reason)
    for slot in page.pictures:
        url = read_picture(slot.element, page.document.base_url).url
        if url is not None and url not in seen:
            seen.add(url)
            yield _loser(url, f"<{slot.element.tag}>", "stands in a card or a masthead, or away from headline and text")


def _loser(url: str, source: str, reason: str) -> Evidence:
    return Evidence(field="images", value=url, raw=url, source=source, rule="picture", reason=reason)


def _empty_slot(page: Page, scope: ImageScope) -> Image | None:
    """The slot between headline and text where the main picture should be, with nothing or a placeholder in it."""
    if scope.headline is None or scope.container is None:
        return None
    headline = scope.headline.index
    first = next((item.index for item in page.segments if item.role is Role.BODY), headline)
    for node in page.nodes:
        if not node.own & z.CAPTION or not headline < node.start <= first or node.zones & _NEVER:
            continue
        inside = [item for item in page.inside(node) if is_placeholder_text(item.text)]
        picture = read_picture(node.element, page.document.base_url)
        if inside:
            inside[0].role = Role.CAPTION
            return Image(url=picture.url, role="main", status="placeholder", placeholder_text=inside[0].text)
        if picture.status == "missing":
            return Image(url=None, role="main", status="missing")
    return None


def _slots(page: Page, scope: ImageScope) -> Iterator[Slot]:
    """The widest elements that hold one picture each: figures, then pictures, then bare images."""
    container = scope.container
    if container is None:
        return
    last = next((item for item in reversed(page.inside(container)) if item.role is Role.BODY), None)
    first = scope.headline.index if scope.headline is not None else container.start
    start = min(first, container.start) - 2
    end = scope.end or (last.index + 1 if last is not None else container.end)
    in_cards = {id(card.node) for card in scope.cards if card.node is not None}
    covered: set[int] = set()
    for slot in page.pictures:
        if not start <= slot.before <= end or slot.node.zones & _NEVER & ~container.zones:
            continue
        if id(slot.element) in covered or _is_in(slot.node, in_cards) or _is_icon(slot):
            continue
        if slot.before <= first and _is_sites_own(slot, page.document.url):
            continue
        covered.update(id(inner) for inner in _inner(slot))
        yield slot


def _is_sites_own(slot: Slot, url: str | None) -> bool:
    """Whether a picture above the headline is the site's: in its masthead, linked to its home page, or a logo."""
    zones = slot.node.zones
    if zones & z.HEADER and not zones & _INSIDE:
        return True
    anchor = next(slot.element.iterancestors("a"), None)
    target = resolve(url, anchor.get("href") or "") if anchor is not None else None
    if target is not None and target.count("/") == _SLASHES_OF_HOME and target.endswith("/"):
        return True
    return any(_LOGO.search(str(value)) for inner in slot.element.iter("img") for _, value in inner.items())


def _is_icon(slot: Slot) -> bool:
    return _is_icon_side(slot.element.get("width")) and _is_icon_side(slot.element.get("height"))


def _is_icon_side(side: str | None) -> bool:
    return side is not None and side.isdecimal() and int(side) <= _ICON_SIDE


def _inner(slot: Slot) -> Iterable[object]:
    """The picture elements inside a figure or picture, which are the same picture."""
    if slot.element.tag in {"figure", "picture"}:
        return [*slot.element.iterdescendants("img", "picture", "amp-img", "figure")]
    return ()


def _is_in(node: Node | None, nodes: set[int]) -> bool:
    while node is not None:
        if id(node) in nodes:
            return True
        node = node.parent
    return False


def _role(page: Page, before: int, is_later: bool) -> ImageRole:
    """Main is the first picture when it stands before the second paragraph."""
    if is_later:
        return "inline"
    is_below = any(item.role is Role.BODY and item.tag == "p" for item in page.segments[:before])
    return "inline" if is_below else "main"


def _image(page: Page, slot: Slot, picture: Picture, role: ImageRole, shot: Node | None) -> Image:
    caption, credit = _caption(page, slot, shot)
    return Image(
        url=picture.url,
        alt=picture.alt,
        caption=None if caption == picture.placeholder_text else caption,
        credit=credit,
        role=role,
        status=picture.status,
        placeholder_text=picture.placeholder_text,
    )


def _shot_of(slot: Slot, shots: dict[int, Node]) -> Node | None:
    """What of a gallery holds the picture and its caption."""
    node: Node | None = slot.node if shots else None
    while node is not None and id(node) not in shots:
        node = node.parent
    return node


def _caption(page: Page, slot: Slot, shot: Node | None) -> tuple[str | None, str | None]:
    """Caption and credit: the text inside the figure, or the caption that follows the picture."""
    if shot is not None or slot.element.tag == "figure":
        inside = page.inside(shot or slot.node)
    else:
        inside = [item for item in page.segments[slot.before : slot.before + 2] if item.zones & (z.CAPTION | z.CREDIT)]
    texts = [item for item in inside if item.role in {Role.UNKNOWN, Role.CAPTION} and len(item.text) <= _CAPTION_CHARS]
    for item in texts:
        item.role = Role.CAPTION
    credit = next((item.text for item in texts if item.zones & z.CREDIT and not item.node.own & z.CAPTION), None)
    caption = squeezed_or_none(" ".join(item.text for item in texts if item.text != credit))
    if caption is None or credit is not None:
        return caption, credit
    return _credit_in(caption, texts)


def _credit_in(caption: str, texts: list[Segment]) -> tuple[str | None, str | None]:
    """Caption and credit told apart: by an element named so, or else by how the caption ends."""
    for item in texts:
        for element in item.element.iterdescendants("span", "em", "i", "small", "cite"):
            names = element.get("class")
            if not names or not z.named_zones(names) & z.CREDIT:
                continue
            credit = squeezed_or_none("".join(map(str, element.itertext())))
            if credit and caption.endswith(credit):
                return squeezed_or_none(caption.removesuffix(credit)), credit
    return split_credit(caption)
