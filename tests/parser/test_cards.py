"""Cards, told by structure: what is one card, what is none, and which stand together."""

import pytest

from archiver.parser.blocks import Role
from archiver.parser.cards import find_cards
from archiver.parser.headline import find_headline
from support.pages import FERRY, PROSE, ROPES, SALT, URL, linked, page_of, paragraphs, texts_of

SITE = "https://www.gannet-post.example"
BAKERS = ("Village of two bakers ends its long truce", "/news/two-bakers-end-their-truce")
UMBRELLAS = ("County library lends its millionth umbrella", "/news/library-lends-millionth-umbrella")
CLOCKS = ("Why the clocks of Wexmoor disagree", "/opinion/why-our-clocks-all-disagree")
STORIES = (BAKERS, UMBRELLAS, CLOCKS)
ARTICLE = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}</article>"


def cards_of(markup, before=ARTICLE, url=URL):
    page = page_of(before + markup, url=url)
    return find_cards(page, find_headline(page, ()))


def titles_of(markup, **given):
    return [card.title_text for card in cards_of(markup, **given)]


def listed(*stories):
    return "<ul>" + "".join(linked(*story) for story in stories) + "</ul>"


class TestOneCard:
    @pytest.mark.parametrize(
        "card",
        [
            '<div><a href="{url}"><img src="/a.jpg"></a><h3><a href="{url}">{title}</a></h3><a href="{url}">Read more</a></div>',
            '<a href="{url}"><img src="/a.jpg"><h3>{title}</h3><p>{text}</p></a>',
            '<div><a class="stretched-link" href="{url}"></a><h3>{title}</h3><p>{text}</p></div>',
            '<div><h3>{title}</h3><p>{text}</p><a href="{url}">Read more</a></div>',
            '<div><span>3</span><div><a href="{url}">{title}</a></div><time>9 July</time></div>',
            '<table><tr><td><a href="{url}"><img src="/a.jpg"></a><td><a href="{url}"><b>{title}</b></a></table>',
            '<div><a href="{url}#comments">4 comments</a><h4><a href="{url}">{title}</a></h4></div>',
            '<div><div>{title}</div><div>{text}</div><a href="{url}"></a></div>',
            '<div><div>{title}</div><div>{text}</div><a href="{url}">Read more</a></div>',
            '<div><h3>{title}</h3><p>{text} <a href="{url}">Read more</a></p></div>',
            '<div><a href="{url}" aria-label="{title}"><img src="/a.jpg"></a></div>',
            '<div><a href="{url}" aria-label="{title}"></a><div>{title}</div><p>{text}</p></div>',
            '<a href="{url}"><div>Bread</div><div>{title}</div><div>{text}</div></a>',
            '<div><h3>{title}</h3><p><a href="{url}">{text}</a></p></div>',
            '<a href="{url}"><h4>Bread and salt:</h4><h3>{title}</h3></a>',
        ],
        ids=[
            *("three links", "one link around", "overlay", "read more only", "rank and time", "table", "comment count"),
            *(
                "overlay behind",
                "read more behind",
                "read more at the end",
                "picture with a name",
                "overlay with a name",
            ),
            *("generated names", "summary linked", "heading before the heading"),
        ],
    )
    def test_links_to_one_address_are_one_card(self, card):
        markup = "".join(card.format(url=url, title=title, text=ROPES) for title, url in STORIES)
        cards = cards_of(f"<section>{markup}</section>")
        assert [(card.title_text, card.url) for card in cards] == [(title, SITE + url) for title, url in STORIES]

    @pytest.mark.parametrize(
        "date",
        [
            "<time>Friday, 1{} July 2025, 7 am</time>",
            "<div>1{} July 2025 at 7:00 h</div>",
            '<p class="date">{} hours ago at noon</p>',
        ],
    )
    def test_a_date_above_it_is_not_the_headline(self, date):
        card = '<li>{date}<p>{title}</p><a href="{url}">Read more</a></li>'
        items = "".join(
            card.format(date=date.format(n), title=title, url=url) for n, (title, url) in enumerate(STORIES)
        )
        assert titles_of(f"<ul>{items}</ul>") == list(dict(STORIES))

    def test_a_list_of_links_is_a_block_of_cards(self):
        cards = cards_of(listed(*STORIES))
        assert [(card.title_text, card.block) for card in cards] == [(title, 1) for title, _ in STORIES]

    @pytest.mark.parametrize(
        "titles",
        [("島を結ぶ渡し船が再び動き出す", "市長は桟橋から手を振った"), ("섬을 잇는 나룻배", "소금 값이 두 배로")],
    )
    def test_headlines_need_no_latin_letters(self, titles):
        assert titles_of(listed(*((title, f"/news/2025071{n}") for n, title in enumerate(titles)))) == list(titles)

    def test_bare_anchors_in_one_block_are_cards(self):
        anchors = "<br>".join(f'<a href="{url}">{title}</a>' for title, url in STORIES)
        assert titles_of(f"<div>{anchors}</div>") == [title for title, _ in STORIES]

    def test_rows_and_columns_are_one_block(self):
        rows = "".join(f"<div><div>{linked(*story, around='p')}</div></div>" for story in STORIES)
        assert {card.block for card in cards_of(f"<section>{rows}</section>")} == {1}

    def test_the_texts_of_a_card_are_no_longer_free(self):
        page = page_of(ARTICLE + listed(*STORIES))
        find_cards(page, find_headline(page, ()))
        assert [item.text for item in page.segments if item.role is Role.TEASER] == [title for title, _ in STORIES]
        assert {item.role for item in page.segments if item.text in PROSE} == {Role.UNKNOWN}


