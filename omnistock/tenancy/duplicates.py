"""What may be there only once: a client's own id, an external id, a code, a name.

Two requests at once can both find it free. The unique constraint lets one through. The edge does the other one again
(`again_after_race`), which then sees what is there; `naming_duplicates` is for where the constraint itself is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omnistock.kernel.errors import Fault, IdReused, Invalid
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Record


def check_free(model: type[Record], *, id: UUID | None, external_id: str | None, checker: Checker) -> str | None:
    """The external id of a new record, trimmed; a fault where another record has it. Raises `IdReused` for a client's
    own `id` that is there."""
    if id is not None and model.objects.filter(pk=id).exists():
        raise IdReused(_("The id %(id)s was used before.") % {"id": id})
    wanted = checker.identifier("external_id", external_id)
    if wanted is not None and model.objects.filter(external_id=wanted).exists():
        checker.add("external_id", _("“%(id)s” belongs to another record.") % {"id": wanted}, "taken")
    return wanted


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
