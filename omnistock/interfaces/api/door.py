"""The API's door: what stands round every endpoint.

It reads the key, opens the boundary of the key's organization, builds the `Actor`, refuses query parameters that the
endpoint does not know, and rolls back whatever an answer of 400 or more left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.security import HttpBearer

from omnistock.domain.security.later import LATER
from omnistock.domain.security.operations import of_account
from omnistock.domain.security.refusals import note_refusal
from omnistock.interfaces.api.problems import problem, refusal, too_large
from omnistock.kernel.errors import DomainError, RateLimited
from omnistock.tenancy.actors import NotSignedIn, parse_api_key
from omnistock.tenancy.boundary import again_after_race, be_sure, tenant_boundary
from omnistock.tenancy.checks import is_storable
from omnistock.tenancy.known_keys import KeyReading
from omnistock.tenancy.limits import address_of, headers_of, place_of, take


class ApiKeyScheme(HttpBearer):
    """Says in the OpenAPI document that a bearer key is wanted; `inside_tenant` checks it, before anything is answered."""

    openapi_description = "An API key of one organization: omni_<organization>_<secret>"

    def authenticate(self, request: Any, token: str) -> Any:
        return request.actor


def inside_tenant(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate an operation's `run`: see the module."""
    known = _query_names(run.__self__)  # type: ignore[attr-defined]
    # A file goes to the disk as it comes; everything else is held in memory.
    most = getattr(run.__self__.view_func, "most_bytes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)  # type: ignore[attr-defined]

    def once(request: Any, organization_id: UUID, secret: str, values: dict[str, Any]) -> HttpResponse:
        request.refused = None
        key = KeyReading(organization_id=organization_id, secret=secret)
        with tenant_boundary(organization_id, key.lookup, confirm=key.confirm):
            request.actor = actor = key.actor(now=timezone.now(), address=address_of(request.META))
            limit = headers_of(take("api_key", actor.api_key_id))
            take("api", actor.organization_id)
            answer = _wrong_parameters(request, known) or run(request, **values)
            be_sure()
            if answer.status_code >= 400:
                transaction.set_rollback(True)
            for name, value in limit.items():
                answer.headers[name] = value
            return answer

    @wraps(run)
    def within(request: Any, **values: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            return too_large()  # before any of it is read
        request.most_bytes = most
        try:
            organization_id, secret = parse_api_key(_bearer(request))
        except NotSignedIn as error:
            return refusal(_guessing(request, None) or error, request)
        try:
            answer = again_after_race(lambda: once(request, organization_id, secret, values))
        except NotSignedIn as error:
            return refusal(_guessing(request, organization_id) or error, request)
        except DomainError as error:
            request.refused, answer = error, refusal(error, request)
        _note(request, by_id=any(name.endswith("_id") for name in values))
        return answer

    return within


def _guessing(request: HttpRequest, organization_id: UUID | None) -> RateLimited | None:
    """Whoever sends many keys that are none is told to wait, and no key of anybody else is counted for it."""
    kind, limit = "api_key_refused", None
    try:
        take("unknown_key", place_of(request.META))
    except RateLimited as error:
        kind, limit = "rate_limit", error
    facts: dict[str, object] = {"rule": "unknown_key"} if limit else {}
    LATER.add(
        of_account(
            kind=kind,
            outcome="refused",
            now=timezone.now(),
            address=address_of(request.META),
            organization_id=organization_id,
            door="api",
            facts=facts,
        )
    )
    return limit


def _note(request: Any, *, by_id: bool) -> None:
    """What the security log keeps of an answered request: outside of its boundary, and mostly nothing."""
    LATER.see_place(request.actor)
    if (error := request.refused) is not None:
        route = request.resolver_match.route if request.resolver_match else ""
        note_refusal(actor=request.actor, error=error, route=route, is_by_id=by_id)


def _bearer(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _query_names(operation: Any) -> frozenset[str]:
    """The query parameters that an endpoint declares."""
    query = (model for model in operation.models if model.__ninja_param_source__ == "query")
    return frozenset(name for model in query for name in model.__ninja_flatten_map__)


def _wrong_parameters(request: HttpRequest, known: frozenset[str]) -> HttpResponse | None:
    """The refusal of what the address does not know, what no text can hold, and what is given twice: of those the last
    would count and the others be passed over in silence."""
    offered = ", ".join(sorted(known)) or "none"
    said = {name: _about(name, values, known, offered) for name, values in request.GET.lists()}
    errors = [
        {"pointer": f"query:{name[:60]}", "code": code, "message": message}
        for name, (code, message) in said.items()
        if code
    ]
    return problem(422, "invalid", errors[0]["message"], errors) if errors else None


def _about(name: str, values: Sequence[str], known: frozenset[str], offered: str) -> tuple[str, str]:
    """Code and message; neither where all is well."""
    if name not in known:
        return "unknown_parameter", f"{name[:60]!r} is not a parameter of this address, which knows: {offered}."
    if len(values) > 1:
        return "repeated_parameter", f"{name} is given {len(values)} times: give it once."
    if not all(map(is_storable, values)):
        return "unknown_parameter", f"The value of {name} holds a character that no text can have."
    return "", ""
