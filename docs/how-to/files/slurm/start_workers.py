"""Starts a Dask scheduler here, and has SLURM start workers for it, until it is ended."""

import signal

from dask_jobqueue import SLURMCluster


def cluster() -> SLURMCluster:
    """A scheduler; each job is a node with 16 workers of one core and 1 GB, gone before its time is over."""
    return SLURMCluster(
        queue="normal",
        account="news",
        cores=16,
        processes=16,
        memory="16GB",
        walltime="12:00:00",
        worker_extra_args=["--lifetime", "11h50m", "--lifetime-stagger", "5m"],
        local_directory="/tmp",
        job_script_prologue=["source /shared/archiver/bin/activate"],
    )


if __name__ == "__main__":
    workers = cluster()
    workers.adapt(minimum_jobs=1, maximum_jobs=8)
    print(workers.scheduler_address, flush=True)
    signal.pause()
