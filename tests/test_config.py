"""Settings: where they come from, and what is said of those that cannot be used."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from archiver.config import Option, Settings, load_settings, setting_names
from archiver.errors import SettingsError
from archiver.source_settings import SourceSettings
from support.project import ROOT

CERTIFICATE = ROOT / "tests" / "fetch" / "data" / "localhost.pem"


@pytest.fixture
def load(tmp_path):
    """Settings out of the text of a file, and nothing else."""

    def load(text: str | bytes = b"", **given: object) -> Settings:
        path = tmp_path / "archiver.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_settings(path, **({"environment": {}} | given))

    return load


@pytest.fixture
def complaint(load):
    """What is said of the text of a file, without the file's folder."""

    def complaint(text: str | bytes, **given: object) -> str:
        with pytest.raises(SettingsError) as caught:
            load(text, **given)
        return re.sub(r"^\S*/archiver", "archiver", str(caught.value))

    return complaint


def test_without_a_file_all_have_their_defaults():
    assert load_settings(environment={}) == Settings()


def test_options_win_over_the_environment_and_this_over_the_file(load):
    text = "[fetch]\ndelay_s = 2\nmax_attempts = 2\nconcurrency = 2"
    environment = {"ARCHIVER_FETCH_MAX_ATTEMPTS": "3", "ARCHIVER_FETCH_CONCURRENCY": "3", "ARCHIVER_DB": ""}
    fetch = load(text, environment=environment, options=[Option("--at-once", "fetch.concurrency", 4)]).fetch
    assert (fetch.delay_s, fetch.max_attempts, fetch.concurrency) == (2.0, 3, 4)


def test_the_environment_is_read_as_text(load):
    environment = {"ARCHIVER_FETCH_ALLOW_PRIVATE": "true", "ARCHIVER_FETCH_DELAY_S": "0.5", "ARCHIVER_DB": "7"}
    settings = load(environment=environment)
    assert (settings.fetch.allow_private, settings.fetch.delay_s, settings.db) == (True, 0.5, "7")


