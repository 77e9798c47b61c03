"""Two servers on loopback, fetchers that may ask them, and a clock that nobody has to wait for."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from archiver.config import FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.pace import Pace
from archiver.fetch.transport import RequestsTransport
from archiver.source_settings import NO_SOURCES
from support.bad_server import BadServer, tls_context

CERTIFICATE = Path(__file__).parent / "data" / "localhost.pem"


@pytest.fixture
def server():
    with BadServer() as running:
        yield running


@pytest.fixture
def other():
    """A second host: the same address, another port."""
    with BadServer() as running:
        yield running


@pytest.fixture
def tls_server():
    """A host with a certificate that nobody vouches for."""
    with BadServer(tls=tls_context(CERTIFICATE)) as running:
        yield running


@pytest.fixture
def make_fetcher():
    """Builds fetchers for loopback, without delay unless asked; their connections are closed at the end."""
    transports = []

    def make(
        *, host_states=(), asked_until=None, pace=None, transport=None, clock=None, sources=NO_SOURCES, **settings
    ):
        chosen = loopback_settings(**settings)
        transport = transport or RequestsTransport(chosen)
        transports.append(transport)
        clocks = {} if clock is None else {"clock": clock}
        known = {"host_states": host_states, "asked_until": asked_until, "sources": sources}
        return Fetcher(transport, chosen, pace=pace, **known, **clocks)

    yield make
    for transport in transports:
        getattr(transport, "close", lambda: None)()


@pytest.fixture
def quick():
    """A pace whose sleeps take no time; ``quick.sleeps`` tells how long they would have been."""
    return QuickPace()


class QuickPace:
    def __init__(self):
        self.sleeps = []
        self.rng = random.Random(1)

    def monotonic(self):
        return time.monotonic() + sum(self.sleeps)

    def sleep(self, seconds):
        self.sleeps.append(seconds)

    @property
    def pace(self):
        return Pace(monotonic=self.monotonic, sleep=self.sleep, rng=self.rng)


def loopback_settings(**changes):
    return FetchSettings(**{"allow_private": True, "delay_s": 0.0, "max_attempts": 1, **changes})
