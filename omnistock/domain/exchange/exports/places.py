"""The lists of what moves inside: adjustments, transfers, moves, and stock by bin."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from omnistock.domain.exchange.exports.shape import Column, ExportList, columns, expiry, lines_of
from omnistock.domain.ledger.queries.bins import bins
from omnistock.domain.stocktaking.moves import MoveFilter, moves
from omnistock.domain.stocktaking.queries import AdjustmentFilter, TransferFilter, adjustments, transfers

_ADJUSTMENT: Final = columns(
    "Number=number | Status=status | Reason=reason | Warehouse=warehouse_name | Effective at=effective_at | Notes=notes | "
    "Decided at=decided_at | Decided by=decided_by | Decision=decision_reason | Reversed at=reversed_at"
)
_ADJUSTMENT_LINE: Final[list[Column]] = [
    *columns(
        "Number=document.number | Status=document.status | Reason=document.reason | Warehouse=document.warehouse_name | "
        "Line=position | SKU=sku | Product=product_name | Batch=batch_number | Bin=location_code | Quantity=quantity | "
        "Unit=unit_code | Base quantity=quantity_base | Base unit=base_unit_code | Unit cost=unit_cost"
    ),
    ("Expiry", expiry),
]
_TRANSFER: Final = columns(
    "Number=number | Status=status | From=from_warehouse_name | To=to_warehouse_name | Sent at=dispatched_at | "
    "Arrived at=arrived_at | Challan=challan_number | Tax invoice=invoice_note | Notes=notes | Reversed at=reversed_at"
)
_TRANSFER_LINE: Final = columns(
    "Number=document.number | Status=document.status | From=document.from_warehouse_name | "
    "To=document.to_warehouse_name | Line=position | SKU=sku | Product=product_name | Batch=batch_number | "
    "Quantity=quantity | Unit=unit_code | Base quantity=quantity_base | Base unit=base_unit_code | "
    "Arrived=arrived_quantity_base | Written off=written_off_quantity_base | Missing=missing_base | Why=short_reason"
)
_MOVE: Final = columns(
    "Number=number | Kind=kind | Warehouse=warehouse_name | Moved at=moved_at | Notes=notes | Reversed at=reversed_at"
)
_MOVE_LINE: Final[list[Column]] = [
    *columns(
        "Number=document.number | Kind=document.kind | Warehouse=document.warehouse_name | Moved at=document.moved_at | "
        "Line=position | SKU=sku | Product=product_name | Batch=batch_number | From=from_location_code | "
        "To=to_location_code | Quantity=quantity | Unit=unit_code | Base quantity=quantity_base | Base unit=base_unit_code"
    ),
    ("Expiry", expiry),
]
_BIN: Final[list[Column]] = [
    *columns(
        "Warehouse=warehouse_name | Zone=zone | Bin=code | Name=name | Kind=kind | Products=products | Batches=batches"
    ),
    ("Holds", lambda row: ", ".join(row.names)),
    *columns("Value=value"),
]
_ADJUSTMENTS, _TRANSFERS, _MOVES = (
    AdjustmentFilter(sort="changed"),
    TransferFilter(sort="changed"),
    MoveFilter(sort="changed"),
)

PLACES: Final = (
    ExportList("adjustments", "Adjustments", "stock:read", _ADJUSTMENT, adjustments, {"wanted": _ADJUSTMENTS}),
    ExportList(
        "adjustment_lines",
        "Adjustment lines",
        "stock:read",
        _ADJUSTMENT_LINE,
        adjustments,
        {"wanted": replace(_ADJUSTMENTS, with_lines=True)},
        lines_of,
    ),
    ExportList("transfers", "Transfers", "stock:read", _TRANSFER, transfers, {"wanted": _TRANSFERS}),
    ExportList(
        "transfer_lines",
        "Transfer lines",
        "stock:read",
        _TRANSFER_LINE,
        transfers,
        {"wanted": replace(_TRANSFERS, with_lines=True)},
        lines_of,
    ),
    ExportList("moves", "Moves", "stock:read", _MOVE, moves, {"wanted": _MOVES}),
    ExportList(
        "move_lines",
        "Move lines",
        "stock:read",
        _MOVE_LINE,
        moves,
        {"wanted": replace(_MOVES, with_lines=True)},
        lines_of,
    ),
    ExportList("bins", "Stock by bin", "stock:read", _BIN, bins, {}),
)
