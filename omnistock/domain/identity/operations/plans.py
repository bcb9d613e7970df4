"""A workspace's plan. The operator sets it: there is nothing to buy yet."""

from __future__ import annotations

from omnistock.domain.audit.operations import record
from omnistock.domain.plans.catalogue import PLANS
from omnistock.domain.plans.limits import plan_of
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Organization


def change_plan(*, actor: Actor, plan: str) -> None:
    """`plan` is a key of `PLANS`. Called by the operator's command alone, so no role has a permission for it."""
    before = plan_of(actor.organization_id).key
    Organization.objects.filter(pk=actor.organization_id).update(plan=PLANS[plan].key, updated_at=actor.now)
    record(
        actor=actor,
        operation="identity.change_plan",
        subject_kind="organization",
        subject_id=actor.organization_id,
        subject_name=actor.organization.name,
        before={"plan": before},
        after={"plan": plan},
    )
