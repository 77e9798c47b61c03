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


STORIES = (
    ("Who pays for the slipway now", "/news/who-pays-for-the-slipway-20250701"),
    ("Why the old engine broke at night", "/news/why-the-old-engine-broke-20250702"),
    ("What the islanders want of the mayor", "/news/what-the-islanders-want-20250703"),
)
TEXTS = (
    "The town pays half of it and the county the rest, said the mayor.",
    "Nobody had oiled it since the winter, and the salt did what salt does.",
    "They want a second ferry and a window for her office, in this order.",
)


def told(markup):
    """For each story, the markup with its headline, address and text."""
    items = zip(STORIES, TEXTS, strict=True)
    return "".join(
        markup.format(n=n + 1, title=title, url=url, text=text) for n, ((title, url), text) in enumerate(items)
    )


SECTIONS = '<h2><a href="{url}">{title}</a></h2><p>{text}</p>'
OWN = {
    "sections": SECTIONS,
    "numbered sections": '<h2>{n}. <a href="{url}">{title}</a></h2><p>{text}</p>',
    "questions": '<h3>And <a href="{url}">{title}</a>, then?</h3><p>{text}</p>',
    "paragraphs with a linked beginning": '<p><strong><a href="{url}">{title}</a></strong><br>{text}</p>',
    "quotations": '<blockquote><p>“{text}”</p><p>— Anna Brandt, in <a href="{url}">{title}</a></p></blockquote>',
    "news in brief": f'<section><h2>{{title}}</h2><p>{{text}} {SALT[:80]} <a href="{{url}}">Read more</a></p></section>',
    "answers": '<div><h3>{title}?</h3><p>{text} See <a href="{url}">{title}</a>.</p></div>',
}
LISTS = {
    "table": '<table><tr><th>What<th>Costs<th>When</tr><tr><td><a href="{0}">{1}</a><td>2 million<td>in {2}</tr>'
    '<tr><td><a href="{3}">{4}</a><td>3 million<td>in {2}</tr></table>',
    "people": '<p>These stand for mayor:</p><ul><li><a href="{0}">Alenka Maria Novak</a>, {2} years old, keeper of the'
    ' lighthouse</li><li><a href="{3}">Peter Paul Horvat</a>, {2} years old, harbour master</li></ul>',
}


class TestText:
    @pytest.mark.parametrize("markup", OWN.values(), ids=OWN)
    def test_what_stands_among_the_paragraphs_is_text(self, markup):
        article = read(told(markup))
        assert (article.teasers, [text for text in TEXTS if text not in article.body]) == ((), [])

    @pytest.mark.parametrize("after", ["", AFTER], ids=["end", "middle"])
    def test_paragraphs_keep_their_linked_beginnings_anywhere(self, after):
        article = read(
            "".join(f'<p><b><a href="{url}">{title}</a></b><br>{ROPES}</p>' for title, url in STORIES), after
        )
        assert (article.teasers, article.body.count(ROPES)) == ((), 4)

    def test_sections_end_an_article(self):
        article = read(told(SECTIONS), after="")
        assert (article.teasers, [text for text in TEXTS if text not in article.body]) == ((), [])

    @pytest.mark.parametrize("markup", LISTS.values(), ids=LISTS)
    def test_a_list_that_says_more_than_its_links_is_text(self, markup):
        (first, url), (second, other), _ = STORIES
        article = read(markup.format(url, first, 2027, other, second))
        assert (article.teasers, article.body.count("2027")) == ((), 2)

    def test_a_list_that_a_sentence_leads_to_is_text(self):
        items = told('<li><a href="{url}">{title}</a></li>')
        assert read(f"<p>The council has put the papers of the case online:</p><ul>{items}</ul>").teasers == ()


PROMOTED = {
    "list": '<ul>{}</ul>|<li><a href="{{url}}">{{title}}</a></li>',
    "labelled list": '<p>Read also:</p><ul>{}</ul>|<li><a href="{{url}}">{{title}}</a></li>',
    "lines": '{}|<p>Read also: <a href="{{url}}">{{title}}</a></p>',
    "headed sections": f"<h2>Related articles</h2>{{}}|{SECTIONS}",
    "box by name": f'<div class="related">{{}}</div>|{SECTIONS}',
    "box without a name": '<div class="x1">{}</div>|<div class="x2"><h4><a href="{{url}}">{{title}}</a></h4><p>{{text}}</p></div>',
    "pictures": '{}|<div><a href="{{url}}"><img src="/{{n}}.jpg"></a><h4><a href="{{url}}">{{title}}</a></h4><p>{{text}}</p></div>',
}


class TestPromotions:
    @pytest.mark.parametrize("markup", PROMOTED.values(), ids=PROMOTED)
    def test_what_is_set_apart_among_the_paragraphs_is_no_text(self, markup):
        around, _, card = markup.partition("|")
        article = read(around.format(told(card.replace("{{", "{").replace("}}", "}"))))
        assert [teaser.title for teaser in article.teasers] == [title for title, _ in STORIES]

    def test_one_linked_heading_between_paragraphs_leads_elsewhere(self):
        title, url = STORIES[0]
        article = read(f'<h3><a href="{url}">{title}</a></h3><p>{TEXTS[0]}</p>')
        assert [teaser.title for teaser in article.teasers] == [title]

    def test_a_page_that_lists_gives_its_stories_although_it_says_what_it_is(self):
        article = article_of(f"<main><h1>News of the harbour</h1><p>{FERRY}</p>{told(SECTIONS)}</main>")
        assert [teaser.title for teaser in article.teasers] == [title for title, _ in STORIES]


LINKED = {
    "sections at the end": (SECTIONS, ""),
    "sections": (SECTIONS, AFTER),
    "sentences": ('<p><a href="{url}">{title}: {text}</a></p>', AFTER),
}


class TestLinkedText:
    @pytest.mark.parametrize(("markup", "after"), LINKED.values(), ids=LINKED)
    def test_the_body_keeps_what_is_all_link(self, markup, after):
        article = read(told(markup), after)
        assert (article.teasers, [title for title, _ in STORIES if title not in article.body]) == ((), [])

    @pytest.mark.parametrize(
        "around",
        ["<p>The council has put the papers of the case online:</p><ul>{}</ul>", "<dl>{}</dl>"],
        ids=["list after a sentence", "terms"],
    )
    def test_the_body_keeps_lists_of_links(self, around):
        item = (
            '<dt><a href="{url}">{title}</a><dd>{text} ' + SALT if "dl" in around else '<li><a href="{url}">{title}</a>'
        )
        article = read(around.format(told(item)))
        assert (article.teasers, [title for title, _ in STORIES if title not in article.body]) == ((), [])

    def test_names_that_a_sentence_goes_on_behind_are_text(self):
        items = told('<li><a href="{url}">{title}</a>, {n} pages</li>')
        article = read(f"<p>Read:</p><ul>{items}</ul>")
        assert (article.teasers, article.body.count(" pages")) == ((), 3)

    def test_linked_lines_that_are_no_sentences_stay_teasers(self):
        article = read(told('<p><a href="{url}">{title}</a></p>'))
        assert [teaser.title for teaser in article.teasers] == [title for title, _ in STORIES]
