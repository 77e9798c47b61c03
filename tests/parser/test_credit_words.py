"""Credit lines of invented people in the languages of the web's press."""

import pytest

from archiver.parser import credit_words
from archiver.parser.byline import find_byline
from support.papers import Paper, read_paper

#: how a language introduces one author, and joins two
LINES = {
    "en": (
        "By Ann Doe",
        "Written by Ann Doe",
        "Words: Ann Doe",
        "By Ann Doe and Ben Roe",
        "By Ann Doe, Ben Roe & Cem Fry",
    ),
    "fr": ("Par Zoé Blanc", "Rédigé par Zoé Blanc", "Propos recueillis par Zoé Blanc", "Par Zoé Blanc et Luc Noir"),
    "es": (
        "Por Ana Ruiz",
        "Escrito por Ana Ruiz",
        "Texto: Ana Ruiz",
        "Por Ana Ruiz y Juan Paz",
        "Por Ana Ruiz e Inés Gil",
    ),
    "pt": ("Por Rui Dias", "Texto de Rui Dias", "Reportagem: Rui Dias", "Por Rui Dias e Eva Lima"),
    "it": ("Di Anna Neri", "da Anna Neri", "A cura di Anna Neri", "Testo di Anna Neri", "di Anna Neri e Ugo Bassi"),
    "ro": ("Autor: Ana Pop", "Scris de Ana Pop", "De către Ana Pop", "Autor: Ana Pop și Dan Rus"),
    "ca": ("Text: Pau Roca", "Text: Pau Roca i Mar Vila"),
    "de": (
        "Von Anna Muster",
        "Von: Anna Muster",
        "Autorin: Anna Muster",
        "Ein Gastbeitrag von Anna Muster",
        "Von Anna Muster und Jörg Bach",
        "Von Anna Muster, Jörg Bach und Cem Öz",
    ),
    "nl": ("Door Piet Smit", "Tekst: Piet Smit", "Geschreven door Piet Smit", "Door Piet Smit en Els Bos"),
    "da": ("Af Ida Holm", "Skrevet af Ida Holm", "Tekst: Ida Holm", "Af Ida Holm og Bo Lund"),
    "no": ("Av Ida Holm", "Skrevet av Ida Holm", "Tekst: Ida Holm", "Av Ida Holm og Bo Lund"),
    "sv": ("Av Ida Holm", "Text: Ida Holm", "Skribent: Ida Holm", "Av Ida Holm och Bo Lund"),
    "is": ("Höfundur: Una Bára", "Höfundur: Una Bára og Jón Berg"),
    "fi": ("Teksti: Aino Salo", "Kirjoittaja: Aino Salo", "Toimittaja: Aino Salo", "Teksti: Aino Salo ja Eero Niemi"),
    "et": ("Autor: Mari Kask", "Autorid: Mari Kask ja Jaan Tamm"),
    "lv": ("Autors: Juris Kalns", "Autors: Juris Kalns un Ilze Egle"),
    "lt": ("Autorius: Jonas Kalnas", "Parengė Jonas Kalnas", "Autoriai: Jonas Kalnas ir Rasa Upė"),
    "pl": ("Autor: Jan Lis", "Napisał Jan Lis", "Oprac. Jan Lis", "Autorzy: Jan Lis i Ewa Sowa"),
    "cs": ("Autor: Jan Liška", "Napsala Eva Sova", "Autoři: Jan Liška a Eva Sova"),
    "sk": ("Autor: Ján Líška", "Napísala Eva Sova", "Autori: Ján Líška a Eva Sova"),
    "sl": ("Avtor: Tone Zajc", "Piše: Tone Zajc"),
    "hr": ("Piše: Ana Horvat", "Autorica: Ana Horvat", "Pišu: Ana Horvat i Ivo Babić"),
    "ru": ("Автор: Анна Лисова", "Текст: Анна Лисова", "Авторы: Анна Лисова и Иван Совин"),
    "uk": ("Автор: Ганна Лис", "Підготувала Ганна Лис", "Автори: Ганна Лис та Іван Сова"),
    "bg": ("Автор: Анна Лисова", "От Анна Лисова", "Автори: Анна Лисова и Иван Совин"),
    "sr": ("Пише: Ана Лисић", "Аутор: Ана Лисић и Иво Совић"),
    "el": ("Γράφει ο Νίκος Πέτρου", "Συντάκτης: Νίκος Πέτρου", "Γράφουν: Νίκος Πέτρου και Άννα Λύρα"),
    "hu": ("Szerző: Kiss Éva", "Írta: Kiss Éva", "Szerzők: Kiss Éva és Nagy Pál"),
    "sq": ("Nga Ana Leka", "Shkruan: Ana Leka", "Nga Ana Leka dhe Ben Hoxha"),
    "tr": ("Yazan: Ayşe Kaya", "Haber: Ayşe Kaya", "Haber: Ayşe Kaya ve Can Demir"),
    "he": ("מאת נועה לוי", "כתבה: נועה לוי"),
    "ar": ("بقلم ليلى حداد", "كتبت ليلى حداد", "إعداد: ليلى حداد", "كتب: سامي نجار"),
    "fa": ("نویسنده: مریم صادقی", "به قلم مریم صادقی"),
    "hi": ("लेखक: अमित वर्मा", "रिपोर्ट: अमित वर्मा", "लेखक: अमित वर्मा और रीता शाह"),
    "bn": ("লেখক: রিনা সেন", "লিখেছেন রিনা সেন"),
    "id": ("Oleh Budi Wati", "Penulis: Budi Wati", "Oleh Budi Wati dan Sri Utami"),
    "ms": ("Oleh Siti Aminah", "Oleh Siti Aminah dan Ali Omar"),
    "tl": ("Isinulat ni Ana Reyes",),
    "vi": ("Tác giả: Lê Phương", "Bài: Lê Phương", "Bài và ảnh: Lê Phương"),
    "sw": ("Mwandishi: Asha Juma",),
    "th": ("โดย สมชาย ใจดี", "ผู้เขียน: สมชาย ใจดี"),
    "ja": ("文／山田花子", "取材・文＝山田花子", "著者：山田花子", "山田花子 記者"),
    "zh": ("文/王小明", "作者：王小明", "记者：王小明", "本报记者 王小明", "文｜王小明、李大山"),
    "ko": ("글=구민준", "구민준 기자", "글·구민준"),
}
PEOPLE = frozenset(
    [
        "Ann Doe",
        "Ben Roe",
        "Cem Fry",
        "Zoé Blanc",
        "Luc Noir",
        "Ana Ruiz",
        "Juan Paz",
        "Inés Gil",
        "Rui Dias",
        "Eva Lima",
        "Anna Neri",
        "Ugo Bassi",
        "Ana Pop",
        "Dan Rus",
        "Pau Roca",
        "Mar Vila",
        "Anna Muster",
        "Jörg Bach",
        "Cem Öz",
        "Piet Smit",
        "Els Bos",
        "Ida Holm",
        "Bo Lund",
        "Una Bára",
        "Jón Berg",
        "Aino Salo",
        "Eero Niemi",
        "Mari Kask",
        "Jaan Tamm",
        "Juris Kalns",
        "Ilze Egle",
        "Jonas Kalnas",
        "Rasa Upė",
        "Jan Lis",
        "Ewa Sowa",
        "Jan Liška",
        "Eva Sova",
        "Ján Líška",
        "Tone Zajc",
        "Ana Horvat",
        "Ivo Babić",
        "Анна Лисова",
        "Иван Совин",
        "Ганна Лис",
        "Іван Сова",
        "Ана Лисић",
        "Иво Совић",
        "Νίκος Πέτρου",
        "Άννα Λύρα",
        "Kiss Éva",
        "Nagy Pál",
        "Ana Leka",
        "Ben Hoxha",
        "Ayşe Kaya",
        "Can Demir",
        "נועה לוי",
        "ליلى حداد",
        "ליла",
        "ليلى حداد",
        "سامي نجار",
        "مریم صادقی",
        "अमित वर्मा",
        "रीता शाह",
        "রিনা সেন",
        "Budi Wati",
        "Sri Utami",
        "Siti Aminah",
        "Ali Omar",
        "Ana Reyes",
        "Lê Phương",
        "Asha Juma",
        "สมชาย ใจดี",
        "山田花子",
        "王小明",
        "李大山",
        "구민준",
    ]
)


