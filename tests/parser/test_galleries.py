"""Pages whose text is the captions of their pictures."""

import pytest

from support.pages import FERRY, PROSE, article_of, paragraphs

HEADLINE = "<h1>Six boats in the harbour of Gannet Quay</h1>"
CAPTIONS = [f"Boat number {n} has been painted {n} times and still leaks as on its first day." for n in range(1, 7)]
TYPE = '<script type="application/ld+json">{"@type": "ImageGallery", "name": "Six boats"}</script>'


def figures(captions=CAPTIONS):
    return "".join(
        f'<figure><img src="/{n}.jpg"><figcaption>{text} (Photo: Ada Penrose)</figcaption></figure><span>{n}/6</span>'
        for n, text in enumerate(captions, 1)
    )


def test_pictures_with_captions_and_little_else_are_a_gallery():
    article = article_of(f"<article>{HEADLINE}<p>{FERRY}</p>{figures()}</article>")
    assert (article.kind, [block.text for block in article.blocks]) == ("gallery", [FERRY, *CAPTIONS])


def test_its_pictures_have_their_captions_and_credits():
    images = article_of(f"<article>{HEADLINE}{figures()}</article>").images
    assert [(image.caption, image.credit) for image in images] == [(text, "Photo: Ada Penrose") for text in CAPTIONS]


def test_fewer_are_enough_where_the_page_says_so():
    assert article_of(f"<article>{HEADLINE}{figures(CAPTIONS[:3])}</article>", TYPE).kind == "gallery"
    assert article_of(f"<article>{HEADLINE}{paragraphs()}{figures(CAPTIONS[:3])}</article>").kind == "article"


def test_an_article_with_many_pictures_is_one():
    text = paragraphs(*PROSE, *map(str.upper, PROSE))
    article = article_of(f"<article>{HEADLINE}{text}{figures()}</article>")
    assert article.kind == "article"
    assert not any(caption in (article.body or "") for caption in CAPTIONS)


@pytest.mark.parametrize("zone", ["aside", "footer", "nav"])
def test_pictures_beside_the_text_make_no_gallery(zone):
    assert article_of(f"<article>{HEADLINE}<p>{FERRY}</p></article><{zone}>{figures()}</{zone}>").kind != "gallery"
