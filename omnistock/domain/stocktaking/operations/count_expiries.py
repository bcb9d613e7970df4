"""Correcting the expiry of a batch to what its pack said when it was counted."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.stocktaking.counting_expiries import other_expiries
from omnistock.domain.stocktaking.counting_rows import count_for_change, record_count_event
from omnistock.domain.stocktaking.models import StockCount
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation


@operation(POLICIES)
def correct_counted_expiry(
    *, actor: Actor, count_id: UUID, line_id: UUID, expected_version: int | None = None
) -> StockCount:
    """The batch of the line gets the expiry that its pack shows, as `ledger.correct_batch` does it, also after the count was
    approved. Raises `NotFound`, `VersionConflict`, `CountNotAtThatPoint` for a cancelled count, `Invalid` where no pack of the
    line says anything else than the file (any more)."""
    allowed = ("counting", "awaiting_approval", "approved")
    count = count_for_change(count_id, actor=actor, status=allowed, expected_version=expected_version)
    found = next((each for each in other_expiries(count_id=count.pk) if each.line_id == line_id), None)
    if found is None:
        message = _("No pack of this line says another expiry than the file.")
        raise Invalid.at("line_id", message, "nothing_differs")
    changes = {"expires_on": found.pack_expires_on, "expiry_precision": found.pack_expiry_precision}
    ledger.correct_batch(actor=actor, batch_id=found.batch_id, changes=changes)
    said = {"batch": found.batch_number, **changes}
    before = {"batch": found.batch_number, "expires_on": found.expires_on, "expiry_precision": found.expiry_precision}
    record_count_event(count, "correct_counted_expiry", actor=actor, before=before, after=said)
    return count
