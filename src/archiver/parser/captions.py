"""What a caption says of the picture, and whom it credits: told apart by how captions end in the web's languages."""

from __future__ import annotations

import re

from archiver.text import squeezed_or_none

#: words before the name of whoever made a picture, with a colon, a slash or an equals sign behind them
_LABELS = (
    r"photo(?:graph|graphy|graphie|s)?(?: credits?| by)?|photograph(?:er|e)|pictures?|images?(?: credit)?"
    r"|credits?|source|crédits?(?: photo(?:s|graphique)?)?|foto(?:s|grafie|grafía|grafia|graf|grafo|graaf)?"
    r"|bild(?:er|quelle|nachweis|rechte)?|quelle|imagen|imágenes|crédito|fuente|imagem|crédito da foto|fonte"
    r"|immagin[ei]|beeld|bron|kilde|billede|kuva(?:t|aja)?|lähde|zdjęci[ea]|fot|zdroj|snímek|fotók?|kép|forrás"
    r"|foto credit|sursa|fotografija|izvor|vir|снимка|фото(?:граф)?|източник|источник|джерело|світлина"
    r"|φωτο(?:γραφία)?|πηγή|fotoğraf|kaynak|görsel|صورة|تصوير|المصدر|عکس|צילום|קרדיט|写真|撮影|提供|图片?"
    r"|圖片?|摄影?|攝影?|图源|来源|來源|사진(?:\s?제공)?|출처|ภาพ(?:โดย)?|ảnh|nguồn|gambar|sumber|फोटो|तस्वीर"
    r"|ছবি"
)
_AGENCIES = (
    r"AFP|AP|Associated Press|Reuters|Getty(?: Images)?|EPA|EFE|Europa Press|dpa|picture alliance|imago|APA"
    r"|Keystone|ANSA|LaPresse|Lusa|ANP|Belga|NTB|Scanpix|TT|Ritzau(?: Scanpix)?|Lehtikuva|PAP|ČTK|CTK|TASR|MTI"
    r"|Agerpres|Hina|Tanjug|BTA|TASS|ТАСС|РИА Новости|УНІАН|Anadolu|AA|DHA|IRNA|ISNA|SPA|WAM|PTI|ANI|Antara"
    r"|Bernama|Xinhua|新华社|新華社|Kyodo|Jiji|共同|時事|Yonhap|연합뉴스|Bloomberg|AAP|CP|PA(?: Media| Wire)?"
    r"|SIPA|Maxppp|Zuma(?: Press)?|Shutterstock|i[Ss]tock|Alamy|Unsplash|Pixabay|Pexels|Wikimedia(?: Commons)?"
    r"|Flickr"
)
_OPENING = r"(?:^|(?<=[\s(（\[|.。/／·•–—-]))"
_CREDITS = (
    re.compile(rf"{_OPENING}((?:©|\(c\)|(?:{_LABELS})\s*[:：=/／©.]\s?)\s*[:/]?\s*[^\s:].{{0,80}})$", re.IGNORECASE),
    re.compile(r"[(（\[]([^()（）\[\]]{2,60}\s?[/／]\s?[^()（）\[\]]{2,60})[)）\]]\s*$"),
    re.compile(rf"[(（\[]((?:{_AGENCIES})(?:[ ,/–-][^()（）]{{1,40}})?)[)）\]]\s*$"),
    re.compile(rf"(?<=[.!?…»”\"])\s+([^.!?]{{2,60}}\s?[/／|]\s?(?:{_AGENCIES})(?:[ /][^.!?]{{1,40}})?)$"),
    re.compile(rf"(?<=[.!?…»”\"])\s+((?:{_AGENCIES})(?:/[^.!?]{{1,40}})?)$"),
)
_BEFORE = " ([（|-–—/／·•"


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Caption and credit of a caption's text.

    >>> split_credit("The ferry on Friday. (Ada Penrose/AFP)")
    ('The ferry on Friday.', 'Ada Penrose/AFP')
    """
    for pattern in _CREDITS:
        if match := pattern.search(text):
            return squeezed_or_none(text[: match.start(1)].rstrip(_BEFORE)), _closed(match[1])
    return squeezed_or_none(text), None


def _closed(credit: str) -> str:
    """The credit without the bracket that closes one before it."""
    return credit.strip() if credit.count("(") == credit.count(")") else credit.rstrip(" )]）").strip()
