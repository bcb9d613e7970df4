"""Where a webhook may point: to public addresses, and to those private ones that the operator allows by name.

The product stands where strangers do not reach; a webhook must not lend them its reach (SSRF). The name is resolved once
and the connection goes to the very address that was judged, so an answer that changes between the two gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from omnistock.kernel.addresses import Network
from omnistock.tenancy.checks import Checker

LONGEST_URL: Final = 500
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# Not reserved by name in every version of `ipaddress`: NAT64 of one's own, IPv4 in the lower bits, and site-local.
_NOBODYS: Final = tuple(ipaddress.ip_network(each) for each in ("64:ff9b:1::/48", "::/96", "fec0::/10"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """The address lies where no webhook may point. Its text is a sentence."""


def check_url(text: str, checker: Checker) -> str:
    """The address as it is kept; faults at `url`."""
    url = checker.text("url", text, longest=LONGEST_URL, required=True)
    if not url:
        return ""
    message = ""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        parts, message = urlsplit(""), _("This is no address.")
    if not message:
        message = _wrong_with(parts, url)
    if message:
        checker.add("url", message, "not_allowed")
    return url


def _wrong_with(parts: SplitResult, url: str) -> str:
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_NETWORKS):
        return _("Write the whole address, beginning with https://.")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        return _("Write host and path only: no name, no password, nothing behind #.")
    if not url.isascii() or any(character.isspace() for character in url):
        return _("An address has no spaces and only ASCII characters; write others percent-encoded.")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return "" if "." in parts.hostname or settings.WEBHOOK_NETWORKS else _("Write the host's whole name.")
    if not is_allowed(literal, settings.WEBHOOK_NETWORKS):
        return _("{address} is a private address; the operator has not allowed it.").format(address=literal)
    return ""


def resolve(host: str, port: int) -> str:
    """The one address to connect to. Raises `NotAllowed` where any of the host's addresses is private, `OSError`."""
    found = [ipaddress.ip_address(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not is_allowed(address, settings.WEBHOOK_NETWORKS):
            raise NotAllowed(_("{host} lies at the private address {address}.").format(host=host, address=address))
    return str(found[0])


def is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    """Public, or in one of the operator's networks; what hides an IPv4 address is judged by that."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_allowed(inner, allowed)
        if address.teredo is not None or any(address in network for network in _NOBODYS):
            return False
    if any(address.version == network.version and address in network for network in allowed):
        return True
    return address.is_global and not address.is_multicast
