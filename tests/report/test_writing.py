from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import ArchiverError, UsageError
from archiver.report.writing import checked_target, write_report


def test_a_report_takes_the_place_of_an_older_one(reported, tmp_path):
    path = tmp_path / "report.html"
    for _ in range(2):
        write_report(reported(), checked_target(path))
    assert path.read_text(encoding="utf-8") == reported()
    assert [file.name for file in tmp_path.iterdir() if "report" in file.name] == ["report.html"]


@pytest.mark.parametrize("content", ["notes", "<!DOCTYPE html><p>my page", "x" * 1000 + "archiver report"])
def test_what_is_no_report_is_left_alone(content, tmp_path):
    path = tmp_path / "notes.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"there is something already that is no report \(--force overwrites it\)"):
        checked_target(path)
    assert path.read_text(encoding="utf-8") == content
    assert checked_target(path, is_forced=True) == path


def test_an_empty_file_may_be_filled(tmp_path):
    """As a shell or ``mktemp`` has made it."""
    path = tmp_path / "report.html"
    path.touch()
    assert checked_target(path) == path


def test_a_folder_is_no_file_even_when_forced(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        checked_target(tmp_path, is_forced=True)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UsageError, match="there is no folder"):
        checked_target(tmp_path / "nowhere" / "report.html")


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    """A web server's folder may hold the link."""
    (tmp_path / "public").symlink_to(tmp_path / "report.html")
    write_report("new", checked_target(tmp_path / "public"))
    assert (tmp_path / "public").is_symlink()
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "new"


def test_rights_stay_as_they_were(tmp_path):
    path = tmp_path / "report.html"
    path.touch()
    path.chmod(0o640)
    write_report("new", path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path):
    write_report("new", tmp_path / "report.html")
    (tmp_path / "other").touch()
    assert (tmp_path / "report.html").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "link"
    path.symlink_to("/dev/full")
    with pytest.raises(ArchiverError, match="No space left on device"):
        write_report("x" * 100_000, checked_target(path))
