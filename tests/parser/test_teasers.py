"""What each card says, and where on the page it says it."""

import datetime as dt

import pytest

from archiver.parser.article import parse
from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, article_of, linked, paragraphs

SITE = "https://www.gannet-post.example"
BAKERS = ("Village of two bakers ends its long truce", "/news/two-bakers-end-their-truce")
UMBRELLAS = ("County library lends its millionth umbrella", "/news/library-lends-millionth-umbrella")
CLOCKS = ("Why the clocks of Wexmoor disagree", "/opinion/why-our-clocks-all-disagree")
STORIES = (BAKERS, UMBRELLAS, CLOCKS)
HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
ARTICLE = f"<article>{HEADLINE}{paragraphs()}</article>"
TITLE, URL = BAKERS


def listed(*stories):
    return "<ul>" + "".join(linked(*story) for story in stories or STORIES) + "</ul>"


def first_of(card):
    """The teaser of this card, which stands before another one below an article."""
    other = f'<div><h3><a href="{CLOCKS[1]}">{CLOCKS[0]}</a></h3></div>'
    return article_of(f"{ARTICLE}<section><div>{card}</div>{other}</section>").teasers[0]


def regions_of(body):
    return {teaser.region for teaser in article_of(body).teasers}


def test_a_picture_stands_beside_its_card_where_a_link_to_something_else_keeps_it_narrow():
    picture = f'<div class="thumb"><a href="{URL}"><img src="/bakers.jpg"></a></div>'
    words = f'<h3><a href="{URL}">{TITLE}</a></h3><a href="/cluster/77">Eighteen more stories on bakers and bread</a>'
    teaser = first_of(f"{picture}<div>{words}</div>")
    assert (teaser.title, teaser.image_status, teaser.image_url) == (TITLE, "present", SITE + "/bakers.jpg")


class TestHeadlines:
    def test_a_teaser_has_its_headline_and_absolute_address(self):
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3>')
        assert (teaser.title, teaser.url) == (TITLE, SITE + URL)

    def test_relative_addresses_are_relative_to_the_base(self):
        head = '<base href="https://m.gannet-post.example/2025/">'
        article = article_of(ARTICLE + listed((TITLE, "two-bakers-end-their-truce"), CLOCKS), head)
        assert article.teasers[0].url == "https://m.gannet-post.example/2025/two-bakers-end-their-truce"

    @pytest.mark.parametrize("bullet", ["• ", "» ", "→ ", "- ", "› "])
    def test_bullets_and_arrows_are_no_part_of_it(self, bullet):
        assert first_of(f'<a href="{URL}">{bullet}{TITLE}</a>').title == TITLE

    def test_a_double_for_screen_readers_is_said_once(self):
        doubled = f'<a href="{URL}">{TITLE} <span class="sr-only">{TITLE}</span></a>'
        assert first_of(f"<h3>{doubled}</h3>").title == TITLE

    @pytest.mark.parametrize(
        "heading",
        [
            '<span class="kicker">Bread</span> <span class="title">{}</span>',
            '<span class="kicker">Bread:</span> {}',
            '<b class="flag">Bread</b> | {}',
        ],
    )
    def test_a_kicker_in_the_heading_is_no_part_of_it(self, heading):
        assert first_of(f'<h3><a href="{URL}">{heading.format(TITLE)}</a></h3>').title == TITLE

    def test_bare_anchors_have_their_text_for_a_headline(self):
        anchors = " ".join(f'<a href="{url}">• {title}</a>' for title, url in STORIES)
        teasers = article_of(f"{ARTICLE}<div>{anchors}</div>").teasers
        assert [teaser.title for teaser in teasers] == [title for title, _ in STORIES]


