"""The language of a text, told by its script and its commonest words.

For texts of a sentence or more; a page that declares its language knows better.
"""

from __future__ import annotations

import re
from collections import Counter

#: this much of a text is enough
_MAX_CHARS = 3000
#: fewer common words than this, or a smaller share of all words, say nothing
_MIN_HITS = 3
_MIN_HIT_SHARE = 0.1
#: a script that has this share of the letters decides
_MIN_SHARE = 0.3

#: script, first language of those that write in it
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
#: letters before this one are Latin
_FIRST_SCRIPT = "\u0370"
#: kana beside characters make Japanese of them, however few they are
_MIN_KANA = 0.05

_COMMON_WORDS = {
    "en": "the of and to in is that for was on with as it by at from are this have has be not he his said which "
    "they were an or but their its been will who more after about would when there",
    "fr": "le la les de des du et en un une est que qui dans pour pas sur au aux par plus avec ce cette il elle "
    "sont son ses été mais ou leur nous vous ont était même sa se ne d'un l'on c'est",
    "de": "der die das und in den von zu mit ist des auf für nicht im dem ein eine sich als auch es an werden "
    "aus er hat dass sie nach bei einer um am sind noch wie einem über einen so zum war haben nur oder "
    "aber vor zur",
    "es": "el la los las de del y en que un una es por con no para se su al lo como más pero sus le ha fue este "
    "esta son entre cuando muy sin sobre también hasta hay donde desde todo nos durante",
    "it": "il la le gli di e che in un una è per non con si del della dei delle da al alla sono come anche più "
    "ma dal nel nella ha su questo questa lo i ai suo sua stato dopo ci era essere degli",
    "pt": "o os a as de do da dos das e em que um uma é para com não por se no na nos nas mais como mas ao foi "
    "ele sua seu ou ser quando muito também já está pela pelo até isso são tem entre",
    "ca": "el la els les de del i en que un una és per amb no es al com més però dels s'ha ha aquest aquesta "
    "també són han perquè quan sobre fins va ser l'any",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als maar bij door uit naar dan "
    "nog hij heeft worden werd wordt over deze die wat zij ze hun meer veel geen was haar",
    "af": "die en van in is dat het nie vir met om te op sy hy was aan deur wat ook een haar hulle maar sal kan "
    "by as uit na",
    "da": "og i at det er en til på af for med den der de som har ikke et om var fra vil kan han men eller "
    "efter også blev ved skal så hun dem være sig nu hvor blevet mere",
    "no": "og i det er en til på av for med den de som har ikke et om var fra vil kan han men eller etter også "
    "ble ved skal så hun være seg nå hvor blitt mer mot sier å jeg",
    "sv": "och i att det är en till på av för med den de som har inte ett om var från kan han men eller efter "
    "också vid ska så hon vara sig nu där blev mer mot säger jag än under",
    "fi": "ja on ei että se oli hän ovat myös mutta kun kuin tai joka niin jos mukaan sen jo vain ole ovat voi "
    "olla tämä hänen sekä vuoden jotka noin sanoo mitä",
    "is": "og í að á er sem til við um en það hann ekki var með af fyrir hún eru þess þar frá hafa verið",
    "et": "ja on ei et see oli ta ka mis kui aga oma või selle kes nii ning siis seda pole mida veel aasta",
    "lv": "un ir ar no par kas ka uz tas bet lai kā arī pie vai tika gada viņš nav pēc",
    "lt": "ir yra kad su iš tai kaip bet į apie buvo ne už dėl taip pat jis metų nuo",
    "pl": "i w na z do nie się że jest o to po od za przez jak ale dla co tym tego jego był czy przed oraz są "
    "już tylko może które który która ze jednak",
    "cs": "a v na se že je s z do o to jako za pro by byl ale které který která podle po při tak už není jsou "
    "také od nebo jeho bude však před",
    "sk": "a v na sa že je s z do o to ako za pre by bol ale ktoré ktorý ktorá podľa po pri tak už nie sú tiež "
    "od alebo jeho bude však pred aj",
    "sl": "in v na je se da so za z po ki pa bi ni tudi kot ne bil od še do pri ali bo lahko med ter",
    "hr": "i u na je se da su za s od koji koja koje će nije iz kako bi to ne ali po do bio što već ili kao "
    "nakon prema",
    "hu": "a az és hogy nem is egy meg volt de ez csak már van ha el mint még azt után lesz vagy szerint pedig "
    "ami aki ki",
    "ro": "și în de la cu pe a că nu din este un o pentru care sunt au mai fost o să s-a după ca ce al sau prin "
    "dar lui va",
    "sq": "dhe të në e i me për nga është që një si ka por janë më do nuk ishte ky kjo",
    "tr": "ve bir bu da de için ile olarak çok daha olan ne gibi en sonra kadar ise var dedi oldu göre ancak değil her",
    "az": "və bir bu da də üçün ilə olan daha edib olub görə isə ki ci",
    "id": "yang dan di itu dengan untuk dari dalam ini pada tidak adalah ke juga akan oleh ada kata mereka "
    "tersebut karena bisa telah saat sudah",
    "ms": "yang dan di itu dengan untuk dari dalam ini pada tidak adalah ke juga akan oleh ada beliau tersebut "
    "kerana boleh telah berkata manakala",
    "vi": "và của là có được cho không một người đã các trong với này những để đến khi từ ở ra cũng như về sẽ "
    "vào nhiều",
    "sw": "ya na wa kwa ni katika la za cha kuwa hiyo huo kama yake alisema lakini watu pia hii",
    "eu": "eta da du ez bat ere dira zuen izan baina dute egin zen",
    "ga": "agus an na ar i is go a ag le do bhí sé tá leis faoi mar ach",
    "cy": "y a yn i o ar yr mae wedi am bod ei gan ond hefyd gyda oedd",
    "ru": "и в не на что с по как из это он за к от для его но о был у же так все то было она они или также который",
    "uk": "і в не на що з по як та це він за до від для його але про був у же так або також який й були під",
    "be": "і ў не на што з па як гэта ён за да ад для яго але пра быў у ці таксама які",
    "bg": "и в не на че с по как от това той за до към се но са беше е да ще или също който при през",
    "mk": "и во не на дека со по како од тоа тој за до се но беше е да ќе или исто кој при",
    "sr": "и у на је се да су за с од који која које ће није из како би то не али по до",
    "kk": "және мен бір бұл үшін деп да де ол бар жоқ екенін болды",
    "ar": "في من على إلى أن التي عن مع هذا ما الذي لا كان هذه بعد قال كما بين قد ذلك كل لم",
    "fa": "در به از که این را با است برای آن می یک بر تا هم شد کرد خود نیز ها",
    "ur": "کے کی میں ہے سے کا نے کو اور پر ہیں یہ کہ اس ایک بھی نہیں",
    "xh": "ukuba kwaye kunye xa ke le okanye ngoku kuba yaye into abantu",
    "zu": "ukuthi futhi kanye uma ngoba kodwa lapho noma yini bonke abantu manje",
}


