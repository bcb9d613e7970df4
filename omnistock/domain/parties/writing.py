"""Creating, changing and archiving a party of either kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.parties.access import visible
from omnistock.domain.parties.inputs import AddressInput, ContactInput, party_input
from omnistock.domain.parties.judging import JudgedParty, judge_party
from omnistock.domain.parties.kinds import CUSTOMER, PartyKind
from omnistock.domain.search.operations import index
from omnistock.kernel.errors import Fault
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import LONGEST_EXTERNAL_ID, Checker
from omnistock.tenancy.duplicates import naming_duplicates
from omnistock.tenancy.models import Membership

_ADDRESS_FIELDS: Final = tuple(each.name for each in fields(AddressInput) if each.name != "id")
_CONTACT_FIELDS: Final = tuple(each.name for each in fields(ContactInput))


@dataclass(frozen=True, slots=True)
class Written:
    party: Any
    was_created: bool


def create(kind: PartyKind, *, actor: Actor, values: Mapping[str, Any], party_id: UUID | None) -> Any:
    """Raises `Invalid` with every fault."""
    checker = Checker()
    own = {"owner_membership_id": actor.membership_id} if kind is CUSTOMER and actor.sees_only_own_customers else {}
    judged = _judge(kind, actor, {**values, **own}, set(), checker)
    party = kind.model(
        organization_id=actor.organization_id,
        id=party_id or uuid7(),
        created_at=actor.now,
        updated_at=actor.now,
        **judged.columns,
    )
    with naming_duplicates(_duplicates(kind, party)):
        party.save(force_insert=True)
    _save_addresses(kind, actor, party, judged, {})
    _save_contacts(kind, actor, party, judged)
    _index(kind, actor, party, judged)
    _record(kind, actor, "create", party, after=_described(judged))
    return party


def change(
    kind: PartyKind, *, actor: Actor, party_id: UUID, changes: Mapping[str, Any], expected_version: int | None
) -> Any:
    """Raises `NotFound`, `VersionConflict` or `Invalid`. Addresses and contacts are sent whole; an address that is left
    out is taken off the party, and stays with the documents that name it."""
    party = find_for_change(visible(kind, actor=actor), party_id, kind=kind.noun, expected_version=expected_version)
    there = {row.id: row for row in _current_addresses(kind, party)}
    before = values_of(kind, actor=actor, party=party)
    checker = Checker()
    if actor.sees_only_own_customers and changes.get("owner_membership_id", actor.membership_id) != actor.membership_id:
        checker.add("owner_membership_id", _("You may not give your customers to somebody else."), "not_yours")
    judged = _judge(kind, actor, _changed(before, changes), set(there), checker)
    old = judge_party(
        party_input(kind.shape, before, checker=Checker()), organization=actor.organization, checker=Checker()
    )
    if old == judged:
        return party
    for name, value in judged.columns.items():
        setattr(party, name, value)
    with naming_duplicates(_duplicates(kind, party)):
        save_change(party, actor=actor, fields=[_field_of(name) for name in judged.columns])
    _save_addresses(kind, actor, party, judged, there)
    if old is None or old.contacts != judged.contacts:
        _save_contacts(kind, actor, party, judged)
    _index(kind, actor, party, judged)
    was, now = _described(old) if old else {}, _described(judged)
    names = [name for name in was | now if was.get(name) != now.get(name)]
    _record(kind, actor, "change", party, before={n: was.get(n) for n in names}, after={n: now.get(n) for n in names})
    return party


def put(
    kind: PartyKind, *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None
) -> Written:
    """Changed by what is sent where the external id is known, else created."""
    checker = Checker()
    checker.text("external_id", external_id, longest=LONGEST_EXTERNAL_ID, required=True)
    checker.stop()
    wanted = {**values, "external_id": external_id}
    found = visible(kind, actor=actor).filter(external_id=external_id).first()
    if found is None:
        return Written(create(kind, actor=actor, values=wanted, party_id=None), was_created=True)
    changed = change(kind, actor=actor, party_id=found.id, changes=wanted, expected_version=expected_version)
    return Written(changed, was_created=False)


def set_archived(kind: PartyKind, *, actor: Actor, party_id: UUID, archived: bool, expected_version: int | None) -> Any:
    """No new document offers an archived party. Doing it twice is the same as once."""
    party = find_for_change(visible(kind, actor=actor), party_id, kind=kind.noun, expected_version=expected_version)
    if (party.archived_at is not None) != archived:
        party.archived_at = actor.now if archived else None
        save_change(party, actor=actor, fields=["archived_at"])
        verb = "archive" if archived else "restore"
        _record(kind, actor, verb, party, before={"archived": not archived}, after={"archived": archived})
    return party


def values_of(kind: PartyKind, *, actor: Actor, party: Any) -> dict[str, Any]:
    """The party's fields as a change would send them."""
    contacts = kind.contact.objects.filter(**{f"{kind.noun}_id": party.id}).order_by("id")
    return own_values(kind, party) | {
        "addresses": tuple(address_input(row) for row in _current_addresses(kind, party)),
        "contacts": tuple(contact_input(row) for row in contacts),
    }


