"""The arithmetic of an invoice: from quantities, prices and discounts to taxable values, tax by head, and totals. Pure.

Contract ("Amounts and units"): tax is computed per line and head to the currency's decimals, half up; a document's
discount is spread over its lines by taxable value, before tax, what rounding leaves on the largest line; a total is
rounded only by a separate round-off. A credit note is computed by the same functions at its invoice's own rates.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from omnistock.kernel.currencies import INR, Currency
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.money import AMOUNT_MOST, line_amount, round_amount, spread
from omnistock.kernel.numbers import EXACT, plain
from omnistock.kernel.supply import Head, Levy, TaxCategory
from omnistock.kernel.words import gettext as _

ZERO: Final = Decimal(0)
_HUNDRED: Final = Decimal(100)
_WHOLE_UNIT: Final = Decimal(1)
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One line as it is sold. `unit_price` is per one of `quantity`, with or without tax as the document says;
    `discount_amount` is for the whole line, in the same terms. `tax_rate` is the full rate in per cent (18 means 9 + 9
    within the State). Free goods are not in `quantity`. `unit_code` is the UQC, for the HSN summary."""

    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal = ZERO
    category: TaxCategory = TaxCategory.TAXABLE
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    hsn: str = ""
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class HeadAmount:
    """Tax under one head: its own rate in per cent, and the amount."""

    head: Head
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """What a line comes to. `gross` is quantity times price, `discount` the line's own (both as priced: with tax where
    the prices include it); `document_discount` is its part of the document's, before tax; `taxable` is what is
    left of the value without tax; `total` is `taxable` and all of `heads`."""

    gross: Decimal
    discount: Decimal
    document_discount: Decimal
    taxable: Decimal
    heads: tuple[HeadAmount, ...]
    total: Decimal

    @property
    def tax(self) -> Decimal:
        """All heads together."""
        return sum((head.amount for head in self.heads), ZERO)


@dataclass(frozen=True, slots=True)
class RateSummary:
    """Everything at one rate and category, as GSTR-1 and the foot of an invoice want it."""

    category: TaxCategory
    rate: Decimal
    taxable: Decimal
    heads: tuple[HeadAmount, ...]


