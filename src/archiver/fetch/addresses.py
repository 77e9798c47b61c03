"""Which IP addresses belong to the public internet."""

from __future__ import annotations

import ipaddress

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: NAT64 (RFC 6052): the last 32 bits are an IPv4 address that a gateway will connect to
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether that address may be asked for pages: not private, loopback, link-local, multicast, reserved or unset.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is as public as the one it stands for.

    >>> is_public("192.0.43.8"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    try:
        meant = _meant(ipaddress.ip_address(address))
    except ValueError:
        return False
    # is_global alone says yes to multicast, and to some reserved ranges
    return meant.is_global and not (meant.is_multicast or meant.is_reserved or meant.is_unspecified)


def _meant(address: _Address) -> _Address:
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
