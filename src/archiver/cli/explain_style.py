"""How an explained page looks: a colour for each role, the page on the left, its fields and cards on the right.

Everything works without a script: what is marked in the legend is a checkbox, and a style hides what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.cli.cards import MARKS, card_names
from archiver.model import Teaser
from archiver.parser.blocks import Role

#: role → the hue of its colour, and how strong it is; what is not the article's is grey
COLOURS = {
    Role.HEADLINE: "214 90%",
    Role.KICKER: "190 70%",
    Role.BYLINE: "280 65%",
    Role.DATE: "330 75%",
    Role.LEAD: "160 60%",
    Role.BODY: "120 45%",
    Role.CAPTION: "90 55%",
    Role.TEASER: "32 95%",
    Role.NAVIGATION: "48 75%",
    Role.COMMENT: "12 70%",
    Role.BOILERPLATE: "0 0%",
    Role.UNKNOWN: "240 8%",
}
#: blocks of these carry their role's name, for those who do not tell colours apart
_LABELLED = (Role.HEADLINE, Role.KICKER, Role.BYLINE, Role.DATE, Role.LEAD, Role.CAPTION)

_STYLE = """
:root { color-scheme: light dark; --light: 88%; --edge: 42%; --ink: 0 0% 8%; --line: hsl(0 0% 50% / .4); }
@media (prefers-color-scheme: dark) { :root { --light: 21%; --edge: 58%; --ink: 0 0% 95%; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
body > header { padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); }
body > header h1 { margin: 0; font-size: 1.1rem; }
body > header p { margin: .1rem 0 0; font-size: .85rem; opacity: .75; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem; padding: 0; margin: .5rem 0 0; list-style: none; }
.legend li { font-size: .85rem; padding: 0 .45rem; border-radius: .25rem; }
.legend [data-role], #fields [data-role] { background: hsl(var(--hue) var(--light)); }
.legend [data-role] { box-shadow: inset .25rem 0 hsl(var(--hue) var(--edge)); }
.legend a { color: inherit; }
.legend input { margin: 0 .15rem 0 .1rem; vertical-align: -.1em; }
.jump { display: none; }

#page { padding: 1rem 1.5rem 4rem; font-size: 16px; color: GrayText; overflow: auto; overflow-wrap: break-word; }
#page [data-role] {
  background: hsl(var(--hue) var(--light)); color: hsl(var(--ink)); border-radius: .2rem;
  border-inline-start: .3rem solid hsl(var(--hue) var(--edge)); padding-inline: .3rem; box-decoration-break: clone;
}
#page :is(h1, h2, h3, h4, h5, h6, p, ul, ol, dl, figure, blockquote, table, pre) { margin: .5em 0; }
#page :is(div, li, dd, td)[data-role] { margin: .25em 0; }
#page h1 { font-size: 1.7rem; line-height: 1.25; } #page h2 { font-size: 1.3rem; }
#page :is(h3, h4, h5, h6) { font-size: 1.05rem; }
#page table { border-collapse: collapse; max-width: 100%; }
#page :is(td, th) { padding: .2rem .4rem; vertical-align: top; }
#page pre { white-space: pre-wrap; }
#page :is(nav, footer, [data-role=navigation], [data-role=boilerplate]) { font-size: .82rem; }
#page :is(nav, [data-role=navigation]) :is(ul, ol), #page :is(ul, ol)[data-role=navigation],
#page [data-row=menu], #page [data-row=menu] :is(ul, ol) {
  display: flex; flex-wrap: wrap; gap: .1rem .8rem; list-style: none; padding-inline-start: .3rem;
}
#page :is(ul, ol)[data-role=navigation] { max-height: 12rem; overflow: auto; }
#page [data-link] { text-decoration: underline hsl(0 0% 50% / .5); text-underline-offset: .15em; }
#page [data-picture], #page [data-embed] {
  display: inline-block; max-width: 100%; padding: .2rem .6rem; margin: .15rem 0; font-size: .75rem; color: GrayText;
  border: 1px dashed var(--line); border-radius: .2rem;
}
#page figure [data-picture] { display: block; padding-block: 1.5rem; text-align: center; }
[data-picture]::before { content: "icon "; font-weight: 600; }
[data-picture=present]::before { content: "▣ picture "; }
[data-picture=placeholder]::before { content: "▨ placeholder "; }
[data-picture=missing]::before { content: "▢ empty picture slot "; }
#page [data-picture][id] { border: 2px solid hsl(214 90% 50%); color: CanvasText; }
[data-embed]::before { content: "not loaded: "; font-weight: 600; }
#page [data-unread] { font-size: .85rem; opacity: .8; font-style: italic; }
body:not(:has(#show-hidden:checked)) [data-unread=hidden] { display: none; }
#page [data-unread=hidden] { outline: 1px dashed GrayText; }

#page [data-card] { outline: 2px solid hsl(32 95% 45%); outline-offset: 3px; border-radius: .2rem; margin: .6rem 0; }
#page :is(span, b, strong, em, i, u, small, time)[data-card] { display: inline-block; }
#page :is(table, tbody, thead, tfoot, tr)[data-card] { outline-offset: -1px; }
#page [data-card]::before, #page tr[data-card] > :first-child::before,
#page :is(tbody, thead, tfoot)[data-card] > tr:first-child > :first-child::before {
  content: var(--card); display: block; width: fit-content; padding: 0 .4rem; margin-bottom: .2rem;
  border-radius: .2rem; font: 600 .72rem/1.5 system-ui, sans-serif; white-space: nowrap; text-transform: none;
  letter-spacing: normal; background: hsl(32 95% 45%); color: #000;
}
#page :is(tbody, thead, tfoot, tr)::before { display: none !important; }
#page table[data-card]::before { display: table-caption; }
#page [data-row=cards] {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: .4rem 1rem;
  align-items: start; list-style: none; padding-inline-start: .3rem;
}
#page [data-row=cards] > :not([data-card]) { grid-column: 1 / -1; }
:target { outline: 3px solid Highlight !important; outline-offset: 3px; scroll-margin: 30vh 0; }

