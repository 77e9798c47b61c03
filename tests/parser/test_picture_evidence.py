"""Why a card's picture has its status."""

import pytest

import archiver

CARD = (
    '<div class="card">{}<h3><a href="/news/story-{}-of-the-long-quay">Story {} of the long quay is told</a></h3></div>'
)
URL = "https://www.quai-ouest.example/news/"


def page(*slots, head=""):
    cards = "".join(CARD.format(slot, number, number) for number, slot in enumerate(slots, 4101))
    return f"<html><head>{head}</head><body><main><h1>News</h1><div>{cards}</div></main></body></html>"


def evidence(*slots, head="", explain=True):
    article = archiver.parse(page(*slots, head=head), URL, explain=explain)
    return [one for one in article.evidence if one.field.startswith("teasers[")]


@pytest.mark.parametrize(
    ("slot", "value", "raw", "source", "rule"),
    [
        ('<img src="/a.jpg">', "present", "/a.jpg", "<img src>", "address of the picture"),
        ('<img data-src="/a.jpg">', "present", "/a.jpg", "<img data-src>", "address held back for a script"),
        ('<b style="background:url(/a.jpg)"></b>', "present", "/a.jpg", "<b style>", "background"),
        ('<img src="/no-image.png">', "placeholder", "/no-image.png", "<img src>", "generic picture's address"),
        ("<b>No image</b>", "placeholder", "No image", "text", "text in place of a picture"),
        ('<img alt="No image">', "placeholder", "No image", "alt", "text in place of a picture"),
        (
            '<i class="thumb"><svg><g/></svg></i><figure><svg><g/></svg></figure>',
            "placeholder",
            None,
            "<figure>",
            "graphic in an empty slot",
        ),
        ('<img src="null">', "missing", "null", "<img>", "slot without an address"),
        ("<figure></figure>", "missing", None, "<figure>", "slot without an address"),
    ],
)
def test_each_status_has_what_told_it(slot, value, raw, source, rule):
    first = evidence(slot, "", "")[0]
    assert (first.field, first.value, first.raw) == ("teasers[0].image_status", value, raw)
    assert (first.source, first.rule) == (source, rule)


@pytest.mark.parametrize(
    ("slot", "value", "raw", "source", "rule"),
    [
        ('<img src="/a.jpg">', "present", "/a.jpg", "<img src>", "address of the picture"),
        ('<img data-src="/a.jpg">', "present", "/a.jpg", "<img data-src>", "address held back for a script"),
        ('<b style="background:url(/a.jpg)"></b>', "present", "/a.jpg", "<b style>", "background"),
        ('<img srcset="/a.jpg 1x, /b.jpg 2x">', "present", "/b.jpg", "<img srcset>", "largest of the sizes offered"),
        ('<img src="/no-image.png">', "placeholder", "/no-image.png", "<img src>", "generic picture's address"),
        ('<img src="null">', "missing", "null", "<img>", "slot without an address"),
    ],
)
def test_an_address_tells_as_much_on_a_page_without_one(slot, value, raw, source, rule):
    html = page(slot, "", "").replace('href="/', 'href="https://www.quai-ouest.example/')
    article = archiver.parse(html, None, explain=True)
    first = next(one for one in article.evidence if one.field == "teasers[0].image_status")
    assert article.teasers[0].image_url is None
    assert (first.value, first.raw, first.source, first.rule) == (value, raw, source, rule)


def test_a_style_block_says_so_on_a_page_without_an_address():
    html = page('<b class="k12"></b>', "", head='<style>.k12{background:url("/a.jpg")}</style>')
    article = archiver.parse(html.replace('href="/', 'href="https://www.quai-ouest.example/'), None, explain=True)
    rules = {one.rule for one in article.evidence if one.field == "teasers[0].image_status"}
    assert (article.teasers[0].image_status, rules) == ("present", {"background in a style block"})


def test_a_picture_for_many_stories_says_so():
    rules = {one.rule for one in evidence(*['<img src="/assets/quay.png">'] * 3)}
    assert rules == {"one picture for several stories"}


def test_a_style_block_says_so():
    style = '<style>.k12{background:url("/a.jpg")}</style>'
    assert evidence('<b class="k12"></b>', "", head=style)[0].rule == "background in a style block"


def test_a_card_without_a_slot_leaves_none():
    assert evidence("", "") == []


def test_who_does_not_ask_gets_none():
    assert evidence('<img src="/a.jpg">', "", explain=False) == []


def test_a_picture_is_the_same_whether_or_not_one_asks():
    asked, plain = (archiver.parse(page('<img src="/a.jpg">', ""), URL, explain=explain) for explain in (True, False))
    assert asked.teasers == plain.teasers
