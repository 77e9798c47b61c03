"""Which addresses are refused, in every spelling that means them."""

from __future__ import annotations

import pytest

from archiver.fetch.addresses import is_public


@pytest.mark.parametrize(
    "address",
    ["192.0.43.8", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_public_addresses_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",  # loopback
        "127.9.9.9",
        "::1",
        "10.0.0.1",  # private
        "172.16.0.1",
        "192.168.1.1",
        "fd00::1",
        "100.64.0.1",  # behind a provider's address translation
        "169.254.169.254",  # link-local: where clouds keep their secrets
        "fe80::1",
        "fe80::1%eth0",
        "224.0.0.1",  # multicast
        "ff02::1",
        "240.0.0.1",  # reserved
        "255.255.255.255",
        "192.0.2.1",  # documentation
        "0.0.0.0",  # unspecified
        "::",
        "::ffff:127.0.0.1",  # IPv4 in disguise
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "no address",
        "",
    ],
)
def test_other_addresses_are_refused(address):
    assert not is_public(address)