@dataclass(frozen=True, slots=True)
class HsnSummary:
    """Everything of one HSN code, unit code and rate (GSTR-1 table 12)."""

    hsn: str
    unit_code: str
    rate: Decimal
    quantity: Decimal
    taxable: Decimal
    heads: tuple[HeadAmount, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class TaxedDocument:
    """What a document comes to: `total` is `taxable`, all `heads` and `round_off`. `lines` are in the order given."""

    lines: tuple[TaxedLine, ...]
    taxable: Decimal
    heads: tuple[tuple[Head, Decimal], ...]
    round_off: Decimal
    total: Decimal
    by_rate: tuple[RateSummary, ...]
    by_hsn: tuple[HsnSummary, ...]

    @property
    def tax(self) -> Decimal:
        """All heads together."""
        return sum((amount for _, amount in self.heads), ZERO)


def compute(
    *,
    lines: Sequence[TaxLine],
    levy: Levy,
    prices_include_tax: bool = False,
    discount_amount: Decimal = ZERO,
    rounds_total: bool = False,
    currency: Currency = INR,
) -> TaxedDocument:
    """Every amount of a document, to the currency's decimals.

    `levy` is from `supply.levy_of`; `discount_amount` is the document's own, before tax; `rounds_total` adds the
    round-off to the nearest whole unit of the currency (CGST s.170 rounds what is payable; IRP takes up to 99.99).
    Raises `Invalid` with every fault at once, at `lines/N/…` and `discount_amount`.
    """
    _check(lines, currency=currency)
    before = [_line(line, levy=levy, prices_include_tax=prices_include_tax, currency=currency) for line in lines]
    taxable = sum((line.taxable for line in before), ZERO)
    _check_document(discount_amount=discount_amount, taxable=taxable, currency=currency)
    parts = spread(amount=discount_amount, weights=[line.taxable for line in before], currency=currency)
    taxed = tuple(
        _with_document_discount(was, line=line, part=part, levy=levy, currency=currency)
        for was, line, part in zip(before, lines, parts, strict=True)
    )
    exact = sum((line.total for line in taxed), ZERO)
    total = exact.quantize(_WHOLE_UNIT, context=EXACT) if rounds_total else exact
    return TaxedDocument(
        lines=taxed,
        taxable=sum((line.taxable for line in taxed), ZERO),
        heads=tuple((head, _sum_of_head(head, taxed)) for head in levy.heads),
        round_off=round_amount(total - exact, currency=currency),
        total=round_amount(total, currency=currency),
        by_rate=_by_rate(lines, taxed),
        by_hsn=_by_hsn(lines, taxed),
    )


def _line(line: TaxLine, *, levy: Levy, prices_include_tax: bool, currency: Currency) -> TaxedLine:
    """The line before the document's discount."""
    gross = line_amount(quantity=line.quantity, unit_price=line.unit_price, currency=currency)
    discount = line.discount_amount
    if line.discount_percent:
        discount = round_amount(EXACT.multiply(gross, line.discount_percent) / _HUNDRED, currency=currency)
    net = gross - discount
    if prices_include_tax:
        heads = _heads_within(net, line=line, levy=levy, currency=currency)
        taxable = net - sum((head.amount for head in heads), ZERO)
    else:
        heads = _heads_on(net, line=line, levy=levy, currency=currency)
        taxable = net
    return _taxed(gross=gross, discount=discount, part=ZERO, taxable=taxable, heads=heads)


def _with_document_discount(
    before: TaxedLine, *, line: TaxLine, part: Decimal, levy: Levy, currency: Currency
) -> TaxedLine:
    if part == 0:
        return before
    taxable = before.taxable - part
    heads = _heads_on(taxable, line=line, levy=levy, currency=currency)
    return _taxed(gross=before.gross, discount=before.discount, part=part, taxable=taxable, heads=heads)


def _taxed(
    *, gross: Decimal, discount: Decimal, part: Decimal, taxable: Decimal, heads: tuple[HeadAmount, ...]
) -> TaxedLine:
    return TaxedLine(
        gross=gross,
        discount=discount,
        document_discount=part,
        taxable=taxable,
        heads=heads,
        total=taxable + sum((head.amount for head in heads), ZERO),
    )


def _rates(line: TaxLine, levy: Levy) -> Iterable[tuple[Head, Decimal]]:
    if line.category is TaxCategory.TAXABLE:
        return ((head, line.tax_rate * part) for head, part in levy.parts)
    return ()


def _heads_on(taxable: Decimal, *, line: TaxLine, levy: Levy, currency: Currency) -> tuple[HeadAmount, ...]:
    """Tax on top of `taxable`, each head at its own rate and rounded by itself: a total is never split."""
    return tuple(
        HeadAmount(head, rate, round_amount(EXACT.multiply(taxable, rate) / _HUNDRED, currency=currency))
        for head, rate in _rates(line, levy)
    )


def _heads_within(net: Decimal, *, line: TaxLine, levy: Levy, currency: Currency) -> tuple[HeadAmount, ...]:
    """Tax that `net` already holds. Each head is rounded by itself and the rest is the taxable value, so that the line
    comes to just the price that was agreed (an MRP must not be passed by a paisa), and both halves stay equal."""
    return tuple(
        HeadAmount(head, rate, round_amount(EXACT.divide(net * rate, _HUNDRED + line.tax_rate), currency=currency))
        for head, rate in _rates(line, levy)
    )


def _sum_of_head(head: Head, lines: Iterable[TaxedLine]) -> Decimal:
    return sum((part.amount for line in lines for part in line.heads if part.head is head), ZERO)


def _sum_of_heads(lines: Sequence[TaxedLine]) -> tuple[HeadAmount, ...]:
    """The heads of lines that all have one rate, added up."""
    return tuple(HeadAmount(head.head, head.rate, _sum_of_head(head.head, lines)) for head in lines[0].heads)


def _grouped(
    lines: Sequence[TaxLine], taxed: Sequence[TaxedLine], key: Callable[[TaxLine], _Key]
) -> dict[_Key, tuple[list[TaxLine], list[TaxedLine]]]:
    groups: dict[_Key, tuple[list[TaxLine], list[TaxedLine]]] = {}
    for line, result in zip(lines, taxed, strict=True):
        sold, came_to = groups.setdefault(key(line), ([], []))
        sold.append(line)
        came_to.append(result)
    return groups


def _rate_of(line: TaxLine) -> Decimal:
    return line.tax_rate if line.category is TaxCategory.TAXABLE else ZERO


def _by_rate(lines: Sequence[TaxLine], taxed: Sequence[TaxedLine]) -> tuple[RateSummary, ...]:
    groups = _grouped(lines, taxed, lambda line: (line.category, _rate_of(line)))
    return tuple(
        RateSummary(
            category=category,
            rate=rate,
            taxable=sum((line.taxable for line in came_to), ZERO),
            heads=_sum_of_heads(came_to),
        )
        for (category, rate), (_, came_to) in sorted(groups.items(), key=lambda group: group[0])
    )


def _by_hsn(lines: Sequence[TaxLine], taxed: Sequence[TaxedLine]) -> tuple[HsnSummary, ...]:
    groups = _grouped(lines, taxed, lambda line: (line.hsn, line.unit_code, line.category, _rate_of(line)))
    return tuple(
        HsnSummary(
            hsn=hsn,
            unit_code=unit_code,
            rate=rate,
            quantity=sum((line.quantity for line in sold), ZERO),
            taxable=sum((line.taxable for line in came_to), ZERO),
            heads=_sum_of_heads(came_to),
            total=sum((line.total for line in came_to), ZERO),
        )
        for (hsn, unit_code, _, rate), (sold, came_to) in sorted(groups.items(), key=lambda group: group[0])
    )


def _check(lines: Sequence[TaxLine], *, currency: Currency) -> None:
    faults = [fault for at, line in enumerate(lines) for fault in _faults_of(line, f"lines/{at}", currency=currency)]
    if not lines:
        faults.append(Fault(pointer="lines", message=_("A document needs at least one line."), code="empty"))
    if faults:
        raise Invalid.of(faults)


def _faults_of(line: TaxLine, pointer: str, *, currency: Currency) -> Iterable[Fault]:
    gross = EXACT.multiply(line.quantity, line.unit_price)
    discount = line.discount_amount
    if line.quantity < 0 or line.unit_price < 0 or discount < 0:
        yield Fault(pointer, _("Quantity, price and discount must not be negative."), "negative")
    elif gross > AMOUNT_MOST:
        message = _("The line comes to more than {most}.").format(most=plain(AMOUNT_MOST))
        yield Fault(f"{pointer}/quantity", message, "too_large")
    if line.discount_percent and line.discount_amount:
        message = _("Give the discount as a per cent or as an amount, not both.")
        yield Fault(f"{pointer}/discount_amount", message, "discount_twice")
    if not 0 <= line.discount_percent <= _HUNDRED:
        message = _("A discount lies between 0 and 100 per cent, not {percent}.")
        message = message.format(percent=plain(line.discount_percent))
        yield Fault(f"{pointer}/discount_percent", message, "discount_range")
    if not 0 <= line.tax_rate <= _HUNDRED:
        message = _("A tax rate lies between 0 and 100 per cent, not {percent}.").format(percent=plain(line.tax_rate))
        yield Fault(f"{pointer}/tax_rate", message, "tax_rate_range")
    if discount != round_amount(discount, currency=currency):
        yield Fault(f"{pointer}/discount_amount", _too_fine(discount, currency=currency), "too_precise")
    elif 0 <= gross <= AMOUNT_MOST and discount > round_amount(gross, currency=currency):
        message = _("The discount {discount} is more than the line's {amount}.")
        message = message.format(discount=plain(discount), amount=plain(gross))
        yield Fault(f"{pointer}/discount_amount", message, "discount_too_large")


def _check_document(*, discount_amount: Decimal, taxable: Decimal, currency: Currency) -> None:
    if discount_amount != round_amount(discount_amount, currency=currency) or discount_amount < 0:
        raise Invalid.at("discount_amount", _too_fine(discount_amount, currency=currency), "discount_range")
    if discount_amount > taxable:
        message = _("The discount {discount} is more than the taxable value {amount}.")
        message = message.format(discount=plain(discount_amount), amount=plain(taxable))
        raise Invalid.at("discount_amount", message, "discount_too_large")


def _too_fine(discount: Decimal, *, currency: Currency) -> str:
    message = _("A discount is an amount with {places} decimals, not {discount}.")
    return message.format(places=currency.places, discount=plain(discount))
