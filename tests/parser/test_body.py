"""The article's own text: where it is, which blocks belong to it, and of what kind they are."""

import pytest

from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, article_of, linked, paragraphs

BODY = "\n\n".join(PROSE)
HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"
BOX = '<p>Read also: <a href="/news/two-bakers-end-their-truce">Two bakers end their truce</a></p>'
LATER = "The crossing takes forty minutes in good weather. In bad weather nobody has counted, for fear of the answer."


def body_of(markup, head=""):
    return article_of(markup, head).body


def among(markup):
    """The body of an article that has this between its second and third paragraph."""
    return body_of(f"<article>{HEADLINE}<p>{FERRY}</p><p>{ROPES}</p>{markup}<p>{SALT}</p><p>{MAYOR}</p></article>")


class TestWhereItIs:
    @pytest.mark.parametrize("around", ["article", "main", "div", 'div class="css-1x2y3z"', "section", "td"])
    def test_the_body_is_the_paragraphs_whatever_is_around_them(self, around):
        markup = f"<{around}>{HEADLINE}{paragraphs()}</{around.split()[0]}>"
        assert body_of(f"<table>{markup}</table>" if around == "td" else markup) == BODY

    def test_paragraphs_in_boxes_of_their_own_are_one_text(self):
        assert body_of(HEADLINE + "".join(f"<div><div><p>{text}</p></div></div>" for text in PROSE)) == BODY

    def test_text_without_paragraphs_is_parted_at_empty_lines(self):
        assert body_of(f"{HEADLINE}<div>{'<br><br>'.join(PROSE)}</div>") == BODY

    def test_the_article_with_the_headline_is_the_one(self):
        """Pages that scroll on hold the next articles, too."""
        other = f"<article><h1>The winter timetable</h1>{paragraphs(*map(str.upper, PROSE))}</article>"
        assert body_of(f"<article>{HEADLINE}{paragraphs()}</article>{other}") == BODY

    @pytest.mark.parametrize("around", ["footer", "nav"])
    def test_text_inside_a_footer_is_never_the_body(self, around):
        assert body_of(f"{HEADLINE}<p>Short.</p><{around}><p>{FERRY}</p></{around}>") in {None, "Short."}

    def test_comments_longer_than_the_article_are_not_the_body(self):
        comments = paragraphs(*map(str.upper, PROSE * 2))
        assert body_of(f'<article>{HEADLINE}{paragraphs()}</article><div id="comments">{comments}</div>') == BODY

    def test_a_page_without_text_has_no_body(self):
        article = article_of("<h1>Ferry</h1><img src=a.jpg>")
        assert (article.body, article.blocks) == (None, ())


class TestWhatBelongs:
    def test_a_read_also_line_in_the_body_is_a_teaser_and_no_paragraph(self):
        assert among(BOX) == BODY

    @pytest.mark.parametrize(
        "markup",
        [
            "<aside><p>Eleven weeks is also how long the last repair took, in the year of the great fog.</p></aside>",
            "<figure><img src=/a.jpg><figcaption>The ferry, seen from the pier on Friday morning.</figcaption></figure>",
            '<div class="newsletter"><p>Every Saturday in your letterbox, the week on the islands.</p></div>',
            '<div class="share-tools"><p>Share this article with somebody who owns a rope.</p></div>',
            '<p class="photo-credit">Photo: Ada Penrose, for the Gannet Post</p>',
            '<div class="advertisement"><p>Ropes by the metre, at the chandler on Quay Street.</p></div>',
            '<div class="related"><p>Everything that we have written about the ferry.</p></div>',
            '<p style="display:none">A line that nobody is meant to see.</p>',
            "<script>var ferry = 1;</script>",
            '<p><a href="/all-about-the-ferry">Everything about the ferry</a></p>',
        ],
        ids=["aside", "caption", "newsletter", "share", "credit", "advert", "related", "hidden", "script", "link line"],
    )
    def test_what_stands_between_paragraphs_without_being_the_text_is_left_out(self, markup):
        assert among(markup) == BODY

    def test_a_label_repeated_many_times_between_paragraphs_goes(self):
        label = "<p>Story continues below the advertisement.</p>"
        assert body_of(HEADLINE + label.join(f"<p>{text}</p>" for text in PROSE)) == BODY

    def test_a_paragraph_that_comes_twice_is_kept_once(self):
        assert among(f"<p>{FERRY}</p>") == BODY

    def test_items_of_a_list_may_come_twice(self):
        assert "\n\nYes.\nNo.\nYes.\n\n" in among("<ul><li>Yes.<li>No.<li>Yes.</ul>")

    def test_what_stands_before_the_headline_does_not_belong(self):
        assert body_of(f"<div><p>{LATER}</p>{HEADLINE}{paragraphs()}</div>") == BODY

    def test_a_heading_at_the_end_heads_nothing(self):
        assert body_of(f"<div>{HEADLINE}{paragraphs()}<h2>Comments</h2></div>") == BODY

    def test_short_lines_after_the_last_sentence_do_not_belong(self):
        assert body_of(f"<div>{HEADLINE}{paragraphs()}<p>Gannet Quay</p><p>Top of page</p></div>") == BODY

    def test_a_link_in_a_sentence_belongs(self):
        text = f'{LATER} <a href="/weather/all-about-the-wind">The wind</a> is another matter.'
        assert "The wind is another matter." in among(f"<p>{text}</p>")

    def test_text_that_is_paid_for_belongs(self):
        markup = f'<p>{FERRY}</p><div class="paywall"><p>{ROPES}</p><p>{SALT}</p><p>{MAYOR}</p></div>'
        assert body_of(f"<article>{HEADLINE}{markup}</article>") == BODY

    def test_the_prompt_to_pay_does_not(self):
        assert among('<div class="paywall"><p>Subscribe to read on.</p></div>') == BODY


