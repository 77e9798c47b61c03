"""The article's own text: where it is, which blocks belong to it, and of what kind they are."""

import pytest

import archiver
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
        label = "<p>Story goes on below the picture</p>"
        assert body_of(HEADLINE + label.join(f"<p>{text}</p>" for text in PROSE)) == BODY

    def test_a_paragraph_that_comes_twice_is_kept_once(self):
        assert among(f"<p>{FERRY}</p>") == BODY

    @pytest.mark.parametrize("line", ["Ada Penrose:", "Why?", "記者："])
    def test_lines_that_an_interview_repeats_are_kept(self, line):
        said = f"<p>{line}</p>".join(f"<p>{text}</p>" for text in PROSE)
        assert body_of(HEADLINE + said) == f"\n\n{line}\n\n".join(PROSE)

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


class TestWhatSpeaksToReaders:
    """What stands at the end, like a paragraph, and tells no story."""

    @pytest.mark.parametrize(
        "prompt",
        [
            'Follow us on <a href="https://social.example/gannet">Twitter</a> and sign up for our newsletter.',
            'Folgen Sie uns auf <a href="https://social.example/gannet">Facebook</a> und abonnieren Sie unseren Newsletter.',
            'Suivez-nous sur <a href="https://social.example/gannet">Facebook</a> et abonnez-vous à notre newsletter.',
            'Síguenos en <a href="https://social.example/gannet">Twitter</a> y suscríbete a nuestro boletín.',
            'Seguici su <a href="https://social.example/gannet">Instagram</a> e iscriviti alla nostra newsletter.',
        ],
    )
    def test_a_prompt_to_follow_and_subscribe_is_no_paragraph(self, prompt):
        assert body_of(f"<article>{HEADLINE}{paragraphs()}<p>{prompt}</p></article>") == BODY

    @pytest.mark.parametrize(
        "line",
        [
            "Read also: Two bakers end their truce",
            "Lesen Sie auch: Zwei Bäcker beenden ihren Streit",
            "Lire aussi : Deux boulangers se réconcilient",
            "Advertisement",
            "Mehr zum Thema",
            "Share this article",
            "Subscribe to our newsletter and follow us on Telegram.",
        ],
    )
    def test_a_line_of_the_page_between_paragraphs_is_no_paragraph(self, line):
        assert among(f"<p>{line}</p>") == BODY

    def test_a_word_of_a_prompt_makes_no_prompt_of_a_paragraph(self):
        text = "The harbour master will follow the ferry with his newsletter, and he has asked the mayor to subscribe to it."
        assert text in among(f"<p>{text}</p>")

    @pytest.mark.parametrize(
        "note",
        [
            "© 2025 The Gannet Post. All rights reserved.",
            "Ada Penrose is a reporter at the Gannet Post.",
            "(Reporting by Ada Penrose; Editing by Tom Quill)",
            "If you enjoyed this, please consider supporting us.",
            "Photo: Ada Penrose / Gannet Post",
            "Il vous reste 57% de cet article à lire. La suite est réservée aux abonnés.",
        ],
    )
    def test_a_note_below_the_text_is_no_paragraph(self, note):
        assert body_of(f"<article>{HEADLINE}{paragraphs()}<p>{note}</p></article>") == BODY

    def test_two_notes_below_the_text_are_none_either(self):
        notes = "<p>Ada Penrose writes for the Gannet Post.</p><p>© 2025 The Gannet Post. All rights reserved.</p>"
        assert body_of(f"<article>{HEADLINE}{paragraphs()}{notes}</article>") == BODY

    def test_who_somebody_is_may_be_told_within_the_story(self):
        text = "Tom Quill is a journalist, and he has never been on a boat that was tied up with his own rope before."
        assert text in body_of(f"<article>{HEADLINE}<p>{text}</p>{paragraphs()}</article>")


