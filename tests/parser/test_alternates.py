"""The same page in other languages, as pages declare it."""

from __future__ import annotations

import pytest

from archiver.model import Alternate
from archiver.parser.article import parse

URL = "https://lac.example/en/the-ferry"


def alternates(head, url=URL):
    return parse(f"<html><head>{head}</head><body><h1>The ferry</h1></body></html>", url=url).alternates


def link(language, href, rel="alternate"):
    return f'<link rel="{rel}" hreflang="{language}" href="{href}">'


def test_other_languages_are_noted_in_the_pages_order_without_the_page_itself():
    head = link("fr", "/fr/le-bac") + link("en", URL) + link("pt-BR", "https://lago.example/a-balsa?utm_source=x")
    assert alternates(head) == (
        Alternate(language="fr", url="https://lac.example/fr/le-bac"),
        Alternate(language="pt-br", url="https://lago.example/a-balsa"),
    )


def test_the_canonical_address_is_the_page_itself():
    head = f'<link rel="canonical" href="{URL}">' + link("en", URL) + link("fr", "/fr/le-bac")
    assert [other.language for other in alternates(head, url=f"{URL}?page=1")] == ["fr"]


@pytest.mark.parametrize("default", [URL, "/fr/le-bac"])
def test_a_default_that_is_one_of_the_others_is_none(default):
    assert [other.language for other in alternates(link("x-default", default) + link("fr", "/fr/le-bac"))] == ["fr"]


def test_a_default_of_its_own_is_noted():
    found = alternates(link("x-default", "/choose") + link("fr", "/fr/le-bac"))
    assert [other.language for other in found] == ["x-default", "fr"]


@pytest.mark.parametrize(
    "head",
    ["", link("fr", ""), link("", "/fr"), link("fr", "/fr", rel="stylesheet"), link("fr", "mailto:a@lac.example")],
)
def test_what_names_no_language_or_no_page_is_none(head):
    assert alternates(head) == ()


def test_they_are_plain_json():
    article = parse(f"<html><head>{link('fr', '/fr')}</head><body><p>A</p></body></html>", url=URL)
    assert article.to_dict()["alternates"] == [{"language": "fr", "url": "https://lac.example/fr"}]