class TestDoubles:
    """Cards that are left out, so that each promotion is counted once."""

    def test_a_block_for_other_screens_is_a_copy(self):
        block = f"<div><h3>Most read</h3>{listed(*STORIES)}</div>"
        assert [card.is_left_out for card in cards_of(block + block)] == [False] * 3 + [True] * 3

    def test_cards_for_small_screens_are_copies_of_some_others(self):
        carousel = f'<div class="carousel only-mobile">{listed(CLOCKS, BAKERS)}</div>'
        assert [card.is_left_out for card in cards_of(listed(*STORIES) + carousel)] == [False] * 3 + [True] * 2

    def test_the_copies_that_a_carousel_makes_are_doubles(self):
        slides = "".join(f'<div class="slide"><a href="{url}"><h4>{title}</h4></a></div>' for title, url in STORIES)
        clone = slides.replace('"slide"', '"slide clone"')
        cards = cards_of(f'<div class="track">{clone}{slides}</div>')
        assert [card.is_left_out for card in cards] == [False] * 3 + [True] * 3

    def test_lists_under_two_headings_are_two_blocks_whatever_they_show(self):
        blocks = "".join(f"<div><h3>{name}</h3>{listed(*STORIES)}</div>" for name in ("Most read", "Most commented"))
        assert not any(card.is_left_out for card in cards_of(blocks))

    def test_a_block_with_other_headlines_is_no_copy(self):
        others = [(f"What readers say of story number {number}", url) for number, (_, url) in enumerate(STORIES)]
        markup = f"<div><h3>News</h3>{listed(*STORIES)}</div><div><h3>News</h3>{listed(*others)}</div>"
        assert not any(card.is_left_out for card in cards_of(markup))

    def test_a_copy_for_small_screens_hides_no_other_block(self):
        block = listed(*STORIES)
        cards = cards_of(f'<div class="only-mobile">{block}</div><aside><h3>Most read</h3>{block}</aside>')
        assert [card.is_left_out for card in cards] == [True] * 3 + [False] * 3

    def test_a_card_that_says_all_the_same_near_by_is_a_copy(self):
        card = f'<div><article><h2><a href="{BAKERS[1]}">{BAKERS[0]}</a></h2><p>{ROPES}</p></article></div>'
        cards = cards_of(f"<section>{card}<div>{listed(UMBRELLAS, CLOCKS)}</div>{card.replace('h2', 'h3')}</section>")
        assert [card.is_left_out for card in cards] == [False] * 3 + [True]

    def test_a_story_in_two_different_blocks_is_promoted_twice(self):
        cards = cards_of(f"<h3>Most read</h3>{listed(*STORIES)}<h3>Latest</h3>{listed(CLOCKS, BAKERS)}")
        assert not any(card.is_left_out for card in cards)

    @pytest.mark.parametrize(
        "card",
        [
            '<li><h3><a href="{url}">{title}</a></h3><p>{text}</p></li>',
            '<li><a href="{url}">{title}</a><p>{text}</p></li>',
            '<li><h3>{title}</h3><p>{text}</p><a href="{url}">Read more</a></li>',
            '<a href="{url}"><h3>{title}</h3><p>{text}</p></a>',
        ],
        ids=["heading", "bare link", "read more", "all linked"],
    )
    def test_a_story_at_two_addresses_keeps_its_headline_in_both_lists(self, card):
        again = (BAKERS[0], "/wexmoor/bakers-of-the-village-make-peace")
        salt, ropes = (
            ("Salt costs twice as much as last year", "/salt-costs-twice-as-much"),
            ("Ropes run short", "/ropes/2025"),
        )
        lists = (((BAKERS, FERRY), (UMBRELLAS, ROPES)), ((again, SALT), (salt, PROSE[0]), (ropes, PROSE[1])))
        markup = (
            "".join(card.format(url=url, title=title, text=text) for (title, url), text in cards) for cards in lists
        )
        titles = titles_of("".join(f"<section>{cards}</section>" for cards in markup), before="")
        assert titles == [BAKERS[0], UMBRELLAS[0], BAKERS[0], salt[0], ropes[0]]

    def test_stories_of_one_series_keep_the_headline_that_they_share(self):
        def card(title, url):
            return f'<div><a href="{url}"><img src="/a.jpg"></a><h3><a href="{url}">{title}</a></h3><p>{ROPES[:90]} {url}</p></div>'

        series = [card("Question of the day", f"/opinion/question-of-the-day-{number}") for number in (12, 13)]
        titles = titles_of(f"<section><h2>More</h2>{''.join(series)}{card(*BAKERS)}</section>")
        assert titles == ["Question of the day", "Question of the day", BAKERS[0]]

    def test_the_page_itself_is_left_out_under_another_address_too(self):
        own = ("Ferry returns to Gannet Quay", "/m/ferry-returns-to-gannet-quay")
        assert [card.is_left_out for card in cards_of(listed(own, BAKERS, CLOCKS))] == [True, False, False]

    @pytest.mark.parametrize(
        "advert",
        [
            '<div class="c"><span>Sponsored</span><h4><a href="/promo/buy-these-new-shoes">Buy these new shoes</a></h4></div>',
            '<div class="c"><h4><a href="/promo/buy-these-new-shoes">Buy these new shoes</a></h4><i>Anzeige</i></div>',
            '<div class="c sponsored"><h4><a href="/promo/buy-these-new-shoes">Buy these new shoes right now</a></h4></div>',
            '<div class="c"><h4><a rel="sponsored" href="/promo/buy-these-new-shoes">Buy these new shoes</a></h4></div>',
        ],
        ids=["label", "label behind", "name", "relation"],
    )
    def test_an_advertisement_among_cards_is_left_out(self, advert):
        others = "".join(f'<div class="c"><h4><a href="{url}">{title}</a></h4></div>' for title, url in STORIES)
        assert [card.is_left_out for card in cards_of(f"<div>{others}{advert}</div>")] == [False] * 3 + [True]

    def test_a_special_project_of_the_newsroom_is_no_advertisement(self):
        others = "".join(f'<div class="c"><h4><a href="{url}">{title}</a></h4></div>' for title, url in STORIES)
        card = '<div class="c"><h4><a href="/news/long-quay-is-told">The long quay is told</a></h4><i>{}</i></div>'
        last = {label: cards_of(f"<div>{others}{card.format(label)}</div>")[-1] for label in ("Спецпроект", "Реклама")}
        assert {label: one.is_left_out for label, one in last.items()} == {"Спецпроект": False, "Реклама": True}

    def test_a_block_under_a_word_for_advertising_is_left_out(self):
        assert all(card.is_left_out for card in cards_of(f"<h3>Publicité</h3>{listed(*STORIES)}"))

    def test_what_is_left_out_is_no_text_of_the_article(self):
        page = page_of(f"{ARTICLE}<h3>Publicité</h3>{listed(*STORIES)}")
        find_cards(page, find_headline(page, ()))
        assert [item.text for item in page.segments if item.role is Role.TEASER] == ["Publicité", *dict(STORIES)]


