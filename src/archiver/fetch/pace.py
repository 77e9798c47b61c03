"""Time and chance as arguments: what tests replace when they do not want to wait."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field


def utc_now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The clock that delays are measured with, how to wait, and where jitter comes from.

    Apart from the wall clock on purpose: that one may be set back, or stand still in a test, and delays must not.
    """

    #: seconds, never going back
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    rng: random.Random = field(default_factory=random.Random)
