"""The values that a page's scripts start from."""

import json
from time import perf_counter

import pytest

from archiver.document import read_document
from archiver.parser.state import LOOSE, iter_state
from support.pages import PROSE, html

STATE = {"article": {"title": "Ferry returns", "body": list(PROSE)}}
JSON = json.dumps(STATE)
#: far more than it takes, far less than what grows with the square
SLOW_S = 5


def state_of(*scripts):
    """Name → value of the scripts of a page."""
    return dict(iter_state(read_document(html("".join(scripts)))))


def script(text, attributes=""):
    return f"<script {attributes}>{text}</script>"


def test_a_script_of_json_is_a_value_with_its_id():
    assert state_of(script(JSON, 'id="__NEXT_DATA__" type="application/json"')) == {"__NEXT_DATA__": STATE}


@pytest.mark.parametrize(
    ("assignment", "name"),
    [
        ("window.__INITIAL_STATE__ = {};", "__INITIAL_STATE__"),
        ("window['__PRELOADED__']={}", "__PRELOADED__"),
        ("var state={},other=1;run(state)", "state"),
        ("if(a){b.c.data = {}}", "data"),
        ("window.of_the_page_article" + " " * 500 + "= {}", "of_the_page_article"),
    ],
)
def test_what_a_script_assigns_is_a_value(assignment, name):
    assert state_of(script(assignment.replace("{}", JSON, 1))) == {name: STATE}


@pytest.mark.parametrize("quoted", [json.dumps(JSON), "'" + JSON.replace("\\", "\\\\").replace("'", "\\'") + "'"])
def test_a_text_that_is_handed_to_the_parser_of_json_is_read(quoted):
    assert state_of(script(f"window.s = JSON.parse({quoted})")) == {"JSON.parse": STATE}


@pytest.mark.parametrize("blanks", ["", " " * 60])
def test_a_name_that_is_too_long_is_none(blanks):
    assert state_of(script("x" * 61 + f"{blanks}= {JSON}")) == {}


def test_small_scripts_and_metadata_are_left_alone():
    assert state_of(script("window.a = {}"), script(JSON, 'type="application/ld+json"')) == {}


def test_a_script_that_is_broken_gives_its_strings():
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
    found = state_of(script(f"window.n=(function(a){{return {{title:'Ferry returns',body:{json.dumps(text)}}}}})(1)"))
    assert list(found[LOOSE].values()) == ["Ferry returns", text]


def test_the_pieces_of_a_stream_are_put_together():
    rows = f'1:"$Sreact.fragment"\n2:T{len("a – b".encode()):x},a – b3:{JSON}\n'
    pieces = (rows[:90], rows[90:])
    scripts = [script(f"self.__next_f.push([1,{json.dumps(piece)}])") for piece in pieces]
    assert state_of(*scripts) == {"__next_f": ["$Sreact.fragment", "a – b", STATE]}


@pytest.mark.parametrize(
    "text", ["window.a={" * 500, "[" * 100_000, "self.__next_f.push([1,", "JSON.parse('" + "a" * 400]
)
def test_nonsense_gives_nothing(text):
    assert state_of(script(text), script(text, 'type="application/json"')) == {}


@pytest.mark.parametrize(
    "text", ['x="' + "A" * 2_000_000, "abc_def " * 250_000, 'x={"a":' * 200_000, ':"' * 500_000, "self.__next_f.push(["]
)
def test_megabytes_of_script_take_a_moment(text):
    started = perf_counter()
    assert state_of(script(text)) == {}
    assert perf_counter() - started < SLOW_S
