"""The documentation tells the truth: examples run, the reference is what the code says, links lead somewhere."""

from __future__ import annotations

import re
import shlex
from typing import get_args

import examples
import pytest
import reference_pages

from archiver import model
from archiver.cli.commands import all_commands
from archiver.cli.running import cli
from support.project import ROOT

DOCUMENTS = examples.documents()
PAGES = sorted({*DOCUMENTS, *(ROOT / "docs").rglob("*.md"), ROOT / "CHANGELOG.md"})
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")
COMMAND = re.compile(r"^(?:\$ |    )?(?:\.venv/bin/)?archiver (\S.*)$", re.MULTILINE)

#: names in annotations that Python and its libraries know
NOT_OURS = {"Any", "Iterator", "Literal", "None"}


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_print_what_the_document_says(page):
    """`make docs` writes the outputs anew."""
    wrong = [(o.example.line, o.example.output, o.output) for o in examples.run_document(page) if not o.is_as_told]
    assert wrong == []


@pytest.mark.parametrize("name", reference_pages.names())
def test_the_reference_is_what_the_code_says(name):
    """`make docs` writes it anew."""
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == reference_pages.page(name)


def test_all_that_reading_gives_back_is_described():
    """From what methods return on to what the fields of that are, and so on."""
    page = reference_pages.page("python.md")
    described = set(re.findall(r"^### `(\w+)`$", page, re.MULTILINE))
    asked = page.partition("## What to ask of it")[2].partition("## What commands are made of")[0]
    returned = re.findall(r"-> (.+)$", asked, re.MULTILINE)
    fields = re.findall(r"^\| `\w+` \| `([^`]+)` \|", page, re.MULTILINE)
    named = {name for type_ in (*returned, *fields) for name in re.findall(r"(?<![\w.'])[A-Z]\w+", type_)}
    words = {name for name in named if get_args(getattr(model, name, None))}
    assert named - words - described == NOT_OURS


def test_no_cell_of_the_reference_runs_into_the_words_that_it_lists():
    page = reference_pages.page("python.md")
    assert re.findall(r"^\|.*\w`\w+`.*$", page, re.MULTILINE) == []
    assert "| `kind` | `ArchivedKind` | what the page is (`article`, `liveblog`, `gallery`) |" in page


@by_page
def test_links_lead_somewhere(page):
    broken = []
    for target, fragment in LINK.findall(page.read_text(encoding="utf-8")):
        file = (page.parent / target).resolve() if target else page
        headings = HEADING.findall(file.read_text(encoding="utf-8")) if file.suffix == ".md" and file.is_file() else []
        if not file.exists() or (fragment and fragment not in map(anchor, headings)):
            broken.append(f"{target}#{fragment}")
    assert broken == []


def test_every_document_is_reached_from_the_index():
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target).resolve() for target, _ in LINK.findall(index.read_text(encoding="utf-8"))}
    assert set((ROOT / "docs").rglob("*.md")) - linked == {index}


@by_page
def test_commands_that_are_shown_exist(page):
    """Options too, also in blocks that are shown and not run."""
    wrong = []
    for line in COMMAND.findall("\n".join(shown_blocks(page.read_text(encoding="utf-8")))):
        name, *words = shlex.split(line.partition(" | ")[0].partition(" > ")[0], comments=True)
        command = all_commands().get(f"{name} {words[0]}" if words else name) or all_commands().get(name)
        known = {flag for option in (command or cli).params for flag in (*option.opts, *option.secondary_opts)}
        flags = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
        is_unknown = command is None and not name.startswith("-")
        if is_unknown or flags - known - {"--help", "-h", "--version"}:
            wrong.append(line)
    assert wrong == []


def shown_blocks(text: str) -> list[str]:
    return re.findall(r"^```(?:sh|console)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_command_and_option_says_what_it_does():
    commands = {"archiver": cli, **all_commands()}
    mute = [
        f"{name} {parameter.name}"
        for name, command in commands.items()
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert mute == []
    assert [name for name, command in commands.items() if not command.help] == []


def test_every_setting_has_its_line():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| .*\|  \|$", page, re.MULTILINE) == []


@pytest.mark.parametrize(
    ("told", "printed", "is_same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n...\nc\n", "a\nb\nb\nc\n", True),
        ("a\n...\nc\n", "a\nb\n", False),
        ("...\n", "", True),
        ("1 + 1\n", "1 + 1  \n", True),
    ],
)
def test_an_output_is_compared_line_by_line(told, printed, is_same):
    assert examples.matches(told, printed) is is_same


def test_an_output_that_is_not_true_is_written_anew():
    text = "```python\nprint(2)\n```\n\n```text\n1\n```\n"
    (example,) = examples.examples_in(text)
    outcome = examples.Outcome(example=example, output="2\n")
    assert examples.corrected(text, [outcome]) == text.replace("1\n", "2\n")


def test_a_block_that_is_only_shown_does_not_run():
    assert list(examples.examples_in("```sh\nrm -rf /\n```\n")) == []


def test_every_test_that_a_document_names_exists():
    """And nothing else is called so: `test_docs.py` is a file."""
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8"))}
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert named - {name for source in sources for name in re.findall(r"def (test_\w+)\(", source)} == set()
