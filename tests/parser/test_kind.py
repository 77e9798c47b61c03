"""What a page is: an article, or one of the things that are served in its place."""

import json

import pytest

from archiver.parser.article import parse
from support.pages import FERRY, PROSE, ROPES, URL, article_of, linked, paragraphs

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
SITE = "https://www.gannet-post.example"
UNDATED = f"{SITE}/news/quay"
ARTICLE = f"<article>{HEADLINE}{paragraphs()}</article>"
CARDS = "".join(
    f"<div><h2>{linked(f'Another long story of the islands {n}', f'/news/another-long-story-{n}', 'span')}</h2></div>"
    for n in range(8)
)
RELATED = "".join(linked(f"Another long story of the islands {n}", f"/news/long-isle-{n}", "h3") for n in "abcdef")
DAY = '<time datetime="2025-07-11T10:00:00Z">11 July 2025</time>'
SIGNED = '<p class="byline">By Ada Penrose</p>'
OG_ARTICLE = '<meta property="og:type" content="article">'
PASSWORD = '<form><input name="user"><input type="password"></form>'


def kind_of(body, head="", url=URL):
    return article_of(body, head, url).kind


def declared(kind, **more):
    thing = {"@context": "https://schema.org", "@type": kind, "headline": "Ferry returns to Gannet Quay", **more}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def test_a_headline_with_text_below_it_is_an_article():
    assert kind_of(ARTICLE) == "article"


def test_the_evidence_says_what_told():
    (evidence,) = (one for one in article_of(ARTICLE).evidence if one.field == "kind")
    assert (evidence.value, evidence.source, evidence.rank) == ("article", "text", 0)


def test_cards_below_the_text_make_no_listing():
    assert kind_of(ARTICLE + CARDS) == "article"


def test_a_short_text_is_an_article_when_the_metadata_say_so():
    markup = HEADLINE + "<p>The ferry sails again, and nobody knows for how long it will.</p>"
    assert kind_of(markup, '<meta property="og:type" content="article">') == "article"
    assert kind_of(markup, declared("NewsArticle")) == "article"


def test_a_dated_sentence_below_a_headline_is_an_article():
    text = "<p>The ferry stays in the harbour on Friday, for its captain is at the dentist.</p>"
    dated = f'<h1>Ferry stays at home</h1><time datetime="2025-07-11T10:00:00Z">11 July 2025</time>{text}'
    assert kind_of(dated, url=UNDATED) == "article"
    assert kind_of(f"<h1>Ferry stays at home</h1>{text}", url=UNDATED) == "other"
    assert kind_of(dated.replace("at the dentist.", "at the dentist"), url=UNDATED) == "other"


def test_sentences_below_a_headline_are_an_article_without_date_and_author():
    lines = "<br>".join(PROSE)
    assert kind_of(f'<div class="box">{HEADLINE}{lines}</div>', url=UNDATED) == "article"
    assert kind_of(f'<div class="box">{lines}</div>', url=UNDATED) == "other"
    assert kind_of(f'<div class="box">{HEADLINE}{lines.replace(".", "")}</div>', url=UNDATED) == "other"


def test_a_page_of_a_few_words_is_something_else():
    assert kind_of("<h1>Contact</h1><p>Write to the harbour master, at the quay.</p>") == "other"


@pytest.mark.parametrize(("kind", "expected"), [("LiveBlogPosting", "liveblog"), ("ImageGallery", "gallery")])
def test_a_type_of_schema_org_settles_it(kind, expected):
    assert kind_of(ARTICLE, declared(kind)) == expected


def test_a_gallery_inside_an_article_is_a_part_of_it():
    assert kind_of(ARTICLE, declared("NewsArticle") + declared("ImageGallery")) == "article"


