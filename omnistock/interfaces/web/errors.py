"""What a person sees when something is refused, not found, or broke."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes

from omnistock.interfaces.web.answers import own_address, path_of
from omnistock.kernel.errors import DomainError, NotFound, RateLimited


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for a refusal that no form caught: the sentence, each fault, and the way back."""
    headers = error.headers if isinstance(error, RateLimited) else {}
    if isinstance(error, RateLimited) and not request.user.is_authenticated:
        answer = render(request, "429.html", status=error.status)
    else:
        is_absent = isinstance(error, NotFound) and request.method in ("GET", "HEAD")
        context = {"error": error, "back": _page_before(request), "is_absent": is_absent}
        answer = render(request, "pages/refused.html", context, status=error.status)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _page_before(request: HttpRequest) -> str:
    """Where the button was that was pressed: what it posted to is seldom a page."""
    return path_of(own_address(request, request.headers.get("Referer", ""), otherwise=request.get_full_path()))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often the page was open while the person signed out elsewhere."""
    return render(request, "pages/csrf.html", status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A body that is broken off, or has more fields or a longer one than any form of ours."""
    return render(request, "pages/unreadable.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answered before anything is read, so nobody knows yet who asks."""
    return render(None, "pages/unreadable.html", {"is_large": True}, status=413)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.method in ("GET", "HEAD") and (meant := _with_other_slash(request.path_info)):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{meant}?{query}" if query else meant)
    return render(request, "pages/not_found.html", status=404)


def _with_other_slash(path: str) -> str | None:
    """The page that somebody meant who typed an address with a slash too many at its end, or without its slash."""
    other = path[:-1] if path.endswith("/") else f"{path}/"
    if path == "/" or not is_valid_path(other):
        return None
    return escape_leading_slashes(other)


def broken(request: HttpRequest) -> HttpResponse:
    """Renders without the database and without the shell: either may be what broke."""
    return render(None, "pages/broken.html", status=500)
