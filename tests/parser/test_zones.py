"""What tags, classes, ids and roles say of the part of a page that they wrap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parser import zones as z
from archiver.parser.zones import named_zones
from support.pages import page_of, paragraphs

NAMES = {zone: name for name, zone in vars(z).items() if zone in z.ALL and name.isupper()}


def names_of(zones):
    return {name for zone, name in NAMES.items() if zones & zone}


def said_by(tag, attributes=""):
    """The zones of the page's first block, in an element with these attributes."""
    return names_of(page_of(f"<{tag} {attributes}>The ferry</{tag}>" + paragraphs()).segments[0].zones)


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ("byline", {"BYLINE"}),
        ("article-body", {"BODY"}),
        ("ArticleBody", {"BODY"}),
        ("articleBody__text", {"BODY"}),
        ("c-article_body--wide", {"BODY"}),
        ("related-articles", {"RELATED"}),
        ("most-read", {"RELATED"}),
        ("mostRead2", {"RELATED"}),
        ("a-lire-aussi", {"RELATED"}),
        ("post-date", {"DATE", "ARTICLE"}),
        ("NEWSLETTER", {"PROMOTION"}),
        ("share sidebar", {"SHARE", "ASIDE"}),
        ("photo-credit", {"CREDIT"}),
        ("css-1x2y3z", set()),
        ("col-md-8", set()),
        ("", set()),
    ],
)
def test_class_names_are_read_word_by_word(classes, expected):
    assert names_of(named_zones(classes)) == expected


@pytest.mark.parametrize("classes", ["commentaires", "disqus_thread", "related2", "taboola-below", "newsletters"])
def test_some_words_are_known_by_their_beginning(classes):
    assert named_zones(classes)


@pytest.mark.parametrize(
    "classes", ["leader", "adventure", "sharewood", "tagliatelle", "navy", "datebook", "storyteller"]
)
def test_most_words_are_known_as_a_whole_only(classes):
    assert not named_zones(classes) & (z.LEAD | z.ADVERT | z.TAGS | z.NAV | z.DATE | z.ARTICLE)


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ("author-bio", {"BIOGRAPHY"}),
        ("article-title", {"TITLE"}),
        ("post-comments", {"COMMENTS"}),
        ("story-lead", {"LEAD"}),
        ("date-title", {"TITLE"}),
    ],
)
def test_of_two_meanings_in_one_name_the_more_particular_stands(classes, expected):
    assert names_of(named_zones(classes)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("article", {"ARTICLE"}),
        ("aside", {"ASIDE"}),
        ("nav", {"NAV"}),
        ("footer", {"FOOTER"}),
        ("figcaption", {"CAPTION"}),
        ("h2", {"HEADING"}),
        ("address", {"BYLINE"}),
        ("div", set()),
    ],
)
def test_tags_say_what_they_are(tag, expected):
    assert said_by(tag) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('role="navigation"', {"NAV"}),
        ('role="complementary"', {"ASIDE"}),
        ('id="sidebar"', {"ASIDE"}),
        ('itemprop="author"', {"BYLINE"}),
        ('class="tags" id="comments"', {"TAGS", "COMMENTS"}),
        ('data-role="navigation"', set()),
    ],
)
def test_attributes_say_it_too(attributes, expected):
    assert said_by("div", attributes) == expected


def test_every_zone_has_its_own_bit():
    assert len(NAMES) == len(z.ALL) == len(set(z.ALL))
    assert sum(z.ALL) == 2 ** len(z.ALL) - 1


@given(st.text())
def test_any_class_attribute_can_be_read(classes):
    assert 0 <= named_zones(classes) <= sum(z.ALL)


@given(st.lists(st.sampled_from(["byline", "nav", "related-box", "x1", "articleBody"]), max_size=8))
def test_the_order_of_names_does_not_matter(names):
    assert named_zones(" ".join(names)) == named_zones(" ".join(reversed(names)))


def test_what_is_remembered_of_class_names_is_bounded():
    """A crawl meets new names for years."""
    for number in range(z._REMEMBERED + 10):
        named_zones(f"sidebar-{number}")
    named_zones("sidebar " + "x" * 1_000_000)
    assert all(len(table) <= z._REMEMBERED for table in (z._ATTRIBUTES, z._NAMES, z._ZONES_OF_WORDS))
    assert all(len(name) <= 500 for table in (z._ATTRIBUTES, z._NAMES) for name in table)