class TestScripts:
    @pytest.mark.parametrize(
        "texts",
        [
            (
                "十一週間ぶりに、連絡船がガネット埠頭を出港した。機関は春に分解され、島の人々が一つずつ家に持ち帰っていた。",
                "乗客は自分のロープを持参するよう求められた。持っていない人には、港長が戸棚から貸し出した。",
                "町長は船が嫌いで、桟橋から手を振っただけで役場に戻り、冬の時刻表に署名した。",
            ),
            (
                "渡轮在停航十一个星期之后，于星期五重新驶离甘尼特码头。它的发动机曾被拆开，由岛上居民一件一件地带回家。",
                "乘客被要求自带绳索。大多数人照做了，没有绳索的人则由港务长从柜子里借出一段。",
                "镇长不喜欢船，她在码头上挥了挥手，然后回到办公室，签署了冬季的时刻表。",
            ),
            (
                "เรือข้ามฟากออกจากท่าเรือแกนเน็ตอีกครั้งในวันศุกร์ หลังจากเครื่องยนต์ถูกถอดออกเป็นชิ้นๆ นานสิบเอ็ดสัปดาห์",
                "ผู้โดยสารถูกขอให้นำเชือกมาเอง คนที่ไม่มีเชือกยืมได้จากนายท่าซึ่งเก็บเชือกไว้สี่ร้อยเมตรในตู้",
                "นายกเทศมนตรีไม่ชอบเรือ เธอโบกมือจากท่าเรือแล้วกลับไปที่สำนักงานเพื่อลงนามในตารางเวลาฤดูหนาว",
            ),
            (
                "أبحرت العبّارة من رصيف غانيت من جديد يوم الجمعة، بعد أحد عشر أسبوعا من تفكيك محركها قطعة قطعة على المزلقة.",
                "طُلب من الركاب إحضار حبالهم الخاصة، ومن لم يكن لديه حبل استعار واحدا من مدير الميناء الذي يحتفظ بأربعمئة متر.",
                "لوّحت رئيسة البلدية التي لا تحب القوارب من الرصيف، ثم عادت إلى مكتبها ووقّعت الجدول الزمني لفصل الشتاء.",
            ),
        ],
        ids=["Japanese", "Chinese", "Thai", "Arabic"],
    )
    def test_text_of_any_script_is_read_whole(self, texts):
        markup = (
            f"<nav><a href=/a>A</a></nav><div dir=auto>{HEADLINE}{paragraphs(*texts)}</div><footer>© Gannet</footer>"
        )
        assert body_of(markup) == "\n\n".join(texts)


class TestBlocks:
    @pytest.mark.parametrize(
        ("markup", "kind", "text"),
        [
            (f"<p>{LATER}</p>", "paragraph", LATER),
            ("<h3>What a crossing costs</h3>", "heading", "What a crossing costs"),
            (f"<blockquote><p>{LATER}</p></blockquote>", "quote", LATER),
            ("<ul><li>One rope<li>Three coins</ul>", "list", "One rope\nThree coins"),
            ("<table><tr><td>Ropes<td>400 m</table>", "table", "Ropes\t400 m"),
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


class TestPromptsInTheText:
    """Lines between paragraphs that tell readers to follow, subscribe or download, without any link."""

    @pytest.mark.parametrize(
        "prompt",
        [
            *(
                "Follow us on Telegram",
                "Folgen Sie uns auf Facebook",
                "Suivez-nous sur Facebook",
                "Síguenos en Facebook",
            ),
            *("Téléchargez notre application", "Seguici su Facebook", "Подписывайтесь на наш канал", "Volg ons op X"),
            *("メールマガジンに登録する", "اشترك في النشرة البريدية", "Photo: Ada Penrose"),
        ],
    )
    def test_a_prompt_or_credit_between_paragraphs_is_no_text(self, prompt):
        markup = "".join(f"<p>{text}</p>" for text in (*PROSE, prompt, *(text[::-1] + "." for text in PROSE)))
        article = archiver.parse(f"<article><h1>Ferry returns to Gannet Quay</h1>{markup}</article>")
        assert prompt not in article.body.split("\n\n")

    def test_a_short_answer_between_paragraphs_is_text(self):
        markup = "".join(
            f"<p>{text}</p>" for text in (*PROSE, "Suivez le bac, dit-elle.", *(text[::-1] + "." for text in PROSE))
        )
        article = archiver.parse(f"<article><h1>Ferry returns to Gannet Quay</h1>{markup}</article>")
        assert "Suivez le bac, dit-elle." in article.body.split("\n\n")
