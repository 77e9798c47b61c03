from __future__ import annotations

import re

import pytest

from archiver.store.schema import Description, descriptions, schema_sql, statements

#: what the design promises to whoever reads the file
CONTRACT = {
    "sources": "id host home_url name language state added_at",
    "hosts": "host robots_status robots_text robots_fetched_at delay_s not_before failures",
    "pages": "id source_id url kind state reason article_id first_seen last_fetched_at",
    "frontier": "page_id priority due_at etag last_modified failures found_on_page_id found_by",
    "captures": "id page_id run_id fetched_at url final_url status error media_type payload_digest size_bytes elapsed_s"
    " is_truncated warc_file warc_offset warc_length",
    "articles": "id source_id url kind title headline byline lead body language section site_name image_url is_paywalled"
    " published published_at published_day modified modified_at modified_day word_count text_digest first_seen last_seen"
    " parser_version evidence simhash",
    "revisions": "id article_id number capture_id cause seen_at title lead body text_digest parser_version",
    "revision_log": "id article_id number capture_id cause seen_at text_digest parser_version word_count paragraphs_added"
    " paragraphs_removed",
    "past_texts": "article_id text_digest title lead body",
    "revision_diffs": "article_id number field position op old_start new_start old_words new_words",
    "cluster_members": "article_id cluster_id",
    "similar_articles": "article_id other_id distance",
    "near_duplicates": "article_id title source published_day other_article_id other_title other_source"
    " other_published_day distance cluster_id",
    "story_clusters": "cluster_id article_id url title source published_day published_at first_seen",
    "authors": "id name",
    "article_authors": "article_id author_id position role affiliation",
    "tags": "id name",
    "article_tags": "article_id tag_id",
    "images": "id article_id position url alt caption credit role status placeholder_text",
    "cards": "id digest title kicker url excerpt byline published image_url image_alt image_status placeholder_text"
    " article_id",
    "placements": "id card_id page_id region block block_heading position first_seen ended_at first_capture_id"
    " last_capture_id",
    "runs": "id command arguments started_at ended_at outcome exit_code pages_fetched pages_failed articles_new"
    " articles_changed bytes_received",
    "ingested_chunks": "address wanted start stop reached reached_within file_size head_digest records pages passed"
    " ended_at",
    "meta": "key value",
    "articles_fts": "title lead body",
    "teasers_fts": "title",
    "teasers": "id page_id position region block block_heading title kicker url excerpt published image_url image_alt"
    " image_status placeholder_text article_id first_seen last_seen",
    "evidence": "article_id field value raw source rule",
    "article_list": "article_id source url title authors published_day published language section word_count first_seen",
    "teaser_placements": "teaser_id source page_url region block_heading position title url article_id article_title"
    " image_status first_seen last_seen hours_shown is_current",
    "promotions": "source_article_id source_url source_title source target_article_id target_url target_title regions"
    " placements first_seen last_seen is_current",
    "placeholder_images": "source page_url slot teaser_id article_id image_status placeholder_text image_url first_seen",
    "revision_changes": "article_id number cause seen_at title_changed lead_changed body_changed words_before words_after"
    " paragraphs_added paragraphs_removed",
    "headline_changes": "article_id url source old_title new_title changed_at",
    "publication_calendar": "source day articles",
    "coverage_gaps": "source first_day last_day days usual_days is_open",
    "article_edits": "article_id source url title number edited_at published hours_after title_changed lead_changed"
    " body_changed words_before words_after",
    "date_conflicts": "article_id source url title published_day url_day days_apart evidence_source",
    "citations": "article_id number title byline site_name published url captured_at payload_digest warc_file warc_offset"
    " warc_length parser_version",
    "source_health": "source last_run_at last_success_at pages_ok pages_failed articles_7_days last_error last_error_at"
    " source_id",
}
OBJECTS = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT GLOB '*_fts_*' AND name NOT GLOB 'sqlite_*'"


@pytest.mark.parametrize("name", CONTRACT)
def test_has_the_columns_that_the_design_promises(desk, name):
    columns = desk.column(f"SELECT name FROM pragma_table_info('{name}')")

    assert set(CONTRACT[name].split()) <= set(columns)


def test_every_table_column_and_view_is_described_in_the_file(desk):
    described = set(desk.rows("SELECT object, column FROM schema_docs WHERE length(description) > 2"))

    for name in desk.column(OBJECTS):
        columns = desk.column(f"SELECT name FROM pragma_table_info('{name}')")
        assert {(name, None), *((name, column) for column in columns)} <= described


