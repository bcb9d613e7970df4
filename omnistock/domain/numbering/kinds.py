"""Which documents are numbered, and how. Data: a new kind of document is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A tax document counts by registration and financial year; any other kind counts on for ever."""

    name: str
    prefix: str
    is_tax_document: bool = False


KINDS: Final = {
    kind.name: kind
    for kind in (
        DocumentKind("purchase_order", "PO"),
        DocumentKind("receipt", "GR"),
        DocumentKind("landed_cost", "LC"),
        DocumentKind("sales_order", "SO"),
        DocumentKind("dispatch", "DN"),
        DocumentKind("adjustment", "ADJ"),
        DocumentKind("transfer", "TR"),
        DocumentKind("move", "MV"),
        DocumentKind("stock_count", "CNT"),
        DocumentKind("recall", "RC"),
        DocumentKind("payment", "PAY"),
        DocumentKind("refund", "RF"),
        DocumentKind("ticket", "T"),
        DocumentKind("invoice", "INV", is_tax_document=True),
        DocumentKind("bill_of_supply", "BOS", is_tax_document=True),
        DocumentKind("credit_note", "CN", is_tax_document=True),
        DocumentKind("delivery_challan", "DC", is_tax_document=True),
    )
}

# CGST Rules 46(b), 49(b), 53(1A)(c), 55(1).
NUMBER_LONGEST: Final = 16
_DIGITS_OF_TAX_DOCUMENT: Final = 6
_DIGITS_OF_INTERNAL: Final = 5
# Of 16 characters a prefix of 4 and "/26-27/" leave 5 digits: 99,999 documents a year.
PREFIX_LONGEST: Final = 4


def number_text(*, prefix: str, financial_year: str, count: int) -> str:
    """The number as printed: INV/26-27/000001, or PO-00001 where there is no year. May come out longer than 16
    characters when a year's digits are used up: the caller refuses that."""
    if not financial_year:
        return f"{prefix}-{count:0{_DIGITS_OF_INTERNAL}d}"
    head = f"{prefix}/{financial_year}/"
    digits = min(_DIGITS_OF_TAX_DOCUMENT, NUMBER_LONGEST - len(head))
    return f"{head}{count:0{digits}d}"