#fields { padding: .75rem 1.25rem 3rem; border-inline-start: 1px solid var(--line); font-size: .92rem; }
#fields h2 { font-size: 1rem; margin: 0 0 .6rem; }
#fields section { margin: 0 0 .9rem; }
#fields h3 { font-size: .75rem; margin: 0; text-transform: uppercase; letter-spacing: .04em; }
#fields h3 span { display: inline-block; padding: 0 .35rem; border-radius: .2rem; }
#fields p { margin: 0; } .value { font-weight: 600; white-space: pre-wrap; }
.why { font-size: .8rem; opacity: .8; font-weight: 400; }
#fields .lost { margin: .3rem 0 0 .2rem; padding-left: .6rem; border-left: 2px solid var(--line); font-size: .85rem; }
.lost s { text-decoration-thickness: 1px; }
.none { opacity: .6; } summary { cursor: pointer; }
.cards { margin: 0 0 .8rem; padding: 0; list-style: none; }
.cards li { padding-inline-start: 3.1rem; text-indent: -3.1rem; margin: .15rem 0; }
.cards b { display: inline-block; min-width: 2.8rem; text-indent: 0; font-weight: 400; opacity: .7; }
a { color: LinkText; }

@media (min-width: 60rem) {
  body { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) clamp(20rem, 32vw, 30rem); height: 100vh; }
  body > header { grid-column: 1 / -1; } #page, #fields { overflow: auto; }
}
@media (max-width: 60rem) {
  #page { padding-inline: 1rem; } .jump { display: inline; }
  #fields { border-inline-start: 0; border-top: 2px solid var(--line); }
}
@media print { body { display: block; height: auto; } #page, #fields { overflow: visible; } }
"""


def style_of(teasers: Iterable[Teaser]) -> str:
    """The whole style sheet of a page with these cards."""
    return "".join((_STYLE, *_role_styles(), *_card_styles(tuple(teasers))))


def _role_styles() -> Iterator[str]:
    """A role's colour, its name, and what hides its blocks when its mark in the legend is taken away."""
    for role, hue in COLOURS.items():
        yield f"[data-role={role}] {{ --hue: {hue}; }}\n"
        yield f"body:has(#show-{role}:not(:checked)) #page [data-role={role}] {{ display: none; }}\n"
    for role in _LABELLED:
        yield (
            f'#page [data-role={role}][id]::before {{ content: "{role} "; font: 600 .7rem/1 system-ui, sans-serif;'
            f" color: hsl(var(--hue) var(--edge)); text-transform: uppercase; letter-spacing: .03em; }}\n"
        )


def _card_styles(teasers: tuple[Teaser, ...]) -> Iterator[str]:
    """What stands above each card: block and rank, and what became of its picture.

    A property, for the parts of tables hand it down: a row would make a cell of what stands before its first.
    """
    names = card_names(teasers)
    for teaser in teasers:
        mark = MARKS[teaser.image_status]
        picture = f" {mark.sign} {mark.one}" if mark.sign else ""
        yield f'#page [data-card="{teaser.position}"] {{ --card: "{names[teaser.position]}{picture}"; }}\n'
