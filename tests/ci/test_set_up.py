"""Whatever is missing on a machine is said in one sentence with the command that mends it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from support.project import ROOT

TOOLS = ("sh", "dirname", "grep", "cat", "rm", "tail", "mkdir", "chmod")
#: an interpreter for the script: new enough, and told by the test what it cannot do
PYTHON = """#!/bin/sh
case "$*" in
*'import ensurepip'*) exit {ensurepip} ;;
*'"%d.%d"'*) echo 3.12 ;;
*'-m venv .venv') mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
*'-m pip'*) echo "{pip}" "$*" >&2; exit {pip_exit} ;;
esac
"""


@pytest.fixture
def machine(tmp_path):
    """A machine with a shell, a few tools and, where wanted, a Python; runs the set-up on it."""
    project, tools = tmp_path / "a project", tmp_path / "bin"
    (project / ".ci").mkdir(parents=True)
    tools.mkdir()
    shutil.copy(ROOT / ".ci" / "set-up", project / ".ci")
    for tool in (*TOOLS, "cp"):
        (tools / tool).symlink_to(shutil.which(tool))

    def set_up(*extra, python="python3", ensurepip=0, pip="", pip_exit=0):
        if python:
            script = PYTHON.format(ensurepip=ensurepip, pip=pip, pip_exit=pip_exit)
            (tools / python).write_text(script, encoding="utf-8")
            (tools / python).chmod(0o755)
        ran = subprocess.run(
            ["sh", ".ci/set-up", *extra],
            cwd=project,
            env={"PATH": str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stderr

    set_up.project = project
    return set_up


def test_with_all_in_place_stamps_say_where_the_folder_lies(machine):
    assert machine("dev")[0] == 0
    for stamp in (".ready", ".ready-dev"):
        assert (machine.project / ".venv" / stamp).read_text(encoding="utf-8") == str(machine.project)


def test_whoever_only_crawls_gets_every_extra_and_no_test_tools(machine):
    """The demo's archive can be served and exported at once."""
    assert machine()[0] == 0
    assert "--editable .[all]" in (machine.project / ".venv" / "set-up.log").read_text(encoding="utf-8")
    assert not (machine.project / ".venv" / ".ready-dev").exists()


def test_without_a_python(machine):
    code, said = machine(python=None)
    assert (code, said.count("\n")) == (1, 1)
    assert "Python 3.11 or newer is needed" in said
    assert "sudo apt install python3 python3-venv" in said


def test_a_python_under_another_name_is_found(machine):
    assert machine(python="python3.12")[0] == 0


@pytest.mark.parametrize(("python", "package"), [("python3", "python3-venv"), ("python3.12", "python3.12-venv")])
def test_without_the_venv_module(machine, python, package):
    code, said = machine(python=python, ensurepip=1)
    assert (code, said.count("\n")) == (1, 1)
    assert f"sudo apt install {package}" in said


@pytest.mark.parametrize(
    ("pip", "hint"),
    [
        ("error: command 'gcc' failed: No such file or directory", "sudo apt install build-essential"),
        ("error: command 'x86_64-linux-gnu-gcc' failed with exit code 1", "sudo apt install build-essential"),
        ("foo.c:1:10: fatal error: Python.h: No such file or directory", "sudo apt install python3-dev"),
        ("NewConnectionError: [Errno -3] Temporary failure in name resolution", "check the connection"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
    ],
)
def test_when_pip_fails_the_reason_is_told(machine, pip, hint):
    code, said = machine(pip=pip, pip_exit=1)
    assert code == 1
    assert hint in said.splitlines()[-1]
    assert not (machine.project / ".venv" / ".ready").exists()


def test_for_an_unknown_failure_the_log_is_named(machine):
    code, said = machine(pip="ERROR: something new", pip_exit=1)
    assert code == 1
    assert "ERROR: something new" in said
    assert ".venv/set-up.log" in said


def test_a_folder_that_has_moved_gets_a_new_environment(machine):
    machine()
    stamp = machine.project / ".venv" / ".ready"
    stamp.write_text("/somewhere/else", encoding="utf-8")
    leftover = machine.project / ".venv" / "of-the-old-place"
    leftover.touch()
    assert machine()[0] == 0
    assert not leftover.exists()
