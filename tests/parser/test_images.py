"""The article's own pictures, their captions and credits, and the slots that stayed empty."""

import pytest

from archiver.model import Image
from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, article_of, linked, paragraphs

SITE = "https://www.gannet-post.example"
HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
CAPTION = "The ferry, seen from the pier on Friday."


def images_of(markup, head=""):
    return article_of(markup, head).images


def above(markup, head=""):
    """The pictures of an article that has this between headline and text."""
    return images_of(f"<article>{HEADLINE}{markup}{paragraphs()}</article>", head)


def figure(caption):
    return f'<figure><img src="/ferry.jpg" alt="A ferry">{caption}</figure>'


def json_ld(properties):
    thing = f'{{"@type": "NewsArticle", "headline": "Ferry returns to Gannet Quay", {properties}}}'
    return f'<script type="application/ld+json">{thing}</script>'


class TestPlaces:
    def test_a_picture_above_the_text_is_the_main_one(self):
        (image,) = above('<img src="/ferry.jpg" alt="A ferry">')
        assert image == Image(url=SITE + "/ferry.jpg", alt="A ferry", role="main", status="present")

    def test_a_picture_between_paragraphs_is_inline(self):
        markup = f'<p>{FERRY}</p><p>{ROPES}</p><img src="/ferry.jpg"><p>{SALT}</p><p>{MAYOR}</p>'
        assert [image.role for image in images_of(f"<article>{HEADLINE}{markup}</article>")] == ["inline"]

    @pytest.mark.parametrize(
        "masthead",
        [
            '<header><img src="/boat.png"></header>',
            '<div><a href="/"><img src="/boat.png"></a></div>',
            f'<div><a href="{SITE}/"><picture><img src="/boat.png"></picture></a></div>',
            '<div><img src="/img/gannet-logo.svg"></div>',
            '<div><img src="/boat.png" alt="Logo of the Gannet Post"></div>',
        ],
    )
    def test_a_picture_of_the_site_above_the_headline_is_not_the_articles(self, masthead):
        assert images_of(f"{masthead}<main>{HEADLINE}{paragraphs()}</main>") == ()

    @pytest.mark.parametrize(
        "markup",
        [
            '<div><img src="/ferry.jpg"></div>',
            '<div><a href="/ferry.jpg"><img src="/ferry.jpg"></a></div>',
            '<div><img src="/ferry.jpg" class="spip_logo"></div>',
            '<article><header><img src="/ferry.jpg"></header></article>',
        ],
    )
    def test_any_other_picture_right_above_the_headline_is_the_main_one(self, markup):
        (image,) = images_of(f"{markup}<main>{HEADLINE}{paragraphs()}</main>")
        assert (image.url, image.role) == (SITE + "/ferry.jpg", "main")

    def test_there_is_one_main_picture(self):
        assert [image.role for image in above('<img src="/a.jpg"><img src="/b.jpg">')] == ["main", "inline"]

    def test_a_picture_that_comes_twice_is_kept_once(self):
        assert len(above('<img src="/a.jpg"><img src="/a.jpg">')) == 1

    def test_a_figure_with_its_sources_is_one_picture(self):
        markup = '<figure><picture><source srcset="/a.webp"><img src="/a.jpg"></picture></figure>'
        assert [image.url for image in above(markup)] == [SITE + "/a.jpg"]

    @pytest.mark.parametrize(
        "markup",
        [
            '<aside><img src="/aside.jpg"></aside>',
            '<div class="byline"><img src="/ada.jpg"></div>',
            '<div class="share"><img src="/letter.png"></div>',
            '<div class="related"><img src="/other.jpg"></div>',
            '<footer><img src="/logo.png"></footer>',
        ],
    )
    def test_pictures_of_other_things_are_not_the_articles(self, markup):
        assert images_of(f"<article>{HEADLINE}<p>{FERRY}</p>{markup}<p>{ROPES}</p><p>{SALT}</p></article>") == ()

    def test_pictures_of_cards_are_not_the_articles(self):
        cards = "".join(
            linked(f'<img src="/{n}.jpg"> A story of the isles {n}', f"/news/a-story-of-isle-{n}") for n in "ab"
        )
        assert (
            images_of(f"<article>{HEADLINE}<p>{FERRY}<p>{ROPES}</p><ul>{cards}</ul><p>{SALT}<p>{MAYOR}</article>") == ()
        )

    def test_a_page_that_shows_none_may_declare_one(self):
        head = '<meta property="og:image" content="/share/ferry.jpg">'
        assert above("", head) == (Image(url=SITE + "/share/ferry.jpg", role="main"),)

    def test_a_declared_picture_does_not_join_the_shown_ones(self):
        head = '<meta property="og:image" content="/share/ferry.jpg">'
        assert [image.url for image in above('<img src="/ferry.jpg">', head)] == [SITE + "/ferry.jpg"]


