"""Every refusal as RFC 9457 `application/problem+json`, with all errors of the request at once. Never a stack trace,
never an internal name."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from omnistock.kernel.errors import DomainError, Fault, RateLimited
from omnistock.tenancy.boundary import is_lost_race

log = logging.getLogger("omnistock.api")

PROBLEM_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Changed meanwhile",
    413: "Too large",
    422: "Something in the request is wrong",
    429: "Too many requests",
    500: "Something broke here",
}
# Parts of pydantic's path that name our types and not what was sent.
_NOT_SENT = ("function-", "constrained-", "lax-or-strict", "json-or-python")


def problem(status: int, code: str, detail: str, errors: Iterable[Mapping[str, Any]] = ()) -> HttpResponse:
    """One answer. `errors` have pointer, code, message, and what a shortage adds."""
    title = TITLES.get(status, "Refused")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    # ASCII only: a refusal may quote half of a surrogate pair, which no encoding can send.
    text = json.dumps(body | {"errors": list(errors)}, default=_plain)
    return HttpResponse(text, status=status, content_type=PROBLEM_TYPE)


def refusal(error: DomainError, request: HttpRequest) -> HttpResponse:
    """The answer for a refusal of the domain."""
    where = "query:" if request.method in ("GET", "HEAD") else "/"
    answer = problem(error.status, error.code, error.message, (_fault(fault, where) for fault in error.faults))
    if isinstance(error, RateLimited):
        for name, value in error.headers.items():
            answer.headers[name] = value
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def nothing_here(request: HttpRequest, **_values: Any) -> HttpResponse:
    """For every address below /api/v1/ that no endpoint has; an id that is none is such an address."""
    return problem(404, "not_found", "There is nothing at this address.")


def not_allowed(allowed: str) -> HttpResponse:
    answer = problem(405, "method_not_allowed", f"This address takes {allowed}.")
    answer.headers["Allow"] = allowed
    return answer


def install(api: NinjaAPI) -> None:
    """Teach `api` these answers."""
    api.add_exception_handler(DomainError, _refused)
    api.add_exception_handler(ValidationError, _unreadable)
    api.add_exception_handler(HttpError, _unparsable)
    api.add_exception_handler(RequestDataTooBig, lambda request, error: too_large())
    # The last wall before the database's own: a number, a day or a text that no column can hold.
    api.add_exception_handler(DataError, _unstorable)
    api.add_exception_handler(UnicodeError, _unstorable)
    api.add_exception_handler(Exception, _broken)


def _refused(request: Any, error: Any) -> HttpResponse:
    request.refused = error  # the door tells the security log of it, once the boundary is closed
    return refusal(error, request)


def too_large() -> HttpResponse:
    return problem(413, "too_large", "A request has at most 10 MB. Send fewer lines at once.")


def _unparsable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, "unreadable", "The body is not JSON in UTF-8, or is nested too deep.")


def _unstorable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, "invalid", "A value in the request is outside of what can be kept: a text, a number or a day.")


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [_validation_error(entry) for entry in error.errors]
    return problem(422, "invalid", errors[0]["message"] if errors else "The request cannot be read.", errors)


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    if is_lost_race(error):
        raise error  # the door does it again
    log.error("%s", type(error).__name__, exc_info=error, extra={"request": request, "status_code": 500})
    return problem(500, "internal", "This is our fault, not yours. Nothing was changed.")


def _validation_error(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A fault of parsing. `loc` is ("body", "payload", "lines", 0, "quantity"): the place, our argument, the path."""
    where, *path = entry["loc"]
    path = path[1:] if where == "body" else path
    names = [str(part)[:60] for part in path if not str(part).startswith(_NOT_SENT)]
    pointer = "/" + "/".join(names) if where == "body" else f"{where}:{'.'.join(names)}"
    message = str(entry["msg"]).removeprefix("Value error, ")
    return {
        "pointer": pointer,
        "code": entry.get("type", "invalid"),
        "message": message[:1].upper() + message[1:] + ".",
    }


def _fault(fault: Fault, where: str) -> dict[str, Any]:
    pointer = fault.pointer if fault.pointer.startswith(("/", "header:", "query:")) else f"{where}{fault.pointer}"
    return {"pointer": pointer, "code": fault.code, "message": fault.message, **fault.details}


def _plain(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
