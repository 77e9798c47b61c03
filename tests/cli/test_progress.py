"""What a person sees of a run: a bar on a terminal, sentences, sizes."""

from __future__ import annotations

import json
import signal
from types import SimpleNamespace

import pytest

from archiver.cli.messages import DEBUG, ERROR, Messages
from archiver.cli.progress import Minutes, follow, summary
from archiver.model import RunCounts
from archiver.pipelines.events import Advanced, Notice
from archiver.pipelines.interrupts import Interrupted
from support.command_line import stderr_on_terminal


def test_a_summary_is_one_line():
    counts = RunCounts(pages_fetched=41, pages_failed=1, articles_new=28, bytes_received=1_234_567)
    assert summary(counts) == "42 pages, 1 failed; 28 articles new, 0 changed; 1.2 MB"


def test_messages_below_the_threshold_are_not_said(capsys):
    quiet = Messages(threshold=ERROR)
    quiet.info("41 pages")
    quiet.warning("a bad line")
    quiet.error("archive.db: no such archive")
    assert capsys.readouterr().err == "archiver: archive.db: no such archive\n"


def test_a_json_message_carries_its_facts(capsys):
    Messages(threshold=DEBUG, as_json=True).debug("ok", url="https://lac.example/", pages=1)
    record = json.loads(capsys.readouterr().err)
    assert record.pop("at").endswith("Z")
    assert record == {"level": "debug", "message": "ok", "url": "https://lac.example/", "pages": 1}


@pytest.mark.parametrize(
    ("is_there", "words"),
    [(True, "what was done so far is kept, and the same"), (False, "there is no archive yet, and the same")],
)
def test_an_interrupted_run_says_what_there_is(is_there, words, tmp_path, capsys):
    def interrupted():
        yield Notice(message="a word")
        raise Interrupted(signal.SIGINT)

    db = tmp_path / "archive.db"
    if is_there:
        db.touch()
    with pytest.raises(Interrupted):
        follow(interrupted(), SimpleNamespace(db=db, messages=Messages()))
    assert f"archive.db: interrupted; {words} command" in capsys.readouterr().err


def test_on_a_terminal_there_is_a_progress_bar(start, server):
    process, written = stderr_on_terminal(start, "crawl", server.url("/"), "--allow-private", "--delay", "0")
    assert process.returncode == 0
    assert "3 articles, 0 failed" in written
    assert "3 articles new" in written.splitlines()[-1]


def test_an_update_that_is_watched_says_what_it_did(archiver, start, server):
    archiver("crawl", server.url("/"), "--allow-private", "--delay", "0")
    _, written = stderr_on_terminal(start, "update", "--allow-private", "--delay", "0")
    assert "0 articles new" in written


def test_quiet_is_quiet_on_a_terminal_too(start, server):
    _, written = stderr_on_terminal(start, "crawl", server.url("/"), "--allow-private", "--delay", "0", "--quiet")
    assert written == ""


def test_where_no_bar_is_drawn_a_line_a_minute_says_how_far_a_long_run_is(capsys):
    moments = iter([0.0, 0.0, 30.0, 61.0, 90.0, 125.0])
    minutes = Minutes(Messages(), clock=lambda: next(moments))
    for done in range(5):
        minutes.show(Advanced(done_bytes=done * 1000, total_bytes=10_000, pages=done))
    minutes.show(Notice(message="a word"))
    assert capsys.readouterr().err.splitlines() == [
        "20%, 0.0 pages a second, 4 min left, 2.0 kB of 10.0 kB, 2 pages, 0 articles, 0 failed",
        "40%, 0.0 pages a second, 3 min left, 4.0 kB of 10.0 kB, 4 pages, 0 articles, 0 failed",
    ]