class TestCaptions:
    def test_the_caption_of_a_figure_belongs_to_its_picture(self):
        article = article_of(
            f"<article>{HEADLINE}{figure(f'<figcaption>{CAPTION}</figcaption>')}{paragraphs()}</article>"
        )
        assert article.images[0].caption == CAPTION
        assert article.body == "\n\n".join(PROSE)

    def test_a_block_named_so_behind_a_picture_is_its_caption(self):
        assert above(f'<img src="/ferry.jpg"><p class="caption">{CAPTION}</p>')[0].caption == CAPTION

    @pytest.mark.parametrize(
        "caption",
        [
            f'<figcaption>{CAPTION} <span class="credit">Photo: Ada Penrose</span></figcaption>',
            f'<figcaption>{CAPTION}</figcaption><div class="credit">Photo: Ada Penrose</div>',
            f"<figcaption>{CAPTION} Photo: Ada Penrose</figcaption>",
            f"<figcaption>{CAPTION} (Photo: Ada Penrose)</figcaption>",
            f"<figcaption>{CAPTION} | Photo: Ada Penrose</figcaption>",
        ],
        ids=["named", "beside", "at its end", "in brackets", "behind a bar"],
    )
    def test_the_credit_is_told_from_the_caption(self, caption):
        image = above(figure(caption))[0]
        assert (image.caption, image.credit) == (CAPTION, "Photo: Ada Penrose")

    @pytest.mark.parametrize("credit", ["© Ada Penrose", "Foto: Ada Penrose", "Crédit photo : Ada Penrose"])
    def test_a_credit_may_stand_alone(self, credit):
        image = above(figure(f"<figcaption>{credit}</figcaption>"))[0]
        assert (image.caption, image.credit) == (None, credit)

    def test_a_caption_that_names_a_photo_has_no_credit(self):
        image = above(figure("<figcaption>A photo of the ferry in its youth.</figcaption>"))[0]
        assert (image.caption, image.credit) == ("A photo of the ferry in its youth.", None)


class TestEmptySlots:
    @pytest.mark.parametrize("slot", ["<figure></figure>", '<div class="thumbnail"></div>', "<figure><img></figure>"])
    def test_a_slot_without_a_picture_is_missing(self, slot):
        assert above(slot) == (Image(url=None, role="main", status="missing"),)

    @pytest.mark.parametrize("slot", ["<figure>Image Not Found</figure>", '<div class="thumbnail">No image</div>'])
    def test_a_text_in_the_slot_is_a_placeholder(self, slot):
        (image,) = above(slot)
        assert (image.url, image.status, image.role) == (None, "placeholder", "main")
        assert image.placeholder_text in slot

    def test_the_text_of_the_slot_is_no_teaser(self):
        article = article_of(f"<article>{HEADLINE}<figure>Image Not Found</figure>{paragraphs()}</article>")
        assert (article.teasers, article.body) == ((), "\n\n".join(PROSE))

    def test_a_generic_picture_is_a_placeholder(self):
        assert [image.status for image in above('<img src="/img/no-image.png">')] == ["placeholder"]

    def test_a_page_without_slots_has_no_pictures(self):
        assert above("") == ()


