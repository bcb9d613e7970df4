"""Who may be erased: the records that are, or may be, one person, each with what stands in the way and what would stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from omnistock.domain.parties.access import visible
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER, PartyKind
from omnistock.domain.rights.holdings import Held, held_of_customers, held_of_suppliers
from omnistock.domain.rights.models import PrincipalRequest
from omnistock.domain.rights.operations.erasing import obstacles_of
from omnistock.domain.rights.principal_bundle import people_found
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Candidate:
    """`what`: customer, supplier, customer_contact or supplier_contact. `found_by` empty: it was not searched for.
    `obstacles`: numbers of what must be over first. `held`: what would stay of it."""

    what: str
    id: UUID
    name: str
    business: str
    reach: Sequence[str]
    found_by: str
    obstacles: Sequence[str]
    held: Sequence[Held]

    @property
    def keeps_identity(self) -> bool:
        return self.what == "supplier" and any(each.what == "receipts" for each in self.held)


def candidates_of_request(*, actor: Actor, request: PrincipalRequest) -> list[Candidate]:
    """The records that were found for who asked."""
    rows, found = people_found(name=request.name, email=request.email, phone=request.phone)
    return list(_candidates(actor, rows, found.by))


def candidates_of_party(
    *, actor: Actor, customer_id: UUID | None = None, supplier_id: UUID | None = None
) -> list[Candidate]:
    """The people of a customer or supplier, and itself. Raises `NotFound`."""
    actor.require("rights:answer")
    kind, party_id = (CUSTOMER, customer_id) if customer_id else (SUPPLIER, supplier_id)
    party = find(visible(kind, actor=actor), party_id, kind=kind.noun)
    contacts = kind.contact.objects.filter(**{f"{kind.noun}_id": party.pk}).order_by("id")
    return list(_candidates(actor, [*contacts, party], {}))


def _candidates(actor: Actor, rows: Iterable[Any], by: dict[UUID, str]) -> Iterator[Candidate]:
    for row in rows:
        kind = CUSTOMER if isinstance(row, (CUSTOMER.model, CUSTOMER.contact)) else SUPPLIER
        is_contact = isinstance(row, kind.contact)
        party = getattr(row, kind.noun) if is_contact else row
        if not visible(kind, actor=actor).filter(pk=party.pk).exists():
            continue  # somebody else's customer
        obstacles, held = ([], []) if is_contact else _of_party(actor, kind, row.pk)
        yield Candidate(
            what=f"{kind.noun}_contact" if is_contact else kind.noun,
            id=row.pk,
            name=row.name,
            business=party.name if is_contact else "",
            reach=[text for text in (row.email, row.phone) if text],
            found_by=by.get(row.pk, ""),
            obstacles=obstacles,
            held=held,
        )


def _of_party(actor: Actor, kind: PartyKind, party_id: UUID) -> tuple[list[str], list[Held]]:
    held = held_of_customers if kind is CUSTOMER else held_of_suppliers
    return obstacles_of(**{f"{kind.noun}_id": party_id}), list(held(actor=actor, ids=[party_id]))
