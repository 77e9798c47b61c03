from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fingerprints import MIN_WORDS, NEAR_BITS, common_runs, distance, fingerprint, is_near, runs_of

STORY = (
    "Le conseil municipal a voté lundi soir la réouverture du bac qui relie les deux rives du lac, fermé depuis six mois"
    " à la suite d'une avarie. Les travaux ont coûté trois millions de francs, moitié moins que le pont dont on parlait en"
    " mars. Les pendulaires retrouveront leurs horaires d'avant la panne, promet la compagnie; les billets ne seront pas"
    " plus chers. Reste la question des vélos, que le nouveau ponton ne peut accueillir qu'en dehors des heures de pointe."
)
OTHER = (
    "Depuis vendredi, le musée du village montre une centaine de photographies prises par les habitants entre les deux"
    " guerres. On y voit des moissons, un mariage sous la neige, l'arrivée du premier autocar. Beaucoup de ces images"
    " dormaient dans des greniers; une classe de l'école les a numérisées pendant l'hiver, et leurs légendes ont été"
    " recueillies auprès des plus âgés. L'exposition dure jusqu'à la fin du mois de septembre, tous les après-midi."
)
CHINESE = "市议会星期一晚上投票决定重新开放连接湖两岸的渡轮该渡轮因故障已停运六个月工程耗资三百万法郎比三月份谈论的桥梁便宜一半"


NOTICE = (
    "Ce texte fait partie de l'offre des abonnés. Pour soutenir une presse libre dans les vallées, abonnez-vous dès cinq"
    " francs par mois: vous lirez tous les articles, la lettre du matin et les archives. Une erreur vous a sauté aux yeux?"
    " Écrivez à la rédaction, qui corrige volontiers. Suivez-nous aussi sur les réseaux pour les dernières nouvelles."
)


def near(one, other, unlike=()):
    return is_near(runs_of(one), runs_of(other), common_runs(map(runs_of, unlike)))


def bits(one, other):
    return distance(fingerprint(one).simhash, fingerprint(other).simhash)


@pytest.mark.parametrize(
    "retold",
    [
        STORY.upper(),
        unicodedata.normalize("NFD", STORY),
        unicodedata.normalize("NFKD", STORY).encode("ascii", "ignore").decode(),
        STORY.replace("'", "’").replace(" ", "\u00a0"),
        STORY.replace("réou", "réou\u00ad"),
    ],
    ids=["case", "marks apart", "no accents", "typography", "soft hyphens"],
)
def test_spelling_and_typography_do_not_count(retold):
    assert fingerprint(retold) == fingerprint(STORY)


@pytest.mark.parametrize(
    "retold",
    [f"LAUSANNE (ATS) - {STORY}", STORY.replace("lundi", "mardi").replace("trois", "quatre"), STORY.rsplit(";", 1)[0]],
    ids=["dateline", "two words", "shortened"],
)
def test_a_story_told_again_is_near_and_found_by_its_sketch(retold):
    assert bits(STORY, retold) <= NEAR_BITS
    assert near(STORY, retold)
    assert set(fingerprint(STORY).sketch) & set(fingerprint(retold).sketch)


def test_another_story_is_far():
    assert bits(STORY, OTHER) > NEAR_BITS + 6
    assert not set(fingerprint(STORY).sketch) & set(fingerprint(OTHER).sketch)


@pytest.mark.parametrize("words", [12, 20, 40])
def test_items_above_the_same_notice_are_not_near(words):
    items = [" ".join(text.split()[:words]) for text in (STORY, OTHER)]

    assert not near(*(f"{item}\n{NOTICE}" for item in items))
    assert near(items[0] + NOTICE, f"LAUSANNE (ATS) - {items[0]} {NOTICE}")


def test_reports_that_one_form_gives_are_not_near():
    form = (
        "{} recevait {} devant {} spectateurs. {} a ouvert la marque à la {}e minute, sur une passe de {}. La réplique est"
        " venue de {} à la {}e minute. Le but décisif est tombé à la {}e minute, par {}. Prochain match: {} contre {}."
    )
    one, other = ([f"{team}{place}" for place in range(12)] for team in ("nord", "sud"))

    assert bits(form.format(*one), form.format(*other)) <= NEAR_BITS + 6
    assert not near(form.format(*one), form.format(*other))


def test_what_unlike_texts_share_does_not_count():
    """One line above a notice: longer articles above the same notice tell that it is nobody's own."""
    one, other = (f"{line}\n{NOTICE}" for line in ("Le bac rouvre lundi à midi.", "Neige dès jeudi sur les cols."))
    unlike = [f"{text}\n{NOTICE}" for text in (STORY, OTHER)]

    assert near(one, other)
    assert not near(one, other, unlike)
    assert near(one, one, unlike)
    assert near(one, other, unlike[:1])


def test_scripts_without_spaces_have_words_too():
    assert bits(CHINESE, f"本报讯{CHINESE}") <= NEAR_BITS
    assert bits(CHINESE, CHINESE[::-1]) > NEAR_BITS + 6


@pytest.mark.parametrize(("words", "is_compared"), [(MIN_WORDS - 1, False), (MIN_WORDS, True)])
def test_a_short_text_says_nothing(words, is_compared):
    assert (fingerprint(" ".join(f"mot{n}" for n in range(words))) is not None) == is_compared


@given(st.text(alphabet="abcd é東京ไ\u0301\n", max_size=400))
def test_any_text_has_one_that_sqlite_can_hold(text):
    made = fingerprint(text)

    assert made == fingerprint(text)
    assert (runs_of(text) is None) == (made is None)
    if made is not None:
        assert all(-(2**63) <= number < 2**63 for number in (made.simhash, *made.sketch))


@given(st.lists(st.sampled_from(["Été", "œuvre", "l’eau", "№ 5", "™", "a\u0301", "ß", "x_1", "Ελλάδα", "½"])))
def test_a_text_is_compared_alike_whatever_letters_stand_beside_it(words):
    assert_alike(" ".join(["mot", *words] * MIN_WORDS))


@given(st.text(alphabet=bytes(range(256)).decode("cp1252", "ignore"), max_size=20))
def test_a_text_of_western_europe_is_compared_as_any_other(text):
    assert_alike(" ".join(["mot", text] * MIN_WORDS))


def assert_alike(text):
    alone, beside = runs_of(text), runs_of(f"{text} Ж")

    assert alone is not None
    assert beside is not None
    assert beside.in_order[: len(alone.in_order)] == alone.in_order


def test_a_text_of_any_length_is_compared():
    assert fingerprint(" ".join(f"mot{n}" for n in range(70_000))) is not None


def test_it_is_the_same_in_every_process():
    """What the archive holds was written by another one."""
    assert fingerprint(STORY).simhash == 8097342602350314790
    assert [fingerprint(text).sketch[0] for text in (STORY, CHINESE)] == [1072520771616, 3965386319551]
