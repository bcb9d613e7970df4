"""From a document's data to the texts that the template lays out: numbers grouped, days written, labels chosen.

The template gets strings and lists and makes no decision about money, so that what is printed is tested here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import segno

from omnistock.kernel.amount_words import amount_in_words
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.days import format_month
from omnistock.kernel.india import upi_link
from omnistock.kernel.numbers import Grouping, grouped
from omnistock.kernel.paper.documents import Document, HsnLine, Invoice, Line, Party
from omnistock.kernel.paper.labels import ENDORSEMENTS, labels_of

_HEADS: Final[tuple[str, ...]] = ("cgst", "sgst", "utgst", "igst", "tax")
_HALVED: Final = ("cgst", "sgst", "utgst")
_WIDE: Final = 13

_UNBROKEN: Final = re.compile(r"\S{24}(?=\S)")

Shown = dict[str, Any]


class Figures:
    """How one document writes its numbers: its currency's decimals, its grouping."""

    def __init__(self, document: Document) -> None:
        self.currency: Currency = currency_of(document.get("currency") or "INR")
        self.grouping = Grouping(document.get("grouping") or Grouping.INDIAN)

    def amount(self, text: str | None) -> str:
        """An amount with all the currency's decimals; nothing for None."""
        return "" if text is None else grouped(Decimal(text), grouping=self.grouping, places=self.currency.places)

    def quantity(self, text: str | None) -> str:
        """A quantity or rate without zeros that say nothing."""
        return "" if text is None else grouped(Decimal(text), grouping=self.grouping)

    def nonzero(self, text: str | None) -> str:
        """An amount, or nothing where it is 0: a column of zeros only hides what matters."""
        return self.amount(text) if text is not None and Decimal(text) else ""


def show_invoice(document: Invoice) -> Shown:
    """Everything that the template `invoice.typ` prints."""
    figures = Figures(document)
    labels = labels_of(document.get("language") or "en")
    charged = {head for line in document["lines"] for head in line.get("heads") or {}}
    heads = [head for head in _HEADS if head in charged]
    columns = _columns(document["lines"], heads=heads)
    upi = document.get("upi")
    rows = [shown_row(line, at=at, heads=heads, figures=figures) for at, line in enumerate(document["lines"], start=1)]
    return {
        **framed(document, title=labels[document["paper"]], labels=labels, copy_names="copy"),
        "columns": columns,
        "column_labels": labels if heads else {**labels, "taxable": labels["value"]},
        "rows": rows,
        "running": _running(document["lines"], figures),
        "total": figures.amount(document["total"]),
        "is_wide": any(len(text) > _WIDE for row in rows for text in (row["taxable"], row["rate"])) and len(heads) > 1,
        "heads": heads,
        "sums": _sums(document, heads=heads, figures=figures, labels=labels),
        "balance_due": figures.nonzero(document.get("balance_due")),
        "hsn_rows": [
            _hsn_row(line, heads=heads, figures=figures) for line in document.get("by_hsn") or [] if line["hsn"]
        ],
        "words": amount_in_words(
            Decimal(document["total"]),
            currency=figures.currency,
            language=document.get("language") or "en",
            grouping=figures.grouping,
        ),
        "currency": figures.currency.symbol,
        "endorsements": _endorsements(document, labels),
        "upi_qr": _upi_qr(document, figures.currency),
        "upi_address": upi["address"] if upi else "",
        "bank": document.get("bank") or [],
        "irn": document.get("irn") or "",
        "irn_qr": _qr(document.get("irn_qr")),
    }


def show_delivery_note(document: Document) -> Shown:
    """Everything that the template `delivery_note.typ` prints."""
    figures = Figures(document)
    labels = labels_of(document.get("language") or "en")
    rows = [shown_row(line, at=at, heads=[], figures=figures) for at, line in enumerate(document["lines"], start=1)]
    if document.get("is_transfer"):
        labels = {**labels, "bill_to": labels["consignee"], "order_number": labels["transfer_number"]}
    is_challan = bool(document.get("copies"))
    title = labels["delivery_challan" if is_challan else "delivery_note"]
    return {
        **framed(document, title=title, labels=labels, copy_names="challan"),
        "columns": _columns(document["lines"], heads=[]),
        "column_labels": labels,
        "rows": rows,
    }


