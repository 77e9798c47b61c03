"""An update costs nothing when there is nothing to do, and keeps its manners: what `bench/update.py` measures, in small."""

from __future__ import annotations

import sys

import pytest
import update
from wary_server import Asked, WaryServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.1 is the only loopback address")


@pytest.mark.parametrize(
    "measure",
    [
        lambda folder: update.measure_idle(folder, pages=500, rounds=1),
        lambda folder: update.measure_unchanged(folder, pages=30),
        lambda folder: update.measure_manners(folder, hosts=6, killed_after_s=2.0),
    ],
    ids=["idle", "unchanged", "manners"],
)
def test_every_figure_is_reached_but_those_of_time(measure, tmp_path):
    figures = [figure for figure in measure(tmp_path) if figure.unit != "s"]
    assert [figure.line for figure in figures if not figure.is_reached and figure.unit != "%"] == []


def test_a_request_that_comes_too_soon_is_seen():
    """Measured from the end of one to the beginning of the next; the first host asks for 0.4 s."""
    with WaryServer(hosts=2) as server:
        patient, eager = server.names
        server.log += [Asked(eager, "/a", 0.0, 1.0, 200, False), Asked(eager, "/b", 1.19, 1.3, 200, False)]
        server.log += [Asked(eager, "/c", 1.51, 1.6, 200, False)]
        server.log += [Asked(patient, "/a", 0.0, 1.0, 200, False), Asked(patient, "/b", 1.3, 1.4, 200, False)]
        assert {(one.host, one.first, one.second) for one in server.violations(0.2)} == {
            (eager, "/a", "/b"),
            (patient, "/a", "/b"),
        }
