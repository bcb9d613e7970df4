"""What a list comes to: sums over all that it was asked for, not over the page that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.db.models import Case, Count, Min, Q, Sum, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact

# A list without a filter may have millions of rows, and nobody reads their sum at every look: reports are for that.
MOST_SUMMED: Final = 20_000

Sums = Mapping[str, Decimal]


def sums_of(rows: models.QuerySet[Any], **columns: Any) -> Sums | None:
    """The sum of each of `columns` (a name or an expression) over `rows`, in one statement of bounded cost.

    None where there are more than `MOST_SUMMED`: whoever wants their sum narrows the list.
    """
    bounded = rows.order_by().select_related(None)[: MOST_SUMMED + 1]
    # Under names of their own: an aggregate must not be called as a column that another one reads.
    asked = {
        f"sum_of_{name}": Coalesce(Sum(column), Decimal(0), output_field=models.DecimalField())
        for name, column in columns.items()
    }
    found = bounded.aggregate(counted_rows=Count("pk"), **asked)
    if found["counted_rows"] > MOST_SUMMED:
        return None
    return {name: found[f"sum_of_{name}"] for name in columns}


def only_one(where: Q) -> Case:
    """An aggregate: the id of the row that meets `where`, None where there are none or several."""
    # As text meanwhile: PostgreSQL takes the least of two UUIDs from 18 on.
    one = Cast(Min(Cast("id", models.TextField()), filter=where), models.UUIDField())
    return Case(When(Exact(Count("id", filter=where), 1), then=one))
