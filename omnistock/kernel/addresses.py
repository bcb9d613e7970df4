"""Whose request it is: the client's IP address, behind proxies that the operator named and no others."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Final

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
KEPT: Final = 1024
"""Who asks asks again: so many addresses are not read anew at each request."""


def networks_of(text: str) -> tuple[Network, ...]:
    """The networks of a list such as `10.0.0.0/8, 192.0.2.7`. Raises ValueError."""
    return tuple(ipaddress.ip_network(piece.strip()) for piece in text.split(",") if piece.strip())


@lru_cache(maxsize=KEPT)
def client_address(*, peer: str, forwarded_for: str, trusted: tuple[Network, ...]) -> str | None:
    """The address nearest to us that no trusted proxy has, or None when it is no address.

    `forwarded_for` is X-Forwarded-For: each proxy adds at its end whom it heard, so it is read from the end, and only
    as far as trusted proxies vouch for it. What a client wrote into it itself is never reached.
    """
    chain = [peer, *reversed([piece.strip() for piece in forwarded_for.split(",") if piece.strip()])]
    found: str | None = None
    for text in chain:
        try:
            address = ipaddress.ip_address(text.strip("[]"))
        except ValueError:
            return found
        address = getattr(address, "ipv4_mapped", None) or address
        found = str(address)
        if not any(address in network for network in trusted):
            return found
    return found


@lru_cache(maxsize=KEPT)
def counted_as(address: str) -> str:
    """What an address is counted under: itself, and of IPv6 its network of 64 bits, all of which one customer has."""
    found = ipaddress.ip_address(address)
    return address if found.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))