class TestDeclared:
    @pytest.mark.parametrize(
        "address",
        [
            *(
                "/img/default-og.jpg",
                "/blank.jpg",
                "/i/avatar.png",
                "/img/logo.png",
                "/up/gannet-post-logo.png",
                "/uploads/",
            ),
            *("https://secure.gravatar.com/avatar/5f?s=96", "/favicon.ico", "/_next/image?url=undefined&amp;w=640"),
        ],
    )
    def test_a_generic_one_is_no_picture_of_the_article(self, address):
        assert above("", f'<meta property="og:image" content="{address}">') == ()

    def test_the_first_that_is_not_generic_counts(self):
        head = '<meta property="og:image" content="/img/no-image.png"><meta name="twitter:image" content="/ferry.jpg">'
        assert above("", head)[0].url == SITE + "/ferry.jpg"

    def test_an_object_in_json_ld_may_hold_it(self):
        image = '{"@type": "ImageObject", "url": "/ferry.jpg"}'
        assert [one.url for one in above("", json_ld(f'"image": {image}'))] == [SITE + "/ferry.jpg"]

    def test_the_publishers_logo_is_none(self):
        mark = '{"@type": "ImageObject", "url": "/mark.png"}'
        publisher = f'{{"@type": "Organization", "name": "Gannet Post", "logo": {mark}}}'
        assert above("", json_ld(f'"image": {mark}, "publisher": {publisher}')) == ()


class TestTextsInPlaceOfPictures:
    @pytest.mark.parametrize("markup", ["<div>Image Not Found</div>", "<div class=hero><b>Image Not Found</b></div>"])
    def test_between_headline_and_text_it_is_the_main_picture(self, markup):
        (image,) = above(markup)
        assert (image.role, image.status, image.placeholder_text) == ("main", "placeholder", "Image Not Found")

    @pytest.mark.parametrize("markup", ["<div>Image Not Found</div>", "<p>[Image Not Found]</p>"])
    def test_between_paragraphs_it_is_inline(self, markup):
        article = article_of(
            f"<article>{HEADLINE}<p>{FERRY}</p><p>{ROPES}</p>{markup}<p>{SALT}</p><p>{MAYOR}</p></article>"
        )
        assert [(one.role, one.status) for one in article.images] == [("inline", "placeholder")]
        assert article.teasers == ()
        assert "Found" not in article.body

    def test_beside_an_empty_img_it_tells_of_that_slot(self):
        (image,) = above('<div class=hero><img src=""><span>Image Not Found</span></div>')
        assert (image.status, image.placeholder_text) == ("placeholder", "Image Not Found")

    def test_in_a_figure_it_is_no_caption(self):
        (image,) = above("<figure><span>Image Not Found</span></figure>")
        assert (image.placeholder_text, image.caption) == ("Image Not Found", None)

    def test_behind_the_text_it_is_a_card_of_its_own(self):
        article = article_of(f"<article>{HEADLINE}{paragraphs()}</article><div><div>Image Not Found</div></div>")
        assert article.images == ()
        assert [one.placeholder_text for one in article.teasers] == ["Image Not Found"]

    def test_among_cards_it_is_one_of_them(self):
        card = '<li><a href="/salt-{0}/">Salt on the road to the lighthouse {0}</a></li>'
        cards = f"<ul>{card.format(1)}<li>Image Not Found</li>{card.format(2)}</ul>"
        article = article_of(
            f"<article>{HEADLINE}<p>{FERRY}</p><p>{ROPES}</p>{cards}<p>{SALT}</p><p>{MAYOR}</p></article>"
        )
        assert article.images == ()
        assert "Image Not Found" in [one.placeholder_text for one in article.teasers]


def test_a_portrait_is_no_picture_of_the_article():
    assert above('<div class=hero><img src="/assets/avatar.png"></div>') == ()
