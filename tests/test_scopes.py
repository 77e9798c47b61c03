"""What somebody says of a scope is checked once, with a sentence for what is wrong."""

import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import UsageError
from archiver.model import SourceScope
from archiver.scopes import pattern_regex, read_scope

SITE = "https://site.example"


def matches(pattern: str, url: str) -> bool:
    regex = pattern_regex(read_scope({"exclude": [pattern]}).exclude)
    return regex.fullmatch(url) is not None


def test_nothing_said_is_the_whole_host():
    assert read_scope({}) == SourceScope()
    assert str(SourceScope()) == "the whole host"
    assert SourceScope().to_dict() == {}


def test_a_scope_survives_being_kept():
    said = read_scope(
        {
            "hosts": ["WWW.Blog.Example:8080"],
            "is_whole_domain": True,
            "paths": ["/sport"],
            "include": ["*?id=*"],
            "exclude": ["/économie/*"],
        }
    )
    assert read_scope(said.to_dict()) == said
    assert said.hosts == ("blog.example:8080",)
    assert said.exclude == ("/%C3%A9conomie/*",)
    assert str(said) == (
        "the whole domain, host blog.example:8080, path /sport/, include *?id=*, exclude /%C3%A9conomie/*"
    )


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/sport/*", "/sport/une"),
        ("/sport/*", "/sport/"),
        ("*/live/*", "/a/b/live/c?d=1"),
        ("*?page=*", "/monde?page=2"),
        ("/*/*-????", "/a/b-????"),
        (f"{SITE}/a*", "/a/b"),
        ("*.html", "/a/b.html"),
        ("*", "/"),
    ],
)
def test_a_pattern_matches_the_whole_path_and_query(pattern, path):
    assert matches(pattern, SITE + path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/sport/*", "/sport"),
        ("/sport", "/sport/une"),
        ("/sport/*", "/a/sport/b"),
        ("*.html", "/a/bhtml"),
        ("*?page=*", "/monde/page=2"),
        ("https://other.example/*", "/a"),
        ("/SPORT/*", "/sport/a"),
    ],
)
def test_a_pattern_matches_nothing_else(pattern, path):
    assert not matches(pattern, SITE + path)


@given(
    st.text("ab*?/", max_size=8).map(lambda text: "/" + text),
    st.text("ab?/", max_size=10).map(lambda text: "/" + text),
)
def test_a_star_is_any_run_of_characters_as_in_a_shell(pattern, path):
    assert matches(pattern, SITE + path) == fnmatchcase(path, pattern.replace("?", "[?]"))


def test_many_stars_cost_nothing_on_a_long_address():
    before = time.process_time()
    assert not matches("/" + "*a" * 30 + "*b", SITE + "/" + "a" * 1900)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("hosts", "https://blog.example/"),
        ("hosts", "blog.example/a"),
        ("hosts", ""),
        ("hosts", "a b"),
        ("paths", "sport"),
        ("paths", "/sport/*"),
        ("paths", "https://site.example/sport"),
        ("paths", "//sport"),
        ("include", "sport/*"),
        ("include", ""),
        ("exclude", "/a b"),
        ("exclude", "/a#b"),
        ("exclude", "/a\udcff\x00"),
    ],
)
def test_what_is_none_is_named_in_a_sentence(field, wrong):
    with pytest.raises(UsageError, match=r"^invalid (host|path|pattern) '.*' \(expected ") as refused:
        read_scope({field: [wrong]})
    assert "\n" not in str(refused.value)