def test_a_file_may_begin_with_a_byte_order_mark_and_have_lines_of_windows(load):
    assert load(b'\xef\xbb\xbfdb = "a.db"\r\n[fetch]\r\ndelay_s = 2\r\n').fetch.delay_s == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("db = 3", "line 1: db: expected text in quotes, not empty, found 3"),
        (
            '[fetch]\n# mine\ndelay_s = "fast"',
            'line 3: fetch.delay_s: expected a number >= 0.*, found "fast"',
        ),
        ("[fetch]\ndelay_s = -1", "line 2: fetch.delay_s: expected a number >= 0.*, found -1"),
        ("[fetch]\ndelay_s = nan", "line 2: fetch.delay_s: expected a number >= 0.*, found nan"),
        ("[fetch]\ndelay_s = inf", "line 2: fetch.delay_s: expected a number >= 0.*, found inf"),
        ("[fetch]\ndelay_s = '2'", 'line 2: fetch.delay_s: expected a number >= 0.*, found "2"'),
        (
            "[fetch]\nmax_attempts = true",
            "line 2: fetch.max_attempts: expected a whole number from 1 to 1000, found true",
        ),
        ("[fetch]\nmax_attempts = 0", "line 2: fetch.max_attempts: expected a whole number from 1 to 1000, found 0"),
        (
            "[fetch]\nmax_redirects = -1",
            "line 2: fetch.max_redirects: expected a whole number from 0 to 1000, found -1",
        ),
        (
            "[fetch]\nconcurrency = 1001",
            "line 2: fetch.concurrency: expected a whole number from 1 to 1000, found 1001",
        ),
        ("[fetch]\ndelay_factor = 1001", "line 2: fetch.delay_factor: expected a number from 0 to 1000, found 1001"),
        ("[fetch]\nmax_bytes = 5", r"line 2: fetch.max_bytes: expected a whole number >= 10000 \(bytes\), found 5"),
        ("[crawl]\nworkers = 1001", "line 2: crawl.workers: expected a whole number from 0 to 1000, found 1001"),
        (
            "[crawl]\nbatch_pages = 1001",
            "line 2: crawl.batch_pages: expected a whole number from 1 to 1000, found 1001",
        ),
        (
            "\n[crawl]\nwarc_file_bytes = 5",
            r"line 3: crawl.warc_file_bytes: expected a whole number >= 1000000 \(bytes\), found 5",
        ),
        ("[fetch]\nallow_private = 'yes'", 'line 2: fetch.allow_private: expected true or false, found "yes"'),
        ("[fetch]\ncontact = '(me)'", r'line 2: fetch.contact: expected an address .* brackets, found "\(me\)"'),
        ("[fetch]\ncontact = 'nobody'", 'line 2: fetch.contact: expected an address or a mailbox .*, found "nobody"'),
        ("[fetch]\nproxy = 'foo'", 'line 2: fetch.proxy: expected an address as in http://host:port, found "foo"'),
        ("[fetch]\nproxy = 'socks5://a:1'", "line 2: fetch.proxy: expected an address .*"),
        ("[fetch]\nproxy = 'http://:80'", "line 2: fetch.proxy: expected an address .*"),
        (
            "[fetch]\nca_bundle = '/no/a.pem'",
            r'line 2: fetch.ca_bundle: expected a file of certificates .*, found "/no/.*',
        ),
        ("[fetch]\nca_bundle = '/dev/null'", r"line 2: fetch.ca_bundle: expected a file of certificates .*"),
        ("[fetch]\nbrowser = '/no/chrome'", 'line 2: fetch.browser: expected a program .*, found "/no/chrome"'),
        ("\nrules = '/no/rules'", r'line 2: rules: expected a folder of rules .*, found "/no/rules"'),
        ("rules = 'a\\u0000b'".replace("'", '"'), "line 1: rules: expected a folder of rules .*"),
        ("db = ''", 'line 1: db: expected text in quotes, not empty, found ""'),
        ("fetch.delay = 1", r"line 1: fetch.delay: there is no such setting \(did you mean delay_s\?\)"),
        ("\n[crawl]\nzebra = 1", "line 3: crawl.zebra: there is no such setting"),
        ("[fetsch]\ndelay_s = 1", r"line 1: fetsch: there is no such setting \(did you mean fetch\?\)"),
        ("fetch = 3", "line 1: fetch: expected a table, found 3"),
        ("[crawl]\nmax_failures = 2", "line 2: crawl.max_failures: expected a number from 0 to 1, found 2"),
    ],
)
def test_what_does_not_fit_is_said_with_its_line(complaint, text, said):
    assert re.fullmatch(f"archiver.toml, {said}", complaint(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\n\ndb = \n[fetch]", "line 3: not valid TOML: invalid value"),
        ("db = 'a'\ndb = 'b'", "line 2: not valid TOML: cannot overwrite a value"),
        ('db = """\nno end\n', "line 3: not valid TOML: unterminated string"),
        ("db = 2025-02-31", "line 1: not valid TOML: invalid date or datetime"),
        ("x = " + "[" * 5000, "(line 1: )?not valid TOML: .+"),
        (b"db = 1\n# caf\xe9", "line 2: expected UTF-8, found the byte 0xe9"),
        (b"db = '\x00'", "line 1: not valid TOML: .+"),
    ],
)
def test_what_is_no_toml_is_said_with_its_line(complaint, text, said):
    assert re.fullmatch(f"archiver.toml(, |: ){said}", complaint(text))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"no-such\.toml: no such settings file"):
        load_settings(tmp_path / "no-such.toml", environment={})
    with pytest.raises(SettingsError, match="Is a directory"):
        load_settings(tmp_path, environment={})


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ARCHIVER_FETCH_DELAY_S": "fast"}, 'ARCHIVER_FETCH_DELAY_S: expected a number >= 0.*, found "fast"'),
        ({"ARCHIVER_FETCH_DELAY_S": "nan"}, 'ARCHIVER_FETCH_DELAY_S: expected a number >= 0.*, found "nan"'),
        ({"ARCHIVER_CRAWL_MAX_PAGES": "0"}, 'ARCHIVER_CRAWL_MAX_PAGES: expected a whole number >= 1, found "0"'),
        ({"ARCHIVER_RULES": "/no/rules"}, 'ARCHIVER_RULES: expected a folder of rules .*, found "/no/rules"'),
        ({"ARCHIVER_FETCH_CONTACT": "a\n@b"}, "ARCHIVER_FETCH_CONTACT: expected an address or a mailbox .*"),
        (
            {"ARCHIVER_FETCH_DELAY": "1"},
            r"ARCHIVER_FETCH_DELAY: there is no such setting \(did you mean ARCHIVER_FETCH_DELAY_S\?\)",
        ),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(complaint, environment, said):
    assert re.fullmatch(said, complaint("", environment=environment))


@pytest.mark.parametrize(
    "contact", ["https://lac.example/bot?a=1", "HTTP://lac.example", "ada@lac.example", "mailto:ada+bot@lac.example"]
)
def test_a_contact_is_an_address_or_a_mailbox(load, contact):
    assert load(f'[fetch]\ncontact = "{contact}"').fetch.contact == contact


