"""Two requests at once can both find a name free. The unique constraint lets one through, and this names the other's
fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from omnistock.kernel.errors import Fault, Invalid


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
