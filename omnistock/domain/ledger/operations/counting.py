"""What a stock count posts: what is more and what is less than the books say, each for its own cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from omnistock.domain.ledger.engine.flows import Flow, NewLayer
from omnistock.domain.ledger.engine.run import run
from omnistock.domain.ledger.operations.posting import layers_of
from omnistock.domain.ledger.types import DocumentRef, InLine, OutLine, Posted
from omnistock.domain.ledger.usability import Use
from omnistock.tenancy.actor import Actor

_REASON: Final = "correction"


def post_counted(
    *,
    actor: Actor,
    document: DocumentRef,
    ins: Sequence[InLine],
    outs: Sequence[OutLine],
    reasons: Mapping[UUID, str],
) -> list[Posted]:
    """Post what was found and what is missing, dated now. `reasons` gives the movement's reason by line id.

    A fact: it displaces promises, and any batch may be counted, frozen and expired ones too. What is missing leaves
    first, so a serial that was counted in another bin has left the one before. Raises `InsufficientStock` with every
    shortage, `SerialElsewhere`, `PeriodLocked`.
    """
    layers = layers_of(ins, received=actor.today)
    flows = [_out_flow(line, reasons) for line in outs]
    flows += [_in_flow(line, layers[line.line_id], reasons) for line in ins]
    return run(
        actor=actor,
        document=document,
        reason=_REASON,
        effective_at=None,
        flows=flows,
        layers=list(layers.values()),
    )


def _out_flow(line: OutLine, reasons: Mapping[UUID, str]) -> Flow:
    return Flow(
        line_id=line.line_id,
        product_id=line.product_id,
        use=Use.COUNT,
        origin=line.location_id,
        destination="loss",
        quantity=line.quantity,
        batch_id=line.batch_id,
        displaces=True,
        reason=reasons.get(line.line_id, ""),
        pointer=line.pointer,
    )


def _in_flow(line: InLine, layer: NewLayer, reasons: Mapping[UUID, str]) -> Flow:
    return Flow(
        line_id=line.line_id,
        product_id=line.product_id,
        use=Use.COUNT,
        origin="found",
        destination=line.location_id,
        quantity=line.quantity,
        batch_id=line.batch_id,
        layer_id=layer.id,
        value=line.value,
        reason=reasons.get(line.line_id, ""),
        pointer=line.pointer,
    )
