"""Notes below a text: on rights, agencies, first publication, money, and whoever wrote it, in many languages."""

import pytest

from archiver.parser.endings import is_credit, is_ending, is_wall
from support.pages import PROSE


@pytest.mark.parametrize(
    "text",
    [
        "© 2025 Gannet Post",
        "(c) 2025 Gannet Post",
        "Copyright 2025 The Gannet Post. All rights reserved.",
        "Gannet Post, 2025. Alle Rechte vorbehalten.",
        "Gannet Post – Tous droits réservés",
        "Gannet Post. Todos los derechos reservados.",
        "Riproduzione riservata © Gannet Post",
        "Todos os direitos reservados.",
        "Все права защищены.",
        "Wszelkie prawa zastrzeżone.",
        "Her hakkı saklıdır.",
        "جميع الحقوق محفوظة",
        "無断転載を禁じます。",
    ],
)
def test_rights_are_no_text(text):
    assert is_ending(text)


@pytest.mark.parametrize(
    "text",
    [
        "(Reporting by Ada Penrose; Editing by Tom Quill)",
        "Additional reporting by Tom Quill.",
        "The Gannet Press Agency contributed to this report.",
        "With material from the Gannet Press Agency",
        "Mit Material von Gannet Presse",
        "Avec AFP",
        "Con información de Agencia Gannet",
        "Con informazioni di Agenzia Gannet",
        "Com informações da Agência Gannet",
        "Met medewerking van Tom Quill.",
        "По материалам агентства «Ганнет»",
    ],
)
def test_agencies_and_their_reporters_are_no_text(text):
    assert is_ending(text)


@pytest.mark.parametrize(
    "text",
    [
        "This article was originally published on The Island Review.",
        "This story first appeared in the Gannet Post.",
        "Dieser Artikel erschien zuerst in der Inselschau.",
        "Cet article a été publié à l’origine par la Revue des îles.",
        "Este artículo fue publicado originalmente en La Isla.",
        "Questo articolo è stato pubblicato su L’isola.",
        "Dit artikel verscheen eerder in Het Eiland.",
        "Ten artykuł ukazał się w „Wyspie”.",
        "Denne artikkelen ble først publisert i Øya.",
        "この記事は島の新聞に掲載されたものです。",
    ],
)
def test_where_it_first_appeared_is_no_text(text):
    assert is_ending(text)


@pytest.mark.parametrize(
    "text",
    [
        "If you liked this, please consider supporting us with a few coins.",
        "Unterstützen Sie unsere Arbeit mit einer Spende!",
        "Vous aimez cette lettre ? Faites un don.",
        "Apoya el periodismo de las islas.",
        "Поддержите нас, если вам понравился текст.",
        "We may earn a commission if you buy ropes through our links.",
        "Kaufen Sie darüber ein Seil, erhalten wir eine Provision.",
        "Cet article contient des liens affiliés.",
        "Este artículo contiene enlaces de afiliado.",
    ],
)
def test_what_asks_for_money_or_admits_to_it_is_no_text(text):
    assert is_ending(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Penrose is a reporter at the Gannet Post.",
        "Ada Maria Penrose is the award-winning author of three books on ropes.",
        "Ada von Penrose ist Redakteurin bei der Inselschau.",
        "Ada Penrose est journaliste à la Revue des îles.",
        "Ada Penrose es periodista y vive en el muelle.",
        "Ada Penrose è una giornalista che scrive di corde.",
        "Ada Penrose é jornalista da Ilha.",
        "Ada Penrose is freelance journalist en woont op het eiland.",
        "Ada Penrose jest redaktorką i mieszka na wyspie.",
        "Ада Пенроуз — журналистка газеты «Остров».",
        "Ada Penrose är reporter på Ön.",
        "Ada Penrose er journalist på Øya.",
        "Ada Penrose writes about ropes for the Gannet Post.",
        "Ada Penrose (34) is a reporter who owns four ropes.",
        "Der Autor ist Hafenmeister in Gannet Quay.",
        "L’auteur est maître du port.",
    ],
)
def test_who_wrote_it_is_no_text(text):
    assert is_ending(text)


@pytest.mark.parametrize(
    "text",
    [
        *PROSE,
        "Ada Penrose is happy again.",
        "The reporter is a journalist of few words.",
        "Penrose is a reporter whom the mayor does not like.",
        "Ada Penrose has met a reporter.",
        "Editing a newspaper is hard, the mayor said.",
        "Ada",
    ],
)
def test_a_story_may_end_with_anything_else(text):
    assert not is_ending(text)


@pytest.mark.parametrize(
    "text",
    [
        "To continue reading, subscribe to the Gannet Post.",
        "Il vous reste 57% de cet article à lire. La suite est réservée aux abonnés.",
        "Weiterlesen mit Gannet Plus",
        "Contenido exclusivo para suscriptores",
    ],
)
def test_that_the_rest_is_paid_for_is_no_text(text):
    assert is_wall(text)


def test_a_long_block_tells_more():
    assert not is_ending("© 2025 Gannet Post. " + " ".join(PROSE * 2))


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Ada Penrose",
        "(Photo by: Ada Penrose)",
        "Foto: dpa",
        "Bild: Ada Penrose/dpa",
        "Crédit photo : Ada Penrose",
        "Fotografía: Ada Penrose",
        "Foto's: Ada Penrose",
        "Zdjęcie: Ada Penrose",
        "Фото: Ада Пенроуз",
        "Kuva: Ada Penrose",
        "写真：エイダ",
        "Photo © Ada Penrose",
    ],
)
def test_a_pictures_maker_is_named_in_many_languages(text):
    assert is_credit(text)


@pytest.mark.parametrize(
    "text", ["Photos of the harbour were rare: nobody had film.", "Pictures and words", "Three coins: two", ""]
)
def test_a_line_of_a_story_names_none(text):
    assert not is_credit(text)
