"""The shapes of the data that papers are made of: JSON as it is frozen on an issued document.

Amounts, prices and quantities are strings of exact decimals, days are YYYY-MM-DD. A key that a paper does not have is
left out, or null. Every text is printed as it is: nothing in it is markup.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Party(TypedDict):
    """Seller, buyer, or the place that the goods go to (CGST Rule 46(a), (d), (e), (o)).

    `state` reads "Maharashtra (27)"."""

    name: str
    address: list[str]
    legal_name: NotRequired[str | None]
    gstin: NotRequired[str | None]
    state: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    licences: NotRequired[list[str]]


class Line(TypedDict):
    """One line. `heads` maps a head of tax (cgst, sgst, utgst, igst, tax) to its amount; `tax_rate` is the full
    rate in per cent. A delivery note's line ends at `unit`."""

    description: str
    quantity: str
    unit: NotRequired[str | None]
    free_quantity: NotRequired[str | None]
    hsn: NotRequired[str | None]
    batch_number: NotRequired[str | None]
    expires_on: NotRequired[str | None]
    expiry_precision: NotRequired[str | None]
    mrp: NotRequired[str | None]
    unit_price: NotRequired[str | None]
    discount: NotRequired[str | None]
    taxable: NotRequired[str | None]
    tax_rate: NotRequired[str | None]
    heads: NotRequired[dict[str, str]]
    total: NotRequired[str | None]


class HsnLine(TypedDict):
    """A row of the HSN summary."""

    hsn: str
    tax_rate: str
    quantity: str
    taxable: str
    heads: dict[str, str]
    unit: NotRequired[str | None]
    total: NotRequired[str | None]


class Upi(TypedDict):
    """Whom a UPI payment goes to; the amount is the document's `balance_due`."""

    address: str
    payee: str


class Original(TypedDict):
    """The invoice that a credit note is about (Rule 53(1A)(g))."""

    number: str
    date: str


class Document(TypedDict):
    """What every paper has. `copies` names who each copy is for: "original", "duplicate", "triplicate"; none, or one
    empty string, prints a single copy without a mark. `language` is "en" or "hi", `grouping` "indian" or "western"."""

    number: str
    date: str
    seller: Party
    buyer: Party
    lines: list[Line]
    language: NotRequired[str]
    grouping: NotRequired[str]
    currency: NotRequired[str]
    copies: NotRequired[list[str]]
    is_cancelled: NotRequired[bool]
    is_draft: NotRequired[bool]
    is_transfer: NotRequired[bool]
    ship_to: NotRequired[Party | None]
    place_of_supply: NotRequired[str | None]
    order_number: NotRequired[str | None]
    delivery_number: NotRequired[str | None]
    carrier: NotRequired[str | None]
    vehicle_number: NotRequired[str | None]
    eway_bill_number: NotRequired[str | None]
    boxes: NotRequired[str | None]
    weight: NotRequired[str | None]
    notes: NotRequired[str | None]
    terms: NotRequired[list[str]]


class Invoice(Document):
    """An invoice or a credit note.

    `paper` is "tax_invoice", "bill_of_supply", "invoice_cum_bill", "invoice" or "credit_note". `heads` lists (head,
    amount) in print order. `zero_rated` is "export_with_payment", "export_under_undertaking", "sez_with_payment" or
    "sez_under_undertaking" and prints the endorsement of Rule 46; `is_composition` prints that of
    Rule 5(1)(f)."""

    paper: str
    heads: list[tuple[str, str]]
    taxable: str
    total: str
    round_off: NotRequired[str | None]
    discount: NotRequired[str | None]
    balance_due: NotRequired[str | None]
    due_on: NotRequired[str | None]
    by_hsn: NotRequired[list[HsnLine]]
    is_reverse_charge: NotRequired[bool]
    is_composition: NotRequired[bool]
    zero_rated: NotRequired[str | None]
    destination_country: NotRequired[str | None]
    original: NotRequired[Original | None]
    reason: NotRequired[str | None]
    bank: NotRequired[list[str]]
    upi: NotRequired[Upi | None]
    irn: NotRequired[str | None]
    irn_qr: NotRequired[str | None]


class Order(Document):
    """What was agreed with a customer or a supplier. `paper` is "order_confirmation", "sales_order" or "purchase_order".

    A line's `total` is its amount: with tax where `prices_include_tax`. Without prices (whoever prints may not see
    costs) `total` is left out, and so are the sums. `sums` are (label key, rate or None, amount) above the total;
    `total_label` is the key of the total's word."""

    paper: str
    sums: list[tuple[str, str | None, str]]
    prices_include_tax: NotRequired[bool]
    total: NotRequired[str | None]
    total_label: NotRequired[str]
    promised_on: NotRequired[str | None]
    expected_on: NotRequired[str | None]
    your_reference: NotRequired[str | None]


class PickLine(TypedDict):
    """What to fetch of one batch from one bin, in the base unit. `place` is the bin, `zone` what is walked through."""

    description: str
    sku: str
    quantity: str
    place: str
    zone: NotRequired[str]
    is_picked: NotRequired[bool]
    unit: NotRequired[str | None]
    batch_number: NotRequired[str | None]
    expires_on: NotRequired[str | None]


class PickList(TypedDict):
    """The bins of one order, in walking order, and what is not there: (description, quantity, unit)."""

    number: str
    date: str
    warehouse: str
    seller: Party
    buyer: Party
    lines: list[PickLine]
    short: list[tuple[str, str, str]]
    ship_to: NotRequired[Party | None]
    promised_on: NotRequired[str | None]
    notes: NotRequired[str | None]
    language: NotRequired[str]
    grouping: NotRequired[str]
    is_cancelled: NotRequired[bool]


class RecallLine(TypedDict):
    """What a customer got of a recalled batch on one document, less what came back."""

    description: str
    batch_number: str
    document: str
    sent_on: str
    quantity: str
    unit: NotRequired[str | None]
    expires_on: NotRequired[str | None]


class RecallLetter(TypedDict):
    """The letter to one customer."""

    buyer: Party
    lines: list[RecallLine]


class RecallNotice(TypedDict):
    """The letters of a recall, each on pages of its own. `reason` is why, in the words of whoever opened it."""

    number: str
    date: str
    seller: Party
    reason: str
    is_drill: bool
    letters: list[RecallLetter]
    language: NotRequired[str]
    grouping: NotRequired[str]
    currency: NotRequired[str]


class Letter(TypedDict):
    """A letter of the operator's. `paragraphs` and `title` are in the letter's language already."""

    number: str
    date: str
    title: str
    sender: list[str]
    recipient: list[str]
    paragraphs: list[str]
    language: NotRequired[str]


class ProseSection(TypedDict):
    """A heading with paragraphs, a table under `columns`, or both. `widths` are the columns' shares; else all are equal."""

    title: str
    paragraphs: NotRequired[list[str]]
    columns: NotRequired[list[str]]
    widths: NotRequired[list[int]]
    rows: NotRequired[list[list[str]]]


class Prose(TypedDict):
    """A paper of words. `facts` are pairs of a label and a value; `author` stands in the foot."""

    title: str
    number: str
    date: str
    author: str
    facts: list[list[str]]
    sections: list[ProseSection]
    language: NotRequired[str]
