"""The place of a page among those of one article, told by addresses: what follows, what comes first, what holds all.

``rel=next`` of a blog leads to the next post, a list's pager to its next page, and comments have pages of their own.
So a link counts only when its address is the page's own but for a page number (``page_address``), and when something
says that it turns pages: a ``rel``, its label, the pager around it. JSON-LD's ``pagination`` holds printed pages
(``53-54``) and no addresses, and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archiver.model import Paging, Teaser
from archiver.parser import zones as z
from archiver.parser.blocks import Link, Page
from archiver.parser.metadata import Metadata
from archiver.parser.page_address import is_page_of, names_article, readings_of, stem_of
from archiver.text import fold
from archiver.urls import resolve

#: pages of an article that are named at most
MAX_PAGES = 50
#: a label that is longer is a headline
_MAX_LABEL = 60
_NEXT = (
    # English, French, Spanish, Portuguese, Italian
    "next|next page|continue|continue reading|page suivante|suite|la suite|lire la suite|suivant|suivante|siguiente"
    "|pagina siguiente|proxima|proximo|proxima pagina|pagina seguinte|seguinte|avanti|successiva|pagina successiva"
    "|continua|continua a leggere|segue"
    # German, Dutch, the Scandinavian languages, Finnish
    "|weiter|weiterlesen|nachste|nachste seite|vorwarts|auf der nachsten seite|volgende|volgende pagina|neste"
    "|neste side|næste|næste side|nasta|nasta sida|seuraava|seuraava sivu"
    # Polish, Czech, Slovak, Croatian and Serbian, Slovenian, Hungarian, Romanian
    "|nastepna|nastepna strona|dalej|dalsi|dalsi strana|dalsia|sljedeca|sljedeca stranica|sledeca|naslednja"
    "|kovetkezo|kovetkezo oldal|tovabb|urmatoarea|pagina urmatoare|urmatorul|inainte"
    # Russian, Ukrainian, Bulgarian, Greek, Turkish
    "|далее|дальше|следующая|следующая страница|вперед|далі|наступна|наступна сторінка|следваща|επομενη"
    "|επομενη σελιδα|sonraki|sonraki sayfa|ileri"
    # Arabic, Persian, Hebrew, Hindi, Bengali, Indonesian and Malay, Vietnamese, Thai
    "|التالي|الصفحة التالية|بعدی|صفحه بعد|הבא|העמוד הבא|अगला|अगला पृष्ठ|পরবর্তী|selanjutnya|berikutnya"
    "|halaman selanjutnya|seterusnya|tiep|trang sau|trang tiep|ถัดไป|หน้าถัดไป"
    # Chinese, Japanese, Korean
    "|下一页|下页|下一頁|下頁|次へ|次のページ|次ページ|次のページへ|続きを読む|다음|다음 페이지"
)
_ALL = (
    "view all|view as one page|view on one page|single page|one page|show all pages|all on one page|full article"
    "|article complet|sur une seule page|une seule page|lire sur une page|afficher sur une page|tout afficher"
    "|auf einer seite|auf einer seite lesen|alles auf einer seite|artikel auf einer seite|artikel auf einer seite lesen"
    "|komplettansicht|gesamten artikel lesen|todo en una pagina|ver en una pagina|en una sola pagina|ver todo"
    "|em uma pagina|ver em uma pagina|numa so pagina|in una pagina|tutto in una pagina|leggi in una pagina"
    "|op een pagina|alles op een pagina|pa en side|pa en sida|yhdella sivulla|na jednej stronie|na jedne strance"
    "|egy oldalon|на одной странице|одной страницей|на одній сторінці|tek sayfada|tek sayfa|صفحة واحدة"
    "|全文阅读|阅读全文|查看全文|单页阅读|显示全文|單頁閱讀|閱讀全文"
    "|全文を表示|全文表示|全ページを表示|1ページで読む|한 페이지로 보기"
)
_NEXT_LABELS = frozenset(fold(label) for label in _NEXT.split("|"))
_ALL_LABELS = frozenset(fold(label) for label in _ALL.split("|"))
_ARROWS = " \u00a0\"'>»›→⟩▶►<«‹←⟨◀◄…|·:-–—[]()"
_FORWARD = frozenset(">»›→⟩▶►")
_DIGITS = re.compile(r"\d{1,3}")
_COMMENTS = re.compile(r"#.*(?:comment|kommentar|comentario|commenti|reacti|respond|disqus)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A link that turns pages."""

    url: str
    #: of the page that it leads to, as its address says; 0 for the address without a number
    number: int
    label: str = ""
    is_next: bool = False

    @property
    def is_itself(self) -> bool:
        """Whether a first page links to its own first page: ``?page=1``."""
        return self.number == 1 and self.label == "1"


