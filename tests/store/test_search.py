from __future__ import annotations

import datetime as dt
import inspect

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archiver.errors import UsageError
from archiver.model import Author
from archiver.store.facets import facets_sql
from archiver.store.search import NEWEST, Wanted, search_sql
from archiver.store.search_words import read_words
from support.archives import SITE, article, foreign_rows, listing, teaser

TEXTS = {
    "/théâtre": article(
        title="Le théâtre rouvre", lead=None, body="La scène du lac, l'été venu.", byline="Par Zoé Muñoz"
    ),
    "/bac": article(title="Le bac coule", lead="Un naufrage au théâtre du lac.", body="Personne à bord."),
    "/marché": article(title="Marché", lead=None, body="Des légumes, et encore des légumes. Rien du théâtre."),
}


@pytest.fixture
def library(desk):
    desk.save(*(desk.read(url, text) for url, text in TEXTS.items()))
    return desk


def found(desk, words, **options):
    return [hit.url.removeprefix(SITE) for hit in desk.archive.search(words, **options)]


def asked(desk, statement):
    return list(desk.archive.query(*statement).rows)


@pytest.mark.parametrize("words", ["légumes", "legumes", "LÉGUMES", "le\u0301gumes", "Legumes"])
def test_accents_and_case_do_not_count(library, words):
    assert found(library, words) == ["/marché"]


def test_all_words_must_be_there(library):
    assert found(library, "lac naufrage") == ["/bac"]
    assert found(library, "lac légumes") == []


def test_a_title_weighs_more_than_the_text(library):
    assert found(library, "theatre") == ["/théâtre", "/bac", "/marché"]


def test_a_phrase_in_quotes_stands_together(library):
    assert found(library, '"théâtre du lac"') == ["/bac"]
    assert found(library, "« du lac »") == found(library, '"du lac"') == ["/bac", "/théâtre"]


def test_a_star_finds_the_start_of_a_word(library):
    assert found(library, "naufr*") == ["/bac"]
    assert found(library, "naufr") == []


def test_names_in_the_byline_are_found(library):
    assert found(library, "munoz") == ["/théâtre"]


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("l'été", ["/théâtre"]),
        ("l’été", ["/théâtre"]),
        ("AND", []),
        ("lac AND", ["/bac", "/théâtre"]),
        ("NOT lac", []),
        ("url:bac", []),
        ("title: bac", []),
        ("lac - naufrage", ["/bac"]),
        ("bac!", ["/bac"]),
        ('"bac', ["/bac"]),
        ('bac "', ["/bac"]),
        ("😀 bac", ["/bac"]),
        ("😀", []),
        ("*", []),
        ('""', []),
        ("(bac)", ["/bac"]),
        ("bac^2", []),
        ("bac\0", ["/bac"]),
        ("NEAR(bac coule)", []),
        ("\ud83d bac", ["/bac"]),
    ],
)
def test_no_character_has_a_hidden_meaning(library, words, urls):
    assert found(library, words) == urls


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("lac -naufrage", ["/théâtre"]),
        ('lac -"théâtre du lac"', ["/théâtre"]),
        ("theatre -légum*", ["/théâtre", "/bac"]),
        ("lac -title:bac", ["/théâtre"]),
        ("lac -naufrage -scène", []),
        ("-theatre", []),
        ("-naufrage", ["/marché", "/théâtre"]),
        ("lac -😀", ["/bac", "/théâtre"]),
        ("lac--naufrage", []),
    ],
)
def test_a_minus_leaves_out(library, words, urls):
    assert found(library, words) == urls


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("légumes OR naufrage", ["/bac", "/marché"]),
        ("légumes OR naufrage OR scène", ["/bac", "/marché", "/théâtre"]),
        ("lac légumes OR naufrage", ["/bac"]),
        ("naufrage OR scène lac", ["/bac", "/théâtre"]),
        ("title:bac OR body:légumes", ["/bac", "/marché"]),
        ('"du lac" OR légum*', ["/bac", "/marché", "/théâtre"]),
        ("naufrage OR", ["/bac"]),
        ("OR naufrage", ["/bac"]),
        ("AND naufrage AND", ["/bac"]),
        ("OR -naufrage", ["/marché", "/théâtre"]),
        ("OR", []),
        ("AND OR", []),
        ('naufrage "OR" scène', []),
        ("naufrage or scène", []),
        ("naufrage OR OR scène", ["/bac", "/théâtre"]),
        ("naufrage AND OR AND scène OR", ["/bac", "/théâtre"]),
        ("lac AND naufrage", ["/bac"]),
    ],
)
def test_of_words_with_or_between_them_one_is_enough(library, words, urls):
    assert sorted(found(library, words)) == urls


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("title:theatre", ["/théâtre"]),
        ("TITLE:theatre", ["/théâtre"]),
        ("lead:theatre", ["/bac"]),
        ("body:theatre", ["/marché"]),
        ("byline:munoz", ["/théâtre"]),
        ("title:munoz", []),
        ('lead:"théâtre du lac"', ["/bac"]),
        ("lead:naufr*", ["/bac"]),
        ("title:theatre byline:zoe", ["/théâtre"]),
        ("theatre title:bac", ["/bac"]),
    ],
)
def test_a_word_may_be_looked_for_in_one_field(library, words, urls):
    assert found(library, words) == urls