def names_in(line, language="en", **parts):
    paper = Paper(below=f'<p class="byline">{line}</p>', language=language, **parts)
    return [author.name for author in find_byline(read_paper(paper).byline).authors]


@pytest.mark.parametrize(("language", "line"), [(code, line) for code, lines in LINES.items() for line in lines])
def test_a_credit_line_names_its_authors_in_every_language(language, line):
    expected = sorted((person for person in PEOPLE if person in line), key=line.index)
    assert names_in(line, language) == expected


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Ann Doe, Senior Reporter", ["Ann Doe"]),
        ("By Ann Doe for Harbour Weekly", ["Ann Doe"]),
        ("By Ann Doe, AFP", ["Ann Doe"]),
        ("Von Anna Muster, dpa", ["Anna Muster"]),
        ("Von dpa/Anna Muster", ["Anna Muster"]),
        ("Reporter Ann Doe", ["Ann Doe"]),
        ("Bay-Korrespondentin Anna Muster", ["Anna Muster"]),
        ("Anna Muster im Gespräch mit Jörg Bach", ["Anna Muster", "Jörg Bach"]),
        ("Per Holm", ["Per Holm"]),
        ("Nga Tran", ["Nga Tran"]),
        ("By ANN DOE", ["ANN DOE"]),
        ("By Ann J. Doe Jr.", ["Ann J. Doe Jr."]),
        ("By Reuters", ["Reuters"]),
        ("AFP", ["AFP"]),
        ("Redaktion", ["Redaktion"]),
        ("By Ann Doe | ann@harbour.example | @anndoe", ["Ann Doe"]),
        ("@anndoe", []),
        ("ann@harbour.example", []),
        ("By admin", []),
        ("ann-doe", []),
        ("Photo: Ann Doe", []),
        ("Foto: Anna Muster", []),
        ("Edited by Ann Doe", []),
        ("写真：山田花子", []),
        ("사진=구민준", []),
        ("Фото: Анна Лисова", []),
        ("Follow", []),
    ],
)
def test_roles_agencies_and_addresses_are_told_from_names(line, people):
    assert names_in(line) == people


@pytest.mark.parametrize("name", [name for name in vars(credit_words) if name.isupper()])
def test_a_table_holds_each_word_once(name):
    table = getattr(credit_words, name).split()
    assert sorted(table) == sorted(set(table))
