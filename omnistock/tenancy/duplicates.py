"""Two requests at once can both find a name free. The unique constraint lets one through, and this names the other's
fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omnistock.kernel.errors import Fault, Invalid
from omnistock.tenancy.models import Record


@contextmanager
def naming_duplicates(faults: Mapping[str, Fault]) -> Iterator[None]:
    """Inside, a violation of a constraint named in `faults` becomes `Invalid` with that fault; others are bugs and
    pass."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        fault = faults.get(getattr(diagnosis, "constraint_name", None) or "")
        if fault is None:
            raise
        raise Invalid.of([fault]) from None


def insert_record(record: Record) -> None:
    """Insert a new record. Raises `Invalid` `taken` at `external_id` where another request has just taken it."""
    if record.external_id is None:
        record.save(force_insert=True)
        return
    message = _("“{id}” belongs to another record.").format(id=record.external_id)
    constraint = f"{type(record).__name__.lower()}_external_id_unique"
    with naming_duplicates({constraint: Fault("external_id", message, "taken")}):
        record.save(force_insert=True)
