"""The commands by name: the module of each is loaded when it is called, so that ``--help`` waits for none of them."""

from __future__ import annotations

from importlib import import_module

import click

#: by heading, in the order in which one comes to need them: name, module, what ``archiver --help`` says (the command's
#: own first sentence, which a test compares)
_HEADINGS = {
    "Crawl and update": (
        ("crawl", "crawl_commands", "Archive sites, as far as feeds, sitemaps and links lead."),
        ("update", "crawl_commands", "Ask known sites for what is new, once; made for cron."),
        ("sources", "sources_commands", "List registered sites, add, pause and try them."),
        ("ingest", "ingest_command", "Archive files, folders and WARC files: HTML, flattened text, WARC, WACZ, WET."),
    ),
    "Look into pages": (
        ("parse", "parse_command", "Print one article, and archive nothing."),
        ("explain", "explain_command", "Say where each field of a page comes from, and what lost."),
        ("teasers", "teasers_command", "Print the cards on a page that promote other articles."),
        ("check-rules", "check_rules_command", "Try site rules on their cases."),
    ),
    "Ask the archive": (
        (
            "search",
            "search_command",
            "Look for WORDS in titles and texts, the best match first.",
        ),
        ("query", "look_commands", "Ask the archive one SQL statement that only reads."),
        ("export", "export_command", "Write a selection of the archive to PATH, or to standard output for '-'."),
        ("stats", "look_commands", "Say what the archive holds, in figures."),
        ("report", "report_command", "Write a page of charts and tables about the archive to PATH."),
        ("serve", "serve_command", "Show the archive as web pages, until Ctrl-C."),
    ),
    "Keep the archive": (
        ("reparse", "reparse_command", "Parse kept pages again, and report what changed."),
        ("check", "archive_commands", "See whether the archive is whole."),
        ("merge", "merge_command", "Bring archives, and lakes of Parquet, into one."),
        ("backup", "archive_commands", "Copy the database to PATH, while others write."),
    ),
}
_MODULES = {name: module for commands in _HEADINGS.values() for name, module, _ in commands}


class LateCommands(click.Group):
    """A group that knows its commands by name alone."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names, in the order of the table."""
        return list(_MODULES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, ``None`` when there is none."""
        return load_command(cmd_name) if cmd_name in _MODULES else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The lists that ``--help`` ends with, their columns in line."""
        width = max(map(len, _MODULES))
        for heading, commands in _HEADINGS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), sentence) for name, _, sentence in commands])


def load_command(name: str) -> click.Command:
    """The command of that name, of those in the table."""
    command = getattr(import_module(f"archiver.cli.{_MODULES[name]}"), name.replace("-", "_"))
    assert isinstance(command, click.Command), f"{name} is a command"
    return command


def all_commands() -> dict[str, click.Command]:
    """Every command by its name, in the order of the table; those of a group behind it: ``sources add``."""
    found: dict[str, click.Command] = {}
    for name in _MODULES:
        found[name] = command = load_command(name)
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": one for inner, one in command.commands.items()}
    return found
