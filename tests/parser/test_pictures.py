"""Picture slots: what is there, what stands in for it, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archiver.model.article import PICTURE_STATUSES
from archiver.parser.picture_address import Worth, is_placeholder_text, is_tiny, largest_in, worth_of
from archiver.parser.pictures import NO_PICTURE, Picture, read_picture

BASE = "https://www.quai-ouest.example/2025/page"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
PIXEL_87 = "data:image/gif;base64,R0lGODdhAQABAPAAAO7u7iZFySH5BAEAAAEALAAAAAABAAEAAAICRAEAOw=="
VECTOR = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%20300%20200'%3E%3C/svg%3E"
PORT = "https://www.quai-ouest.example/photos/port.jpg"


def card(markup):
    """The markup inside a card, as an element of a parsed page."""
    page = f'<html><body><div class="card">{markup}</div></body></html>'
    return next(etree.fromstring(page, etree.HTMLParser()).iter("div"))


def read(markup):
    return read_picture(card(markup), BASE)


def test_a_plain_picture_is_present_with_its_absolute_address():
    picture = read('<a href="/a"><img src="/photos/port.jpg" alt=" Le port \n la nuit "></a><h3>Headline</h3>')
    assert picture == Picture(url=PORT, alt="Le port la nuit", status="present")


@pytest.mark.parametrize(
    "attribute",
    ["data-src", "data-lazy-src", "data-original", "data-actualsrc", "data-img-url", "data-hero-file", "lazy-src"],
)
@pytest.mark.parametrize(
    "stub", [PIXEL, PIXEL_87, VECTOR, "/theme/img/jeg-empty.png", "/blank.png", "/a/lazy_placeholder.gif"]
)
def test_the_real_address_stands_behind_a_stub(attribute, stub):
    assert read(f'<img src="{stub}" {attribute}="/photos/port.jpg">') == Picture(url=PORT, status="present")


@pytest.mark.parametrize("attribute", ["data-srcset", "data-lazy-srcset", "srcset"])
def test_a_set_behind_a_stub_gives_its_largest_candidate(attribute):
    markup = f'<img src="{PIXEL}" {attribute}="/photos/small.jpg 320w, /photos/port.jpg 1280w, /photos/mid.jpg 640w">'
    assert read(markup).url == PORT


def test_a_real_address_is_kept_although_a_larger_one_is_offered():
    assert read('<img src="/photos/port.jpg" srcset="/photos/huge.jpg 4000w">').url == PORT


def test_a_blurred_copy_gives_way_to_the_real_picture():
    assert read('<img src="/photos/blur.jpg?w=20" srcset="/photos/port.jpg 800w">').url == PORT


def test_a_blurred_copy_alone_is_a_picture():
    assert read('<img src="/photos/port.jpg?w=20">').status == "present"


def test_a_source_speaks_for_a_stub_in_its_picture():
    markup = f'<picture><source srcset="/photos/port.jpg 2x"><source srcset="/b.webp"><img src="{PIXEL}" alt="Le port"></picture>'
    assert read(markup) == Picture(url=PORT, alt="Le port", status="present")


def test_the_img_speaks_when_the_source_is_the_stub():
    assert read(f'<picture><source srcset="{VECTOR}"><img src="/photos/port.jpg"></picture>').url == PORT


def test_a_picture_without_an_img_is_present():
    assert read('<picture><source data-srcset="/photos/port.jpg 1x,/photos/port@2x.jpg 0.5x"></picture>').url == PORT


def test_a_noscript_speaks_for_the_stub_before_it():
    markup = f'<img src="{PIXEL}" alt="Le port"><noscript><img src="/photos/port.jpg"></noscript>'
    assert read(markup) == Picture(url=PORT, alt="Le port", status="present")


def test_a_noscript_kept_as_text_speaks_too():
    markup = f'<img src="{PIXEL}"><noscript>&lt;img src="/photos/port.jpg" alt="Le port"&gt;</noscript>'
    assert read(markup) == Picture(url=PORT, alt="Le port", status="present")


@pytest.mark.parametrize(
    "markup",
    [
        "<a style=\"width:100%; background-image: url('/photos/port.jpg')\"></a>",
        '<span style="background:#eee url(/photos/port.jpg) center"></span>',
        '<span data-bg="/photos/port.jpg"></span>',
        '<a data-src="/photos/port.jpg" href="/story"></a>',
        '<lazy-picture lsrc="/photos/port.jpg"></lazy-picture>',
        '<div data-image=\'{"high":"https:\\/\\/www.quai-ouest.example\\/photos\\/port.jpg"}\'></div>',
        '<video poster="/photos/port.jpg"></video>',
    ],
)
def test_pictures_come_without_an_img(markup):
    assert read(markup + "<h3>Headline</h3>") == Picture(url=PORT, status="present")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "data-echo",
            "data-opt-src",
            "nitro-lazy-src",
            "data-ezsrc",
            "data-cfsrc",
            "ng-src",
            "lazyload-src",
            "data-img-src",
        ),
        *(
            "data-flickity-lazyload",
            "data-hi-res-src",
            "data-wpfc-original-src",
            "data-pagespeed-lazy-src",
            "data-orig-src",
        ),
    ],
)
def test_whatever_a_lazy_loader_calls_its_attribute_it_is_read(name):
    assert read(f'<img src="{PIXEL}" {name}="/photos/port.jpg">').url == PORT
    if "src" in name:
        assert read(f'<img src="{PIXEL}" {name}="/photos/port">').status == "present"


@pytest.mark.parametrize(
    "name", ["data-fallback", "data-error-src", "data-default-src", "onerror", "data-author-image"]
)
def test_what_is_shown_in_place_of_the_picture_is_not_the_picture(name):
    assert read(f'<img src="{PIXEL}" {name}="/photos/port.jpg">').status == "missing"


@pytest.mark.parametrize(
    "markup",
    [
        "<a data-bg='url(/photos/port.jpg)'></a>",
        '<a data-bgset="/photos/small.jpg 480w, /photos/port.jpg 960w"></a>',
        '<a data-style="background-image: url(/photos/port.jpg);"></a>',
        '<a data-setbg="/photos/port.jpg"></a>',
        "<a style=\"background:linear-gradient(#000,#fff), url('/photos/port.jpg')\"></a>",
        '<a style="--thumb:url(/photos/port.jpg)"></a>',
        '<video data-poster="/photos/port.jpg"></video>',
        "<a style=\"background-image:image-set('/photos/port.jpg' 1x, '/b.jpg' 2x)\"></a>",
        '<picture><source data-lazy-image="/photos/port.jpg"></picture>',
        '<amp-video poster="/photos/port.jpg"></amp-video>',
        '<svg><image href="/photos/port.jpg"></image></svg>',
        '<img data-interchange="[/photos/port.jpg, (default)], [/photos/large.jpg, (large)]">',
    ],
)
def test_backgrounds_and_posters_are_pictures(markup):
    assert read(markup + "<h3>Headline</h3>") == Picture(url=PORT, status="present")


def test_the_frame_of_a_video_shows_its_still():
    picture = read('<iframe src="https://www.youtube.com/embed/aB3dQx9Zk1w?rel=0"></iframe><h3>Headline</h3>')
    assert picture == Picture(url="https://i.ytimg.com/vi/aB3dQx9Zk1w/hqdefault.jpg", status="present")


def test_a_background_takes_its_alternative_from_the_label():
    assert (
        read('<div role="img" aria-label="Le port" style="background-image:url(/photos/port.jpg)"></div>').alt
        == "Le port"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/assets/image-not-found.jpg",
        "/img/no-image.png",
        "/img/NoImage.png",
        "/wp-content/themes/anse/no-thumb/td_218x150.png",
        "/wp-content/plugins/related/images/default.png",
        "/static/logo_grey.svg",
        "/wp-content/uploads/default-post-thumbnail-300x200.jpg",
        "/img/placeholder-3f2a9c.png",
        "/img/image-non-disponible.jpg",
        "/img/wpp_def_no_src.png",
    ],
)
def test_a_generic_picture_is_a_placeholder_and_keeps_its_address(address):
    picture = read(f'<img src="{address}" alt="Un titre">')
    assert (picture.status, picture.placeholder_text) == ("placeholder", None)
    assert picture.url == "https://www.quai-ouest.example" + address


@pytest.mark.parametrize(
    "address",
    [
        "/crops/1x1/port.jpg",
        "/photos/port_1x1.jpg",
        "/photos/point-blank-range.jpg",
        "/photos/google-pixel-9.jpg",
        "/photos/the-missing-ferry.jpg",
        "/photos/no-deal-in-sight.jpg",
        "/photos/transparent-government.jpg",
        "/photos/bank-default-fears.jpg",
        "/wp-content/themes/anse/resize.php?src=/photos/port.jpg",
        "/photos/empty-shelves.jpg",
    ],
)
def test_a_real_name_that_holds_a_stub_word_is_present(address):
    assert read(f'<img src="{address}">').status == "present"


def test_an_alternative_text_does_not_make_a_placeholder_of_a_picture():
    assert read('<img src="/photos/port.jpg" alt="Image not found">') == Picture(
        url=PORT, alt="Image not found", status="present"
    )


@pytest.mark.parametrize("src", ["", "src", f'src="{PIXEL}"'])
def test_an_alternative_text_is_what_readers_see_of_an_empty_slot(src):
    picture = read(f'<img {src} alt="Image Not Found">')
    assert (picture.status, picture.placeholder_text, picture.url) == ("placeholder", "Image Not Found", None)


def test_a_text_stands_for_the_picture():
    picture = read('<div class="thumb"><span> Image non disponible </span></div><h3>Headline</h3>')
    assert (picture.status, picture.placeholder_text) == ("placeholder", "Image non disponible")


@pytest.mark.parametrize(
    "slot",
    [
        "<figure></figure>",
        "<picture></picture>",
        '<div class="post-thumbnail"><a href="/a"></a></div>',
        "<img alt='Le port'>",
        f'<img src="{PIXEL}">',
        '<img src="${image}">',
        '<figure style="background-image:url()"></figure>',
        '<a class="story__pic" href="/a"></a>',
        '<div class="Card_imageWrapper__x8Jd2"></div>',
        '<div class="teaser-media"><span></span></div>',
        '<wc-image src=""></wc-image>',
        '<div class="skeleton"></div>',
        '<div style="padding-top: 56.25%"></div>',
        '<div data-blurhash="LEHV6nWB2yk8"><canvas></canvas></div>',
        '<div class="thumb"><!-- none --><script>load()</script><span class="sr-only">Loading</span></div>',
        '<img src="about:blank">',
        '<img src="https://">',
        '<img src="/uploads/">',
        '<img src="/_next/image?url=undefined&amp;w=640">',
        '<picture><source srcset="about:blank"><img></picture>',
    ],
)
def test_a_slot_without_any_address_is_missing(slot):
    picture = read(slot + "<h3>Headline</h3>")
    assert (picture.status, picture.url, picture.placeholder_text) == ("missing", None, None)


@pytest.mark.parametrize(
    "markup",
    [
        "<h3>Headline</h3><p>Excerpt</p>",
        '<h3>Headline</h3><img class="avatar" src="/people/aline.jpg">',
        '<h3>Headline</h3><div class="card-author"><span><img src="/people/aline.jpg" width="80" height="80"></span></div>',
        '<h3>Headline</h3><img src="/img/play.png" width="16" height="16">',
        '<h3>Headline</h3><img src="https://secure.gravatar.com/avatar/5f?s=80">',
        '<div class="no-thumbnail"></div><h3>Headline</h3>',
        "<figure><blockquote>A quotation</blockquote></figure>",
        '<div class="image-caption">Text under a picture</div>',
        '<h3>Headline</h3><img src="/flags/no.svg" width="20">',
        '<h3>Headline</h3><img src="/s/k.png" style="width:16px;height:16px">',
        '<h3>Headline</h3><img src="/count.gif" width="1" height="1">',
        '<h3>Headline</h3><i class="fa fa-image"></i>',
        '<h3>Headline</h3><img src="/img/echo-logo.png" width="96" height="24">',
        '<h3>Headline</h3><p class="card__source"><img src="/img/echo-logo.png"></p>',
        '<h3>Headline</h3><img src="/img/default.png" width="48" height="48">',
        '<h3>Headline</h3><span class="media-type"><svg><path d="M0 0"/></svg></span>',
        '<h3>Headline</h3><a class="overlay-link" href="/a"></a>',
    ],
)
def test_a_card_without_a_slot_has_none(markup):
    assert read(markup) == NO_PICTURE


def test_a_portrait_before_the_picture_is_passed_over():
    assert read('<p class="byline"><img src="/people/aline.jpg"></p><img src="/photos/port.jpg">').url == PORT


def test_whoever_asks_about_a_portrait_gets_it():
    portrait = next(card('<img class="avatar" src="/photos/port.jpg">').iter("img"))
    assert read_picture(portrait, BASE).url == PORT


@pytest.mark.parametrize("sides", [("16", "9"), ("4", "3"), ("3", "2")])
def test_sides_that_are_a_ratio_do_not_make_an_icon(sides):
    assert read('<img src="/photos/port.jpg" width="{}" height="{}">'.format(*sides)).status == "present"


def test_a_text_may_be_broken_or_stand_behind_an_icon():
    assert read("<div>No<br>image</div>").placeholder_text == "No image"
    assert read("<div><i></i> No image </div>").placeholder_text == "No image"


def test_a_graphic_in_an_empty_slot_is_a_generic_picture():
    assert read('<div class="thumb"><svg><path d="M0 0"/></svg></div>').status == "placeholder"
    assert read('<div class="thumb"><i class="fa fa-image"></i></div>').status == "placeholder"


def test_a_graphic_that_says_wait_or_play_is_not():
    assert read('<div class="thumb skeleton"><svg><path d="M0 0"/></svg></div>').status == "missing"
    assert read('<div class="thumb"><span class="play"><svg><path d="M0 0"/></svg></span></div>').status == "missing"


def test_elements_of_one_slot_may_be_given_as_a_list():
    page = card(f'<picture><source srcset="/photos/port.jpg"></picture><img src="{PIXEL}">')
    assert read_picture(list(page.iter("source", "img")), BASE).url == PORT


def test_without_a_base_a_relative_picture_is_present_but_has_no_address():
    assert read_picture(card('<img src="/photos/port.jpg">'), None) == Picture(status="present")


def test_a_set_may_hold_commas_in_addresses_and_none_between_candidates():
    assert (
        largest_in("https://i.example/w=1,h=2/a.jpg 1x,https://i.example/w=2,h=4/b.jpg 2x")
        == "https://i.example/w=2,h=4/b.jpg"
    )


def test_a_set_without_descriptors_gives_its_first():
    assert largest_in("/a.jpg, /b.jpg") == "/a.jpg"


def test_a_set_of_stubs_gives_nothing():
    assert largest_in(f"/static/1x1.png 1w, {VECTOR} 2w") is None


@pytest.mark.parametrize("address", ["/p/a.jpg?width=24", "/p/20x13/a.jpg", "/p/a-32x21.jpg", "/w_30,q_10/a.jpg"])
def test_copies_of_a_few_pixels_are_tiny(address):
    assert is_tiny(address)


@pytest.mark.parametrize(
    "address", ["/p/a.jpg?w=640", "/p/16x9/a.jpg", "/p/1x1/a.jpg", "/p/a-300x200.jpg", "/w_1.5/a.jpg"]
)
def test_ratios_and_common_sizes_are_not_tiny(address):
    assert not is_tiny(address)


def test_an_inline_photograph_is_a_picture():
    assert worth_of("data:image/jpeg;base64," + "A" * 9000) == Worth.PICTURE


@pytest.mark.parametrize(
    "text",
    ["Image Not Found", "IMAGE NON DISPONIBLE.", "[No image]", "Kein Bild verfügbar", "GÖRSEL BULUNAMADI", "画像なし"],
)
def test_texts_that_stand_for_pictures_are_known(text):
    assert is_placeholder_text(text)


@pytest.mark.parametrize("text", [None, "", "Image", "No image of the suspect has been released", "Bilder des Tages"])
def test_other_texts_stand_for_nothing(text):
    assert not is_placeholder_text(text)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(["src", "srcset", "style", "data-src"]),
)
def test_any_attribute_gives_a_known_status(value, name):
    element = etree.Element("img")
    try:
        element.set(name, value)
    except ValueError:  # not a character of XML
        return
    picture = read_picture(element, BASE)
    assert picture.status in PICTURE_STATUSES
    assert picture == read_picture(element, BASE)


def test_an_attribute_named_after_pictures_may_hold_json():
    slot = """<div class="tile-media" data-image='{"src":"https://m.example/v17/16e3d","ratio":"1x1"}'></div>"""
    assert read(slot) == Picture(url="https://m.example/v17/16e3d", status="present")


@pytest.mark.parametrize(
    "portrait",
    [
        f'<span class="author-avatar"><img src="{VECTOR}" class="avatar" width="40" data-lazy-src="/u/0f3a?s=40"></span>',
        '<span class="avatar" style="background-image:url(/u/ada.jpg)"></span>',
        '<div class="author"><b data-bg="/u/ada.jpg"></b></div>',
        '<user-face class="author-avatar" src="/u/ada.jpg"></user-face>',
    ],
)
def test_a_portrait_is_no_picture_however_it_is_loaded(portrait):
    assert read(f"{portrait}<h3>Headline</h3>").status == "none"
    assert read(f'<div class="thumb"></div>{portrait}<h3>Headline</h3>').status == "missing"


def test_a_picture_called_avatar_that_links_to_the_story_is_the_storys():
    link = '<a class="box-avatar" href="/salt.htm"><img src="/photos/port.jpg" class="box-avatar"></a>'
    assert read(f'{link}<h3><a href="/salt.htm">Salt road</a></h3>').url == PORT
    assert read(f'{link}<h3><a href="/other.htm">Salt road</a></h3>').status == "none"
    assert read(f'<div class="author">{link}</div><h3><a href="/salt.htm">Salt road</a></h3>').status == "none"


@pytest.mark.parametrize("blank", ["&zwnj;", "&nbsp;", "&#8203;", " \ufeff "])
def test_a_skeletons_line_without_width_is_no_text(blank):
    skeleton = f'<span aria-busy="true"><span class="react-loading-skeleton">{blank}</span><br></span>'
    assert read(f'<div class="Card_media__Zx81q">{skeleton}</div><p>Headline</p>').status == "missing"


@pytest.mark.parametrize(
    "slot",
    [
        '<div class="h-48 w-full animate-pulse"></div>',
        '<div class="lazyload-wrapper"><div class="lazyload-placeholder"></div></div>',
    ],
)
def test_what_front_ends_show_while_they_load_is_a_slot(slot):
    assert read(f"{slot}<p>Headline</p>").status == "missing"


def test_an_icon_written_as_a_word_stands_for_the_picture():
    assert read('<div class="thumb"><span class="material-icons">image</span></div>').status == "placeholder"
    assert read('<div class="thumb"><span class="material-icons">hourglass_empty</span></div>').status == "missing"


def test_a_drawing_in_a_badge_is_no_picture_but_a_photograph_may_wear_one():
    assert read('<span class="badge"><img src="/img/valley.svg"></span>').status == "none"
    assert read('<div class="has-badge"><img src="/photos/port.jpg"></div>').url == PORT


def test_the_picture_of_a_wordpress_story_is_one_whatever_the_theme_calls_it_too():
    assert read('<img class="attachment-author-thumb wp-post-image" src="/photos/port.jpg">').url == PORT
