"""Where the text is, and how far around it one has to look."""

from archiver.parser.container import find_container, read_vicinity
from archiver.parser.headline import find_headline
from support.pages import FERRY, ROPES, page_of, paragraphs, texts_of

HEADLINE = "<h1>Ferry returns to Gannet Quay</h1>"


def vicinity(markup):
    page = page_of(markup)
    headline = find_headline(page, [])
    return texts_of(read_vicinity(page, find_container(page, headline), headline))


def test_what_stands_between_headline_and_text_is_looked_at():
    markup = f"<main><p>Menu</p>{HEADLINE}<div><p>A short line.</p></div><div>{paragraphs(FERRY, ROPES)}</div></main>"
    assert vicinity(markup) == ["A short line.", FERRY, ROPES]


def test_what_stands_after_the_text_is_not():
    assert vicinity(f"<main>{HEADLINE}<div>{paragraphs()}</div><div><p>Top</p></div></main>")[-1] != "Top"


def test_the_smallest_element_with_nearly_all_of_the_text_is_around_it():
    page = page_of(f"<main><div id=a>{paragraphs()}</div><div><p>{FERRY[:70]}</p></div></main>")
    assert find_container(page, None).element.get("id") == "a"


def test_text_in_a_footer_has_no_place():
    page = page_of(f"<footer>{paragraphs()}</footer>")
    container = find_container(page, None)
    assert container is None or "footer" not in {node.tag for node in ancestors(container)}


def ancestors(node):
    while node is not None:
        yield node
        node = node.parent
