"""Tasks for Dask's workers, some of which end the worker that does them."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """Notes in ``folder`` that it was begun."""

    name: str
    folder: str
    is_deadly: bool = False


def do_job(job: Job) -> str:
    """Its name, if it lets the worker live."""
    (Path(job.folder) / f"{job.name}-{time.time_ns()}").touch()
    if job.is_deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return job.name
