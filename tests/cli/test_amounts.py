"""Amounts as people write them."""

from __future__ import annotations

import click
import pytest

from archiver.cli.amounts import SECONDS, SHARE


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90s", 90), ("10m", 600), ("1.5h", 5400), ("1d", 86400), ("0", 0), (" 2 H ", 7200)],
)
def test_times_have_units(text, seconds):
    assert SECONDS.convert(text, None, None) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-1", "1w", "1m30", "nan", "inf"])
def test_other_times_are_refused(text):
    with pytest.raises(click.BadParameter, match="expected seconds"):
        SECONDS.convert(text, None, None)


@pytest.mark.parametrize(("text", "share"), [("0.5", 0.5), ("50%", 0.5), ("1", 1), ("0", 0), ("12.5 %", 0.125)])
def test_shares_may_be_in_percent(text, share):
    assert SHARE.convert(text, None, None) == share


@pytest.mark.parametrize("text", ["", "half", "50", "101%", "-0.1"])
def test_other_shares_are_refused(text):
    with pytest.raises(click.BadParameter, match="expected 0 to 1"):
        SHARE.convert(text, None, None)
