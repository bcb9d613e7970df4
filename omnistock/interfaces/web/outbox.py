"""/app/outbox: the mails that were kept because no provider is set, for who tries the product to follow their links.

It asks for no sign-in, since the first mail comes before one can; hence it exists only where the product runs on the
machine that asks, under an address of that machine.
"""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omnistock.domain.notifications.queries import newest_mails

_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
# What proxies add to a request.
_OF_PROXIES: Final = tuple(
    f"HTTP_{name}"
    for name in ("FORWARDED", "VIA", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_REAL_IP")
)


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails with their text."""
    if not outbox_is_shown(request):
        raise Http404
    return render(request, "account/outbox.html", {"mails": newest_mails()})


def outbox_is_shown(request: HttpRequest) -> bool:
    """No provider, our own address is the loopback's, and so is whoever asks, with no proxy between: one on this machine
    that rewrites the name asks from here for the whole world."""
    is_kept = not settings.RESEND_API_KEY
    is_local = urlsplit(settings.BASE_URL).hostname in _LOOPBACK_NAMES
    is_direct = not any(name in request.META for name in _OF_PROXIES)
    return is_kept and is_local and is_direct and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