def _languages_of_words() -> dict[str, tuple[str, ...]]:
    languages: dict[str, list[str]] = {}
    for language, listed in _COMMON_WORDS.items():
        for word in dict.fromkeys(listed.split()):
            languages.setdefault(word, []).append(language)
    return {word: tuple(found) for word, found in languages.items()}


_LANGUAGES = _languages_of_words()
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?")


def guess_language(text: str) -> str | None:
    """The BCP 47 primary subtag of the text's language, or ``None`` when it says too little.

    >>> guess_language("Le port est fermé et les bateaux ne sont pas sur la mer.")
    'fr'
    """
    text = text[:_MAX_CHARS]
    return (_by_script(text) if max(text, default="") >= _FIRST_SCRIPT else None) or _by_words(text)


def _by_script(text: str) -> str | None:
    letters = sum(map(str.isalpha, text)) or 1
    shares = {language: len(letter.findall(text)) / letters for language, letter in _SCRIPTS}
    if shares["ja"] >= _MIN_KANA and shares["ja"] + shares["zh"] >= _MIN_SHARE:
        return "ja"
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _MIN_SHARE else None


def _by_words(text: str) -> str | None:
    words = _WORD.findall(text.lower().replace("’", "'"))
    hits = Counter(language for word in words for language in _LANGUAGES.get(word, ()))
    if not hits:
        return None
    (best, count), *others = hits.most_common(2)
    is_clear = not others or count > others[0][1]
    return best if is_clear and count >= max(_MIN_HITS, _MIN_HIT_SHARE * len(words)) else None
