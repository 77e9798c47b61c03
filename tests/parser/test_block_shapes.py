"""How the text of several blocks of a page becomes one."""

import pytest

from support.pages import FERRY, MAYOR, ROPES, SALT, article_of


def block_of(markup):
    """The one block between two paragraphs."""
    article = article_of(
        f"<article><h1>Ferry returns to Gannet Quay</h1><p>{FERRY}</p><p>{ROPES}</p>{markup}<p>{SALT}</p><p>{MAYOR}</p></article>"
    )
    first, second, block, *others = article.blocks
    assert (first.text, second.text, len(others)) == (FERRY, ROPES, 2)
    return block.kind, block.text


@pytest.mark.parametrize(
    "markup",
    [
        "<pre>def ferry():\n    return 1\n\n\nferry()</pre>",
        "<pre><code>def ferry():\n    <b>return</b> 1\n\n\nferry()\n</code></pre>",
        "<pre>def ferry():<br>    return 1\n\n<br>ferry()</pre>",
    ],
)
def test_code_keeps_its_lines_and_its_indentation(markup):
    assert block_of(markup) == ("code", "def ferry():\n    return 1\n\n\nferry()")


def test_a_table_has_one_row_a_line_with_tabs_between_its_cells():
    markup = "<table><tr><th>Year<th>Sum<tr><td>2024<td><p>1</p><p>coin</p></table>"
    assert block_of(markup) == ("table", "Year\tSum\n2024\t1 coin")


def test_an_empty_cell_counts():
    assert block_of("<table><tr><td>Ropes<td><td>400 m</table>") == ("table", "Ropes\t\t400 m")


def test_a_list_in_a_list_is_part_of_it():
    markup = "<ul><li>Ropes<ul><li>long<li>short</ul><li>Salt</ul>"
    assert block_of(markup) == ("list", "Ropes\nlong\nshort\nSalt")
