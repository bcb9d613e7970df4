"""What a plan still allows. Asked before an invitation, a sales order and a file: never before reading, exporting or
receiving, which go on when a limit is reached."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.plans.catalogue import PLANS, Measure, Plan
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.models import Organization


class PlanLimitReached(Conflict):
    """The workspace's plan has no more of this; the sentence says of what, and what goes on."""

    code = "plan_limit_reached"


def plan_of(organization_id: UUID) -> Plan:
    """The workspace's plan."""
    return PLANS[Organization.objects.values_list("plan", flat=True).get(pk=organization_id)]


def require_within_plan(*, organization_id: UUID, measure: Measure, used: Callable[[], int], adding: int = 1) -> None:
    """Raises `PlanLimitReached` where `adding` to what is `used` passes the plan. `used` is counted only where there is
    a limit, and then under the workspace's lock, so that two at once do not pass it by one: it comes before balances in
    the order of locks, and leaves the key alone that everything else refers to."""
    if getattr(plan_of(organization_id), measure) is None:
        return
    locked = Organization.objects.select_for_update(no_key=True).values_list("plan", flat=True)
    plan = PLANS[locked.get(pk=organization_id)]
    most = getattr(plan, measure)
    if most is None:
        return
    if (now := used()) + adding > most:
        message = _("The plan {plan} allows {most} {what}; {used} are used. Reading, exporting and receiving go on.")
        raise PlanLimitReached(message.format(plan=plan.name, most=most, what=_what(measure), used=now))


def _what(measure: Measure) -> str:
    return {"people": _("people"), "orders": _("orders a month"), "storage": _("bytes of files")}[measure]