ANYTHING = (
    st.text(alphabet=st.characters(), max_size=30)
    | st.text(alphabet="ab\"'*^()-:+{} ANDORT東ก", max_size=20)
    | st.lists(
        st.sampled_from(
            ["bac", "-bac", "OR", "AND", "title:", "title:b*", "-", '"', "«", "*", "東京", "-東京", "NEAR(a", "é😀"]
        ),
        max_size=12,
    ).map(" ".join)
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANYTHING)
@example('a""b')
@example("\0")
@example("\ud83d OR \udc00")
def test_no_text_is_refused(library, words):
    library.archive.search(words)
    library.archive.search(words, order="date")
    library.archive.search(words, among="teasers")
    library.archive.count_hits(words)
    library.archive.facets(words)


@pytest.mark.parametrize(
    "text", ["word ", "w* OR ", "-x ", '"a b" ', "title:a ", "東京 ", "-ก ", "a OR 東 ", "a-b:", "(", "\0", "x", "東"]
)
def test_a_whole_page_may_be_pasted(library, text):
    words = "".join(text if at % 2 else f"{at}{text}" for at in range(10_000 // len(text)))
    library.archive.search(words)
    library.archive.search(text * (10_000 // len(text)), order="date")
    library.archive.count_hits(words, among="teasers")


def test_a_query_shows_the_words_as_they_were_typed():
    words = read_words('deux mots "une phrase" déb* dé*', ("title",))
    assert words.match == '("deux") AND ("mots") AND ("une phrase") AND ("déb"*) AND ("dé")'


CJK = article(
    title="東京都知事、新予算案を発表", lead=None, body="東京都は12日、AI技術への投資を柱とする予算案を発表した。"
)
THAI = article(title="กรุงเทพมหานครเปิดสะพานใหม่", lead=None, body="ผู้ว่าราชการกล่าวว่าสะพานจะช่วยลดการจราจร")


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("東京", ["/ja"]),
        ("予算案", ["/ja"]),
        ("ai技術", ["/ja"]),
        ("予算 投資", ["/ja"]),
        ("予算 大阪", []),
        ("title:投資", []),
        ("予算案 OR สะพาน", ["/ja", "/th"]),
        ("théâtre OR สะพาน", ["/bac", "/marché", "/th", "/théâtre"]),
        ("สะพาน", ["/th"]),
        ("จราจร -สะพาน", []),
        ("-東京 -theatre", ["/th"]),
        ("東京 12日", ["/ja"]),
        ("100%_\\東", []),
    ],
)
def test_scripts_without_spaces_are_searched_as_they_stand(library, words, urls):
    library.save(library.read("/ja", CJK), library.read("/th", THAI))
    assert sorted(found(library, words)) == urls
    assert library.archive.count_hits(words) == len(urls)


def test_a_match_in_a_script_without_spaces_is_marked_and_ranked(library):
    later = article(title="市場", lead=None, body="「東京」の話。" + "あ" * 300)
    library.save(library.read("/ja", CJK), library.read("/2", later))

    first, second = library.archive.search("東京", marks=("[", "]"))
    assert (first.title, first.snippet[:10]) == (CJK.title, "[東京]都知事、新予")
    assert second.snippet.startswith("「[東京]」の話。")
    assert first.rank < second.rank < 0


def test_the_index_follows_a_text_that_changes_its_script(library):
    library.save(library.read("/ja", CJK))
    library.clock.pass_hours(1)
    library.save(library.read("/ja", article(title="Tokyo", lead=None, body="Une ville.")))

    assert not library.archive.search("東京")
    assert library.column("SELECT title FROM articles WHERE has_unspaced") == []


def test_a_check_tells_of_a_text_that_such_a_search_would_pass_over(library, path):
    library.save(library.read("/ja", CJK))
    assert library.archive.check().problems == ()
    foreign_rows(path, "UPDATE articles SET has_unspaced = 0")

    assert library.archive.check().problems == ("has_unspaced of article 4 is not what its text says",)


def test_a_snippet_shows_the_match_between_marks(library):
    (hit,) = library.archive.search("legumes", marks=("[", "]"))

    assert hit.snippet == "Des [légumes], et encore des [légumes]. Rien du théâtre."
    assert (hit.title, hit.source, hit.published) == ("Marché", "Courrier du Lac", None)
    assert hit.rank < 0


@pytest.fixture
def shelf(desk):
    """Articles that differ in all that a search can be narrowed by."""
    authors = (Author(name="Zoé Muñoz"), Author(name="AFP"))
    desk.save(
        desk.read("/old", article(published=dt.date(2020, 1, 1), section="Mer", tags=("Bac",), authors=authors)),
        desk.read("/new", article(published=dt.date(2025, 1, 1), section="Lac", language="fr", authors=authors[1:])),
        desk.read("/dateless", article(published=None, section=None, language="en")),
    )
    desk.archive.add(article(url="https://autre.example/bac", published=dt.date(2024, 6, 1)))
    return desk


@pytest.mark.parametrize(
    ("filters", "urls"),
    [
        ({"since": dt.date(2024, 6, 1)}, ["/new", "autre"]),
        ({"until": dt.date(2024, 6, 1)}, ["/old", "autre"]),
        ({"since": dt.date(2020, 1, 1), "until": dt.date(2020, 1, 1)}, ["/old"]),
        ({"source": "autre.example"}, ["autre"]),
        ({"source": "Autre.Example"}, ["autre"]),
        ({"source": "https://autre.example/"}, ["autre"]),
        ({"source": "Courrier du Lac"}, ["/dateless", "/new", "/old"]),
        ({"author": "AFP"}, ["/new", "/old"]),
        ({"author": "afp", "section": "mer"}, ["/old"]),
        ({"section": "Lac"}, ["/new"]),
        ({"language": "FR", "since": dt.date(2020, 1, 1)}, ["/new"]),
        ({"tag": "bac"}, ["/old"]),
        ({"tag": "Bac", "section": "Lac"}, []),
    ],
)
@pytest.mark.parametrize("words", ["bac", "", "bac -montagne", "-montagne"])
def test_a_search_can_be_narrowed(shelf, words, filters, urls):
    hits = {url.removeprefix("https://").removesuffix(".example/bac") for url in found(shelf, words, **filters)}
    assert sorted(hits) == urls
    assert shelf.archive.count_hits(words, **filters) == len(urls)


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"source": "nirgends.example"}, "no source 'nirgends.example' (known: Courrier du Lac, autre.example)"),
        ({"author": "Muñoz"}, "no author 'Muñoz' (known: AFP, Zoé Muñoz)"),
        ({"tag": "ferry"}, "no tag 'ferry' (known: Bac)"),
        ({"section": "Ciel"}, "no section 'Ciel' (known: Lac, Mer)"),
        ({"language": "xx"}, "no language 'xx' (known: en, fr)"),
    ],
)
def test_a_filter_that_names_nothing_says_what_there_is(shelf, filters, words):
    for ask in (shelf.archive.search, shelf.archive.count_hits, shelf.archive.facets):
        with pytest.raises(UsageError) as refused:
            ask("bac", **filters)
        assert str(refused.value) == words


