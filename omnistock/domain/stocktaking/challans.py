"""Which paper goes along with a transfer, and the delivery challan of CGST Rule 55.

Between places of one registration goods move without a supply: a challan goes along. Two registrations of one PAN are
distinct persons (section 25(4)), and goods between them are a supply even without a price (Schedule I, paragraph 2):
that needs a tax invoice, issued before they leave (section 31(1)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.files.logo import logo_of
from omnistock.domain.ledger.types import Posted
from omnistock.domain.stocktaking.access import transfer_rows
from omnistock.domain.stocktaking.models import Transfer, TransferLine
from omnistock.domain.warehouses.models import Warehouse
from omnistock.kernel.errors import Conflict
from omnistock.kernel.india_states import STATES
from omnistock.kernel.numbers import plain
from omnistock.kernel.paper import PaperKind, render
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor

# Rule 55(2): original for the consignee, duplicate for the transporter, triplicate for the consigner.
COPIES: Final = ("original", "duplicate", "triplicate")
Paper = Literal["challan", "invoice", "none"]


class NoChallan(Conflict):
    """A challan is made when the goods leave, and only where the two ends are one registration."""

    code = "no_challan"


def paper_of(origin: Warehouse, destination: Warehouse) -> Paper:
    """What goes along from one warehouse to the other; their registrations are read with them."""
    sender, receiver = origin.registration, destination.registration
    if sender is None or not sender.gstin:
        return "none"
    if receiver is not None and receiver.gstin and receiver.pk != sender.pk:
        return "invoice"
    return "challan"


def freeze(transfer: Transfer, posted: Sequence[Posted], lines: Mapping[UUID, TransferLine]) -> dict[str, Any]:
    """Both ends and the goods as they leave: what the challan prints for ever."""
    return {
        "seller": _end(transfer.from_warehouse),
        "buyer": _end(transfer.to_warehouse),
        "lines": [_line(each, lines[each.line_id]) for each in posted if each.line_id and each.line_id in lines],
    }


def _end(place: Warehouse) -> dict[str, Any]:
    registration = place.registration
    state_code = registration.state_code if registration else place.state_code
    state = STATES.get(state_code)
    where = " ".join(part for part in (place.city, place.postal_code) if part)
    return {
        "name": (registration.trade_name or registration.legal_name) if registration else place.name,
        "address": [place.name, *place.address_lines, *([where] if where else [])],
        "gstin": registration.gstin if registration else "",
        "state": f"{state.name} ({state.code})" if state else "",
        "phone": place.phone,
    }


def _line(posted: Posted, line: TransferLine) -> dict[str, Any]:
    return {
        "description": line.product.name,
        "hsn": line.product.hsn_code or None,
        "batch_number": posted.batch_number or None,
        "expires_on": posted.expires_on and posted.expires_on.isoformat(),
        "expiry_precision": posted.expiry_precision,
        "mrp": None if posted.mrp is None else plain(posted.mrp),
        "quantity": plain(posted.quantity),
        "unit": line.product.unit.code,
        "taxable": plain(posted.value),
    }


def challan_document(*, actor: Actor, transfer_id: UUID | str) -> dict[str, Any]:
    """The challan's data, in three copies. Raises `NotFound`, `NoChallan`."""
    actor.require("stock:read")
    transfer = find(transfer_rows(actor=actor), transfer_id, kind="transfer")
    if not transfer.challan_number or transfer.dispatched_at is None:
        message = _("{number} has no delivery challan: it is made when the goods leave.")
        raise NoChallan(message.format(number=transfer.number))
    return {
        "number": transfer.challan_number,
        "date": actor.organization.day_of(transfer.dispatched_at).isoformat(),
        "grouping": "indian" if actor.organization.is_indian else "western",
        "language": "en",
        "currency": actor.organization.currency,
        "copies": list(COPIES),
        "is_transfer": True,
        "is_cancelled": transfer.reversed_at is not None,
        "order_number": transfer.number,
        "carrier": transfer.carrier or None,
        "vehicle_number": transfer.vehicle_number or None,
        "notes": transfer.notes,
        "seller": transfer.challan["seller"],
        "buyer": transfer.challan["buyer"],
        "place_of_supply": _place_of_supply(transfer.challan),
        "lines": transfer.challan["lines"],
    }


def _place_of_supply(ends: Mapping[str, Any]) -> str | None:
    """Rule 55(1)(viii): for a movement between States."""
    state = str(ends["buyer"]["state"])
    return state if state and state != ends["seller"]["state"] else None


def challan_pdf(*, actor: Actor, transfer_id: UUID | str) -> bytes:
    """The challan as A4 PDF, three copies. Raises `NotFound`, `NoChallan`."""
    document = challan_document(actor=actor, transfer_id=transfer_id)
    return render(PaperKind.DELIVERY_NOTE, document, logo=logo_of(actor=actor))