class TestBlocks:
    @pytest.mark.parametrize(
        ("markup", "kind", "text"),
        [
            (f"<p>{LATER}</p>", "paragraph", LATER),
            ("<h3>What a crossing costs</h3>", "heading", "What a crossing costs"),
            (f"<blockquote><p>{LATER}</p></blockquote>", "quote", LATER),
            ("<ul><li>One rope<li>Three coins</ul>", "list", "One rope\nThree coins"),
            ("<table><tr><td>Ropes<td>400 m</table>", "table", "Ropes\n400 m"),
            ("<pre>10 PRINT FERRY</pre>", "code", "10 PRINT FERRY"),
        ],
    )
    def test_a_block_has_a_kind(self, markup, kind, text):
        article = article_of(f"<div>{HEADLINE}<p>{FERRY}</p>{markup}<p>{SALT}</p></div>")
        assert [(block.kind, block.text) for block in article.blocks[1:-1]] == [(kind, text)]

    def test_a_heading_has_a_level(self):
        article = article_of(f"<div>{HEADLINE}<p>{FERRY}</p><h3>What it costs</h3><p>{SALT}</p></div>")
        assert [block.level for block in article.blocks] == [None, 3, None]

    def test_two_lists_are_two_blocks(self):
        markup = "<ul><li>One rope<li>Three coins</ul><ol><li>No lifejacket</ol>"
        article = article_of(f"<div>{HEADLINE}<p>{FERRY}</p>{markup}<p>{SALT}</p></div>")
        assert [block.kind for block in article.blocks] == ["paragraph", "list", "list", "paragraph"]

    def test_a_post_from_elsewhere_is_one_embed_with_its_address(self):
        post = (
            '<blockquote class="twitter-tweet"><p>Three coins, and not one grain more.</p>'
            '— The Mayor (@mayor) <a href="https://social.example/mayor/7">July 11</a></blockquote>'
        )
        markup = f"<div>{HEADLINE}<p>{FERRY}</p><p>{ROPES}</p>{post}<p>{SALT}</p><p>{MAYOR}</p></div>"
        embed = article_of(markup).blocks[2]
        assert (embed.kind, embed.url) == ("embed", "https://social.example/mayor/7")
        assert embed.text == "Three coins, and not one grain more.\n— The Mayor (@mayor) July 11"

    def test_the_body_is_the_blocks_a_blank_line_between_them(self):
        article = article_of(HEADLINE + paragraphs())
        assert article.body == "\n\n".join(block.text for block in article.blocks)

    def test_teasers_between_paragraphs_do_not_part_the_text(self):
        cards = "".join(
            linked(f"Another story of the islands, part {n}", f"/news/story-of-the-isles-{n}") for n in range(4)
        )
        assert among(f"<ul>{cards}</ul>") == BODY


def test_a_text_that_is_nothing_but_one_paragraph_again_and_again_keeps_it_once():
    article = article_of(f"<article><h1>Brief news</h1>{paragraphs(FERRY) * 4}</article>")
    assert article.body == FERRY


def test_a_block_of_nothing_but_rare_white_space_is_no_text():
    assert body_of(f"{HEADLINE}<p>{FERRY}</p><p>\x1f</p><p>{SALT}</p>") == f"{FERRY}\n\n{SALT}"
