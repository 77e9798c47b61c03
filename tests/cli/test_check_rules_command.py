"""`archiver check-rules`, and `--rules` where pages are parsed."""

from __future__ import annotations

import json
import shutil

import pytest

from support.project import ROOT

EXAMPLE = ROOT / "fixtures" / "rules"
BAKERY = EXAMPLE / "cases" / "bakery-2023.html"
URL = "https://www.kestrel-mail.example/2023/bakery"
TITLE = "The bakery moves one door to the left"


@pytest.fixture
def rules(folder):
    """A folder of rules with its cases, to be changed."""
    return shutil.copytree(EXAMPLE, folder / "rules")


def expect(rules, **values):
    path = rules / "cases" / "bakery-2023.html.json"
    path.write_text(json.dumps({"url": URL, "fetched_at": "2023-11-14T08:00:00Z", **values}), encoding="utf-8")


class TestCheck:
    def test_rules_that_read_their_cases_say_so_on_stderr_alone(self, archiver, rules):
        called = archiver("check-rules", rules)
        assert (called.code, called.out) == (0, "")
        assert called.err == "rule files: 1; cases: 2; read otherwise: 0\n"

    def test_what_is_read_otherwise_is_shown_and_code_1(self, archiver, rules):
        expect(rules, title="Another title")
        called = archiver("check-rules", rules)
        assert called.code == 1
        assert called.out.splitlines() == [
            "cases/bakery-2023.html (kestrel-mail.toml)",
            "  title",
            '    expected "Another title"',
            f'    found    "{TITLE}"',
        ]

    def test_json_has_every_case(self, archiver, rules):
        expect(rules, title="Another title")
        told = json.loads(archiver("check-rules", rules, "--json").out)
        assert [len(case["differences"]) for case in told] == [1, 0]

    def test_rules_without_a_case_are_named(self, archiver, rules):
        shutil.rmtree(rules / "cases")
        called = archiver("check-rules", rules)
        assert called.code == 0
        assert "kestrel-mail.toml: no case tries these rules" in called.err

    def test_a_mistake_is_one_sentence_and_code_2(self, archiver, rules):
        (rules / "lac.toml").write_text('hosts = "lac.example"\n[[rule]]\ntitle = "h1..x"\n')
        called = archiver("check-rules", rules)
        assert (called.code, called.out, called.err.count("\n")) == (2, "", 1)
        assert called.err.startswith("archiver: lac.toml: rule 1: title: invalid selector 'h1..x'")


class TestOption:
    def test_a_page_is_parsed_by_its_rule(self, archiver, rules):
        """Of a page whose day nobody knows, the newest rule is tried, so the older one is made that."""
        path = rules / "kestrel-mail.toml"
        path.write_text(path.read_text(encoding="utf-8").partition("[[rule]]\nfrom")[0], encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace("until = 2024-05-31", ""), encoding="utf-8")
        called = archiver("parse", BAKERY, "--url", URL, "--rules", rules)
        assert called.out.startswith(f"{TITLE}\n2023-11-12 · ")

    def test_explain_names_the_rule(self, archiver, rules):
        called = archiver("explain", BAKERY, "--url", URL, "--rules", rules)
        assert "rule kestrel-mail.toml: .story-text; site rule 2: selector found nothing" in called.out

    def test_the_folder_can_be_a_setting(self, archiver, folder, rules):
        (folder / "archiver.toml").write_text(f"rules = {json.dumps(str(rules))}\n", encoding="utf-8")
        assert "rule kestrel-mail.toml" in archiver("explain", BAKERY, "--url", URL).out

    @pytest.mark.parametrize("command", ["crawl", "update", "ingest", "reparse", "parse", "explain", "teasers"])
    def test_every_command_that_parses_refuses_what_it_cannot_use(self, archiver, folder, command):
        targets = {"crawl": ["https://lac.example/"], "ingest": [BAKERY], "parse": [BAKERY]}
        targets |= {"explain": [BAKERY], "teasers": [BAKERY]}
        called = archiver(command, *targets.get(command, []), "--rules", folder / "nope")
        assert called.code == 2
        assert "--rules: expected a folder of rules" in called.err
        assert not (folder / "archive.db").exists()