class TestListings:
    @pytest.mark.parametrize(
        "path", ["/", "/index.html", "/fr/", "/category/islands/", "/tag/ferry/", "/islands/page/2/", "/?s=ferry"]
    )
    def test_an_address_that_lists_with_cards_is_a_listing(self, path):
        assert kind_of(f"<h1>The Gannet Post</h1>{paragraphs()}{CARDS}", url=SITE + path) == "listing"

    @pytest.mark.parametrize(
        "path",
        [
            "/archives/12345",
            "/rubrique/monde/article-12345.html",
            "/topics/environment/quay-opens-1234",
            "/section/world/town-votes-for-a-quay",
            "/thema/stadt/die-stadt-stimmt-ab",
            "/archiv/kai-oeffnet-1234567",
            "/news/town-votes-for-a-quay?s=20",
        ],
    )
    @pytest.mark.parametrize("shown", [DAY + SIGNED, DAY, SIGNED])
    def test_a_credited_text_with_a_headline_is_an_article_in_whatever_folder(self, path, shown):
        assert kind_of(f"<div>{HEADLINE}{shown}{paragraphs(*PROSE)}</div>{CARDS}", url=SITE + path) == "article"

    def test_a_short_one_is_an_article_too(self):
        article = article_of(f"<div>{HEADLINE}{DAY}<p>{FERRY}</p></div>{RELATED}", url=SITE + "/archives/12345")
        assert (article.kind, str(article.published)[:10]) == ("article", "2025-07-11")

    @pytest.mark.parametrize(
        "path",
        [
            "/tag/a-quay-for-all-1234/",
            "/author/ada-mary-penrose/",
            "/category/news-of-the-isles/",
            "/archives/2025/08/",
            "/archives/202508",
            "/archiv/2025-08-11.html",
            "/islands/page/1234/",
            "/search/town-votes-for-a-quay",
            "/topics/election-2025",
            "/archives/20250831/",
            "/thema/",
        ],
    )
    def test_a_folder_of_terms_or_days_lists_whatever_its_last_name(self, path):
        assert kind_of(f"<div>{HEADLINE}{DAY}{SIGNED}{paragraphs()}</div>{CARDS}", url=SITE + path) == "listing"

    @pytest.mark.parametrize("path", ["/topics/the-isles-at-sea/", "/section/world/town-votes"])
    def test_a_path_of_a_few_words_may_name_a_section_unless_both_date_and_author_stand_there(self, path):
        text, url = paragraphs(), SITE + path
        assert kind_of(f"<div>{HEADLINE}{DAY}{text}</div>{CARDS}", url=url) == "listing"
        assert kind_of(f"<div>{HEADLINE}{DAY}{SIGNED}{text}</div>{CARDS}", url=url) == "article"

    def test_a_text_without_date_and_author_is_a_list_where_its_address_lists(self):
        assert kind_of(f"<div>{HEADLINE}{paragraphs()}</div>{CARDS}", url=SITE + "/archives/12345") == "listing"

    @pytest.mark.parametrize("path", ["/", "/category/sport/", "/tag/harbour/"])
    @pytest.mark.parametrize("intro", ["", "<p>All of the news of the isles, every day.</p>"])
    def test_cards_at_an_address_that_lists_outweigh_a_stray_type_of_the_page(self, path, intro):
        article = article_of(f"<h1>The isles</h1>{intro}{CARDS}", OG_ARTICLE, SITE + path)
        assert (article.kind, {card.region for card in article.teasers}) == ("listing", {"listing"})

    def test_a_text_beside_cards_is_an_article_at_the_root_if_the_page_says_so(self):
        assert kind_of(f"<div>{HEADLINE}{paragraphs()}</div>{CARDS}", OG_ARTICLE, SITE + "/") == "article"

    def test_few_words_above_cards_are_an_article_at_the_root_if_their_type_says_so(self):
        assert kind_of(f"<div>{HEADLINE}<p>{FERRY}</p></div>{CARDS}", declared("NewsArticle"), SITE + "/") == "article"

    def test_two_cards_are_a_list_where_the_address_lists_and_no_text_stands(self):
        cards = "".join(linked(f"Another long story of the islands {n}", f"/news/long-isle-{n}", "h2") for n in "ab")
        assert kind_of(f"<h1>Harbour</h1><div>{cards}</div>", url=SITE + "/tag/harbour/") == "listing"
        assert kind_of(f"<h1>Harbour</h1><p>All of it.</p><div>{cards}</div>", url=SITE + "/tag/harbour/") == "listing"
        assert kind_of(f"<h1>Harbour</h1><div>{cards}</div>", url=SITE + "/harbour/") == "other"

    def test_a_page_that_is_mostly_cards_is_a_listing(self):
        assert kind_of(f"<h1>Islands</h1><p>Everything about them.</p>{CARDS}", url=SITE + "/islands") == "listing"

    def test_a_page_from_nowhere_may_be_one(self):
        assert kind_of(f"<h1>Islands</h1>{CARDS.replace('/news', SITE + '/news')}", url=None) == "listing"

    def test_a_collection_in_the_metadata_is_a_listing(self):
        markup = f"<h1>Islands</h1>{paragraphs(*PROSE * 2)}{CARDS}"
        assert kind_of(markup, declared("CollectionPage"), SITE + "/islands") == "listing"

    def test_an_article_in_the_metadata_is_none(self):
        head = '<meta property="og:type" content="article">'
        assert kind_of(f"<h1>The islands in eight stories</h1><p>{FERRY}</p>{CARDS}", head) == "article"

    def test_posts_with_much_of_their_text_are_a_listing(self):
        posts = "".join(
            f'<h2><a href="/news/post-{n}/">A post of isle {n}</a></h2><p>{FERRY} {n}</p><p>{ROPES} {n}</p>'
            for n in "abc"
        )
        assert kind_of(f"<h1>Islands</h1>{posts}", url=SITE + "/islands/all") == "listing"

    def test_headings_that_lead_to_places_in_the_text_are_the_articles(self):
        parts = "".join(f'<h2><a href="#{n}">Isle {n}</a></h2><p>{text}</p>' for n, text in enumerate(PROSE))
        assert kind_of(f"<article><h1>The isles</h1>{parts}</article>") == "article"

    def test_three_cards_without_any_text_are_one(self):
        cards = "".join(linked(f"Another long story of the islands {n}", f"/news/isle-{n}", "h2") for n in range(3))
        assert kind_of(f"<h1>Islands</h1><div>{cards}</div>", url=SITE + "/islands") == "listing"

    def test_a_short_dated_text_below_its_headline_comes_before_its_cards(self):
        date = '<time datetime="2025-07-11T10:00:00Z">11 July 2025</time>'
        cards = CARDS + CARDS.replace("/news", "/isle")
        assert kind_of(f"<div>{HEADLINE}{date}<p>{FERRY}</p><p>{ROPES}</p></div>{cards}") == "article"

    def test_a_short_article_with_date_and_author_has_more_cards_than_text(self):
        credit = '<p class="byline">By Ada Penrose</p><time datetime="2025-07-11T10:00:00Z">11 July 2025</time>'
        cards = CARDS + CARDS.replace("/news", "/isle")
        markup = f"<article>{HEADLINE}{credit}<p>{FERRY}</p><p>{ROPES}</p></article>{cards}"
        assert kind_of(markup) == "article"


