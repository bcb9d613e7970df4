"""Reading what of a receipt is still to be put away, with a bin suggested for each part of it."""

from __future__ import annotations

from uuid import UUID

from omnistock.domain.ledger.queries.bins import PutAwayPart, put_away_parts
from omnistock.domain.purchasing.access import receipt_rows
from omnistock.domain.warehouses.queries import warehouse_facts, warehouse_page
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor


def put_away_of(*, actor: Actor, receipt_id: UUID) -> list[PutAwayPart]:
    """Where what the receipt brought lies in its warehouse now, each part with the bin that suits it (`home_code`; ''
    where it lies well). Raises `NotFound`."""
    receipt = find(receipt_rows(actor=actor), receipt_id, kind="receipt")
    place = warehouse_facts(actor=actor, id=receipt.warehouse_id)
    page = warehouse_page(actor=actor, id=receipt.warehouse_id)
    quarantine = next((row.code for row in page.locations if row.pk == place.quarantine_location_id), "")
    return put_away_parts(
        actor=actor, document_id=receipt.pk, warehouse_id=receipt.warehouse_id, quarantine_code=quarantine
    )