class TestOtherFields:
    def test_the_short_line_before_the_headline_is_the_kicker(self):
        teaser = first_of(f'<a href="/tag/bread">Bread</a><h3><a href="{URL}">{TITLE}</a></h3>')
        assert (teaser.kicker, teaser.title) == ("Bread", TITLE)

    def test_the_summary_loses_its_ellipsis_and_its_read_more(self):
        text = "They had not spoken since the flour was shared out"
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><p>{text} […]</p><a href="{URL}">Read more</a>')
        assert (teaser.excerpt, teaser.excerpt_raw) == (text, text + " […]")

    def test_the_headline_is_no_summary_of_itself(self):
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><p>{TITLE.upper()}</p>')
        assert teaser.excerpt is None

    @pytest.mark.parametrize("line", ["26.04.25 | Bread | By Ada Penrose |", "Bread · By Ada Penrose · 26 April 2025"])
    def test_a_line_of_date_section_and_author_is_no_summary(self, line):
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><p>{line}</p>')
        assert (teaser.excerpt, teaser.byline) == (None, "By Ada Penrose")

    @pytest.mark.parametrize("time", ["26 April 2025 - 18:37 CET", "<time>Saturday the 26th of April</time>"])
    def test_a_line_that_ends_in_a_date_is_no_summary(self, time):
        line = f'<a href="/ada">Ada Penrose</a> <span>Gannet Quay</span> {time}'
        assert first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><div>{line}</div>').excerpt is None

    def test_what_the_whole_card_is_called_says_nothing_of_its_parts(self):
        card = f'<a class="card card--date-time" href="{URL}"><h3>{TITLE}</h3><p>{SALT}</p></a>'
        assert first_of(card).excerpt == SALT

    def test_a_summary_after_a_line_break_loses_date_and_author(self):
        more = f'<a href="{URL}">(more)</a>'
        card = f'<a href="{URL}">{TITLE}</a><br><span>9.7.2025 | Ada Penrose</span><br>{SALT} {more}'
        teaser = first_of(card)
        assert (teaser.title, teaser.excerpt) == (TITLE, SALT)

    @pytest.mark.parametrize(("head", "line"), [("h3", "p"), ("dt", "dd")])
    def test_short_lines_in_turn_with_headings_are_their_summaries(self, head, line):
        text = "They had not spoken since the flour was shared out."
        items = "".join(
            f'<{head}><a href="{url}">{title}</a></{head}><{line}>{text}</{line}>' for title, url in STORIES
        )
        teasers = article_of(f"{ARTICLE}<div>{items}</div>").teasers
        assert [one.excerpt for one in teasers] == [text] * 3

    def test_links_to_other_stories_below_a_card_leave_it_its_texts(self):
        text = "They had not spoken since the flour was shared out."
        item = '<div class="post"><div class="in"><b>Bread</b><div><h2><a href="{1}">{0}</a></h2></div><p>{2}</p>{3}</div></div>'
        items = item.format(*BAKERS, text, listed(("A third baker comes to town", "/news/a-third-baker-comes")))
        items += item.format(*UMBRELLAS, text, "") + item.format(*CLOCKS, text, "")
        teasers = article_of(f"<main>{items}</main>", url=SITE + "/").teasers
        assert [(one.title, one.kicker, one.excerpt) for one in teasers if one.excerpt] == [
            (title, "Bread", text) for title, _ in STORIES
        ]

    def test_a_link_that_repeats_the_headline_is_no_summary(self):
        card = f'<h3><a href="{URL}">{TITLE}</a></h3><p><a href="{URL}">Read on about {TITLE}</a></p>'
        assert first_of(card).excerpt is None

    def test_an_hour_is_no_kicker(self):
        assert first_of(f'<div class="flag">11:05 Uhr</div><h3><a href="{URL}">{TITLE}</a></h3>').kicker is None

    def test_a_link_to_read_on_is_no_part_of_the_summary(self):
        text = "They had not spoken since the flour was shared out."
        assert first_of(f'<h3>{TITLE}</h3><p>{text} <a href="{URL}">Read more</a></p>').excerpt == text

    def test_the_date_is_read_with_the_language_of_the_page(self):
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><span class="date">9 July 2025</span>')
        assert teaser.published == dt.date(2025, 7, 9)

    def test_a_date_for_machines_outranks_the_printed_one(self):
        time = '<time datetime="2025-07-09T06:30:00+01:00">two days ago</time>'
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3>{time}')
        assert teaser.published.isoformat() == "2025-07-09T06:30:00+01:00"

    def test_a_relative_date_is_relative_to_the_fetch(self):
        fetched_at = dt.datetime(2025, 7, 11, 15, 20, tzinfo=dt.UTC)
        card = f'<li><a href="{URL}">{TITLE}</a> <span class="date">3 hours ago</span>'
        article = article_of(f"{ARTICLE}<ul>{card}{linked(*CLOCKS)}</ul>", fetched_at=fetched_at)
        assert article.teasers[0].published.hour == 12

    @pytest.mark.parametrize(
        "heading", ["{} <small class='date'>9 July 2025</small>", "<span class='date'>9 July 2025</span> – {}"]
    )
    def test_a_date_in_the_headline_is_a_date(self, heading):
        teaser = first_of(f'<h3><a href="{URL}">{heading.format(TITLE)}</a></h3>')
        assert (teaser.title, teaser.published) == (TITLE, dt.date(2025, 7, 9))

    def test_the_byline_is_kept_as_printed(self):
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><p class="byline">By Ada Penrose</p>')
        assert teaser.byline == "By Ada Penrose"

    def test_the_picture_is_the_real_one_behind_lazy_loading(self):
        picture = '<img src="data:image/gif;base64,R0lGODlhAQABAA" data-src="/img/bakers.jpg" alt="Two bakers">'
        teaser = first_of(f'<a href="{URL}">{picture}</a><h3><a href="{URL}">{TITLE}</a></h3>')
        assert (teaser.image_url, teaser.image_alt) == (SITE + "/img/bakers.jpg", "Two bakers")
        assert teaser.image_status == "present"

    def test_a_text_in_place_of_the_picture_is_a_placeholder(self):
        teaser = first_of(f'<div>Image Not Found</div><h3><a href="{URL}">{TITLE}</a></h3>')
        assert teaser.placeholder_text == "Image Not Found"
        assert teaser.kicker is None

    def test_a_card_that_is_all_text_has_no_slot(self):
        assert first_of(f'<h3><a href="{URL}">{TITLE}</a></h3>').image_status == "none"


