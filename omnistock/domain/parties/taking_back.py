"""Taking back what an import did to customers and suppliers: those that it made go, the others become what they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.bulk import Change, record_many
from omnistock.domain.parties import writing
from omnistock.domain.parties.access import visible
from omnistock.domain.parties.inputs import AddressInput, ContactInput
from omnistock.domain.parties.kinds import PartyKind
from omnistock.domain.search.operations import forget
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.removal import references


def removal_obstacles(kind: PartyKind, *, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Why parties cannot go, by id."""
    rows = visible(kind, actor=actor).filter(id__in=list(ids))
    return {key: _("a {kind} names it").format(kind=each) for key, each in references(rows).items()}


def remove_parties(kind: PartyKind, *, actor: Actor, ids: Collection[UUID]) -> None:
    """Delete parties that nothing refers to, with their addresses and contacts. Whoever calls holds `parties:write` and
    has asked `removal_obstacles`."""
    rows = visible(kind, actor=actor).filter(id__in=list(ids))
    names = dict(rows.values_list("id", "name"))
    rows.delete()
    forget(actor=actor, kind=kind.noun, object_ids=names)
    operation = f"parties.remove_{kind.noun}"
    changes = [Change(operation, key, name, before={"removed": False}) for key, name in names.items()]
    record_many(actor=actor, subject_kind=kind.noun, changes=changes)


def restore_as_before(kind: PartyKind, *, actor: Actor, party_id: UUID, before: Mapping[str, Any]) -> None:
    """Make a party what it was; `before` holds the fields that an audit event tells of, `archived` among them. Raises
    `Invalid` where that is not right any more."""
    values = dict(before)
    archived = values.pop("archived", None)
    if archived is not None:
        writing.set_archived(kind, actor=actor, party_id=party_id, archived=archived, expected_version=None)
    if values:
        changes = _as_sent(values)
        writing.change(kind, actor=actor, party_id=party_id, changes=changes, expected_version=None)


def _as_sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """An audit event's JSON as the fields of a change; None clears."""
    sent = dict(values)
    if sent.get("credit_limit") is not None:
        sent["credit_limit"] = Decimal(sent["credit_limit"])
    if sent.get("owner_membership_id") is not None:
        sent["owner_membership_id"] = UUID(sent["owner_membership_id"])
    if "addresses" in sent:
        sent["addresses"] = tuple(_address(each) for each in sent["addresses"] or ())
    if "contacts" in sent:
        sent["contacts"] = tuple(ContactInput(**each) for each in sent["contacts"] or ())
    return sent


def _address(values: Mapping[str, Any]) -> AddressInput:
    kept = {name: value for name, value in values.items() if name not in ("id", "lines")}
    address_id = UUID(values["id"]) if values.get("id") else None
    return AddressInput(id=address_id, lines=tuple(values.get("lines") or ()), **kept)
