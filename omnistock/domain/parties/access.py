"""Which customers and suppliers an actor may see: a member who sees only own customers finds no others."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from omnistock.domain.parties.kinds import CUSTOMER, PartyKind
from omnistock.tenancy.actor import Actor


def visible(kind: PartyKind, *, actor: Actor) -> QuerySet[Any]:
    """The rows of `kind` that exist for this actor, archived ones too."""
    rows = kind.model.objects.all()
    if kind is CUSTOMER and actor.sees_only_own_customers:
        rows = rows.filter(owner_membership_id=actor.membership_id)
    return rows
