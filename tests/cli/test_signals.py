"""Ctrl-C at any moment, once and twice: the code that a shell expects, no traceback, everything kept."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from support.bad_server import BadServer, page, silence

QUICK = ("--allow-private", "--delay", "0", "-q")
#: also where the tests run in the background or below nohup
USUAL = "import signal as s; [s.signal(one, s.SIG_DFL) for one in (s.SIGINT, s.SIGTERM, s.SIGHUP)];"
#: the command, which says when Python itself is done and signals are its own
BEGUN = USUAL + "from archiver.cli.main import heed_signals, main; heed_signals(); print(flush=True); main()"
#: a start, a crawl and then a server that hangs
LONGEST_S = 1.0
#: between one Ctrl-C and the next: the whole of an end
LONGEST_GAP_S = 0.1


@pytest.fixture
def hanging(server: BadServer) -> BadServer:
    """A crawl of it never ends, so that every signal comes in time, however slow the machine is."""
    server.routes["/more/"] = silence(60)
    server.routes["/"] = page(
        "<title>Lake Courier</title><a href='/2025/08/11/the-market-moves/'>1</a><a href='/more/'>2</a>"
    )
    return server


def begin(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BEGUN, *arguments]
    popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert popen.stdout is not None
    popen.stdout.readline()
    return popen


def press(popen: subprocess.Popen[str], signum: int, presses: int, moments: random.Random) -> None:
    for longest_s in (LONGEST_S, *[LONGEST_GAP_S] * (presses - 1)):
        time.sleep(moments.uniform(0, longest_s))
        os.kill(popen.pid, signum)  # it may be gone, but nobody has asked for its code


@pytest.mark.parametrize(
    ("signum", "presses", "code"), [(signal.SIGINT, 1, 130), (signal.SIGINT, 2, 130), (signal.SIGTERM, 3, 143)]
)
def test_whenever_it_comes_nothing_is_lost_and_nothing_is_printed(archiver, hanging, signum, presses, code):
    moments = random.Random()
    for _ in range(4):
        with begin("crawl", hanging.url("/"), *QUICK) as popen:
            press(popen, signum, presses, moments)
            assert (popen.communicate(timeout=30), popen.returncode) == (("", ""), code)
    hanging.routes["/more/"] = page("<title>More</title><p>It is back.</p>")
    assert archiver("crawl", hanging.url("/"), *QUICK).code == 0
    assert archiver("check").code == 0


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_while_it_is_loaded_it_ends_at_once(signum, code):
    raised = BEGUN.replace("main()", f"s.raise_signal({int(signum)})")
    ran = subprocess.run([sys.executable, "-c", raised], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "\n", "")


def test_when_all_is_done_the_exit_code_is_settled():
    """Python takes its handlers back before it is gone."""
    late = "class Late:\n    def __del__(self): kill(getpid(), 2)\nfrom os import getpid, kill\nlate = Late()\n"
    command = [sys.executable, "-c", late + BEGUN, "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
