"""Words of a search that begin with a dash, told from options."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import click


class SearchCommand(click.Command):
    """A command whose arguments may begin with a dash: ``-golfe`` is a word, ``-q`` and ``--golfe`` are options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What click makes of them, the words put so that it knows them for words."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        with_value = {flag for option in options if not (option.is_flag or option.count) for flag in option.opts}
        letters = {flag[1:] for option in options for flag in option.opts if not flag.startswith("--")}
        return super().parse_args(ctx, list(words_apart(args, with_value, letters)))


def words_apart(arguments: Sequence[str], with_value: Collection[str], letters: Collection[str]) -> Iterator[str]:
    """The arguments, with a space before each that begins with a dash and is no option, nor the value of one.

    A search does not see the space. Options that take a value are named, and the letters that are options.

    >>> list(words_apart(["bac", "-golfe", "-qv", "--limit", "-5", "--", "-x"], {"--limit"}, {"q", "v"}))
    ['bac', ' -golfe', '-qv', '--limit', '-5', '--', '-x']
    """
    rest = iter(arguments)
    for argument in rest:
        if argument.startswith("-") and not argument.startswith("--") and not set(argument[1:]).issubset(letters):
            yield f" {argument}"
            continue
        yield argument
        if argument == "--":
            yield from rest
        elif argument in with_value:
            yield from islice(rest, 1)