def test_of_many_names_those_that_are_like_it_are_told(desk):
    tags = tuple(f"Thème {letter * 3}" for letter in "abcdefghij")
    desk.save(desk.read("/1", article(tags=tags)))

    with pytest.raises(UsageError, match=r"no tag 'theme bbb' \(like it: Thème bbb"):
        desk.archive.search("", tag="theme bbb")
    with pytest.raises(UsageError, match=r"no tag '海' \(known: Thème aaa, .* and 2 more\)"):
        desk.archive.search("", tag="海")


def test_hits_come_page_by_page(shelf):
    for order in ("relevance", "date"):
        whole = found(shelf, "bac", order=order)
        assert [
            *found(shelf, "bac", limit=3, order=order),
            *found(shelf, "bac", limit=3, offset=3, order=order),
        ] == whole
        assert found(shelf, "bac", offset=9, order=order) == []


def test_hits_can_be_sorted_by_the_day_that_they_appeared(shelf):
    by_date = ["/new", "https://autre.example/bac", "/old", "/dateless"]
    assert found(shelf, "bac", order="date") == by_date
    assert found(shelf, "ba*", order="date") == []
    assert found(shelf, "bac*", order="date") == by_date
    assert found(shelf, "", author="AFP") == ["/new", "/old"]


def test_without_words_and_filters_everything_is_found_the_newest_first(shelf):
    newest_first = ["/new", "https://autre.example/bac", "/old", "/dateless"]
    assert found(shelf, "") == found(shelf, "  ", order="date") == newest_first
    assert found(shelf, "", limit=2, offset=1) == newest_first[1:3]
    assert shelf.archive.count_hits() == 4
    assert ("source", "Courrier du Lac", 3) in shelf.archive.facets()
    assert {count.articles for count in shelf.archive.facets() if count.facet == "language"} == {1, 2}


