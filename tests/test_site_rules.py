"""Files of site rules: what they may say, and what is said of those that say something else."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.errors import RulesError
from archiver.site_rules import NO_RULES, Selector, SiteRules, read_rules

OLD = '[[rule]]\nuntil = 2024-05-31\ntitle = ".old"\n'
NEW = '[[rule]]\nfrom = 2024-06-01\ntitle = ".new"\n'


def rules_of(text, name="lac.toml"):
    return read_rules(name, text.encode())


def selectors_of(line):
    return rules_of(f'hosts = "lac.example"\n[[rule]]\n{line}').rules[0].selectors


def refusal(text):
    with pytest.raises(RulesError) as refused:
        rules_of(text)
    return str(refused.value)


class TestSelectors:
    def test_a_text_is_a_selector(self):
        assert selectors_of('title = "h1.x"') == {"title": (Selector(css="h1.x"),)}

    def test_an_attribute_stands_behind_an_at_sign(self):
        found = selectors_of('published = "time[title=\\"a@b\\"]@datetime"')["published"]
        assert found == (Selector(css='time[title="a@b"]', attribute="datetime"),)

    def test_a_date_may_have_a_format(self):
        found = selectors_of('published = { select = ".when", attribute = "title", format = "%d|%m|%Y" }')["published"]
        assert found == (Selector(css=".when", attribute="title", date_format="%d|%m|%Y"),)

    def test_several_are_tried_in_turn(self):
        assert [str(one) for one in selectors_of('title = ["h1.x", "h1@title"]')["title"]] == ["h1.x", "h1@title"]


class TestChoice:
    def rules(self, hosts='"www.lac.example"'):
        return SiteRules((rules_of(f"hosts = {hosts}\n{NEW}{OLD}"),))

    def number(self, url, fetched_at=None):
        rule = self.rules().rule_for(url, fetched_at)
        return None if rule is None else str(rule.selectors["title"][0])

    @pytest.mark.parametrize(
        ("day", "expected"), [("2024-05-31", ".old"), ("2024-06-01", ".new"), ("2030-01-01", ".new")]
    )
    def test_the_day_of_fetching_tells_the_rule(self, day, expected):
        assert self.number("https://lac.example/a", dt.datetime.fromisoformat(f"{day}T12:00:00Z")) == expected

    def test_of_a_page_without_a_day_the_newest_counts(self):
        assert self.number("https://lac.example/a") == ".new"

    def test_between_two_designs_there_is_none(self):
        file = rules_of(f"hosts = ['lac.example']\n{OLD}{NEW.replace('06-01', '09-01')}")
        summer = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)
        assert SiteRules((file,)).rule_for("https://lac.example/a", summer) is None

    @pytest.mark.parametrize(
        "url", ["https://lac.example/", "http://WWW.lac.example:80/a", "https://sport.lac.example/"]
    )
    def test_a_host_stands_for_its_subdomains(self, url):
        assert self.number(url) == ".new"

    @pytest.mark.parametrize(
        "url", ["https://example/", "https://black.example/", "https://notlac.example/", None, "x"]
    )
    def test_other_hosts_have_no_rule(self, url):
        assert self.number(url) is None

    def test_a_subdomain_may_have_rules_of_its_own(self):
        sport = rules_of(f'hosts = "sport.lac.example"\n{NEW}', "sport.toml")
        rules = SiteRules((*self.rules().files, sport))
        assert rules.rule_for("https://sport.lac.example/a").file == "sport.toml"
        assert rules.rule_for("https://www.lac.example/a").file == "lac.toml"

    def test_a_port_may_be_named(self):
        rules = SiteRules((rules_of(f'hosts = "lac.example:8080"\n{NEW}'),))
        assert rules.rule_for("http://lac.example:8080/a") is not None
        assert rules.rule_for("http://lac.example/a") is None

    def test_no_rules_fit_nothing(self):
        assert NO_RULES.rule_for("https://lac.example/") is None


class TestRefusals:
    """One sentence: the file, the key, what is wrong."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("hosts = [", "lac.toml: not valid TOML: "),
            (NEW, "lac.toml: object missing required field hosts"),
            (f"hosts = []\n{NEW}", "lac.toml: hosts: at least one host is needed"),
            ('hosts = "lac.example"\nrule = []', "lac.toml: rule: at least one [[rule]] is needed"),
            (f'hosts = "https://lac.example/"\n{NEW}', "lac.toml: hosts: 'https://lac.example/' is no host"),
            (f'hosts = "lac.example"\n{NEW}titel = "h1"', "lac.toml: rule 1: unknown key 'titel'"),
            (f'hosts = "lac.example"\nsite = "x"\n{NEW}', "lac.toml: unknown key 'site'"),
            (f'hosts = "lac.example"\n{OLD}{NEW}lead = 3', "lac.toml: rule 2: lead: expected str"),
            ('hosts = "lac.example"\n[[rule]]\n', "lac.toml: rule 1: selects nothing"),
            (f'hosts = "lac.example"\n{OLD}from = 2025-01-01', "lac.toml: rule 1: until 2024-05-31 is before from"),
            (
                f'hosts = "lac.example"\n{OLD}[[rule]]\nlead = "p"',
                "lac.toml: rule 2: from the beginning overlaps rule 1",
            ),
            (f'hosts = "lac.example"\n{NEW}[[rule]]\nfrom = 2025-01-01\nlead="p"', "lac.toml: rule 2: from 2025-01-01"),
            (
                f'hosts = "lac.example"\n{NEW}lead = {{ select = "p", format = "%Y" }}',
                "lac.toml: rule 1: lead: only dates have a format",
            ),
            (
                f'hosts = "lac.example"\n{NEW}modified = {{ select = "p", format = "%H:%M" }}',
                "lac.toml: rule 1: modified: format '%H:%M' names no day",
            ),
        ],
    )
    def test_it_names_the_file_the_key_and_what_is_wrong(self, text, expected):
        said = refusal(text)
        assert said.startswith(expected)
        assert "\n" not in said

    def test_bytes_that_are_no_text_are_no_rules(self):
        with pytest.raises(RulesError, match=r"^lac\.toml: not valid TOML"):
            read_rules("lac.toml", b"\xff\xfe")

    def test_two_files_may_not_name_one_host(self):
        files = [rules_of(f'hosts = "lac.example"\n{NEW}', name) for name in ("a.toml", "b.toml")]
        with pytest.raises(RulesError, match=r"^b\.toml: hosts: 'lac\.example' has rules in a\.toml already$"):
            SiteRules(tuple(files))
