"""From a sale to the amounts and words of its invoice, and what the law wants on it before it may be issued."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.billing.inputs import Sale, SaleLine
from omnistock.domain.billing.models import Invoice, InvoiceLine
from omnistock.domain.billing.parties import SaleParties, buyer_snapshot, seller_snapshot, ship_to_snapshot
from omnistock.domain.sales.taxing import TAX_CATEGORIES, seller_of, tax_rows, tax_terms, zero_rated_of
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.india import check_hsn
from omnistock.kernel.money import AMOUNT_MOST, round_amount
from omnistock.kernel.numbers import EXACT, plain
from omnistock.kernel.supply import paper_of
from omnistock.kernel.tax import TaxedDocument, TaxedLine, TaxLine, compute
from omnistock.tenancy.actor import Actor

_HUNDRED: Final = Decimal(100)
# CGST Rule 46(e): from this taxable value on, an invoice to someone unregistered names the buyer's address and State.
NAMED_FROM: Final = Decimal(50_000)


def lines_of_sale(sale: Sale, *, actor: Actor, invoice: Invoice) -> list[InvoiceLine]:
    """Unsaved lines of `invoice`, in the sale's order, without their amounts."""
    return [_line(line, position=at, actor=actor, invoice=invoice) for at, line in enumerate(sale.lines, start=1)]


def _line(line: SaleLine, *, position: int, actor: Actor, invoice: Invoice) -> InvoiceLine:
    return InvoiceLine(
        organization_id=actor.organization_id,
        invoice=invoice,
        position=position,
        product_id=line.product_id,
        batch_id=line.batch_id,
        description=line.description,
        hsn_code=line.hsn_code,
        batch_number=line.batch_number,
        expires_on=line.expires_on,
        expiry_precision=line.expiry_precision,
        mrp=line.mrp,
        unit_code=line.unit_code,
        uqc_code=line.uqc_code,
        quantity=line.quantity,
        free_quantity=line.free_quantity,
        quantity_base=line.quantity_base,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        discount_amount=line.discount_amount,
        tax_category=line.tax_category,
        tax_rate=line.tax_rate,
        sales_order_line_id=line.sales_order_line_id,
    )


def assemble(*, actor: Actor, invoice: Invoice, lines: Sequence[InvoiceLine], parties: SaleParties) -> None:
    """Fill in parties, kind, place of supply and every amount of `invoice` and `lines`; nothing is saved.

    Raises `Invalid` where an amount is out of range.
    """
    customer, registration = parties.customer, parties.registration
    terms = tax_terms(
        organization=actor.organization,
        registration=registration,
        customer=customer,
        billing=parties.billing,
        shipping=parties.shipping,
    )
    seller = seller_of(organization=actor.organization, registration=registration)
    zero_rated = zero_rated_of(customer) if seller.state_code else None
    taxed = compute(
        lines=[_tax_line(line) for line in lines],
        levy=terms.levy,
        prices_include_tax=invoice.prices_include_tax,
        discount_amount=invoice.discount_amount,
        rounds_total=actor.organization.round_off,
        currency=currency_of(actor.organization.currency),
    )
    invoice.registration = registration
    invoice.seller, invoice.buyer = seller_snapshot(parties), buyer_snapshot(parties)
    invoice.ship_to = ship_to_snapshot(parties)
    invoice.place_of_supply = terms.place_of_supply
    invoice.zero_rated = _zero_rated_name(customer.gst_treatment, zero_rated) if zero_rated else ""
    invoice.kind = paper_of(
        seller=seller,
        categories=[TAX_CATEGORIES[line.tax_category] for line in lines],
        is_registered_buyer=parties.is_registered_buyer,
        zero_rated=zero_rated,
    ).value
    _take_amounts(invoice, lines, taxed)


def _zero_rated_name(gst_treatment: str, zero_rated: str) -> str:
    """As the paper's endorsement is named: sez_with_payment, export_with_payment, …"""
    return f"{'sez' if gst_treatment == 'sez' else 'export'}_{zero_rated}"


def _tax_line(line: InvoiceLine) -> TaxLine:
    """A discount in per cent was turned into its amount when the line was made, so only amounts are computed with."""
    return TaxLine(
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_rate=line.tax_rate or Decimal(0),
        category=TAX_CATEGORIES[line.tax_category],
        discount_amount=line.discount_amount,
        hsn=line.hsn_code,
        unit_code=line.uqc_code,
    )


