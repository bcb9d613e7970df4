"""Answers to a write: never a page (no page is made while locks are held), always the way to one."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseRedirectBase
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirectBase):
    """303: what was asked is done; go and look there with GET."""

    status_code = 303


def own_address(request: HttpRequest, wanted: str, *, otherwise: str = "/app/") -> str:
    """`wanted` where it leads to a page of this installation: what a request names may be anybody's."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise


def page_around(request: HttpRequest) -> str:
    """The page whose part is asked for, as htmx names it, without its host."""
    return path_of(own_address(request, request.headers.get("HX-Current-URL", "")))


def path_of(address: str) -> str:
    """An address without its host: of a path with two slashes before it, the second would begin another's name."""
    parts = urlsplit(address)
    return escape_leading_slashes(parts.path + (f"?{parts.query}" if parts.query else ""))
