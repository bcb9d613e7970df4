"""The words of an erasure: what was overwritten, and what was kept with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.rights.holdings import Held

Word = str | Promise

CANDIDATES: Final[Mapping[str, Word]] = {
    "customer": gettext_lazy("Customer"),
    "supplier": gettext_lazy("Supplier"),
    "customer_contact": gettext_lazy("Person at a customer"),
    "supplier_contact": gettext_lazy("Person at a supplier"),
}
OVERWRITTEN: Final[Mapping[str, Word]] = {
    "customer": gettext_lazy("Customer: name, code, email, phone, tax numbers and notes"),
    "customer_contacts": gettext_lazy("People at a customer, taken off it"),
    "customer_addresses": gettext_lazy("Addresses of the customer; State and country stay"),
    "customer_papers": gettext_lazy("Files attached to the customer"),
    "customer_trail": gettext_lazy("Entries of the audit log about the customer: names and values"),
    "supplier": gettext_lazy("Supplier: name, code, email, phone, tax numbers and notes"),
    "supplier_contacts": gettext_lazy("People at a supplier, taken off it"),
    "supplier_addresses": gettext_lazy("Addresses of the supplier; State and country stay"),
    "supplier_papers": gettext_lazy("Files attached to the supplier"),
    "supplier_trail": gettext_lazy("Entries of the audit log about the supplier: names and values"),
    "supplier_reach": gettext_lazy("Supplier: email, phone and notes"),
    "supplier_reach_contacts": gettext_lazy("People at a supplier, taken off it"),
    "supplier_reach_trail": gettext_lazy("Entries of the audit log that held the supplier's email, phone or notes"),
    "attachments": gettext_lazy("Files with documents of theirs, removed for good, and their names in the audit log"),
    "mails": gettext_lazy("Mails to their address, in the list of mails sent"),
}
KEPT: Final[Mapping[str, tuple[Word, Word]]] = {
    "invoices": (
        gettext_lazy("Invoices"),
        gettext_lazy(
            "Issued with name, address and GSTIN, which the tax law asks to keep (CGST Act 2017, sections 35 and 36)."
        ),
    ),
    "credit_notes": (
        gettext_lazy("Credit notes"),
        gettext_lazy(
            "Issued with name, address and GSTIN, which the tax law asks to keep (CGST Act 2017, sections 35 and 36)."
        ),
    ),
    "dispatches": (
        gettext_lazy("Dispatches"),
        gettext_lazy(
            "Names and addresses of whom goods were supplied to must be kept (CGST Rules 2017, rule 56(5)(b))."
        ),
    ),
    "receipts": (
        gettext_lazy("Receipts"),
        gettext_lazy(
            "Names and addresses of whom goods came from must be kept (CGST Rules 2017, rule 56(5)(a)): the supplier "
            "keeps name, address and tax number."
        ),
    ),
    "orders": (
        gettext_lazy("Orders"),
        gettext_lazy("Goods and amounts are the books of the business; whom they name is overwritten with the record."),
    ),
    "payments": (
        gettext_lazy("Payments"),
        gettext_lazy("Amounts are the books of the business; whom they name is overwritten with the record."),
    ),
    "refunds": (
        gettext_lazy("Refunds"),
        gettext_lazy("Amounts are the books of the business; whom they name is overwritten with the record."),
    ),
    "recalls": (
        gettext_lazy("Recalls"),
        gettext_lazy("Who got goods of a recalled batch and what they answered: look through the notes yourself."),
    ),
    "attachments": (
        gettext_lazy("Files with documents of theirs"),
        gettext_lazy(
            "Kept with the documents that they prove. What is in a file no program looks into: whoever erases opens them, and "
            "removes what names the person and no law asks for."
        ),
    ),
    "imports": (
        gettext_lazy("Uploaded files"),
        gettext_lazy("Lists as they were brought in may name them, and stay as long as the workspace."),
    ),
    "texts": (
        gettext_lazy("Notes and messages that name them"),
        gettext_lazy(
            "Somebody wrote them in their own words: read them and change what may be changed. What the audit log says of "
            "these documents stays as it was."
        ),
    ),
    "request": (
        gettext_lazy("The request itself"),
        gettext_lazy("To prove that it was answered in time (DPDP Act 2023, section 12)."),
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    title: Word
    reason: Word
    count: int
    numbers: str
    until: dt.date | None


def overwritten_told(entries: Iterable[Mapping[str, Any]]) -> list[tuple[Word, int]]:
    """What was overwritten and how often, the same things together."""
    found: dict[str, int] = {}
    for each in entries:
        found[each["what"]] = found.get(each["what"], 0) + each["count"]
    return [(OVERWRITTEN[what], count) for what, count in found.items()]


def kept_told(entries: Iterable[Mapping[str, Any]]) -> list[Kept]:
    """What was kept, which, and until when the tax law asks for it."""
    return [
        Kept(
            *KEPT[each["what"]],
            count=each["count"],
            numbers=", ".join(each["numbers"]),
            until=dt.date.fromisoformat(each["until"]) if each["until"] else None,
        )
        for each in entries
    ]


def held_told(held: Iterable[Held]) -> list[Kept]:
    return kept_told(each.as_json() for each in held)


def answer_of(overwritten: Iterable[Mapping[str, Any]], kept: Iterable[Mapping[str, Any]]) -> str:
    """The text with which the person may be answered."""
    return "\n".join(_lines(overwritten, kept))


def _lines(overwritten: Iterable[Mapping[str, Any]], kept: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield _("Erased:")
    for what, count in overwritten_told(overwritten):
        yield f"- {what} ({count})"
    yield _("Kept, and why:")
    for each in kept_told(kept):
        until = _(", until {day} at least").format(day=each.until) if each.until else ""
        yield f"- {each.title} ({each.count}{until}): {each.reason}"
    yield _("- Backups for up to seven days; then it is gone there too.")
