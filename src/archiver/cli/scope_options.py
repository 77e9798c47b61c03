"""The options that say how far a source reaches."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archiver.cli.session import Command
    from archiver.model import SourceScope

_OPTIONS = (
    click.option("--host", "hosts", metavar="HOST", multiple=True, help="Archive this host too; may be repeated."),
    click.option("--whole-domain", "is_whole_domain", is_flag=True, help="Archive all hosts of the site's domain."),
    click.option(
        "--path",
        "paths",
        metavar="PREFIX",
        multiple=True,
        help="Ask only for pages below this path; may be repeated.",
    ),
    click.option(
        "--include",
        metavar="PATTERN",
        multiple=True,
        help="Ask only for pages that match: /sport/*, *?id=*; may be repeated.",
    ),
    click.option("--exclude", metavar="PATTERN", multiple=True, help="Ask for nothing that matches; may be repeated."),
    click.option("--default-scope", "is_default", is_flag=True, help="Forget what was said of the scope before."),
)
_NAMES = ("hosts", "is_whole_domain", "paths", "include", "exclude")


def scope_options(function: Command) -> Command:
    """Gives a command the options of a scope; it receives ``scope``, ``None`` where nothing was said of one.

    The command ends with a sentence and exit code 2 for what is no host, path or pattern.
    """

    @functools.wraps(function)
    def with_scope(*arguments: Any, **options: Any) -> int | None:
        said = {name: options.pop(name) for name in _NAMES}
        is_default = options.pop("is_default")
        return function(*arguments, **options, scope=_scope(said, is_default=is_default))

    command: Command = with_scope
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def _scope(said: dict[str, Any], *, is_default: bool) -> SourceScope | None:
    from archiver.scopes import read_scope  # spares the start of --help the rules of addresses

    if not any(said.values()):
        return read_scope({}) if is_default else None
    if is_default:
        raise click.UsageError("--default-scope goes with no other option of the scope")
    return read_scope(said)