class TestErrors:
    @pytest.mark.parametrize(
        "title",
        [
            "404 Not Found",
            "Page introuvable",
            "Cette page n’existe plus",
            "Seite nicht gefunden",
            "Página no encontrada",
            "Pagina niet gevonden",
            "Страница не найдена",
            "Страница не найден",
            "Sayfa bulunamadı",
            "503 Service Unavailable",
            "Just a moment...",
            "Error 404",
            "404 | The Gannet Post",
            "Sivua ei löytynyt",
            "Stránka nenalezena",
            "Az oldal nem található",
            "Pagina nu a fost găsită",
            "Stranica nije pronađena",
            "Сторінку не знайдено",
            "Η σελίδα δεν βρέθηκε",
            "ページが見つかりません",
            "페이지를 찾을 수 없습니다",
            "页面不存在",
            "الصفحة غير موجودة",
            "הדף לא נמצא",
            "صفحه یافت نشد",
            "Halaman tidak ditemukan",
            "Không tìm thấy trang",
            "ไม่พบหน้า",
        ],
    )
    def test_a_short_page_with_such_a_title_stands_for_a_missing_one(self, title):
        assert kind_of(f"<h1>{title}</h1><p>What you were looking for has sailed.</p>") == "error"

    @pytest.mark.parametrize(
        "title",
        [
            "404 days in space",
            "The painting that was not found",
            "Brücke nicht gefunden, Wanderer kehren um",
            "犯人は私ではありませんと男が語る",
            "500 geese land on the quay",
        ],
    )
    def test_a_short_article_about_numbers_and_losses_is_none(self, title):
        assert kind_of(f"<article><h1>{title}</h1><p>{FERRY}</p><p>{ROPES}</p></article>") == "article"

    def test_the_class_of_the_body_says_so(self):
        page = '<html><body class="error404 wide"><h1>Oh dear</h1><p>The tide took it.</p></body></html>'
        assert parse(page, SITE + "/lost").kind == "error"

    def test_cards_do_not_make_a_listing_of_it(self):
        assert kind_of(f"<h1>Page not found</h1><p>Try one of these.</p>{CARDS}") == "error"

    def test_a_long_text_about_what_was_not_found_is_an_article(self):
        markup = f"<article><h1>The ferry was not found</h1>{paragraphs(*PROSE, *map(str.upper, PROSE))}</article>"
        assert kind_of(markup) == "article"


