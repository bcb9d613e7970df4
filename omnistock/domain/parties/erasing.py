"""Taking a person out of customers and suppliers. Who calls has judged that it may be done, and writes down that it was."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from omnistock.domain.audit.operations import erase_values, record
from omnistock.domain.parties.access import visible
from omnistock.domain.parties.kinds import PartyKind
from omnistock.domain.parties.writing import searched_texts
from omnistock.domain.search.operations import index
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor

_IDENTITY: Final = ("name", "code", "gst_treatment", "gstin", "pan", "tax_number")
_OWN: Final = ("email", "phone", "notes")


def erase_contacts(kind: PartyKind, *, actor: Actor, party_id: UUID, contact_ids: Collection[UUID]) -> int:
    """Take people off a party, and out of its trail; answers how many there were. No document refers to them."""
    party = find_for_change(visible(kind, actor=actor), party_id, kind=kind.noun, expected_version=None)
    rows = kind.contact.objects.filter(**{f"{kind.noun}_id": party.id}, id__in=list(contact_ids))
    words = [text for row in rows for text in (row.name, row.email, row.phone)]
    count = int(rows.delete()[0])
    if count:
        save_change(party, actor=actor, fields=[])
        erase_values(actor=actor, subject_id=party.id, holding=words)
        _note(kind, actor, party, {"contacts_erased": count})
    return count


def erase_party(kind: PartyKind, *, actor: Actor, party_id: UUID, keeps_identity: bool) -> dict[str, int]:
    """Overwrite a party that is a person, its addresses, and its trail; answers how many of each.

    `keeps_identity`: name, tax numbers and addresses stay, since a law asks for them; the rest goes. Its people go
    either way, and no new document offers it."""
    party = find_for_change(visible(kind, actor=actor), party_id, kind=kind.noun, expected_version=None)
    of_it = {f"{kind.noun}_id": party.id}
    addresses, contacts = kind.address.objects.filter(**of_it), kind.contact.objects.filter(**of_it)
    words = [getattr(party, name) for name in _OWN]
    words += [text for row in contacts for text in (row.name, row.email, row.phone)]
    found = {"parties": 1, "contacts": int(contacts.delete()[0])}
    for name in _OWN:
        setattr(party, name, "")
    if not keeps_identity:
        for name in _IDENTITY:
            setattr(party, name, "")
        party.name = erased_name(kind, party.id)
        party.gst_treatment = "unregistered"
        found["addresses"] = addresses.update(
            lines=[], city="", postal_code="", gstin="", archived_at=actor.now
        )  # State and country stay: the place of supply of what was sold
    party.archived_at = party.archived_at or actor.now
    save_change(party, actor=actor, fields=[*_OWN, *_IDENTITY, "archived_at"])
    columns = {name: getattr(party, name) for name in ("code", "name", "phone", "email", "gstin", "tax_number")}
    shown = [{"city": row.city, "gstin": row.gstin} for row in addresses.all()]
    index(actor=actor, kind=kind.noun, object_id=party.id, texts=searched_texts(columns, shown))
    found["trail"] = erase_values(actor=actor, subject_id=party.id, holding=words if keeps_identity else None)
    _note(kind, actor, party, {"identity_kept": keeps_identity})
    return {what: count for what, count in found.items() if count}


def erased_name(kind: PartyKind, party_id: UUID) -> str:
    """What a party is called that is erased: the end of its id tells two of them apart."""
    return f"Erased {kind.noun} {party_id.hex[-6:]}"


def _note(kind: PartyKind, actor: Actor, party: Any, after: dict[str, Any]) -> None:
    record(
        actor=actor,
        operation=f"parties.erase_{kind.noun}",
        subject_kind=kind.noun,
        subject_id=party.id,
        subject_name=party.name,
        after=after,
    )
