"""Folders of site rules, their cases, and what pipelines make of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.errors import RulesError
from archiver.pipelines.events import PageReparsed
from archiver.pipelines.reparse import Selection, reparse
from archiver.pipelines.rule_cases import Difference, check_cases, find_differences
from archiver.pipelines.site_rules import load_rules
from archiver.site_rules import SiteRules, read_rules
from archiver.source_settings import SourceSettings
from support.archives import Clock
from support.memory_web import OF_ARTICLES, TEXT, Desk, MemoryWeb, page
from support.project import ROOT

EXAMPLE = ROOT / "fixtures" / "rules"
HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
RULE = b'hosts = "lac.example"\n[[rule]]\nlead = ".none"\nbody = "p:first-of-type"\n'


def rules_of(content=RULE):
    return SiteRules((read_rules("lac.toml", content),))


class TestLoading:
    def test_every_file_of_the_folder_is_read(self, tmp_path):
        (tmp_path / "lac.toml").write_bytes(RULE)
        (tmp_path / "mer.toml").write_bytes(RULE.replace(b"lac", b"mer"))
        (tmp_path / "notes.txt").write_text("not a rule")
        assert [file.name for file in load_rules(tmp_path).files] == ["lac.toml", "mer.toml"]

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (RULE.replace(b".none", b"p..x"), r"^lac\.toml: rule 1: lead: invalid selector 'p\.\.x': "),
            (RULE.replace(b"lead", b"leat"), r"^lac\.toml: rule 1: unknown key 'leat'$"),
        ],
    )
    def test_a_mistake_is_said_in_one_sentence(self, tmp_path, content, expected):
        (tmp_path / "lac.toml").write_bytes(content)
        with pytest.raises(RulesError, match=expected):
            load_rules(tmp_path)

    @pytest.mark.parametrize(("name", "expected"), [("", "no rules in it"), ("nope", "no such folder")])
    def test_a_folder_without_rules_is_a_mistake(self, tmp_path, name, expected):
        with pytest.raises(RulesError, match=expected):
            load_rules(tmp_path / name)

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path):
        (tmp_path / "lac.toml").mkdir()
        with pytest.raises(RulesError, match=r"lac\.toml: "):
            load_rules(tmp_path)


class TestOfSources:
    """Files that are set for single sites, in archiver.toml."""

    def test_stand_beside_those_of_the_folder(self, tmp_path):
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "mer.toml").write_bytes(RULE.replace(b"lac", b"mer"))
        (tmp_path / "own.toml").write_bytes(RULE)
        sources = [SourceSettings(url=HOME, rules=str(tmp_path / "own.toml"))]
        assert [file.name for file in load_rules(tmp_path / "rules", sources).files] == ["mer.toml", "own.toml"]
        assert [file.name for file in load_rules(None, sources).files] == ["own.toml"]

    def test_are_read_once_wherever_they_are_named(self, tmp_path):
        (tmp_path / "lac.toml").write_bytes(RULE.replace(b'"lac.example"', b'["lac.example", "mer.example"]'))
        sources = [SourceSettings(url=url, rules=str(tmp_path / "lac.toml")) for url in (HOME, "https://mer.example/")]
        assert len(load_rules(tmp_path, sources).files) == 1

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("mer.toml", r"mer\.toml: hosts: www\.lac\.example is missing, whose rules are said to stand here"),
            ("nope.toml", r"nope\.toml: No such file"),
        ],
    )
    def test_that_are_none_of_the_site_are_a_mistake(self, tmp_path, name, expected):
        (tmp_path / "mer.toml").write_bytes(RULE.replace(b"lac", b"mer"))
        with pytest.raises(RulesError, match=expected):
            load_rules(None, [SourceSettings(url=HOME, rules=str(tmp_path / name))])

    def test_cannot_contradict_the_folder(self, tmp_path):
        (tmp_path / "rules").mkdir()
        for path in (tmp_path / "rules" / "lac.toml", tmp_path / "own.toml"):
            path.write_bytes(RULE)
        with pytest.raises(RulesError, match=r"own\.toml: hosts: 'lac\.example' has rules in lac\.toml already"):
            load_rules(tmp_path / "rules", [SourceSettings(url=HOME, rules=str(tmp_path / "own.toml"))])


class TestCases:
    def test_the_example_reads_its_pages_as_it_should(self):
        cases = list(check_cases(EXAMPLE, load_rules(EXAMPLE)))
        assert [case.name for case in cases] == ["cases/bakery-2023.html", "cases/ferry-2025.html"]
        assert [case.differences for case in cases] == [(), ()]

    def test_the_example_needs_its_rules(self):
        """Without them its pages are read otherwise, or it would be no example."""
        harmless = b'hosts = "kestrel-mail.example"\n[[rule]]\ntags = ".none"\n'
        cases = check_cases(EXAMPLE, SiteRules((read_rules("kestrel-mail.toml", harmless),)))
        assert all(case.differences for case in cases)

    def test_only_expected_keys_are_compared(self):
        assert list(find_differences({"title": "a"}, {"title": "a", "lead": "b"})) == []

    def test_a_difference_names_its_place(self):
        found = find_differences({"authors": [{"name": "A"}]}, {"authors": [{"name": "B"}]})
        assert list(found) == [Difference(place="authors[0].name", expected="A", found="B")]

    @pytest.mark.parametrize(
        ("expected", "sentence"),
        [
            ("{", r"^cases/a\.html\.json: not valid JSON"),
            ("[]", r"^cases/a\.html\.json: expected an object"),
            ("{}", r"^cases/a\.html\.json: url: missing \(expected the page's address"),
            ('{"url": 5}', r"^cases/a\.html\.json: url: missing \(expected the page's address"),
            ('{"url": "https://other.example/"}', r"^cases/a\.html\.json: url: unknown host in 'https://other"),
            ('{"url": "https://lac.example/", "fetched_at": "noon"}', r"^cases/a\.html\.json: fetched_at: "),
            ('{"url": "https://lac.example/"}', r"^cases/a\.html: No such file"),
        ],
    )
    def test_a_case_that_cannot_be_used_is_said_to_be_so(self, tmp_path, expected, sentence):
        (tmp_path / "cases").mkdir()
        (tmp_path / "cases" / "a.html.json").write_text(expected)
        with pytest.raises(RulesError, match=sentence):
            list(check_cases(tmp_path, rules_of()))


@pytest.fixture
def desk(tmp_path):
    """A site that was crawled an hour ago, before it had a rule."""
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY]))
    web.put(FERRY, page("The ferry runs again"))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    desk.wait(hours=1)
    return desk


def causes(desk):
    sql = "SELECT r.cause FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.url LIKE '%ferry%'"
    return [cause for (cause,) in desk.rows(f"{sql} ORDER BY r.number")]


class TestPipelines:
    def test_a_reparse_applies_the_rules_and_says_so(self, desk):
        with desk.tools(rules=rules_of()) as tools:
            events = list(reparse(tools, Selection()))
        (ferry,) = [event for event in events if isinstance(event, PageReparsed) and event.url == FERRY]
        assert [change.field for change in ferry.changes if change.field != "evidence"] == ["body"]
        assert causes(desk) == ["first", "parser"]

    def test_a_rule_for_a_short_text_takes_no_article_away(self, desk):
        plain = page("The ferry runs again").replace(OF_ARTICLES, "")
        desk.web.put(FERRY, plain.replace("<article>", "<article><p class=kicker>Ferries</p>"))
        desk.update()
        with desk.tools(rules=rules_of(b'hosts = "lac.example"\n[[rule]]\nbody = ".kicker"\n')) as tools:
            list(reparse(tools, Selection()))
        assert causes(desk)[0] == "first"
        assert desk.rows("SELECT count(*) FROM revisions WHERE body LIKE '%mountain%'") != [(0,)]
        assert desk.rows(f"SELECT kind FROM pages WHERE url = '{FERRY}'") == [("article",)]

    def test_a_new_rule_is_no_edit_of_the_publishers(self, desk):
        desk.web.put(FERRY, page("The ferry runs again").replace("Tickets cost as before", "Tickets cost more"))
        desk.update(rules=rules_of())
        assert causes(desk) == ["first", "parser"]

    def test_an_edit_is_one_with_rules_as_well(self, desk):
        desk.update(rules=rules_of())
        desk.web.put(FERRY, page("The ferry runs again", text=f"{TEXT} And it is late."))
        desk.wait(hours=24)
        desk.update(rules=rules_of())
        assert causes(desk)[-1] == "publisher"

    def test_a_crawl_applies_the_rules(self, tmp_path):
        web = MemoryWeb(clock=Clock())
        web.put(FERRY, page("The ferry runs again"))
        desk = Desk(tmp_path / "archive.db", web)
        desk.crawl(FERRY, rules=rules_of())
        with closing(sqlite3.connect(desk.path)) as archive:
            ((body, evidence),) = archive.execute("SELECT body, evidence FROM articles").fetchall()
        assert body == TEXT
        assert "rule lac.toml: p:first-of-type" in evidence

    def test_the_page_that_a_rule_says_is_next_is_joined(self, tmp_path):
        """Also where its address would not tell."""
        web = MemoryWeb(clock=Clock())
        turn = f'<a class="turn" href="{FERRY}rest/">…</a></article>'
        web.put(FERRY, page("The ferry runs again").replace("</article>", turn))
        web.put(f"{FERRY}rest/", page("The ferry runs again", text=f"Nobody came. {TEXT}"))
        desk = Desk(tmp_path / "archive.db", web)
        desk.crawl(FERRY, rules=rules_of(b'hosts = "lac.example"\n[[rule]]\nnext_page = "a.turn"\n'))
        assert desk.rows("SELECT url FROM articles WHERE body LIKE '%Nobody came%'") == [(FERRY,)]
