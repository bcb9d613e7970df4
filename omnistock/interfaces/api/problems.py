"""Every refusal as RFC 9457 `application/problem+json`, with all errors of the request at once. Never a stack trace, never an
internal name."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from omnistock.kernel.errors import DomainError, Fault, RateLimited

log = logging.getLogger("omnistock.api")

TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "Something in the request is wrong",
    429: "Too many requests",
    500: "Something broke here",
}


def problem(status: int, code: str, detail: str, errors: Iterable[Mapping[str, Any]] = ()) -> HttpResponse:
    """One answer. `errors` have pointer, code, message, and what a shortage adds."""
    title = TITLES.get(status, "Refused")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, "errors": list(errors)}
    text = json.dumps(body, default=_plain, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/problem+json")


def refusal(error: DomainError) -> HttpResponse:
    """The answer for a refusal of the domain."""
    answer = problem(error.status, error.code, error.message, map(_fault, error.faults))
    if isinstance(error, RateLimited):
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def install(api: NinjaAPI) -> None:
    """Teach `api` these answers."""
    api.add_exception_handler(DomainError, lambda request, error: refusal(error))
    api.add_exception_handler(ValidationError, _unreadable)
    api.add_exception_handler(HttpError, lambda request, error: problem(error.status_code, "invalid", str(error)))
    api.add_exception_handler(Http404, lambda request, error: problem(404, "not_found", "There is nothing at this address."))
    # The last wall before the database's own: a number, a day or a text that no column can hold.
    api.add_exception_handler(DataError, _unstorable)
    api.add_exception_handler(UnicodeError, _unstorable)
    api.add_exception_handler(Exception, _broken)


def _unstorable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(422, "invalid", "A value in the request is outside of what can be kept: a text, a number or a day.")


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [_validation_error(entry) for entry in error.errors]
    return problem(422, "invalid", errors[0]["message"] if errors else "The request cannot be read.", errors)


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s at %s", type(error).__name__, request.resolver_match and request.resolver_match.route, exc_info=error)
    return problem(500, "internal", "This is our fault, not yours. Nothing was changed.")


def _validation_error(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A fault of parsing. `loc` is ("body", "payload", "lines", 0, "quantity"): the place, our argument's name, then the path."""
    where, *path = entry["loc"]
    path = path[1:] if where == "body" and len(path) > 1 else path
    names = [str(part) for part in path if not str(part).startswith(("function-", "constrained-"))]
    pointer = "/" + "/".join(names) if where == "body" else f"{where}:{'.'.join(names)}"
    return {"pointer": pointer, "code": entry.get("type", "invalid"), "message": entry["msg"]}


def _fault(fault: Fault) -> dict[str, Any]:
    pointer = fault.pointer if fault.pointer.startswith("/") else f"/{fault.pointer}"
    return {"pointer": pointer, "code": fault.code, "message": fault.message, **fault.details}


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, UUID):
        return str(value)
    return str(value)
