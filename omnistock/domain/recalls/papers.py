"""What goes out to the customers of a recall: the letters as PDF, and the text of a message. Made after commit, never under
locks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.billing.parties import address_lines, place_snapshot, state_text
from omnistock.domain.files.logo import logo_of
from omnistock.domain.parties.models import CustomerAddress
from omnistock.domain.recalls.queries.recalls import CustomerRow, RecallPage, recall
from omnistock.domain.warehouses.models import Registration, Warehouse
from omnistock.kernel.days import format_month
from omnistock.kernel.errors import NotFound
from omnistock.kernel.numbers import plain
from omnistock.kernel.paper import PaperKind, render
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Organization


def letters_document(*, actor: Actor, recall_id: UUID | str, customer_id: UUID | None = None) -> dict[str, Any]:
    """The data of the letters: to every customer, or to one. Raises `NotFound`, also where no goods went to anybody."""
    actor.require("sales:read")
    page = recall(actor=actor, recall_id=recall_id)
    customers = [each for each in page.customers if customer_id in (None, each.id)]
    if not customers:
        raise NotFound(_("No goods of {number} went to this customer.").format(number=page.number))
    addresses = _addresses(customers)
    return {
        "number": page.number,
        "date": actor.today.isoformat(),
        "grouping": "indian" if actor.organization.is_indian else "western",
        "language": "en",
        "currency": actor.organization.currency,
        "seller": _seller(),
        "reason": page.reason,
        "is_drill": page.is_drill,
        "letters": [
            {"buyer": _buyer(each, addresses.get(each.id)), "lines": _lines(page, each, actor)} for each in customers
        ],
    }


def letters_pdf(*, actor: Actor, recall_id: UUID | str, customer_id: UUID | None = None) -> bytes:
    """The letters as one A4 PDF, each customer on pages of their own. Raises `NotFound`."""
    document = letters_document(actor=actor, recall_id=recall_id, customer_id=customer_id)
    return render(PaperKind.RECALL, document, logo=logo_of(actor=actor))


def message_text(*, actor: Actor, page: RecallPage) -> str:
    """What to send by phone or mail: the same for every customer, so it names the batches and no quantity."""
    batches = "\n".join(
        "- "
        + (
            _("{product}, batch {number}, expiry {month}").format(
                product=batch.product_name, number=batch.number, month=format_month(batch.expires_on)
            )
            if batch.expires_on
            else _("{product}, batch {number}").format(product=batch.product_name, number=batch.number)
        )
        for batch in page.batches
    )
    head = _("This is a drill, not a real recall.") + "\n\n" if page.is_drill else ""
    text = _(
        "{organization} recalls these goods ({number}):\n{batches}\n\nReason: {reason}\n\nPlease stop using and selling "
        "them now, keep them apart, tell everybody you passed them on to, and answer us with how much you still have, "
        "how much you destroyed and how much was used or sold."
    )
    said = text.format(organization=actor.organization.name, number=page.number, batches=batches, reason=page.reason)
    return head + said


def _seller() -> dict[str, Any]:
    """The organization as it is registered, else as its first warehouse stands."""
    organization = Organization.objects.get()
    registration = Registration.objects.filter(archived_at__isnull=True).order_by("id").first()
    warehouse = Warehouse.objects.order_by("id").first()
    home = registration if registration and registration.address_lines else warehouse
    return {
        "name": (registration.trade_name if registration else "") or organization.name,
        "address": address_lines(lines=home.address_lines, city=home.city, postal_code=home.postal_code)
        if home
        else [],
        "gstin": registration.gstin if registration else None,
        "state": state_text(registration.state_code) if registration else None,
        "phone": organization.phone or (warehouse.phone if warehouse else ""),
        "email": organization.email,
    }


def _addresses(customers: Sequence[CustomerRow]) -> dict[UUID, CustomerAddress]:
    """The oldest address of each that is still theirs."""
    rows = CustomerAddress.objects.filter(customer_id__in=[each.id for each in customers], archived_at__isnull=True)
    return {each.customer_id: each for each in rows.order_by("-id")}


def _buyer(customer: CustomerRow, address: CustomerAddress | None) -> dict[str, Any]:
    place = place_snapshot(name=customer.name, address=address, gstin="")
    return {
        "name": customer.name,
        "address": place["address"],
        "state": place["state"],
        "phone": customer.phone,
        "email": customer.email,
    }


def _lines(page: RecallPage, customer: CustomerRow, actor: Actor) -> list[dict[str, Any]]:
    batches = {batch.id: batch for batch in page.batches}
    lines = []
    for each in customer.documents:
        batch = batches[each.batch_id]
        if each.outstanding > 0:
            lines.append(
                {
                    "description": batch.product_name,
                    "batch_number": batch.number,
                    "expires_on": batch.expires_on and batch.expires_on.isoformat(),
                    "document": each.invoice_number or each.dispatch_number,
                    "sent_on": actor.organization.day_of(each.dispatched_at).isoformat(),
                    "quantity": plain(each.outstanding),
                    "unit": batch.unit_code,
                }
            )
    return lines