@pytest.mark.parametrize("proxy", ["http://[::1]:3128", "https://ada:x@proxy.example/", "http://127.0.0.1:8080"])
def test_a_proxy_is_an_address_of_the_web(load, proxy):
    assert load(f'[fetch]\nproxy = "{proxy}"').fetch.proxy == proxy


def test_a_variable_that_is_none_of_ours_is_left_alone(load):
    assert load(environment={"ARCHIVER_EVAL": "/srv/pages", "FETCH_DELAY_S": "x"}) == Settings()


def test_an_option_that_cannot_be_used_is_named(complaint):
    said = complaint("", options=[Option("--max-pages", "crawl.max_pages", 0)])
    assert said == "--max-pages: expected a whole number >= 1, found 0"


def test_every_setting_has_its_variable(load, tmp_path):
    """No setting but those of single sources is out of reach of the environment."""
    names = setting_names()
    assert {"db", "rules", "fetch.delay_s", "crawl.max_pages"} <= set(names)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lac.toml").touch()
    particular = {
        "rules": str(tmp_path / "rules"),
        "fetch.contact": "ada@lac.example",
        "fetch.proxy": "http://lac.example:8080",
        "fetch.browser": sys.executable,
        "fetch.ca_bundle": str(CERTIFICATE),
        "fetch.max_bytes": "10000",
        "crawl.warc_file_bytes": "1000000",
    }
    given = {name: particular.get(name, "1") for name in names}
    settings = load(environment={"ARCHIVER_" + name.upper().replace(".", "_"): value for name, value in given.items()})
    for name in names:
        section, _, field = name.rpartition(".")
        value = getattr(getattr(settings, section) if section else settings, field)
        assert str(value) in {given[name], "1.0", "True"}


# --- single sources --------------------------------------------------------------

TWO = """
[[source]]
url = "https://WWW.lac.example"
delay_s = 5

[[source]]
url = "https://mer.example/fr/"  # its French edition
headers = { "Accept-Language" = "fr" }
"""


def test_a_source_has_settings_of_its_own(load):
    lac, mer = load(TWO).sources
    assert lac == SourceSettings(url="https://www.lac.example/", delay_s=5)
    assert mer == SourceSettings(url="https://mer.example/fr/", headers={"Accept-Language": "fr"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[source]]\n\ndelay_s = 1", r"line 1: source\[1\]: url is missing"),
        ("[source]\nurl = 'x'", "line 1: source: expected tables in double brackets, found a table"),
        (
            "[[source]]\nurl = 'lac.example'",
            r'line 2: source\[1\].url: expected an address as in .*, found "lac.example"',
        ),
        (TWO + "delay_s = 'slow'", r'line 9: source\[2\].delay_s: expected a number >= 0.*, found "slow"'),
        (TWO + "header = {}", r"line 9: source\[2\].header: there is no such setting \(did you mean headers\?\)"),
        (
            TWO + "[[source]]\nurl = 'http://lac.example/x'",
            r"line 10: .*\.url: lac.example is set in source\[1\] already",
        ),
        (
            TWO + "language = 'French'",
            r'line 9: source\[2\].language: expected a language as in "fr" .*, found "French"',
        ),
        (
            TWO + "revisit_days = 36501",
            r"line 9: source\[2\].revisit_days: expected a whole number from 0 to 36500, found 36501",
        ),
        (TWO + "name = ' '", r'line 9: source\[2\].name: expected text in quotes, not empty, found " "'),
        (
            "[[source]]\nurl = 'https://a.example/'\nname = 'A'\n[[source]]\nurl = 'https://b.example/'\nname = 'A'",
            r"line 6: source\[2\].name: source\[1\] has this name already",
        ),
        (TWO + "hosts = [\n 'a.example',\n 'http://b.example']", r"line 11: source\[2\].hosts\[2\]: invalid host .*"),
        (TWO + "exclude = ['live']", r"line 9: source\[2\].exclude\[1\]: invalid pattern 'live' .*"),
        (TWO + "paths = '/x/'", r'line 9: source\[2\].paths: expected a list of text in quotes, found "/x/"'),
        (TWO + "rules = 'no.toml'", r'line 9: source\[2\].rules: expected a file of rules, found "no.toml"'),
        (
            TWO + "hosts = ['a.example', 'Lac.example']",
            r"line 9: source\[2\].hosts\[2\]: lac.example belongs to source\[1\]",
        ),
        (
            TWO.replace("delay_s = 5", "hosts = ['mer.example']"),
            r"line 4: source\[1\].hosts\[1\]: mer.example belongs to source\[2\]",
        ),
        (
            TWO.replace("delay_s = 5", "hosts = ['a.example']") + "hosts = ['www.a.example']",
            r"line 9: source\[2\].hosts\[1\]: a.example belongs to source\[1\]",
        ),
        (
            "".join(f"[[source]]\nurl = 'https://{host}.lac.example'\nwhole_domain = true\n" for host in ("a", "b")),
            r"line 6: source\[2\].whole_domain: lac.example belongs to source\[1\]",
        ),
        (TWO + "[source.more]", r"line 9: source\[2\].more: there is no such setting"),
    ],
)
def test_what_does_not_fit_a_source_is_said_with_its_line(complaint, text, said):
    assert re.fullmatch(f"archiver.toml, {said}", complaint(text))


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ('"cookie" = "a=b"', "cookie: this header cannot be set: a cookie lives .*"),
        ('"User-Agent" = "me"', "User-Agent: this header cannot be set: .* set fetch.contact"),
        ('HOST = "x"', "HOST: this header cannot be set: .*"),
        ('"If-None-Match" = "x"', "If-None-Match: this header cannot be set: .*"),
        ('"Proxy-Authorization" = "x"', "Proxy-Authorization: this header cannot be set: .*"),
        ('Authorization = "Basic x"', "Authorization: this header cannot be set: .* no passwords"),
        ('"X: Y" = "x"', '.*: expected a header\'s name as in Accept-Language, found "X: Y"'),
        ('X = "a\\r\\nY: b"', 'X: expected one line of plain ASCII, found "a.*"'),
        ('X = ""', 'X: expected one line of plain ASCII, found ""'),
        ("X = 3", "X: expected text in quotes, found 3"),
    ],
)
def test_a_header_that_is_not_for_settings_to_say_is_refused(complaint, pair, said):
    said = r"archiver.toml, line 4: source\[1\].headers." + said
    assert re.fullmatch(said, complaint(f"[[source]]\nurl = 'https://lac.example/'\n[source.headers]\n{pair}"))


