"""Lines that say when a text appeared, how long it takes to read, or who wrote it."""

import pytest

from archiver.parser.datelines import is_dateline


@pytest.mark.parametrize(
    "line",
    [
        "Published 3 April 2025",
        "First published on Thu 3 Apr 2025 08.00 BST",
        "Publié le 3 avril 2025 à 12h00 - Mis à jour le 4 avril 2025 à 10h00",
        "Veröffentlicht am 3. April 2025, 12:00 Uhr",
        "Stand: 03.04.2025 12:00 Uhr",
        "Posted 03/04/2025 | Updated 04/04/2025",
        "2025年4月3日 19:00",
        "发布时间：2025-04-03 19:00",
        "April 3, 2025 · 5 min read",
        "5-minute read",
        "Reading time: 5 minutes",
        "Lesezeit: 5 Min.",
        "Temps de lecture : 5 minutes",
        "Tempo di lettura: 3 min",
        "3 мин на чтение",
        "読了時間：5分",
        "By Ada Penrose | 3 April 2025",
    ],
)
def test_a_day_or_a_reading_time_with_its_label_is_one(line):
    assert is_dateline(line, ["Ada Penrose"])


@pytest.mark.parametrize(
    "line",
    [
        "The third of April",
        "The ferry sailed on 3 April 2025.",
        "3 April 2025 in Gannet Quay",
        "5 minutes",
        "It takes 5 minutes to read the timetable",
        "May 2025",
        "Tom Quill",
    ],
)
def test_a_line_that_says_anything_else_is_none(line):
    assert not is_dateline(line, ["Ada Penrose"])