def framed(document: Document, *, title: str, labels: dict[str, str], copy_names: str) -> Shown:
    """What every paper has round its lines."""
    copies = [labels[f"{copy_names}_{copy}"] if copy else "" for copy in document.get("copies") or [""]]
    return {
        "language": document.get("language") or "en",
        "labels": labels,
        "title": title,
        "number": document["number"],
        "facts": _facts(document, labels),
        "author": document["seller"]["name"],
        "seller": shown_party(document["seller"], labels),
        "buyer": shown_party(document["buyer"], labels, is_buyer=True),
        "ship_to": shown_party(ship_to, labels) if (ship_to := document.get("ship_to")) else None,
        "copies": copies,
        "is_cancelled": bool(document.get("is_cancelled")),
        "is_draft": bool(document.get("is_draft")),
        "notes": breakable(document.get("notes") or ""),
        "terms": document.get("terms") or [],
    }


def breakable(text: str) -> str:
    """`text` with places (U+200B) where a word too long for any column may break, so that nothing runs off the page."""
    return _UNBROKEN.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)


def _facts(document: Mapping[str, Any], labels: dict[str, str]) -> list[tuple[str, str]]:
    """The small table beside the title, in the order of what is looked for first."""
    shown: list[tuple[str, str]] = [(labels["date"], day_text(document["date"]))]
    for name in ("due_on", "promised_on", "expected_on"):
        if day := document.get(name):
            shown.append((labels[name], day_text(str(day))))
    if original := document.get("original"):
        against = f"{original['number']} {labels['dated']} {day_text(original['date'])}"
        shown.append((labels["original_invoice"], against))
    names = (
        "your_reference",
        "warehouse",
        "reason",
        "place_of_supply",
        "destination_country",
        "order_number",
        "delivery_number",
        "eway_bill_number",
    )
    for name in (*names, "carrier", "vehicle_number", "boxes", "weight"):
        if value := document.get(name):
            shown.append((labels[name], str(value)))
    if "is_reverse_charge" in document:
        shown.append((labels["reverse_charge"], labels["yes" if document["is_reverse_charge"] else "no"]))
    return shown


def shown_party(party: Party, labels: dict[str, str], *, is_buyer: bool = False) -> Shown:
    """A party as every paper prints it."""
    gstin = party.get("gstin") or (labels["unregistered"] if is_buyer and party.get("state") else "")
    legal_name = party.get("legal_name")
    return {
        "name": breakable(party["name"]),
        "legal_name": legal_name if legal_name and legal_name != party["name"] else "",
        "address": [breakable(line) for line in party["address"] if line],
        "state": party.get("state") or "",
        "gstin": gstin,
        "contact": " · ".join(text for text in (party.get("phone"), party.get("email")) if text),
        "licences": party.get("licences") or [],
    }


def _columns(lines: Iterable[Line], *, heads: list[str]) -> list[str]:
    """The columns that some line fills: an empty one only takes the room of the others."""
    held = {name for line in lines for name, value in line.items() if is_said(value)}
    optional = {"hsn": "hsn", "batch": "batch_number", "expiry": "expires_on", "mrp": "mrp"}
    shown = ["position", "description", *(column for column, key in optional.items() if key in held), "quantity"]
    shown += [name for name, key in (("rate", "unit_price"), ("discount", "discount")) if key in held]
    if "taxable" in held:
        shown += ["taxable", *heads, *(["amount"] if heads else [])]
    return shown


def is_said(value: Any) -> bool:
    if isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return Decimal(value) != 0
    return bool(value)


