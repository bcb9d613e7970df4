"""An issued document as the data of its paper (`kernel.paper.documents`): all of it frozen, but for what is still owed.

What goes along with the goods (delivery number, carrier) is added by the room above, which knows the dispatch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from omnistock.domain.billing.access import day_of_issue
from omnistock.domain.billing.models import (
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceLine,
    TaxDocument,
    TaxDocumentLine,
)
from omnistock.domain.billing.parties import state_text
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.errors import Invalid
from omnistock.kernel.india import check_upi_address
from omnistock.kernel.money import round_amount
from omnistock.tenancy.actor import Actor

COPIES: Final = ("original", "duplicate", "triplicate")  # CGST Rule 48(1)
DRAFT: Final = "DRAFT"
_PARTY: Final = ("name", "legal_name", "address", "gstin", "state", "phone", "email")

Data = dict[str, Any]


def invoice_paper(
    *, actor: Actor, invoice: Invoice, lines: Sequence[InvoiceLine], copies: Sequence[str] = COPIES
) -> Data:
    """The data of an invoice's paper. Copies are marked where Indian law asks for them."""
    currency = currency_of(actor.organization.currency)
    upi_id = invoice.seller.get("upi_id")
    return {
        **_document(actor, invoice, lines, currency),
        "paper": invoice.kind,
        "copies": list(copies) if invoice.seller.get("gstin") else [],
        "due_on": invoice.due_on and invoice.due_on.isoformat(),
        "balance_due": _text(invoice.balance_due, currency),
        "bank": invoice.seller.get("bank") or [],
        "upi": {"address": upi_id, "payee": invoice.seller["name"]} if upi_id and _is_upi(upi_id) else None,
    }


def credit_note_paper(*, actor: Actor, note: CreditNote, lines: Sequence[CreditNoteLine]) -> Data:
    """The data of a credit note's paper, with the invoice that it is about (Rule 53(1A)(g))."""
    return {
        **_document(actor, note, lines, currency_of(actor.organization.currency)),
        "paper": "credit_note",
        "reason": note.reason,
        "original": {"number": note.invoice.number, "date": day_of_issue(note.invoice).isoformat()},
    }


def party_paper(party: Mapping[str, Any]) -> Data:
    """A party's snapshot as a paper prints it. A tax number of another country stands where a GSTIN would."""
    shown = {name: party[name] for name in _PARTY if party.get(name)}
    if party.get("tax_number") and not party.get("gstin"):
        shown["gstin"] = party["tax_number"]
    return {"name": "", "address": [], **shown}


def _document(actor: Actor, document: TaxDocument, lines: Iterable[TaxDocumentLine], currency: Currency) -> Data:
    rows = list(lines)
    is_indian = bool(document.place_of_supply)
    document_discount = document.discount_amount if document.prices_include_tax else Decimal(0)
    zero_rated = document.zero_rated
    return {
        "number": document.number or DRAFT,
        "date": (document.issued_on or actor.today).isoformat(),
        "currency": currency.code,
        "grouping": "indian" if actor.organization.is_indian else "western",
        "language": "en",
        "is_cancelled": document.status == "cancelled",
        "seller": party_paper(document.seller),
        "buyer": party_paper(document.buyer),
        "ship_to": party_paper(document.ship_to) if document.ship_to else None,
        "place_of_supply": state_text(document.place_of_supply) or None,
        **({"is_reverse_charge": document.reverse_charge} if is_indian else {}),
        "is_composition": document.seller.get("scheme") == "composition",
        "zero_rated": zero_rated or None,
        "destination_country": document.buyer.get("country") if zero_rated.startswith("export") else None,
        "lines": [_line(line, document, currency) for line in rows],
        "taxable": _text(document.taxable, currency),
        "heads": _heads(document.tax_lines, currency),
        "discount": _text(document_discount, currency) if document_discount else None,
        "round_off": _text(document.round_off, currency),
        "total": _text(document.total, currency),
        "by_hsn": _by_hsn(rows, currency),
        "notes": document.notes,
        "terms": document.seller.get("terms") or [],
    }


def _line(line: TaxDocumentLine, document: TaxDocument, currency: Currency) -> Data:
    """A discount of the document stands in the line's where prices are without tax: there it is of one kind with it."""
    discount = line.discount_amount + (Decimal(0) if document.prices_include_tax else line.document_discount_amount)
    return {
        "description": line.description,
        "hsn": line.hsn_code,
        "batch_number": line.batch_number,
        "expires_on": line.expires_on and line.expires_on.isoformat(),
        "expiry_precision": line.expiry_precision,
        "mrp": None if line.mrp is None else str(line.mrp),
        "quantity": str(line.quantity),
        "free_quantity": str(line.free_quantity),
        "unit": line.unit_code,
        "unit_price": str(line.unit_price),
        "discount": _text(discount, currency),
        "taxable": _text(line.taxable, currency),
        "tax_rate": str(line.tax_rate or 0),
        "heads": dict(line.tax_heads),
        "total": _text(line.amount, currency),
    }


def _heads(tax_lines: Iterable[Mapping[str, str]], currency: Currency) -> list[tuple[str, str]]:
    """All rates of a head together, in the order in which they are printed."""
    sums: dict[str, Decimal] = {}
    for row in tax_lines:
        sums[row["head"]] = sums.get(row["head"], Decimal(0)) + Decimal(row["amount"])
    return [(head, _text(amount, currency)) for head, amount in sums.items()]


def _by_hsn(lines: Iterable[TaxDocumentLine], currency: Currency) -> list[Data]:
    """The HSN summary: one row a code, unit and rate, free goods not counted."""
    groups: dict[tuple[str, str, Decimal], list[TaxDocumentLine]] = {}
    for line in lines:
        rate = (line.tax_rate or Decimal(0)) if line.tax_heads else Decimal(0)
        groups.setdefault((line.hsn_code, line.uqc_code, rate), []).append(line)
    return [
        {
            "hsn": hsn,
            "unit": unit,
            "tax_rate": str(rate),
            "quantity": str(sum((line.quantity for line in group), Decimal(0))),
            "taxable": _text(sum((line.taxable for line in group), Decimal(0)), currency),
            "heads": _heads_of_lines(group, currency),
            "total": _text(sum((line.amount for line in group), Decimal(0)), currency),
        }
        for (hsn, unit, rate), group in sorted(groups.items())
        if hsn
    ]


def _heads_of_lines(lines: Iterable[TaxDocumentLine], currency: Currency) -> dict[str, str]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        for head, amount in line.tax_heads.items():
            sums[head] = sums.get(head, Decimal(0)) + Decimal(amount)
    return {head: _text(amount, currency) for head, amount in sums.items()}


def _is_upi(address: str) -> bool:
    """An address that the settings took before it was checked must not stop an invoice from being printed."""
    try:
        return bool(check_upi_address(address))
    except Invalid:
        return False


def _text(amount: Decimal, currency: Currency) -> str:
    return str(round_amount(amount, currency=currency))
