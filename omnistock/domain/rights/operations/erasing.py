"""Erasing one person from a workspace's records: overwritten where that may be, kept where a law asks for it, and both
written down (DPDP Act 2023, sections 8(7) and 12(3))."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.attachments.erasing import forget_papers
from omnistock.domain.attachments.models import Attachment
from omnistock.domain.attachments.operations import erase_papers
from omnistock.domain.attachments.subjects import LABEL, of_parties, seen_papers
from omnistock.domain.audit.operations import record
from omnistock.domain.notifications.models import WorkspaceMail
from omnistock.domain.parties.access import visible
from omnistock.domain.parties.erasing import erase_contacts, erase_party
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER, PartyKind
from omnistock.domain.rights.holdings import (
    NUMBERS_SHOWN,
    Held,
    dealings_of_customer,
    dealings_of_supplier,
    documents_of,
    held_of_customers,
    held_of_suppliers,
)
from omnistock.domain.rights.mentions import texts_naming, words_of
from omnistock.domain.rights.models import Erasure, PrincipalRequest
from omnistock.domain.rights.policies import POLICIES
from omnistock.domain.search.operations import forget_words
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, not_found
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation


class DealingsOpen(Conflict):
    """What is under way with the person needs their data until it is over."""

    code = "dealings_open"


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom an erasure is about: people at businesses, and businesses that are a person, each by id."""

    customer_contacts: Collection[UUID] = ()
    supplier_contacts: Collection[UUID] = ()
    customers: Collection[UUID] = ()
    suppliers: Collection[UUID] = ()
    attachments: Collection[UUID] = ()
    """Files with documents of theirs that go too, since they name them and no law asks for them."""

    @property
    def is_anybody(self) -> bool:
        return any((self.customer_contacts, self.supplier_contacts, self.customers, self.suppliers))


@dataclass(slots=True)
class _Done:
    overwritten: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)

    def wrote(self, what: str, counts: Mapping[str, int], party_id: UUID) -> None:
        self.overwritten += [
            {"what": what if name == "parties" else f"{what}_{name}", "count": count, "id": str(party_id)}
            for name, count in counts.items()
        ]

    def keeps(self, held: Held) -> None:
        self.kept.append(held.as_json())


@operation(POLICIES)
def erase_person(
    *, actor: Actor, subjects: Subjects, principal_request_id: UUID | None = None, id: UUID | None = None
) -> Erasure:
    """Erase somebody from the records of the workspace; answers what was overwritten and what was kept.

    Contacts go. A customer is overwritten, and stays in the documents that were issued, as they were. A supplier of whom
    goods came keeps name, address and tax number, and loses the rest. Raises `NotFound`, `Invalid` where nobody was
    chosen, and `DealingsOpen`.
    """
    asked = None
    if principal_request_id is not None:
        asked = find(PrincipalRequest.objects.all(), principal_request_id, kind="request")
    if not subjects.is_anybody:
        raise Invalid.at("subjects", _("Choose whom to erase."), "missing")
    _require_over(actor, subjects)
    words = words_of(CUSTOMER, parties=subjects.customers, contacts=subjects.customer_contacts)
    words |= words_of(SUPPLIER, parties=subjects.suppliers, contacts=subjects.supplier_contacts)
    done = _Done()
    papers = _erase_papers(actor, subjects, done)
    addresses = _erase_contacts(actor, CUSTOMER, subjects.customer_contacts, done)
    addresses |= _erase_contacts(actor, SUPPLIER, subjects.supplier_contacts, done)
    addresses |= _erase_parties(actor, CUSTOMER, subjects.customers, done)
    addresses |= _erase_parties(actor, SUPPLIER, subjects.suppliers, done)
    if mails := WorkspaceMail.objects.filter(recipient__in=addresses).delete()[0]:
        done.overwritten.append({"what": "mails", "count": mails, "id": None})
    _keep_besides(papers, words, done)
    if asked is not None:
        done.keeps(Held("request", 1))
    made = Erasure(
        id=id or uuid7(),
        organization_id=actor.organization_id,
        principal_request=asked,
        at=actor.now,
        person_id=actor.person_id,
        actor_name=actor.name,
        overwritten=done.overwritten,
        kept=done.kept,
    )
    made.save(force_insert=True)
    record(
        actor=actor,
        operation="rights.erase_person",
        subject_kind="erasure",
        subject_id=made.pk,
        after={"overwritten": done.overwritten, "kept": done.kept},
    )
    return made


def _keep_besides(papers: QuerySet[Attachment], words: Collection[str], done: _Done) -> None:
    """What no program can tell the person in: files, and what somebody wrote."""
    if left := papers.count():
        documents = papers.filter(customer=None, supplier=None).annotate(label=LABEL)
        numbers = documents.order_by("label").values_list("label", flat=True).distinct()
        done.keeps(Held("attachments", left, tuple(str(each) for each in numbers[:NUMBERS_SHOWN])))
    if texts := texts_naming(words):
        done.keeps(texts)