def test_words_without_a_letter_find_nothing(shelf):
    assert found(shelf, "!") == found(shelf, "🙂", source="autre.example") == []
    assert shelf.archive.count_hits("!") == 0


def test_facets_say_how_the_hits_are_spread(shelf):
    spread = {}
    for facet, value, articles in shelf.archive.facets("bac"):
        spread.setdefault(facet, []).append((value, articles))
    assert spread == {
        "source": [("Courrier du Lac", 3), ("autre.example", 1)],
        "language": [(None, 2), ("en", 1), ("fr", 1)],
        "section": [(None, 2), ("Lac", 1), ("Mer", 1)],
        "year": [(None, 1), ("2020", 1), ("2024", 1), ("2025", 1)],
        "month": [(None, 1), ("2020-01", 1), ("2024-06", 1), ("2025-01", 1)],
        "author": [("AFP", 2), ("Zoé Muñoz", 1)],
        "tag": [("Bac", 1)],
    }


def test_facets_may_be_counted_among_the_newest_hits_alone(shelf):
    wanted = Wanted(words="bac")
    whole, newest = (asked(shelf, facets_sql(wanted, ["source"], newest=number)) for number in (-1, 1))
    assert [row[2] for row in whole] == [3, 1]
    assert newest == [("source", "autre.example", 1)]