@dataclass(frozen=True, slots=True)
class _Own:
    """How the page's own address is read."""

    stem: str
    #: ``None`` for an address without a number: the first page
    number: int | None
    is_named: bool = True


def find_paging(page: Page, metadata: Metadata, part_of: str | None = None) -> Paging | None:
    """The page's place among those of its article; ``None`` for an article that stands on one page.

    ``part_of`` is the first page's address, where that one has led here: then a short name is no doubt.
    """
    own_url = resolve(None, page.document.url) if page.document.url else None
    if own_url is None:
        return None
    readings = tuple(_own_readings(own_url))
    links = tuple(_near(page, own_url, readings))
    stems = {own.stem for own in readings}
    pages = [(link, url) for link, url in links if _may_share(url, stems)]
    wholes = [(link, url) for link, url in links if fold(link.text).strip(_ARROWS) in _ALL_LABELS]
    for own in readings:
        turns = _turns(own, own_url, pages, metadata)
        single = _single(own, own_url, wholes)
        if own.number is None or (own.number <= 1 and not _counts_from_0(turns)):
            paging = _first_page(turns, single)
        else:
            is_later = _is_later_page(own, turns) or _is_led_to(own, own_url, metadata, part_of)
            paging = _later_page(own, turns, single) if is_later else None
        if paging is not None:
            return paging
    return None


def without_pages(teasers: tuple[Teaser, ...], paging: Paging | None, url: str | None) -> tuple[Teaser, ...]:
    """The cards without those that only turn to another page of the article: its table of contents."""
    if paging is None:
        return teasers
    first_url = paging.first_url or url or ""
    own = {first_url, paging.single_url, *paging.urls}
    left = [t for t in teasers if t.url is None or not (t.url in own or is_page_of(t.url, first_url))]
    if len(left) == len(teasers):
        return teasers
    places = {teaser.position: place for place, teaser in enumerate(left)}
    blocks = {block: number for number, block in enumerate(dict.fromkeys(teaser.block for teaser in left), 1)}
    return tuple(
        replace(
            teaser,
            position=places[teaser.position],
            block=blocks[teaser.block],
            same_story_as=None if teaser.same_story_as is None else places.get(teaser.same_story_as),
        )
        for teaser in left
    )


def _own_readings(url: str) -> Iterator[_Own]:
    yield _Own(stem_of(url), None)
    for reading in readings_of(url):
        yield _Own(reading.stem, reading.number, reading.is_named)


def _near(page: Page, own_url: str, readings: Sequence[_Own]) -> Iterator[tuple[Link, str]]:
    """Links whose address may share the page's own: cheap, for of most links it does not."""
    host, path = own_url.split("/", 3)[2:]
    #: with this, every address that has one of the stems begins, but for its scheme and "www."
    shared = min((own.stem.partition("?")[0] for own in readings), key=len)
    for link in page.links if len(readings) > 1 else _first_near(page, own_url, has_path=bool(path)):
        if ":" in link.href[:12] and host not in link.href[: len(host) + 12]:  # to share, or a script
            continue
        if len(link.text) > _MAX_LABEL or link.node.zones & z.COMMENTS:
            continue
        url = resolve(page.document.base_url, link.href)
        if url is None or shared not in url or url == own_url or _COMMENTS.search(link.href):
            continue
        if url.split("/", 3)[2] == host:
            yield link, url


def _first_near(page: Page, own_url: str, *, has_path: bool) -> Iterable[Link]:
    """The links that may share the address of a page without a number."""
    key = _key(own_url)
    near = [link for link in page.links if key in link.href]
    fixed = "#/" if has_path else "#"  # "/2" is a page of the home page alone
    near += [link for link in page.links if link.href[0] not in fixed and "/" not in link.href[1:]]
    return dict.fromkeys(near)


def _may_share(url: str, stems: set[str]) -> bool:
    """Whether an address has one of these stems, with or without a number."""
    return stem_of(url) in stems or not stems.isdisjoint([reading.stem for reading in readings_of(url)])


def _key(url: str) -> str:
    """What is to be found in the addresses of the article's other pages."""
    address, _, query = stem_of(url).partition("?")
    return query or address.rpartition("/")[2]


def _turns(own: _Own, own_url: str, links: Iterable[tuple[Link, str]], metadata: Metadata) -> dict[int, _Turn]:
    """The links that turn pages, by page; of two to one page what both say."""
    found: dict[int, _Turn] = {}
    for turn in (*_declared(own, own_url, metadata), *(t for link, url in links if (t := _turn(own, link, url)))):
        known = found.setdefault(turn.number, turn)
        if turn.is_next and not known.is_next:
            found[turn.number] = replace(turn, label=known.label or turn.label)
        elif not known.label.isdecimal() and turn.label.isdecimal():
            found[turn.number] = replace(known, label=turn.label)
    return found