def shown_row(line: Line, *, at: int, heads: list[str], figures: Figures) -> Shown:
    free = line.get("free_quantity")
    rate = Decimal(line.get("tax_rate") or 0)
    amounts = line.get("heads") or {}
    return {
        "position": str(at),
        "description": breakable(line["description"]),
        "hsn": line.get("hsn") or "",
        "batch": line.get("batch_number") or "",
        "expiry": _expiry(line),
        "mrp": figures.nonzero(line.get("mrp")),
        "quantity": figures.quantity(line["quantity"]),
        "unit": line.get("unit") or "",
        "free": figures.quantity(free) if free and Decimal(free) else "",
        "rate": figures.amount(line.get("unit_price")),
        "discount": figures.nonzero(line.get("discount")),
        "taxable": figures.amount(line.get("taxable")),
        "amount": figures.amount(line.get("total")),
        **{head: figures.amount(amounts.get(head)) for head in heads},
        **{f"{head}_rate": _head_rate(head, rate, figures) if head in amounts else "" for head in heads},
    }


def _head_rate(head: str, rate: Decimal, figures: Figures) -> str:
    return figures.quantity(str(rate / 2 if head in _HALVED else rate)) + " %"


def _hsn_row(line: HsnLine, *, heads: list[str], figures: Figures) -> Shown:
    return {
        "hsn": line["hsn"],
        "rate": figures.quantity(line["tax_rate"]),
        "quantity": f"{figures.quantity(line['quantity'])} {line.get('unit') or ''}".strip(),
        "taxable": figures.amount(line["taxable"]),
        **{head: figures.amount(line["heads"].get(head)) for head in heads},
    }


def _running(lines: Iterable[Line], figures: Figures) -> list[str]:
    """What the lines come to after each of them, to be carried forward from page to page."""
    sums: list[str] = []
    so_far = Decimal(0)
    for line in lines:
        so_far += Decimal(line.get("total") or line.get("taxable") or 0)
        sums.append(figures.amount(str(so_far)))
    return sums


def _sums(document: Invoice, *, heads: list[str], figures: Figures, labels: dict[str, str]) -> list[tuple[str, str]]:
    """The rows of the totals box above its total."""
    rows = [(labels["taxable_value" if heads else "value"], figures.amount(document["taxable"]))]
    if discount := figures.nonzero(document.get("discount")):
        rows.insert(0, (labels["total_discount"], discount))
    rows += [(labels[head], figures.amount(amount)) for head, amount in document["heads"] if head in heads]
    if round_off := figures.nonzero(document.get("round_off")):
        rows.append((labels["round_off"], round_off))
    return rows


def _endorsements(document: Invoice, labels: dict[str, str]) -> list[str]:
    zero_rated = document.get("zero_rated")
    said = [ENDORSEMENTS[zero_rated]] if zero_rated else []
    return [*said, labels["composition"]] if document.get("is_composition") else said


def _expiry(line: Line) -> str:
    """MM/YY, however precise the date is: that is what stands on the packs that the paper is compared with."""
    text = line.get("expires_on")
    return format_month(date.fromisoformat(text)) if text else ""


def day_text(text: str) -> str:
    return f"{date.fromisoformat(text):%d-%m-%Y}"


def _upi_qr(document: Invoice, currency: Currency) -> str:
    """The code that pays what is still owed; none where nothing is, or in another currency than UPI's."""
    upi, balance = document.get("upi"), Decimal(document.get("balance_due") or 0)
    if not upi or balance <= 0 or currency.code != "INR" or document.get("is_cancelled"):
        return ""
    number = document["number"]
    return _qr(upi_link(address=upi["address"], payee=upi["payee"], amount=balance, reference=number, note=number))


def _qr(content: str | None) -> str:
    """`content` as an SVG; nothing for nothing."""
    if not content:
        return ""
    drawn = BytesIO()
    segno.make_qr(content, error="m").save(drawn, kind="svg", border=0, xmldecl=False, dark="#142128")
    return drawn.getvalue().decode()
