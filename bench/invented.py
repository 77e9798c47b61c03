"""Invented outlets and their articles: what ``big_archive.py`` writes, as values, the same each time for a seed.

Words are drawn from a vocabulary of five languages whose frequencies fall off as those of real ones do (Zipf): the
small words of each language first, made-up ones after them. Every story has a topic, whose words, section and tags it
uses more than others; agency stories stand in several outlets, a few words of them changed; some texts are edited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

FIRST_DAY = dt.date(2022, 9, 1)
DAYS = 3 * 365
OUTLETS = 40
AUTHORS = 800
TOPICS = 60
AGENCIES = ("AFP", "Reuters", "dpa", "EFE", "Lusa", "AP")
#: of each language: the hours between its readers and UTC, small words, syllables of the others, endings
LANGUAGES = {
    "fr": (
        2,
        "de la le et les des en un une du que à est dans qui pour au sur pas ce avec sont il ont par plus ne été se",
        "ba chê dé fo gri lé ma nu pré qué ro sî ta vou dra pé lan tion mé rê",
        "e es ée ment té ique eur",
    ),
    "en": (
        0,
        "the of to and a in that is was for on with as it at by from his be are this have has an not were but which",
        "ba cro der fin gra hol ken lo mar nor pa ril sto ter win dry ell for gan sea",
        "s ed ing er ly ness ty",
    ),
    "de": (
        2,
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat",
        "ba dö ker flü gra häl ken lü mar nä pfa rö sta tü wal drei ste fahr gä schu",
        "en er ung keit lich ßen te",
    ),
    "es": (
        2,
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin",
        "ba có der fi gra há lan lo má ni pa rí sol té vi dra ñe cu ga mon",
        "s ción ado idad mente ía os",
    ),
    "pt": (
        -3,
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou ser",
        "ba çã der fi gra hó lan lo má ni pa rê sol té vi dra nhe cu ga môn",
        "s ção ado dade mente ia os",
    ),
}
SECTIONS = ("Politics", "Économie", "Région", "Sport", "Kultur", "Mundo", "Ciência", "Opinion")
TAGS_A_TOPIC = 12
VOCABULARY = 20_000
#: how many outlets print an agency's story, and how often each
SHARED = ((1, 88), (2, 6), (3, 3), (4, 2), (6, 1))
#: of the hours of a day: two peaks, and a quiet night
HOURS = (1, 1, 1, 1, 2, 5, 9, 11, 10, 9, 8, 8, 8, 7, 7, 7, 8, 9, 9, 7, 5, 4, 3, 2)
_WEEKEND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A site."""

    id: int
    name: str
    language: str
    sections: tuple[str, ...]
    authors: tuple[str, ...]

    @property
    def host(self) -> str:
        """Of its pages."""
        return f"www.outlet-{self.id}.example"

    @property
    def offset(self) -> dt.timezone:
        """Of the times that it prints."""
        return dt.timezone(dt.timedelta(hours=LANGUAGES[self.language][0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An article before it has a text."""

    story: int
    #: 0 where the story stood first
    copy: int
    outlet: Outlet
    topic: int
    published: dt.datetime
    first_seen: dt.datetime
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What an article says."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The paragraphs, a blank line between them."""
        return "\n\n".join(self.paragraphs)


@cache
def outlets(seed: int) -> tuple[Outlet, ...]:
    """The sites; some authors write for several of one language."""
    random = Random(f"outlets {seed}")
    languages = [name for name, many in zip(LANGUAGES, (14, 10, 6, 6, 4), strict=True) for _ in range(many)]
    people = {name: _people(random, name, AUTHORS * languages.count(name) // OUTLETS) for name in LANGUAGES}
    desks = {name: _desks(names) for name, names in people.items()}
    return tuple(
        Outlet(
            id=number,
            name=f"{_word(random, language).title()} {_word(random, language).title()}",
            language=language,
            sections=tuple(random.sample(SECTIONS, 5)),
            authors=tuple(dict.fromkeys((*next(desks[language]), *random.sample(people[language], 6)))),
        )
        for number, language in enumerate(languages, 1)
    )


def plan(articles: int, seed: int) -> list[Planned]:
    """So many articles, in the order in which they came to be known."""
    random = Random(f"plan {seed}")
    days = [FIRST_DAY + dt.timedelta(days=number) for number in range(DAYS)]
    busy = list(accumulate(_weight(random, day) for day in days))
    sizes = list(accumulate(1 / (number + 3) for number in range(OUTLETS)))
    found: list[Planned] = []
    story = 0
    while len(found) < articles:
        story += 1
        (day,) = random.choices(days, cum_weights=busy)
        (first,) = random.choices(outlets(seed), cum_weights=sizes)
        found += _stand(random, story, first, day, seed)
    return sorted(found[:articles], key=lambda one: (one.first_seen, one.story, one.copy))


def texts_of(planned: Planned, seed: int) -> list[Text]:
    """Its texts, oldest first: nearly always one; each differs from the one before it."""
    text = story_text(Random(f"story {seed} {planned.story}"), planned.outlet.language, planned.topic)
    random = Random(f"copy {seed} {planned.story} {planned.copy}")
    if planned.copy:
        text = _retold(random, planned.outlet.language, text)
    texts = [text]
    if random.random() < 0.08:
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            texts.append(_edited(random, planned.outlet.language, texts[-1]))
    return texts


@cache
def topic_tags(topic: int, seed: int) -> tuple[str, ...]:
    """What pages on a topic are tagged with."""
    random = Random(f"tags {seed} {topic}")
    languages = list(LANGUAGES)
    drawn = (_word(random, random.choice(languages)).title() for _ in range(TAGS_A_TOPIC))
    return tuple(dict.fromkeys(drawn))


# --- when and where ------------------------------------------------------------------------------------------


def _weight(random: Random, day: dt.date) -> float:
    """How much appears on a day: less at weekends, a little more each year, three times as much now and then."""
    is_weekend = day.weekday() >= _WEEKEND
    growth = 1 + (day - FIRST_DAY).days / DAYS
    return (0.5 if is_weekend else 1.0) * growth * (3.0 if random.random() < 0.02 else 1.0) * random.uniform(0.8, 1.2)


def _stand(random: Random, story: int, first: Outlet, day: dt.date, seed: int) -> Iterator[Planned]:
    """A story in the outlet that has it first, and in those that print it after."""
    (many,) = random.choices([number for number, _ in SHARED], [weight for _, weight in SHARED])
    others = [one for one in outlets(seed) if one.language == first.language and one != first]
    agency = random.choice(AGENCIES) if many > 1 or random.random() < 0.1 else None
    (hour,) = random.choices(range(24), HOURS)
    moment = dt.datetime.combine(day, dt.time(hour, random.randrange(60), random.randrange(60)), dt.UTC)
    topic = random.randrange(TOPICS)
    for copy, outlet in enumerate([first, *random.sample(others, min(many - 1, len(others)))]):
        late_s = 86400 * random.randrange(1, 30) if random.random() < 0.05 else random.randrange(300, 10_800)
        yield Planned(
            story=story,
            copy=copy,
            outlet=outlet,
            topic=topic,
            published=moment.astimezone(outlet.offset),
            first_seen=moment + dt.timedelta(seconds=late_s),
            agency=agency,
        )
        moment += dt.timedelta(minutes=random.randrange(5, 400))


# --- words ---------------------------------------------------------------------------------------------------


def _word(random: Random, language: str) -> str:
    _, _, syllables, endings = LANGUAGES[language]
    return "".join(random.choices(syllables.split(), k=random.choice((1, 2, 2, 3)))) + random.choice(endings.split())


def _people(random: Random, language: str, many: int) -> list[str]:
    names = {f"{_word(random, language).title()} {_word(random, language).title()}" for _ in range(2 * many)}
    return random.sample(sorted(names), many)


def _desks(names: list[str]) -> Iterator[list[str]]:
    """The names, so many at a time that each outlet of a language gets some."""
    many = AUTHORS // OUTLETS
    return (names[at : at + many] for at in range(0, len(names), many))


@cache
def vocabulary(language: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The words of a language, the commonest first, and their weights, summed up."""
    random = Random(f"words {language}")
    small = LANGUAGES[language][1].split()
    others: dict[str, float] = {}
    while len(small) + len(others) < VOCABULARY:
        word = _word(random, language)
        others[word] = len(word) + random.uniform(0, 6)  # shorter ones are commoner, by and large
    words = [word for word in sorted(others, key=lambda one: others[one]) if word not in small]
    return (*small, *words), tuple(accumulate(1 / (rank + 2.7) for rank in range(len(small) + len(words))))


@cache
def topic_words(language: str, topic: int) -> tuple[str, ...]:
    """What is said of a topic more than of others."""
    return tuple(Random(f"topic {language} {topic}").sample(vocabulary(language)[0][200:4000], 40))


def story_text(random: Random, language: str, topic: int, words: int | None = None) -> Text:
    """A story on a topic, of so many words, or as many as most have."""
    known, weights = vocabulary(language)
    drawn = random.choices(known, cum_weights=weights, k=words or random.randrange(320, 520))
    drawn[::7] = random.choices(topic_words(language, topic), k=len(drawn[::7]))
    title, lead, body = drawn[: random.randrange(5, 9)], drawn[9:29], drawn[29:]
    return Text(title=_capital(" ".join(title)), lead=sentence(lead), paragraphs=tuple(_paragraphs(random, body)))


def _paragraphs(random: Random, words: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        sentences = []
        for _ in range(random.randrange(2, 5)):
            length = random.randrange(8, 22)
            sentences.append(sentence(words[at : at + length]))
            at += length
        yield " ".join(filter(None, sentences))


def sentence(words: Sequence[str]) -> str:
    """The words as a sentence, with a comma where it is long."""
    if not words:
        return ""
    half = len(words) // 2
    return _capital(f"{' '.join(words[:half])}, {' '.join(words[half:])}." if half > 4 else f"{' '.join(words)}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- texts that change ---------------------------------------------------------------------------------------


def _retold(random: Random, language: str, text: Text) -> Text:
    """The same story in another outlet: often another title, some words replaced, maybe shorter."""
    title = _capital(" ".join(draw(random, language, 6))) if random.random() < 0.5 else text.title
    share = random.choice((0.0, 0.01, 0.03, 0.08))
    kept = text.paragraphs[: len(text.paragraphs) - random.choice((0, 0, 0, 1))]
    return Text(title=title, lead=text.lead, paragraphs=tuple(reworded(random, language, one, share) for one in kept))


def _edited(random: Random, language: str, text: Text) -> Text:
    """The text after its publisher has come back to it: a title, a sentence more, a few words."""
    added = sentence(draw(random, language, random.randrange(6, 25)))
    if random.random() < 0.5:
        return Text(
            title=f"{text.title} {' '.join(draw(random, language, 2))}", lead=text.lead, paragraphs=text.paragraphs
        )
    at = random.randrange(len(text.paragraphs) + 1)
    paragraphs = (*text.paragraphs[:at], added, *text.paragraphs[at:])
    return Text(title=text.title, lead=text.lead, paragraphs=paragraphs)


def reworded(random: Random, language: str, paragraph: str, share: float) -> str:
    """The paragraph with so many of its words replaced."""
    words = paragraph.split(" ")
    for _ in range(round(share * len(words))):
        words[random.randrange(len(words))] = draw(random, language, 1)[0]
    return " ".join(words)


def draw(random: Random, language: str, many: int) -> list[str]:
    """So many words of a language, the common ones more often."""
    words, weights = vocabulary(language)
    return random.choices(words, cum_weights=weights, k=many)
