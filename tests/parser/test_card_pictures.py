"""Pictures of cards, told with the help of the other cards and of the page's styles."""

import pytest
from lxml import etree

from archiver.parser.card_pictures import CardElements, read_card_pictures

BASE = "https://www.quai-ouest.example/news/"
SITE = "https://www.quai-ouest.example"


def read(*cards, head=""):
    """The pictures of cards with this markup, each of a story of its own."""
    divs = "".join(
        f'<div class="k" id="card-{number}">{card}<h3>Headline</h3></div>' for number, card in enumerate(cards)
    )
    page = etree.fromstring(f"<html><head>{head}</head><body>{divs}</body></html>", etree.HTMLParser())
    found = [element for element in page.iter("div") if element.get("class") == "k"]
    return read_card_pictures([CardElements(element, f"/{place}") for place, element in enumerate(found)], BASE)


def statuses(*cards, head=""):
    return [picture.status for picture in read(*cards, head=head)]


def test_no_cards_have_no_pictures():
    assert read_card_pictures([], BASE) == []


def test_a_wrapper_without_a_telling_name_is_a_slot_where_other_cards_have_their_pictures():
    assert statuses('<div class="css-9k"><img src="/a.jpg"></div>', '<div class="css-9k"></div>', "") == [
        "present",
        "missing",
        "none",
    ]


def test_words_about_pictures_in_that_wrapper_stand_for_the_picture():
    pictures = read('<b class="css-9k"><img src="/a.jpg"></b>', '<b class="css-9k">This photo is on holiday</b>')
    assert (pictures[1].status, pictures[1].placeholder_text) == ("placeholder", "This photo is on holiday")


def test_other_words_in_that_wrapper_do_not():
    assert statuses('<b class="css-9k"><img src="/a.jpg"></b>', '<b class="css-9k">Live</b>')[1] == "none"


def test_one_picture_for_three_stories_is_a_generic_one():
    assert statuses(*['<img src="/assets/quai.png">'] * 3, '<img src="/a.jpg">') == [*["placeholder"] * 3, "present"]


def test_one_picture_for_two_stories_may_be_theirs():
    assert statuses(*['<img src="/assets/ferry.png">'] * 2) == ["present"] * 2


@pytest.mark.parametrize("address", ["/assets/quai-ouest-grey.png", "/assets/mark.svg"])
def test_the_outlets_name_or_a_drawing_is_generic_for_two(address):
    assert statuses(*[f'<img src="{address}">'] * 2) == ["placeholder"] * 2


def test_a_day_and_a_size_are_no_numbers_of_a_picture():
    assert statuses(*['<img src="/uploads/2021/03/ferry-640x360.jpg">'] * 3) == ["placeholder"] * 3


def test_one_picture_with_a_number_of_its_own_needs_more_stories():
    assert statuses(*['<img src="/photos/88123/ferry.jpg">'] * 4) == ["present"] * 4
    assert statuses(*['<img src="/photos/88123/ferry.jpg">'] * 5) == ["placeholder"] * 5


def test_a_style_for_one_card_gives_it_a_picture():
    style = "<style>a{color:red}#card-0 > .k9::before, .k9-12 { background: #eee url('/photos/port.jpg') }</style>"
    pictures = read('<a class="k9"></a>', '<a class="k9-12"></a>', '<a class="k9"></a>', head=style)
    assert [(one.status, one.url) for one in pictures] == [
        ("present", SITE + "/photos/port.jpg"),
        ("present", SITE + "/photos/port.jpg"),
        ("none", None),
    ]


def test_a_style_for_all_empty_slots_gives_them_a_generic_picture():
    style = "<style>@media print { .thumb { background-image: url(/img/camera.png) } }</style>"
    assert statuses('<div class="thumb"></div>', '<div class="thumb"><img src="/a.jpg"></div>', head=style) == [
        "placeholder",
        "present",
    ]


def test_a_style_with_an_unseen_file_or_an_icon_gives_none():
    style = "<style>.thumb{background:url(/img/spacer.gif)} .note{background:url(/icons/note.png)}</style>"
    assert statuses('<div class="thumb"></div>', '<i class="note"></i>', head=style) == ["missing", "none"]


def test_a_background_tells_what_holds_the_pictures():
    assert statuses('<b class="k2" style="background-image:url(/a.jpg)"></b>', '<b class="k2"></b>')[1] == "missing"


def test_a_link_without_a_name_is_told_by_what_is_around_it():
    assert statuses('<p><a href="/a"><img src="/a.jpg"></a></p>', '<p><a href="/b"></a></p>')[1] == "missing"


def told_of(*stories):
    """Whether one cover is the picture of these stories, beside one of another story with a picture of its own."""
    markup = [f'<div class="k"><img src="/covers/quay.png"><a href="{story}">Headline</a></div>' for story in stories]
    other = '<div class="k"><img src="/ferry.jpg"><a href="/news/ferry-back">Headline</a></div>'
    page = etree.fromstring(f"<body>{''.join(markup)}{other}</body>", etree.HTMLParser())
    cards = [CardElements(card, card.find("a").get("href")) for card in page.iter("div")]
    return [picture.status for picture in read_card_pictures(cards, BASE)]


def test_episodes_of_a_series_share_a_cover():
    episodes = ["/audio/quayside-12-eels", "/audio/quayside-13-salt", "/audio/quayside-14-rope"]
    assert told_of(*episodes) == ["present"] * 4


@pytest.mark.parametrize(
    "stories",
    [
        ["/news/eels-return", "/news/salt-road-closed", "/news/rope-works"],
        ["/news/ferry-a", "/news/ferry-b", "/news/ferry-c"],
        ["/news/the-eels", "/news/the-salt", "/news/the-ropes"],
        ["/news/2026-1", "/news/2026-2", "/news/2026-3"],
    ],
)
def test_stories_that_are_no_series_of_their_own_do_not(stories):
    assert told_of(*stories) == [*["placeholder"] * 3, "present"]
