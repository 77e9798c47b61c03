"""What is the article's own, although it links like a card: its pictures, its sections, its lists."""

import pytest

from support.pages import FERRY, MAYOR, ROPES, SALT, URL, article_of, paragraphs

CAPTIONS = tuple(f"The slipway in the winter of 198{number}, seen from the ferry" for number in range(3))


BEFORE, AFTER = paragraphs(FERRY, ROPES), paragraphs(SALT, MAYOR)


def read(markup, after=AFTER):
    """The article with this in its text, after two paragraphs and before two more."""
    title = "Ferry returns to Gannet Quay"
    head = f'<title>{title}</title><meta property="og:type" content="article">'
    return article_of(f"<article><h1>{title}</h1>{BEFORE}{markup}{after}</article>", head)


class TestPictures:
    @pytest.mark.parametrize(
        "address", ["/slipway-in-winter-198{}", URL + "/attachment-{}/"], ids=["page", "attachment"]
    )
    @pytest.mark.parametrize(
        "figure",
        [
            '<figure><a href="{url}"><img src="/{n}.jpg"></a><figcaption>{text}</figcaption></figure>',
            '<figure><div><a href="{url}"><img src="/{n}.jpg"></a></div><figcaption><p>{text}</p></figcaption></figure>',
            '<div class="wp-caption"><a href="{url}"><img src="/{n}.jpg"></a><p class="wp-caption-text">{text}</p></div>',
        ],
        ids=["figure", "wrapped", "named"],
    )
    def test_linked_pictures_with_captions_are_the_article_s(self, figure, address):
        figures = [figure.format(url=address.format(n), n=n, text=text) for n, text in enumerate(CAPTIONS)]
        article = read(f"<p>{FERRY}</p>".join(figures))
        assert (article.teasers, [image.caption for image in article.images]) == ((), list(CAPTIONS))

    def test_a_picture_s_own_page_below_the_article_is_no_other_article(self):
        names = "".join(
            f'<a href="{URL}/picture-{n}" title="{text}"><img src="/{n}.jpg"></a>' for n, text in enumerate(CAPTIONS)
        )
        assert read(f"<div>{names}</div>").teasers == ()

    def test_a_heading_in_the_caption_of_a_card_is_its_headline(self):
        card = '<figure><a href="/news/bread-truce-2025071{n}"><img src="/{n}.jpg"></a><figcaption><h4>{text}</h4></figcaption></figure>'
        cards = "".join(card.format(n=n, text=text) for n, text in enumerate(CAPTIONS))
        article = read("", after=f"{AFTER}</article><div class='related'>{cards}</div><article>")
        assert [teaser.title for teaser in article.teasers] == list(CAPTIONS)
