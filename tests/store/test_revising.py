"""Texts that are held once, and what each changed of the one before."""

from __future__ import annotations

import pytest

from support.archives import VERSION, article, foreign_rows

OLD, NEW = "Le bac rouvre lundi", "Le bac rouvre mardi"
TITLES = "SELECT title FROM revisions ORDER BY number"


def save_all(desk, *titles):
    for title in titles:
        desk.save(desk.read("/bac", article(title=title)))
        desk.clock.pass_hours(1)


def test_the_text_that_an_article_has_is_not_kept_beside_it(desk):
    save_all(desk, OLD, NEW)

    assert desk.column("SELECT title FROM past_texts") == [OLD]
    assert desk.column(TITLES) == [OLD, NEW]


@pytest.mark.parametrize("times", [2, 3, 4, 5])
def test_a_text_that_comes_back_is_held_once(desk, times):
    titles = [OLD, NEW, OLD, NEW, OLD][:times]
    save_all(desk, *titles)

    assert desk.column(TITLES) == titles
    assert desk.row("SELECT count(*) FROM past_texts") == (1,)
    assert desk.archive.check().problems == ()


def test_what_another_parser_made_of_the_old_text_is_held_too(desk):
    save_all(desk, OLD)
    desk.save(desk.read("/bac", article(title=NEW), previous=article(title=f"{OLD}."), parser_version=VERSION + 1))

    assert desk.column(TITLES) == [OLD, f"{OLD}.", NEW]
    assert desk.archive.check().problems == ()


def test_the_old_text_comes_back_when_another_parser_had_made_something_else_of_it(desk):
    save_all(desk, OLD)
    desk.save(desk.read("/bac", article(title=OLD), previous=article(title=NEW), parser_version=VERSION + 1))

    assert desk.column(TITLES) == [OLD, NEW, OLD]
    assert desk.archive.check().problems == ()


def test_what_a_revision_changed_is_there_word_by_word(desk):
    desk.save(desk.read("/bac", article(body="Le bac reprend.")))
    desk.save(desk.read("/bac", article(title=NEW, lead=None, body="Le bac reprend, enfin.")))

    sql = "SELECT number, field, position, op, old_words, new_words FROM revision_diffs ORDER BY field, position"
    assert desk.rows(sql) == [
        (2, "body", 0, "insert", "", ", enfin"),
        (2, "lead", 0, "delete", "Après six mois.", ""),
        (2, "title", 0, "replace", "lundi", "mardi"),
    ]


def test_changes_name_their_places_in_the_texts(desk):
    save_all(desk, OLD, NEW, OLD)

    rows = desk.rows(
        """
        SELECT substr(old.title, d.old_start + 1, length(d.old_words)), substr(new.title, d.new_start + 1, length(d.new_words))
        FROM revision_diffs AS d
        JOIN revisions AS new ON new.article_id = d.article_id AND new.number = d.number
        JOIN revisions AS old ON old.article_id = d.article_id AND old.number = d.number - 1
        ORDER BY d.number
        """
    )
    assert rows == [("lundi", "mardi"), ("mardi", "lundi")]


def test_columns_of_revisions_have_types_for_tools_that_ask(desk):
    """DuckDB and pandas go by what SQLite says of a view's columns."""
    types = dict(desk.rows("SELECT name, type FROM pragma_table_info('revisions')"))

    assert types["number"] == types["article_id"] == "INTEGER"
    assert {types[name] for name in ("title", "lead", "body", "cause", "seen_at", "text_digest")} == {"TEXT"}


@pytest.mark.parametrize(
    ("there", "then"),
    [
        ("Le café rouvre", "Le cafe\u0301 rouvre"),
        ("Le cafe\u0301 rouvre", "Le café rouvre"),
        ("Le prix : 5", "Le prix\u00a0: 5"),
        ("Le hydroglisseur", "Le hydro\u00adglisseur"),
        ("\ufeffLe bac", "Le bac"),
    ],
)
@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_what_nobody_can_see_is_no_change(desk, field, there, then):
    for text in (there, then):
        desk.save(desk.read("/bac", article(**{field: text})))

    assert desk.row("SELECT count(*) FROM revision_log") == (1,)
    assert desk.archive.check().problems == ()


def test_an_edit_does_not_bring_up_what_nobody_can_see(desk):
    desk.save(desk.read("/bac", article(title="Le café rouvre", lead="L’été\u00a0: enfin.", body="Lundi.")))
    desk.save(
        desk.read("/bac", article(title="Le cafe\u0301 rouvre", lead="L’e\u0301te\u0301 : enfin.", body="Mardi."))
    )

    assert desk.rows("SELECT DISTINCT field FROM revision_diffs") == [("body",)]
    assert desk.rows("SELECT * FROM headline_changes") == []


def test_what_another_parser_spells_otherwise_is_no_change(desk):
    desk.save(desk.read("/bac", article(body="Le prix\u00a0: 5")))
    again = {"previous": article(body="Le prix : 5"), "parser_version": VERSION + 1}
    desk.save(desk.read("/bac", article(body="Le prix : 6"), **again))

    assert desk.column("SELECT cause FROM revision_log") == ["first", "publisher"]


def test_letters_that_are_joined_otherwise_are_a_change(desk):
    save_all(desk, "می\u200cخواهم", "میخواهم")

    assert len(desk.column(TITLES)) == 2


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE past_texts SET title = 'x'", "a past text of article 1 is not the one of its digest"),
        ("UPDATE articles SET lead = NULL", "the text of article 1 is not the one of its digest"),
        ("DELETE FROM revision_diffs", "revision 2 of article 1 does not say what it changed"),
        ("DELETE FROM revision_diffs WHERE position = 1", "revision 2 of article 1 does not say what it changed"),
        ("UPDATE revision_diffs SET new_words = 'x'", "revision 2 of article 1 does not say what it changed"),
        ("UPDATE revision_diffs SET old_start = 1", "revision 2 of article 1 does not say what it changed"),
    ],
)
def test_a_check_tells_of_a_past_that_was_altered(desk, path, damage, words):
    save_all(desk, "Le bac rouvre lundi à midi", "Le bac rouvre mardi à minuit")
    assert desk.archive.check().problems == ()
    foreign_rows(path, damage)

    assert any(words in problem for problem in desk.archive.check().problems)
