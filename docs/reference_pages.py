"""The pages of docs/reference/ that are written from the code."""

from __future__ import annotations

import enum
import inspect
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

import click
import msgspec
from comments import Member, members_of
from markdown_table import table
from parquet_page import parquet_page
from schema_picture import svg
from tables_page import PICTURE, tables_page

import archiver
from archiver import config, errors, model
from archiver.cli.commands import all_commands
from archiver.cli.running import cli
from archiver.complaints import expectation
from archiver.discover.scope import Refusal
from archiver.pipelines.decide import REDIRECTED_HOME
from archiver.pipelines.ingest_counts import Fault
from archiver.source_settings import SourceSettings
from archiver.store import column_kinds, facets, figures, frames, records, search, search_filters

HELP_WIDTH = 100
NOTE = "<!-- Written by `make docs` from the code; edit the code instead. -->"


def names() -> tuple[str, ...]:
    """File names of the generated pages, and of the picture that stands in one of them."""
    return (*_writers(), PICTURE)


def page(name: str) -> str:
    """One generated page, or the picture."""
    if name == PICTURE:
        return svg()
    return "\n".join([NOTE, "", *_writers()[name]()]).rstrip() + "\n"


def _writers() -> dict[str, Callable[[], Iterator[str]]]:
    return {
        "command-line.md": _command_line,
        "settings.md": _settings,
        "tables.md": tables_page,
        "parquet.md": parquet_page,
        "python.md": _python,
        "failures.md": _failures,
    }


def _as_code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def _as_markdown(text: str | None) -> str:
    """A comment's double backticks as Markdown has them."""
    return (text or "").replace("``", "`")


# --- command line --------------------------------------------------------------------------------------------


def _command_line() -> Iterator[str]:
    yield from ("# Command line", "", "What `--help` says, command by command.", "")
    parent = _context("archiver", cli, None)
    yield from _help("archiver", parent)
    for name, command in all_commands().items():
        yield from _help(f"archiver {name}", _context(name, command, parent))


