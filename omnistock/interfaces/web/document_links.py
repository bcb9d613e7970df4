"""The pages of the documents that movements speak of, for who may open them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from omnistock.domain.fulfilment.seeing import seen_documents
from omnistock.interfaces.web.links import href_of
from omnistock.tenancy.actor import Actor

# What moves goods is told of by the kind of its document; picking is work on an order.
_PICK: Final = "pick"
_ORDER: Final = "sales_order"


def document_hrefs(documents: Iterable[tuple[str, UUID]], *, actor: Actor) -> dict[UUID, str]:
    """By id, the address of each document (kind and id) that the actor may open."""
    asked = {(_ORDER if kind == _PICK else kind, document_id) for kind, document_id in documents}
    seen = seen_documents(asked, actor=actor)
    return {document_id: href_of(kind.replace("_", "-"), document_id) for kind, document_id in seen}
