"""Links that may promote another article, by their addresses."""

import pytest

from archiver.parser.card_links import is_article_address, read_links
from support.pages import page_of

TITLE = "Village of two bakers ends its long truce"


def links_of(*addresses, text=TITLE):
    return read_links(page_of("".join(f'<p><a href="{address}">{text}</a></p>' for address in addresses)))


def content_of(*addresses, **given):
    return [one.link.href for one in links_of(*addresses, **given).content]


@pytest.mark.parametrize(
    "address",
    [
        "/verlag/redakteure/ada-penrose-of-gannet-quay",
        "/opinion/columnists/ada-penrose",
        "https://abo.gannet-post.example/offers/three-months-for-three-coins",
        "https://jobs.gannet-post.example/a-harbour-master-is-wanted",
        "/forum/threads/who-has-seen-my-umbrella",
        "/service/privacy-policy",
        "/events/shanty-night-at-the-anchor",
        "https://kupon.gannet-post.example/bread-for-half-the-price",
        "/discussion.php?id=20250711",
        "/news/two-bakers-end-their-truce/comments",
        "/politique-de-confidentialite.html",
        "/img/two-bakers-and-their-oven.jpg",
        "/calendar/shanty-night-at-the-anchor",
        "/jobs/a-harbour-master-is-wanted",
        "/${slug}",
        "/news/{{ slug }}",
    ],
)
def test_addresses_of_people_counters_rules_and_files_promote_nothing(address):
    assert content_of(address) == []


@pytest.mark.parametrize(
    "address",
    [
        "/opinion/columnists/ada-penrose/why-i-left-the-choir",
        "https://sport.gannet-post.example/rowing-club-loses-its-oars",
        "/?p=4711",
        "/empleo/2025/07/a-harbour-master-is-found",
        "/z",
    ],
)
def test_any_other_address_of_the_site_may(address):
    assert content_of(address) == [address]


@pytest.mark.parametrize(
    "section",
    [
        *("people", "forum", "economy/jobs", "culture/events", "sport/profile", "reporter", "profil", "team", "help"),
        *("by", "thema", "topics"),
    ],
)
def test_a_long_slug_below_a_word_that_lists_or_offers_is_an_articles(section):
    article, other = f"/{section}/a-harbour-master-is-found", f"/{section}/ada-penrose"
    assert content_of(article) == [article]
    assert content_of(other) == []


@pytest.mark.parametrize("section", ["author", "autor", "authors", "redacteur", "tag", "category", "user"])
def test_authors_and_tags_have_long_names_too(section):
    assert content_of(f"/{section}/ada-maria-de-la-penrose") == []


def test_a_section_of_the_menu_is_no_article_however_many_words_lead_there():
    links = (
        '<p><a href="/harbour/">All stories from the harbour</a></p><p><a href="/z">Harbour master loses key</a></p>'
    )
    found = read_links(page_of(f'<nav><a href="/harbour/">Harbour</a> <a href="/bread/">Bread</a></nav>{links}'))
    assert [one.link.href for one in found.content] == ["/z"]


def test_few_words_need_an_address_like_an_articles():
    links = links_of("/bread", "/news/two-bakers-end-their-truce", text="Two bakers")
    assert [one.link.href for one in links.content] == ["/news/two-bakers-end-their-truce"]
    assert [link.href for link in links.weak] == ["/bread"]


def test_what_the_house_says_of_itself_marks_its_menu():
    links = links_of("/impressum", text="Impressum")
    assert links.house
    assert links.content == []


@pytest.mark.parametrize(
    ("address", "looks_like_one"),
    [
        ("/news/two-bakers-end-their-truce", True),
        ("/news/20250711", True),
        ("/news/bakers", False),
        ("/politics/", False),
    ],
)
def test_a_long_slug_or_a_number_looks_like_an_article(address, looks_like_one):
    assert is_article_address(address) is looks_like_one