def _declared(own: _Own, own_url: str, metadata: Metadata) -> Iterator[_Turn]:
    for rel in ("next", "prev", "previous", "canonical"):
        for href in metadata.links.get(rel, ())[:1]:
            url = resolve(own_url, href)
            number = None if url is None or url == own_url else _number(own, url)
            if url is not None and number is not None:
                yield _Turn(url, number, is_next=rel == "next")


def _number(own: _Own, url: str) -> int | None:
    """The number of the page at an address, where it is one of this article's."""
    if stem_of(url) == own.stem:
        return None if own.number is None else 0
    return next((reading.number for reading in readings_of(url) if reading.stem == own.stem), None)


def _turn(own: _Own, link: Link, url: str) -> _Turn | None:
    number = _number(own, url)
    if number is None:
        return None
    label = fold(link.text).strip(_ARROWS)
    rel = (link.element.get("rel") or "").lower().split()
    is_next = "next" in rel or label in _NEXT_LABELS or (not label and not _FORWARD.isdisjoint(link.text))
    if is_next or "prev" in rel or link.node.zones & z.NAV or _names(label, number):
        return _Turn(url, number, label, is_next)
    return None


def _names(label: str, number: int) -> bool:
    """Whether a label holds the page's number, or, where addresses count from 0, the one after it."""
    return any(int(digits) in {number, number + 1} for digits in _DIGITS.findall(label))


def _counts_from_0(turns: dict[int, _Turn]) -> bool:
    """Whether ``?page=1`` is the second page: nothing follows it, or what follows has a label one higher."""
    ahead = [turn for number, turn in turns.items() if number > 1]
    return bool(turns) and all(turn.label == str(turn.number + 1) for turn in ahead)


def _first_page(turns: dict[int, _Turn], single: str | None) -> Paging | None:
    ahead = [turns[number] for number in sorted(turns) if number and not turns[number].is_itself]
    if ahead and not ahead[0].is_next and ahead[0].number > 2:  # noqa: PLR2004 - a link to the last page alone
        ahead = []
    if not ahead and single is None:
        return None
    return Paging(next_url=ahead[0].url if ahead else None, urls=_urls(ahead), single_url=single)


def _is_later_page(own: _Own, turns: dict[int, _Turn]) -> bool:
    """Whether the page is one of several, and not an article whose name ends in a number.

    The post ``/post/12`` leads to ``/post/11`` and ``/post/13``; ``/ferry-2`` may be a name that was taken before.
    """
    others = [number for number in turns if number != own.number]
    if not others:
        return False
    return own.is_named or (names_article(own.stem) and min(others) < (own.number or 0))


def _is_led_to(own: _Own, own_url: str, metadata: Metadata, part_of: str | None) -> bool:
    """Whether the first page has this address but for the number, and nothing that the page declares speaks against it.

    A first page that has a number itself is none: it may be the first post of a blog.
    """
    if part_of is None or stem_of(part_of) != own.stem:
        return False
    hrefs = (href for rel in ("prev", "previous", "canonical") for href in metadata.links.get(rel, ())[:1])
    urls = (resolve(own_url, href) for href in hrefs)
    return all(url is None or url == own_url or _number(own, url) is not None for url in urls)


def _later_page(own: _Own, turns: dict[int, _Turn], single: str | None) -> Paging:
    number = own.number or 0
    ahead = [turns[other] for other in sorted(turns) if other > number]
    if ahead and not ahead[0].is_next and ahead[0].number > number + 1:
        ahead = []
    before = [turns[other].url for other in sorted(turns) if other < number]
    is_from_0 = number <= 1 or any(n and turn.label == str(n + 1) for n, turn in turns.items())
    return Paging(
        number=number + is_from_0,
        first_url=before[0] if before else None,
        next_url=ahead[0].url if ahead else None,
        urls=_urls(ahead),
        single_url=single,
    )


def _urls(turns: Iterable[_Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.url for turn in turns))[:MAX_PAGES]


def _single(own: _Own, own_url: str, wholes: Iterable[tuple[Link, str]]) -> str | None:
    """The address that shows the whole article, where a link says so and its address begins like the page's own."""
    for _, url in wholes:
        if _number(own, url) is None:
            bare = own.stem.partition("?")[0]
            if stem_of(url).startswith(bare) and stem_of(url) != stem_of(own_url):
                return url
    return None