def test_descriptions_name_nothing_that_is_not_there(desk):
    objects = set(desk.column(OBJECTS))
    columns = {(name, c) for name in objects for c in desk.column(f"SELECT name FROM pragma_table_info('{name}')")}

    assert {row.object for row in descriptions()} == objects
    assert {(row.object, row.column) for row in descriptions() if row.column} == columns


def test_nothing_is_described_twice():
    described = [(row.object, row.column) for row in descriptions()]

    assert len(described) == len(set(described))


def test_comments_stay_in_the_tables_sql(desk):
    (sql,) = desk.row("SELECT sql FROM sqlite_master WHERE name = 'revision_log'")

    assert "-- 1 for the first text" in sql


def test_a_description_goes_on_over_several_lines():
    (cause,) = [row.description for row in descriptions() if (row.object, row.column) == ("revision_log", "cause")]

    assert cause.startswith("first: the first text; publisher: the page changed; parser: ")


def test_a_full_text_column_is_described_by_what_it_indexes():
    known = {(row.object, row.column): row for row in descriptions()}

    assert known["articles_fts", "lead"] == Description("articles_fts", "lead", known["articles", "lead"].description)


def test_tables_are_strict(desk):
    lenient = desk.column("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND schema = 'main'")

    assert [name for name in lenient if not name.startswith(("sqlite_", "_sqlite_"))] == []


def test_every_foreign_key_has_an_index_or_is_never_followed_backwards(desk):
    """Deleting or following a parent without an index reads the whole child table."""
    unfollowed = {("captures", "run_id"), ("frontier", "found_on_page_id"), ("revision_log", "capture_id")}
    unfollowed |= {("captures", "revisit_of"), ("articles", "page_id"), ("articles", "capture_id")}
    unfollowed |= {("placements", "first_capture_id"), ("placements", "last_capture_id")}
    keys = desk.rows(
        "SELECT m.name, f.\"from\" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'"
    )
    indexed = set(
        desk.rows(
            "SELECT m.name, c.name FROM sqlite_master AS m, pragma_index_list(m.name) AS i, pragma_index_info(i.name) AS c"
            " WHERE m.type = 'table' AND c.seqno = 0"
        )
    )
    primary = {(t, c) for t in CONTRACT for c in desk.column(f"SELECT name FROM pragma_table_info('{t}') WHERE pk = 1")}

    assert set(keys) - indexed - primary == unfollowed


def test_statements_are_split_at_their_ends_only():
    script = "-- about\nCREATE TABLE a (x -- one; two\n);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n SELECT 1;\nEND;\n"

    assert [statement.split("\n")[0] for statement in statements(script)] == [
        "CREATE TABLE a (x -- one; two",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN",
    ]


def test_every_view_can_be_read_when_nothing_is_there(desk):
    for name in desk.column("SELECT name FROM sqlite_master WHERE type = 'view'"):
        assert desk.rows(f"SELECT * FROM {name}") == [] or name == "source_health"


def test_no_line_of_the_schema_is_too_long():
    assert max(map(len, schema_sql().splitlines())) <= 120


#: words that say whose clock it is: ours, or a publisher's
CLOCKS = ("UTC", "ISO 8601", "as published", "as in", "day")
MOMENT = re.compile(r"\w+_at|first_seen|last_seen|published|modified|not_before|told_\w+")


def test_descriptions_of_moments_say_whose_clock_it_is():
    moments = [row for row in descriptions() if row.column and MOMENT.fullmatch(row.column)]
    assert [row for row in moments if not any(word in row.description for word in CLOCKS)] == []


def test_a_column_that_may_be_null_says_what_that_means(desk):
    columns = desk.rows(
        "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
        " WHERE m.type = 'table' AND m.sql LIKE '%STRICT%' AND NOT c.\"notnull\" AND NOT c.pk"
    )
    known = {(row.object, row.column): row.description for row in descriptions()}
    assert [name for name in columns if "NULL" not in known[name]] == []


def test_a_description_is_more_than_the_name_of_its_column():
    """But for the number of a row in another table, which its table describes."""
    mute = [
        row
        for row in descriptions()
        if row.column and not row.column.endswith("_id") and (len(row.description) < 8 or row.description == row.column)
    ]
    assert [row for row in mute if row.object != "_sqlite_migrations"] == []