class TestLists:
    def test_short_headlines_are_cards_among_longer_ones(self):
        assert titles_of(listed(*STORIES, ("Herring", "/news/herring"))) == [*dict(STORIES), "Herring"]

    def test_a_list_of_topics_has_no_cards(self):
        topics = (("Elections", "/elections"), ("War in the East", "/war-in-the-east"), ("Bread", "/bread"))
        assert titles_of(listed(*topics)) == []

    def test_a_menu_of_what_the_house_says_of_itself_has_no_cards(self):
        menu = (("How we work and why we do", "/how-we-work-and-why"), ("Privacy", "/privacy-policy"))
        assert titles_of("<div>" + "".join(f'<a href="{url}">{text}</a> ' for text, url in menu) + "</div>") == []

    def test_a_card_is_an_item_of_a_list_not_all_of_it(self):
        items = f'<li><a href="{BAKERS[1]}">{BAKERS[0]}</a></li><li>The stairs to the harbour</li><li>The pier</li>'
        page = page_of(f"{ARTICLE}<ul>{items}</ul>")
        assert [card.end - card.start for card in find_cards(page, find_headline(page, ()))] == [1]

    def test_a_section_that_cards_name_does_not_part_them(self):
        card = '<div><a href="/books-and-the-arts"><b>Books</b> / Ada Penrose</a><h3><a href="{1}">{0}</a></h3></div>'
        markup = "".join(card.format(*story) for story in STORIES)
        assert titles_of(f"<section>{markup}</section>") == list(dict(STORIES))


