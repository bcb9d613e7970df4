"""Members: what they may do, where, and the end of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.identity.leaving import follow_leaving
from omnistock.domain.identity.policies import POLICIES
from omnistock.domain.security.operations import record as record_security
from omnistock.domain.warehouses.models import Warehouse
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.changes import FieldCheck, checked_fields
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Membership, MembershipWarehouse, Organization
from omnistock.tenancy.operation import operation
from omnistock.tenancy.roles import ROLES

_FIELDS: Final[Mapping[str, FieldCheck]] = {
    "role": lambda check, value: check.choice("role", value, tuple(ROLES)),
    "sees_costs": lambda check, value: bool(value),
    "sees_only_own_customers": lambda check, value: bool(value),
    "warehouse_ids": lambda check, value: checked_warehouses(check, value),
}
_TOP: Final = ("owner", "system")


class LastOwner(Conflict):
    """A workspace keeps at least one owner."""

    code = "last_owner"


@operation(POLICIES)
def change_member(
    *, actor: Actor, membership_id: UUID | str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Membership:
    """Set what `changes` names: role, sees_costs, sees_only_own_customers, warehouse_ids (None: every warehouse).

    Only an owner makes an owner or changes one. Whoever is limited to warehouses themselves speaks of those alone: a member
    keeps what lies beyond. Whom a member let in to help goes with their right to do so. Raises `NotFound`,
    `VersionConflict`, `Invalid`, `PermissionMissing`, and `LastOwner` where nobody would be left to own the workspace.
    """
    membership = _found_for_change(membership_id, expected_version)
    check = Checker()
    if "warehouse_ids" in changes:
        changes = {**changes, "warehouse_ids": _with_those_beyond(actor, membership, changes["warehouse_ids"])}
    values = checked_fields(check, _FIELDS, changes)
    check_sight(check, actor, values, before=_sight(membership))
    check.stop()
    require_rank(actor, membership.role, values.get("role", membership.role))
    if membership.role == "owner" and values.get("role", "owner") != "owner":
        _require_another_owner(membership)
    _write(actor, membership, values)
    return membership


@operation(POLICIES, though_frozen=True)
def end_membership(*, actor: Actor, membership_id: UUID | str, expected_version: int | None = None) -> Membership:
    """Take somebody out of the workspace; what they did stays under their name, and whom they let in to help goes with
    them. Raises as `change_member` does."""
    membership = _found_for_change(membership_id, expected_version)
    require_rank(actor, membership.role)
    if membership.role == "owner":
        _require_another_owner(membership)
    save_changed(
        actor=actor,
        row=membership,
        values={"ended_at": actor.now},
        operation="identity.end_membership",
        subject_kind="member",
        subject_name=membership.person.name,
    )
    record_security(actor=actor, kind="member_removed", about_id=membership.person_id, role=membership.role)
    follow_leaving(actor, membership)
    return membership


def checked_warehouses(check: Checker, ids: Collection[UUID] | None) -> list[UUID] | None:
    """Warehouses that a member is limited to, in order; None for every warehouse. Faults at `warehouse_ids`."""
    if ids is None:
        return None
    if not ids:
        check.add("warehouse_ids", _("Choose at least one warehouse, or allow every warehouse."), "missing")
    there = set(Warehouse.objects.filter(pk__in=ids).values_list("id", flat=True))
    for warehouse_id in ids:
        check.known("warehouse_ids", warehouse_id, there, kind=_("warehouse"))
    return sorted(set(ids))


def set_warehouses(membership: Membership, ids: Collection[UUID] | None) -> None:
    """Write the limit's rows. The caller keeps `is_limited_to_warehouses` in step."""
    MembershipWarehouse.objects.filter(membership=membership).delete()
    MembershipWarehouse.objects.bulk_create(
        MembershipWarehouse(organization_id=membership.organization_id, membership=membership, warehouse_id=each)
        for each in ids or ()
    )


def require_rank(actor: Actor, *roles: str) -> None:
    """Raises `PermissionMissing` where one of `roles` is the owner's and the actor is none: nobody lifts themselves."""
    if "owner" in roles and actor.role not in _TOP:
        raise PermissionMissing(_("Only an owner can make somebody an owner, or change or remove an owner."))