def _take_amounts(invoice: Invoice, lines: Sequence[InvoiceLine], taxed: TaxedDocument) -> None:
    if taxed.total > AMOUNT_MOST:
        message = _("The invoice comes to more than {most}.").format(most=plain(AMOUNT_MOST))
        raise Invalid.at("lines", message, "too_large")
    invoice.taxable, invoice.tax = taxed.taxable, taxed.tax
    invoice.round_off, invoice.total = taxed.round_off, taxed.total
    invoice.tax_lines = tax_rows(taxed)
    for line, result in zip(lines, taxed.lines, strict=True):
        _take_line(line, result)


def _take_line(line: InvoiceLine, result: TaxedLine) -> None:
    line.document_discount_amount = result.document_discount
    line.taxable, line.amount = result.taxable, result.total
    line.tax_heads = {str(head.head): str(head.amount) for head in result.heads}


def stops(*, actor: Actor, invoice: Invoice, lines: Sequence[InvoiceLine], parties: SaleParties) -> list[Fault]:
    """What must be mended before an assembled invoice may be issued. Outside India, and without a registration,
    nothing is asked."""
    if parties.registration is None or not actor.organization.is_indian:
        return []
    faults = _stops_of_buyer(invoice, parties)
    for at, line in enumerate(lines):
        faults.extend(_stops_of_line(line, pointer=f"lines/{at}", parties=parties, invoice=invoice))
    return faults


def _stops_of_buyer(invoice: Invoice, parties: SaleParties) -> list[Fault]:
    """CGST Rule 46(d) and (e)."""
    buyer, name = invoice.buyer, parties.customer.name
    if parties.customer.gst_treatment == "overseas":
        return []
    if parties.is_registered_buyer:
        if not buyer["gstin"]:
            message = _("{customer} is registered for GST, but no GSTIN is on file. Add it to the customer.")
            return [Fault("buyer/gstin", message.format(customer=name), "gstin_missing")]
        return []
    named = invoice.ship_to or buyer
    if invoice.kind != "bill_of_supply" and invoice.taxable >= NAMED_FROM:
        if not named["state_code"]:
            message = _(
                "The State of {customer} is missing: from 50,000 on an invoice names it. Add it to the address."
            )
            return [Fault("buyer/state_code", message.format(customer=name), "state_missing")]
        if not named["address"]:
            message = _("The address of {customer} is missing: from 50,000 on an invoice names it. Add it.")
            return [Fault("buyer/address", message.format(customer=name), "address_missing")]
    return []


def _stops_of_line(line: InvoiceLine, *, pointer: str, parties: SaleParties, invoice: Invoice) -> list[Fault]:
    faults = []
    if parties.is_registered_buyer:
        # To a registered buyer at least 4 digits, to others none are asked up to 5 crore of turnover (N. 78/2020-CT).
        if not line.hsn_code:
            message = _("{product} has no HSN code, and the buyer is registered. Add it to the product.")
            faults.append(Fault(f"{pointer}/hsn_code", message.format(product=line.description), "hsn_missing"))
        else:
            faults.extend(_hsn_faults(line, pointer))
    is_taxed = invoice.seller["scheme"] == "regular" and line.tax_category == "taxable"
    if is_taxed and line.tax_rate is None:
        message = _("{product} has no tax rate. Add it to the product, or say there that it is exempt.")
        faults.append(Fault(f"{pointer}/tax_rate", message.format(product=line.description), "tax_rate_missing"))
    if line.mrp and line.quantity and (price := _price_with_tax(line, invoice)) > line.mrp:
        message = _("{product} would be sold at {price} with tax, above its MRP of {mrp}. Lower the price.")
        said = message.format(product=line.description, price=plain(price), mrp=plain(line.mrp))
        faults.append(Fault(f"{pointer}/unit_price", said, "above_mrp", {"price": price, "mrp": line.mrp}))
    return faults


def _hsn_faults(line: InvoiceLine, pointer: str) -> list[Fault]:
    try:
        check_hsn(line.hsn_code)
    except Invalid as refusal:
        return [Fault(f"{pointer}/hsn_code", fault.message, fault.code) for fault in refusal.faults]
    return []


def _price_with_tax(line: InvoiceLine, invoice: Invoice) -> Decimal:
    """What one unit costs the buyer with tax, to two decimals: a line's rounding must not seem to pass the MRP."""
    if invoice.prices_include_tax and not line.document_discount_amount:
        whole = line.quantity * line.unit_price - line.discount_amount
    else:
        rate = (line.tax_rate or Decimal(0)) if line.tax_heads else Decimal(0)
        whole = EXACT.divide(EXACT.multiply(line.taxable, _HUNDRED + rate), _HUNDRED)
    return round_amount(EXACT.divide(whole, line.quantity))
