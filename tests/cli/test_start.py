"""What a start loads, told by the modules that are there at its end: seconds would tell of the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from archiver.cli.commands import all_commands
from support.project import SAMPLE

#: libraries of which each takes as long to load as Python itself
LIBRARIES = {
    "bs4",
    "fastwarc",
    "filelock",
    "idna",
    "lxml",
    "msgspec",
    "publicsuffixlist",
    "requests",
    "rich",
    "sqlite3",
    "sqlite_utils",
    "tenacity",
    "urllib3",
}


def loaded(*arguments: object) -> set[str]:
    """The modules that a call has loaded when it is done."""
    code = (
        "import sys; from archiver.cli.running import run; code = run(sys.argv[1:]);"
        "print('', *sys.modules, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(ran.stderr.splitlines()[-1].split())


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("archiver.")}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_loads_no_command_and_no_library_but_click(arguments):
    modules = loaded(*arguments)
    assert "click" in modules
    assert LIBRARIES & modules == set()
    assert ours(modules) == {
        "archiver.cli",
        "archiver.cli.call",
        "archiver.cli.commands",
        "archiver.cli.running",
        "archiver.cli.messages",
        "archiver.pipelines",
        "archiver.pipelines.garbage",
        "archiver.pipelines.interrupts",
        "archiver.signal_codes",
    }


def test_a_search_loads_the_database_and_the_settings_alone():
    """Neither the parser nor the network, and of the store no more than one question needs."""
    modules = loaded("search", "--db", SAMPLE, "climat")
    assert LIBRARIES & modules == {"msgspec", "sqlite3"}
    assert {name for name in ours(modules) if name.startswith("archiver.store.")} == {
        "archiver.store.archive",
        "archiver.store.arguments",
        "archiver.store.connection",
        "archiver.store.meta",
        "archiver.store.older",
        "archiver.store.questions",
        "archiver.store.readable",
        "archiver.store.schema",
        "archiver.store.search",
        "archiver.store.search_filters",
        "archiver.store.search_words",
        "archiver.store.texts",
    }
    assert {"archiver.model", "archiver.timestamps", "archiver.document", "archiver.urls"} & modules == set()


@pytest.mark.parametrize("command", [("stats",), ("query", "SELECT 1")])
def test_a_look_at_the_archive_loads_no_parser_and_no_network(command):
    modules = loaded(*command, "--db", SAMPLE)
    assert LIBRARIES & modules <= {"msgspec", "sqlite3"}


@pytest.mark.parametrize("name", [name for name in all_commands() if " " not in name])
def test_the_list_of_commands_says_what_the_command_says(name, archiver):
    sentence = all_commands()[name].get_short_help_str(limit=200)
    assert f" {name} {sentence} " in " ".join(archiver("--help").out.split())
