"""Headers on every answer, its compression, and the person's language. Each is small enough to read at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import get_resolver
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]

# No inline script, no inline style, no foreign origin. Basecoat draws check marks from data: images.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; object-src 'none'"
)
# A browser's own viewer counts as an object of the paper that it shows.
_OF_PAPERS = CONTENT_SECURITY_POLICY.replace("object-src 'none'", "object-src 'self'")


# A browser that has seen us once asks over HTTPS alone for a year. Only where the operator says that HTTPS is there.
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"

# Pages of one person, or of who holds a link: no cache between keeps them, and the way back shows them to nobody.
PERSONAL = (
    "/app/",
    "/api/",
    "/accounts/",
    "/accounts-deleted",
    "/console/",
    "/departures/",
    "/invitations/",
    "/privacy/requests",
    "/privacy/proof/",
    "/unsubscribe/",
)


API: Final = "/api/v1/"
ADDRESSES_KEPT: Final = 1024

# What a page may be asked by; the API's own door says it of each of its addresses.
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class SecurityHeaders:
    """On every answer, what is static too: it stands before whatever answers by itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in METHODS or request.path.startswith("/api/"):
            response = self.get_response(request)
        else:
            response = HttpResponseNotAllowed(METHODS)
        is_paper = response.headers.get("Content-Type") == "application/pdf"
        response.headers.setdefault("Content-Security-Policy", _OF_PAPERS if is_paper else CONTENT_SECURITY_POLICY)
        if settings.IS_SECURE:
            response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        if request.path.startswith(PERSONAL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Compressed(GZipMiddleware):
    """Texts travel compressed, with the random bytes that keep a secret's length unknown. Papers and archives are already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(("text/", "application/json")):
            return super().process_response(request, response)
        return response


class ApiDoor:
    """The API has no session, no person, no cookie and no form: its requests go from here to their view, past all that
    stands behind this for pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        # Most addresses of the API hold no id, and looking for one among hundreds takes longer than reading its key.
        self.resolve = lru_cache(maxsize=ADDRESSES_KEPT)(get_resolver().resolve)

    def __call__(self, request: Any) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        request.resolver_match = match = self.resolve(request.path_info)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers["Content-Language"] = language
        return response


class PersonLanguage:
    """The language stands on the person's profile, else in the browser's wish: a cookie for it is not allowed (promise P10)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        language = request.user.language if signed_in else translation.get_language_from_request(request)  # type: ignore[union-attr]
        with translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response