class TestNoCard:
    @pytest.mark.parametrize(
        "address",
        [
            URL,
            URL + "#more-of-this-very-article",
            URL + "?share=letter",
            URL + "?utm_source=cards",
            "https://elsewhere.example/news/two-bakers-end-their-truce",
            "/tag/two-bakers-and-their-truce",
            "/author/ada-penrose-of-gannet-quay",
            "/news/two-bakers-end-their-truce#comment-44",
            "http://[two-bakers-end-their-truce",
            "/karriere/stellenmarkt/a-harbour-master-is-wanted",
            "/events/veranstaltungen/an-evening-of-sea-shanties",
            "/",
            "javascript:open('two-bakers-end-their-truce')",
            "mailto:two-bakers-end-their-truce@gannet-post.example",
        ],
    )
    def test_a_link_to_no_other_article_is_none(self, address):
        assert titles_of(listed(BAKERS, (UMBRELLAS[0], address), CLOCKS)) == [BAKERS[0], CLOCKS[0]]

    def test_a_link_in_a_sentence_is_none(self):
        text = f'The council, which <a href="{BAKERS[1]}">ended the truce of the bakers</a> in spring, was silent.'
        assert cards_of(paragraphs(text, ROPES)) == []

    def test_an_article_with_one_link_is_none(self):
        link = f'<a href="{BAKERS[1]}">Village of two bakers ends its truce</a>'
        assert cards_of(f"<section><h2>{link}</h2>{paragraphs()}</section>", before="") == []

    def test_the_page_itself_is_none_by_whatever_address_it_came(self):
        own = ("Ferry returns to Gannet Quay at last", URL)
        assert titles_of(listed(BAKERS, own, CLOCKS), url=URL + "?utm_source=feed#top") == [BAKERS[0], CLOCKS[0]]

    def test_several_links_in_a_sentence_are_none(self):
        text = "Between {} and {} there was peace, for as long as the flour lasted, and it lasted all summer."
        links = [f'<a href="{url}">{title}</a>' for title, url in ((BAKERS[0], BAKERS[1]), (CLOCKS[0], CLOCKS[1]))]
        assert cards_of(f"<div>{text.format(*links)} {ROPES}</div>") == []

    def test_a_box_with_two_paragraphs_of_prose_is_none(self):
        box = f'<div><h3><a href="{BAKERS[1]}">{BAKERS[0]}</a></h3><p>{FERRY}</p><p>{ROPES}</p></div>'
        assert cards_of(f"<section>{box}{box.replace(BAKERS[1], CLOCKS[1])}</section>") == []

    def test_words_in_a_menu_are_none(self):
        menu = listed(("News", "/news-from-all-of-wexmoor"), ("Sport", "/sports-for-all-of-wexmoor"))
        assert cards_of(f"<nav>{menu}</nav>", before="") == []
        assert cards_of(f"<footer>{menu}</footer>") == []

    @pytest.mark.parametrize("tag", ["nav", "header"])
    def test_a_menu_before_the_headline_is_none_even_with_headlines_in_it(self, tag):
        assert cards_of(ARTICLE, before=f"<{tag}>{listed(*STORIES)}</{tag}>") == []

    @pytest.mark.parametrize("name", ["comments", "cookie-consent", "author-bio"])
    def test_links_in_what_is_never_about_articles_are_none(self, name):
        assert cards_of(f'<div class="{name}">{listed(*STORIES)}</div>') == []

    def test_short_topics_in_a_list_of_tags_are_none(self):
        topics = [("Gannet Quay", "/news/all-about-gannet-quay"), ("Ferries", "/news/all-about-our-ferries")]
        assert cards_of(f'<div class="tags">{listed(*topics)}</div>') == []

    def test_headlines_in_a_list_named_so_are_cards(self):
        """Themes call many a list of articles ``tag-…``."""
        assert len(cards_of(f'<div class="tag-list">{listed(*STORIES)}</div>')) == 3


