#!/usr/bin/env python3
"""An invented web of many hosts on loopback, and the lean server that shows it.

    python bench/loopback.py FOLDER --pages 2000 --hosts 50 --kb 300    # write it
    python bench/loopback.py FOLDER --serve                             # print its port, and serve until stdin ends

Whole responses lie ready in one file, gzip as on the wire, so that what is measured is whoever asks. A page is made
like those of newspapers: some 1,150 elements, 15 cards, 60 to 100 links, 600 words of text, and for the bulk of its
bytes styles, scripts with state, and JSON-LD. All texts are drawn from invented words, the same for the same seed.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import mmap
import random
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

RESPONSES = "responses.bin"
INDEX = "index.json"
FIRST_PORT = 20_080
PORTS_TRIED = 50
CARDS = 15
BODY_PARAGRAPHS = 20
WORDS_A_PARAGRAPH = 30
GZIP_LEVEL = 6
LATE_S = 0.25

_LITTLE_WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "it",
    "was",
    "for",
    "on",
    "with",
    "as",
    "at",
    "by",
    "from",
    "is",
    "had",
    "this",
    "but",
    "not",
    "were",
    "which",
    "they",
]
_SYLLABLES = [
    "ba",
    "bren",
    "ca",
    "dor",
    "el",
    "fen",
    "gar",
    "hol",
    "in",
    "jo",
    "kel",
    "lan",
    "mor",
    "nes",
    "ol",
    "pra",
    "quin",
    "ros",
    "sel",
    "tam",
    "ul",
    "ver",
    "wen",
    "yar",
    "zo",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a web is."""

    pages: int = 2000
    hosts: int = 50
    #: of one page, before gzip
    kb: int = 300
    seed: int = 5


def host_name(number: int) -> str:
    """The address of a host."""
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


def write_web(folder: Path, size: Size) -> None:
    """The responses of all hosts, and where each lies."""
    folder.mkdir(parents=True, exist_ok=True)
    index: dict[str, dict[str, tuple[int, int]]] = {}
    with (folder / RESPONSES).open("wb") as file, ProcessPoolExecutor(2) as pool:
        for number, responses in enumerate(pool.map(partial(host_responses, size), range(size.hosts))):
            places = index[host_name(number)] = {}
            for path, response in responses.items():
                places[path] = file.tell(), len(response)
                file.write(response)
    (folder / INDEX).write_text(json.dumps(index), encoding="utf-8")


def host_responses(size: Size, number: int) -> dict[str, bytes]:
    """What one host answers, by path: its robots.txt, its home page, its articles."""
    site = Site(number, size)
    pages = {"/": site.home(), **{path: site.article(place) for place, path in enumerate(site.paths)}}
    robots = response_of(b"User-agent: *\nDisallow: /private/\n", "text/plain")
    return {"/robots.txt": robots} | {path: response_of(text.encode(), "text/html") for path, text in pages.items()}


def response_of(content: bytes, media_type: str) -> bytes:
    """As it goes over the wire."""
    body = gzip.compress(content, GZIP_LEVEL, mtime=0)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}; charset=utf-8\r\nContent-Encoding: gzip\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: max-age=60\r\n\r\n"
    )
    return head.encode() + body


