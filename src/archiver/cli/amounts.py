"""Amounts as people write them on a command line: `90`, `10m`, `2h`; `0.5`, `50%`; `2025-08-11`; `pt-BR`."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

import click

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")


class _Seconds(click.ParamType[float]):
    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        found = _TIME.fullmatch(str(value).strip().lower())
        if found is None:
            self.fail(f"'{value}' is no time (expected seconds, or as in 90s, 10m, 2h, 1d)", param, ctx)
        return float(found[1]) * _UNITS[found[2]]


class _Share(click.ParamType[float]):
    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        found = _SHARE.fullmatch(str(value).strip())
        share = math.inf if found is None else float(found[1]) / (100 if found[2] else 1)
        if not 0 <= share <= 1:
            self.fail(f"'{value}' is no share (expected 0 to 1, or 0% to 100%)", param, ctx)
        return share


class _Day(click.ParamType[dt.date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is no day (expected as in 2025-08-11)", param, ctx)


class _Language(click.ParamType[str]):
    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from archiver.complaints import Complaint, fitted  # spares the start of --help msgspec
        from archiver.setting_kinds import Language  # as above

        try:
            return str(fitted(value, Language))
        except Complaint as complaint:
            self.fail(complaint.text, param, ctx)


DAY = _Day()
LANGUAGE = _Language()
SECONDS = _Seconds()
SHARE = _Share()
