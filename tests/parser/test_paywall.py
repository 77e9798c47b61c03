"""Whether readers have to pay: what the page declares, and what it shows where its text stops."""

import json

import pytest

from support.pages import FERRY, PROSE, ROPES, article_of, paragraphs

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
CUT = "Passengers were asked to bring their own ropes, and those who had none were"


def article(behind, text=None):
    return article_of(f"<article>{HEADLINE}{text or paragraphs()}</article>{behind}")


def paid(**more):
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry returns", **more}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


PART = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".for-readers"}


class TestSigns:
    @pytest.mark.parametrize(
        "prompt",
        [
            *(
                "This article is for subscribers only.",
                "La suite est réservée aux abonnés.",
                "Jetzt weiterlesen mit Plus",
            ),
            *(
                "Contenido exclusivo para suscriptores",
                "Conteúdo exclusivo para assinantes",
                "Para continuar lendo, entre",
            ),
            *(
                "Contenuto riservato agli abbonati",
                "Alleen voor abonnees",
                "Forbeholdt abonnenter",
                "For å lese videre",
            ),
            *(
                "Endast för prenumeranter",
                "Vain tilaajille",
                "Aby czytać dalej, wykup dostęp",
                "Pouze pro předplatitele",
            ),
            *("Csak előfizetőknek", "Только для подписчиков", "Лише для передплатників", "Abonelere özel içerik"),
            *(
                "この記事は有料会員限定です。残り 412文字",
                "订阅后阅读全文",
                "구독자 전용 기사입니다",
                "للمشتركين فقط",
                "למנויים בלבד",
            ),
        ],
    )
    def test_the_page_says_that_the_rest_is_paid_for(self, prompt):
        assert article(f"<div><p>{prompt}</p></div>").is_paywalled is True

    @pytest.mark.parametrize("end", [CUT + "…", CUT + " ...", CUT + " [...]"])
    def test_a_text_that_stops_before_an_offer(self, end):
        offer = "<div><h2>Subscribe now</h2><p>Four weeks for a handful of salt</p></div>"
        assert article(offer, f"{paragraphs(FERRY, ROPES)}<p>{end}</p>").is_paywalled is True

    def test_an_offer_behind_a_whole_text_is_none(self):
        assert article("<div><h2>Subscribe to our newsletter</h2><p>Every morning</p></div>").is_paywalled is None

    def test_a_text_that_stops_in_the_middle_before_an_offer_and_a_login(self):
        offer = "<div><h2>Subscribe now</h2><p>Already a subscriber? Log in</p></div>"
        assert article(offer, f"{paragraphs(FERRY, ROPES)}<p>{CUT}</p>").is_paywalled is True

    def test_a_newsletter_is_free(self):
        offer = "<div><h2>Subscribe to the newsletter</h2><p>Every morning</p></div>"
        assert article(offer, f"{paragraphs(FERRY, ROPES)}<p>{CUT}…</p>").is_paywalled is None

    def test_a_text_that_stops_before_the_box_of_a_maker_of_paywalls(self):
        box = '<div class="leaky-paywall"><p>Four weeks for a handful of salt</p></div>'
        assert article(box, f"{paragraphs(FERRY, ROPES)}<p>{CUT}…</p>").is_paywalled is True

    def test_a_card_for_subscribers_is_another_article(self):
        cards = "".join(
            f'<li><a href="/news/story-of-the-isles-{n}">Subscribers only: a story of isle {n}</a></li>' for n in "abcd"
        )
        assert article(f"<ul>{cards}</ul>").is_paywalled is None

    def test_the_evidence_quotes_the_page(self):
        (evidence,) = (one for one in article("<p>For subscribers only</p>").evidence if one.field == "is_paywalled")
        assert (evidence.value, evidence.raw, evidence.source) == (
            "true",
            "For subscribers only",
            "text behind the article",
        )


class TestParts:
    def test_a_part_that_is_paid_for_is_enough(self):
        assert article_of(HEADLINE + paragraphs(), paid(hasPart=PART)).is_paywalled is True

    def test_a_part_that_is_free_says_nothing(self):
        assert article_of(HEADLINE + paragraphs(), paid(hasPart={"isAccessibleForFree": True})).is_paywalled is None

    @pytest.mark.parametrize("hidden", ['style="display:none"', "hidden"])
    def test_its_text_is_read_though_the_page_hides_it(self, hidden):
        markup = f'{HEADLINE}<p>{FERRY}</p><div class="text for-readers" {hidden}>{paragraphs(*PROSE[1:])}</div>'
        assert article_of(markup, paid(hasPart=[PART])).body == "\n\n".join(PROSE)

    def test_a_copy_of_what_is_shown_stays_hidden(self):
        copy = f'<div class="for-readers" hidden>{" ".join(PROSE)}</div>'
        assert article_of(f"{HEADLINE}<div>{paragraphs()}</div>{copy}", paid(hasPart=PART)).body == "\n\n".join(PROSE)

    def test_what_else_is_hidden_stays_so(self):
        markup = f'{HEADLINE}{paragraphs(*PROSE[1:])}<div class="old" style="display:none"><p>{FERRY}</p></div>'
        assert article_of(markup, paid(hasPart=PART)).body == "\n\n".join(PROSE[1:])

    def test_a_free_flag_wins_over_what_is_shown(self):
        found = article_of(f"<article>{HEADLINE}{paragraphs()}</article><p>{ROPES}</p>", paid(isAccessibleForFree=True))
        assert found.is_paywalled is False