def test_facets_count_the_newest_hits_of_many_unless_all_are_asked_for(shelf):
    def counted(**options):
        return sum(count.articles for count in shelf.archive.facets(**options) if count.facet == "year")

    assert (counted(), counted(newest=None), counted(newest=2)) == (4, 4, 2)
    assert inspect.signature(shelf.archive.facets).parameters["newest"].default == NEWEST
    with pytest.raises(UsageError, match="invalid newest 0"):
        counted(newest=0)


def test_of_many_hits_the_newest_compete(desk):
    """Which takes 20,000 articles; the statement is the same for a few."""
    desk.save(*(desk.read(f"/{number}", article(title="Bac", body="bac")) for number in range(4)))
    desk.save(desk.read("/long", article(title="Musée", body="bac et d'autres mots")))
    sql, parameters = search_sql(Wanted(words="bac"))

    assert str(NEWEST) in sql
    rows = asked(desk, (sql.replace(str(NEWEST), "2"), parameters))
    assert [row[1].removeprefix(SITE) for row in rows] == ["/3", "/long"]


def test_cards_are_searched_apart_from_articles(desk):
    desk.save(desk.read("/", listing(teaser("Le musée", excerpt="Des momies", url=f"{SITE}/musée"))))

    assert desk.archive.search("momies") == ()
    (hit,) = desk.archive.search("MOMIES", among="teasers")
    assert (hit.title, hit.url) == ("Le musée", f"{SITE}/musée")
    assert desk.archive.count_hits("momies", among="teasers") == 1
    assert desk.rows(
        "SELECT t.title FROM teasers_fts AS f JOIN teasers AS t ON t.card_id = f.rowid WHERE teasers_fts MATCH 'momies'"
    ) == [("Le musée",)]


def test_cards_can_be_narrowed_by_who_showed_them_and_when(desk):
    desk.save(desk.read("/", listing(teaser("Le musée", kicker="Culture", byline="Zoé"), teaser("Le bac"))))
    desk.clock.pass_hours(48)
    desk.save(desk.read("/", listing(teaser("Le musée", kicker="Culture", byline="Zoé"), teaser("Le phare"))))

    def titles(words, **options):
        return [hit.title for hit in desk.archive.search(words, among="teasers", **options)]

    today, then = desk.clock.now.date(), desk.clock.now.date() - dt.timedelta(days=2)
    assert titles("le", until=then) == ["Le bac", "Le musée"]
    assert titles("le", since=today + dt.timedelta(days=1)) == ["Le phare", "Le musée"]
    assert titles("le -musee", since=today) == ["Le phare", "Le bac"]
    assert titles("kicker:culture byline:zoe") == ["Le musée"]
    assert titles("le", order="date") == titles("", source="Courrier du Lac") == ["Le phare", "Le bac", "Le musée"]
    assert titles("東京") == []
    with pytest.raises(UsageError, match=r"cards have no author \(expected source, since, until, or a search among"):
        titles("le", author="Zoé")


WORDS = st.text(alphabet="abé ", max_size=6)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["/1", "/2", "/3"]), st.sampled_from(["read", "reparse", "gone"]), WORDS, WORDS),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
def test_the_index_says_what_the_tables_hold_whatever_happens(desk, events):
    for url, event, title, body in events:
        text = article(title=title.strip() or None, body=body, teasers=(teaser(body),))
        if event == "read":
            desk.save(desk.read(url, text))
        elif event == "gone":
            desk.save(desk.gone(url))
        elif desk.rows("SELECT 1 FROM captures WHERE url = ?", desk.absolute(url)):
            desk.archive.save_reparsed([desk.reparsed(url, text)])
        desk.clock.pass_hours(1)

    assert desk.archive.check().problems == ()
    for word in ("a", "b", "é"):
        by_index = {hit.id for hit in desk.archive.search(word, limit=99)}
        tokens = "SELECT id FROM articles WHERE ' ' || replace(title || ' ' || body || ' ', 'é', 'e') LIKE ?"
        assert by_index >= set(desk.column(tokens, f"% {word.replace('é', 'e')} %"))
