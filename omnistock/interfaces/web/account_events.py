"""What happens to accounts, told to the security log: allauth says it by signals, and by one function of its adapter."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from allauth.account import signals
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from omnistock.domain.security.later import network_of
from omnistock.domain.security.operations import record_of_account
from omnistock.domain.security.queries import own_events
from omnistock.kernel.devices import device_of
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.limits import address_of, digest

NEW_PLACE: Final = "new_place"
LOOKED_AT: Final = 100


def tell(request: HttpRequest, kind: str, *, person_id: UUID | None, outcome: str = "done", **facts: object) -> None:
    """One event of an account, with where it came from and from what kind of device."""
    record_of_account(
        kind=kind,
        outcome=outcome,
        now=timezone.now(),
        address=address_of(request.META),
        person_id=person_id,
        facts={"device": device_of(request.headers.get("User-Agent", "")), **facts},
    )


def tell_failed_sign_in(request: HttpRequest, *, person_id: UUID | None, email: str) -> None:
    """What was typed is not kept, since a password is typed into the wrong field now and then: where nobody has that
    address, a keyed digest says whether it was always the same."""
    account = "" if person_id else digest(email.strip().lower())[:12]
    tell(request, "sign_in_failed", person_id=person_id, outcome="refused", unknown_account=account)


def _signed_in(request: Any, user: Any, **_signal: Any) -> None:
    methods = [each.get("type") or each.get("method") for each in get_authentication_records(request, user)]
    by = ", ".join(dict.fromkeys(str(each) for each in methods if each))
    new_place = _new_place(request, user.pk)
    if new_place:
        request.session[NEW_PLACE] = new_place  # told in the workspace that is entered
    tell(request, "sign_in", person_id=user.pk, by=by, new_place="yes" if new_place else "")


def _new_place(request: HttpRequest, person_id: UUID) -> dict[str, str] | None:
    """From where and with what, unless this person signed in like that before, or never before at all."""
    address, device = address_of(request.META), device_of(request.headers.get("User-Agent", ""))
    with person_boundary(person_id):
        before = own_events(person_id=person_id, kind="sign_in", limit=LOOKED_AT)
    known = {(network_of(each.address), each.facts.get("device", "")) for each in before if each.address}
    if not known or address is None or (network_of(address), device) in known:
        return None
    return {"address": address, "device": device or _("a program that does not say what it is")}


def _signed_out(request: HttpRequest, user: Any, **_signal: Any) -> None:
    if user is not None:
        tell(request, "sign_out", person_id=user.pk)


def _signed_up(request: HttpRequest, user: Any, **_signal: Any) -> None:
    tell(request, "sign_up", person_id=user.pk)


def _password_changed(request: HttpRequest, user: Any, **_signal: Any) -> None:
    tell(request, "password_changed", person_id=user.pk)


def _password_reset(request: HttpRequest, user: Any, **_signal: Any) -> None:
    tell(request, "password_reset", person_id=user.pk)


def _step_completed(request: HttpRequest, user: Any, method: str, **facts: Any) -> None:
    if facts.get("reauthenticated"):
        tell(request, "reauthenticated", person_id=user.pk, by=facts.get("type") or method)


def connect() -> None:
    """Called once, when the application is ready. Receivers are functions of this module, so they live on."""
    signals.user_logged_in.connect(_signed_in)
    signals.user_logged_out.connect(_signed_out)
    signals.user_signed_up.connect(_signed_up)
    signals.password_changed.connect(_password_changed)
    signals.password_reset.connect(_password_reset)
    signals.authentication_step_completed.connect(_step_completed)