def article_pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of all pages, inflated."""
    index = json.loads((folder / INDEX).read_bytes())
    with (folder / RESPONSES).open("rb") as file:
        for host, places in index.items():
            for path, (start, length) in places.items():
                if path != "/robots.txt":
                    file.seek(start)
                    yield f"http://{host}{path}", gzip.decompress(file.read(length).partition(b"\r\n\r\n")[2])


# --- pages ---------------------------------------------------------------------------------------------------


class Words:
    """Texts of invented words, as often as words are in a language."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        invented = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(3000)]
        self._words = _LITTLE_WORDS + invented
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def some(self, count: int) -> list[str]:
        """Words."""
        return self.rng.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self, count: int) -> str:
        """One, with its full stop."""
        return " ".join(self.some(count)).capitalize() + "."

    def paragraph(self, count: int) -> str:
        """Sentences of some ten words each."""
        return " ".join(self.sentence(10) for _ in range(max(1, count // 10)))


class Site:
    """One newspaper. What all its pages share is made once."""

    def __init__(self, number: int, size: Size) -> None:
        self._words = Words(random.Random(size.seed * 1000 + number))
        self._rng = self._words.rng
        self.name = f"{' '.join(self._words.some(2)).title()} Courier"
        count = size.pages // size.hosts - 1
        self._titles = [" ".join(self._words.some(7)).capitalize() for _ in range(count)]
        self.paths = [
            f"/2025/{1 + place % 12:02}/{1 + place % 28:02}/{'-'.join(title.lower().split())}-{place}/"
            for place, title in enumerate(self._titles)
        ]
        self._excerpts = [self._words.sentence(18) for _ in self._titles]
        self._bulk = max(0, size.kb - 53) * 1000
        self._styles = "".join(self._style(number) for number in range(400))
        self._state = [self._state_piece() for _ in range(40)]

    def home(self) -> str:
        """The page that lists all articles."""
        cards = "".join(self._card(place) for place in range(len(self._titles)))
        return self._page(self.name, "", f'<main class="front">{cards}</main>')

    def article(self, place: int) -> str:
        """One story, with the cards of others below it."""
        title = self._titles[place]
        stamp = f"2025-{1 + place % 12:02}-{1 + place % 28:02}T08:{place % 60:02}:00+02:00"
        author = " ".join(self._words.some(2)).title()
        others = self._rng.sample(range(len(self._titles)), k=min(CARDS, len(self._titles)))
        body = "".join(
            f"<p>{self._words.paragraph(WORDS_A_PARAGRAPH)}{self._inline_link(number)}</p>{'' if number % 4 else _SLOT}"
            for number in range(BODY_PARAGRAPHS)
        )
        ld = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": stamp,
            "author": [{"@type": "Person", "name": author}],
            "publisher": {"@type": "Organization", "name": self.name},
            "image": [f"/img/{place}-{width}.jpg" for width in (320, 640, 1280)],
        }
        head = (
            f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{stamp}">'
            f'<script type="application/ld+json">{json.dumps(ld)}</script>'
        )
        main = (
            f'<main><article class="story"><header><p class="kicker">{self._words.some(1)[0]}</p><h1>{title}</h1>'
            f'<p class="standfirst">{self._words.sentence(20)}</p>'
            f'<div class="byline">By <a rel="author" href="/by/">{author}</a></div>'
            f'<time datetime="{stamp}">{stamp[:10]}</time></header>'
            f'<figure><img src="/img/{place}-640.jpg" alt="{title}">'
            f"<figcaption>{self._words.sentence(8)}</figcaption></figure>"
            f'<div class="story-body">{body}</div></article>'
            f'<section class="related"><h2>More stories</h2>{"".join(map(self._card, others))}</section></main>'
        )
        return self._page(title, head, main)

    def _page(self, title: str, head: str, main: str) -> str:
        scripts = "".join(
            f"<script>window.state{number}={piece};</script>" for number, piece in enumerate(self._drawn())
        )
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | {self.name}</title>'
            f'<meta name="description" content="{title}">{head}<style>{self._styles}</style>{scripts}</head>'
            f"<body>{self._menu('top', 25)}{main}{self._aside()}{self._menu('foot', 25)}{_ICONS}</body></html>"
        )

    def _drawn(self) -> Iterator[str]:
        left = self._bulk
        while left > 0:
            piece = self._rng.choice(self._state)
            left -= len(piece)
            yield piece

    def _card(self, place: int) -> str:
        return (
            f'<article class="card"><div class="card-in"><a class="pic" href="{self.paths[place]}"><picture>'
            f'<source srcset="/img/{place}-320.webp 320w, /img/{place}-640.webp 640w"><img loading="lazy" '
            f'src="/img/{place}-320.jpg" alt=""></picture></a><div class="card-text"><span class="kicker">'
            f'{self._words.some(1)[0]}</span><h3><a href="{self.paths[place]}">{self._titles[place]}</a></h3>'
            f'<p>{self._excerpts[place]}</p><div class="meta"><span>{place % 24} hours ago</span>'
            f'<span class="dot"></span><button><svg viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg></button></div></div>'
            f"</div></article>"
        )

    def _menu(self, name: str, count: int) -> str:
        items = "".join(
            f'<li class="item"><a href="/section-{word}/{number}.html" rel="nofollow"><span>{word}</span></a></li>'
            if number % 5
            else f'<li class="item"><a href="https://{word}.example/"><span>{word}</span></a></li>'
            for number, word in enumerate(self._words.some(count))
        )
        return f'<nav class="{name}"><ul>{items}</ul></nav>'.replace("/section-", "mailto:desk@section-")

    def _aside(self) -> str:
        return f'<aside class="rail">{"".join(_SLOT for _ in range(36))}<p>{self._words.sentence(12)}</p></aside>'

    def _inline_link(self, number: int) -> str:
        return (
            f' <a href="{self._rng.choice(self.paths)}">{" ".join(self._words.some(3))}</a>' if number % 4 == 1 else ""
        )

    def _style(self, number: int) -> str:
        name = f"c{number}-{self._rng.randrange(9999)}"
        return f".{name}{{margin:{number % 9}px;padding:{number % 7}px;color:#{number % 999:03}}}"

    def _state_piece(self) -> str:
        rows: list[dict[str, Any]] = [
            {
                "id": self._rng.getrandbits(40),
                "slug": "-".join(self._words.some(5)),
                "ts": 1750000000 + row,
                "w": row * 7,
            }
            for row in range(60)
        ]
        return json.dumps(rows)


_SLOT = '<div class="slot"><div class="slot-in"><span class="label">Advertisement</span><div></div></div></div>'
_ICONS = (
    "<div hidden>" + "".join(f'<svg id="i{n}"><g><path d="M{n} 0h9v9H0z"/></g></svg>' for n in range(150)) + "</div>"
)


# --- server --------------------------------------------------------------------------------------------------


class Answering(asyncio.Protocol):
    """One connection, kept alive; answers from the file as it lies."""

    def __init__(self, index: dict[str, dict[str, tuple[int, int]]], responses: mmap.mmap, is_late: bool) -> None:
        self._index = index
        self._responses = responses
        self._is_late = is_late
        self._received = b""
        self._places: dict[str, tuple[int, int]] = {}

    def connection_made(self, transport: Any) -> None:
        """Whose pages are asked for is told by the address that was called."""
        self._transport = transport
        self._places = self._index[transport.get_extra_info("sockname")[0]]

    def data_received(self, data: bytes) -> None:
        """Answers whole requests, one after the other."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            place = self._places.get(head.split(b" ", 2)[1].decode("ascii"))
            answer = _MISSING if place is None else self._responses[place[0] : sum(place)]
            if self._is_late:
                asyncio.get_running_loop().call_later(LATE_S, self._transport.write, answer)
            else:
                self._transport.write(answer)


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\nnot here"


async def serve(folder: Path, *, is_late: bool = False) -> None:
    """Serves on every host's address, all with one port, which is printed; ends with stdin."""
    index = json.loads((folder / INDEX).read_bytes())
    loop = asyncio.get_running_loop()
    with (folder / RESPONSES).open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as data:
        server, port = await _listen(partial(Answering, index, data, is_late), list(index))
        print(port, flush=True)
        async with server:
            await loop.run_in_executor(None, sys.stdin.read)


async def _listen(protocol: Any, hosts: list[str]) -> tuple[asyncio.Server, int]:
    loop = asyncio.get_running_loop()
    first = FIRST_PORT + int(time.time() * 1000) % 10_000
    for port in range(first, first + PORTS_TRIED):
        try:
            return await loop.create_server(protocol, hosts, port, backlog=256), port
        except OSError as error:
            problem = error
    raise SystemExit(f"cannot listen on {hosts[0]} and its neighbours ({problem}); Linux has all of 127.0.0.0/8")


def has_addresses() -> bool:
    """Whether this system has the addresses of the hosts."""
    try:
        with socket.create_server((host_name(0), 0)):
            return True
    except OSError:
        return False


def main() -> None:
    """Writes a web, or serves one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--serve", action="store_true", help="serve what was written there")
    parser.add_argument("--late", action="store_true", help="answer some time after the request")
    for name in ("pages", "hosts", "kb", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size(), name))
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.folder, is_late=options.late))
    else:
        write_web(options.folder, Size(pages=options.pages, hosts=options.hosts, kb=options.kb, seed=options.seed))


if __name__ == "__main__":
    main()