def own_values(kind: PartyKind, party: Any) -> dict[str, Any]:
    """The fields that stand in the party's own row."""
    own = {"addresses", "contacts"}
    return {each.name: getattr(party, each.name) for each in fields(kind.shape) if each.name not in own}


def address_input(row: Any) -> AddressInput:
    values = {name: getattr(row, name) for name in _ADDRESS_FIELDS}
    return AddressInput(id=row.id, **values | {"lines": tuple(row.lines)})


def contact_input(row: Any) -> ContactInput:
    return ContactInput(**{name: getattr(row, name) for name in _CONTACT_FIELDS})


def read_values(kind: PartyKind, *, actor: Actor, party_id: UUID) -> dict[str, Any]:
    """What a form starts from. Raises `NotFound`."""
    return values_of(kind, actor=actor, party=find(visible(kind, actor=actor), party_id, kind=kind.noun))


def _changed(before: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A GSTIN that comes or goes takes the treatment and the PAN with it where these are not said."""
    kept = dict(before)
    if "gstin" in changes and (changes["gstin"] or "") != before["gstin"]:
        kept["pan"] = ""
        if bool(changes["gstin"]) != bool(before["gstin"]):
            kept["gst_treatment"] = None
    return kept | dict(changes)


def _judge(
    kind: PartyKind, actor: Actor, values: Mapping[str, Any], address_ids: set[UUID], checker: Checker
) -> JudgedParty:
    given = party_input(kind.shape, values, checker=checker)
    judged = judge_party(given, organization=actor.organization, checker=checker)
    for at, address in enumerate(given.addresses):
        checker.known(f"addresses/{at}/id", address.id, address_ids, kind=_("address of this party"))
    owner = values.get("owner_membership_id")
    if owner is not None and owner != actor.membership_id:
        members = Membership.objects.filter(id=owner, ended_at__isnull=True).values_list("id", flat=True)
        checker.known("owner_membership_id", owner, list(members), kind=_("member"))
    checker.stop()
    assert judged is not None
    return judged


def _current_addresses(kind: PartyKind, party: Any) -> list[Any]:
    rows = kind.address.objects.filter(**{f"{kind.noun}_id": party.id}, archived_at__isnull=True)
    return list(rows.order_by("id"))


def _save_addresses(kind: PartyKind, actor: Actor, party: Any, judged: JudgedParty, there: Mapping[UUID, Any]) -> None:
    kept = {address["id"] for address in judged.addresses}
    gone = [row_id for row_id in there if row_id not in kept]
    if gone:
        kind.address.objects.filter(id__in=gone).update(archived_at=actor.now)
    fresh, changed = [], []
    for address in judged.addresses:
        columns = {name: address[name] for name in _ADDRESS_FIELDS}
        row = there.get(address["id"])
        if row is None:
            fresh.append(kind.address(organization_id=actor.organization_id, **{kind.noun: party}, **columns))
        elif any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            changed.append(row)
    kind.address.objects.bulk_create(fresh)
    kind.address.objects.bulk_update(changed, _ADDRESS_FIELDS)


def _save_contacts(kind: PartyKind, actor: Actor, party: Any, judged: JudgedParty) -> None:
    kind.contact.objects.filter(**{f"{kind.noun}_id": party.id}).delete()
    kind.contact.objects.bulk_create(
        kind.contact(organization_id=actor.organization_id, **{kind.noun: party}, **each) for each in judged.contacts
    )


def searched_texts(columns: Mapping[str, Any], addresses: Any) -> list[str]:
    """What a party is found by."""
    own = [columns[name] for name in ("code", "name", "phone", "email", "gstin", "tax_number")]
    return [*own, *(text for address in addresses for text in (address["city"], address["gstin"]))]


def _index(kind: PartyKind, actor: Actor, party: Any, judged: JudgedParty) -> None:
    texts = searched_texts(judged.columns, judged.addresses)
    index(actor=actor, kind=kind.noun, object_id=party.id, texts=texts)


def _field_of(column: str) -> str:
    return column.removesuffix("_id") if column == "owner_membership_id" else column


def _described(judged: JudgedParty) -> dict[str, Any]:
    plain = {name: value for name, value in judged.columns.items() if value not in (None, "")}
    plain["addresses"] = [{k: str(v) if k == "id" else v for k, v in each.items() if v} for each in judged.addresses]
    plain["contacts"] = [dict(each) for each in judged.contacts]
    return plain


def _duplicates(kind: PartyKind, party: Any) -> dict[str, Fault]:
    code = _("The code {code} is another {noun}'s.").format(code=party.code, noun=kind.noun)
    external_id = _("The external id {id} is another {noun}'s.").format(id=party.external_id, noun=kind.noun)
    return {
        f"{kind.noun}_code_unique": Fault("code", code, "taken"),
        f"{kind.noun}_external_id_unique": Fault("external_id", external_id, "taken"),
        f"{kind.noun}_pkey": Fault("id", _("This id is another {noun}'s.").format(noun=kind.noun), "taken"),
    }


def _record(kind: PartyKind, actor: Actor, verb: str, party: Any, **changed: Any) -> None:
    record(
        actor=actor,
        operation=f"parties.{verb}_{kind.noun}",
        subject_kind=kind.noun,
        subject_id=party.id,
        subject_name=party.name,
        **changed,
    )
