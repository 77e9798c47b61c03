"""What links that turn the pages of a list say. Tables; no site is named here."""

from __future__ import annotations

import re

from archiver.address_words import words_of
from archiver.text import fold

#: whole texts of such links, folded, without arrows
_TEXTS = frozenset(
    text.strip()
    for line in (
        "next,next page,older,older posts,older stories,older articles,older entries,older news,previous posts",
        "load more,show more,more articles,more stories,more news,more posts,see more articles,view more",
        "suivant,suivante,page suivante,articles plus anciens,articles precedents,plus d'articles,charger plus",
        "afficher plus,voir plus d'articles,plus anciens",  # French
        "weiter,nachste,nachste seite,altere beitrage,altere artikel,mehr laden,mehr anzeigen,mehr artikel",  # German
        "siguiente,pagina siguiente,entradas anteriores,entradas antiguas,mas noticias,cargar mas,mostrar mas",
        "proxima,proximo,proxima pagina,mais antigas,mais noticias,carregar mais,mostrar mais",  # Portuguese
        "successivo,successiva,pagina successiva,articoli precedenti,carica altri,mostra altri",  # Italian
        "volgende,volgende pagina,oudere berichten,meer laden,meer berichten",  # Dutch
        "dalej,nastepna,nastepna strona,starsze wpisy,zaladuj wiecej,pokaz wiecej",  # Polish
        "далее,следующая,следующая страница,ещё,показать ещё,загрузить ещё",  # Russian
        "sonraki,sonraki sayfa,daha fazla,daha eski",  # Turkish
        "التالي,الصفحة التالية,المزيد,تحميل المزيد",  # Arabic
        "次へ,次のページ,もっと見る,下一页,加载更多,다음,더보기",
    )
    for text in line.split(",")
)
_FOLDED = frozenset(map(fold, _TEXTS))
#: in the class of such a link
_CLASSES = words_of("next next-page nextpostslink load-more loadmore load_more older older-posts pagination-next")
_ARROWS = re.compile(r"[\s←-⇿«»‹›<>.…|:+-]+")
_LONGEST = 40


def _said(text: str) -> str:
    """What a text says, folded and without arrows."""
    return fold(_ARROWS.sub(" ", text)).strip()


#: how such texts begin and end, which most others do not; for those in ASCII, and what may stand around them
_OUTER = frozenset(text[0] + text[-1] for text in _FOLDED)
_AROUND = "".join(sign for sign in map(chr, range(128)) if not _said(sign))


def turns_page(text: str | None, classes: str | None) -> bool:
    """Whether a link with this text and these classes leads to the next page of a list.

    >>> turns_page("← Older posts", None), turns_page("Older people", None)
    (True, False)
    """
    if classes and not _CLASSES.isdisjoint(classes.lower().split()):
        return True
    return text is not None and len(text) <= _LONGEST and _may_turn(text) and _said(text) in _FOLDED


def _may_turn(text: str) -> bool:
    """Whether a text begins and ends as such do, as far as that is seen at once."""
    if not text.isascii():
        return True
    text = text.strip(_AROUND)
    return (text[:1] + text[-1:]).lower() in _OUTER