class TestMenus:
    def test_a_menu_is_no_cards_headline(self):
        menu = "<nav><ul>" + "".join(f"<li><a href=/{n}>Share {n}</a>" for n in "abcde") + "</ul></nav>"
        assert cards_of(f'<div>{menu}<a href="/news/20250711"><img src="/a.jpg"></a></div>') == []


class TestLoneCards:
    def test_a_lone_link_without_a_word_of_explanation_is_none(self):
        text = f'{ROPES} <a href="{BAKERS[1]}">The bakers</a> did not.'
        assert cards_of(f"<div><p>{text}</p></div>") == []

    @pytest.mark.parametrize("label", ["Read also: ", "À lire aussi : ", "Lesen Sie auch: "])
    def test_a_label_and_a_link_in_a_paragraph_of_the_text_are_a_card(self, label):
        line = f'<p>{label}<a href="{BAKERS[1]}">{BAKERS[0]}</a></p>'
        cards = cards_of("", before=ARTICLE.replace(f"<p>{ROPES}", line + f"<p>{ROPES}"))
        assert [card.url for card in cards] == [SITE + BAKERS[1]]

    def test_one_in_a_related_box_is_one(self):
        assert titles_of(f'<div class="related">{linked(*BAKERS, around="p")}</div>') == [BAKERS[0]]

    def test_a_label_says_enough_whatever_the_address(self):
        line = f'<p>Lees ook: <a href="/z">{BAKERS[0]}</a></p>'
        assert [card.url for card in cards_of(line)] == [SITE + "/z"]

    def test_a_label_in_brackets_says_enough(self):
        line = '<p>【関連記事】<a href="/articles/AS4CB">島の図書室、人口減で閉室 住民が最後の貸し出し</a></p>'
        assert [card.url for card in cards_of(line)] == [SITE + "/articles/AS4CB"]

    def test_one_box_in_a_short_text_is_no_wider_than_it_is(self):
        """Although nothing else in the text leads anywhere."""
        box = f'<div class="related"><p>Read also</p><a href="{BAKERS[1]}">{BAKERS[0]}</a></div>'
        short = f"<article><h1>Ferry</h1><div><p>{FERRY}</p><p>{ROPES}</p>{box}<p>{SALT}</p></div></article>"
        (card,) = cards_of("", before=short)
        assert card.end - card.start == 2

    def test_a_card_between_paragraphs_may_have_a_short_headline(self):
        box = f'<article><a href="{BAKERS[1]}"><img src="/p.jpg"><header><h3>Bread</h3></header></a></article>'
        assert titles_of(f"<div><p>{FERRY}</p>{box}<p>{ROPES}</p></div>") == ["Bread"]

    def test_a_headed_box_with_a_picture_says_enough_whatever_the_address(self):
        box = f'<aside><h3>Read on</h3><a href="/z"><img src="/p.jpg"><h4>{BAKERS[0]}</h4></a></aside>'
        assert titles_of(box) == [BAKERS[0]]

    def test_a_text_that_is_called_what_the_link_over_its_box_is_called_is_one(self):
        box = f'<div><b>You may like</b><p>{BAKERS[0]}</p><a href="{BAKERS[1]}" aria-label="{BAKERS[0]}"></a></div>'
        assert titles_of(f'<div class="related">{box}</div>') == [BAKERS[0]]

    def test_a_text_beside_a_lone_link_to_read_on_is_none(self):
        """Nothing but the like of it says that it is a headline."""
        assert titles_of(f'<div><div>{BAKERS[0]}</div><a href="{BAKERS[1]}">Read more</a></div>') == []

    def test_sections_with_a_link_in_a_sentence_each_are_none(self):
        section = (
            '<div><h3>{0}</h3><p>The bakers, as <a href="{1}">we told</a>, were friends once upon a time.</p></div>'
        )
        assert titles_of("".join(section.format(*story) for story in STORIES)) == []

    def test_the_articles_before_and_after_are_cards(self):
        """Two links in a ``nav``, after the text."""
        pair = linked(f"← {BAKERS[0]}", BAKERS[1], "div") + linked(f"{CLOCKS[0]} →", CLOCKS[1], "div")
        assert [card.url for card in cards_of(f"<nav>{pair}</nav>")] == [SITE + BAKERS[1], SITE + CLOCKS[1]]

    def test_they_are_cards_in_the_footer_of_the_article_but_not_of_the_page(self):
        pair = "".join(linked(f"<span>{title}</span>", url, "div") for title, url in (BAKERS, CLOCKS))
        footer = f'<footer><div class="post-next-prev">{pair}</div></footer>'
        inside = ARTICLE.replace("</article>", f"{footer}</article>")
        assert len(cards_of("", before=inside)) == 2
        assert cards_of(footer) == []


