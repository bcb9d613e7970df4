"""A page of a workspace, looked at by staff under a grant (promise P8).

The row of the grant is asked anew at every page: it is this person's, granted by a member, neither over nor ended. What is
looked at is in the workspace's own audit log, committed, before it is read; it is read in a transaction that cannot write,
by an actor whose permissions only read. Whatever is not so is 404.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db import DataError, InternalError
from django.http import Http404, HttpResponseBase
from django.utils import timezone
from psycopg.errors import ReadOnlySqlTransaction

from omnistock.domain.support.models import AccessGrant
from omnistock.domain.support.operations import record_view
from omnistock.domain.support.queries import usable_grant
from omnistock.domain.support.scopes import permissions_of, shows_costs
from omnistock.interfaces.web.console_door import is_fresh
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import staff_name, support_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.limits import address_of
from omnistock.tenancy.statements import Statement

SESSION_GRANT: Final = "support_grant"
_READ_ONLY: Final = "SET TRANSACTION READ ONLY"
_METHODS: Final = ("GET", "HEAD")


def enter(request: Any, *, organization_id: UUID, access_grant_id: UUID) -> None:
    """From now on the pages of the workspace are asked for under this grant. It is no key: each page asks the row."""
    request.session[SESSION_GRANT] = f"{organization_id} {access_grant_id}"


def leave(request: Any) -> None:
    request.session.pop(SESSION_GRANT, None)


def granted_view(
    request: Any, view: Callable[..., HttpResponseBase], permission: str | None, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """The answer of `view` to staff. Raises `Http404` for everything that the grant does not name."""
    if request.method not in _METHODS or permission is None or not is_fresh(request):
        raise Http404
    organization_id, access_grant_id = (UUID(part) for part in request.session[SESSION_GRANT].split())
    with tenant_boundary(organization_id):
        actor, grant = _let_in(request, organization_id, access_grant_id, permission)
        record_view(actor=actor, grant=grant, page=request.path)
    try:
        with tenant_boundary(organization_id, Statement(_READ_ONLY)):
            request.actor, request.support_grant = _let_in(request, organization_id, access_grant_id, permission)
            answer = view(request, *args, **kwargs)
    except (DomainError, DataError):  # a filter that makes no sense, a part of the page that the grant does not name
        raise Http404 from None
    except InternalError as error:
        if isinstance(error.__cause__, ReadOnlySqlTransaction):
            raise Http404 from None
        raise
    if answer.streaming:  # its body would be read in a boundary of its own, outside of this one
        raise Http404
    return answer


def actor_under(request: Any, organization_id: UUID, access_grant_id: UUID) -> tuple[Actor, AccessGrant]:
    """The actor and the grant, within the boundary. Raises `Http404` where it lets nobody in."""
    name = staff_name(person_id=request.user.pk)
    if name is None:
        raise Http404
    who = {"organization_id": organization_id, "person_id": request.user.pk, "name": name, "now": timezone.now()}
    try:
        nobody = support_actor(**who, permissions=frozenset(), address=address_of(request.META))
    except DomainError:
        raise Http404 from None
    grant = usable_grant(actor=nobody, access_grant_id=access_grant_id)
    if grant is None:
        raise Http404
    actor = support_actor(
        **who,
        permissions=permissions_of(grant.scopes),
        sees_costs=shows_costs(grant.scopes),
        address=nobody.address,
    )
    return actor, grant


def _let_in(request: Any, organization_id: UUID, access_grant_id: UUID, permission: str) -> tuple[Actor, AccessGrant]:
    try:
        actor, grant = actor_under(request, organization_id, access_grant_id)
    except Http404:
        leave(request)
        raise
    if not actor.may(permission):
        raise Http404
    return actor, grant
