"""Blocks of text out of HTML, and out of the trees of content systems."""

import pytest

from archiver.model import Block
from archiver.parser.rich_text import blocks_of_html, blocks_of_tree

FERRY, ROPES = "The ferry sails again.", "Bring your own ropes."


def kinds(blocks):
    return [(block.kind, block.text) for block in blocks]


class TestHtml:
    def test_its_elements_are_blocks(self):
        markup = f"<h2>At the quay</h2><p>{FERRY}</p><blockquote>{ROPES}</blockquote><ul><li>salt</li><li>tar</li></ul>"
        assert kinds(blocks_of_html(markup)) == [
            *(("heading", "At the quay"), ("paragraph", FERRY), ("quote", ROPES), ("list", "salt\ntar"))
        ]

    def test_captions_are_left_out(self):
        assert kinds(blocks_of_html(f"<figure><figcaption>The quay.</figcaption></figure><p>{FERRY}</p>")) == [
            ("paragraph", FERRY)
        ]

    def test_markup_that_was_escaped_is_markup(self):
        assert kinds(blocks_of_html(f"&lt;p&gt;{FERRY}&lt;/p&gt;&lt;p&gt;{ROPES}&lt;/p&gt;")) == [
            *(("paragraph", FERRY), ("paragraph", ROPES))
        ]


@pytest.mark.parametrize(
    "tree",
    [
        [FERRY, ROPES],
        [f"<p>{FERRY}</p>", f"<p>{ROPES}</p>"],
        [{"type": "text", "content": FERRY}, {"type": "text", "content": f"<b>{ROPES}</b>"}],
        [
            {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text}]}
            for text in (FERRY, ROPES)
        ],
        {"blocks": [{"type": "paragraph", "data": {"text": text}} for text in (FERRY, ROPES)]},
        {"blocks": [{"type": "unstyled", "text": text} for text in (FERRY, ROPES)]},
        {
            "nodeType": "document",
            "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text}]} for text in (FERRY, ROPES)
            ],
        },
        {
            "root": {
                "children": [
                    {"type": "paragraph", "children": [{"type": "text", "text": FERRY}]},
                    {
                        "type": "paragraph",
                        "children": [
                            {"type": "text", "text": "Bring your "},
                            {"type": "link", "url": "/ropes", "children": [{"type": "text", "text": "own ropes"}]},
                            {"type": "text", "text": "."},
                        ],
                    },
                ]
            }
        },
        [["$", "p", None, {"children": FERRY}], ["$", "p", None, {"children": ["Bring your ", "own ropes."]}]],
        [{"type": "image", "caption": "The quay."}, {"tag": "p", "html": FERRY}, {"tag": "p", "html": ROPES}],
    ],
)
def test_a_tree_of_any_make_gives_its_paragraphs(tree):
    assert kinds(blocks_of_tree(tree)) == [("paragraph", FERRY), ("paragraph", ROPES)]


def test_a_node_says_what_kind_of_block_it_is():
    tree = [
        {"type": "heading", "attrs": {}, "level": 3, "content": [{"type": "text", "text": "At the quay"}]},
        {"tag": "h2", "text": "Ropes"},
        {"type": "bullet_list", "content": [{"type": "list_item", "content": [{"text": "salt"}]}, {"text": "tar"}]},
        {"_type": "block", "style": "blockquote", "children": [{"text": ROPES}]},
    ]
    assert blocks_of_tree(tree) == (
        Block(kind="heading", text="At the quay", level=3),
        Block(kind="heading", text="Ropes", level=2),
        Block(kind="list", text="salt\ntar"),
        Block(kind="quote", text=ROPES),
    )


def test_a_tree_without_an_end_is_cut_off():
    tree = {"type": "paragraph", "children": []}
    tree["children"].append(tree)
    assert blocks_of_tree(tree) == ()
