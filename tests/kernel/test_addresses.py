"""Whose request it is: only what trusted proxies vouch for is believed."""

from __future__ import annotations

import pytest

from omnistock.kernel.addresses import client_address, counted_as, networks_of

PROXIES = networks_of("10.0.0.0/8, 192.0.2.7, ::1")


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours said so
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the client wrote the first one itself
        ("10.0.0.1", "198.51.100.1, 192.0.2.7", "198.51.100.1"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),  # heard on a socket of IPv6
        ("10.0.0.1", "no address", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "198.51.100.1", None),
        ("a socket", "", None),
    ],
)
def test_the_client_is_the_first_that_no_trusted_proxy_has(peer: str, forwarded_for: str, expected: str | None) -> None:
    assert client_address(peer=peer, forwarded_for=forwarded_for, trusted=PROXIES) == expected


def test_who_has_a_whole_network_is_counted_once() -> None:
    assert counted_as("203.0.113.9") == "203.0.113.9"
    assert counted_as("2001:db8:0:1::5") == counted_as("2001:db8:0:1:ffff::6") != counted_as("2001:db8:0:2::5")
