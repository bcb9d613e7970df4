"""`@console_view`: where a request becomes the operator's staff's. Anybody else is told that there is nothing.

Staff come in by an account that `omnistock staff` named, with a second factor in this very sign-in, for a short while. The
page reads by the database role `console`; it has no workspace, and no `Actor` of one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from omnistock.domain.support import console
from omnistock.domain.support.policies import STAFF
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import staff_name, support_actor
from omnistock.tenancy.limits import address_of

IDLE: Final = dt.timedelta(minutes=15)
LONGEST: Final = dt.timedelta(hours=8)
SESSION_SEEN: Final = "console_seen_at"
SECOND_FACTOR: Final = "mfa"
"""How allauth calls what was proved by a code, a passkey or a recovery code."""


@dataclass(frozen=True, slots=True)
class StaffPerson:
    id: UUID
    name: str


class ConsoleRequest(HttpRequest):
    staff: StaffPerson


def console_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a page of the console."""

    @wraps(view)
    @login_required
    def within(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = staff_name(person_id=request.user.pk)
        if name is None or not console.is_configured():
            raise Http404
        if factor_used_at(request) is None:
            return render(request, "console/factor.html", status=403)
        if not is_fresh(request):
            logout(request)
            return redirect_to_login(request.get_full_path())
        request.staff = StaffPerson(request.user.pk, name)
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            return render(request, "console/refused.html", {"error": error}, status=error.status)

    within.is_console_view = True  # type: ignore[attr-defined]
    return within


def staff_actor(request: ConsoleRequest, organization_id: UUID) -> Actor:
    """Within the boundary: staff at the ticket, who may answer and ask, and read nothing."""
    return support_actor(
        organization_id=organization_id,
        person_id=request.staff.id,
        name=request.staff.name,
        permissions=frozenset({STAFF}),
        now=timezone.now(),
        address=address_of(request.META),
    )


def not_for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page on which people make and join workspaces: staff are members of nothing, so there is none for them."""

    @wraps(view)
    def within(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if staff_name(person_id=request.user.pk) is not None:
            raise Http404
        return view(request, *args, **kwargs)

    return within


def factor_used_at(request: Any) -> dt.datetime | None:
    """When this sign-in was proved by a second factor; None where it was not."""
    moments = [
        each["at"] for each in get_authentication_records(request, request.user) if each.get("method") == SECOND_FACTOR
    ]
    return dt.datetime.fromtimestamp(max(moments), tz=dt.UTC) if moments else None


def is_fresh(request: Any) -> bool:
    """Whether the sign-in still counts: a factor within `LONGEST`, and seen within `IDLE`. It is seen now."""
    now, factor_at = timezone.now(), factor_used_at(request)
    if factor_at is None or now - factor_at > LONGEST:
        return False
    seen = dt.datetime.fromtimestamp(request.session.get(SESSION_SEEN, 0), tz=dt.UTC)
    if now - max(seen, factor_at) > IDLE:
        return False
    request.session[SESSION_SEEN] = int(now.timestamp())
    return True