class TestRegions:
    def test_cards_below_the_text_are_after_it(self):
        assert regions_of(ARTICLE + listed()) == {"after"}

    def test_cards_above_the_text_are_before_it(self):
        assert regions_of(listed() + ARTICLE) == {"before"}

    def test_cards_between_paragraphs_are_inline(self):
        assert regions_of(f"<article>{HEADLINE}<p>{FERRY}<p>{ROPES}</p>{listed()}<p>{SALT}<p>{MAYOR}</article>") == {
            "inline"
        }

    def test_cards_beside_the_text_are_aside(self):
        assert regions_of(f"{ARTICLE}<aside>{listed()}</aside>") == {"aside"}

    def test_the_articles_before_and_after_are_navigation(self):
        pair = linked(f"← {TITLE}", URL, "div") + linked(f"{CLOCKS[0]} →", CLOCKS[1], "div")
        assert regions_of(f"{ARTICLE}<nav>{pair}</nav>") == {"nav"}

    def test_cards_of_a_front_page_are_a_listing(self):
        cards = "".join(f"<div><h2><a href='/news/some-long-story-{n}'>{TITLE} {n}</a></h2></div>" for n in range(6))
        article = article_of(f"<main>{cards}</main><aside>{listed()}</aside>", url=SITE + "/")
        assert [teaser.region for teaser in article.teasers] == ["listing"] * 6 + ["aside"] * 3


