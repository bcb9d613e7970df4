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


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails with their text."""
    if not outbox_is_shown(request):
        raise Http404
    return render(request, "account/outbox.html", {"mails": newest_mails()})


def outbox_is_shown(request: HttpRequest) -> bool:
    """No provider, our own address is the loopback's, and so is whoever asks."""
    is_kept = not settings.RESEND_API_KEY
    is_local = urlsplit(settings.BASE_URL).hostname in _LOOPBACK_NAMES
    return is_kept and is_local and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
