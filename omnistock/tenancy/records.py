"""What a query gives back of a record, whatever its room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RecordView:
    """What every record says of itself, as `models.Record` keeps it and the API tells it."""

    id: UUID
    external_id: str | None
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
