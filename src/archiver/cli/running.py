"""``archiver``: the commands together, and what becomes of errors, signals and closed pipes."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from archiver import __version__
from archiver.cli.call import Process
from archiver.cli.commands import LateCommands
from archiver.pipelines.garbage import rare_collections
from archiver.pipelines.interrupts import Interrupted, Interrupts

_EPILOG = """\b
Start with:
  archiver crawl https://news.example/      fill archive.db from a site
  archiver update                           ask for what is due; made for cron
  archiver search "climate march"           look for words
  archiver parse page.html                  print one article, archive nothing

\b
Exit codes:
  0    done; single pages may have failed, and are recorded
  1    failed, or no seed could be fetched
  2    the call is wrong
  3    done, but more pages failed than --max-failures allows
  4    crawl stopped at --max-pages or --max-time with work left
  75   another writer holds the archive
  130  ended by Ctrl-C, 143 by SIGTERM, 129 by a closed terminal; everything is kept

Settings come from archiver.toml in the current folder, then from the environment
(ARCHIVER_DB, ARCHIVER_FETCH_DELAY_S, …), then from options.
"""


@click.group(cls=LateCommands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archiver", message="%(prog)s %(version)s")
def cli() -> None:
    """Build a lasting, queryable archive of news articles in one SQLite file."""


def run_process(arguments: Sequence[str]) -> int:
    """The exit code of one call that has the process to itself, all that it printed handed on."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for terminals that do not know every letter
    with rare_collections():
        exit_code = run(arguments)
    gc.freeze()  # at its end, Python looks for garbage in all there is
    return exit_code


def _open_closed_streams() -> None:
    """Outputs that were closed (``>&-``) go nowhere: Python leaves ``None``, for print() the same as stdout."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as it runs


def run(arguments: Sequence[str]) -> int:
    """The exit code of one call."""
    process = Process(Interrupts())
    process.messages.as_json = _asks_for_json(arguments)
    try:
        with process.interrupts.watched():
            return _called(arguments, process)
    except BrokenPipeError:
        _close_stdout()
        return 0
    except Interrupted as order:
        try:
            sys.stdout.flush()  # now, while another Ctrl-C ends the process: who is to take it in may have stopped
        except BrokenPipeError:
            _close_stdout()
        return order.exit_code


def _asks_for_json(arguments: Sequence[str]) -> bool:
    """Whether messages are to be JSON: what is said of a call that cannot be read, too."""
    return "--log-format=json" in arguments or ("--log-format", "json") in pairwise(arguments)


def _called(arguments: Sequence[str], process: Process) -> int:
    """The exit code, all that was printed handed on. That it was interrupted is said here, where nothing cuts it."""
    try:
        code = _call(arguments, process)
        sys.stdout.flush()
    except Interrupted as order:
        if not order.is_told and (process.messages.as_json or process.messages.is_on_terminal):
            process.messages.info("interrupted", outcome="interrupted", exit_code=order.exit_code)
        raise
    return code


def _call(arguments: Sequence[str], process: Process) -> int:
    code = 0
    try:
        # not cli.main(), which has opinions of its own on closed pipes and Ctrl-C
        with process.interrupts.recognised(), cli.make_context("archiver", list(arguments), obj=process) as context:
            code = cli.invoke(context) or 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        process.messages.error(_usage(error), exit_code=error.exit_code)
        return error.exit_code
    except click.Abort:
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - a defect is raised again
        return _explain(error, process)
    return code


def _explain(error: Exception, process: Process) -> int:
    """The exit code of what was foreseen, after one sentence; a defect keeps its traceback."""
    from archiver.errors import ArchiverError  # spares the start of --help the model

    if isinstance(error, ArchiverError):
        process.messages.error(str(error), exit_code=error.exit_code)
        return error.exit_code
    if isinstance(error, OSError):
        process.messages.error(_os_error(error), exit_code=1)
        return 1
    raise error


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    hint = f" (see '{context.command_path} --help')" if context is not None else ""
    return f"{error.format_message().rstrip('.')}{hint}"


def _os_error(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason


def _close_stdout() -> None:
    """Whoever read our output has seen enough (``| head``); that is no failure of ours."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
