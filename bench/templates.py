"""Invented texts of which many are alike and none is another one's copy: reports of matches, and forecasts.

Outlets have them made by a program, or by people who fill in a form: the words are the same each time, and who played,
who scored, how warm it will be is not.
"""

from __future__ import annotations

from random import Random

TEAMS = (
    "Brackholm",
    "Osterby",
    "Tavenna",
    "Harwick",
    "Wexley",
    "Lacombe",
    "Dunfold",
    "Pellow",
    "Kestrin",
    "Ansbeck",
    "Berrac",
    "Lohmar",
)
PLAYERS = (
    "Amsel",
    "Bodin",
    "Cato",
    "Drago",
    "Ekbom",
    "Faure",
    "Gantner",
    "Hollis",
    "Ibsen",
    "Jarosz",
    "Kuhl",
    "Lunde",
    "Moreno",
    "Nagel",
    "Okoro",
    "Pavic",
)
TOWNS = ("Altwasser", "Birnau", "Corvel", "Dorning", "Estavel", "Furnholt")

_MATCHES = {
    "en": """{a} {x}-{y} {b}

{a} met {b} on {day} before a crowd of {crowd} at the riverside ground. {p} put the visitors ahead in minute {m} with a
low shot after a pass from {q}. {r} levelled in minute {n}, heading home a corner that the defence had failed to clear.

The decisive goal came in minute {o}, when {s} beat the keeper from the edge of the area. The referee showed {cards}
yellow cards. Next weekend {a} travel to {c}, while {b} are at home to {d}.""",
    "de": """{a} gegen {b} {x}:{y}

Vor {crowd} Zuschauern traf {a} am {day} auf {b}. {p} brachte die Gäste in der {m}. Minute mit einem flachen Schuss in
Führung, die Vorlage kam von {q}. {r} glich in der {n}. Minute nach einer Ecke mit dem Kopf aus.

Den entscheidenden Treffer erzielte {s} in der {o}. Minute von der Strafraumgrenze. Der Schiedsrichter zeigte {cards}
gelbe Karten. Am nächsten Wochenende muss {a} nach {c} reisen, während {b} zu Hause gegen {d} antritt.""",
    "fr": """{a} - {b} {x}-{y}

Devant {crowd} spectateurs, {a} recevait {b} ce {day}. {p} a ouvert la marque à la {m}e minute d'un tir à ras de terre,
sur une passe de {q}. {r} a égalisé à la {n}e minute, de la tête, après un corner mal dégagé par la défense.

Le but décisif est tombé à la {o}e minute, lorsque {s} a trompé le gardien depuis l'entrée de la surface. L'arbitre a
sorti {cards} cartons jaunes. Le week-end prochain, {a} se déplacera à {c}, tandis que {b} accueillera {d}.""",
}
_FORECASTS = {
    "en": """{day} will be {sky} in {town}. Temperatures reach {m} degrees in the afternoon, and fall to {cards} degrees
in the course of the night. A {wind} wind blows from the {side}. The chance of rain is {n} per cent. {ahead}""",
    "de": """Am {day} ist es in {town} {sky}. Die Temperaturen erreichen am Nachmittag {m} Grad, in der Nacht sinken sie
auf {cards} Grad. Der Wind weht {wind} aus {side}. Die Wahrscheinlichkeit für Niederschlag liegt bei {n} Prozent.
{ahead}""",
    "fr": """Ce {day}, le temps sera {sky} à {town}. Les températures atteindront {m} degrés l'après-midi et descendront
à {cards} degrés dans la nuit. Un vent {wind} soufflera de secteur {side}. Le risque de pluie est de {n} pour cent.
{ahead}""",
}
_CHOICES = {
    "en": {
        "day": ("Monday", "Tuesday", "Friday", "Saturday", "Sunday"),
        "sky": ("mostly sunny", "overcast", "changeable", "wet"),
        "wind": ("light", "moderate", "fresh"),
        "side": ("west", "north", "south", "east"),
        "ahead": (
            "The weekend brings warmer air.",
            "The next days stay unsettled.",
            "Autumn comes with the new month.",
        ),
    },
    "de": {
        "day": ("Montag", "Dienstag", "Freitag", "Samstag", "Sonntag"),
        "sky": ("meist sonnig", "stark bewölkt", "wechselhaft", "regnerisch"),
        "wind": ("schwach", "mäßig", "frisch"),
        "side": ("West", "Nord", "Süd", "Ost"),
        "ahead": ("Am Wochenende wird es wärmer.", "Es bleibt unbeständig.", "Zum Monatsende kommt der Herbst."),
    },
    "fr": {
        "day": ("lundi", "mardi", "vendredi", "samedi", "dimanche"),
        "sky": ("ensoleillé", "couvert", "changeant", "pluvieux"),
        "wind": ("faible", "modéré", "soutenu"),
        "side": ("ouest", "nord", "sud", "est"),
        "ahead": (
            "Le week-end sera plus doux.",
            "Le temps restera instable.",
            "L'automne arrive avec le mois prochain.",
        ),
    },
}
FILLED_IN = {"match reports": _MATCHES, "forecasts": _FORECASTS}


def filled_in(random: Random, kind: str, language: str) -> tuple[str, ...]:
    """The paragraphs of a report or a forecast, in English, German or French."""
    teams, players, minutes = random.sample(TEAMS, 4), random.sample(PLAYERS, 4), sorted(random.sample(range(1, 90), 3))
    values = {
        **dict(zip("abcd", teams, strict=True)),
        **dict(zip("pqrs", players, strict=True)),
        **dict(zip("mno", minutes, strict=True)),
        **{name: random.choice(words) for name, words in _CHOICES[language].items()},
        "x": random.randrange(5),
        "y": random.randrange(5),
        "crowd": random.randrange(300, 4000),
        "cards": random.randrange(7),
        "town": random.choice(TOWNS),
    }
    return tuple(FILLED_IN[kind][language].format(**values).split("\n\n"))
