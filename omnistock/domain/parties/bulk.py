"""Many parties at once, as what a change would start from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from omnistock.domain.parties.access import visible
from omnistock.domain.parties.kinds import PartyKind
from omnistock.domain.parties.writing import address_input, contact_input, own_values
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party that is there; `values` are its fields as a change would send them."""

    row: Any
    values: dict[str, Any]


def known_parties(
    kind: PartyKind,
    *,
    actor: Actor,
    external_ids: Iterable[str] = (),
    codes: Iterable[str] = (),
    gstins: Iterable[str] = (),
    names: Iterable[str] = (),
) -> list[KnownParty]:
    """The parties that have one of these, archived ones too, in three statements."""
    wanted = Q(external_id__in=list(external_ids)) | Q(code__in=list(codes))
    wanted |= Q(gstin__in=list(gstins)) | Q(name__in=list(names))
    rows = list(visible(kind, actor=actor).filter(wanted).order_by("id"))
    key, ids = f"{kind.noun}_id", [row.id for row in rows]
    addresses: dict[UUID, list[Any]] = {}
    for address in kind.address.objects.filter(**{f"{key}__in": ids}, archived_at__isnull=True).order_by("id"):
        addresses.setdefault(getattr(address, key), []).append(address_input(address))
    contacts: dict[UUID, list[Any]] = {}
    for contact in kind.contact.objects.filter(**{f"{key}__in": ids}).order_by("id"):
        contacts.setdefault(getattr(contact, key), []).append(contact_input(contact))
    return [
        KnownParty(
            row,
            own_values(kind, row)
            | {"addresses": tuple(addresses.get(row.id, ())), "contacts": tuple(contacts.get(row.id, ()))},
        )
        for row in rows
    ]
