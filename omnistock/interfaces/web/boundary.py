"""`@tenant_view`: where a request becomes a tenant's. The URL is a noun, the view parses and makes one domain call.

It opens the one transaction, puts the tenant into PostgreSQL, finds the membership and builds the `Actor`, which the view gets
as `request.actor`. A refusal rolls everything back and becomes the page or part that `errors.refused` makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.messages.storage import default_storage
from django.db import DataError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from omnistock.domain.security.refusals import note_refusal
from omnistock.interfaces.web.errors import refused
from omnistock.interfaces.web.granted import SESSION_GRANT, granted_view
from omnistock.kernel.errors import DomainError, Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_person, staff_name
from omnistock.tenancy.boundary import again_after_race, tenant_boundary
from omnistock.tenancy.limits import address_of

SESSION_ORGANIZATION = "organization_id"


class TenantRequest(HttpRequest):
    actor: Actor


def tenant_view(
    permission: str | None = None, *, though_frozen: bool = False
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Decorate a view of one organization. `permission` is what is needed to see the page at all; operations check their
    own. `though_frozen`: its page takes access away, and so is there in a workspace that is being deleted."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @_signed_in
        def within(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if SESSION_GRANT in request.session:
                return granted_view(request, view, permission, *args, **kwargs)
            chosen = request.session.get(SESSION_ORGANIZATION)
            if chosen is None:
                return _to_workspaces(request)

            def once() -> HttpResponseBase:
                request._messages = default_storage(request)  # none of an attempt that came to nothing
                with tenant_boundary(UUID(chosen)):
                    request.actor = _actor(request, UUID(chosen))
                    if request.actor.lacks_factor:
                        del request.actor  # the way there is no page of the workspace
                        return redirect(reverse("account-security") + "?needed=1")
                    if permission is not None:
                        request.actor.require(permission, though_frozen=though_frozen)
                    answer = view(request, *args, **kwargs)
                    if answer.status_code >= 400:  # a form shown again: what the refused call left behind goes
                        transaction.set_rollback(True)
                    return answer

            try:
                return again_after_race(once)
            except DomainError as error:
                by_id = any(isinstance(value, UUID) for value in kwargs.values())
                note_refusal(actor=request.actor, error=error, route=request.resolver_match.route, is_by_id=by_id)
                return refused(request, error)
            except DataError:  # the last wall before the database's own: see `api/problems.py`
                message = _(
                    "Something in what was sent cannot be kept: a text, a number or a day. Nothing was changed."
                )
                return refused(request, Invalid(message))
            except _NoMember:
                del request.session[SESSION_ORGANIZATION]
                return _to_workspaces(request)

        within.permission = permission  # type: ignore[attr-defined]
        within.is_tenant_view = True  # type: ignore[attr-defined]
        return within

    return decorate


def _signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Leads to the sign-in, and back. A part of a page is refused: the sign-in would stand in its place, amid what was typed."""
    led = login_required(view)

    @wraps(view)
    def within(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_part = request.headers.get("HX-Request") == "true"
        if is_part and (not request.user.is_authenticated or not _is_somewhere(request)):
            return HttpResponse(status=401)
        return led(request, *args, **kwargs)

    return within


def _is_somewhere(request: Any) -> bool:
    """Whether the session says in which workspace, as a member or on a grant."""
    return SESSION_GRANT in request.session or SESSION_ORGANIZATION in request.session


def _to_workspaces(request: Any) -> HttpResponseBase:
    """Staff are members of nothing: without a grant there is no page of a workspace for them."""
    if staff_name(person_id=request.user.pk) is not None:
        raise Http404
    return redirect("workspaces")


class _NoMember(Http404):
    """The session names an organization that the person is no longer a member of."""


def _actor(request: Any, organization_id: UUID) -> Actor:
    actor = actor_for_person(
        organization_id=organization_id,
        person_id=request.user.pk,
        door="web",
        now=timezone.now(),
        address=address_of(request.META),
    )
    if actor is None:
        raise _NoMember
    return actor
