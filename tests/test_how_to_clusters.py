"""What the pages on clusters say, as far as it can be tried without one."""

from __future__ import annotations

import re
import runpy

import dask
import pytest
import yaml

from archiver.cli.commands import all_commands
from support.project import ROOT

PAGES = ROOT / "docs" / "how-to"
KUBERNETES = PAGES / "files" / "kubernetes"


def described(name):
    return yaml.safe_load((KUBERNETES / name).read_text(encoding="utf-8"))


def containers(tree):
    """All of them, wherever they stand."""
    if isinstance(tree, dict):
        yield from tree.get("containers", ())
        for value in tree.values():
            yield from containers(value)


def test_the_job_that_slurm_gets_is_the_one_that_the_page_shows():
    start = runpy.run_path(str(PAGES / "files" / "slurm" / "start_workers.py"))["cluster"]
    dashboard = {"dashboard_address": ":0"}  # another cluster on this machine may have the usual port
    with dask.config.set({"jobqueue.slurm.scheduler-options": dashboard}):
        made = start()
    try:
        script = made.job_script()
    finally:
        made.close()
    script = re.sub(r"\S+ -m distributed", "PYTHON -m distributed", re.sub(r"tcp://\S+", "ADDRESS", script))
    page = (PAGES / "slurm.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(#!/usr/bin/env bash.*?)```", page, re.DOTALL)[1]
    shown = re.sub(r"\S+ -m distributed", "PYTHON -m distributed", re.sub(r"tcp://\S+", "ADDRESS", shown))
    assert shown.split() == script.split()


@pytest.mark.parametrize("name", ["cluster.yaml", "ingest.yaml"])
def test_every_volume_that_is_mounted_is_there(name):
    tree = described(name)
    mounted = {mount["name"] for one in containers(tree) for mount in one.get("volumeMounts", ())}
    pod = tree["spec"]["worker"]["spec"] if name == "cluster.yaml" else tree["spec"]["template"]["spec"]
    assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_the_job_calls_what_there_is_and_finds_the_scheduler_by_the_name_of_its_service():
    (container,) = containers(described("ingest.yaml"))
    command, name, *words = container["args"]
    flags = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert command == "archiver"
    assert flags <= {flag for option in all_commands()[name].params for flag in option.opts}
    cluster = described("cluster.yaml")
    (port,) = (one["port"] for one in cluster["spec"]["scheduler"]["service"]["ports"] if one["name"] == "tcp-comm")
    assert f"--scheduler=tcp://{cluster['metadata']['name']}-scheduler:{port}" in words