def test_a_source_is_found_by_its_host_with_and_without_www(load):
    table = load(TWO).source_table
    assert table.for_host("lac.example") == table.for_host("www.lac.example") == load(TWO).sources[0]
    assert table.for_host("blog.lac.example") is None
    wide = load(
        TWO.replace("delay_s = 5", "delay_s = 5\nwhole_domain = true\nhosts = ['www.Lake.example']")
    ).source_table
    assert {wide.delay_s(host, 1.0) for host in ("blog.lac.example", "lake.example", "lac.example")} == {5.0}
    assert wide.for_home("lake.example") is None
    assert table.for_host("lac.example:8080") is None
    assert [table.delay_s(host, 1.0) for host in ("lac.example", "mer.example", "sea.example")] == [5.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "given",
    [
        {"options": [Option("--delay", "fetch.delay_s", 2), Option("--render", "fetch.render", False)]},
        {"environment": {"ARCHIVER_FETCH_DELAY_S": "2", "ARCHIVER_FETCH_RENDER": "false"}},
    ],
)
def test_what_is_given_by_hand_wins_over_what_the_file_says_of_a_source(load, given):
    text = TWO.replace("delay_s = 5", "delay_s = 5\nrender = true\nmax_pages = 7")
    settings = load(text, **given)
    table = settings.source_table
    assert table.delay_s("lac.example", settings.fetch.delay_s) == 2
    assert not table.wants_browser(settings.fetch.render)
    assert settings.sources[0].max_pages == 7  # a share of a round, not the round's limit
    assert load(text).source_table.delay_s("lac.example", 2) == 5


def test_the_sentences_of_the_how_to_page_are_what_is_said(tmp_path, monkeypatch):
    """Its example with a wrong value, with a misspelt name, and a misspelt variable."""
    text = (ROOT / "docs" / "how-to" / "sources.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    shown = text.split("```text\n")[-1].split("```")[0].splitlines()
    monkeypatch.chdir(tmp_path)
    Path("rules-of-lac.toml").touch()
    cases = (
        (example.replace("delay_s = 10 ", 'delay_s = "slow"'), {}),
        (example.replace("headers =", "header ="), {}),
        (example, {"ARCHIVER_FETCH_DELAY": "3"}),
    )
    for (content, environment), sentence in zip(cases, shown, strict=True):
        Path("archiver.toml").write_text(content, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            load_settings(Path("archiver.toml"), environment=environment)
        assert sentence == f"archiver: {caught.value}"
