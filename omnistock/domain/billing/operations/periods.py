"""The tax-period lock: what was filed stays as it was filed."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.policies import POLICIES
from omnistock.domain.warehouses.models import Registration
from omnistock.kernel.errors import Conflict, Fault
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.said import day_said

# Shared, so that issuers do not wait for each other, only for somebody who is locking the period.
_LOCKED_THROUGH: Final = """
SELECT tax_locked_through FROM registration WHERE organization_id = %s AND id = %s FOR SHARE
"""


class TaxPeriodLocked(Conflict):
    """The returns through this day are filed: a tax document is not dated into them, nor cancelled in them."""

    code = "tax_period_locked"


def require_open_tax_period(
    *, actor: Actor, registration_id: UUID | None, on: dt.date, has_number: bool = False
) -> None:
    """Raises `TaxPeriodLocked` where `on` lies in a filed period of the registration; a document that `has_number` keeps its
    day. Holds the lock day as it is until the end of the transaction."""
    if registration_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED_THROUGH, [actor.organization_id, registration_id])
        row = cursor.fetchone()
    locked_through = row[0] if row else None
    if locked_through is None or on > locked_through:
        return
    if has_number:
        message = _("The tax period is locked through {locked}, and this is dated {day}. Make a credit note instead.")
    else:
        message = _("The tax period is locked through {locked}, and this is dated {day}. Date it after {locked}.")
    said = message.format(locked=day_said(locked_through), day=day_said(on))
    details = {"locked_through": str(locked_through)}
    pointer = "" if has_number else "issued_on"
    raise TaxPeriodLocked(said, faults=[Fault(pointer, said, TaxPeriodLocked.code, details)])


@operation(POLICIES)
def lock_tax_period(
    *, actor: Actor, registration_id: UUID, through: dt.date | None, expected_version: int | None = None
) -> Registration:
    """No tax document of the registration is dated, or cancelled, on or before `through`. None unlocks.

    A day that is not past is refused: what is still to be issued today would find no date.
    Raises `Invalid`, `NotFound`, `VersionConflict`.
    """
    check = Checker()
    check.document_day("through", through, today=actor.today - dt.timedelta(days=1))
    check.stop()
    found = find_for_change(
        Registration.objects.all(), registration_id, kind="registration", expected_version=expected_version
    )
    before, found.tax_locked_through = found.tax_locked_through, through
    save_change(found, actor=actor, fields=["tax_locked_through"])
    record(
        actor=actor,
        operation="billing.lock_tax_period",
        subject_kind="registration",
        subject_id=found.id,
        subject_name=found.gstin or found.legal_name,
        before={"tax_locked_through": before},
        after={"tax_locked_through": through},
    )
    return found
