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


SLIDES = {
    "figure": '<figure><img src="/{n}.jpg"><figcaption>{text}</figcaption></figure>',
    "div": '<div><div><img src="/{n}.jpg"></div><p>{text}</p></div>',
    "li": '<li><img src="/{n}.jpg"><span>{text}</span></li>',
}
SHORT = [f"Boat {n} leaks." for n in range(1, 7)]


def slides(form, captions):
    return "".join(SLIDES[form].format(n=n, text=text) for n, text in enumerate(captions, 1))


@pytest.mark.parametrize("form", SLIDES)
@pytest.mark.parametrize("name", ["gallery", "carousel", "slider", "boats"])
def test_captions_below_like_pictures_are_a_gallery_whatever_its_class(name, form):
    text = f"<p>The boats of the quay.</p><div class={name}>{slides(form, SHORT)}</div>"
    article = article_of(f"<main><article>{HEADLINE}{text}</article></main>")
    assert article.kind == "gallery"
    assert [block.text for block in article.blocks] == ["The boats of the quay.", *SHORT]
    assert [image.caption for image in article.images] == SHORT


@pytest.mark.parametrize("form", SLIDES)
def test_a_carousel_of_links_is_none(form):
    linked = [f'<a href="/boat-{n}">{text}</a>' for n, text in enumerate(CAPTIONS)]
    markup = f"<article>{HEADLINE}<p>{FERRY}</p></article><div class=carousel>{slides(form, linked)}</div>"
    assert article_of(markup).kind != "gallery"


def test_portraits_with_names_are_none():
    names = [f"{name} Penrose, sailor" for name in ("Ada", "Bea", "Cleo", "Dora", "Edna", "Flora")]
    assert article_of(f"{HEADLINE}<p>{FERRY}</p><ul>{slides('li', names)}</ul>").kind != "gallery"


def test_long_texts_below_pictures_are_a_story():
    markup = f"<article>{HEADLINE}{slides('div', [f'{text} {text}' for text in PROSE * 2])}</article>"
    assert article_of(markup).kind == "article"


def test_an_introduction_stays_where_captions_are_long():
    article = article_of(f"<article>{HEADLINE}<p>The boats of the quay.</p>{figures()}</article>")
    assert [block.text for block in article.blocks] == ["The boats of the quay.", *CAPTIONS]