class TestBlocks:
    def test_positions_count_from_nought_and_blocks_from_one(self):
        teasers = article_of(f"{listed(BAKERS, CLOCKS)}{ARTICLE}<h2>More</h2>{listed(UMBRELLAS, CLOCKS)}").teasers
        assert [(one.position, one.block, one.block_heading) for one in teasers] == [
            (0, 1, None),
            (1, 1, None),
            (2, 2, "More"),
            (3, 2, "More"),
        ]

    def test_blocks_that_are_left_out_leave_no_hole_in_the_numbers(self):
        paid = f"<h2>Sponsored by Gull Windows</h2>{listed(('Five good reasons for new windows', '/ads/five-good-reasons'), UMBRELLAS)}"
        markup = f"{paid}<h2>News</h2>{listed(BAKERS, CLOCKS)}<h2>News</h2>{listed(BAKERS, CLOCKS)}<h2>More</h2>{listed(UMBRELLAS, BAKERS)}"
        teasers = article_of(ARTICLE + markup).teasers
        assert [(one.block, one.block_heading) for one in teasers] == [(1, "News")] * 2 + [(2, "More")] * 2

    def test_the_same_story_again_says_so(self):
        teasers = article_of(f"{ARTICLE}{listed(BAKERS, CLOCKS)}<h2>More</h2>{listed(UMBRELLAS, BAKERS)}").teasers
        assert [one.same_story_as for one in teasers] == [None, None, None, 0]

    @pytest.mark.parametrize("rest", [f"<p>{ROPES}</p>", '<img src="/two-bakers.jpg">'], ids=["summary", "picture"])
    def test_a_story_under_another_address_is_known_by_its_headline_and_what_it_shows(self, rest):
        again = f'<div><h3><a href="/archive/two-bakers-end-their-truce-2">{TITLE.upper()}</a></h3>{rest}</div>'
        first = f'<div><h3><a href="{URL}">{TITLE}</a></h3>{rest}</div>'
        teasers = article_of(f"{ARTICLE}<section>{first}{again}</section>").teasers
        assert [one.same_story_as for one in teasers] == [None, 0]

    def test_two_stories_of_a_series_with_one_headline_are_not_the_same(self):
        series = [("Letters to the editor of the Post", f"/opinion/letters-to-the-editor-{day}") for day in (12, 13)]
        teasers = article_of(f"{ARTICLE}{listed(*series, CLOCKS)}").teasers
        assert [one.same_story_as for one in teasers] == [None, None, None]

    @pytest.mark.parametrize(("label", "heading"), [("Read also:", "Read also"), ("À lire aussi :", "À lire aussi")])
    def test_the_label_of_an_inline_box_is_its_heading(self, label, heading):
        line = f'<p>{label} <a href="{URL}">{TITLE}</a></p>'
        article = article_of(f"<article>{HEADLINE}<p>{FERRY}<p>{ROPES}</p>{line}<p>{SALT}<p>{MAYOR}</article>")
        assert [(one.block_heading, one.title, one.region) for one in article.teasers] == [(heading, TITLE, "inline")]
        assert article.body == "\n\n".join(PROSE)


class TestPlaceholders:
    def test_a_bare_image_not_found_is_a_teaser_without_address(self):
        (teaser,) = article_of(f"{ARTICLE}<div>Image Not Found</div>").teasers
        assert (teaser.title, teaser.url) == (None, None)
        assert (teaser.image_status, teaser.placeholder_text) == ("placeholder", "Image Not Found")

    def test_it_belongs_to_the_block_before_it(self):
        teasers = article_of(f"{ARTICLE}<h2>More</h2>{listed()}<p>Image Not Found</p>").teasers
        assert (teasers[3].position, teasers[3].block, teasers[3].block_heading) == (3, 1, "More")

    def test_under_a_heading_of_its_own_it_is_a_block_of_its_own(self):
        empty = "<section><h2>Pictures</h2><p>Image Not Found</p><p>Image Not Found</p></section>"
        teasers = article_of(f"{ARTICLE}{empty}<section><h2>More</h2>{listed()}</section>").teasers
        assert [(one.block, one.block_heading) for one in teasers] == [(1, "Pictures")] * 2 + [(2, "More")] * 3

    def test_first_under_the_heading_of_cards_it_is_one_of_their_block(self):
        markup = f"<section><h2>More</h2><div><p>Image Not Found</p></div>{listed()}</section>"
        teasers = article_of(ARTICLE + markup).teasers
        assert [(one.block, one.block_heading) for one in teasers] == [(1, "More")] * 4

    def test_it_is_not_part_of_the_body(self):
        article = article_of(f"<article>{HEADLINE}<p>{FERRY}<p>{ROPES}<p>Image Not Found<p>{SALT}<p>{MAYOR}</article>")
        assert article.body == "\n\n".join(PROSE)


