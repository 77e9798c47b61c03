"""Pages of one shape and any length: what a broken template, a bad generator or a joker may send."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from support.pages import FERRY, paragraphs

HEAD = "<!DOCTYPE html><html lang=en><head><title>Ferry returns to Gannet Quay</title>"
BODY = "</head><body><h1>Ferry returns to Gannet Quay</h1>" + paragraphs()
TOP = HEAD + BODY
DAY = "3 January 2024"
CARD = (
    "<div class=card><a href='/news/story-{0}-of-the-isles'><img src='/i/{0}.jpg'><h3>Story {0} of the isles</h3></a>"
    "<p>What happened on island number {0}, and what the council said</p><span class=date>3 July 2024</span></div>"
)
BLOCK = "<section>" + "".join(
    f"<h3><a href=/news/{{0}}-{n}-of-isles>Story {{0}} {n} of isles</a></h3>" for n in range(2)
)
LINK = "<a href='/news/story-{0}-of-the-isles'>Story {0} of the outer isles</a> "
IMAGE = (
    "<img src=/a{0}.jpg srcset='" + ",".join(f"/b{{0}}-{width}.jpg {width}w" for width in range(100, 900, 40)) + "'>"
)


def piled(piece: str, top: str = TOP) -> Callable[[int], str]:
    """The same piece again and again; unclosed tags nest."""
    return lambda size: top + piece * size


def counted(piece: str) -> Callable[[int], str]:
    """The piece with its number in place of ``{0}``, again and again."""
    return lambda size: TOP + numbered(piece, size)


def headed(piece: str) -> Callable[[int], str]:
    """The same in the page's head."""
    return lambda size: HEAD + numbered(piece, size) + BODY


def numbered(piece: str, size: int) -> str:
    return "".join(piece.replace("{0}", str(number)) for number in range(size))


def stretched(before: str, piece: str, after: str = "") -> Callable[[int], str]:
    """One part of a page made long."""
    return lambda size: HEAD + before + piece * size + after + paragraphs()


def json_ld(before: str, piece: str, after: str) -> Callable[[int], str]:
    """One script with a long part; ``{0}`` is a number."""
    start = HEAD + "<script type=application/ld+json>" + before
    return lambda size: start + ",".join(piece.replace("{0}", str(n)) for n in range(size)) + after + "</script>" + BODY


def nested_json(size: int) -> str:
    """One object in another, and so on."""
    return HEAD + "<script type=application/ld+json>" + '{"@graph":' * size + "1" + "}" * size + "</script>" + BODY


def many_attributes(size: int) -> str:
    """On one element."""
    return TOP + "<div " + " ".join(f'data-a{number}="{number}"' for number in range(size)) + f">{FERRY}</div>"


