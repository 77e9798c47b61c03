"""`search`, on an archive with two articles and a card."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

import archiver as package
from support.command_line import on_terminal

HTML = """<html lang="fr"><head><title>Le théâtre rouvre</title></head><body><article><h1>Le théâtre rouvre</h1>
<p>Le théâtre de la rive rouvre lundi, après six mois de travaux et une longue soirée du conseil municipal.</p>
<p>Les habitants de l’autre rive devaient jusqu’ici contourner la montagne pour aller voir une pièce.</p>
</article></body></html>"""
URL = "https://www.lac.example/theatre"
OTHER = "https://mer.example/phare"


@pytest.fixture(autouse=True)
def archive(folder):
    with package.open(folder / "archive.db") as archive:
        archive.add(dataclasses.replace(package.parse(HTML, url=URL), kind="article", published=dt.date(2025, 8, 11)))
        archive.add(
            package.Article(
                kind="article",
                url=OTHER,
                title="Le phare et le théâtre",
                body="Rien.",
                published=dt.date(2025, 8, 12),
                section="Mer",
                tags=("Phare",),
                authors=(package.Author(name="Zoé Muñoz"),),
                language="fr",
            )
        )


@pytest.mark.parametrize("words", ["theatre", "THÉÂTRE", '"theatre de la rive"', "montag*"])
def test_accents_and_case_do_not_count(archiver, words):
    called = archiver("search", words)
    assert called.code == 0
    assert "Le théâtre rouvre" in called.out
    assert URL in called.out


def test_hits_can_be_json(archiver):
    (hit,) = json.loads(archiver("search", "theatre rive", "--json").out)
    assert (hit["title"], hit["url"]) == ("Le théâtre rouvre", URL)


def test_nothing_found_is_no_failure(archiver):
    called = archiver("search", "ferry")
    assert (called.code, called.out) == (0, "")
    assert json.loads(archiver("search", "ferry", "--json").out) == []


@pytest.mark.parametrize("words", ["l'été", "AND OR", 'a"b', "(", "*", "🙂", "x" * 10_000])
def test_no_search_is_refused(archiver, words):
    assert archiver("search", words).code == 0


def test_a_search_may_be_narrowed(archiver):
    assert json.loads(archiver("search", "theatre", "--source", "www.lac.example", "--json").out)
    assert json.loads(archiver("search", "theatre", "--since", "2030-01-01", "--json").out) == []


def test_a_hit_is_shown_with_its_day_source_address_and_the_words_around(archiver):
    called = archiver("search", "pièce")

    assert called.out == (
        "2025-08-11  Le théâtre rouvre\n"
        f"            www.lac.example · {URL}\n"
        "            …Les habitants de l’autre rive devaient jusqu’ici contourner la montagne pour aller voir une pièce.\n"
    )
    assert called.err == "1 found\n"


def test_hits_are_counted_on_stderr(archiver):
    assert archiver("search", "theatre").err == "2 found\n"
    assert archiver("search", "theatre", "--limit", "1").err == "2 found, 1 to 1 shown\n"
    assert archiver("search", "theatre", "--limit", "1", "--offset", "1").err == "2 found, 2 to 2 shown\n"
    assert archiver("search", "theatre", "--offset", "9").err == "2 found, none shown\n"
    assert archiver("search", "theatre", "--quiet").err == ""
    assert archiver("search", "ferry").err == "nothing found\n"


def test_matches_are_bright_on_a_terminal():
    title, _, snippet = on_terminal("search", "pièce", "--quiet", columns=80)
    assert title == "2025-08-11  \x1b[1mLe théâtre rouvre\x1b[0m"
    assert snippet.endswith("voir une \x1b[1;33mpièce\x1b[0m.")


@pytest.mark.parametrize(
    ("arguments", "urls"),
    [
        (["theatre -montagne"], [OTHER]),
        (["theatre", "-montagne"], [OTHER]),
        (["-vagues", "theatre", "-montagne"], [OTHER]),
        (["-montagne"], [OTHER]),
        (["theatre", "-qv", "--limit", "1", "-montagne"], [OTHER]),
        (["pièce OR phare", "--sort", "date"], [OTHER, URL]),
        (["title:phare"], [OTHER]),
        (["theatre", "--sort", "date"], [OTHER, URL]),
        (["theatre", "--until", "2025-08-11"], [URL]),
        (["theatre", "--author", "zoé muñoz"], [OTHER]),
        (["theatre", "--section", "mer", "--tag", "phare"], [OTHER]),
        (["theatre", "--language", "fr", "--source", "mer.example"], [OTHER]),
        (["--source", "mer.example"], [OTHER]),
        (["--since", "2025-01-01"], [OTHER, URL]),
        ([], [OTHER, URL]),
        ([" ", "--limit", "1"], [OTHER]),
    ],
)
def test_words_and_options_go_together(archiver, arguments, urls):
    hits = json.loads(archiver("search", *arguments, "--json").out)
    assert [hit["url"] for hit in hits] == urls
    assert set(hits[0]) >= {"id", "url", "title", "source", "published", "snippet", "rank"}


def test_behind_two_dashes_there_are_only_words(archiver):
    (hit,) = json.loads(archiver("search", "--json", "--", "theatre", "-montagne").out)
    assert hit["url"] == OTHER
    assert archiver("search", "--", "--phare").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["theatre", "--source", "other.example"], "no source 'other.example' (known: www.lac.example, mer.example)"),
        (["--tag", "ferry"], "no tag 'ferry' (known: Phare)"),
        (["theatre", "--language", "xx"], "no language 'xx' (known: fr)"),
        (["theatre", "--teasers", "--author", "Zoé"], "cards have no author (expected source, since, until,"),
        (["theatre", "--teasers", "--facets"], "--facets is for articles"),
        (["--since", "2025-09-01", "--until", "2025-08-01"], "since 2025-09-01 is later than until 2025-08-01"),
        (["theatre", "--sorce", "lac.example"], "'--sort', '--source'?"),
        (["theatre", "--limit", "-5"], "Invalid value for '--limit'"),
    ],
)
def test_what_means_nothing_is_said_in_a_sentence(archiver, arguments, words):
    called = archiver("search", *arguments)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_facets_say_how_the_hits_are_spread(archiver):
    lines = archiver("search", "theatre", "--facets").out.splitlines()
    assert lines[0] == "facet\tvalue\tarticles"
    assert {"source\tmer.example\t1", "language\tfr\t2", "month\t2025-08\t2", "tag\tPhare\t1"} < set(lines)

    facets = json.loads(archiver("search", "theatre", "--facets", "--json").out)
    assert facets["author"] == [{"value": "Zoé Muñoz", "articles": 1}]
    assert archiver("search", "ferry", "--facets").err == "nothing found\n"
    assert "source\tmer.example\t1" in archiver("search", "--facets").out.splitlines()
