"""Labels as PDF: of products, batches and locations, on a roll or on A4 sheets."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from omnistock.domain.reporting.labels import LabelInput, labels_pdf
from omnistock.interfaces.api.papers import PDF, pdf
from omnistock.interfaces.api.shapes import MOST_LINES, Body, Flag, Whole

router = Router(tags=["Labels"])


class LabelIn(Body):
    kind: Literal["product", "batch", "location"]
    id: UUID
    quantity: Whole = Field(1, description="1 to 2,000 of it, and in all.")


class LabelsIn(Body):
    size: Literal["38x25", "50x25", "100x50"] = Field("50x25", description="Millimetres.")
    is_sheet: Flag = Field(False, description="On A4 sheets instead of a roll.")
    labels: list[LabelIn] = Field(min_length=1, max_length=MOST_LINES)


@router.post("/labels", openapi_extra=PDF, summary="Print labels")
def print_labels(request: Any, payload: LabelsIn) -> HttpResponse:
    """A batch whose product has a GTIN prints a GS1 Data Matrix (01)(17)(10), anything else a Code 128. Nothing is
    kept."""
    labels = [LabelInput(**label.given()) for label in payload.labels]
    made = labels_pdf(actor=request.actor, labels=labels, size=payload.size, is_sheet=payload.is_sheet)
    return pdf(made, name="labels")
