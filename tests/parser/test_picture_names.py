"""File names of generic pictures, and of photographs whose names hold the same words."""

import pytest

from archiver.parser.picture_address import Worth, address_in, is_icon_address, worth_of


@pytest.mark.parametrize(
    "name",
    [
        *("no-image.png", "noimage_s.gif", "NoImageAvailable.jpg", "no_photo2.png", "image-not-found-quay.png"),
        *("pas-de-photo.jpg", "image_par_defaut.png", "visuel-indisponible.png", "kein-bild.png", "keinbild_640.jpg"),
        *("platzhalter.jpg", "sin-imagen.jpg", "imagen-por-defecto.png", "sem-imagem.svg", "imagem-padrao.jpg"),
        *(
            "immagine-non-disponibile.png",
            "senza-foto.jpg",
            "geen-afbeelding.png",
            "brak-zdjecia.jpg",
            "ingen-bild.png",
        ),
        *("resim-yok.jpg", "net-foto.jpg", "zaglushka.png", "nema-slike.jpg", "anh-mac-dinh.jpg", "bez-obrazku.png"),
        *("фото-нет.jpg", "%D0%BD%D0%B5%D1%82-%D1%84%D0%BE%D1%82%D0%BE.jpg", "画像なし.png", "暂无图片.png"),
        *("quay-placeholder-16x9.jpg", "article-placeholder.svg", "default-sport.jpg", "haber-default.jpg"),
        *(
            "photo-coming-soon.png",
            "default-news.3f2c19ab.jpg",
            "fallback-d1e9.jpg",
            "logo.png",
            "og-default.jpg",
            "no-image-ar.png",
            "no-image-quay.png",
        ),
        *("now_printing.gif", "nowprinting.jpg", "junbichu-photo.png", "imagem-em-breve.png", "foto-in-arrivo.jpg"),
        *(
            "photo-a-venir.png",
            "tidak-ada-gambar.png",
            "foto-volgt.jpg",
            "zdjecie-wkrotce.png",
            "resim-hazirlaniyor.jpg",
            "foto-skoro.png",
        ),
    ],
)
def test_a_generic_name_is_known_in_any_language(name):
    assert worth_of("/images/" + name) == Worth.PLACEHOLDER


@pytest.mark.parametrize(
    "name",
    [
        *("loan-default.jpg", "bank-default-swaps.jpg", "no-photo-policy.jpg", "missing-girl.jpg", "coming-home.jpg"),
        *(
            "placeholder-mayor-sworn-in.jpg",
            "fallback-plan.jpg",
            "dummy-bomb.jpg",
            "generic-drugs.jpg",
            "blank-cheque.jpg",
        ),
        *("company-logo-contest.jpg", "marche-sans-image-de-soi.jpg", "loading-dock.jpg", "transparent-panels.jpg"),
        *("found-image-of-a-quay.jpg", "sin-city.jpg", "brak-na-brzegu.jpg", "black.jpg", "spacer-factory.jpg"),
        *("printing-press.jpg", "now-voyager.jpg", "avenir-du-port.jpg", "kommer-hem.jpg"),
    ],
)
def test_a_photograph_may_be_named_with_the_same_words(name):
    assert worth_of("/images/" + name) == Worth.PICTURE


@pytest.mark.parametrize(
    "address",
    [
        "/sites/default/files/default_images/quay.png",
        "/bundled/no-thumb/td_218x150.png",
        "https://via.placeholder.com/640x360",
        "https://placehold.co/600x400?text=Quay",
        "/pf/resources/img/quay.png?d=12",
        "/themes/custom/quay/img/grey.jpg",
        "/_next/image?url=%2Fimages%2Fplaceholder.png&w=640",
        "/thumb.php?src=/img/no-image.png",
    ],
)
def test_folders_hosts_and_wrapped_addresses_tell_too(address):
    assert worth_of(address) == Worth.PLACEHOLDER


@pytest.mark.parametrize(
    "address",
    [
        "/sites/default/files/quay.jpg",
        "https://i.ytimg.com/vi/aB3dQx9Zk1w/default.jpg",
        "/fotos/4711881/default.jpg",
        "/image/generic/2026/quay.jpg",
        "/_next/image?url=https%3A%2F%2Fm.example%2Fquay.jpg&w=640",
        "https://logo-press.example/quay.jpg",
        "/p/12345/",
        "data/thumb/11/",
    ],
)
def test_folders_of_sizes_and_stories_are_no_sign(address):
    assert worth_of(address) == Worth.PICTURE