def _context(name: str, command: click.Command, parent: click.Context | None) -> click.Context:
    settings = dict(command.context_settings) | {"max_content_width": HELP_WIDTH, "terminal_width": HELP_WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _help(title: str, context: click.Context) -> Iterator[str]:
    yield from (f"## {title}", "", "```text", context.get_help().rstrip(), "```", "")


# --- settings ------------------------------------------------------------------------------------------------


def _settings() -> Iterator[str]:
    yield from (
        "# Settings",
        "",
        f"Read once, weakest first: the defaults, `{config.SETTINGS_FILE}` in the current folder (or the file that",
        "`--config` names), the environment, options. An empty variable counts as not set.",
        "",
    )
    for section, fields in _sections():
        yield from (f"## {f'[{section}]' if section else 'At the top'}", "")
        yield from table(("name", "default", "environment", "meaning"), (_setting(section, one) for one in fields))
        yield ""
    yield from ("## [[source]]", "", *_ABOUT_SOURCES, "")
    yield from table(("name", "default", "expected", "meaning"), _settings_of(SourceSettings))
    yield from ("", "## Example", "", "```toml", *_EXAMPLE, "```")


_ABOUT_SOURCES = ("What holds for single sites, in the file alone, one table a site. [How to](../how-to/sources.md).",)
_EXAMPLE = (
    'db = "news.db"',
    "",
    "[fetch]",
    'contact = "mailto:archive@example.org"',
    "delay_s = 2.0",
    "",
    "[crawl]",
    "max_failures = 0.2",
    "",
    "[[source]]",
    'url = "https://news.example/"',
    "delay_s = 5.0",
    'headers = { "Accept-Language" = "fr" }',
)


def _settings_of(kind: type[msgspec.Struct]) -> Iterator[tuple[str, ...]]:
    """The settings of a table that may stand several times."""
    kinds = typing.get_type_hints(kind, include_extras=True)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for one in members_of(kind):
        field = fields[one.name]
        default = field.default
        if default is msgspec.NODEFAULT and not field.required:
            default = field.default_factory()
        is_set = default not in (None, {}, ())
        yield (
            f"`{field.encode_name}`",
            "needed" if field.required else f"`{_toml(default)}`" if is_set else "none",
            expectation(kinds[one.name]),
            _as_markdown(one.description),
        )


def _sections() -> Iterator[tuple[str, tuple[Member, ...]]]:
    own = {name.partition(".")[0] for name in config.setting_names()}
    nested = {f.name: f.type for f in msgspec.structs.fields(config.Settings) if _is_section(f.type)}
    yield "", tuple(one for one in members_of(config.Settings) if one.name in own - nested.keys())
    for name, section in nested.items():
        yield name, members_of(section)


def _is_section(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _setting(section: str, one: Member) -> tuple[str, ...]:
    dotted = f"{section}.{one.name}" if section else one.name
    variable = config.ENVIRONMENT_PREFIX + dotted.upper().replace(".", "_")
    value: object = config.Settings()
    for part in dotted.split("."):
        value = getattr(value, part)
    return (
        f"`{one.name}`",
        "none" if value is None else f"`{_toml(value)}`",
        f"`{variable}`",
        _as_markdown(one.description),
    )


def _toml(value: object) -> str:
    return msgspec.json.encode(value).decode()


# --- Python --------------------------------------------------------------------------------------------------


def _python() -> Iterator[str]:
    yield from ("# Python", "", *_PYTHON_INTRODUCTION, "")
    names = [name for name in archiver.__all__ if name != "__version__"]
    objects = {name: getattr(archiver, name) for name in names}
    yield from ("## Functions", "")
    for name, thing in objects.items():
        if isinstance(thing, FunctionType):
            yield from _function(f"archiver.{name}", thing)
    yield from ("`archiver.__version__` is the version as text.", "")
    yield from ("## The archive", "")
    yield from _class(objects["Archive"])
    yield from ("## The archive as Parquet", "", _as_markdown(inspect.getdoc(objects["Lake"])), "")
    yield from _methods("Lake", vars(objects["Lake"]))
    yield from ("## Values", "")
    for name in ("Article", "Author", "Block", "Image", "Teaser", "Evidence", "Paging"):
        yield from _value(objects[name])
    yield from _value(model.Alternate)
    yield from ("## What the archive gives back", "")
    for owner, like in _RECORDS.items():
        yield from _value(owner, like)
    yield from _errors()


#: and the values that they are like
_RECORDS: dict[type, type | None] = {
    records.ArchivedArticle: model.Article,
    records.ArchivedTeaser: model.Teaser,
    records.Revision: model.Article,
    search_filters.Filters: None,
    search.SearchHit: None,
    facets.FacetCount: None,
    frames.Selected: None,
    frames.QueryResult: None,
    column_kinds.Column: None,
    column_kinds.Kind: None,
    model.Source: None,
    model.SourceScope: None,
    records.ArchiveStats: None,
    records.SourceTeasers: None,
    records.Tally: None,
    records.RegionTally: None,
    records.BlockTally: None,
    records.StoryTally: None,
    records.SlotCounts: None,
    figures.Figures: None,
    figures.Scope: None,
    figures.Totals: None,
    figures.SourceFigures: None,
    figures.DayFigure: None,
    figures.Hours: None,
    figures.Failure: None,
    figures.EmptySlots: None,
    figures.Promoted: None,
    figures.Lateness: None,
    figures.HeadlineChange: None,
    records.CheckReport: None,
    model.RunCounts: None,
}


_PYTHON_INTRODUCTION = (
    "What `import archiver` offers. All values are frozen; `to_dict()` gives plain JSON types. A `Moment` is an aware",
    "`datetime` in the publisher's own offset, or a bare `date` where the page names no time of day. How to",
    "[parse pages](../how-to/parse-in-python.md), and how to [work with frames](../how-to/pandas.md).",
)


def _function(name: str, function: Callable[..., object]) -> Iterator[str]:
    signature = inspect.signature(function)
    yield from (f"### `{name}`", "", "```text", _signature(name, signature), "```", "")
    yield from (_as_markdown(inspect.getdoc(function)), "")


class _Bare(str):
    """An annotation that stands in a signature as it stands in the code."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _signature(name: str, signature: inspect.Signature) -> str:
    """One line, or one line for each parameter when that would be too long."""
    bare = [p.replace(annotation=_Bare(p.annotation)) for p in signature.parameters.values() if p.name != "self"]
    plain = signature.replace(parameters=bare, return_annotation=_Bare(signature.return_annotation))
    line = re.sub(r"<function (\w+) at 0x\w+>", r"\1", f"{name}{plain}")
    if len(line) <= HELP_WIDTH:
        return line
    start, _, rest = line.partition("(")
    inner, _, end = rest.rpartition(")")
    return f"{start}(\n    " + ",\n    ".join(_split(inner)) + f",\n){end}"


def _split(parameters: str) -> list[str]:
    """At commas outside brackets."""
    parts, depth = [""], 0
    for character in parameters:
        depth += (character in "[(") - (character in "])")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _class(owner: type) -> Iterator[str]:
    """What is asked of it comes first, inherited or not: that is what most readers look for."""
    yield from (_as_markdown(inspect.getdoc(owner)), "")
    own, *inherited = owner.__mro__[:-1]
    asked = {name: thing for part in inherited for name, thing in vars(part).items()}
    asked |= {name: vars(own)[name] for name in _ASKED}
    yield from ("## What to ask of it", "", *_methods(owner.__name__, asked))
    rest = {name: thing for name, thing in vars(own).items() if name not in asked}
    yield from ("## What commands are made of", "", *_methods(owner.__name__, rest))


_ASKED = ("sources", "check", "add", "backup")


def _methods(name: str, things: Mapping[str, Any], leaving_out: tuple[str, ...] = ()) -> Iterator[str]:
    for attribute, thing in things.items():
        if attribute.startswith("_") or attribute in leaving_out:
            continue
        if isinstance(thing, FunctionType):
            yield from _function(f"{name}.{attribute}", thing)
        elif isinstance(thing, property):
            yield from (f"### `{name}.{attribute}`", "", _as_markdown(inspect.getdoc(thing)), "")


def _value(owner: type, like: type | None = None) -> Iterator[str]:
    """A value's fields; what it says nothing of means what it means in the value that it is like."""
    known = {one.name: one.description for one in members_of(like)} if like else {}
    yield from (f"### `{owner.__name__}`", "", _as_markdown(inspect.getdoc(owner)), "")
    members = members_of(owner)
    if issubclass(owner, enum.Enum):
        yield from table(("member", "meaning"), ((f"`{one.name}`", _as_markdown(one.description)) for one in members))
        yield ""
    elif members:
        rows = ((f"`{one.name}`", _as_code(one.type), _meaning(one, known.get(one.name))) for one in members)
        yield from table(("field", "type", "meaning"), rows)
        yield ""
    if like is None:
        yield from _methods(owner.__name__, vars(owner), leaving_out=("to_dict", "given"))


def _meaning(one: Member, known: str | None) -> str:
    """What a field means, in its own words or those that are known, with the words that it may hold behind."""
    text, words = _as_markdown(one.description or known), _words(one)
    return f"{text} ({words})" if text and words else text or words


def _words(one: Member) -> str:
    """The words that a field may hold, where they are few and known."""
    words = typing.get_args(getattr(model, one.type or "", None))
    if type(None) in words or not all(isinstance(word, str) for word in words):
        return ""
    return ", ".join(f"`{word}`" for word in words)


_ERRORS_INTRODUCTION = (
    "All that is raised on purpose is an `archiver.ArchiverError`, and its words are one sentence for a person. All of",
    "them are in `archiver.errors`, to tell one from another (`from archiver.errors import UsageError`):",
)


def _errors() -> Iterator[str]:
    yield from ("## Errors", "", *_ERRORS_INTRODUCTION, "")
    yield from ("```text", inspect.cleandoc(errors.__doc__ or ""), "```", "")


# --- words in the tables -------------------------------------------------------------------------------------


def _failures() -> Iterator[str]:
    yield from ("# States and failures", "", "The words that stand in the archive's columns, and what they mean.", "")
    yield from ("## Why a page did not come", "")
    yield from ("In `pages.reason`, and with a clause for a person in `captures.error`.", "")
    yield from table(("reason", "meaning", "what to do"), map(_failure, members_of(model.FailureReason)))
    yield from ("", "## Why an address does not belong to a crawl", "", *_REFUSALS_INTRODUCTION, "")
    yield from table(("reason", "meaning"), map(_reason, members_of(Refusal)))
    yield from ("", "## What there is to say of a list that came", "", *_NOTES_INTRODUCTION, "")
    yield from table(("reason", "meaning"), map(_reason, members_of(model.ListNote)))
    yield from ("", "## What is wrong with files that are taken in", "", *_FAULTS_INTRODUCTION, "")
    yield from table(("reason", "meaning"), map(_reason, members_of(Fault)))
    yield from ("", "## Other words", "")
    rows = (
        (f"`{column}`", ", ".join(f"`{word}`" for word in typing.get_args(words))) for column, words in _WORDS.items()
    )
    yield from table(("column", "words"), rows)


_NOTES_INTRODUCTION = (
    "In `pages.reason` of feeds, sitemaps and lists whose state is `ok`: they came, and not all that they name was",
    "taken, or nothing of it was new. Only a crawl, which follows lists, can tell; `ingest` says nothing of it.",
)
_FAULTS_INTRODUCTION = (
    "In the summary of `ingest`, beside the reasons above. They leave no row: what was wrong is said in a sentence.",
)
_REFUSALS_INTRODUCTION = (
    "Links to such addresses are not followed. In `pages.reason` these words stand for traps that a link led to (the",
    "first 50 of each source and reason; the table `refused_addresses` counts further ones) and where a page was",
    f"redirected to such an address; `{REDIRECTED_HOME}` where it was redirected to the home page, as some sites do",
    "with what is gone.",
)


def _failure(one: Member) -> tuple[str, str, str]:
    meaning, _, advice = (part.strip() for part in (one.description or "").partition("→"))
    return _reason(one)[0], _as_markdown(meaning), _as_markdown(advice)


def _reason(one: Member) -> tuple[str, str]:
    word = (one.default or "").strip("'\"")
    return f"`{word}`", _as_markdown(one.description) or word.replace("-", " ")


_WORDS = {
    "pages.state": model.PageState,
    "pages.kind": model.PageKind,
    "frontier.found_by": model.FoundBy,
    "revisions.cause": model.RevisionCause,
    "images.status, cards.image_status": model.PictureStatus,
    "images.role": model.ImageRole,
    "placements.region": model.Region,
}
