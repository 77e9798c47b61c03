"""What whoever reads a page is asked for."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from archiver.model import Capture
from archiver.pipelines.pickles import receive, send
from archiver.pipelines.tasks import Task, read
from archiver.site_rules import NO_RULES
from archiver.text_facts import facts_of
from support.memory_web import front, page

FERRY = "https://www.lac.example/ferry"


def task(content: str, **fields: object) -> Task:
    now = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    capture = Capture(
        url=FERRY, final_url=FERRY, fetched_at=now, status=200, media_type="text/html", content=content.encode()
    )
    return replace(Task(capture=capture), **fields)


def test_of_a_page_that_is_new_the_facts_of_its_text_come_along():
    reading = read(task(page("The ferry runs again"), with_facts=True), NO_RULES)
    assert reading.facts == facts_of(reading.article.lead, reading.article.body)


def test_of_other_pages_they_are_not_worked_out():
    assert read(task(page("The ferry runs again")), NO_RULES).facts is None
    assert read(task(front("/ferry"), with_facts=True), NO_RULES).facts is None


def test_between_processes_the_text_goes_once():
    reading = read(task(page("The ferry runs again"), with_facts=True), NO_RULES)
    sent, bare = io.BytesIO(), io.BytesIO()
    send(reading, sent)
    send(replace(reading, facts=None), bare)

    assert receive(io.BytesIO(sent.getvalue())) == reading
    assert len(sent.getvalue()) - len(bare.getvalue()) < 300
