"""One sentence for each file out of which captures cannot be read."""

from __future__ import annotations

from archiver.pipelines.lost_records import LostRecords


def test_a_file_is_told_once_with_its_captures_and_the_first_problem():
    lost = LostRecords()
    lost.note("/in/a.warc.gz", "no record there", 4_711)
    lost.note("/in/b.warc.gz", "No such file or directory", None)
    lost.note("/in/a.warc.gz", "its moment is another one", 9_000)
    assert [file.sentence for file in lost.files] == [
        "/in/a.warc.gz, at byte 4,711: no record there: the records of 2 captures cannot be read there",
        "/in/b.warc.gz: No such file or directory: the records of 1 capture cannot be read there",
    ]
