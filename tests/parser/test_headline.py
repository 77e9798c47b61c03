"""Which block of a page holds its headline."""

import pytest

from archiver.parser.blocks import Role
from archiver.parser.headline import find_headline
from support.pages import page_of, paragraphs

TITLE = "Ferry returns to Gannet Quay"


def headline_of(body, *declared):
    found = find_headline(page_of(body + paragraphs()), declared)
    return found and found.text


def test_the_first_heading_of_the_first_level_is_the_headline():
    assert headline_of(f"<h1>{TITLE}</h1><h2>Ropes and salt</h2><h1>Another</h1>") == TITLE


def test_its_role_is_set():
    page = page_of(f"<h1>{TITLE}</h1>" + paragraphs())
    assert find_headline(page, []).role is Role.HEADLINE
    assert [item.role for item in page.segments].count(Role.HEADLINE) == 1


def test_what_the_metadata_say_outranks_the_level():
    """A logo is often the page's only ``h1``."""
    assert headline_of(f"<h1>The Gannet Post</h1><h2>{TITLE}</h2>", f"{TITLE} - The Gannet Post", TITLE) == TITLE


def test_a_shorter_declared_title_still_points_to_it():
    body = f"<h1>Weather</h1><h2>{TITLE} after eleven weeks</h2>"
    assert headline_of(body, "Ferry returns to Gannet Quay") == f"{TITLE} after eleven weeks"


def test_case_accents_and_quotes_do_not_matter():
    body = "<h1>La Gazette</h1><h2>« L’Été revient à Gannet »</h2>"
    assert headline_of(body, "L'ete revient a Gannet") == "« L’Été revient à Gannet »"


def test_without_a_better_one_the_heading_above_the_first_paragraph_is_the_headline():
    assert headline_of(f"<h2>{TITLE}</h2>") == TITLE
    assert headline_of(f"<h4>Shipping news</h4><h3>{TITLE}</h3>", "The Gannet Post") == TITLE


def test_a_lower_heading_inside_the_text_s_own_element_heads_a_part_of_it():
    assert headline_of(f'<div class="article-body"><h2>{TITLE}</h2>{paragraphs()}</div>') is None


def test_a_lower_heading_that_leads_elsewhere_is_a_card_s():
    assert headline_of(f'<h2><a href="/news/other">{TITLE}</a></h2>') is None


def test_a_lower_heading_further_down_heads_a_part_of_the_text():
    assert headline_of(f"{paragraphs()}<h2>{TITLE}</h2>") is None


@pytest.mark.parametrize("around", ["nav", "aside", "header", 'div class="related-stories"'])
def test_a_lower_heading_of_another_part_of_the_page_is_no_headline(around):
    assert headline_of(f"<{around}><h2>{TITLE}</h2></{around.split()[0]}>") is None


@pytest.mark.parametrize("around", ["nav", "footer", "aside", 'div class="related-stories"', 'div id="comments"'])
def test_a_heading_elsewhere_loses_to_one_of_the_article(around):
    assert headline_of(f"<{around}><h1>Most read this week</h1></{around.split()[0]}><h1>{TITLE}</h1>") == TITLE


def test_a_first_heading_that_says_what_the_metadata_say_is_believed_in_a_column():
    body = f"<aside><h1>{TITLE}</h1></aside><h1>While you are here</h1>"
    assert headline_of(body, TITLE) == TITLE


def test_in_scripts_without_spaces_letters_are_compared():
    body = "<h1>港新聞</h1><h2>港の船が三週間も止まったまま</h2>"
    assert headline_of(body, "港の船が三週間も止まる") == "港の船が三週間も止まったまま"


def test_a_class_name_makes_a_headline_of_any_element():
    assert headline_of(f'<div class="article-headline">{TITLE}</div>', TITLE) == TITLE


def test_the_heading_may_be_around_the_block():
    assert headline_of(f"<h1><div>{TITLE}</div></h1>") == TITLE


def test_prose_in_a_heading_is_no_headline():
    assert headline_of(f"<h1>{'word ' * 80}</h1>") is None


def test_a_heading_without_a_word_says_nothing():
    assert headline_of(f"<h2>***</h2><h2>{TITLE}</h2>", TITLE) == TITLE


def test_a_page_may_have_none():
    assert headline_of("", TITLE) is None