def check_sight(
    check: Checker, actor: Actor, given: Mapping[str, Any], *, before: Mapping[str, Any] = MappingProxyType({})
) -> None:
    """Faults where `given` lets a member see what the actor does not see, and what they did not see `before`. An owner's
    own limits are their own choice."""
    if actor.role in _TOP:
        return
    is_beyond = {
        "sees_costs": bool(given.get("sees_costs")) and not actor.sees_costs,
        "sees_only_own_customers": given.get("sees_only_own_customers") is False and actor.sees_only_own_customers,
        "warehouse_ids": "warehouse_ids" in given
        and _is_beyond(actor.warehouse_ids, given["warehouse_ids"], before.get("warehouse_ids")),
    }
    for name in (name for name, beyond in is_beyond.items() if beyond):
        if name not in before or given[name] != before[name]:
            message = _("You do not see this much yourself, so you cannot give it to others: ask somebody who does.")
            check.add(name, message, "beyond_own_sight")


def _is_beyond(own: frozenset[UUID] | None, given: Collection[UUID] | None, before: Collection[UUID] | None) -> bool:
    return own is not None and (given is None or not own.issuperset({*given} - {*(before or ())}))


def _with_those_beyond(actor: Actor, membership: Membership, given: Collection[UUID] | None) -> Collection[UUID] | None:
    before = _limits(membership)
    if given is None or before is None or actor.warehouse_ids is None:
        return given
    return [*given, *(each for each in before if each not in actor.warehouse_ids)]


def _sight(membership: Membership) -> dict[str, Any]:
    return {
        "sees_costs": membership.sees_costs,
        "sees_only_own_customers": membership.sees_only_own_customers,
        "warehouse_ids": _limits(membership),
    }


def hold_members() -> Organization:
    """One change of members at a time: else two owners who leave at once would each count on the other, and two who come
    would each take the plan's last place. The lock lets everything else go on, since it leaves the organization's key
    alone."""
    return Organization.objects.select_for_update(no_key=True).get()


def is_lone_owner(membership: Membership) -> bool:
    """Whether nobody would own the workspace without this membership."""
    owners = Membership.objects.filter(role="owner", ended_at__isnull=True)
    return membership.role == "owner" and not owners.exclude(pk=membership.pk).exists()


def _found_for_change(membership_id: UUID | str, expected_version: int | None) -> Membership:
    hold_members()
    rows = Membership.objects.filter(ended_at__isnull=True).select_related("person")
    return find_for_change(rows, membership_id, kind="member", expected_version=expected_version)


def _write(actor: Actor, membership: Membership, values: Mapping[str, Any]) -> None:
    """Write what differs, with one version and one event for the role, the switches and the warehouses together."""
    now = {name: getattr(membership, name) for name in values if name != "warehouse_ids"}
    before = {**now, "warehouse_ids": _limits(membership)}
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        return
    if "warehouse_ids" in after:
        set_warehouses(membership, after["warehouse_ids"])
        membership.is_limited_to_warehouses = after["warehouse_ids"] is not None
    for name in now:
        setattr(membership, name, values[name])
    save_change(membership, actor=actor, fields=[*now, "is_limited_to_warehouses"])
    record(
        actor=actor,
        operation="identity.change_member",
        subject_kind="member",
        subject_id=membership.pk,
        subject_name=membership.person.name,
        before={name: before[name] for name in after},
        after=after,
    )
    _tell_security(actor, membership, before, after)
    if "role" in after:
        follow_leaving(actor, membership)


def _tell_security(actor: Actor, membership: Membership, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A role that changed, else that the limits did."""
    facts = {"before": before["role"], "after": after["role"]} if "role" in after else {"limits": ", ".join(after)}
    record_security(actor=actor, kind="role_changed", about_id=membership.person_id, **facts)


def _limits(membership: Membership) -> list[UUID] | None:
    if not membership.is_limited_to_warehouses:
        return None
    rows = MembershipWarehouse.objects.filter(membership=membership)
    return sorted(rows.values_list("warehouse_id", flat=True))


def _require_another_owner(membership: Membership) -> None:
    if is_lone_owner(membership):
        message = _("{name} is the only owner; make somebody else an owner first.")
        raise LastOwner(message.format(name=membership.person.name))