class TestWalls:
    def test_a_form_for_a_password_is_a_login(self):
        assert kind_of(f"<h1>Sign in</h1>{PASSWORD}<p>Forgot it?</p>") == "login"

    def test_an_article_with_such_a_form_is_one_all_the_same(self):
        assert kind_of(f"<header>{PASSWORD}</header>{ARTICLE}") == "article"

    def test_a_form_in_the_header_makes_no_login_of_a_short_page(self):
        assert kind_of(f"<header>{PASSWORD}</header><h1>Contact</h1><p>Write to the harbour master.</p>") == "other"

    def test_a_list_with_such_a_form_is_one_all_the_same(self):
        assert kind_of(PASSWORD + CARDS, url=SITE + "/") == "listing"

    def test_a_text_about_cookies_is_a_consent(self):
        markup = f'<div class="cookie-consent"><h1>We value your privacy</h1><p>{FERRY}</p></div>'
        assert kind_of(markup, url=SITE + "/consent") == "consent"

    def test_a_banner_about_cookies_is_not(self):
        assert kind_of(f'{ARTICLE}<div class="cookie-consent"><p>We value your privacy</p></div>') == "article"

    @pytest.mark.parametrize(
        ("text", "button"),
        [
            ("We and our 300 partners store cookies on your device to show personalised advertising.", "Accept all"),
            ("Wir und unsere 300 Partner nutzen Cookies für Werbung. Oder lesen Sie mit dem Pur-Abo.", "Akzeptieren"),
            ("Avec votre accord, nos 300 partenaires et nous utilisons des cookies.", "Tout refuser"),
            ("Nosotros y nuestros socios usamos cookies para mostrarle publicidad personalizada.", "Aceptar"),
            ("Noi e i nostri partner utilizziamo cookie sul dispositivo con il tuo consenso.", "Accetta"),
            ("Nós e os nossos parceiros usamos cookies para publicidade no seu dispositivo.", "Aceitar tudo"),
            ("Wij en onze partners plaatsen cookies voor advertenties met uw toestemming.", "Akkoord"),
            ("My i nasi partnerzy używamy plików cookie na urządzeniu za Twoją zgodą.", "Zgadzam się"),
            ("Мы и наши партнёры используем файлы куки для персональной рекламы с вашего согласия.", "Принять"),
            (
                "当社とパートナーはクッキーを使用し、広告を表示することに同意を求めています。端末に情報を保存します。",
                "同意する",
            ),
        ],
    )
    def test_a_wall_is_told_by_its_words(self, text, button):
        page = f"<h1>The Gannet Post</h1><div><p>{text}</p><button>{button}</button></div><a href='/legal'>Legal</a>"
        assert kind_of(page) == "consent"

    @pytest.mark.parametrize("button", ["", "<button>Read more</button>"])
    def test_without_a_button_that_answers_it_is_none(self, button):
        text = "We and our 300 partners store cookies on your device to show personalised advertising."
        assert kind_of(f"<div><p>{text}</p>{button}</div>") == "other"

    def test_whatever_is_pressed_may_answer(self):
        text = "We and our 300 partners store cookies on your device to show personalised advertising."
        assert kind_of(f'<div><p>{text}</p><div role="button">Accept all</div></div>') == "consent"

    def test_a_dated_paragraph_about_cookies_is_none(self):
        text = "The isles fined a shop that stored cookies on the device of a sailor without consent, for advertising."
        page = f"<h1>Shop fined</h1><time datetime='2025-07-11'>11 July</time><p>{text}</p><button>Accept</button>"
        assert kind_of(page, url=UNDATED) == "article"

    def test_such_words_below_a_story_make_no_wall_of_it(self):
        text = "We and our 300 partners store cookies on your device to show personalised advertising."
        assert kind_of(f"{ARTICLE}<div><p>{text}</p><button>Accept all</button></div>") == "article"

    def test_a_wall_has_neither_date_nor_author(self):
        article = article_of(f'<h1>Sign in</h1><p class="byline">By Ada Penrose</p><time>11 July 2025</time>{PASSWORD}')
        assert (article.kind, article.published, article.authors) == ("login", None, ())
