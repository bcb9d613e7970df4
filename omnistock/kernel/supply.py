"""What a supply is for tax: where it is made, which heads of tax it carries, and which paper goes with it. Pure.

Sources: IGST Act ss. 5, 7, 8, 10, 12 and 16; CGST Act ss. 9, 10 and 31; CGST Rules 46, 46A and 49.
Goods alone: a charge on an invoice follows its goods, and services by themselves (IGST s.12) are not sold here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from omnistock.kernel.errors import Invalid
from omnistock.kernel.india_states import OTHER_COUNTRY, STATES
from omnistock.kernel.words import gettext as _


class Head(StrEnum):
    """A tax by name. TAX is the one head of countries other than India."""

    CGST = "cgst"
    SGST = "sgst"
    UTGST = "utgst"
    IGST = "igst"
    TAX = "tax"


class Scheme(StrEnum):
    """How the seller pays: normally, on turnover (composition, CGST s.10), or not registered at all."""

    REGULAR = "regular"
    COMPOSITION = "composition"
    UNREGISTERED = "unregistered"


class TaxCategory(StrEnum):
    """What the law says of a good; all but TAXABLE carry no tax, and GSTR-1 reports each by itself."""

    TAXABLE = "taxable"
    NIL = "nil"
    EXEMPT = "exempt"
    NON_GST = "non_gst"


class ZeroRated(StrEnum):
    """A supply out of India or into a special economic zone (IGST s.16): tax is paid and refunded, or not charged."""

    WITH_PAYMENT = "with_payment"
    UNDER_UNDERTAKING = "under_undertaking"


class Paper(StrEnum):
    """Which document the law asks for. INVOICE is that of a seller whom no such law binds."""

    TAX_INVOICE = "tax_invoice"
    BILL_OF_SUPPLY = "bill_of_supply"
    INVOICE_CUM_BILL = "invoice_cum_bill"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Seller:
    """The registration that sells. `state_code` is its GST State code, None outside India."""

    state_code: str | None
    scheme: Scheme = Scheme.REGULAR


@dataclass(frozen=True, slots=True)
class Place:
    """Where a supply is made, and the clause that says so, to show beside it."""

    state_code: str
    clause: str


@dataclass(frozen=True, slots=True)
class Levy:
    """The heads that tax a line, each with its part of the line's rate; none where no tax is charged."""

    parts: tuple[tuple[Head, Decimal], ...]

    @property
    def heads(self) -> tuple[Head, ...]:
        """The heads in the order in which they are printed."""
        return tuple(head for head, _ in self.parts)


NO_LEVY: Final = Levy(parts=())
_WHOLE: Final = Decimal(1)
_HALF: Final = Decimal("0.5")


def place_of_supply(
    *,
    seller_state: str,
    is_registered_buyer: bool,
    billing_state: str | None,
    delivery_state: str | None = None,
    is_export: bool = False,
    is_collected: bool = False,
    is_for_third_person: bool = False,
) -> Place:
    """The place of supply of goods (IGST ss. 10 and 11). States are GST State codes; None is "not recorded".

    `is_collected`: the buyer takes the goods at the seller's place. `is_for_third_person`: the buyer has them
    delivered to somebody else (bill-to, ship-to). Raises `Invalid` `place_of_supply` where a registered buyer
    has no State.
    """
    if is_export:
        return Place(state_code=OTHER_COUNTRY.code, clause="IGST s.11(b)")
    if not is_registered_buyer:
        # Circular 209/3/2024: where the delivery address differs, it is the one that counts as recorded.
        return Place(state_code=delivery_state or billing_state or seller_state, clause="IGST s.10(1)(ca)")
    if is_for_third_person:
        return Place(state_code=_recorded(billing_state), clause="IGST s.10(1)(b)")
    if is_collected:
        return Place(state_code=seller_state, clause="IGST s.10(1)(c)")
    return Place(state_code=_recorded(delivery_state or billing_state), clause="IGST s.10(1)(a)")


def _recorded(state: str | None) -> str:
    if state is None:
        message = _("The buyer's State is missing: it decides between CGST with SGST and IGST. Add it to the address.")
        raise Invalid.at("place_of_supply", message, "place_of_supply")
    return state


def levy_of(*, seller: Seller, place_of_supply: str | None, zero_rated: ZeroRated | None = None) -> Levy:
    """The heads of tax of a supply.

    In the seller's own State CGST with SGST, or UTGST where that is a Union Territory without a legislature; else,
    and always for exports and special economic zones (IGST s.7(5)), IGST. A composition dealer may charge none
    (CGST s.10(4)), nor may a seller without registration. Outside India one head carries the whole rate.
    """
    if seller.state_code is None:
        return NO_LEVY if seller.scheme is Scheme.UNREGISTERED else Levy(parts=((Head.TAX, _WHOLE),))
    if seller.scheme is not Scheme.REGULAR or zero_rated is ZeroRated.UNDER_UNDERTAKING:
        return NO_LEVY
    if zero_rated is not None or place_of_supply != seller.state_code:
        return Levy(parts=((Head.IGST, _WHOLE),))
    local = Head.SGST if STATES[seller.state_code].has_state_tax else Head.UTGST
    return Levy(parts=((Head.CGST, _HALF), (local, _HALF)))


def paper_of(
    *, seller: Seller, categories: Iterable[TaxCategory], is_registered_buyer: bool, zero_rated: ZeroRated | None = None
) -> Paper:
    """Which document a sale of lines of these `categories` needs.

    Composition and wholly exempt sales: bill of supply (CGST s.31(3)(c), Rule 49). Taxable and exempt goods together to
    someone unregistered: one invoice-cum-bill of supply (Rule 46A).
    """
    if seller.state_code is None or seller.scheme is Scheme.UNREGISTERED:
        return Paper.INVOICE
    if seller.scheme is Scheme.COMPOSITION:
        return Paper.BILL_OF_SUPPLY
    found = set(categories)
    if zero_rated is not None or TaxCategory.TAXABLE in found:
        is_mixed = len(found) > 1 and not is_registered_buyer and zero_rated is None
        return Paper.INVOICE_CUM_BILL if is_mixed else Paper.TAX_INVOICE
    return Paper.BILL_OF_SUPPLY if found else Paper.TAX_INVOICE
