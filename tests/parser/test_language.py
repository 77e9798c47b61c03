"""The language of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parser.language import guess_language, primary_tag, settle_language

TEXTS = {
    "en": "The ferry that links the two halves of the bay did not sail on Monday, and nobody at the quay expects it to leave before the end of the month, said the office of the harbour.",
    "fr": "Le bac qui relie les deux rives de la baie n'a pas pris la mer lundi, et personne sur le quai ne pense qu'il partira avant la fin du mois, selon le bureau du port.",
    "de": "Die Fähre, die die beiden Hälften der Bucht verbindet, ist am Montag nicht ausgelaufen, und niemand am Kai rechnet damit, dass sie vor dem Ende des Monats ablegt, so das Hafenamt.",
    "es": "El transbordador que une las dos mitades de la bahía no zarpó el lunes, y nadie en el muelle espera que salga antes de que termine el mes, según la oficina del puerto.",
    "it": "Il traghetto che unisce le due metà della baia non è partito lunedì, e nessuno sul molo si aspetta che parta prima della fine del mese, secondo l'ufficio del porto.",
    "nl": "De veerboot die de twee helften van de baai verbindt is maandag niet uitgevaren, en niemand op de kade verwacht dat hij voor het einde van de maand vertrekt, zegt het havenkantoor.",
    "pl": "Prom, który łączy obie strony zatoki, nie wypłynął w poniedziałek i nikt na nabrzeżu nie spodziewa się, że odpłynie przed końcem miesiąca, jak podaje biuro portu, które nie chce o tym mówić.",
    "ru": "Паром, который соединяет две половины залива, не вышел в море в понедельник, и никто на причале не ждёт, что он уйдёт до конца месяца, как сообщили в конторе порта, но не для печати.",
    "uk": "Пором, який з'єднує дві половини затоки, не вийшов у море в понеділок, і ніхто на причалі не чекає, що він піде до кінця місяця, як повідомили в конторі порту, але не для друку.",
    "ja": "湾の両岸を結ぶフェリーは月曜日に出航せず、月末までに出る見込みはないと港湾事務所は話している。",
    "ko": "만의 양쪽을 잇는 여객선은 월요일에 출항하지 않았고 이달 말 전에는 떠나지 않을 것이라고 항만 사무소가 밝혔다.",
    "zh": "连接海湾两岸的渡轮周一没有出航，码头上没有人认为它会在月底之前离开，港务办公室表示。",
    "ar": "العبارة التي تربط بين ضفتي الخليج لم تبحر يوم الاثنين ولا أحد على الرصيف يتوقع أن تغادر قبل نهاية الشهر كما قال مكتب الميناء في بيان عن هذا التأخير الذي كان من المتوقع أن ينتهي",
    "el": "Το φέρι που συνδέει τις δύο όχθες του κόλπου δεν απέπλευσε τη Δευτέρα και κανείς στην προβλήτα δεν περιμένει να φύγει",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_text_tells_its_language(language):
    assert guess_language(TEXTS[language]) == language


def test_what_the_page_declares_is_believed():
    assert settle_language([None, "pt-BR"], "") == "pt"
    assert settle_language(["nb"], TEXTS["fr"][:40]) == "nb"


def test_a_text_in_another_language_is_believed_more():
    """Templates declare English for whatever is written on them."""
    assert settle_language(["en-US"], TEXTS["de"]) == "de"


def test_a_close_relative_is_not():
    assert settle_language(["ca"], TEXTS["es"]) == "ca"


@pytest.mark.parametrize("text", ["", "1 2 3", "Ann Doe", "zzz " * 50])
def test_too_little_text_tells_nothing(text):
    assert guess_language(text) is None


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("fr-FR", "fr"), ("EN_us", "en"), (" de ", "de"), ("french", None), ("", None), (None, None), ("x1", None)],
)
def test_only_tags_are_tags(tag, expected):
    assert primary_tag(tag) == expected


@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text):
    assert guess_language(text) is None or len(guess_language(text)) == 2
