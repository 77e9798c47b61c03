"""What plays or shows inside a text without being text."""

import pytest

from support.pages import FERRY, MAYOR, PROSE, ROPES, SALT, article_of

VIDEO = "https://tube.example/embed/abc"


def article_with(markup):
    return article_of(
        f"<article><h1>Ferry returns to Gannet Quay</h1><p>{FERRY}</p><p>{ROPES}</p>{markup}<p>{SALT}</p><p>{MAYOR}</p></article>"
    )


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (f"<iframe src={VIDEO}></iframe>", VIDEO),
        (f"<figure><iframe data-src={VIDEO} src=about:blank></iframe></figure>", VIDEO),
        (f"<div class=player><div><iframe src={VIDEO} width=560></iframe></div></div>", VIDEO),
        (f"<video><source src={VIDEO}></video>", VIDEO),
        (f"<audio src={VIDEO}></audio>", VIDEO),
        ("<amp-youtube data-videoid=abc></amp-youtube>", "https://www.youtube.com/watch?v=abc"),
        (f'<blockquote class="tiktok-embed" cite="{VIDEO}"><section></section></blockquote>', VIDEO),
    ],
)
def test_an_embed_is_a_block_without_text_between_the_paragraphs(markup, url):
    article = article_with(markup)
    assert [(block.kind, block.url) for block in article.blocks[1:4]] == [
        ("paragraph", None),
        ("embed", url),
        ("paragraph", None),
    ]
    assert article.body == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    "markup",
    [
        f"<iframe src={VIDEO} width=1 height=1></iframe>",
        f'<iframe src={VIDEO} style="display:none"></iframe>',
        "<iframe src=https://ads.example/show?x=1></iframe>",
        "<iframe src=https://tube.example/newsletter/form></iframe>",
        "<iframe></iframe>",
        "<iframe src=about:blank></iframe>",
        f"<div class=advertisement><iframe src={VIDEO}></iframe></div>",
    ],
)
def test_what_nobody_sees_and_advertisements_are_none(markup):
    assert [block.text for block in article_with(markup).blocks] == list(PROSE)


def test_an_embed_outside_the_text_is_none():
    article = article_of(
        f"<article><h1>Ferry</h1><p>{FERRY}</p><p>{ROPES}</p><p>{SALT}</p></article><aside><iframe src={VIDEO}></iframe></aside>"
    )
    assert "embed" not in {block.kind for block in article.blocks}


def test_an_embed_inside_a_list_follows_it():
    article = article_with(f"<ul><li>Ropes<li><iframe src={VIDEO}></iframe>Salt</ul>")
    assert [block.kind for block in article.blocks] == [
        "paragraph",
        "paragraph",
        "list",
        "embed",
        "paragraph",
        "paragraph",
    ]