#: shape → the page of a size, and a size that takes some hundredths of a second
SHAPES: Mapping[str, tuple[Callable[[int], str], int]] = {
    **{
        f"nested {tag}": (piled(f"<{tag}>{inner}"), 6000)
        for tag, inner in {
            "div class=card": "text",
            "span class=byline": "",
            "table><tr><td": "cell",
            "ul><li": "item",
            "blockquote": "",
            "b": "word",
            "a href=/news/a-long-story": "word",
            "a href=/news/a-longer-story><div": "word",
            "p><span": "",
            "article": "text",
            "section><h2": "Heading",
            "figure><img src=/a.jpg": "",
            "form": "",
            "div itemprop=author": "Ada Penrose",
            "time": DAY,
            "iframe": "",
            "dl><dd": "",
        }.items()
    },
    "open p": (piled("<p>"), 6000),
    "empty elements": (piled("<i></i><p></p>"), 4000),
    "links in a row": (counted(LINK), 1000),
    "links in paragraphs": (counted(f"<p>{LINK}</p>"), 1000),
    "one link many times": (piled(LINK), 2000),
    "attributes": (many_attributes, 20_000),
    "class names": (stretched("<div class='", "story-body ", "'>"), 50_000),
    "long class": (stretched("<div class='", "x", "'>"), 500_000),
    "long style": (stretched("<div style='display", " ", "'>"), 500_000),
    "long address": (stretched("<a href='/", "x", "'>Story of the outer isles</a>"), 500_000),
    "long alt": (stretched("<img src=/a.jpg alt='", "image ", "'>"), 100_000),
    "one word": (piled("x"), 1_000_000),
    "one ideograph": (piled("島"), 200_000),
    "sentences": (piled(FERRY), 2000),
    "spaces": (stretched("<p>a", " ", "b"), 1_000_000),
    "line breaks": (piled("<br>"), 20_000),
    "lines": (piled("some words<br>"), 8000),
    "broken paragraphs": (piled("some words of it<br><br>"), 3000),
    "entities": (piled("&amp;&eacute;&#128512;"), 40_000),
    "comments": (piled("<!-- x -->"), 40_000),
    "open comments": (piled("<!-- x "), 40_000),
    "stray less-than": (piled("<"), 100_000),
    "closing tags": (piled("</div>"), 20_000),
    "custom elements": (piled("<x-y>text</x-y>"), 3000),
    "scripts": (piled("<script>var a = 1;</script>"), 10_000),
    "titles": (piled("<title>a</title>", ""), 2000),
    "frames": (piled("<frameset>", ""), 4000),
    "long title": (lambda size: "<title>" + "Word - " * size + "</title>" + TOP, 50_000),
    "pipes in the title": (lambda size: "<title>" + "|" * size + "</title>" + TOP, 200_000),
    "long headline": (stretched("<body><h1>", "Word | ", "</h1>"), 50_000),
    "h1": (counted("<h1>Heading {0} of the ferry</h1>"), 2000),
    "h2": (counted("<h2>Heading {0}</h2>"), 2000),
    "chapters": (counted(f"<h2>Heading {{0}}</h2><p>{FERRY}</p>"), 1000),
    "times": (counted(f"<time datetime='2024-01-03T10:00:00Z'>{DAY}</time>"), 4000),
    "lines with a date": (piled(f"<p>{DAY}</p>"), 1500),
    "dates in a line": (piled(f"{DAY} "), 40_000),
    "bylines": (piled("<p class=byline>By Ada Penrose</p>"), 2000),
    "long byline": (stretched("<body><h1>Ferry</h1><p class=byline>By ", "Ada Penrose and ", "</p>"), 20_000),
    "author links": (counted("<a rel=author href=/author/{0}>Ada Penrose{0}</a>"), 2000),
    "tag links": (counted("<a rel=tag href=/tag/{0}>Tag {0}</a>"), 2000),
    "meta": (headed("<meta name=a{0} content=b{0}>"), 5000),
    "meta authors": (headed("<meta name=author content='Ada Penrose{0}'>"), 3000),
    "meta tags": (headed("<meta property=article:tag content='tag {0}'>"), 5000),
    "long keywords": (stretched("<meta name=keywords content='", "tag, ", "'>"), 20_000),
    "JSON-LD scripts": (
        headed('<script type=application/ld+json>{"@type":"NewsArticle","headline":"Story {0}"}</script>'),
        2000,
    ),
    "JSON-LD text": (json_ld('{"@type":"NewsArticle","articleBody":"', "some words", '"}'), 100_000),
    "JSON-LD authors": (json_ld('{"@type":"NewsArticle","author":[', '{"name":"Ada Penrose{0}"}', "]}"), 1500),
    "JSON-LD list": (json_ld('{"@graph":[', '{"@type":"Person","@id":"#{0}","name":"Ann"}', "]}"), 5000),
    "broken JSON-LD": (json_ld('{"@type":"NewsArticle","articleBody":"', r"word \q", '",}'), 30_000),
    "commas in JSON-LD": (json_ld('{"a":[', " ", ""), 50_000),
    "deep JSON-LD": (nested_json, 20_000),
    "state objects": (
        lambda size: (
            HEAD
            + "<script id=__NEXT_DATA__ type=application/json>{"
            + '"blocks":['
            + ",".join(['{"type":"paragraph","text":"some words of it"}'] * size)
            + "]}</script><body>"
        ),
        8000,
    ),
    "cards": (counted(CARD), 250),
    "blocks of cards": (lambda size: HEAD + "</head><body>" + numbered(BLOCK + "</section>", size), 3000),
    "cards of one story": (piled(CARD), 250),
    "lists of links": (counted(f"<ul><li>{LINK}</ul>"), 600),
    "placeholders": (piled("<div class=card>Image Not Found</div>"), 2000),
    "slashes in a picture's list": (stretched("<div class=card><img data-src='{", "/a", "'>"), 4000),
    "pictures": (counted("<img src=/a{0}.jpg>"), 1500),
    "pictures with many widths": (counted(IMAGE), 400),
    "one picture with many widths": (stretched("<img srcset='", "/b.jpg 100w,", "'>"), 10_000),
    "commas in srcset": (stretched("<img srcset='", ",", "'>"), 100_000),
    "figures": (counted("<figure><img src=/a{0}.jpg><figcaption>Boat {0}. Photo: Tom Quill</figcaption></figure>"), 600),
    "list items": (counted("<li>Item {0} of it"), 2000),
    "table rows": (piled("<tr><td>cell<td>two", TOP + "<table>"), 1500),
    "comments of readers": (counted("<div class=comment>Reader {0} says things on 3 July 2024</div>"), 1500),
    "hidden elements": (piled("<div hidden>x</div>"), 4000),
    "embeds": (piled("<blockquote class=twitter-tweet><p>A post</p></blockquote>"), 1500),
}  # fmt: skip

#: the same for pages flattened to text
TEXT_SHAPES: Mapping[str, tuple[Callable[[int], str], int]] = {
    "one line": (lambda size: FERRY * size, 3000),
    "one word": (lambda size: "x" * size, 500_000),
    "paragraphs": (lambda size: (FERRY + "\n\n") * size, 800),
    "short lines": (lambda size: "Some line\n" * size, 4000),
    "dates": (lambda size: f"{DAY}\n" * size, 3000),
    "cards": (lambda size: "".join(f"Story {n} of the isles\n{DAY}\n\n" for n in range(size)), 1000),
    "placeholders": (lambda size: "".join(f"Image Not Found\nStory {n} of the isles\n" for n in range(size)), 1500),
    "bylines": (lambda size: "By Ada Penrose\n" * size, 3000),
    "full stops": (lambda size: "." * size, 500_000),
    "digits": (lambda size: "1." * size, 100_000),
    "headings": (lambda size: f"A heading\n\n{FERRY}\n\n" * size, 800),
    "listing": (lambda size: f"Story of the isles\n{DAY}\n{FERRY}\n" * size, 800),
    "cut": (lambda size: f"Story of the isles\n{FERRY[:60]}…\nImage Not Found\n" * size, 1000),
    "names": (lambda size: f"By\nAda Penrose and\n{DAY}\n" * size, 1500),
    "Markdown": (lambda size: "* [Story of the isles](https://isles.example/) *and* _more_\n" * size, 1500),
    "open marks": (lambda size: "![a [b " * size + "[c](/d) [e](/f)", 60_000),
    "numbered links": (
        lambda size: (
            "[1]Story\n" * size + "References\n" + "".join(f"{n}. https://isles.example/\n" for n in range(size))
        ),
        1000,
    ),
}
