"""The inside of a worker process of ``process_engine``: tasks come in, outcomes go out."""

from __future__ import annotations

import gc
import os
from contextlib import suppress

from archiver.pipelines import reading as _parser  # noqa: F401 - loaded by the time that the worker is ready
from archiver.pipelines.children import arrivals, own_streams
from archiver.pipelines.pickles import send
from archiver.pipelines.tasks import READY
from archiver.scale.doing import do


def main() -> None:
    """Does what comes, one after the other, until nothing comes any more."""
    source, target = own_streams()
    with suppress(EOFError, OSError):
        gc.enable()
        tasks = arrivals(source)
        send(READY, target)
        while True:
            send(do(tasks.get()), target)
    os._exit(0)