class TestNone:
    def test_a_ribbon_of_topics_above_the_cards_is_none(self):
        topics = listed(
            ("War in the north", "/war-north"), ("The summer guide", "/summer-guide"), ("Price of bread", "/bread")
        )
        assert [one.title for one in article_of(f"{topics}<hr><main>{listed()}</main>").teasers] == [
            title for title, _ in STORIES
        ]

    @pytest.mark.parametrize(
        "ask", ["Download our app for iOS", "Téléchargez l’application", "Pobierz aplikację na telefon"]
    )
    def test_what_asks_readers_to_take_an_application_is_none(self, ask):
        asking = f'<ul><li><a href="/apps/ios">{ask}</a></li><li><a href="/apps/android">{ask} Android</a></li></ul>'
        assert article_of(ARTICLE + asking).teasers == ()

    def test_a_story_of_an_application_is_one(self):
        teasers = article_of(
            ARTICLE + listed(("Download of the app costs the mayor her salt", "/news/a-download"), CLOCKS)
        ).teasers
        assert len(teasers) == 2

    def test_the_sections_that_a_page_is_in_are_none(self):
        trail = "".join(
            f'<a href="{url}">{name}</a> › '
            for name, url in (
                ("News of the county", "/news"),
                ("Harbours and the coast", "/news/harbours"),
                ("Gannet Quay and islands", "/news/harbours/gannet"),
            )
        )
        assert article_of(f"<div>{trail}</div>{ARTICLE}").teasers == ()


class TestDates:
    FETCHED = dt.datetime(2025, 8, 1, 12, 0, tzinfo=dt.UTC)
    TWO_HOURS_AGO = dt.datetime(2025, 8, 1, 10, 0, tzinfo=dt.UTC)
    YESTERDAY = dt.date(2025, 7, 31)

    def dated(self, card, **given):
        cards = "".join(card.format(url=url, title=title) for title, url in STORIES)
        return article_of(f"{ARTICLE}<ul>{cards}</ul>", fetched_at=self.FETCHED, **given).teasers[0]

    @pytest.mark.parametrize(
        "card",
        [
            '<li><a href="{url}">{title}</a> <span>2 hours ago</span></li>',
            '<li><a href="{url}">{title}</a> 2 hours ago</li>',
            '<li><a href="{url}">{title} <span>2 hours ago</span></a></li>',
            '<li><a href="{url}">{title}</a><div>2h ago</div></li>',
        ],
        ids=["beside the link", "bare", "in the link", "below"],
    )
    def test_a_time_counted_back_is_the_cards_date_and_no_part_of_its_headline(self, card):
        teaser = self.dated(card)
        assert (teaser.title, teaser.published, teaser.excerpt) == (TITLE, self.TWO_HOURS_AGO, None)

    def test_a_word_for_a_day_is_a_date_without_a_digit(self):
        teaser = self.dated('<li><a href="{url}">{title}</a><div>yesterday</div></li>')
        assert teaser.published == self.YESTERDAY

    @pytest.mark.parametrize(
        ("language", "words", "published"),
        [
            ("fr", "il y a 2 heures", TWO_HOURS_AGO),
            ("fr", "hier", YESTERDAY),
            ("de", "vor 2 Stunden", TWO_HOURS_AGO),
            ("de", "gestern", YESTERDAY),
            ("es", "hace 2 horas", TWO_HOURS_AGO),
            ("pl", "wczoraj", YESTERDAY),
        ],
    )
    @pytest.mark.parametrize("around", ["span", "div"])
    def test_it_is_told_in_the_language_of_the_page(self, language, words, published, around):
        card = f"<li><a href='{{url}}'>{{title}}</a> <{around}>{words}</{around}></li>"
        cards = "".join(card.format(url=url, title=title) for title, url in STORIES)
        page = f'<html lang="{language}"><body><ul>{cards}</ul></body></html>'
        assert parse(page, SITE, fetched_at=self.FETCHED).teasers[0].published == published


class TestBylines:
    @pytest.mark.parametrize(
        ("line", "byline"),
        [
            ("Par Luc Morel, publié le 01/08/2025 à 10h30", "Par Luc Morel"),
            ("By Ada Penrose on July 30, 2025", "By Ada Penrose"),
            ("Von Ada Penrose am 30.07.2025", "Von Ada Penrose"),
            ("By Ada de la Penrose", "By Ada de la Penrose"),
        ],
    )
    def test_words_that_lead_to_a_date_are_no_part_of_a_byline_nor_is_the_line_an_excerpt(self, line, byline):
        teaser = first_of(f'<h3><a href="{URL}">{TITLE}</a></h3><div>{line}</div>')
        assert (teaser.byline, teaser.excerpt) == (byline, None)
