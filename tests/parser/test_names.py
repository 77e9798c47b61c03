"""Names out of credit lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Author
from archiver.parser.names import is_group, is_person, is_possible, is_signer, parse_credit


def names(text):
    return [author.name for author in parse_credit(text)]


@pytest.mark.parametrize(
    "name",
    [
        "Ann Doe",
        "Jean-Noël d'Arcy",
        "María R. Valdés",
        "Michelle de Oliveira",
        "Ludwig van der Meer",
        "J. K. Marsh",
        "KARIN HOLM",
        "Dr. Max Kessler",
        "Ярослав Громов",
        "山田花子",
        "구민준",
        "अमित वर्मा",
        "ليلى حداد",
    ],
)
def test_persons_are_told_by_their_spelling(name):
    assert is_person(name)


@pytest.mark.parametrize(
    "text",
    [
        "Ann",
        "ann doe",
        "Harbour News Desk",
        "Essay By",
        "Ann von",
        "Die Hafenzeitung",
        "Senior Reporter",
        "Follow us",
        "Getty Images",
        "Read more articles",
        "Ann Doe 2025",
        "ann@harbour.example",
        "https://harbour.example/ann",
        "12 August",
        "",
        "A b c d e f g h i j",
    ],
)
def test_everything_else_is_no_person(text):
    assert not is_person(text)


@pytest.mark.parametrize("name", ["Ann", "gizmo", "Harbour News Desk", "AFP", "Ann Doe"])
def test_nicknames_and_newsrooms_are_possible(name):
    assert is_possible(name)


@pytest.mark.parametrize(
    "name", ["admin", "ann.doe", "sarah-indra", "user1234", "a@b.example", "n/a", "Share this", "x" * 200]
)
def test_user_names_and_phrases_are_not(name):
    assert not is_possible(name)


@pytest.mark.parametrize(
    "name", ["AFP", "dpa", "Reuters", "Redaktion", "La Rédaction", "La rédaction du Lac Bleu", "편집부"]
)
def test_agencies_and_newsrooms_sign(name):
    assert is_signer(name)


@pytest.mark.parametrize("name", ["Ann Doe", "Harbour Gazette", "gizmo", ""])
def test_others_are_no_signers(name):
    assert not is_signer(name)


def test_newsrooms_are_groups():
    assert is_group("Redaktion Hafenblatt")
    assert not is_group("Ann Doe")


@pytest.mark.parametrize(
    "text",
    [
        "Ann Doe and Ben Roe",
        "Ann Doe und Ben Roe",
        "Ann Doe et Ben Roe",
        "Ann Doe y Ben Roe",
        "Ann Doe e Ben Roe",
        "Ann Doe og Ben Roe",
        "Ann Doe och Ben Roe",
        "Ann Doe & Ben Roe",
        "Ann Doe, Ben Roe",
        "Ann Doe; Ben Roe",
        "Ann Doe and Ben Roe, Harbour Gazette",
        "Ann Doe, Senior Reporter and Ben Roe",
        "Ann Doe, Senior Reporter, and Ben Roe",
        "Ann Doe And Ben Roe For The Harbour On Sunday",
    ],
)
def test_two_authors_are_parted(text):
    assert names(text) == ["Ann Doe", "Ben Roe"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("أحمد علي ومحمد حسن", ["أحمد علي", "محمد حسن"]),
        ("أحمد علي وليد حسن", ["أحمد علي وليد حسن"]),
        ("Γιάννη Μαρή και της Μαρίας Νικολάου", ["Γιάννη Μαρή", "Μαρίας Νικολάου"]),
        ("Anna von und zu Hausen und Jens Kolbe", ["Anna von und zu Hausen", "Jens Kolbe"]),
    ],
)
def test_an_and_parts_as_its_language_writes_it(text, people):
    assert names(text) == people


def test_three_authors_are_parted():
    assert names("Ann Doe, Ben Roe und Cem Öz") == ["Ann Doe", "Ben Roe", "Cem Öz"]


def test_roles_in_between_belong_to_the_name_before():
    assert parse_credit("Ann Doe, Health Correspondent, Ben Roe and Cem Öz in Port Lacey") == (
        Author(name="Ann Doe", role="Health Correspondent"),
        Author(name="Ben Roe"),
        Author(name="Cem Öz"),
    )


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Ann Doe, Senior Reporter", Author(name="Ann Doe", role="Senior Reporter")),
        ("Ann Doe, AFP", Author(name="Ann Doe", affiliation="AFP")),
        ("Ann Doe | Harbour News", Author(name="Ann Doe", affiliation="Harbour News")),
        ("Ann Doe for Harbour Weekly", Author(name="Ann Doe", affiliation="Harbour Weekly")),
        ("Ann Doe, Redakteurin für Finanzen", Author(name="Ann Doe", role="Redakteurin für Finanzen")),
        ("Ann Doe Redakteurin", Author(name="Ann Doe", role="Redakteurin")),
        ("Ann Doe (Editor)", Author(name="Ann Doe", role="Editor")),
        ("Reporter Ann Doe", Author(name="Ann Doe", role="Reporter")),
        ("Bay-Korrespondentin Anna Muster", Author(name="Anna Muster", role="Bay-Korrespondentin")),
        ("dpa/Ann Doe", Author(name="Ann Doe", affiliation="dpa")),
        ("Ann Doe/dpa", Author(name="Ann Doe", affiliation="dpa")),
        ("山田花子 記者", Author(name="山田花子", role="記者")),
        ("구민준 기자", Author(name="구민준", role="기자")),
        ("Ann Doe, Nairobi", Author(name="Ann Doe", affiliation="Nairobi")),
        ("Ann Doe in Nairobi", Author(name="Ann Doe")),
        ("Ann Doe for Daily Mail", Author(name="Ann Doe", affiliation="Daily Mail")),
        ("ANN DOE, FOR DAILY LEDGER", Author(name="ANN DOE", affiliation="DAILY LEDGER")),
        ("Ann Doe (avec AFP)", Author(name="Ann Doe", affiliation="AFP")),
        ("Ann Doe with Reuters", Author(name="Ann Doe", affiliation="Reuters")),
        ("La rédaction du Lac Bleu avec AFP", Author(name="La rédaction du Lac Bleu", affiliation="AFP")),
        ("记者 李明", Author(name="李明", role="记者")),
        ("Ann Doe ann@harbour.example @anndoe", Author(name="Ann Doe")),
        ("Ann Doe, Senior Reporter, AFP", Author(name="Ann Doe", role="Senior Reporter", affiliation="AFP")),
    ],
)
def test_what_follows_a_name_is_role_or_affiliation(text, author):
    assert parse_credit(text) == (author,)


@pytest.mark.parametrize("name", ["Bill MCALLAN", "Anne-Marie", "Dr. J. Marsh", "Lê Phương"])
def test_names_stay_as_they_are_spelled(name):
    assert names(name) == [name]


def test_a_name_counts_once():
    assert names("Ann Doe, Ann Doe") == ["Ann Doe"]


@given(st.text(max_size=120))
def test_any_text_gives_authors_or_none(text):
    for author in parse_credit(text):
        assert author.name == author.name.strip()
        assert author.name


@given(st.lists(st.sampled_from(["Ann Doe", "Ben Roe", "Cem Öz", "María de Luz"]), min_size=1, max_size=4, unique=True))
def test_any_list_of_persons_is_parted(people):
    assert names(", ".join(people)) == people
