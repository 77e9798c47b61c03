"""Where single line breaks part paragraphs."""

from archiver.parser.breaks import parting
from support.pages import FERRY, PROSE, ROPES, SALT, article_of

BODY = "\n\n".join(PROSE)
VERSE = ["The boat goes out,", "the boat comes in,", "and nobody asks", "where it has been."]


def test_lines_of_sentences_are_paragraphs():
    assert article_of(f"<article><h1>Ferry returns</h1><div>{'<br>'.join(PROSE)}</div></article>").body == BODY


def test_verse_is_one_paragraph():
    assert parting(VERSE, None) == []


def test_a_paragraph_with_one_break_stays_whole():
    assert parting([FERRY, ROPES], None) == []


def test_headings_and_items_stay_whole():
    markup = f"<article><h1>Ferry returns</h1><p>{FERRY}</p><ul><li>{'<br>'.join(PROSE)}</ul><p>{SALT}</p><p>{ROPES}</p></article>"
    assert article_of(markup).blocks[1].text == " ".join(PROSE)


def test_headline_credit_and_date_above_the_text_are_lines_of_their_own():
    """As pages were written before there were style sheets."""
    head = "<font size=5><b>Ferry returns to the quay</b></font><br><font size=1>By Ada Penrose<br>April 3, 2003</font><br>"
    article = article_of(
        f"<table><tr><td>{head}{'<br><br>'.join(PROSE)}</table>",
        "<title>Gannet Post - Ferry returns to the quay</title>",
    )
    assert article.body == BODY
    assert (article.byline, [author.name for author in article.authors]) == ("By Ada Penrose", ["Ada Penrose"])


def test_links_stay_with_their_lines():
    lines = [f'{FERRY} <a href="/a">The slipway.</a>', ROPES, f'{SALT} <a href="/b">The salt.</a>']
    article = article_of(f"<article><h1>Ferry returns</h1><div>{'<br>'.join(lines)}</div></article>")
    assert article.body == "\n\n".join([f"{FERRY} The slipway.", ROPES, f"{SALT} The salt."])


def test_a_headline_of_two_lines_stays_whole():
    title = "The Gannet Post - Ferry returns to the quay after eleven weeks"
    lines = ["Ferry returns to the quay", "after eleven weeks", "By Ada Penrose", FERRY]
    assert parting(lines, title) == [1, 2]
    assert parting(lines[:3], title) == []
