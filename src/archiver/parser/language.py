"""The language of a page: what it declares, unless its own text says otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

#: how much of a text is looked at
_MAX_CHARS = 1200
_TAG = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_].*)?\s*$")
_LETTER = re.compile(r"[^\W\d_]")
_BEYOND_LATIN = re.compile("[\u0370-\u1fff\u3040-\ud7af]")
#: Hindi's vowel signs are no letters to ``\w``
_WORD = re.compile(r"(?:[^\W\d_]+|[\u0900-\u097f]+)+")
#: below this many words the text proves nothing
_MIN_WORDS = 25
#: function words make up at least this share of any text in their language
_MIN_SHARE = 0.09
#: a declared language is given up when another one has so many times its function words, and so large a share
_MARGIN = 2.5
_CLEAR_SHARE = 0.15
#: the words of no other language make up ``_MARGIN`` times this share of a text
_PLAIN_SHARE = 0.2
#: so much of a text is looked at for the declared language alone
_FIRST_CHARS = 600

#: scripts that one language of the press owns, or mostly; the first that fits most of the letters counts
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.25),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.5),
    ("el", re.compile("[\u0370-\u03ff]"), 0.5),
    ("he", re.compile("[\u0590-\u05ff]"), 0.5),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.5),
    ("ka", re.compile("[\u10a0-\u10ff]"), 0.5),
    ("hy", re.compile("[\u0530-\u058f]"), 0.5),
    ("am", re.compile("[\u1200-\u137f]"), 0.5),
    ("bn", re.compile("[\u0980-\u09ff]"), 0.5),
    ("ta", re.compile("[\u0b80-\u0bff]"), 0.5),
    ("te", re.compile("[\u0c00-\u0c7f]"), 0.5),
    ("gu", re.compile("[\u0a80-\u0aff]"), 0.5),
    ("pa", re.compile("[\u0a00-\u0a7f]"), 0.5),
    ("kn", re.compile("[\u0c80-\u0cff]"), 0.5),
    ("ml", re.compile("[\u0d00-\u0d7f]"), 0.5),
    ("si", re.compile("[\u0d80-\u0dff]"), 0.5),
    ("km", re.compile("[\u1780-\u17ff]"), 0.5),
    ("my", re.compile("[\u1000-\u109f]"), 0.5),
)
#: the commonest function words; words of several languages weigh in each of them
_FUNCTION_WORDS = {
    "en": "the of and to in a is that for it was on with as by at from his this are be have not has but they which",
    "fr": "le la les de des du et en un une que qui dans pour sur est pas au par plus ce il elle avec sont aux son se",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este ha sido",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua foi",
    "it": "di e il la che in un per a è una non sono del si con i da le al come della più ha nel gli anche ma dei",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij door naar uit wordt",
    "da": "og i at det er en til af på for med de der den ikke som har et var han fra også men hun blev efter mod",
    "no": "og i det er på en til som for av at med de ikke har den et om var han fra også men hun ble etter mot sier",
    "sv": "och i att det som en på är av för med den till inte har de om ett var han från men hon också efter säger",
    "fi": "ja on ei että se hän oli myös kun mutta ovat joka mukaan sen jo tai niin kuin vain ole mitä voi nyt hänen",
    "pl": "i w na z się do nie że jest to o za po od jak przez dla oraz co ale tym ma są był jego przed może",
    "cs": "a v se na je že to s z do o i ve za si po jsou jako pro by ale k od byl podle už má které který",
    "sk": "a v sa na je že to s z do o aj vo za si po sú ako pre by ale k od bol podľa už má ktoré ktorý",
    "hr": "i je u na da se za su s od će o kako a ne ili što iz bi do te koji nije koje biti više kao",
    "ro": "de și în a la cu pe că nu din o un care mai este pentru au fost sunt al lui se o ale după să prin",
    "hu": "a az és hogy nem is egy volt meg de már csak van ez azt mint után még el vagy ki ha lehet szerint",
    "tr": "ve bir bu da de için ile olarak çok daha olan en gibi sonra ne kadar her o ise ancak var göre olduğu",
    "ca": "de la i el que a en els les un per amb una del és no es al més ha com però són seva aquest aquesta han",
    "id": "yang dan di dengan untuk dari ini itu pada tidak ke dalam adalah akan oleh juga ada telah saat kepada",
    "vi": "và của là có trong được cho không với các một những người này đã khi từ đến ở cũng để về theo",
    "xh": "ukuba kwaye le oku kodwa into ke nge ngoku uthi ukuze abantu kakhulu xa kuba apho",
    "sw": "ya na wa kwa ni katika za la kuwa hiyo huo hii cha alisema pia lakini baada ambao ambayo",
    "is": "og í að á er það sem til við um en var ekki með af hann fyrir hún hafa frá segir eru þá",
    "et": "ja on ei et see ta ka oli kui aga mis ning seda kes või nii oma välja selle pole",
    "lt": "ir į kad su yra iš tai bet o ne už buvo jau nuo kaip taip dėl apie savo tik pat",
    "lv": "un ir ar no ka uz par tas kas bet arī to kā lai pie ne bija viņš tika pēc tā",
    "sq": "e të në i dhe që për me një nga është më së ka si do u ky kjo por nuk janë",
    "sl": "je in v na da se za so pri z ki tudi po ne kot ali bi to iz pa še od bo bil",
    "ru": "и в не на что с по как он это к из у за от о но его для был при же до также",
    "uk": "і в не на що з за та до у як про це від він але його для був й також після які",
    "bg": "и на да в се за от с не че по са като е до това си ще при след но са",
    "sr": "и у је да на се за су од са о не који као то из би што због али",
    "be": "і ў не на што з па як гэта да ад у за але ён для быў таксама які",
    "mk": "и на во да се за од е со не ќе што го ги дека по кој како",
    "hi": "के में की है को से और का ने पर कि यह हैं भी एक नहीं कर तो इस",
    "mr": "आणि आहे या ते होते हे की तर मध्ये नाही होता त्या यांनी करण्यात",
    "ne": "र छ को मा लाई भने पनि गरेको छन् हो यो तथा थियो भएको",
    "ar": "في من على إلى أن التي عن الذي هذا مع ما كان هذه لا ذلك بين بعد كما",
    "fa": "و در به از که این است را با برای آن یک خود تا بر می شد های کرد هم",
    "ur": "کے میں کی ہے کو سے اور کا نے پر کہ یہ ہیں بھی ایک نہیں اس تھا",
}


@lru_cache(maxsize=256)
def primary_tag(language: str | None) -> str | None:
    """The primary subtag in lower case: ``pt`` of ``pt_BR``; ``None`` when it cannot be one.

    >>> primary_tag("pt_BR")
    'pt'
    """
    found = _TAG.match(language or "")
    return found[1].lower() if found else None


def settle_language(declared: Iterable[str | None], text: str) -> str | None:
    """The first declared language, or the text's own where that is clearly another one.

    Templates declare English for whatever is written on them, so the text has a say.
    """
    first = next(filter(None, map(primary_tag, declared)), None)
    if first is not None and _is_plainly(first, text):
        return first
    scores = _scores(text)
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None or first is None:
        return first or best
    if first not in _FUNCTION_WORDS and scores[best] < 1.0:
        return first
    is_clear = scores[best] >= _CLEAR_SHARE and scores[best] > _MARGIN * scores.get(first, 0.0)
    return best if is_clear else first


def guess_language(text: str) -> str | None:
    """The language of a text by its script and its function words, or ``None`` when nothing is clear."""
    return settle_language((), text)


def _scores(text: str) -> dict[str, float]:
    """Languages with the share of the text that speaks for each; a script of its own counts fully."""
    text = text[:_MAX_CHARS]
    if _BEYOND_LATIN.search(text):
        letters = len(_LETTER.findall(text))
        for language, script, share in _SCRIPTS:
            if len(script.findall(text)) >= share * letters:
                return {language: 1.0}
    return _word_scores(_WORD.findall(text.lower()))


def _word_scores(words: list[str]) -> dict[str, float]:
    if len(words) < _MIN_WORDS:
        return {}
    counts: Counter[str] = Counter()
    table = _languages_of_words()
    for word, times in Counter(words).items():
        for language in table.get(word, ()):
            counts[language] += times
    return {language: count / len(words) for language, count in counts.items() if count >= _MIN_SHARE * len(words)}


def _is_plainly(language: str, text: str) -> bool:
    """Whether the beginning of a text has so many words of a language that no other can have clearly more."""
    own = _words_of(language)
    words = text[:_FIRST_CHARS].lower().split() if own else ()  # few of these stand beside a sign
    return len(words) >= _MIN_WORDS and sum(map(own.__contains__, words)) >= _PLAIN_SHARE * len(words)


@lru_cache(maxsize=64)
def _words_of(language: str) -> frozenset[str]:
    return frozenset(_FUNCTION_WORDS.get(language, "").split())


@lru_cache(maxsize=1)
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            table[word] = (*table.get(word, ()), language)
    return table
