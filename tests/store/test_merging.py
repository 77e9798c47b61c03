"""Another archive is taken in whole, once, and by what its rows say."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing

import pytest

from archiver.errors import DamagedArchiveError, MissingArchiveError, NotAnArchiveError, OlderArchiveError, UsageError
from archiver.model import Evidence, HostState
from archiver.model.bulk import Chunk, TakenIn
from archiver.store.archive import open_archive
from archiver.store.scratch import create_scratch
from support.archives import SITE, START, VERSION, Clock, Desk, article, cards, foreign_rows


@pytest.fixture
def other(tmp_path, new_archive):
    """Another archive, open, to be filled."""
    path = shutil.copy(new_archive, tmp_path / "other.db")
    clock = Clock()
    with closing(open_archive(path, create=False, clock=clock)) as archive:
        yield Desk(archive, clock, archive.sources()[0])


def merge(desk, other, **options):
    """Takes in what the other one holds; it is closed, as a worker closes its own."""
    other.archive.close()
    return desk.archive.merge(other.archive.path, **options)


def test_an_article_comes_with_all_that_belongs_to_it(desk, other):
    story = article(title="Le bac rouvre", tags=("bac",), teasers=cards("Le pont ferme"))
    other.save(other.read("/bac", story))
    counts = merge(desk, other)
    assert (counts.articles_new, counts.pages_fetched) == (1, 1)
    (found,) = desk.archive.articles()
    assert (found.title, found.tags, found.url) == ("Le bac rouvre", ("bac",), desk.absolute("/bac"))
    assert desk.column("SELECT title FROM teasers") == ["Le pont ferme"]
    assert [hit.title for hit in desk.archive.search("rouvre")] == ["Le bac rouvre"]
    assert desk.archive.check().problems == ()


def test_numbers_of_the_other_archive_mean_nothing_here(desk, other):
    desk.save(desk.read("/pont", article(title="Le pont ferme", body="Le pont.")))
    other.save(other.read("/bac", article(title="Le bac rouvre", body="Le bac.")))
    merge(desk, other)
    assert desk.rows("SELECT id, title FROM articles ORDER BY id") == [(1, "Le pont ferme"), (2, "Le bac rouvre")]
    assert desk.rows(
        "SELECT p.url, a.title FROM articles AS a JOIN captures AS c ON c.id = a.capture_id"
        " JOIN pages AS p ON p.id = c.page_id ORDER BY a.id"
    ) == [
        (desk.absolute("/pont"), "Le pont ferme"),
        (desk.absolute("/bac"), "Le bac rouvre"),
    ]


def test_the_triggers_are_there_after_a_merge(desk, other):
    other.save(other.read("/bac", article(title="Le bac rouvre")))
    merge(desk, other)
    desk.save(desk.read("/pont", article(title="Le pont ferme", body="Le pont.")))
    assert [hit.title for hit in desk.archive.search("pont")] == ["Le pont ferme"]


def test_warc_files_are_called_as_they_are_here(desk, other):
    other.save(other.read("/bac", article()))
    merge(desk, other, warc_names={"0001.warc.gz": "0002.warc.gz"})
    assert desk.column("SELECT warc_file FROM captures") == ["0002.warc.gz"]


def test_runs_come_along_unless_they_are_counted_under_one(desk, other):
    run = other.archive.begin_run("crawl", ["https://courrier.example/"])
    other.archive.save([other.read("/bac", article())], run_id=run)
    other.archive.end_run(run, outcome="done", exit_code=0)
    merge(desk, other)
    assert desk.rows("SELECT r.command, r.articles_new FROM runs AS r JOIN captures AS c ON c.run_id = r.id") == [
        ("crawl", 1)
    ]


def test_one_run_counts_all_that_came(desk, other):
    run = other.archive.begin_run("ingest")
    other.archive.save([other.read("/bac", article()), other.failed("/pont")], run_id=run)
    mine = desk.archive.begin_run("merge")
    merge(desk, other, run_id=mine)
    assert desk.row("SELECT command, pages_fetched, pages_failed, articles_new FROM runs") == ("merge", 1, 1, 1)
    assert set(desk.column("SELECT run_id FROM captures")) == {mine}


def test_a_scratch_archive_is_made_whole_on_its_way(desk, tmp_path):
    clock = Clock()
    with closing(create_scratch(tmp_path / "scratch.db", clock=clock)) as archive:
        part = Desk(archive, clock, archive.add_source(SITE))
        evidence = Evidence(field="title", value="Le bac", raw="Le bac", source="text", rule="heading", rank=0)
        part.save(part.read("/bac", article(title="Le bac rouvre", evidence=(evidence,))))
    desk.archive.merge(tmp_path / "scratch.db")
    assert desk.rows("SELECT field, source, rule FROM evidence") == [("title", "text", "heading")]
    assert [hit.title for hit in desk.archive.search("rouvre")] == ["Le bac rouvre"]
    assert desk.archive.check().problems == ()


def test_what_was_taken_in_of_a_file_is_known_here_as_far_as_it_came(desk, other):
    chunk = Chunk("/news/a.warc.gz", 0, 500)
    desk.archive.ingested.note([TakenIn(chunk=chunk, wanted="all", reached=100)])
    other.archive.ingested.note([TakenIn(chunk=chunk, wanted="all", reached=500, pages=3)])
    merge(desk, other)
    (known,) = desk.archive.ingested.of("/news/a.warc.gz", "all")
    assert (known.reached, known.pages) == (500, 3)


def test_the_other_archive_stays_as_it_is(desk, other, tmp_path):
    other.save(other.read("/bac", article()))
    other.archive.close()
    before = other.archive.path.read_bytes()
    desk.archive.merge(other.archive.path)
    assert other.archive.path.read_bytes() == before
    assert not [*tmp_path.glob("other.db-*")]


def dump(path):
    """All that a closed archive holds, but for what says when it was written."""
    with closing(sqlite3.connect(path)) as conn:
        return [line for line in conn.iterdump() if 'INTO "meta"' not in line and 'INTO "runs"' not in line]


def test_a_second_merge_changes_nothing(desk, other):
    desk.look("/une", "Le bac", "Le pont")
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    other.clock.pass_hours(2)
    other.look("/une", "Le pont", "La gare")
    other.save(other.read("/bac", article(title="Le bac coule")), other.unchanged("/une"), other.failed("/pont"))
    merge(desk, other)
    desk.archive.close()
    before = dump(desk.archive.path)
    with open_archive(desk.archive.path, create=False) as archive:
        archive.merge(other.archive.path)
    assert dump(desk.archive.path) == before


def test_of_edits_each_archive_keeps_what_it_saw(desk, other):
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    other.clock.pass_hours(1)
    other.save(other.read("/bac", article(title="Le bac coule")))
    desk.clock.pass_hours(2)
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    merge(desk, other)
    assert desk.rows("SELECT number, cause, title, substr(seen_at, 12, 2) FROM revisions ORDER BY number") == [
        (1, "first", "Le bac rouvre", "12"),
        (2, "publisher", "Le bac coule", "13"),
        (3, "publisher", "Le bac rouvre", "14"),
    ]
    assert desk.rows("SELECT number, old_words, new_words FROM revision_diffs ORDER BY number") == [
        (2, "rouvre", "coule"),
        (3, "coule", "rouvre"),
    ]
    assert desk.archive.check().problems == ()


def test_a_page_that_had_not_changed_still_had_its_text(desk, other):
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    other.clock.pass_hours(1)
    other.save(other.read("/bac", article(title="Le bac coule")))
    desk.clock.pass_hours(2)
    desk.save(desk.unchanged("/bac"))
    merge(desk, other)
    assert desk.column("SELECT title FROM revisions ORDER BY number") == [
        "Le bac rouvre",
        "Le bac coule",
        "Le bac rouvre",
    ]
    assert desk.row("SELECT title FROM articles") == ("Le bac rouvre",)


def test_what_another_parser_reads_is_no_edit(desk, other):
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    other.clock.pass_hours(1)
    other.save(other.read("/bac", article(title="Le bac rouvre lundi"), parser_version=VERSION + 1))
    merge(desk, other)
    assert desk.column("SELECT cause FROM revisions ORDER BY number") == ["first", "parser"]


@pytest.mark.parametrize("hours", [1, 2])
@pytest.mark.parametrize("is_other_first", [False, True])
def test_an_edit_that_one_archive_knows_is_one_though_the_other_has_an_older_parser(hours, is_other_first, desk, other):
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    desk.clock.pass_hours(2)
    desk.save(desk.read("/bac", article(title="Le bac coule")))
    other.clock.pass_hours(hours)
    other.save(other.read("/bac", article(title="Le bac coule"), parser_version=VERSION - 1))
    one, two = (other, desk) if is_other_first else (desk, other)
    merge(one, two)
    assert one.column("SELECT cause FROM revisions ORDER BY number") == ["first", "publisher"]


@pytest.mark.parametrize("is_other_first", [False, True])
def test_an_archive_with_the_newer_parser_tells_of_an_edit_the_other_cannot_know(is_other_first, desk, other):
    desk.save(desk.read("/bac", article(title="Le bac rouvre"), parser_version=VERSION - 1))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(title="Le bac coule")))
    other.save(other.read("/bac", article(title="Le bac rouvre")))
    other.clock.pass_hours(1)
    other.save(other.read("/bac", article(title="Le bac coule")))
    one, two = (other, desk) if is_other_first else (desk, other)
    merge(one, two)
    assert one.column("SELECT cause FROM revisions ORDER BY number") == ["first", "publisher"]
    before = dump(one.archive.path)
    merge(one, two)
    assert dump(one.archive.path) == before


def test_of_one_capture_the_newer_parser_is_believed(desk, other):
    desk.save(desk.read("/bac", article(title="Le bac - Courrier")))
    other.save(other.read("/bac", article(title="Le bac - Courrier")))
    other.archive.save_reparsed([other.reparsed("/bac", article(title="Le bac"))])
    merge(desk, other)
    assert desk.row("SELECT title, parser_version FROM articles") == ("Le bac", VERSION + 1)
    assert desk.column("SELECT cause FROM revisions ORDER BY number") == ["first", "parser"]


def test_a_story_that_moved_is_one_article(desk, other):
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    other.clock.pass_hours(1)
    other.save(other.read("/bac", article(title="Le bac rouvre"), final_url="/le-bac-rouvre"))
    merge(desk, other)
    assert desk.column("SELECT url FROM articles") == [desk.absolute("/le-bac-rouvre")]


def test_a_stay_in_which_the_other_archive_saw_the_page_without_the_card_is_two(desk, other):
    desk.look("/une", "Le bac")
    other.clock.pass_hours(1)
    other.look("/une", "Le pont")
    desk.clock.pass_hours(2)
    desk.look("/une", "Le bac")
    merge(desk, other)
    stays = "SELECT title, substr(first_seen, 12, 2), substr(ended_at, 12, 2) FROM placements AS p JOIN cards AS c"
    assert desk.rows(f"{stays} ON c.id = p.card_id ORDER BY p.first_seen") == [
        ("Le bac", "12", "13"),
        ("Le pont", "13", "14"),
        ("Le bac", "14", None),
    ]


@pytest.mark.parametrize("is_other_first", [False, True])
def test_the_newest_capture_that_showed_a_card_may_come_from_either_archive(desk, other, is_other_first):
    longer, shorter = (other, desk) if is_other_first else (desk, other)
    longer.look("/une", "Le bac")
    shorter.clock.pass_hours(3)
    shorter.look("/une", "Le bac")
    longer.clock.pass_hours(6)
    longer.save(longer.unchanged("/une"))
    longer.clock.pass_hours(3)
    longer.look("/une", "Le pont")
    merge(desk, other)
    shown_in = """
        SELECT substr(c.fetched_at, 12, 2) FROM placements AS p JOIN captures AS c ON c.id = {} ORDER BY p.first_seen
    """
    assert desk.column(shown_in.format("p.first_capture_id")) == ["12", "21"]
    assert desk.column(shown_in.format("p.last_capture_id")) == ["15", "21"]


def test_a_card_promotes_an_article_of_the_other_archive_both_ways(desk, other):
    desk.look("/une", "Le bac")
    desk.save(desk.read("/Le-pont", article(title="Le pont")))
    other.look("/autre", "Le pont")
    other.save(other.read("/Le-bac", article(title="Le bac", body="Autre chose.")))
    merge(desk, other)
    promoted = desk.rows("SELECT c.title, a.title FROM cards AS c JOIN articles AS a ON a.id = c.article_id")
    assert sorted(promoted) == [("Le bac", "Le bac"), ("Le pont", "Le pont")]


def test_a_page_is_what_was_seen_last(desk, other):
    other.clock.pass_hours(5)
    desk.save(desk.read("/bac", article()))
    other.save(other.gone("/bac"))
    merge(desk, other)
    assert desk.row("SELECT state, reason, kind, substr(last_fetched_at, 12, 2) FROM pages") == (
        *("gone", "gone", "article"),
        "17",
    )


def test_a_site_is_one_source_by_http_and_https(desk, other):
    desk.archive.add_source("https://quotidien.example/")
    other.archive.add_source("http://quotidien.example/", name="Le Quotidien")
    other.archive.add_source("https://autre.example/")
    other.archive.add_source("http://autre.example/")
    merge(desk, other)
    assert [(source.home_url, source.name) for source in desk.archive.sources()][1:] == [
        ("https://quotidien.example/", "Le Quotidien"),
        ("https://autre.example/", None),
        ("http://autre.example/", None),
    ]


@pytest.mark.parametrize("order", ["ab", "ba", "aab", "aba", "bab"])
def test_of_sources_registered_in_one_second_it_does_not_matter_whose_archive_comes_first(tmp_path, order):
    told = {"a": ("Lake News", None, "paused", None), "b": ("Lake Courier", "en", "active", '{"paths": ["/news"]}')}
    for name, said in told.items():
        with closing(open_archive(tmp_path / f"{name}.db", clock=Clock())) as archive:
            archive.add_source(SITE)
        foreign_rows(archive.path, "UPDATE sources SET (name, language, state, scope) = (?, ?, ?, ?)", *said)
    with closing(open_archive(tmp_path / "all.db")) as archive:
        for name in order:
            archive.merge(tmp_path / f"{name}.db")
        found = archive.query("SELECT name, language, state, scope FROM sources").rows
    assert list(found) == [("Lake Courier", "en", "active", None)]


def test_a_host_is_left_alone_until_the_later_moment(desk, other):
    park = [HostState(host="a.example", not_before=START + dt.timedelta(hours=hours)) for hours in (1, 9)]
    desk.archive.save_host_states([park[1]])
    other.archive.save_host_states([park[0]])
    merge(desk, other)
    (known,) = desk.archive.host_states()
    assert known.not_before == park[1].not_before


@pytest.mark.parametrize("is_here_newer", [False, True])
def test_how_a_host_answers_says_who_asked_it_last(desk, other, is_here_newer):
    checked_at = START - dt.timedelta(hours=1)
    ill = {"failures": 7, "response_s": 9.0, "slow_down_s": 60.0}
    desk.archive.save_host_states(
        [HostState(host="www.courrier-du-lac.example", robots_fetched_at=checked_at, **({} if is_here_newer else ill))]
    )
    other.archive.save_host_states(
        [HostState(host="www.courrier-du-lac.example", robots_fetched_at=checked_at, **(ill if is_here_newer else {}))]
    )
    (desk if is_here_newer else other).clock.pass_hours(3)
    desk.look("/une", "Le bac")
    other.look("/une", "Le bac")
    merge(desk, other)
    (known,) = desk.archive.host_states()
    assert (known.failures, known.response_s, known.slow_down_s) == (0, None, None)


def test_a_run_that_was_going_on_when_it_came_ends_when_it_comes_again(desk, other):
    run = other.archive.begin_run("crawl", ["https://courrier.example/"])
    desk.archive.merge(other.archive.path)
    other.save(other.read("/bac", article()))
    other.archive.end_run(run, outcome="done", exit_code=0)
    merge(desk, other)
    assert desk.rows("SELECT command, outcome, exit_code, ended_at IS NULL FROM runs") == [("crawl", "done", 0, 0)]


def test_near_identical_texts_of_two_archives_are_a_pair(desk, other):
    body = " ".join(f"Le mot numéro {number} de la dépêche d'agence." for number in range(20))
    desk.save(desk.read("/bac", article(title="Le bac", body=body)))
    other.save(other.read("/afp", article(title="Agence", body=body + " Une phrase de plus.")))
    merge(desk, other)
    assert desk.row("SELECT article_id, other_id FROM similar_articles") == (1, 2)
    assert desk.column("SELECT cluster_id FROM cluster_members") == [1, 1]


def test_a_page_is_parsed_again_from_its_newest_capture(desk, other):
    other.save(other.read("/bac", article(title="Le bac coule")))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    merge(desk, other)
    (page,) = desk.archive.kept_pages()
    assert page.fetched_at == START + dt.timedelta(hours=1)


def test_what_is_no_archive_is_refused(desk, tmp_path):
    (tmp_path / "notes.txt").write_text("no database, but long enough to have the head of one" * 9)
    with pytest.raises(NotAnArchiveError, match="not a SQLite database"):
        desk.archive.merge(tmp_path / "notes.txt")
    with pytest.raises(MissingArchiveError, match=r"nowhere\.db"):
        desk.archive.merge(tmp_path / "nowhere.db")
    with pytest.raises(NotAnArchiveError, match="a lake is brought in by 'archiver merge'"):
        desk.archive.merge(tmp_path)
    with pytest.raises(UsageError, match="into itself"):
        desk.archive.merge(desk.archive.path)


def test_an_archive_of_an_older_schema_is_refused(desk, other):
    other.archive.claim()
    with other.archive._db.writing() as conn:
        conn.execute("UPDATE meta SET value = '5' WHERE key = 'schema_version'")
    with pytest.raises(OlderArchiveError, match="has schema 5"):
        merge(desk, other)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("ALTER TABLE frontier DROP COLUMN alarms", r"other\.db: has no frontier\.alarms, which every archive"),
        ("DROP TABLE refused_addresses", r"other\.db: has no refused_addresses\.source_id"),
    ],
)
def test_an_archive_that_lacks_what_its_schema_has_is_damaged(desk, other, sql, sentence):
    other.archive.close()
    foreign_rows(other.archive.path, sql)
    with pytest.raises(DamagedArchiveError, match=sentence):
        desk.archive.merge(other.archive.path)


def test_of_a_damaged_archive_nothing_is_merged(desk, other):
    for number in range(40):
        other.save(other.read(f"/{number}", article(title=f"Le bac {number}", body="Le bac reprend. " * 400)))
    other.archive.close()
    with other.archive.path.open("r+b") as file:
        file.seek(other.archive.path.stat().st_size // 2)
        file.write(b"\xa5" * 200_000)
    with pytest.raises(DamagedArchiveError, match=r"other\.db"):
        desk.archive.merge(other.archive.path)
    assert desk.row("SELECT (SELECT count(*) FROM pages) + (SELECT count(*) FROM articles)") == (0,)
    assert desk.archive.check().problems == ()