@pytest.mark.parametrize(
    "address",
    [
        *("/_next/image?url=&w=640", "/_next/image?url=undefined&w=640", "https://m.example/undefined", "/media/null"),
        *(
            "/wp-content/uploads/",
            "/wp-content/uploads/2026/",
            "/wp-content/uploads/2026/02/",
            "/pics/",
            "/i/${image}.jpg",
            "/i/{{image}}",
            "/i/[[image]]",
            "<%= url %>/a.jpg",
        ),
        *("/media/undefined/640.jpg", "/media/undefined.jpg", "/image?id=", "/image?id=null&w="),
    ],
)
def test_what_a_template_left_unset_is_no_address(address):
    assert worth_of(address) == Worth.NOTHING


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "#",
        "null",
        "undefined",
        "[object Object]",
        "N/A",
        "about:blank",
        "javascript:void(0)",
        "https://",
        "item.image",
    ],
)
def test_a_value_that_leads_nowhere_is_no_address(value):
    assert address_in(value) is None


@pytest.mark.parametrize("wrapping", ["url('/a.jpg')", "'/a.jpg'", "'url(/a.jpg)'", "url( url(/a.jpg))"])
def test_an_address_in_quotes_and_in_css_is_found(wrapping):
    assert address_in(wrapping) == "/a.jpg"


@pytest.mark.parametrize("layer", ["url(", "'url(", "url(url("])
def test_an_address_in_endless_wrappings_is_none(layer):
    assert address_in(f"{layer * 5000}/a.jpg") is None


def test_an_address_that_names_another_one_without_end_is_none():
    assert worth_of(f"/resize{'?url=/resize' * 3}?url=/a.jpg") == Worth.PICTURE
    assert worth_of(f"/resize{'?url=/resize' * 5000}?url=/a.jpg") == Worth.NOTHING


@pytest.mark.parametrize(
    "name", ["trans.gif", "grey.gif", "pixel.png", "blank-16x9.png", "lazy_placeholder.gif", "ajax-loader.gif"]
)
def test_a_stub_is_a_file_that_nobody_sees(name):
    assert worth_of("/img/" + name) == Worth.STUB


def test_the_outlets_name_says_nothing_in_a_file_name():
    address = "/uploads/quay-west-logo-640x360.png"
    assert worth_of(address) == Worth.PICTURE
    assert worth_of(address, "www.quay-west.example") == Worth.PLACEHOLDER


@pytest.mark.parametrize(
    ("drawn", "worth"),
    [("No image", Worth.PLACEHOLDER), ("300 x 200", Worth.PLACEHOLDER), ("Loading…", Worth.STUB), ("", Worth.STUB)],
)
def test_a_graphic_in_the_page_is_told_by_what_is_written_in_it(drawn, worth):
    assert worth_of(f"data:image/svg+xml;utf8,<svg><text x='1'>{drawn}</text></svg>") is worth


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/icons/play.svg",
            "/img/play-button.png",
            "/img/icon-video.svg",
            "/flags/no.svg",
            "/s2/favicons?domain=a.example",
        ),
        *("/static/double-arrow-right.a0b28f66.svg", "/chevron-left.svg", "/img/abo-plus.svg", "/img/comments.svg"),
        *("/img/default-avatar.png", "/u/avatar-96x96.jpg", "/authors/ada.jpg"),
    ],
)
def test_icons_and_portraits_show_nothing_of_a_story(address):
    assert is_icon_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "/2026/avatar-film-night.jpg",
        "/2026/avatar-premiere.jpg",
        "/2026/icon-of-the-valley-chapel.jpg",
        "/2026/play-opens.jpg",
        "/2026/flag-day.jpg",
        "/2026/arrow-of-time.svg",
    ],
)
def test_a_photograph_named_after_such_things_is_no_icon(address):
    assert not is_icon_address(address)


@pytest.mark.parametrize(
    "value",
    [
        '{"src":"https:\\/\\/m.example\\/v17\\/16e3d","ratio":"1x1"}',
        "{'alt':'','image_url':'https://m.example/v17/16e3d'}",
    ],
)
def test_an_address_without_an_ending_is_found_in_json_by_its_key(value):
    assert address_in(value) == "https://m.example/v17/16e3d"


def test_other_values_in_json_are_no_address_of_a_picture():
    assert address_in('{"href":"https://m.example/story","ratio":"1x1"}') is None
