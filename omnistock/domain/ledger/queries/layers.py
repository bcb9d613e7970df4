"""The layers that a document brought."""

from __future__ import annotations

from uuid import UUID

from omnistock.domain.ledger.models import Layer


def layers_of_document(*, document_id: UUID) -> dict[UUID, UUID]:
    """The layer of each of its lines, in one statement."""
    rows = Layer.objects.filter(document_id=document_id, document_line_id__isnull=False)
    return {line_id: layer_id for line_id, layer_id in rows.values_list("document_line_id", "pk") if line_id}