class TestHeadings:
    def test_the_heading_before_the_first_card_heads_the_block(self):
        cards = cards_of(f"<section><h2>Most read</h2>{listed(*STORIES)}</section>")
        assert {card.heading.text for card in cards} == {"Most read"}

    @pytest.mark.parametrize("markup", ["<p>Most read</p>", "<div><span>Most read</span></div>"])
    def test_a_short_line_heads_several_cards_as_well(self, markup):
        cards = cards_of(f"<section>{markup}{listed(*STORIES)}</section>")
        assert {card.heading.text for card in cards} == {"Most read"}

    def test_the_heading_of_a_box_with_one_card_is_no_part_of_the_card(self):
        box = f'<div class="related"><h3>Read also</h3><div><a href="{BAKERS[1]}"><h4>{BAKERS[0]}</h4></a></div></div>'
        assert [(card.title_text, card.heading.text) for card in cards_of(box)] == [(BAKERS[0], "Read also")]

    def test_prose_heads_nothing(self):
        assert {card.heading for card in cards_of(f"<section><p>{FERRY}</p>{listed(*STORIES)}</section>")} == {None}

    def test_the_headline_of_the_page_heads_no_block(self):
        cards = cards_of(f"<h1>Ferry returns to Gannet Quay</h1>{listed(*STORIES)}{paragraphs()}", before="")
        assert {card.heading for card in cards} == {None}

    def test_another_heading_begins_another_block(self):
        first = f"<section><h2>Most read</h2>{listed(BAKERS, UMBRELLAS)}</section>"
        second = f"<section><h2>Latest</h2>{listed(CLOCKS, ('The last ferryman hands over his rope', '/x-y-z-rope'))}</section>"
        assert [(card.block, card.heading.text) for card in cards_of(first + second)] == [
            *[(1, "Most read")] * 2,
            *[(2, "Latest")] * 2,
        ]

    def test_headings_are_no_longer_free(self):
        page = page_of(f"{ARTICLE}<section><h2>Most read</h2>{listed(*STORIES)}</section>")
        find_cards(page, find_headline(page, ()))
        assert "Most read" in texts_of(item for item in page.segments if item.role is Role.TEASER)


def test_a_page_without_an_address_has_its_cards_all_the_same():
    assert titles_of(listed(*STORIES), url=None) == [title for title, _ in STORIES]


def test_a_paragraph_of_many_links_takes_no_longer_than_its_length():
    links = "".join(
        f'<a href="/news/story-of-the-day-{number}">Story of the day {number}</a> ' for number in range(4000)
    )
    assert len(cards_of(f"<p>{links}</p>")) == 4000