def parties_of(*, actor: Actor, subjects: Subjects) -> dict[str, set[UUID]]:
    """Whose documents an erasure concerns: `customer_ids` and `supplier_ids`, with the businesses of the people."""
    found = {}
    for kind, ids, people in (
        (CUSTOMER, subjects.customers, subjects.customer_contacts),
        (SUPPLIER, subjects.suppliers, subjects.supplier_contacts),
    ):
        rows = kind.contact.objects.filter(id__in=list(people))
        theirs = {*ids, *rows.values_list(f"{kind.noun}_id", flat=True)}
        found[f"{kind.noun}_ids"] = set(visible(kind, actor=actor).filter(id__in=theirs).values_list("id", flat=True))
    return found


def obstacles_of(*, customer_id: UUID | None = None, supplier_id: UUID | None = None) -> list[str]:
    """Numbers of what must be over before a party can be erased."""
    if customer_id is not None:
        return dealings_of_customer(customer_id=customer_id)
    return dealings_of_supplier(supplier_id=supplier_id) if supplier_id is not None else []


def _require_over(actor: Actor, subjects: Subjects) -> None:
    """Every obstacle of every party at once. Raises `DealingsOpen`."""
    found = []
    for kind, ids in ((CUSTOMER, subjects.customers), (SUPPLIER, subjects.suppliers)):
        for party_id in ids:
            party = find(visible(kind, actor=actor), party_id, kind=kind.noun)
            if numbers := obstacles_of(**{f"{kind.noun}_id": party.pk}):
                found.append(f"{party.name}: {', '.join(numbers)}")
    if found:
        message = _("Not over yet: {what}. Finish, settle or cancel that first; until then the data is needed for it.")
        raise DealingsOpen(message.format(what="; ".join(found)))


def _erase_papers(actor: Actor, subjects: Subjects, done: _Done) -> QuerySet[Attachment]:
    """Those that were chosen go; answers which there are: that nobody can search them is said with what was kept."""
    seen, theirs = seen_papers(actor=actor), of_parties(**parties_of(actor=actor, subjects=subjects))
    if seen.filter(pk__in=list(subjects.attachments)).exclude(theirs).exists():
        message = _("A chosen file is with a document of somebody who is not chosen.")
        raise Invalid.at("attachments", message, "not_theirs")
    rows = seen.filter(theirs)
    if count := erase_papers(actor=actor, rows=rows, attachment_ids=subjects.attachments):
        done.overwritten.append({"what": "attachments", "count": count, "id": None})
    return rows


def _erase_contacts(actor: Actor, kind: PartyKind, ids: Collection[UUID], done: _Done) -> set[str]:
    """Answers the addresses that were theirs."""
    rows = kind.contact.objects.filter(id__in=list(ids), **{f"{kind.noun}__in": visible(kind, actor=actor)})
    found = list(rows.order_by("id"))
    if missing := set(map(str, ids)) - {str(row.pk) for row in found}:
        raise not_found(min(missing), kind="contact")
    by_party: dict[UUID, list[UUID]] = {}
    for row in found:
        by_party.setdefault(getattr(row, f"{kind.noun}_id"), []).append(row.pk)
    for party_id, theirs in sorted(by_party.items()):
        count = erase_contacts(kind, actor=actor, party_id=party_id, contact_ids=theirs)
        done.wrote(kind.noun, {"contacts": count}, party_id)
    return {row.email for row in found if row.email}


def _erase_parties(actor: Actor, kind: PartyKind, ids: Collection[UUID], done: _Done) -> set[str]:
    """Answers the addresses that were theirs."""
    addresses: set[str] = set()
    if not ids:
        return addresses
    parties = list(visible(kind, actor=actor).filter(id__in=list(ids)).order_by("id"))
    names = {party.pk: party.name for party in parties}
    for party in parties:
        contacts = kind.contact.objects.filter(**{f"{kind.noun}_id": party.pk}).values_list("email", flat=True)
        addresses |= {email for email in (party.email, *contacts) if email}
    of_kind = held_of_customers if kind is CUSTOMER else held_of_suppliers
    held = list(of_kind(actor=actor, ids=ids))
    suppliers_of_goods = set()
    if kind is SUPPLIER:
        suppliers_of_goods = {
            party_id
            for party_id in ids
            if any(each.what == "receipts" for each in of_kind(actor=actor, ids=[party_id]))
        }
    for party_id in sorted(set(ids)):
        keeps = party_id in suppliers_of_goods
        if not keeps:
            forget_words(actor=actor, object_ids=documents_of(kind, ids=[party_id]), texts=[names[party_id]])
        if papers := forget_papers(kind, actor=actor, party_id=party_id):
            done.wrote(kind.noun, {"papers": papers}, party_id)
        counts = erase_party(kind, actor=actor, party_id=party_id, keeps_identity=keeps)
        done.wrote(f"{kind.noun}_reach" if keeps else kind.noun, counts, party_id)
    for each in held:
        done.keeps(each)
    return addresses
