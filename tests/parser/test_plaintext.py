"""A page that survives only as text: what its lines are read as."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import DocumentError
from archiver.model import ARTICLE_KINDS
from archiver.parser.plaintext import parse_text

PARAGRAPHS = """\
Le phare de Grande-Anse s’est éteint dimanche soir, et personne ne sait pourquoi. Depuis cent douze ans, sa lampe n’avait manqué que deux nuits, l’une à cause d’un cyclone, l’autre à cause d’un mariage.
Les pêcheurs ont été les premiers à s’en apercevoir. Ils sont rentrés au port à la lueur des téléphones, en file, guidés par le plus ancien d’entre eux, qui connaît la passe les yeux fermés.
La mairie a demandé une enquête. Le gardien, lui, assure que la lampe est en bon état et que le courant n’a pas été coupé. Il a passé la nuit à relire le registre, sans y trouver d’explication.
""".splitlines()
PAGE = "\n\n".join(
    (
        "Accueil",
        "Politique",
        "Sport",
        "lundi 3 mars 2025",
        "À Grande-Anse, le phare s’est éteint sans prévenir",
        "Image",
        "Les marins sont rentrés à la lueur des téléphones.",
        PARAGRAPHS[0],
        "Une passe dans le noir",
        PARAGRAPHS[1],
        "Lire aussi : Le bac de Port-Louvet reprend du service",
        PARAGRAPHS[2],
        "Odile Vasseur, La Rive",
        "Le bac de Port-Louvet reprend du service",
        "Le bac de Port-Louvet : reprend du service",
        "Après quatre mois de travaux, le bac a repris la mer avec onze passagers et une…",
        "La mairie refait le quai",
        "La mairie refait le quai !",
        "Les premiers blocs ont été posés mardi, sous les yeux des anciens, qui les trouvent…",
    )
) + (
    "\n\nLe bac de Port-Louvet reprend du service"
    "\nAprès quatre mois de travaux, le bac a repris la mer avec onze passagers et une chèvre ..."
    "\nLes premiers blocs ont été posés mardi, sous les yeux des anciens, qui les trouvent un peu trop ..."
    "\nImage Not Found\nImage Not Found\n\nMentions légales\n\nContact\n"
)


def evidence_of(article, field):
    return next(item for item in article.evidence if item.field == field)


def test_every_field_is_read_off_its_line():
    article = parse_text(PAGE)
    assert article.kind == "article"
    assert article.title == article.headline == "À Grande-Anse, le phare s’est éteint sans prévenir"
    assert article.published == dt.date(2025, 3, 3)
    assert article.lead == "Les marins sont rentrés à la lueur des téléphones."
    assert article.byline == "Odile Vasseur, La Rive"
    assert article.language == "fr"


def test_the_outlet_below_a_text_is_the_affiliation_and_no_second_author():
    (author,) = parse_text(PAGE).authors
    assert (author.name, author.affiliation) == ("Odile Vasseur", "La Rive")


def test_the_body_holds_paragraphs_and_sub_headings_only():
    article = parse_text(PAGE)
    assert [block.kind for block in article.blocks] == ["paragraph", "heading", "paragraph", "paragraph"]
    assert article.body == "\n\n".join((PARAGRAPHS[0], "Une passe dans le noir", *PARAGRAPHS[1:]))


def test_a_word_in_the_place_of_the_picture_is_a_picture_of_unknown_status():
    (image,) = parse_text(PAGE).images
    assert (image.role, image.status, image.placeholder_text, image.url) == ("main", "unknown", "Image", None)


def test_cards_are_read_with_alternative_text_headline_and_excerpt():
    teaser = parse_text(PAGE).teasers[1]
    assert teaser.title == "Le bac de Port-Louvet : reprend du service"
    assert teaser.image_alt == "Le bac de Port-Louvet reprend du service"
    assert teaser.excerpt == "Après quatre mois de travaux, le bac a repris la mer avec onze passagers et une"
    assert teaser.excerpt_raw == teaser.excerpt + "…"
    assert (teaser.region, teaser.image_status) == ("after", "unknown")


def test_a_link_in_the_text_is_a_card_and_no_text():
    article = parse_text(PAGE)
    assert (article.teasers[0].region, article.teasers[0].title) == (
        "inline",
        "Le bac de Port-Louvet reprend du service",
    )
    assert article.teasers[0].block_heading == "Lire aussi"
    assert "Port-Louvet" not in article.body


def test_a_headline_that_the_dump_dropped_is_inferred_and_says_so():
    article = parse_text(PAGE)
    dropped = article.teasers[4]
    assert (dropped.title, dropped.image_alt, dropped.same_story_as) == ("La mairie refait le quai !", None, 2)
    assert "teasers[2]" in evidence_of(article, "teasers[4].title").rule


def test_placeholders_among_cards_are_teasers_without_a_story():
    last, before = parse_text(PAGE).teasers[-1], parse_text(PAGE).teasers[-2]
    assert (last.image_status, last.placeholder_text, last.title) == ("placeholder", "Image Not Found", None)
    assert last.block == before.block == parse_text(PAGE).teasers[3].block


def test_cards_that_look_different_are_blocks_of_their_own():
    assert [teaser.block for teaser in parse_text(PAGE).teasers] == [1, 2, 2, 3, 3, 3, 3]


def test_positions_count_up_from_zero():
    teasers = parse_text(PAGE).teasers
    assert [teaser.position for teaser in teasers] == list(range(len(teasers)))


@pytest.mark.parametrize("field", ["title", "headline", "published", "byline", "authors", "lead", "body", "language"])
def test_each_value_has_its_evidence(field):
    found = evidence_of(parse_text(PAGE), field)
    assert found.rank == 0
    assert found.value
    assert found.source.startswith("text")


def test_evidence_names_the_line_of_the_source():
    found = evidence_of(parse_text(PAGE), "title")
    number = int(found.source.removeprefix("text line "))
    assert PAGE.splitlines()[number - 1] == found.raw


def test_a_date_below_the_title_wins_over_those_of_cards():
    page = "Menu\n\nThe ferry that sailed twice a day\n\nPublished 4 May 2024\n\n" + "\n\n".join(PARAGRAPHS)
    assert parse_text(page + "\n\nRelated\n\nA story about another ferry\n\n9 June 2024").published == dt.date(
        2024, 5, 4
    )


def test_an_update_is_kept_apart_from_the_publication():
    page = "Die Fähre, die zweimal am Tag fuhr\n\nVeröffentlicht: 4.5.2024\n\nAktualisiert: 6.5.2024\n\n" + "\n\n".join(
        PARAGRAPHS
    )
    assert parse_text(page).published == dt.date(2024, 5, 4)


def test_relative_dates_count_from_the_moment_of_fetching():
    page = "Le phare s’est éteint sans prévenir\n\nil y a 3 heures\n\n" + "\n\n".join(PARAGRAPHS)
    fetched_at = dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC)
    assert parse_text(page, fetched_at=fetched_at).published.isoformat().startswith("2025-03-04")
    assert parse_text(page).published is None


def test_a_credit_line_below_the_title_names_all_authors():
    page = "The ferry that sailed twice a day\n\nBy Ada Whitlock and Tom Perrin\n\n4 May 2024\n\n" + "\n\n".join(
        PARAGRAPHS
    )
    assert [author.name for author in parse_text(page).authors] == ["Ada Whitlock", "Tom Perrin"]


def test_a_name_that_the_text_speaks_of_is_no_author():
    text = "\n\n".join((*PARAGRAPHS, "Yvon Kerdal a refusé de répondre aux questions de la presse locale, jeudi soir."))
    assert parse_text("Le phare s’est éteint sans prévenir\n\n3 mars 2025\n\nYvon Kerdal\n\n" + text).authors == ()


def test_comments_are_neither_text_nor_cards():
    comments = "\n\n".join(
        f"Reader {n}\n\nI have seen this coast for {n} years and it never was as dark as that…" for n in range(3, 9)
    )
    article = parse_text(PAGE.partition("Odile")[0] + "6 commentaires\n\n" + comments)
    assert article.body.endswith(PARAGRAPHS[2])
    assert [teaser.region for teaser in article.teasers] == ["inline"]


def test_misread_characters_are_mended_first():
    damaged = PAGE.encode("utf-8").decode("latin-1")
    assert parse_text(damaged).title == parse_text(PAGE).title


def test_headlines_below_a_heading_are_cards_with_it():
    listed = "Les plus lus\n\nUn âne élu délégué de classe\n\nLe pont rouvre avec six mois d’avance\n\n12 mars 2025"
    teasers = parse_text(PAGE.partition("Le bac de Port-Louvet reprend du service\n\nLe bac")[0] + listed).teasers[1:]
    assert [(teaser.title, teaser.block_heading) for teaser in teasers] == [
        ("Un âne élu délégué de classe", "Les plus lus"),
        ("Le pont rouvre avec six mois d’avance", "Les plus lus"),
    ]
    assert teasers[1].published == dt.date(2025, 3, 12)


def test_the_page_itself_is_not_among_its_cards():
    own = "\n\nLes plus lus\n\nÀ Grande-Anse, le phare s’est éteint sans prévenir\n\nUn âne élu délégué de classe"
    titles = [teaser.title for teaser in parse_text(PAGE + own).teasers]
    assert "À Grande-Anse, le phare s’est éteint sans prévenir" not in titles


def test_the_address_helps_to_tell_the_title():
    lines = ("Un phare nommé désir", "Quand la lampe dort, les marins veillent", *PARAGRAPHS)
    url = "https://www.quai.example/2025/03/quand-lampe-dort-marins-veillent"
    assert parse_text("\n\n".join(lines), url).title == "Quand la lampe dort, les marins veillent"
    assert parse_text("\n\n".join(lines), url).url == url


def test_a_page_of_cards_without_a_text_is_a_listing():
    cards = "\n\n".join(
        f"Headline number {n} of the day\n\nAn excerpt of some dozen words that is cut before its own end {n}…"
        for n in range(6)
    )
    article = parse_text(cards)
    assert (article.kind, len(article.teasers), article.body) == ("listing", 6, None)


def test_a_page_of_whole_excerpts_with_dates_is_a_listing():
    cards = "\n".join(
        f"Headline number {n} of the day\n{n}.5.2025\nAn excerpt of some dozen words that comes to an end of its own, {n}."
        for n in range(1, 7)
    )
    article = parse_text(cards)
    assert (article.kind, len(article.teasers), article.body, article.published) == ("listing", 6, None, None)
    assert {teaser.region for teaser in article.teasers} == {"listing"}


def test_a_menu_is_nothing_in_particular():
    article = parse_text("Home\nNews\nSport\nWeather")
    assert (article.kind, article.body, article.teasers) == ("other", None, ())


@pytest.mark.parametrize("text", ["", "   \n\t\n ", "\u00a0\u2003\n"])
def test_a_text_without_text_is_refused(text):
    with pytest.raises(DocumentError, match="no text"):
        parse_text(text)


def test_binary_data_is_refused():
    with pytest.raises(DocumentError, match="binary"):
        parse_text("PK\x03\x04\x14\x00\x00\x00\x08\x00" * 40)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=120), st.sampled_from(PAGE.split("\n\n"))), max_size=30).map("\n\n".join))
def test_any_text_gives_an_article_or_is_refused(text):
    try:
        article = parse_text(text)
    except DocumentError:
        return
    assert article.kind in ARTICLE_KINDS
    assert article == parse_text(text)
    assert article.to_dict()["body"] == article.body
    assert all(teaser.same_story_as is None or teaser.same_story_as < teaser.position for teaser in article.teasers)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "A short line\n" * 100_000,
        "word " * 1_000_000,
        "x" * 5_000_000,
        "Headline of a story\nAn excerpt that is cut off before it comes to its own end…\n" * 30_000,
        "A sentence that is long enough to be taken for prose.\nx\nx\n" * 30_000,
        "11.08.2025 12:00\n" * 60_000,
        "Ã©" * 1_000_000,
    ],
    ids=["short lines", "one line", "one word", "cards", "gaps", "dates", "misread"],
)
def test_large_texts_take_time_in_proportion(text):
    started = time.process_time()
    parse_text(text)
    assert time.process_time() - started < 30


def test_bytes_are_read_as_utf_8():
    text = "Le bac est revenu\n\nLe vieux bac est revenu à son quai après huit ans, et le port s’en réjouit déjà."
    assert parse_text(text.encode()) == parse_text(text)


def losers_of(field):
    evidence = parse_text(PAGE, explain=True).evidence
    return [(item.source, item.value, item.reason) for item in evidence if item.field == field and item.rank]


class TestLosers:
    def test_they_are_left_out_unless_asked_for(self):
        plain, asked = parse_text(PAGE), parse_text(PAGE, explain=True)
        assert tuple(item for item in asked.evidence if item.rank == 0) == plain.evidence
        assert len(asked.evidence) > len(plain.evidence)

    def test_a_line_that_could_be_the_title_says_why_it_is_not(self):
        assert ("text line 13", "Les marins sont rentrés à la lueur des téléphones.") in [
            (source, value) for source, value, _ in losers_of("title")
        ]

    def test_excerpts_of_cards_are_no_text(self):
        assert {reason for _, _, reason in losers_of("body")} == {"excerpts of cards"}

    def test_a_date_far_away_loses(self):
        page = PAGE + "\n12 janvier 2024"
        found = [item for item in parse_text(page, explain=True).evidence if item.field == "published" and item.rank]
        assert [(item.value, item.reason) for item in found] == [
            ("2024-01-12", "stands further from the title and the text")
        ]


HEADLINES = [
    ("Harbour seal joins the parish council", "It took three rounds and a campaign that was mostly fought under water"),
    ("Two bakers end a truce over crusts", "Neither of them can remember what the peace of forty years was about"),
    ("Lamp lit again after a year in the dark", "The keeper found the switch behind a calendar that nobody had turned"),
    ("Goats win the right to travel free", "The ferry takes eleven of them a day and has ordered hay for the winter"),
]


def test_a_page_of_dated_headlines_with_one_sentence_among_them_is_a_listing():
    cards = [f"{title}\n3 May 2025\n{summary}" for title, summary in HEADLINES]
    cards += [f"{title} once more\n2 May 2025\n{summary}" for title, summary in HEADLINES]
    notice = "All the news that you need, delivered to your door every single morning."
    article = parse_text("\n".join(("News", "Sport", "Local News", *cards[:4], notice, *cards[4:], "Contact")))
    assert (article.kind, article.title, article.body, len(article.teasers)) == ("listing", "Local News", None, 8)
    assert article.teasers[0].excerpt == HEADLINES[0][1]
